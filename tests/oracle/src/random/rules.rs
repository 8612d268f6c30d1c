//! The rules of a random operation: every form, every condition, nested three deep.

use super::{Random, quoted};
use crate::spec::{Def, Operation};
use crate::value::{Kind, Scalar, decimal_text};

/// A name that a rule can use.
#[derive(Clone)]
struct Name {
    text: String,
    def: Def,
    through_list: bool,
}

struct Writer<'a> {
    random: &'a mut Random,
    names: Vec<Name>,
    facts: Vec<Name>,
}

/// The rules, as the end of an operation file.
pub(super) fn rules(random: &mut Random, operation: &Operation, with_editions: bool) -> String {
    let mut names = Vec::new();
    collect(&operation.parameters, "", false, &mut names);
    let facts = operation
        .facts
        .iter()
        .map(|(name, def)| Name { text: format!("${name}"), def: def.clone(), through_list: false })
        .collect();
    let mut writer = Writer { random, names, facts };
    let count = writer.random.between(1, 6);
    let rules: Vec<String> = (0..count).map(|index| writer.rule(index, with_editions)).collect();
    format!("rules:\n{}", rules.concat())
}

fn collect(defs: &[(String, Def)], before: &str, through_list: bool, names: &mut Vec<Name>) {
    for (name, def) in defs {
        add(&format!("{before}{name}"), def, through_list, names);
    }
}

fn add(text: &str, def: &Def, through_list: bool, names: &mut Vec<Name>) {
    names.push(Name { text: text.to_owned(), def: def.clone(), through_list });
    if let Some(fields) = &def.fields {
        collect(fields, &format!("{text}."), through_list, names);
    }
    match &def.items {
        // What a name says of a map's values, and of a list without its items' fields, is left alone.
        Some(items) if def.kind != Kind::Map => match &items.fields {
            Some(fields) => collect(fields, &format!("{text}[]."), true, names),
            None => add(&format!("{text}[]"), items, true, names),
        },
        _ => {}
    }
}

