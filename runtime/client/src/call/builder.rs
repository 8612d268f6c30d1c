//! One call in the making.

use std::fmt;

use contingent_rules::Facts;

use super::{Paged, Pages, Plan, Request, Subject, engine, failure};
use crate::client::{Client, Mode};
use crate::{Error, reply};

/// A request on its way to be sent, with what the caller knows and wants beside it.
#[must_use = "nothing is sent before `send`"]
pub struct Call<R, M> {
    client: Client<M>,
    request: R,
    facts: Facts,
    looks_up: bool,
    allowed: Vec<String>,
}

impl<R: Request, M: Mode> Call<R, M> {
    pub(crate) fn new(client: Client<M>, request: R) -> Self {
        Self { client, request, facts: Facts::new(), looks_up: false, allowed: Vec::new() }
    }

    /// With another request in its place, such as one with a parameter more.
    pub fn map(mut self, change: impl FnOnce(R) -> R) -> Self {
        self.request = change(self.request);
        self
    }

    /// Tells what the service knows and the request does not carry, so that the rules about it can be decided. What was
    /// told before and is not told now stays known.
    pub fn facts(mut self, facts: &Facts) -> Self {
        for name in facts.names() {
            if let Some(value) = facts.get(name) {
                self.facts.set(name, value.clone());
            }
        }
        self
    }

    /// Asks the service for what is not told, before the request is checked. What it does not say stays unknown.
    pub fn with_facts_from_service(mut self) -> Self {
        self.looks_up = true;
        self
    }

    /// Sends although this rule is broken: the service may have changed since the rule was written.
    pub fn allow_rule(mut self, id: impl Into<String>) -> Self {
        self.allowed.push(id.into());
        self
    }

    /// Checks the request, sends it, and reads the reply.
    ///
    /// A rule that is undecided, because something is unknown, stops nothing. If the operation has an idempotency token
    /// and the request has none, one is made up and kept over all tries.
    ///
    /// # Errors
    /// The request breaks rules, and nothing was sent; or something went wrong on the way, or in the service.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn send(self) -> M::Out<'static, Result<R::Response, Error>>
    where
        R: 'static,
    {
        self.run(false)
    }

    /// Sends the request whatever the rules say.
    ///
    /// # Errors
    /// As [`Call::send`], but for rules.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn send_unchecked(self) -> M::Out<'static, Result<R::Response, Error>>
    where
        R: 'static,
    {
        self.run(true)
    }

    /// All pages of the list, beginning with the one that the request names. Facts are told once and for all of them;
    /// none are looked up.
    pub fn pages(self) -> Pages<R, M>
    where
        R: Paged + 'static,
    {
        Pages::new(self.client, &self.request, self.facts, self.allowed)
    }

    fn run(self, unchecked: bool) -> M::Out<'static, Result<R::Response, Error>>
    where
        R: 'static,
    {
        let Self { client, request, facts, looks_up, allowed } = self;
        M::run(Box::pin(async move {
            let subject = Subject::Described(R::descriptor());
            let request = request.to_value();
            let plan = Plan { subject, request, facts, looks_up, allowed: &allowed, unchecked };
            let answer = engine::call(client.settings(), plan).await?;
            reply::decode(subject.name(), answer.status, &answer.reply)
                .map_err(|error| failure::named(error, &answer.headers))
        }))
    }
}

impl<R, M> fmt::Debug for Call<R, M> {
    /// Without the request, in which there may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("looks_up", &self.looks_up).field("allowed", &self.allowed).finish_non_exhaustive()
    }
}
