//! What was given: the request and the facts, from a file, from flags and from where flags point to.

use clap::ArgMatches;
use contingent_rules::{Facts, Kind, Parameter, Value};
use contingent_runtime::command::Commands;

use crate::common;
use crate::described::{Described, holds_secret};
use crate::document::{self, Document};
use crate::excerpt;
use crate::exit::Failure;
use crate::line::{fact_id, is_list, parameter_id, source_id};
use crate::sources::Sources;
use crate::world::{Tone, World, visible};

/// A request in the making, and what is known beside it.
pub(crate) struct Given {
    /// An object by the names on the wire.
    pub(crate) request: Value,
    pub(crate) facts: Facts,
    pub(crate) document: Option<Document>,
    /// The names that flags gave; what is said about them is not said about the file.
    pub(crate) by_flag: Vec<String>,
    /// The names that were given as extra: the check need not say that it does not know them.
    pub(crate) extra: Vec<String>,
    pub(crate) edition: Option<&'static str>,
}

impl Given {
    /// Whether a parameter is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.request.get(name).is_some_and(|value| *value != Value::Null)
    }
}

/// Reads everything that was given. Flags come after the file and win.
pub(crate) fn gather(
    described: &Described,
    commands: &Commands,
    matches: &ArgMatches,
    world: &World<'_>,
) -> Result<Given, Failure> {
    let mut sources = Sources::new(world.environment);
    let (mut entries, mut facts) = (Vec::new(), Facts::new());
    let mut document = None;
    if let Some(path) = common::given(matches, "file") {
        let read = read(described, path, &mut sources, world)?;
        from_document(described, &read, &mut entries, &mut facts);
        document = Some(read);
    }
    let mut by_flag = Vec::new();
    for (parameter, entry) in described.parameters() {
        let flag = format!("--{}", entry.flag);
        let mut texts: Vec<String> =
            common::all(matches, &parameter_id(&parameter.name)).into_iter().map(str::to_owned).collect();
        if !texts.is_empty() && holds_secret(parameter) {
            warn_of_flag(&flag, world);
        }
        if let Some(source) = common::given(matches, &source_id(&parameter.name)) {
            texts = vec![sources.secret(source, &format!("{flag}-from"))?];
        }
        if !texts.is_empty() {
            put(&mut entries, &parameter.name, value(parameter, &texts, &flag, &mut sources)?);
            by_flag.push(parameter.name.clone());
        }
    }
    let mut extra = Vec::new();
    for text in common::all(matches, "extra") {
        let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
        let (name, value) =
            pair.ok_or_else(|| Failure::usage("--extra is a name and a value with `=` between them"))?;
        put(&mut entries, name, value.into());
        extra.push(name.to_owned());
        by_flag.push(name.to_owned());
    }
    for fact in &described.operation.facts {
        if let Some(text) = common::given(matches, &fact_id(&fact.name)) {
            facts.set(&fact.name, text.into());
        }
    }
    let edition = common::edition(matches, commands);
    Ok(Given { request: Value::Object(entries), facts, document, by_flag, extra, edition })
}

fn read(described: &Described, path: &str, sources: &mut Sources<'_>, world: &World<'_>) -> Result<Document, Failure> {
    let text = sources.text(path, "--file")?;
    let shown = if path == "-" { "standard input".to_owned() } else { visible(path) };
    document::read(&shown, text).map_err(|(problem, text)| {
        // What cannot be read may be a secret anywhere.
        let may_show = !described.operation.parameters.iter().any(holds_secret);
        Failure::usage(excerpt::unreadable(&shown, &text, &problem, may_show, world))
    })
}

/// Names that begin with `$` are facts, as in rules.
fn from_document(described: &Described, read: &Document, entries: &mut Vec<(String, Value)>, facts: &mut Facts) {
    for (key, node) in read.root.entries() {
        let parameter = described.parameter(&key.text);
        match key.text.strip_prefix('$').filter(|_| parameter.is_none()) {
            Some(fact) => {
                let kind = described.operation.facts.iter().find(|it| it.name == fact).map(|it| &it.kind);
                facts.set(fact, node.to_value(kind));
            }
            None => entries.push((key.text.clone(), node.to_value(parameter.map(|it| &it.kind)))),
        }
    }
    entries.retain(|(_, value)| *value != Value::Null);
}

fn put(entries: &mut Vec<(String, Value)>, name: &str, value: Value) {
    entries.retain(|(known, _)| known != name);
    entries.push((name.to_owned(), value));
}

fn warn_of_flag(flag: &str, world: &World<'_>) {
    world.say(
        Tone::Warning,
        &format!(
            "the value of {flag} is in the list of processes, and may stay in the history of the shell; \
             {flag}-from takes it from `-` (the standard input), a file, env:NAME or prompt"
        ),
    );
}

