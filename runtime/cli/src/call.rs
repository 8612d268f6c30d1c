//! An operation from its flags to its reply.

use clap::ArgMatches;
use contingent_rules::{Value, Verdict};
use contingent_runtime::client::credentials::Credentials;
use contingent_runtime::client::{Blocking, Client};
use contingent_runtime::command::Command;

use crate::described::Described;
use crate::exit::Failure;
use crate::given::{self, Given};
use crate::output::Output;
use crate::world::{Tone, World, print, tell};
use crate::{Program, common, dry, findings, skeleton, spinner};

/// Does what the flags of an operation say.
pub(crate) fn run(
    program: &Program,
    command: &'static Command,
    matches: &ArgMatches,
    world: &World<'_>,
) -> Result<(), Failure> {
    let described = Described::load(command)?;
    let output = Output::of(matches)?;
    let mut given = given::gather(&described, program.commands, matches, world)?;
    if common::is_on(matches, "skeleton") {
        return print(&skeleton::text(program, &described, &given));
    }
    let is_dry = common::is_on(matches, "dry-run");
    let asks = common::is_on(matches, "facts-from-service");
    let mut builder = common::builder(matches, program.commands, world, &agent(program))?;
    builder = common::limited(builder, common::timeout(matches)?);
    if is_dry {
        builder = builder.credentials(Credentials::new(dry::KEY_ID, dry::KEY_SECRET));
    }
    let client = builder.build()?;
    if asks && is_dry {
        world.say(Tone::Note, "--dry-run asks nobody: facts that are not given stay unknown");
    } else if asks {
        let facts = client.facts_from_service(described.descriptor, given.request.clone(), given.facts.clone());
        given.facts = facts?;
    }
    check(&described, &given, matches, world)?;
    if is_dry {
        let text = dry::text(&described, &client, &given.request, &output)?;
        world.say(Tone::Note, "signed with a stand-in key, over masked secrets; nothing was sent");
        return print(&text);
    }
    let reply = send(&described, &client, given.request, matches, world)?;
    print(&output.text(&reply))
}

/// How requests name this program.
fn agent(program: &Program) -> String {
    format!("{}/{}", program.name, program.version)
}

/// Says everything that is wrong with a request; an error if it must not be sent.
fn check(described: &Described, given: &Given, matches: &ArgMatches, world: &World<'_>) -> Result<(), Failure> {
    let allowed = common::all(matches, "allow-rule");
    for id in &allowed {
        warn_of_unknown(described, id, world);
    }
    let definition = described.descriptor.definition();
    let verdict = definition.check(&given.request, &given.facts, given.edition).allowing(&allowed);
    tell(&findings::text(described, given, &verdict, world));
    if verdict.is_invalid() { Err(refusal(described, &verdict)) } else { Ok(()) }
}

fn refusal(described: &Described, verdict: &Verdict) -> Failure {
    let count = verdict.violations.len();
    let rules = if count == 1 { "1 rule".to_owned() } else { format!("{count} rules") };
    let name = &described.operation.name;
    Failure::rules(format!(
        "{name} breaks {rules} and was not sent; `--allow-rule ID` sends it although a rule is broken"
    ))
}

/// Ids of built-in checks have a dot: they are made of the names of parameters.
fn warn_of_unknown(described: &Described, id: &str, world: &World<'_>) {
    let known = described.operation.rules.iter().map(|rule| rule.id.as_str());
    if id.contains('.') || known.clone().any(|rule| rule == id) {
        return;
    }
    let help = contingent_rules::nearest(id, known).map(|near| format!("; did you mean `{near}`?"));
    let id = crate::world::visible(id);
    world.say(Tone::Warning, &format!("no rule is called `{id}`{}", help.unwrap_or_default()));
}

fn send(
    described: &Described,
    client: &Client<Blocking>,
    request: Value,
    matches: &ArgMatches,
    world: &World<'_>,
) -> Result<Value, Failure> {
    let spinner = spinner::start(&described.operation.name, world);
    match described.command.paging.filter(|_| common::is_on(matches, "all")) {
        None => Ok(client.send_value(described.descriptor, request)?),
        Some(paging) => {
            let paging = paging();
            let mut pages = client.pages_of_value(described.descriptor, paging, request);
            let mut whole: Option<Value> = None;
            let mut count = 0_u64;
            while let Some(page) = pages.next_page() {
                let page = page?;
                count += 1;
                spinner.show(&format!("page {count}"));
                match &mut whole {
                    None => whole = Some(page),
                    Some(whole) => append(whole, page, paging.list),
                }
            }
            Ok(whole.unwrap_or(Value::Null))
        }
    }
}

/// Adds the items of a page to those of the first one, which keeps the rest of its fields.
fn append(whole: &mut Value, page: Value, way: &[&str]) {
    let items = way.iter().try_fold(page, |value, name| match value {
        Value::Object(entries) => entries.into_iter().find(|(key, _)| key == name).map(|(_, value)| value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => None,
    });
    let mut place = Some(whole);
    for name in way {
        place = match place {
            Some(Value::Object(entries)) => entries.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_)) | None => None,
        };
    }
    if let (Some(Value::List(all)), Some(Value::List(more))) = (place, items) {
        all.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_one_reply() {
        let page = |items: &str| Value::parse(&format!(r#"{{"Total":3,"Items":{{"Row":{items}}}}}"#)).unwrap();
        let mut whole = page("[1,2]");
        append(&mut whole, page("[3]"), &["Items", "Row"]);
        append(&mut whole, Value::Null, &["Items", "Row"]);
        assert_eq!(whole.to_string(), r#"{"Total":3,"Items":{"Row":[1,2,3]}}"#);
    }
}
