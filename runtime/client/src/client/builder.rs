//! A client in the making.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Async, Client, Endpoint, Mode, ParameterPlacement, RetryPolicy, Scheme, Service, Settings};
use crate::Error;
use crate::aliyun::credentials::Provide;
use crate::aliyun::{default_credentials, environment};
use crate::call::Skew;
use crate::transport::{Limits, Transport};

/// What a client is made of. What is not said has a default; `C` is the client that comes of it.
#[must_use = "it makes a client with `build`"]
pub struct Builder<M = Async, C = Client<M>> {
    service: Service,
    endpoint: Option<String>,
    region: Option<String>,
    credentials: Option<Arc<dyn Provide>>,
    transport: Option<Arc<dyn Transport>>,
    edition: Option<&'static str>,
    placement: ParameterPlacement,
    scheme: Scheme,
    retry: RetryPolicy,
    limits: Limits,
    user_agent: String,
    made: PhantomData<fn() -> (M, C)>,
}

impl<M: Mode, C: From<Client<M>>> Builder<M, C> {
    /// Nothing said yet, and nothing read from anywhere.
    pub fn new(service: Service) -> Self {
        Self {
            service,
            endpoint: None,
            region: None,
            credentials: None,
            transport: None,
            edition: None,
            placement: ParameterPlacement::default(),
            scheme: Scheme::default(),
            retry: RetryPolicy::default(),
            limits: Limits::default(),
            user_agent: concat!("contingent/", env!("CARGO_PKG_VERSION")).to_owned(),
            made: PhantomData,
        }
    }

    /// What is not said comes from the environment: the host from the name of the service and `_ENDPOINT`, in capital
    /// letters, as an [`Endpoint`] is written; the region from the vendor's variable for it.
    pub fn from_env(self) -> Self {
        self.from_lookup(&|name| std::env::var(name).ok())
    }

    /// As [`Builder::from_env`], with another place to look variables up.
    pub fn from_lookup(mut self, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let endpoint = || given(&endpoint_variable(self.service.name));
        self.endpoint = self.endpoint.take().or_else(endpoint);
        self.region = self.region.take().or_else(|| given(environment::REGION));
        self
    }

    /// The host: `host`, `host:port` or `http://host:port`. It comes before the region.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The region whose host is called.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Who calls: a key, or where keys come from. Without it they are looked for in the usual places.
    pub fn credentials(mut self, credentials: impl Provide + 'static) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// What carries the requests.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The edition of the service's documentation by which requests are checked; without it, what all editions have in
    /// common.
    pub fn edition(mut self, edition: &'static str) -> Self {
        self.edition = Some(edition);
        self
    }

    /// Where parameters travel.
    pub fn placement(mut self, placement: ParameterPlacement) -> Self {
        self.placement = placement;
        self
    }

    /// How requests are signed.
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// What is made again, and after how long.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How much time and room each try may take.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// What requests say about the program that makes them.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::is_setup`]: no host is known for the region, the host is no address, or there is no transport. Such an
    /// error has the name of the service instead of an operation.
    pub fn build(self) -> Result<C, Error> {
        let fault = |problem: String| Error::setup(self.service.name, problem);
        let region = self.region.as_deref();
        let host = self.endpoint.or_else(|| (self.service.host)(region)).ok_or_else(|| {
            fault(match region {
                Some(_) => "no host is known for the region: check its name, or name an endpoint".to_owned(),
                None => "no host is known: name a region or an endpoint".to_owned(),
            })
        })?;
        let endpoint = Endpoint::parse(&host).map_err(fault)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => M::transport().map_err(fault)?,
        };
        let credentials = self.credentials.unwrap_or_else(|| default_credentials(&transport));
        Ok(C::from(Client::new(Settings {
            service: self.service,
            endpoint,
            region: self.region,
            credentials,
            transport,
            edition: self.edition,
            placement: self.placement,
            scheme: self.scheme,
            retry: self.retry,
            limits: self.limits,
            user_agent: self.user_agent,
            skew: Arc::new(Skew::default()),
        })))
    }
}

/// The variable that names the host of a service: `GREENHOUSE_ENDPOINT`.
fn endpoint_variable(service: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    service.chars().map(letter).collect::<String>() + "_ENDPOINT"
}

impl<M, C> fmt::Debug for Builder<M, C> {
    /// Without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.service.name)
            .field("region", &self.region)
            .field("edition", &self.edition)
            .finish_non_exhaustive()
    }
}
