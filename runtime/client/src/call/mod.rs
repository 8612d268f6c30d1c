//! Calls: from a request to its reply, with everything that may happen on the way.
//!
//! [`Request`] and [`Descriptor`] say what there is to call; generated code provides them. With the feature `client`,
//! the engine checks a request, looks facts up, sends it as often as is safe, and reads the reply.

#[cfg(feature = "client")]
mod builder;
mod descriptor;
#[cfg(feature = "client")]
mod engine;
#[cfg(feature = "client")]
mod failure;
#[cfg(feature = "client")]
mod find;
#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod redact;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod route;
#[cfg(all(test, feature = "client"))]
mod tests;
#[cfg(feature = "client")]
mod wait;

pub use descriptor::{Descriptor, Find, Lookup, Paged, Paging, Request, Waiter};

#[cfg(feature = "client")]
pub use {
    builder::Call,
    pages::{Pages, ValuePages},
    retry::RetryPolicy,
};

#[cfg(feature = "client")]
pub(crate) use {
    engine::{Plan, Skew, Subject, call, look_up, signed},
    route::Routed,
    wait::wait,
};
