//! The flags that commands share, and how they are read.

use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use contingent_runtime::client::{Blocking, Client, ParameterPlacement, RetryPolicy, Scheme};
use contingent_runtime::command::Commands;
use contingent_runtime::transport::Limits;

use crate::exit::Failure;
use crate::world::World;

/// What every operation can be told.
pub(crate) fn operation(line: Command, commands: &Commands, is_paged: bool, has_facts: bool) -> Command {
    let request = "Request";
    let sending = "Instead of sending";
    let mut line = line
        .arg(flag("file", "FILE").short('f').help_heading(request).value_hint(ValueHint::FilePath).help(
            "Reads parameters from YAML or JSON, by their names on the wire; `-` is the standard input. Flags \
                 override it",
        ))
        .arg(
            repeated("extra", "NAME=VALUE")
                .help_heading(request)
                .help("Sends a parameter that this program does not know, by its name on the wire"),
        )
        .arg(
            repeated("allow-rule", "ID")
                .help_heading(request)
                .help("Sends although this rule is broken: the service may have changed since it was written"),
        )
        .arg(
            switch("dry-run")
                .help_heading(sending)
                .help("Prints the signed request, secrets masked. It needs neither a network nor an access key"),
        )
        .arg(switch("skeleton").help_heading(sending).conflicts_with("dry-run").help(
            "Prints a file for --file: what is needed, and why, with the parameters and facts that are given already",
        ));
    if !commands.editions.is_empty() {
        line = line.arg(
            flag("edition", "NAME")
                .help_heading(request)
                .value_parser(PossibleValuesParser::new(commands.editions.iter().copied()))
                .help("The edition of the documentation whose rules count; without it, what all of them say"),
        );
    }
    if has_facts {
        line = line.arg(
            switch("facts-from-service")
                .help_heading(request)
                .help("Asks the service for the facts that are not given, before the rules are checked"),
        );
    }
    if is_paged {
        line = line.arg(switch("all").help_heading("Output").help("Reads all pages, and prints them as one reply"));
    }
    output(connection(line))
}

/// How the service is reached.
pub(crate) fn connection(line: Command) -> Command {
    let heading = "Connection";
    line.arg(flag("endpoint", "HOST").help_heading(heading).help("The host: `host`, `host:port` or `http://host:port`"))
        .arg(flag("region", "REGION").help_heading(heading).help("The region whose host is called"))
        .arg(flag("timeout", "TIME").help_heading(heading).help("The longest time of a try, or of a wait: `30s`, `5m`"))
        .arg(
            flag("placement", "PLACE")
                .help_heading(heading)
                .value_parser(["form", "query"])
                .help("Where parameters travel: in a form body, or in the query as official clients do"),
        )
        .arg(
            flag("scheme", "SCHEME")
                .help_heading(heading)
                .value_parser(["v3", "v1"])
                .help("How requests are signed: ACS3-HMAC-SHA256, or the older HMAC-SHA1"),
        )
}

/// How a reply is shown.
pub(crate) fn output(line: Command) -> Command {
    line.arg(
        flag("output", "FORMAT")
            .short('o')
            .help_heading("Output")
            .value_parser(["json", "yaml", "table", "text"])
            .help("How the reply is shown; `text` is one bare value per line"),
    )
    .arg(
        flag("query", "PATH")
            .help_heading("Output")
            .help("Shows a part of the reply: `Items.Plan[].Id`, `Items.Plan[0]`, `Items.Plan[].{Id, State: Status}`"),
    )
}

fn flag(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).action(ArgAction::Set)
}

fn repeated(name: &'static str, value: &'static str) -> Arg {
    flag(name, value).action(ArgAction::Append)
}

fn switch(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// The text of a flag that may not exist on this command.
pub(crate) fn given<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}

/// Whether a switch that may not exist is on.
pub(crate) fn is_on(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default()
}

/// All values of a flag.
pub(crate) fn all<'m>(matches: &'m ArgMatches, name: &str) -> Vec<&'m str> {
    let values = matches.try_get_many::<String>(name).ok().flatten();
    values.map(|values| values.map(String::as_str).collect()).unwrap_or_default()
}

/// The edition that was chosen, as the service names it.
pub(crate) fn edition(matches: &ArgMatches, commands: &Commands) -> Option<&'static str> {
    let wanted = given(matches, "edition")?;
    commands.editions.iter().copied().find(|edition| *edition == wanted)
}

/// The longest time that was given.
pub(crate) fn timeout(matches: &ArgMatches) -> Result<Option<Duration>, Failure> {
    given(matches, "timeout").map(|text| time(text).ok_or_else(|| wrong_time("timeout"))).transpose()
}

/// What is said about a time that is none.
pub(crate) fn wrong_time(flag: &str) -> Failure {
    Failure::usage(format!("--{flag} is a time such as 500ms, 30s, 5m or 1h"))
}

/// A time: a number with `ms`, `s`, `m` or `h`; seconds without.
pub(crate) fn time(text: &str) -> Option<Duration> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: u64 = number.parse().ok()?;
    let millis = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(millis).map(Duration::from_millis)
}

/// A client in the making, set up as the flags and the environment say.
pub(crate) fn builder(
    matches: &ArgMatches,
    commands: &Commands,
    world: &World<'_>,
    name: &str,
) -> Result<contingent_runtime::client::Builder<Blocking>, Failure> {
    let mut builder = Client::<Blocking>::builder(commands.service).user_agent(name.to_owned());
    if let Some(endpoint) = given(matches, "endpoint") {
        builder = builder.endpoint(endpoint);
    }
    if let Some(region) = given(matches, "region") {
        builder = builder.region(region);
    }
    if let Some(edition) = edition(matches, commands) {
        builder = builder.edition(edition);
    }
    if given(matches, "placement") == Some("query") {
        builder = builder.placement(ParameterPlacement::Query);
    }
    if given(matches, "scheme") == Some("v1") {
        builder = builder.scheme(Scheme::V1);
    }
    Ok(builder.from_lookup(world.environment))
}

/// With the longest time of a try.
pub(crate) fn limited(
    builder: contingent_runtime::client::Builder<Blocking>,
    total: Option<Duration>,
) -> contingent_runtime::client::Builder<Blocking> {
    match total {
        Some(total) => {
            let usual = Limits::default();
            builder.limits(Limits { total, connect: usual.connect.min(total), ..usual })
        }
        None => builder.retry(RetryPolicy::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units() {
        for (text, millis) in [("500ms", 500), ("30", 30_000), ("30s", 30_000), ("5m", 300_000), ("1h", 3_600_000)] {
            assert_eq!(time(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "1d", "-1s", "1.5s", "99999999999999999999h", "1 s"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
