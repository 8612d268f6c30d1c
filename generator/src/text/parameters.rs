//! Tables of parameters, of the fields inside them and of the values of enums.

use contingent_rules::{Cond, Count, Demand, EnumValue, Form, Kind, Rule, Severity, Step, Subject, sentence};

use super::escape::{anchor, capital, code, line, plain};
use super::scope::Scope;
use super::{kinds, view};
use crate::model::{EnumText, Parameter, Position};

/// Whose parameters a table shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Reply,
}

impl Side {
    fn prefix(self) -> &'static str {
        match self {
            Side::Request => "",
            Side::Reply => "reply-",
        }
    }
}

/// A place in a request or reply: how it reads, and the steps by which rules name it; a map has no such steps.
#[derive(Clone)]
struct Path {
    text: String,
    steps: Option<Vec<Step>>,
}

impl Path {
    fn field(&self, parameter: &Parameter) -> Self {
        let name = wire_name(parameter);
        let text = if self.text.is_empty() { name } else { format!("{}.{name}", self.text) };
        Path { text, steps: self.with(Step::Field(parameter.def.name.clone())) }
    }

    fn item(&self, of: &Parameter) -> Self {
        let text = kinds::item_path(of, &self.text);
        Path { text, steps: if matches!(of.def.kind, Kind::Map(_)) { None } else { self.with(Step::Items) } }
    }

    fn with(&self, step: Step) -> Option<Vec<Step>> {
        let steps = self.steps.as_ref()?;
        Some(steps.iter().cloned().chain([step]).collect())
    }

    /// The parameter where it begins.
    fn top(&self) -> &str {
        match self.steps.as_ref().and_then(|steps| steps.first()) {
            Some(Step::Field(name)) => name,
            Some(Step::Items) | None => "",
        }
    }

    fn root() -> Self {
        Path { text: String::new(), steps: Some(Vec::new()) }
    }
}

/// The name, with the element that wraps each item of a list in a reply: `Regions.RegionCode[]`.
fn wire_name(parameter: &Parameter) -> String {
    match &parameter.wrapper {
        Some(wrapper) => format!("{}.{wrapper}[]", parameter.def.name),
        None => parameter.def.name.clone(),
    }
}

/// The parameters of a request, by group.
pub(super) fn groups(scope: &Scope<'_>) -> Vec<view::Group> {
    let operation = scope.operation;
    let single = operation.groups.len() <= 1;
    let group = |group: &crate::model::Group| {
        let rows = group.parameters.iter().filter_map(|index| operation.parameters.get(*index));
        let title = if group.title.is_empty() { "Further parameters".to_owned() } else { plain(&group.title) };
        let headed = !(single && group.title.is_empty());
        view::Group {
            headings: headed.then_some(title).into_iter().collect(),
            rows: rows.map(|it| row(scope, it, &Path::root(), Side::Request)).collect(),
        }
    };
    operation.groups.iter().filter(|it| !it.parameters.is_empty()).map(group).collect()
}

/// The rows of a reply's fields.
pub(super) fn reply_rows(scope: &Scope<'_>, fields: &[Parameter]) -> Vec<view::ParameterRow> {
    fields.iter().map(|it| row(scope, it, &Path::root(), Side::Reply)).collect()
}

/// The fields of all objects inside some parameters, each object in a table of its own.
pub(super) fn fields(scope: &Scope<'_>, parameters: &[Parameter], side: Side) -> Vec<view::Fields> {
    let mut tables = Vec::new();
    visit(parameters, &Path::root(), &mut |parameter, path| {
        if !parameter.fields.is_empty() {
            tables.push(view::Fields {
                anchor: format!("{}fields-{}", side.prefix(), anchor(&path.text)),
                name: code(&path.text),
                rows: parameter.fields.iter().map(|field| row(scope, field, path, side)).collect(),
            });
        }
    });
    tables
}

/// The values of all enums inside some parameters.
pub(super) fn values(scope: &Scope<'_>, parameters: &[Parameter], side: Side) -> Vec<view::Values> {
    let mut tables = Vec::new();
    visit(parameters, &Path::root(), &mut |parameter, path| {
        let anchor = format!("{}values-{}", side.prefix(), anchor(&path.text));
        tables.extend(enum_values(scope, &anchor, code(&path.text), &parameter.def.kind, &parameter.values));
    });
    tables
}

