//! Nothing changes from a spec to itself, and no difference of the data goes untold.

use std::path::Path;

use contingent_rules as rules;
use serde_json::Value;

use super::*;
use crate::model::{EnumText, Fact, Group, Parameter, RuleText};

/// Every service and every operation on its own that the repository has.
fn services() -> Vec<Service> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["spec", "tests/toy"] {
        let inner = std::fs::read_dir(root.join(folder)).unwrap().filter_map(Result::ok).map(|it| it.path());
        let folders: Vec<_> = inner.filter(|it| it.join("service.yaml").exists()).collect();
        found.extend(folders.iter().map(|folder| service(&crate::files::read(folder).unwrap().files)));
    }
    let lone = std::fs::read_dir(root.join("spec/rules")).unwrap().filter_map(Result::ok).map(|it| it.path());
    found.extend(lone.map(|path| service(&crate::files::read(&path).unwrap().files)));
    assert!(found.len() > 15);
    found
}

#[test]
fn nothing_changes_from_a_spec_to_itself() {
    for service in services() {
        assert_eq!(super::super::service_changes(&service, &service), super::super::ServiceChanges::default());
        for operation in &service.operations {
            let editions = service.editions.iter().map(|edition| Some(edition.name.as_str()));
            for edition in editions.chain([None, Some("other")]) {
                assert_eq!(changes(operation, edition, operation, edition), [], "{}", operation.name);
            }
            let bare = model(operation.check.clone());
            assert_eq!(told(&bare, &bare), [""; 0]);
        }
    }
}

/// A model that has nothing but the data of a check.
fn model(check: rules::Operation) -> Operation {
    let text = |id: &str| RuleText { doc: String::new(), constant: id.to_uppercase(), expect: Vec::new() };
    let fact = |def: &rules::Fact| Fact {
        def: def.clone(),
        doc: String::new(),
        source: String::new(),
        from: None,
        flag: def.name.to_lowercase(),
        field: def.name.to_lowercase(),
        type_name: None,
        values: texts(&def.kind),
    };
    Operation {
        name: check.name.clone(),
        type_name: check.name.clone(),
        module: check.name.to_lowercase(),
        command: check.name.to_lowercase(),
        summary: String::new(),
        doc: String::new(),
        route: None,
        readonly: false,
        idempotency_token: None,
        parameters: check.parameters.iter().map(parameter).collect(),
        facts: check.facts.iter().map(fact).collect(),
        rules: check.rules.iter().map(|rule| text(&rule.id)).collect(),
        groups: vec![Group { title: String::new(), parameters: (0..check.parameters.len()).collect() }],
        variants: None,
        response: None,
        behaviour: None,
        errors: Vec::new(),
        examples: Vec::new(),
        check,
    }
}

fn texts(kind: &rules::Kind) -> Vec<EnumText> {
    let text = |value: &rules::EnumValue| EnumText { doc: String::new(), variant: value.value.clone() };
    super::super::kinds::values(kind).iter().map(text).collect()
}

fn parameter(def: &rules::Parameter) -> Parameter {
    let nested = matches!(def.kind, rules::Kind::Enum { .. }) || !def.kind.fields().is_empty();
    Parameter {
        doc: String::new(),
        default: None,
        example: None,
        unit: None,
        position: crate::model::Position::Query,
        undocumented: false,
        refers_to: None,
        field: def.name.to_lowercase(),
        flag: def.name.to_lowercase(),
        type_name: nested.then(|| "Type".to_owned()),
        values: texts(&def.kind),
        fields: def.kind.fields().iter().map(parameter).collect(),
        item: def.kind.item().map(|item| Box::new(parameter(item))),
        wrapper: None,
        def: def.clone(),
    }
}

/// An operation that has every kind of thing, so that every field of the data can be another one.
const EVERYTHING: &str = r#"operation: Op
parameters:
  S: { type: string, min_length: 2, max_length: 8, pattern: "a+", source: s }
  I: { type: integer, required: true, min: 2, max: 9, one_of: [3, 4] }
  C: { type: string, const: c }
  P: { type: string, secret: true }
  E: { type: enum, open: true, values: { a: {}, b: {} } }
  D: { type: enum, edition: old, values: { a: {}, b: { edition: old } } }
  L: { type: list, items: { type: object, fields: { N: { type: number }, T: { type: string } } } }
  O: { type: object, fields: { B: { type: boolean, required: true } } }
  N: { type: number, max: 1.5 }
  M: { type: map, items: { type: long } }
  J: { type: json, items: { type: timestamp_ms } }
  K: { type: json, fields: { F: { type: string } } }
facts:
  F: { type: enum, says: the kind, values: { x: {}, y: {} } }
  G: { type: boolean, says: whether it is hot }
