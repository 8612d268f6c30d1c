//! The command line of a generated crate: a command for each operation, made of the service as data.
//!
//! - `line` and `common` are the flags; they are parsed by `clap`, which decides nothing.
//! - `given` reads what was given, from flags, from a file (`document`) and from elsewhere (`sources`).
//! - `call` checks and sends it; `findings` and `excerpt` say what is wrong, `dry` and `skeleton` are what is done instead.
//! - `output`, `table` and `query` show the reply; `wait` waits for a state.
//!
//! This room depends on the rules, the client and, behind a feature, the emulator. It must never know a service by name, or
//! show a secret; what one vendor does stays in its folder.

mod aliyun;
mod call;
mod common;
mod described;
mod document;
mod dry;
#[cfg(feature = "emulator")]
mod emulator;
mod excerpt;
mod exit;
mod explorer;
mod findings;
mod given;
mod key;
mod line;
mod mask;
mod output;
mod query;
mod shell;
mod skeleton;
mod sources;
mod spinner;
mod table;
mod wait;
mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args, ColorChoice, Command, FromArgMatches};
use contingent_rules::service::Service;
use contingent_runtime::command::Commands;

use crate::aliyun::sign::{Sign, text as signed_text};
use crate::world::{Environment, Tone, World, print};
use described::Described;
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
    /// The operations and waits that the generator made.
    pub commands: &'static Commands,
    /// The `service.json` that the generator made; read only by the commands that need it.
    pub service: &'static str,
    /// The `explorer.html` that the generator made, if the program shall show it.
    pub page: Option<&'static str>,
}

/// Runs a program with the arguments of the process.
///
/// Exit codes: 0 fine, 1 none of the others, 2 usage, 3 rules are broken, 4 no access key, 5 the service refused or failed,
/// 6 no whole reply.
pub fn main(program: &Program) -> ExitCode {
    run(program, &std::env::args_os().collect::<Vec<_>>(), &|name| std::env::var(name).ok())
}

fn run(program: &Program, arguments: &[OsString], environment: Environment<'_>) -> ExitCode {
    let world = World::new(environment);
    match start(program, arguments, &world) {
        Ok(code) => code,
        Err(failure) => {
            world.say(Tone::Error, &failure.message);
            ExitCode::from(failure.code)
        }
    }
}

/// Which commands get all of their flags: making those of every operation takes longer than a call.
#[derive(Clone, Copy, PartialEq)]
enum Extent<'a> {
    Named(&'a str),
    All,
}

fn extent(arguments: &[OsString]) -> Extent<'_> {
    let first = arguments.iter().skip(1).filter_map(|argument| argument.to_str()).find(|text| !text.starts_with('-'));
    match first {
        Some("completions" | "man") => Extent::All,
        Some("help") => arguments.get(2).and_then(|name| name.to_str()).map_or(Extent::Named(""), Extent::Named),
        Some(name) => Extent::Named(name),
        None => Extent::Named(""),
    }
}

fn line(program: &Program, extent: Extent<'_>, world: &World<'_>) -> Result<Command, Failure> {
    let mut line = Command::new(program.name)
        .bin_name(program.name)
        .version(program.version)
        .about(program.about)
        .after_help(exit::HELP)
        .color(if world::is_plain(world.environment) { ColorChoice::Never } else { ColorChoice::Auto })
        .subcommand_required(true)
        .arg_required_else_help(true);
    for command in program.commands.operations {
        let is_full = extent == Extent::All || extent == Extent::Named(command.name);
        line = line.subcommand(if is_full {
            line::of_operation(&Described::load(command)?, program.commands).after_help(exit::HELP)
        } else {
            Command::new(command.name).about(described::first_sentence(command.summary).to_owned())
        });
    }
    if !program.commands.waits.is_empty() {
        line = line.subcommand(wait::line(program.commands));
    }
    line = line.subcommand(shell::Completions::augment_args(Command::new("completions")));
    line = line.subcommand(shell::Man::augment_args(Command::new("man")));
    line = line.subcommand(Sign::augment_args(Command::new("sign")));
    if program.page.is_some() {
        line = line.subcommand(explorer::Arguments::augment_args(Command::new("explorer")));
    }
    #[cfg(feature = "emulator")]
    let line = line.subcommand(emulator::Arguments::augment_args(Command::new("emulator")));
    Ok(line)
}

fn start(program: &Program, arguments: &[OsString], world: &World<'_>) -> Result<ExitCode, Failure> {
    let extent = extent(arguments);
    let matches = match line(program, extent, world)?.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // Nothing can be said if the terminal is gone.
            let _ = error.print();
            return Ok(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(exit::USAGE)));
        }
    };
    let Some((name, matches)) = matches.subcommand() else { return Err(Failure::usage("name a command")) };
    match name {
        "wait" => {
            let (state, matches) = matches.subcommand().ok_or_else(|| Failure::usage("name what is waited for"))?;
            wait::run(program, state, matches, world)?;
        }
        "completions" => shell::completions(program, &read(matches)?, line(program, Extent::All, world)?)?,
        "man" => shell::man(program, &read(matches)?, line(program, Extent::All, world)?)?,
        "sign" => print(&signed_text(&read::<Sign>(matches)?, &service(program)?, world.environment)?)?,
        "explorer" => explorer::run(&read(matches)?, program.name, program.page, world.environment)?,
        #[cfg(feature = "emulator")]
        "emulator" => emulator::run(read(matches)?, service(program)?, program.page)?,
        name => {
            let command = program.commands.operations.iter().find(|command| command.name == name);
            let command = command.ok_or_else(|| Failure::usage("there is no such command"))?;
            call::run(program, command, matches, world)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read<A: FromArgMatches>(matches: &clap::ArgMatches) -> Result<A, Failure> {
    A::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))
}

fn service(program: &Program) -> Result<Service, Failure> {
    let read = Service::from_json(program.service);
    read.map_err(|error| Failure::start(format!("the service of this program cannot be read: {error}")))
}
