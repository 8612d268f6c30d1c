//! Alibaba Cloud Database Backup (DBS), version 2019-03-06: requests, the rules about them, and replies.
//!
//! The types and checks in here need no network: build a request, ask what is wrong with it, turn it into the pairs that
//! travel, read the reply. Rules come from the documentation of the service; where two of its editions contradict each
//! other, a rule of only one of them is a warning unless that [`Edition`] is chosen.
//!
//! ```
//! use aliyun_dbs::create_restore_task::{
//!     CreateRestoreTaskFacts, CreateRestoreTaskRequest, DatabaseType, DestinationEndpointInstanceType,
//! };
//!
//! let request = CreateRestoreTaskRequest::new("dbs1hvb0ww", DestinationEndpointInstanceType::Agent, "nightly");
//! let facts = CreateRestoreTaskFacts::new().database_type(DatabaseType::MySql);
//! let verdict = request.check(&facts, None);
//!
//! let broken: Vec<&str> = verdict.violations.iter().map(|finding| finding.rule.as_str()).collect();
//! assert_eq!(broken, ["region", "ip", "port", "gateway", "restore-dir"]);
//! assert_eq!(
//!     verdict.violations[3].message,
//!     "BackupGatewayId is required when DestinationEndpointInstanceType is Agent: give BackupGatewayId",
//! );
//!
//! // Models go out of date: a rule that the service does not have any more can be allowed by its id.
//! use aliyun_dbs::create_restore_task::rules;
//! assert_eq!(verdict.allowing(&[rules::IP, rules::PORT]).violations.len(), 3);
//! ```
#![forbid(unsafe_code)]

#[rustfmt::skip]
mod generated;

pub use generated::*;

/// Calls the service; see [`Client`].
#[cfg(feature = "client")]
#[rustfmt::skip]
#[path = "generated/client.rs"]
pub mod client;

#[cfg(feature = "client")]
pub use client::Client;
#[cfg(feature = "blocking")]
pub use client::blocking;

/// The operations as the command line has them.
#[cfg(feature = "cli")]
#[rustfmt::skip]
#[path = "generated/command.rs"]
pub mod command;

/// The service on this machine, for tests.
#[cfg(feature = "emulator")]
pub mod emulator;

/// The examples of the README, so that they compile and run.
#[cfg(all(doctest, feature = "client", feature = "emulator"))]
#[doc = include_str!("../../../README.md")]
pub struct Readme;

/// What the generated code leans on, for those who name its types.
pub use contingent_runtime as runtime;
