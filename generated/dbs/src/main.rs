//! The command `dbs`: every operation, what can be waited for, the emulator.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    contingent_cli::main(&contingent_cli::Program {
        name: "dbs",
        version: env!("CARGO_PKG_VERSION"),
        about: "Alibaba Cloud Database Backup (DBS) on the command line",
        commands: &aliyun_dbs::command::COMMANDS,
        service: include_str!("generated/service.json"),
        page: Some(include_str!("../docs/explorer.html")),
    })
}
