//! `contingent explain`: what a diagnostic code, a form of rule or a built-in check means.

use crate::args::{Explain, Shared};
use crate::reply::{Exit, Failure, Reply};
use contingent::diagnostic::{Code, Diagnostic, code};
use contingent::explain::{self, Entry};
use contingent_rules::nearest;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn run(task: &Explain, shared: &Shared) -> Result<Reply, Failure> {
    let Some(asked) = &task.code else {
        return Ok(list(shared));
    };
    let Some(entry) = explain::find(asked) else {
        let help = match nearest(asked, explain::names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`contingent explain` lists all codes".to_owned(),
        };
        let message = format!("there is no diagnostic code, form of rule or check `{asked}`");
        return Err(Failure::usage(Diagnostic::of_file(code::NO_CODE, "", message).help(help)));
    };
    Ok(if shared.json() {
        Reply::json(&whole(&entry), Exit::Fine)
    } else {
        Reply::out(format!("{}: {}\n\n{}", entry.name, entry.title, entry.text()), Exit::Fine)
    })
}

fn list(shared: &Shared) -> Reply {
    let topics = |list: &'static [explain::Topic]| list.iter().map(|it| (it.name, it.title));
    if shared.json() {
        let named =
            |list| topics(list).map(|(name, title)| json!({ "name": name, "title": title })).collect::<Vec<_>>();
        let list = json!({
            "codes": code::all().map(short).collect::<Vec<_>>(),
            "forms": named(explain::FORMS),
            "checks": named(explain::CHECKS),
        });
        return Reply::json(&list, Exit::Fine);
    }
    let mut text = String::new();
    let codes = code::all().map(|it| (it.number(), it.title()));
    for (name, title) in codes.chain(topics(explain::FORMS)).chain(topics(explain::CHECKS)) {
        // Writing to a String never fails.
        let _ = writeln!(text, "{name}  {title}");
    }
    Reply::out(text, Exit::Fine)
}

fn short(code: Code) -> Value {
    json!({ "code": code.number(), "title": code.title(), "stops": explain::stops(code) })
}

fn whole(entry: &Entry) -> Value {
    let mut json = json!({ "title": entry.title, "explanation": entry.text() });
    if let Some(json) = json.as_object_mut() {
        let key = if entry.stops.is_some() { "code" } else { "name" };
        json.insert(key.to_owned(), json!(entry.name));
        json.extend(entry.stops.map(|stops| ("stops".to_owned(), json!(stops))));
    }
    json
}
