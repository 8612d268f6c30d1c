//! The command that waits until something has come to a state.

use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use contingent_runtime::command::{Commands, Wait};

use crate::exit::Failure;
use crate::output::Output;
use crate::world::{World, print};
use crate::{Program, common, spinner};

/// The longest wait without `--timeout`.
const LONGEST: Duration = Duration::from_secs(3600);

/// `wait`, with a command for each state that can be waited for.
pub(crate) fn line(commands: &Commands) -> Command {
    let about = "Waits until something has come to a state, and prints it as it is then";
    let mut line = Command::new("wait").about(about).subcommand_required(true).arg_required_else_help(true);
    for wait in commands.waits {
        let waiter = &wait.waiter;
        let about = wait.doc.trim_end_matches('.').to_owned();
        let long = format!(
            "{}\n\nLooks at {} of the {} every {} seconds, for an hour at most, until it is {}. {}",
            wait.doc,
            waiter.state,
            wait.resource,
            waiter.interval.as_secs(),
            waiter.until.join(" or "),
            match waiter.fail {
                [] => String::new(),
                fail => format!("If it is {}, the wait has failed.", fail.join(" or ")),
            }
        );
        let id = Arg::new("id").value_name("ID").required(true).help(format!("The {} of it", waiter.find.id));
        let interval = Arg::new("interval").long("interval").value_name("TIME").help("The time between two looks");
        let one = Command::new(wait.name).about(about).long_about(long.trim_end().to_owned()).arg(id).arg(interval);
        line = line.subcommand(common::output(common::connection(one)));
    }
    line
}

/// Waits.
pub(crate) fn run(program: &Program, name: &str, matches: &ArgMatches, world: &World<'_>) -> Result<(), Failure> {
    let found = program.commands.waits.iter().find(|wait| wait.name == name);
    let Wait { resource, waiter, .. } = found.ok_or_else(|| Failure::usage("nothing of this name is waited for"))?;
    let output = Output::of(matches)?;
    let id = common::given(matches, "id").unwrap_or_default();
    let mut waiter = waiter.timeout(common::timeout(matches)?.unwrap_or(LONGEST));
    if let Some(text) = common::given(matches, "interval") {
        waiter = waiter.interval(common::time(text).ok_or_else(|| common::wrong_time("interval"))?);
    }
    let agent = format!("{}/{}", program.name, program.version);
    let client = common::builder(matches, program.commands, world, &agent)?.build()?;
    let spinner = spinner::start(&format!("{resource} {id}"), world);
    let thing = client.wait_seeing(waiter, id, spinner.sign())?;
    drop(spinner);
    print(&output.text(&thing))
}
