//! Refusals: codes, statuses and messages. A value of a secret parameter is in none of them.

use contingent_rules::{Count, Finding, Form, Value};

use super::Refusal;
use super::kinds::Kind;
use super::run::Run;
use super::values::{is_absent, scalar_text};

/// How many characters of an id a message repeats.
const SHOWN: usize = 64;

/// A refusal that names every broken rule once, in the order in which they were found.
pub(super) fn broken_rules(run: &Run<'_>, violations: &[Finding]) -> Refusal {
    let mut said: Vec<(&str, String, usize)> = Vec::new();
    for finding in violations {
        // One rule can be broken in every item of a list.
        match said.iter_mut().find(|(rule, _, _)| *rule == finding.rule) {
            Some((_, _, more)) => *more += 1,
            None => said.push((&finding.rule, format!("{}: {}", finding.rule, finding.message), 0)),
        }
    }
    let parts: Vec<String> = said
        .into_iter()
        .map(|(_, text, more)| if more == 0 { text } else { format!("{text} (and {more} more)") })
        .collect();
    let codes = &run.engine.codes;
    let missing = violations.first().is_some_and(|finding| is_about_absence(run, finding));
    let code = if missing { &codes.missing_parameter } else { &codes.invalid_parameter };
    plain(run, code, 400, &parts.join("; "))
}

/// Whether a finding says that something is not given.
fn is_about_absence(run: &Run<'_>, finding: &Finding) -> bool {
    let Some(rule) = run.served.request.rules.iter().find(|rule| rule.id == finding.rule) else {
        return finding.rule.ends_with(".required");
    };
    let request = run.checker.unfolded(run.call.request);
    let mut absent = finding.parameters.iter().map(|path| !has(&request, path, run.served.request.empty_is_absent));
    match &rule.form {
        Form::Require(_) | Form::Count(Count::AllOrNone, _) => absent.any(|absent| absent),
        Form::Count(Count::ExactlyOne | Count::AtLeastOne, _) => absent.all(|absent| absent),
        Form::Count(Count::AtMostOne, _)
        | Form::Forbid(_)
        | Form::Allow(_)
        | Form::Compare(_)
        | Form::Ensure(_)
        | Form::Ignored(_)
        | Form::Default(_) => false,
    }
}

/// Whether a request has a value at a path such as `Restore[0].Name`.
fn has(request: &Value, path: &str, empty_is_absent: bool) -> bool {
    let given = |value: &Value| !is_absent(value, empty_is_absent);
    if let Some(value) = request.get(path) {
        return given(value);
    }
    let mut at = request;
    for name in path.split('.') {
        let (name, indices) = name.split_once('[').unwrap_or((name, ""));
        let Some(inner) = at.get(name) else { return false };
        at = inner;
        for index in indices.split(['[', ']']).filter(|index| !index.is_empty()) {
            let inner = match at {
                Value::List(items) => index.parse().ok().and_then(|index: usize| items.get(index)),
                at => at.get(index),
            };
            let Some(inner) = inner else { return false };
            at = inner;
        }
    }
    given(at)
}

/// A parameter names nothing that there is.
pub(super) fn not_found(run: &Run<'_>, kind: &Kind, by: &str, value: &Value) -> Refusal {
    let secret = run.parameter(by).is_none_or(|parameter| parameter.secret);
    let id = scalar_text(value).filter(|_| !secret).map_or_else(String::new, |text| {
        let cut: String = text.chars().take(SHOWN).collect();
        let more = if cut.len() < text.len() { "…" } else { "" };
        format!(": {}{more}", cut.escape_debug())
    });
    listed(run, &kind.not_found, by, &format!("there is no {} with this {by}{id}", kind.name))
}

/// What a parameter names is not in a state that allows it.
pub(super) fn wrong_state(run: &Run<'_>, kind: &Kind, by: &str, is: &str, states: &[String]) -> Refusal {
    let states = states.join(" or ");
    let operation = &run.served.request.name;
    let message = format!("{operation} needs the {} that {by} names to be {states}, and it is {is}", kind.name);
    listed(run, &kind.wrong_state, by, &message)
}

/// A parameter is needed that is not given.
pub(super) fn missing(run: &Run<'_>, by: &str) -> Refusal {
    plain(run, &run.engine.codes.missing_parameter, 400, &format!("{by}.required: {by} is required: give it"))
}

/// A parameter does not have a value that can be used.
pub(super) fn invalid(run: &Run<'_>, name: &str, wanted: &str) -> Refusal {
    plain(run, &run.engine.codes.invalid_parameter, 400, &format!("{name}.range: {name} must be {wanted}"))
}

/// A token comes again with other parameters.
pub(super) fn token_mismatch(run: &Run<'_>) -> Refusal {
    let name = run.served.idempotency_token.as_deref().unwrap_or_default();
    let message = format!("this {name} was used before with other parameters: use a new one for another request");
    plain(run, &run.engine.codes.token_mismatch, 400, &message)
}

/// Nothing more can be kept.
pub(super) fn no_room(run: &Run<'_>, why: &str) -> Refusal {
    plain(run, &run.engine.codes.no_room, 400, why)
}

/// What a service that fits together never answers.
pub(super) fn internal(run: &Run<'_>, why: &str) -> Refusal {
    plain(run, &run.engine.codes.internal, 500, why)
}

/// With the status that the service lists for the code.
fn plain(run: &Run<'_>, code: &str, status: u16, message: &str) -> Refusal {
    let listed = error(run, code).and_then(|error| error.status);
    Refusal { code: code.to_owned(), status: listed.unwrap_or(status), message: one_line(message) }
}

/// With the status and the message that the service lists for the code; `%s` in it stands for the parameter.
fn listed(run: &Run<'_>, code: &str, parameter: &str, message: &str) -> Refusal {
    match error(run, code).filter(|error| !error.message.is_empty()) {
        Some(error) => plain(run, code, 400, &error.message.replace("%s", parameter)),
        None => plain(run, code, 400, message),
    }
}

fn error<'r>(run: &Run<'r>, code: &str) -> Option<&'r contingent_rules::service::ServiceError> {
    run.served.errors.iter().chain(&run.engine.service.errors).find(|error| error.code == code)
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
