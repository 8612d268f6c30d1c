//! The flags of an operation. They are only parsed here; whether a request is right, our check decides, because it can say
//! why.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command};
use contingent_rules::guide::Entry;
use contingent_rules::{Kind, Parameter};
use contingent_runtime::command::Commands;

use crate::common;
use crate::described::{Described, first_sentence, holds_secret, only_in};

/// The command of an operation with all of its flags.
pub(crate) fn of_operation(described: &Described, commands: &Commands) -> Command {
    let command = described.command;
    let about = first_sentence(command.summary).to_owned();
    let long = format!("{}\n\n{}", command.summary, described.guide.doc);
    let mut line = Command::new(command.name).about(about).long_about(long.trim_end().to_owned());
    let mut taken = Vec::new();
    for (parameter, entry) in described.parameters() {
        taken.push(entry.flag.as_str());
        let heading = heading(described, &parameter.name);
        line = line.arg(argument(described, parameter, entry).help_heading(heading.clone()));
        if holds_secret(parameter) {
            line = line.arg(source(entry).help_heading(heading));
        }
    }
    for (fact, entry) in described.operation.facts.iter().zip(&described.guide.facts) {
        let long = format!("fact-{}", entry.flag);
        let second = (!entry.flag.starts_with("fact-") && !taken.contains(&long.as_str())).then_some(long);
        let text = meaning(&fact.kind, entry, &entry.doc, vec!["It decides rules and is not sent.".to_owned()]);
        let argument = Arg::new(fact_id(&fact.name)).long(entry.flag.clone()).action(ArgAction::Set);
        let argument = valued(argument, &fact.kind, entry).help(first_sentence(&entry.doc).to_owned()).long_help(text);
        let argument = argument.help_heading("Facts: what the service knows and the request does not carry");
        line = line.arg(argument.visible_aliases(second));
    }
    common::operation(line, commands, command.paging.is_some(), !described.operation.facts.is_empty())
}

/// The id of the flag of a parameter, by its name on the wire.
pub(crate) fn parameter_id(name: &str) -> String {
    format!("parameter {name}")
}

/// The id of the flag that says where the value of a secret comes from.
pub(crate) fn source_id(name: &str) -> String {
    format!("source {name}")
}

/// The id of the flag of a fact.
pub(crate) fn fact_id(name: &str) -> String {
    format!("fact {name}")
}

/// Whether the flag can be repeated: each gives one item.
pub(crate) fn is_list(kind: &Kind) -> bool {
    matches!(kind, Kind::List(_) | Kind::JsonList(_))
}

fn heading(described: &Described, name: &str) -> String {
    let group = described.guide.groups.iter().find(|group| group.parameters.iter().any(|it| it == name));
    match group {
        Some(group) if !group.title.is_empty() => group.title.clone(),
        Some(_) | None => "Parameters".to_owned(),
    }
}

fn argument(described: &Described, parameter: &Parameter, entry: &Entry) -> Arg {
    let mut more = Vec::new();
    if parameter.required {
        more.push("Required.".to_owned());
    }
    let rules = described.rules_about(&parameter.name);
    more.extend(rules.map(|rule| format!("{} [{}]", described.sentence_at(rule, &parameter.name), rule.source)));
    if let Some(note) = Some(only_in(&parameter.editions, &described.operation.editions)).filter(|it| !it.is_empty()) {
        more.push(format!("{}.", note.trim_matches([' ', '(', ')'])));
    }
    if parameter.secret {
        more.push(format!("A secret: better given with --{}-from.", entry.flag));
    }
    let mut short = first_sentence(&entry.doc).to_owned();
    if parameter.required {
        short.push_str(" (required)");
    }
    let action = if is_list(&parameter.kind) { ArgAction::Append } else { ArgAction::Set };
    let argument = Arg::new(parameter_id(&parameter.name)).long(entry.flag.clone()).action(action);
    let argument = valued(argument, &parameter.kind, entry).visible_aliases(entry.alias.clone());
    argument.help(short).long_help(meaning(&parameter.kind, entry, &entry.doc, more))
}

/// Where the value of a secret comes from.
fn source(entry: &Entry) -> Arg {
    let flag = format!("{}-from", entry.flag);
    let id = source_id(&entry.name);
    let help = format!("Where --{} comes from: `-`, a file, env:NAME or prompt", entry.flag);
    let long = format!(
        "Where the value of --{} comes from, so that neither the history of the shell nor the list of processes has it: \
         `-` is the standard input, `env:NAME` a variable of the environment, `prompt` asks on the terminal without \
         showing what is typed, anything else is a file. One line break at the end is left out.",
        entry.flag
    );
    Arg::new(id).long(flag).value_name("SOURCE").conflicts_with(parameter_id(&entry.name)).help(help).long_help(long)
}

/// With the name of its value, and what completions offer for it.
fn valued(argument: Arg, kind: &Kind, entry: &Entry) -> Arg {
    match kind {
        Kind::Enum { values, .. } => {
            let values = values.iter().enumerate().map(|(index, value)| {
                let doc = entry.values.get(index).map_or("", |doc| first_sentence(doc));
                PossibleValue::new(value.value.clone()).help(doc.to_owned())
            });
            argument.value_name("VALUE").value_parser(AnyText(values.collect()))
        }
        Kind::Boolean => {
            let values = ["true", "false"].map(PossibleValue::new).to_vec();
            let argument = argument.value_name("true|false").num_args(0..=1).default_missing_value("true");
            argument.value_parser(AnyText(values)).hide_possible_values(true)
        }
        Kind::Integer | Kind::Long => text(argument, "INTEGER").allow_negative_numbers(true),
        Kind::Number => text(argument, "NUMBER").allow_negative_numbers(true),
        Kind::TimestampMs => text(argument, "MILLISECONDS").allow_negative_numbers(true),
        Kind::String => text(argument, "TEXT"),
        Kind::List(Some(item)) | Kind::JsonList(item) => match item.kind {
            Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonObject(_) | Kind::List(_) | Kind::JsonList(_) => {
                text(argument, "JSON|@FILE")
            }
            Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::Enum { .. } => text(argument, "ITEM|JSON|@FILE").allow_negative_numbers(true),
        },
        Kind::List(None) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonObject(_) => {
            text(argument, "JSON|@FILE")
        }
    }
}

fn text(argument: Arg, name: &'static str) -> Arg {
    argument.value_name(name).value_parser(AnyText(Vec::new()))
}

/// The explanation, and line by line what else there is to know.
fn meaning(kind: &Kind, entry: &Entry, doc: &str, mut more: Vec<String>) -> String {
    if is_list(kind) {
        more.push("Can be repeated: each gives an item, or a JSON array of items.".to_owned());
    }
    for (word, text) in [("Default", &entry.default), ("Unit", &entry.unit), ("Example", &entry.example)] {
        more.extend(text.as_ref().map(|text| format!("{word}: {text}")));
    }
    if more.is_empty() { doc.to_owned() } else { format!("{doc}\n\n{}", more.join("\n")) }
}

/// Takes any text, and tells completions and the help which ones are known: what is wrong with a value, the check says.
#[derive(Clone)]
struct AnyText(Vec<PossibleValue>);

impl TypedValueParser for AnyText {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        // Without the value: it may be a secret.
        value.to_str().map(str::to_owned).ok_or_else(|| {
            let flag = argument.and_then(Arg::get_long).unwrap_or_default();
            clap::Error::raw(ErrorKind::InvalidUtf8, format!("the value of --{flag} is not UTF-8\n")).with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.0.is_empty() { None } else { Some(Box::new(self.0.iter().cloned())) }
    }
}
