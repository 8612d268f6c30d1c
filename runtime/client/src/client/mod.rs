//! The client that generated ones are made of: where a service is, who calls, and how.
//!
//! A generated client is a thin dress over [`Client`]: it adds the names of operations. There is one engine for async
//! programs and others; [`Async`] and [`Blocking`] say how its futures are driven.

mod builder;
mod described;
mod endpoint;
mod mode;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use contingent_rules::{Facts, Value};

use crate::aliyun::credentials::Provide;
use crate::call::{Call, Plan, Request, Skew, Subject, Waiter};
use crate::transport::{Limits, Transport};
use crate::{Decode, Error};

pub use crate::aliyun::credentials;
pub use crate::aliyun::request::ParameterPlacement;
pub use crate::aliyun::sign::Scheme;
pub use crate::call::RetryPolicy;
pub use builder::Builder;
pub use endpoint::Endpoint;
pub use mode::{Async, Blocking, Mode};

/// What generated code says about its service.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The name on the wire.
    pub name: &'static str,
    /// The version on the wire.
    pub version: &'static str,
    /// The host of a region, or for callers that name none.
    pub host: fn(Option<&str>) -> Option<String>,
}

/// Calls the operations of a service. Clones share their connections, credentials and what they learned about the
/// service's clock.
pub struct Client<M = Async> {
    settings: Arc<Settings>,
    mode: PhantomData<fn() -> M>,
}

/// How a client is set up.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) service: Service,
    pub(crate) endpoint: Endpoint,
    pub(crate) region: Option<String>,
    pub(crate) credentials: Arc<dyn Provide>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) edition: Option<&'static str>,
    pub(crate) placement: ParameterPlacement,
    pub(crate) scheme: Scheme,
    pub(crate) retry: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) user_agent: String,
    pub(crate) skew: Arc<Skew>,
}

impl<M: Mode> Client<M> {
    /// A client that takes everything from the environment; see [`Builder::from_env`].
    ///
    /// # Errors
    /// As [`Builder::build`].
    pub fn from_env(service: Service) -> Result<Self, Error> {
        Self::builder(service).from_env().build()
    }

    /// A client in the making.
    pub fn builder(service: Service) -> Builder<M> {
        Builder::new(service)
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), mode: PhantomData }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same client, whose requests are checked by an edition of the service's documentation; by `None`, by what all
    /// editions have in common.
    #[must_use]
    pub fn edition(mut self, edition: Option<&'static str>) -> Self {
        Arc::make_mut(&mut self.settings).edition = edition;
        self
    }

    /// Where it calls.
    pub fn endpoint(&self) -> &Endpoint {
        &self.settings.endpoint
    }

    /// The region that was named, if one was.
    pub fn region(&self) -> Option<&str> {
        self.settings.region.as_deref()
    }

    /// A call in the making.
    pub fn call<R: Request>(&self, request: R) -> Call<R, M> {
        Call::new(self.clone(), request)
    }

    /// Calls an operation by its name, whether or not the spec has it, with pairs as they travel. There are no rules
    /// about it; it is made again only where that is safe for any operation. The reply is returned if it is no error.
    ///
    /// # Errors
    /// Something went wrong on the way, or in the service.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn call_raw(
        &self,
        action: impl Into<String>,
        pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> M::Out<'static, Result<Value, Error>> {
        let (client, action) = (self.clone(), action.into());
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), Value::Text(value.into())));
        let request = Value::Object(pairs.collect());
        M::run(Box::pin(async move {
            let subject = Subject::Named(&action);
            let facts = Facts::new();
            let plan = Plan { subject, request, facts, looks_up: false, allowed: &[], unchecked: true };
            crate::call::call(client.settings(), plan).await.map(|answer| answer.reply)
        }))
    }

    /// Waits until the thing with an id has come to a state, and returns it as it is then.
    ///
    /// # Errors
    /// It can come there no more, time ran out, or it could not be read.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn wait<T: Decode + Send + 'static>(
        &self,
        waiter: Waiter,
        id: impl Into<String>,
    ) -> M::Out<'static, Result<T, Error>> {
        let (client, id) = (self.clone(), id.into());
        M::run(Box::pin(async move { crate::call::wait(client.settings(), &waiter, &id, &|_| ()).await }))
    }
}

impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self { settings: Arc::clone(&self.settings), mode: PhantomData }
    }
}

impl<M> fmt::Debug for Client<M> {
    /// Without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.settings;
        f.debug_struct("Client")
            .field("service", &settings.service.name)
            .field("version", &settings.service.version)
            .field("endpoint", &settings.endpoint.to_string())
            .field("edition", &settings.edition)
            .field("placement", &settings.placement)
            .field("scheme", &settings.scheme)
            .field("retry", &settings.retry)
            .field("limits", &settings.limits)
            .finish_non_exhaustive()
    }
}
