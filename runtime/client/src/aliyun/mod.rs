//! What is known about Alibaba Cloud: the only place in this crate where its words appear.
//!
//! It may use values and nothing else of this crate, and must never know a single service.

#[cfg(feature = "client")]
pub mod credentials;
pub(crate) mod envelope;
#[cfg(feature = "signing")]
pub mod sign;
#[cfg(test)]
mod tests;
