//! The meaning of a rule in a form in which equal meanings are equal texts.
//!
//! Order and spelling drop out: `unless: P` is `when: {absent: P}`, a list of one is its value, the members of a group
//! and the values of a test have no order, `A < B` is `B > A`. Nothing is concluded: that is the business of the analysis.

use crate::spec::Node;
use std::collections::BTreeSet;
use std::fmt;

/// The words that make a map a condition of another kind than a test.
const GROUPS: [&str; 4] = ["exactly_one", "at_most_one", "at_least_one", "all_or_none"];

/// What a rule demands, one text for each demand: `require: [A, B]` are two. Keys that change no meaning, such as `id`
/// and `source`, are left out; `edition` and `severity` stay. Something that is no rule gives nothing.
pub fn meaning(rule: &Node) -> Vec<String> {
    let mut applies: Vec<Part> = rule.get("when").map(|it| condition(it, false)).into_iter().collect();
    applies.extend(rule.get("unless").map(|it| condition(it, true)));
    let applies = all(applies);
    let more: Vec<String> = ["edition", "severity"]
        .iter()
        .filter_map(|key| rule.get(key).map(|it| format!(" {key} {}", texts(it))))
        .filter(|it| it != " severity error")
        .collect();
    let mut out: Vec<String> = rule.map().iter().flat_map(|it| form(&it.key, &it.value)).collect();
    for it in &mut out {
        *it = format!("{it} if {applies}{}", more.concat());
    }
    out.sort();
    out.dedup();
    out
}

/// The meaning of a condition, as [`meaning`] writes it.
pub fn condition_meaning(cond: &Node) -> String {
    condition(cond, false).to_string()
}

/// A condition whose parts have no order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Leaf(String),
    All(BTreeSet<Part>),
    Any(BTreeSet<Part>),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, parts) = match self {
            Self::Leaf(text) => return f.write_str(text),
            Self::All(parts) => ("all", parts),
            Self::Any(parts) => ("any", parts),
        };
        let parts: Vec<String> = parts.iter().map(Self::to_string).collect();
        write!(f, "{word}({})", parts.join("; "))
    }
}

fn form(key: &str, value: &Node) -> Vec<String> {
    match key {
        "require" | "forbid" | "ignored" if value.map().is_empty() => {
            value.one_or_many().iter().map(|it| format!("{key} {}", condition(it, false))).collect()
        }
        "require" | "forbid" | "ignored" | "allow" | "default" => {
            value.map().iter().map(|it| format!("{key} {}", test(&it.key, &it.value))).collect()
        }
        "compare" => vec![format!("compare {}", comparison(value.text().unwrap_or_default()))],
        "ensure" => vec![format!("ensure {}", condition(value, false))],
        _ if GROUPS.contains(&key) => vec![group(key, value)],
        _ => Vec::new(),
    }
}

fn condition(cond: &Node, negated: bool) -> Part {
    let not = |text: String| Part::Leaf(if negated { format!("not({text})") } else { text });
    if let Some(name) = cond.text() {
        let word = if negated { "absent" } else { "given" };
        return Part::Leaf(format!("{word} {}", plain(name)));
    }
    let parts = cond.map().iter().map(|entry| match entry.key.as_str() {
        "absent" => {
            let names = entry.value.one_or_many().iter().map(|it| condition(it, !negated));
            if negated { any(names.collect()) } else { all(names.collect()) }
        }
        "not" => condition(&entry.value, !negated),
        "all" | "any" => {
            let parts = entry.value.list().iter().map(|it| condition(it, negated)).collect();
            if (entry.key == "all") == negated { any(parts) } else { all(parts) }
        }
        "compare" => not(format!("compare {}", comparison(entry.value.text().unwrap_or_default()))),
        key if GROUPS.contains(&key) => not(group(key, &entry.value)),
        key => not(test(key, &entry.value)),
    });
    if negated { any(parts.collect()) } else { all(parts.collect()) }
}

fn group(key: &str, members: &Node) -> String {
    let mut members: Vec<String> = members.list().iter().map(|it| condition(it, false).to_string()).collect();
    members.sort();
    format!("{key} [{}]", members.join(", "))
}