/// The value that the texts of a flag are. Numbers and flags stay texts: the check reads them.
fn value(parameter: &Parameter, texts: &[String], flag: &str, sources: &mut Sources<'_>) -> Result<Value, Failure> {
    if is_list(&parameter.kind) {
        return list(parameter, texts, flag, sources);
    }
    let text = texts.last().map(String::as_str).unwrap_or_default();
    match parameter.kind {
        Kind::Object(_) | Kind::Map(_) | Kind::JsonObject(_) => structure(&parameter.kind, text, flag, sources),
        // It is sent as it is, whatever it holds.
        Kind::Json => match text.strip_prefix('@') {
            Some(path) => sources.text(path, flag).map(Value::Text),
            None => Ok(text.into()),
        },
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::List(_)
        | Kind::JsonList(_) => Ok(text.into()),
    }
}

/// Each text gives an item, or several: a JSON array, or a file with a list.
fn list(parameter: &Parameter, texts: &[String], flag: &str, sources: &mut Sources<'_>) -> Result<Value, Failure> {
    let item = parameter.kind.item();
    let mut items = Vec::new();
    for text in texts {
        let is_structure = text.starts_with(['[', '{', '@']);
        let takes_text = item.is_some_and(|item| matches!(item.kind, Kind::String | Kind::Enum { .. }));
        match text.strip_prefix("@@").filter(|_| takes_text) {
            // A text that begins with the sign of a file.
            Some(rest) => items.push(Value::Text(format!("@{rest}"))),
            None if is_structure || item.is_some_and(|item| is_structured(&item.kind)) => {
                match structure(&parameter.kind, text, flag, sources)? {
                    Value::List(several) => items.extend(several),
                    single => items.push(single),
                }
            }
            None => items.push(text.as_str().into()),
        }
    }
    Ok(Value::List(items))
}

fn is_structured(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Object(_) | Kind::Map(_) | Kind::JsonObject(_) | Kind::List(_) | Kind::JsonList(_) | Kind::Json
    )
}

/// JSON text, or `@` and a file of JSON or YAML.
fn structure(kind: &Kind, text: &str, flag: &str, sources: &mut Sources<'_>) -> Result<Value, Failure> {
    let Some(path) = text.strip_prefix('@') else {
        return Value::parse(text).map_err(|error| {
            Failure::usage(format!("{flag} is JSON, or `@` and the name of a file with JSON or YAML: {error}"))
        });
    };
    let text = sources.text(path, flag)?;
    if let Ok(value) = Value::parse(&text) {
        return Ok(value);
    }
    // A map whose only value is what the file holds, so that a list is read as well.
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    let read = document::read(path, format!("value:\n{indented}"));
    let read =
        read.map_err(|(problem, _)| Failure::usage(format!("{flag}: cannot read the file: {}", problem.message)))?;
    let node = read.root.entries().first().map(|(_, node)| node.to_value(Some(kind)));
    Ok(node.unwrap_or(Value::Null))
}

#[cfg(test)]
mod tests {
    use contingent_rules::Operation;

    use super::*;

    fn made(kind: &str, texts: &[&str]) -> Result<String, Failure> {
        let json = format!(r#"{{"name":"Op","parameters":[{{"name":"P","kind":{kind}}}]}}"#);
        let operation = Operation::from_json(&json).unwrap();
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        value(&operation.parameters[0], &texts, "--p", &mut Sources::new(&|_| None)).map(|value| value.to_string())
    }

    const TEXTS: &str = r#"{"list":{"kind":"string"}}"#;
    const ROWS: &str = r#"{"json_list":{"kind":{"object":[{"name":"A","kind":"integer"}]}}}"#;

    #[test]
    fn lists_are_repeated_flags_or_json() {
        assert_eq!(made(TEXTS, &["a", "b c"]).unwrap(), r#"["a","b c"]"#);
        assert_eq!(made(TEXTS, &[r#"["a","b"]"#, "c", "@@d"]).unwrap(), r#"["a","b","c","@d"]"#);
        assert_eq!(made(ROWS, &[r#"{"A":1}"#, r#"[{"A":2}]"#]).unwrap(), r#"[{"A":1},{"A":2}]"#);
        assert_eq!(made(TEXTS, &["[]"]).unwrap(), "[]");
        assert_eq!(made(r#""json""#, &["{}"]).unwrap(), r#""{}""#);
        assert_eq!(made(r#""integer""#, &["-5"]).unwrap(), r#""-5""#);
    }

    #[test]
    fn a_file_has_json_or_yaml() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            format!("@{}", path.display())
        };
        assert_eq!(made(ROWS, &[&at("a", "- A: 1\n- A: 2\n")]).unwrap(), r#"[{"A":1},{"A":2}]"#);
        assert_eq!(made(ROWS, &[&at("b", r#"[{"A":3}]"#)]).unwrap(), r#"[{"A":3}]"#);
        assert_eq!(made(TEXTS, &[&at("c", "- 5.10\n")]).unwrap(), r#"["5.10"]"#);
    }

    #[test]
    fn what_is_no_json_is_refused_and_not_repeated() {
        let failure = made(ROWS, &["hunter2"]).unwrap_err();
        assert!(failure.code == 2 && !failure.message.contains("hunter2"), "{}", failure.message);
        assert!(failure.message.starts_with("--p is JSON"), "{}", failure.message);
    }
}
