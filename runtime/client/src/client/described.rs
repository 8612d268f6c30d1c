//! Calls for programs that learn at run time what to call, such as a command line: values instead of types.
//!
//! Whoever calls checks the request, with [`Definition::check`](crate::Definition::check) of the descriptor, and says in
//! its own words what is wrong. Nothing in here refuses a request.

use bytes::Bytes;
use contingent_rules::{Facts, Value};

use super::{Client, Mode};
use crate::Error;
use crate::call::{self, Descriptor, Paging, Plan, Subject, ValuePages, Waiter};

impl<M: Mode> Client<M> {
    /// Sends a request whatever the rules say, and returns the whole reply, if it is no error. If the operation has an
    /// idempotency token and the request has none, one is made up and kept over all tries.
    ///
    /// # Errors
    /// Something went wrong on the way, or in the service.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn send_value(&self, descriptor: &'static Descriptor, request: Value) -> M::Out<'static, Result<Value, Error>> {
        let client = self.clone();
        M::run(Box::pin(async move {
            let subject = Subject::Described(descriptor);
            let facts = Facts::new();
            let plan = Plan { subject, request, facts, looks_up: false, allowed: &[], unchecked: true };
            call::call(client.settings(), plan).await.map(|answer| answer.reply)
        }))
    }

    /// All pages of a list, beginning with the one that the request names. The rules are not looked at.
    pub fn pages_of_value(
        &self,
        descriptor: &'static Descriptor,
        paging: &'static Paging,
        request: Value,
    ) -> ValuePages<M> {
        ValuePages::new(self.clone(), descriptor, paging, request)
    }

    /// Asks the service for what is not told about a request. What it does not say stays unknown.
    ///
    /// # Errors
    /// Something went wrong on the way, or in the service.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn facts_from_service(
        &self,
        descriptor: &'static Descriptor,
        request: Value,
        mut facts: Facts,
    ) -> M::Out<'static, Result<Facts, Error>> {
        let client = self.clone();
        M::run(Box::pin(async move {
            call::look_up(client.settings(), descriptor, &request, &mut facts).await?;
            Ok(facts)
        }))
    }

    /// The signed request as it would be sent now, with everything in it that is secret.
    ///
    /// # Errors
    /// There is nothing to sign it with, or a value cannot stand where it travels.
    #[must_use = "nothing is signed before this is awaited"]
    pub fn signed_value(
        &self,
        descriptor: &'static Descriptor,
        request: Value,
    ) -> M::Out<'static, Result<http::Request<Bytes>, Error>> {
        let client = self.clone();
        M::run(Box::pin(async move { call::signed(client.settings(), descriptor, request).await }))
    }

    /// Waits as [`Client::wait`], says which state it sees each time it looks (nothing if the thing is not there), and
    /// returns the thing with all its fields.
    ///
    /// # Errors
    /// It can come there no more, time ran out, or it could not be read.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn wait_seeing(
        &self,
        waiter: Waiter,
        id: impl Into<String>,
        seen: impl Fn(&str) + Send + Sync + 'static,
    ) -> M::Out<'static, Result<Value, Error>> {
        let (client, id) = (self.clone(), id.into());
        M::run(Box::pin(async move { call::wait(client.settings(), &waiter, &id, &seen).await }))
    }
}