rules:
  - { id: a, require: {S: aa, E: {ne: b}}, when: {any: [{$F: x}, {absent: [P, O]}]}, unless: {not: {I: {gt: 2}}}, source: s, message: m }
  - { id: b, forbid: [{"L[].N": {ge: 3}, "L[].T": x}], edition: old, source: s }
  - { id: c, allow: {S: {matches: "b+"}}, severity: warning, source: s }
  - { id: d, compare: I + 2 < N, source: s }
  - { id: e, exactly_one: [S, E, {compare: S != P}], source: s }
  - { id: f, ensure: {all: [S, {at_most_one: [E, P]}]}, source: s }
  - { id: g, ignored: [S], when: {$G: true}, source: s }
  - { id: h, default: {S: aa}, source: s }
"#;

/// All values that differ from one in a single place: another scalar, an entry less, an entry twice in another order.
fn variations(value: &Value, found: &mut Vec<Value>, put: &dyn Fn(Value) -> Value) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => found.push(put(Value::Bool(!flag))),
        Value::Number(number) => found.push(put((number.as_u64().unwrap() + 1).into())),
        Value::String(text) => {
            found.push(put(Value::String(format!("{text}1"))));
            found.push(put(Value::String(text.chars().rev().collect())));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let with = |changed: Option<Value>| {
                    let mut items = items.clone();
                    match changed {
                        Some(changed) => items[index] = changed,
                        None => drop(items.remove(index)),
                    }
                    put(Value::Array(items))
                };
                found.push(with(None));
                variations(item, found, &|changed| with(Some(changed)));
                if index > 0 {
                    let mut items = items.clone();
                    items.swap(index, index - 1);
                    found.push(put(Value::Array(items)));
                }
            }
        }
        Value::Object(entries) => {
            for (name, inner) in entries {
                let with = |changed: Option<Value>| {
                    let mut entries = entries.clone();
                    match changed {
                        Some(changed) => drop(entries.insert(name.clone(), changed)),
                        None => drop(entries.remove(name)),
                    }
                    put(Value::Object(entries))
                };
                found.push(with(None));
                variations(inner, found, &|changed| with(Some(changed)));
            }
        }
    }
}

/// Whether names are in place and distinct; what else the spec language forbids does not matter.
fn is_sound(check: &rules::Operation) -> bool {
    fn distinct(parameters: &[rules::Parameter]) -> bool {
        let names: std::collections::BTreeSet<_> = parameters.iter().map(|it| it.name.as_str()).collect();
        names.len() == parameters.len() && !names.contains("") && parameters.iter().all(inside)
    }
    fn inside(parameter: &rules::Parameter) -> bool {
        distinct(parameter.kind.fields())
            && parameter.kind.item().is_none_or(|item| item.name.is_empty() && inside(item))
    }
    distinct(&check.parameters)
}

/// The lines around the first that differs.
fn difference(a: &rules::Operation, b: &rules::Operation) -> String {
    let (a, b) = (a.to_json(), b.to_json());
    let first = a.lines().zip(b.lines()).position(|(a, b)| a != b).unwrap_or_default();
    let around =
        |text: &str| text.lines().skip(first.saturating_sub(4)).take(8).map(str::trim).collect::<Vec<_>>().join(" ");
    format!("{} | {}", around(&a), around(&b))
}

#[test]
fn no_difference_goes_untold() {
    let (mut tried, mut untold) = (0, Vec::new());
    let mut bases = vec![(operation(EVERYTHING).check, "everything".to_owned())];
    for service in services() {
        bases.extend(service.operations.into_iter().map(|it| (it.check, it.name)));
    }
    for (mut check, name) in bases {
        if name == "everything" {
            check.editions = vec!["old".to_owned(), "new".to_owned()];
        }
        let base = serde_json::to_value(&check).unwrap();
        // A large one has nothing that the others have not, and many times as many variations.
        if name != "everything" && base.to_string().len() > 3000 {
            continue;
        }
        let mut all = Vec::new();
        variations(&base, &mut all, &|changed| changed);
        let old = model(check.clone());
        for changed in all {
            let Ok(other) = serde_json::from_value::<rules::Operation>(changed) else { continue };
            if other == check || !is_sound(&other) {
                continue;
            }
            tried += 1;
            let new = model(other);
            for (from, to) in [(&old, &new), (&new, &old)] {
                if told(from, to).is_empty() {
                    untold.push(format!("{name}: {}", difference(&from.check, &to.check)));
                }
            }
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
    assert!(tried > 1000, "{tried}");
}

/// xorshift: a few lines, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn differences_upon_differences() {
    let mut check = operation(EVERYTHING).check;
    let random = &mut Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..40 {
        let mut all = Vec::new();
        variations(&serde_json::to_value(&check).unwrap(), &mut all, &|changed| changed);
        let Some(changed) = all.get(random.below(all.len().max(1))) else { break };
        let Ok(other) = serde_json::from_value::<rules::Operation>(changed.clone()) else { continue };
        if !is_sound(&other) || other.parameters.len() < 6 {
            continue;
        }
        let (old, new) = (model(check.clone()), model(other.clone()));
        assert_eq!(told(&new, &new), [""; 0]);
        assert_eq!(told(&old, &new).is_empty(), check == other);
        let found = changes(&old, None, &new, None);
        assert!(found.is_sorted_by_key(|change| change.category));
        check = other;
    }
}
