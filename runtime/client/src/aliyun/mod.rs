//! What is known about Alibaba Cloud: the only place in this crate where its words appear.
//!
//! It may use values, secrets, times and the trait that carries requests, and nothing else of this
//! crate, and must never know a single service. Its credentials are the only place in this crate
//! that opens a file, because keys lie in files; what it may look at is passed in.

#[cfg(feature = "client")]
pub mod credentials;
pub(crate) mod envelope;
#[cfg(feature = "signing")]
pub mod sign;
#[cfg(test)]
mod tests;