/// The values of an enum; none for another type.
pub(super) fn enum_values(
    scope: &Scope<'_>,
    anchor: &str,
    name: String,
    kind: &Kind,
    texts: &[EnumText],
) -> Option<view::Values> {
    let Kind::Enum { values, open } = kind else {
        return None;
    };
    let row = |(value, text): (&EnumValue, &EnumText)| view::Named {
        anchor: String::new(),
        name: code(&value.value),
        doc: join_notes(line(&text.doc), scope.edition(&value.editions).map(|mark| format!("Only in {mark}."))),
    };
    Some(view::Values {
        anchor: anchor.to_owned(),
        name,
        remarks: open.then(|| "The list is not complete: other values are possible.".to_owned()).into_iter().collect(),
        rows: values.iter().zip(texts).map(row).collect(),
    })
}

fn join_notes(doc: String, notes: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = [doc].into_iter().chain(notes).filter(|it| !it.is_empty()).collect();
    parts.join(" ")
}

fn visit<'p>(parameters: &'p [Parameter], at: &Path, found: &mut dyn FnMut(&'p Parameter, &Path)) {
    for parameter in parameters {
        visit_one(parameter, &at.field(parameter), found);
    }
}

fn visit_one<'p>(parameter: &'p Parameter, path: &Path, found: &mut dyn FnMut(&'p Parameter, &Path)) {
    found(parameter, path);
    visit(&parameter.fields, path, found);
    if let Some(item) = &parameter.item {
        visit_one(item, &path.item(parameter), found);
    }
}

fn row(scope: &Scope<'_>, parameter: &Parameter, at: &Path, side: Side) -> view::ParameterRow {
    let path = at.field(parameter);
    let (place, required, said) = match side {
        Side::Request => {
            let (required, said) = required(scope, parameter, &path);
            (if at.text.is_empty() { "parameter" } else { "field" }, required, said)
        }
        Side::Reply => ("reply", if parameter.def.required { "always" } else { "not always" }.into(), Vec::new()),
    };
    view::ParameterRow {
        anchor: format!("{place}-{}", anchor(&path.text)),
        name: code(&wire_name(parameter)),
        kind: kinds::words(parameter, side.prefix(), &path.text),
        required,
        doc: line(&parameter.doc),
        notes: notes(scope, parameter, &path, side, &said),
    }
}

