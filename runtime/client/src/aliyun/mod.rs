//! What is known about Alibaba Cloud: the only place in this crate where its words appear.
//!
//! It may use values, secrets, times and the trait that carries requests, and nothing else of this
//! crate, and must never know a single service. Its credentials are the only place in this crate
//! that opens a file, because keys lie in files; what it may look at is passed in.

#[cfg(feature = "client")]
pub mod credentials;
pub(crate) mod envelope;
#[cfg(feature = "client")]
pub(crate) mod environment;
#[cfg(feature = "client")]
pub(crate) mod request;
#[cfg(feature = "signing")]
pub mod sign;
#[cfg(test)]
mod tests;

/// Where keys are looked for if a client names none.
#[cfg(feature = "client")]
pub(crate) fn default_credentials(
    transport: &std::sync::Arc<dyn crate::transport::Transport>,
) -> std::sync::Arc<dyn credentials::Provide> {
    std::sync::Arc::new(credentials::Chain::new(credentials::Sources::from_process(std::sync::Arc::clone(transport))))
}
