//! The command that plays the service.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use contingent_emulator::{Emulator, Fault, Latency, Placement};
use contingent_rules::service::Service;

use crate::exit::Failure;
use crate::key::Key;

/// Plays the service on this machine until it is asked to stop. Everything is in memory unless a directory is named.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The port; 0 is any that is free.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A file that is written when it listens: JSON with `endpoint`, `access_key_id` and `access_key_secret`.
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// A directory in which everything is kept, so that it survives the process.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A JSON file with what is there from the beginning: `{"Kind": [{"Field": "value"}]}`, a list of such objects, or
    /// `{"id": {"Field": "value"}}`.
    #[arg(long, value_name = "FILE", alias = "preload")]
    plans: Option<PathBuf>,
    /// A key with which requests may be signed, instead of `testid:testsecret`; can be repeated.
    #[arg(long, value_name = "ID:SECRET")]
    access_key: Vec<String>,
    /// The edition of the documentation whose rules refuse; without it those of all editions do.
    #[arg(long, value_name = "NAME")]
    edition: Option<String>,
    /// Where parameters may travel.
    #[arg(long, value_enum, default_value_t = Place::Any)]
    placement: Place,
    /// How long every call waits: `50ms`, or `50ms..200ms`.
    #[arg(long, value_name = "TIME", value_parser = latency)]
    latency: Option<Latency>,
    /// What goes wrong, `Operation:Code:count`; can be repeated. Besides error codes: `drop`, `truncate`, `garbage`, `slow`.
    #[arg(long, value_name = "FAULT", value_parser = fault)]
    fail: Vec<Fault>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Place {
    /// In the query, in a form body, or in both.
    Any,
    /// In the query only, as official clients send them.
    Query,
}

fn latency(text: &str) -> Result<Latency, String> {
    text.parse().map_err(|error: contingent_emulator::InvalidOption| error.to_string())
}

fn fault(text: &str) -> Result<Fault, String> {
    text.parse().map_err(|error: contingent_emulator::InvalidOption| error.to_string())
}

/// Starts, says where, and answers until a signal.
pub(crate) fn run(arguments: Arguments, service: Service, page: Option<&str>) -> Result<(), Failure> {
    let mut builder = Emulator::builder(service).port(arguments.port).placement(match arguments.placement {
        Place::Any => Placement::Any,
        Place::Query => Placement::Query,
    });
    if let Some(page) = page {
        builder = builder.page(page);
    }
    if let Some(directory) = arguments.data {
        builder = builder.data(directory);
    }
    if let Some(file) = arguments.plans {
        builder = builder.plans(file);
    }
    if let Some(file) = arguments.ready_file {
        builder = builder.ready_file(file);
    }
    if let Some(edition) = arguments.edition {
        builder = builder.edition(edition);
    }
    if let Some(latency) = arguments.latency {
        builder = builder.latency(latency);
    }
    for text in &arguments.access_key {
        let Key { id, secret } = Key::parse(text)?;
        builder = builder.access_key(id, secret);
    }
    for fault in arguments.fail {
        builder = builder.fail(fault);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| Failure::start(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let emulator = builder.start().await.map_err(|error| Failure::start(error.to_string()))?;
        // Who started it may have closed the pipe; it serves all the same.
        let _ = writeln!(
            std::io::stdout(),
            "listening on {}, access key {}",
            emulator.endpoint(),
            emulator.access_key_id()
        );
        emulator.stop_on_signal().await.map_err(|error| Failure::start(format!("cannot wait for a signal: {error}")))
    })
}
