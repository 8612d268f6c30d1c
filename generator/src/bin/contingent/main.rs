//! The command `contingent`: checks specs, generates from them, and checks requests against them.
//!
//! Each command is a function from its arguments to a [`reply::Reply`]; only this file prints. It leans on the
//! library alone, and must never show a value of a request.

mod aliyun;
mod analyze;
mod args;
mod ask;
mod check;
mod diff;
mod explain;
mod export;
mod generate;
mod import;
mod new;
mod open;
mod operation;
mod reply;
mod review;
mod schema;
mod table;
mod validate;

use args::{Arguments, Task};
use clap::Parser as _;
use reply::Reply;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let reply = match Arguments::try_parse_from(&given) {
        Ok(arguments) => run(&arguments),
        Err(error) => args::refuse(&error, &given),
    };
    reply.print()
}

fn run(arguments: &Arguments) -> Reply {
    let shared = &arguments.shared;
    let result =
        shared.check_format(&arguments.task).and_then(|()| shared.check_editions(&arguments.task)).and_then(|()| {
            match &arguments.task {
                Task::Check(task) => check::run(task, shared),
                Task::Generate(task) => generate::run(task, shared),
                Task::Analyze(task) => analyze::run(task, shared),
                Task::Diff(task) => diff::run(task, shared),
                Task::Table(task) => table::run(task, shared),
                Task::Import(task) => import::run(task, shared),
                Task::Validate(task) => validate::run(task, shared),
                Task::Explain(task) => explain::run(task, shared),
                Task::Export(task) => export::run(task, shared),
                Task::Schema(task) => Ok(schema::run(task)),
                Task::New(task) => new::run(task, shared),
            }
        });
    result.unwrap_or_else(|failure| failure.reply(shared))
}
