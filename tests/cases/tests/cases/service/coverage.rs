//! Every sentence of the documents that looks conditional has a line that says which rule carries it, or why none does.

use super::{folder, model, sources};
use contingent::model::{Operation, Parameter, Service};
use contingent_rules::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Why no rule carries a sentence; the head of coverage.yaml says what each means.
const REASONS: [&str; 7] = [
    "built-in",
    "not-a-condition",
    "duplicate",
    "about-the-reply",
    "about-other-operation",
    "not-checkable",
    "contradicted",
];

/// The key of each line, and what carries the sentence.
type Lines = Vec<(String, String)>;

#[test]
fn every_entry_is_carried_by_a_rule_or_has_a_reason() {
    let found = problems(&entries(), &coverage(), &model(&sources()));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_kind_of_wrong_line_is_told() {
    let (entries, good, service) = (entries(), coverage(), model(&sources()));
    let told = |change: &dyn Fn(&mut Lines), expected: &str| {
        let mut lines = good.clone();
        change(&mut lines);
        let found = problems(&entries, &lines, &service);
        assert!(found.iter().any(|it| it.contains(expected)), "{expected}: {found:?}");
    };
    let gateway = "ConfigureBackupPlan.BackupGatewayId.1";
    let set = |lines: &mut Lines, value: &str| value.clone_into(&mut lines[0].1);
    assert_eq!(good[0].0, gateway);
    told(&|lines| drop(lines.remove(1)), "ConfigureBackupPlan.BackupGatewayId.2 has no line");
    told(&|lines| lines.push(("Nothing.At.1".to_owned(), "duplicate".to_owned())), "Nothing.At.1 is no entry");
    told(&|lines| lines.push(lines[0].clone()), "ConfigureBackupPlan.BackupGatewayId.1 has two lines");
    told(&|lines| lines.swap(0, 1), "not in the order of the entries");
    // A rule of another operation is none of this one.
    told(&|lines| set(lines, "time-or-set"), "`time-or-set` is neither a rule of ConfigureBackupPlan nor a reason");
    told(&|lines| set(lines, "because"), "`because` is neither a rule of ConfigureBackupPlan nor a reason");
    told(&|lines| set(lines, "oracle-sid"), "the rule `oracle-sid` does not name BackupGatewayId");
    told(&|lines| set(lines, "duplicate"), "is a duplicate of nothing");
    told(&|lines| set(lines, "about-the-reply"), "is no field of the reply");
    told(&|lines| set(lines, "built-in"), "says nothing beyond its type");
}

/// What is wrong with the lines: all of it.
fn problems(entries: &[String], lines: &[(String, String)], service: &Service) -> Vec<String> {
    let mut found = Vec::new();
    let known: BTreeSet<&str> = entries.iter().map(String::as_str).collect();
    let given: BTreeMap<&str, &str> = lines.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    found
        .extend(entries.iter().filter(|key| !given.contains_key(key.as_str())).map(|key| format!("{key} has no line")));
    let mut seen = BTreeSet::new();
    for (key, value) in lines {
        if !known.contains(key.as_str()) {
            found.push(format!("{key} is no entry"));
        } else if !seen.insert(key) {
            found.push(format!("{key} has two lines"));
        } else {
            found.extend(wrong(key, value, &given, service).map(|why| format!("{key}: {why}")));
        }
    }
    if found.is_empty() && !lines.iter().map(|(key, _)| key).eq(entries) {
        found.push("the lines are not in the order of the entries".to_owned());
    }
    found
}

/// What is wrong with one line of an entry.
fn wrong(key: &str, value: &str, lines: &BTreeMap<&str, &str>, service: &Service) -> Option<String> {
    let (name, rest) = key.split_once('.')?;
    let (place, number) = rest.rsplit_once('.')?;
    let Some(operation) = service.operations.iter().find(|it| it.name == name) else {
        return Some(format!("there is no operation {name}"));
    };
    let field = place.strip_prefix("response.");
    let parameter = operation.parameters.iter().find(|it| it.def.name == place);
    if field.is_none() && parameter.is_none() && place != "operation" {
        return Some(format!("{place} is no parameter of {name}"));
    }
    if field.is_some_and(|path| !has_field(operation, path)) {
        return Some(format!("{place} is no field of the reply"));
    }
    if let Some(rule) = operation.check.rules.iter().find(|rule| rule.id == value) {
        let mut named = rule.subjects();
        named.extend(rule.conditions());
        let names_it = named.iter().any(|it| it.top() == Some(place));
        return (!names_it).then(|| format!("the rule `{value}` does not name {place}"));
    }
    match value {
        "duplicate" => {
            let earlier = (1..number.parse::<usize>().ok()?).map(|it| format!("{name}.{place}.{it}"));
            let carried = earlier.filter_map(|it| lines.get(it.as_str())).any(|it| *it != "duplicate");
            (!carried).then(|| format!("{key} is a duplicate of nothing"))
        }
        "about-the-reply" => field.is_none().then(|| format!("{place} is no field of the reply")),
        "built-in" => (!parameter.is_some_and(says_something)).then(|| format!("{place} says nothing beyond its type")),
        _ if REASONS.contains(&value) => None,
        _ => Some(format!("`{value}` is neither a rule of {name} nor a reason")),
    }
}

/// Whether a definition holds more than a name and a type that takes anything.
fn says_something(parameter: &Parameter) -> bool {
    let def = &parameter.def;
    let bounded = [&def.min, &def.max, &def.pattern].iter().any(|it| it.is_some());
    let sized = def.min_length.is_some() || def.max_length.is_some();
    let listed = matches!(def.kind, Kind::Enum { .. }) || !def.one_of.is_empty();
    def.required || bounded || sized || listed || parameter.default.is_some()
}

/// Whether the reply has a field; the path leaves out what wraps the items of a list.
fn has_field(operation: &Operation, path: &str) -> bool {
    fn within(fields: &[Parameter], steps: &[&str]) -> bool {
        let Some((first, rest)) = steps.split_first() else { return true };
        let Some(field) = fields.iter().find(|it| it.def.name == *first) else { return false };
        let rest = match (&field.wrapper, rest.split_first()) {
            (Some(wrapper), Some((step, rest))) if wrapper == step => rest,
            _ => rest,
        };
        within(field.item.as_ref().map_or(&field.fields, |item| &item.fields), rest)
    }
    let steps: Vec<&str> = path.split('.').collect();
    operation.response.as_ref().is_some_and(|response| within(&response.fields, &steps))
}

/// The keys of the entries, in their order.
fn entries() -> Vec<String> {
    let text = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("coverage/entries.txt"));
    let keys = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(' ').next());
    let keys: Vec<String> = keys.map(str::to_owned).collect();
    assert_eq!(keys.len(), 472, "as many as dbs-conditions.md has");
    keys
}

/// The lines of coverage.yaml, without their comments.
fn coverage() -> Lines {
    let line = |line: &str| {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("no line: {line}"));
        let value = value.split("  #").next().unwrap_or(value);
        (key.to_owned(), value.trim_end().to_owned())
    };
    text(&folder().join("coverage.yaml")).lines().filter(|it| !it.starts_with('#')).map(line).collect()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