/// The "required" column, and the rules that it tells.
fn required(scope: &Scope<'_>, parameter: &Parameter, path: &Path) -> (String, Vec<usize>) {
    if parameter.def.required {
        return ("yes".into(), Vec::new());
    }
    let mut parts: Vec<String> = Vec::new();
    let mut said = Vec::new();
    for (index, rule) in scope.rules_naming(path.top()) {
        if rule.severity != Severity::Error || !names(rule, path) {
            continue;
        }
        let mark = scope.edition(&rule.editions).map(|mark| format!(" ({mark})")).unwrap_or_default();
        let part = match &rule.form {
            Form::Require(demands) if demands.iter().any(|demand| demand.test.is_none() && is(demand, path)) => {
                said.push(index);
                let applies = scope.applies(rule);
                if applies.is_empty() { format!("yes{mark}") } else { format!("{applies}{mark}") }
            }
            Form::Require(_)
            | Form::Ensure(_)
            | Form::Count(Count::ExactlyOne | Count::AtLeastOne | Count::AllOrNone, _) => {
                said.push(index);
                format!("see {}{mark}", scope.rule_link(index))
            }
            Form::Count(Count::AtMostOne, _)
            | Form::Forbid(_)
            | Form::Allow(_)
            | Form::Compare(_)
            | Form::Ignored(_)
            | Form::Default(_) => continue,
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() { ("no".into(), said) } else { (parts.join("; "), said) }
}

fn is(demand: &Demand, path: &Path) -> bool {
    match &demand.of {
        Subject::Parameter(reference) => path.steps.as_ref() == Some(&reference.steps),
        Subject::Fact(_) => false,
    }
}

/// Whether the form of a rule names a place.
/// A remark on what belongs to some editions.
fn only_in(editions: &[String]) -> String {
    let names: Vec<String> = editions.iter().map(|name| code(name)).collect();
    if names.is_empty() { String::new() } else { format!(" (only in edition {})", names.join(", ")) }
}

fn names(rule: &Rule, path: &Path) -> bool {
    rule.subjects().iter().any(|it| path.steps.as_ref() == Some(&it.steps))
}

fn notes(scope: &Scope<'_>, parameter: &Parameter, path: &Path, side: Side, said: &[usize]) -> Vec<String> {
    let def = &parameter.def;
    let mut notes = Vec::new();
    if let Some(constant) = &def.constant {
        notes.push(format!("Always {}; the client sends it.", code(constant)));
    }
    let default = parameter.default.as_ref().filter(|_| !holds_secret(parameter));
    notes.extend(default.map(|value| format!("Default: {}{}", code(value), only_in(parameter.value_editions(value)))));
    // A secret has no example that is worth showing, and one that looks real does harm.
    let example = parameter.example.as_ref().filter(|_| !holds_secret(parameter));
    notes.extend(example.map(|value| format!("Example: {}", code(value))));
    if def.secret {
        notes.push("Secret: no message and no log shows it.".into());
    }
    notes.extend(sent(parameter.position).map(str::to_owned));
    notes.extend(parameter.refers_to.as_ref().map(|it| format!("See {}.", scope.operation_link(it))));
    let token = scope.operation.idempotency_token.and_then(|index| scope.operation.parameters.get(index));
    if side == Side::Request && token.is_some_and(|token| std::ptr::eq(token, parameter)) {
        notes.push("A repeated request with the same value has no second effect.".into());
    }
    notes.extend(scope.edition(&def.editions).map(|mark| format!("Only in {mark}.")));
    if parameter.undocumented {
        notes.push("*Undocumented.*".into());
    }
    if !def.source.is_empty() {
        notes.push(format!("Source: {}", scope.source(&def.source)));
    }
    if side == Side::Request {
        notes.extend(rule_notes(scope, path, said));
    }
    notes
}

/// What the rules say of a parameter, other than that it is required.
fn rule_notes(scope: &Scope<'_>, path: &Path, said: &[usize]) -> Vec<String> {
    let mut notes = Vec::new();
    let mut others = Vec::new();
    for (index, rule) in scope.rules_naming(path.top()) {
        if said.contains(&index) || !names(rule, path) {
            continue;
        }
        let link = scope.rule_link(index);
        let mark = scope.edition(&rule.editions).map(|mark| format!(", {mark}")).unwrap_or_default();
        let applies = scope.applies(rule);
        let told = |what: String| format!("{} ({link}{mark}).", format!("{what} {applies}").trim_end());
        let same = |steps: &Vec<Step>| path.steps.as_ref() == Some(steps);
        let alone = |cond: &Cond| matches!(cond, Cond::Given(reference) if same(&reference.steps));
        match &rule.form {
            Form::Forbid(members) if rule.severity == Severity::Error && members.iter().any(alone) => {
                notes.push(told("Not allowed".into()));
            }
            Form::Ignored(_) => notes.push(told("No effect".into())),
            Form::Default(values) => {
                let values = values.iter().filter(|(reference, _)| same(&reference.steps));
                notes.extend(values.map(|(_, value)| told(format!("Default: {}", code(value)))));
            }
            Form::Require(_)
            | Form::Forbid(_)
            | Form::Count(..)
            | Form::Allow(_)
            | Form::Compare(_)
            | Form::Ensure(_) => {
                others.push(link);
            }
        }
    }
    if !others.is_empty() {
        let word = if others.len() == 1 { "rule" } else { "rules" };
        notes.push(capital(&format!("see {word} {}.", sentence::join(&others, "and"))));
    }
    notes
}

fn sent(position: Position) -> Option<&'static str> {
    match position {
        Position::Query => None,
        Position::Body => Some("Sent in the body."),
        Position::Header => Some("Sent as a header."),
        Position::Path => Some("Sent in the path of the address."),
        Position::Host => Some("Sent in the host name."),
    }
}

/// Whether a parameter is a secret or has one inside.
pub(super) fn holds_secret(parameter: &Parameter) -> bool {
    parameter.def.secret
        || parameter.fields.iter().any(holds_secret)
        || parameter.item.as_ref().is_some_and(|item| holds_secret(item))
}
