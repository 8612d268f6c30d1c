//! Two services that the build script generates, each in a module of its own.
#![deny(warnings, missing_docs)]

/// The real service.
pub mod dbs {
    include!(concat!(env!("OUT_DIR"), "/dbs/mod.rs"));
}

/// The toy service, with a parameter that its spec does not have.
pub mod greenhouse {
    include!(concat!(env!("OUT_DIR"), "/greenhouse/mod.rs"));
}

/// Where the build script has written them.
pub const OUT_DIR: &str = env!("OUT_DIR");
