//! The service on this machine, for tests: `let dbs = aliyun_dbs::emulator::Emulator::start().await?;`

use std::ops::Deref;

pub use contingent_emulator::{Builder, Fault, InvalidOption, Latency, Placement, StartError};

/// The service as data: what it keeps, and what its operations do to that.
pub const SERVICE: &str = include_str!("generated/service.json");

/// A running emulator. It ends when it is dropped.
#[derive(Debug)]
pub struct Emulator(contingent_emulator::Emulator);

impl Emulator {
    /// Starts at a free port of this machine, with the key `testid`, the secret `testsecret`, and everything in memory.
    ///
    /// # Errors
    /// It cannot listen, or start a thread.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder()?.start().await.map(Self)
    }

    /// A client that calls it.
    ///
    /// # Errors
    /// There is no transport.
    #[cfg(feature = "client")]
    pub fn client(&self) -> Result<crate::Client, contingent_runtime::Error> {
        let key =
            contingent_runtime::aliyun::credentials::Credentials::new(self.access_key_id(), self.access_key_secret());
        crate::Client::builder().endpoint(self.endpoint()).credentials(key).build()
    }

    /// One with options.
    ///
    /// # Errors
    /// The service as data cannot be read by this version of the emulator.
    pub fn builder() -> Result<Builder, StartError> {
        Builder::from_json(SERVICE)
    }
}

impl Deref for Emulator {
    type Target = contingent_emulator::Emulator;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