fn test(name: &str, value: &Node) -> String {
    let name = plain(name);
    if value.map().is_empty() {
        return format!("{name} in [{}]", texts(value));
    }
    let mut tests: Vec<String> = value
        .map()
        .iter()
        .map(|it| match (it.key.as_str(), &it.value) {
            ("eq", value) => format!("{name} in [{}]", texts(value)),
            (key, value) => format!("{name} {key} {}", texts(value)),
        })
        .collect();
    tests.sort();
    tests.join(" & ")
}

fn texts(node: &Node) -> String {
    let mut texts: Vec<&str> = node.one_or_many().iter().filter_map(Node::text).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.join(", ")
}

fn comparison(text: &str) -> String {
    let squeezed = |text: &str| text.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ");
    for (operator, other) in [("<=", ">="), (">=", "<="), ("==", "=="), ("!=", "!="), ("<", ">"), (">", "<")] {
        let Some((left, right)) = text.split_once(operator) else { continue };
        let (left, right) = (squeezed(left), squeezed(right));
        let swap = if operator == other { left > right } else { operator.starts_with('>') };
        return if swap { format!("{right} {other} {left}") } else { format!("{left} {operator} {right}") };
    }
    squeezed(text)
}

fn all(parts: Vec<Part>) -> Part {
    together(true, parts)
}

fn any(parts: Vec<Part>) -> Part {
    together(false, parts)
}

/// Parts in order, each once, without parts inside parts of the same kind.
fn together(all: bool, parts: Vec<Part>) -> Part {
    let mut flat: BTreeSet<Part> = BTreeSet::new();
    for part in parts {
        match part {
            Part::All(inner) if all => flat.extend(inner),
            Part::Any(inner) if !all => flat.extend(inner),
            part => {
                flat.insert(part);
            }
        }
    }
    if flat.len() == 1 {
        flat.pop_first().unwrap_or(Part::Leaf(String::new()))
    } else if all {
        Part::All(flat)
    } else {
        Part::Any(flat)
    }
}

fn plain(name: &str) -> String {
    name.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::spec::{SourceFile, load_tree};

    fn of(rule: &str) -> Vec<String> {
        let file = SourceFile { path: "rule".to_owned(), bytes: rule.into() };
        load_tree(&file, &mut Diagnostics::new()).map(|it| meaning(&it)).unwrap()
    }

    #[test]
    fn order_and_spelling_do_not_matter() {
        for (one, other) in [
            ("{require: A, when: {absent: B}}", "{require: A, unless: B}"),
            ("{require: A, when: B, id: a}", "{require: A, unless: {absent: B}, source: s}"),
            ("{require: A, when: {B: [y, x], C: z}}", "{when: {all: [{C: [z]}, {B: [x, y]}]}, require: [A]}"),
            ("{at_most_one: [A, B]}", "{at_most_one: [B, A]}"),
            ("{compare: A < B}", "{compare: 'B  >  A'}"),
            ("{forbid: '`all`', when: {any: [{B: x}, C]}}", "{forbid: all, when: {any: [C, {B: {eq: x}}]}}"),
            ("{require: A, unless: {any: [{B: x}, C]}}", "{require: A, when: {not: {any: [C, {B: x}]}}}"),
            ("{allow: {A: {ge: 1, le: 2}}}", "{allow: {A: {le: 2, ge: 1}}, severity: error}"),
        ] {
            assert_eq!(of(one), of(other), "{one}");
            assert!(!of(one).is_empty(), "{one}");
        }
    }

    #[test]
    fn what_means_something_else_differs() {
        for (one, other) in [
            ("{require: A, when: B}", "{require: A, unless: B}"),
            ("{require: A, when: {B: x}}", "{require: A, unless: {B: x}}"),
            ("{require: A, when: {any: [B, C]}}", "{require: A, when: {all: [B, C]}}"),
            ("{compare: A < B}", "{compare: B < A}"),
            ("{compare: A < B}", "{compare: A <= B}"),
            ("{exactly_one: [A, B]}", "{at_most_one: [A, B]}"),
            ("{require: A, edition: x}", "{require: A}"),
            ("{require: A, when: {B: '5.10'}}", "{require: A, when: {B: '5.1'}}"),
        ] {
            assert_ne!(of(one), of(other), "{one}");
        }
        assert_eq!(of("{require: [B, A]}").len(), 2);
        assert!(of("{id: a}").is_empty() && of("{a: b}").is_empty());
    }
}
