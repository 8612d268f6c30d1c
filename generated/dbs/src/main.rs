//! The command `dbs`: sign a request step by step, play the service.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    contingent_cli::main(&contingent_cli::Program {
        name: "dbs",
        version: env!("CARGO_PKG_VERSION"),
        about: "Alibaba Cloud Database Backup (DBS) on the command line",
        service: include_str!("generated/service.json"),
        page: Some(include_str!("../docs/explorer.html")),
    })
}
