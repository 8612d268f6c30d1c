//! Lists that come in pages.

use std::collections::VecDeque;
use std::fmt;

use contingent_rules::{Facts, Value};

use super::engine::{self, Answer};
use super::find::{items, number};
use super::{Descriptor, Paged, Paging, Plan, Subject};
use crate::client::{Client, Mode};
use crate::{DecodeError, Error, reply};

/// The pages of a list, each asked for when it is wanted.
///
/// `while let Some(page) = pages.next_page().await { … }`, or item by item with [`Pages::next`]. It ends after the last
/// page and after an error; a page with the same items as the one before it is an error, because a service that takes no
/// notice of the number would go on for ever. If the future of a page is dropped, that page is the next one again. A
/// blocking list is an [`Iterator`] over the items.
pub struct Pages<R: Paged, M> {
    walk: Walk<M>,
    buffered: VecDeque<R::Item>,
}

impl<R: Paged + 'static, M: Mode> Pages<R, M> {
    /// Begins at the page that the request names, or at the first.
    pub(crate) fn new(client: Client<M>, request: &R, facts: Facts, allowed: Vec<String>) -> Self {
        let walk = Walk::new(client, R::descriptor(), R::paging(), request.to_value());
        Self { walk: Walk { facts, allowed, unchecked: false, ..walk }, buffered: VecDeque::new() }
    }

    /// The next page; `None` after the last.
    pub fn next_page(&mut self) -> M::Out<'_, Option<Result<R::Response, Error>>> {
        M::run(Box::pin(self.page()))
    }

    /// The next item; `None` after the last.
    // The name is that of streams, which have no trait in the standard library yet.
    #[expect(clippy::should_implement_trait, reason = "an async `next` is no iterator's")]
    pub fn next(&mut self) -> M::Out<'_, Option<Result<R::Item, Error>>> {
        M::run(Box::pin(self.item()))
    }

    async fn item(&mut self) -> Option<Result<R::Item, Error>> {
        loop {
            if let Some(item) = self.buffered.pop_front() {
                return Some(Ok(item));
            }
            match self.page().await? {
                Ok(page) => self.buffered = R::items(page).into(),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    async fn page(&mut self) -> Option<Result<R::Response, Error>> {
        let answer = match self.walk.page().await? {
            Ok(answer) => answer,
            Err(error) => return Some(Err(error)),
        };
        let page = reply::decode(R::descriptor().name, answer.status, &answer.reply);
        if page.is_err() {
            self.walk.next = None;
        }
        Some(page.map_err(|error| named(error, &answer)))
    }
}

/// The pages of a list as they are read, for programs that learn at run time what to call. Otherwise as [`Pages`].
pub struct ValuePages<M> {
    walk: Walk<M>,
}

impl<M: Mode> ValuePages<M> {
    /// Begins at the page that the request names, or at the first. No rules are looked at.
    pub(crate) fn new(
        client: Client<M>,
        descriptor: &'static Descriptor,
        paging: &'static Paging,
        request: Value,
    ) -> Self {
        Self { walk: Walk::new(client, descriptor, paging, request) }
    }

    /// The next page; `None` after the last.
    pub fn next_page(&mut self) -> M::Out<'_, Option<Result<Value, Error>>> {
        M::run(Box::pin(async { Some(self.walk.page().await?.map(|answer| answer.reply)) }))
    }
}

impl<M> fmt::Debug for ValuePages<M> {
    /// Without the request, in which there may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValuePages").field("next", &self.walk.next).finish_non_exhaustive()
    }
}

/// The way from page to page.
struct Walk<M> {
    client: Client<M>,
    descriptor: &'static Descriptor,
    paging: &'static Paging,
    request: Value,
    facts: Facts,
    allowed: Vec<String>,
    unchecked: bool,
    /// The number of the next page; `None` after the last.
    next: Option<u64>,
    /// The items before the next page.
    before: u64,
    /// The page before the next one, as it was read.
    last: Option<Value>,
}

impl<M: Mode> Walk<M> {
    fn new(client: Client<M>, descriptor: &'static Descriptor, paging: &'static Paging, request: Value) -> Self {
        let from = number(&request, paging.number).unwrap_or(paging.first);
        let before = from.saturating_sub(paging.first).saturating_mul(size(&request, paging));
        let (facts, allowed, next, last) = (Facts::new(), Vec::new(), Some(from), None);
        Self { client, descriptor, paging, request, facts, allowed, unchecked: true, next, before, last }
    }

    async fn page(&mut self) -> Option<Result<Answer, Error>> {
        let number = self.next?;
        let mut request = self.request.clone();
        if let Value::Object(fields) = &mut request {
            fields.retain(|(name, _)| name != self.paging.number);
            fields.push((self.paging.number.to_owned(), Value::Number(number.to_string())));
        }
        let (facts, unchecked) = (self.facts.clone(), self.unchecked);
        let subject = Subject::Described(self.descriptor);
        let plan = Plan { subject, request, facts, looks_up: false, allowed: &self.allowed, unchecked };
        let answer = engine::call(self.client.settings(), plan).await;
        self.next = None;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Some(Err(error)),
        };
        if !self.is_new(&answer.reply) {
            let problem = DecodeError::body(format!("has the items of the page before {number} once more"));
            return Some(Err(named(Error::decode(subject.name(), problem, answer.status), &answer)));
        }
        self.advance(number, &answer.reply);
        self.last = Some(answer.reply.clone());
        Some(Ok(answer))
    }

    /// Whether the items are others than those of the page before.
    fn is_new(&self, page: &Value) -> bool {
        let here = items(page, self.paging.list);
        here.is_empty() || self.last.as_ref().is_none_or(|last| items(last, self.paging.list) != here)
    }

    /// Whether there is more. What the service counts decides; without counts, a page that is not full is the last.
    fn advance(&mut self, current: u64, page: &Value) {
        let paging = self.paging;
        let here = items(page, paging.list).len() as u64;
        self.before = self.before.saturating_add(here);
        let total = paging.total.and_then(|name| number(page, name));
        let pages = paging.pages.and_then(|name| number(page, name));
        let has_more = match (total, pages) {
            _ if here == 0 => false,
            (Some(total), _) => self.before < total,
            (None, Some(pages)) => current.saturating_sub(paging.first).saturating_add(1) < pages,
            (None, None) => here >= size(&self.request, paging),
        };
        self.next = current.checked_add(1).filter(|_| has_more);
    }
}

/// With the id by which the service knows the call.
fn named(error: Error, answer: &Answer) -> Error {
    match answer.request_id() {
        Some(id) => error.with_request_id(id),
        None => error,
    }
}

impl<R: Paged + 'static> Iterator for Pages<R, crate::client::Blocking> {
    type Item = Result<R::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        Pages::next(self)
    }
}

fn size(request: &Value, paging: &Paging) -> u64 {
    number(request, paging.size).unwrap_or(paging.default_size)
}

impl<R: Paged, M> fmt::Debug for Pages<R, M> {
    /// Without the request, in which there may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next", &self.walk.next).finish_non_exhaustive()
    }
}
