//! `contingent explain`: what a diagnostic code means.

use crate::args::{Explain, Shared};
use crate::reply::{Exit, Failure, Reply};
use contingent::diagnostic::{Class, Code, Diagnostic, code};
use contingent_rules::nearest;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn run(task: &Explain, shared: &Shared) -> Result<Reply, Failure> {
    let Some(number) = &task.code else {
        return Ok(list(shared));
    };
    let Some(found) = code::find(number) else {
        let help = match nearest(number, code::all().map(Code::number)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`contingent explain` lists all codes".to_owned(),
        };
        let message = format!("there is no diagnostic code `{number}`");
        return Err(Failure::usage(Diagnostic::of_file(code::NO_CODE, "", message).help(help)));
    };
    Ok(if shared.json() {
        let mut entry = short(found);
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("explanation".to_owned(), json!(found.explanation()));
        }
        Reply::json(&entry, Exit::Fine)
    } else {
        let text = format!("{}: {}\n\n{}\n\n{}.\n", found.number(), found.title(), found.explanation(), stops(found));
        Reply::out(text, Exit::Fine)
    })
}

fn list(shared: &Shared) -> Reply {
    if shared.json() {
        return Reply::json(&json!({ "codes": code::all().map(short).collect::<Vec<_>>() }), Exit::Fine);
    }
    let mut text = String::new();
    for code in code::all() {
        // Writing to a String never fails.
        let _ = writeln!(text, "{}  {}", code.number(), code.title());
    }
    Reply::out(text, Exit::Fine)
}

fn short(code: Code) -> Value {
    json!({ "code": code.number(), "title": code.title(), "stops": stops(code) })
}

fn stops(code: Code) -> &'static str {
    match code.class() {
        Class::Error => "Stops every command",
        Class::CheckError => "Stops `check` and `generate`, is a warning of the other commands",
        Class::GenerateError => "Stops `generate`, is a warning of the other commands",
        Class::Finding => "Stops `check`, is a warning of the other commands",
        Class::Warning => "A warning: stops no command",
    }
}
