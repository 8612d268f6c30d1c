//! The toy service with its client, as a user takes both in who generates at build time.
#![deny(warnings, missing_docs)]

/// The toy service.
pub mod greenhouse {
    include!(concat!(env!("OUT_DIR"), "/greenhouse/mod.rs"));

    /// Its client.
    pub mod client {
        include!(concat!(env!("OUT_DIR"), "/greenhouse/client.rs"));
    }

    /// Its operations as commands.
    pub mod command {
        include!(concat!(env!("OUT_DIR"), "/greenhouse/command.rs"));
    }
}