impl Writer<'_> {
    fn rule(&mut self, index: usize, with_editions: bool) -> String {
        let (form, plain) = self.form();
        let mut rule = format!("  - {{id: r{index}, {form}, source: s");
        if self.random.chance(60) {
            rule += &format!(", when: {}", self.cond(3));
        }
        if self.random.chance(25) {
            rule += &format!(", unless: {}", self.cond(3));
        }
        if plain && self.random.chance(15) {
            rule += ", severity: warning";
        }
        if with_editions && self.random.chance(25) {
            rule += &format!(", edition: {}", self.random.pick(&["A", "B", "[A, B]"]));
        }
        rule + "}\n"
    }

    /// A form, and whether it is a constraint.
    fn form(&mut self) -> (String, bool) {
        let form = match self.random.below(13) {
            0 => format!("require: {}", self.one_name(true)),
            1 => format!("require: {}", self.names(true)),
            2 => format!("require: {}", self.tests(false)),
            3 | 4 => {
                let count = self.random.between(1, 3);
                format!("forbid: {}", self.members(count))
            }
            5 | 6 => self.group(2),
            7 | 8 => {
                let name = self.testable(false);
                format!("allow: {{{}: {}}}", quoted(&escaped(&name.text)), self.test(&name.def))
            }
            9 => match self.comparison() {
                Some(comparison) => format!("compare: {}", quoted(&comparison)),
                None => format!("require: {}", self.one_name(true)),
            },
            10 => format!("ensure: {}", self.cond(3)),
            11 => return (format!("ignored: {}", self.names(false)), false),
            _ => {
                let name = self.testable(false);
                if name.through_list {
                    return (format!("require: {}", self.one_name(true)), false);
                }
                return (format!("default: {{{}: {}}}", quoted(&escaped(&name.text)), self.value(&name.def)), false);
            }
        };
        (form, true)
    }

    fn cond(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.chance(35) {
            return if self.random.chance(35) { self.one_name(true) } else { self.tests(true) };
        }
        match self.random.below(6) {
            0 => format!("{{all: [{}, {}]}}", self.cond(depth - 1), self.cond(depth - 1)),
            1 => format!("{{any: [{}, {}]}}", self.cond(depth - 1), self.cond(depth - 1)),
            2 => format!("{{not: {}}}", self.cond(depth - 1)),
            3 => format!("{{absent: {}}}", self.names(true)),
            4 => format!("{{{}}}", self.group(depth - 1)),
            _ => match self.comparison() {
                Some(comparison) => format!("{{compare: {}}}", quoted(&comparison)),
                None => self.tests(true),
            },
        }
    }

    fn group(&mut self, depth: usize) -> String {
        let keyword = self.random.pick(&["exactly_one", "at_most_one", "at_least_one", "all_or_none"]);
        let count = self.random.between(2, 4);
        let members = if depth == 0 { self.names_of(count, true) } else { self.members(count) };
        format!("{keyword}: {members}")
    }

    /// Members, no two of them alike.
    fn members(&mut self, count: usize) -> String {
        let mut members: Vec<String> = Vec::new();
        while members.len() < count {
            let member = if self.random.chance(60) { self.one_name(true) } else { self.cond(1) };
            if !members.contains(&member) {
                members.push(member);
            }
        }
        format!("[{}]", members.join(", "))
    }

    fn one_name(&mut self, lists_too: bool) -> String {
        loop {
            let name = self.random.pick(&self.names);
            if lists_too || !name.through_list {
                return quoted(&escaped(&name.text));
            }
        }
    }

    fn names(&mut self, lists_too: bool) -> String {
        if self.random.chance(40) {
            return self.one_name(lists_too);
        }
        let count = self.random.between(1, 3);
        self.names_of(count, lists_too)
    }

    fn names_of(&mut self, count: usize, lists_too: bool) -> String {
        let usable = self.names.iter().filter(|name| lists_too || !name.through_list);
        let count = count.min(usable.count());
        let mut names: Vec<String> = Vec::new();
        while names.len() < count {
            let name = self.one_name(lists_too);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        format!("[{}]", names.join(", "))
    }

    /// A name whose value can be tested.
    fn testable(&mut self, facts_too: bool) -> Name {
        let facts = if facts_too && self.random.chance(55) { self.facts.as_slice() } else { &[] };
        let scalars: Vec<Name> = if facts.is_empty() { &self.names[..] } else { facts }
            .iter()
            .filter(|name| !name.def.kind.is_container())
            .cloned()
            .collect();
        self.random.pick(&scalars)
    }

    /// One test or two in one map; two about the same list at times, because they must meet on one item.
    fn tests(&mut self, facts_too: bool) -> String {
        let first = self.testable(facts_too);
        let mut second = self.testable(facts_too);
        if let Some((list, _)) = first.text.split_once("[].") {
            let same: Vec<&Name> =
                self.names.iter().filter(|name| name.text.starts_with(&format!("{list}[]."))).collect();
            second = (*self.random.pick(&same)).clone();
        }
        let mut tests = format!("{}: {}", quoted(&escaped(&first.text)), self.test(&first.def));
        if self.random.chance(50) && second.text != first.text && !second.def.kind.is_container() {
            tests += &format!(", {}: {}", quoted(&escaped(&second.text)), self.test(&second.def));
        }
        format!("{{{tests}}}")
    }

    fn test(&mut self, def: &Def) -> String {
        let (first, second) = (self.value(def), self.value(def));
        match self.random.below(6) {
            0 | 1 => first,
            2 if first != second => format!("[{first}, {second}]"),
            3 if def.kind.is_text() => {
                let pattern = self.random.pick(&["[a-b]", "b.*", "\\d", "a|ab", "[^a]+"]);
                format!("{{matches: {}}}", quoted(pattern))
            }
            3 if def.kind.is_numeric() => format!("{{ge: {first}, ne: {second}}}"),
            4 if def.kind.is_numeric() => {
                let operator = self.random.pick(&["gt", "ge", "lt", "le"]);
                format!("{{{operator}: {first}}}")
            }
            5 => format!("{{ne: {first}}}"),
            _ => format!("{{eq: {first}}}"),
        }
    }

    /// A value of a type, at times one that is not listed: an error of `check`, and a test that never holds.
    fn value(&mut self, def: &Def) -> String {
        let unlisted = self.random.chance(8);
        if let Some(list) = &def.one_of
            && !unlisted
        {
            return match self.random.pick(list) {
                Scalar::Text(text) => quoted(&text),
                Scalar::Number(number) => quoted(&decimal_text(number)),
                Scalar::Bool(truth) => quoted(&truth.to_string()),
            };
        }
        match def.kind {
            Kind::Enum if unlisted => quoted("Zed"),
            Kind::Enum => quoted(&self.random.pick(&def.values).0),
            Kind::Boolean => quoted(self.random.pick(&["true", "false"])),
            Kind::Number => quoted(self.random.pick(&["0.1", "2", "1.5", "1.50", "-0.5"])),
            Kind::Integer | Kind::Long | Kind::Timestamp => quoted(self.random.pick(&["1", "5", "3", "-2", "0", "10"])),
            _ => quoted(self.random.pick(&["a", "b", "5", "abc", "cc"])),
        }
    }

    /// A comparison; `None` when the operation has nothing to compare.
    fn comparison(&mut self) -> Option<String> {
        let plain = self.names.iter().filter(|name| !name.through_list);
        if self.random.chance(30) {
            let kind = self.random.pick(&[Kind::String, Kind::Enum, Kind::Boolean]);
            let alike: Vec<Name> = plain.filter(|name| name.def.kind == kind).cloned().collect();
            let (first, second) = (alike.first()?, alike.last()?);
            let operator = self.random.pick(&["==", "!="]);
            let pair = format!("{} {operator} {}", operand(&first.text), operand(&second.text));
            return (first.text != second.text).then_some(pair);
        }
        let mut numeric: Vec<Name> = plain.filter(|name| name.def.kind.is_numeric()).cloned().collect();
        let mut left = operand(&take(self.random, &mut numeric)?.text);
        if self.random.chance(30)
            && let Some(next) = take(self.random, &mut numeric)
        {
            left += &format!(" {} {}", self.random.pick(&["+", "-"]), operand(&next.text));
        }
        let mut right = match take(self.random, &mut numeric) {
            Some(name) if self.random.chance(80) => operand(&name.text),
            _ => self.random.pick(&["5", "-2", "3"]).to_owned(),
        };
        if self.random.chance(25) {
            right += self.random.pick(&[" + 1", " - 2", "-1"]);
        }
        let operator = self.random.pick(&["<", "<=", ">", ">=", "==", "!="]);
        Some(format!("{left} {operator} {right}"))
    }
}

fn take(random: &mut Random, names: &mut Vec<Name>) -> Option<Name> {
    if names.is_empty() { None } else { Some(names.swap_remove(random.below(names.len()))) }
}

/// Keywords stand in back-ticks when they are names.
fn escaped(name: &str) -> String {
    if ["all", "compare"].contains(&name) { format!("`{name}`") } else { name.to_owned() }
}

/// In a comparison so do names with blanks and operator characters.
fn operand(name: &str) -> String {
    if name.contains([' ', '-']) { format!("`{name}`") } else { escaped(name) }
}
