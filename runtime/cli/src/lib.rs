//! The command line of a generated crate: what its program does, made of the service as data.
//!
//! This room depends on the rules, the signatures and, behind a feature, the emulator. It must never know a service by
//! name; what one vendor does stays in its folder.

mod aliyun;
#[cfg(feature = "emulator")]
mod emulator;
mod exit;
mod explorer;
mod key;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use contingent_rules::service::Service;

use crate::aliyun::sign::{Sign, text as signed_text};
use exit::Failure;

/// What a program is made of.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The name of the command.
    pub name: &'static str,
    /// The version of its crate.
    pub version: &'static str,
    /// What it says about itself, in one line.
    pub about: &'static str,
    /// The `service.json` that the generator made.
    pub service: &'static str,
    /// The `explorer.html` that the generator made, if the program shall show it.
    pub page: Option<&'static str>,
}

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Signs a request without sending it, and shows how.
    Sign(Sign),
    /// Opens a page that checks requests and shows how they are signed and sent.
    Explorer(explorer::Arguments),
    /// Plays the service on this machine, for tests.
    #[cfg(feature = "emulator")]
    Emulator(emulator::Arguments),
}

/// Runs a program with the arguments of the process.
///
/// Exit codes: 0 fine, 1 the emulator could not start, 2 usage, 4 no access key.
pub fn main(program: &Program) -> ExitCode {
    run(program, std::env::args_os(), &|name| std::env::var(name).ok())
}

fn run(
    program: &Program,
    arguments: impl IntoIterator<Item = OsString>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> ExitCode {
    let mut command =
        Arguments::command().name(program.name).bin_name(program.name).version(program.version).about(program.about);
    let matches = match command.try_get_matches_from_mut(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // Nothing can be said if the terminal is gone.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(exit::USAGE));
        }
    };
    let outcome = match (Arguments::from_arg_matches(&matches), Service::from_json(program.service)) {
        (Ok(arguments), Ok(service)) => start(arguments.command, program, service, environment),
        (Err(error), _) => Err(Failure::usage(error.to_string())),
        (_, Err(error)) => Err(Failure::start(format!("the service of this program cannot be read: {error}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "error: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}

fn start(
    command: Command,
    program: &Program,
    service: Service,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Failure> {
    match command {
        Command::Sign(sign) => {
            let text = signed_text(&sign, &service, environment)?;
            let printed = std::io::stdout().write_all(text.as_bytes());
            printed.map_err(|error| Failure::start(format!("cannot print: {error}")))
        }
        Command::Explorer(arguments) => explorer::run(&arguments, program.name, program.page, environment),
        #[cfg(feature = "emulator")]
        Command::Emulator(arguments) => emulator::run(arguments, service, program.page),
    }
}
