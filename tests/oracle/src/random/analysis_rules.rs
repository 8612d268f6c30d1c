//! The rules of a random operation for the analysis, so that findings of every kind are frequent.

use super::analysis::Name;
use super::{Random, quoted};
use crate::value::Kind;

struct Writer<'a> {
    random: &'a mut Random,
    names: Vec<Name>,
    facts: Vec<Name>,
}

/// One line per rule.
pub(super) fn rules(random: &mut Random, names: Vec<Name>, facts: Vec<Name>, with_editions: bool) -> Vec<String> {
    let mut writer = Writer { random, names, facts };
    let mut bodies: Vec<String> = Vec::new();
    for _ in 0..writer.random.between(1, 5) {
        let copy = !bodies.is_empty() && writer.random.chance(15);
        let body = if copy { writer.random.pick(&bodies) } else { writer.body() };
        bodies.push(body);
    }
    let mut lines = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let mut line = format!("  - {{id: r{index}, {body}, source: s");
        let constraint = !body.starts_with("ignored") && !body.starts_with("default");
        if constraint && writer.random.chance(6) {
            line += ", severity: warning";
        }
        if with_editions && writer.random.chance(30) {
            line += &format!(", edition: {}", writer.random.pick(&["A", "B", "[A, B]"]));
        }
        if constraint && writer.random.chance(18) {
            let conditional = body.contains("when: ") || body.contains("unless: ");
            let finding = if conditional { writer.random.pick(&["redundant", "never_fires"]) } else { "redundant" };
            line += &format!(", expect: [{finding}]");
        }
        lines.push(line + "}\n");
    }
    lines
}

impl Writer<'_> {
    fn body(&mut self) -> String {
        let mut body = self.form();
        if self.random.chance(55) {
            body += &format!(", when: {}", self.cond(2));
        }
        if self.random.chance(20) {
            body += &format!(", unless: {}", self.cond(1));
        }
        body
    }

    fn form(&mut self) -> String {
        // A rule about items is left out of the analysis.
        let list = self.names.iter().find(|name| name.kind == Kind::List).map(|name| format!("{}[]", name.text));
        if let Some(items) = list.filter(|_| self.random.chance(10)) {
            return format!("forbid: {{{}: \"a\"}}", quoted(&items));
        }
        match self.random.below(16) {
            0 | 1 => format!("require: {}", self.one_name()),
            2 => format!("require: {}", self.names_of(2)),
            3 => format!("require: {{{}}}", self.tests(false)),
            4 => format!("forbid: {}", self.one_name()),
            5 | 6 => format!("forbid: {}", self.members(1, 2)),
            7..=9 => self.group(1),
            10 | 11 => match self.testable(false) {
                Some(name) => format!("allow: {{{}: {}}}", quoted(&name.text), self.test(&name)),
                None => format!("require: {}", self.one_name()),
            },
            12 | 13 => match self.comparison(false) {
                Some(comparison) => format!("compare: {}", quoted(&comparison)),
                None => format!("forbid: {}", self.one_name()),
            },
            14 => format!("ensure: {}", self.cond(2)),
            _ => match self.testable(false) {
                Some(name) if self.random.chance(50) => {
                    let value = &name.values[0];
                    format!("default: {{{}: {value}}}", quoted(&name.text))
                }
                _ => format!("ignored: {}", self.one_name()),
            },
        }
    }

    fn cond(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.chance(45) {
            return if self.random.chance(40) { self.one_name() } else { format!("{{{}}}", self.tests(true)) };
        }
        match self.random.below(6) {
            0 => format!("{{all: [{}, {}]}}", self.cond(depth - 1), self.cond(depth - 1)),
            1 => format!("{{any: [{}, {}]}}", self.cond(depth - 1), self.cond(depth - 1)),
            2 => format!("{{not: {}}}", self.cond(depth - 1)),
            3 => format!("{{absent: {}}}", self.names_of(2)),
            4 => format!("{{{}}}", self.group(0)),
            _ => match self.comparison(true) {
                Some(comparison) => format!("{{compare: {}}}", quoted(&comparison)),
                None => self.one_name(),
            },
        }
    }

    fn group(&mut self, depth: usize) -> String {
        let keyword = self.random.pick(&["exactly_one", "at_most_one", "at_least_one", "all_or_none"]);
        let members = if depth == 0 { self.names_of(2) } else { self.members(2, 3) };
        format!("{keyword}: {members}")
    }

    fn members(&mut self, least: usize, most: usize) -> String {
        let count = self.random.between(least, most);
        let mut members: Vec<String> = Vec::new();
        for _ in 0..20 {
            let member = if self.random.chance(60) { self.one_name() } else { self.cond(1) };
            if members.len() < count && !members.contains(&member) {
                members.push(member);
            }
        }
        format!("[{}]", members.join(", "))
    }

    fn one_name(&mut self) -> String {
        quoted(&self.random.pick(&self.names).text)
    }

    fn names_of(&mut self, count: usize) -> String {
        let mut names = vec![self.one_name()];
        for _ in 0..10 {
            let name = self.one_name();
            if names.len() < count && !names.contains(&name) {
                names.push(name);
            }
        }
        format!("[{}]", names.join(", "))
    }

    fn testable(&mut self, facts_too: bool) -> Option<Name> {
        let facts = facts_too && !self.facts.is_empty() && self.random.chance(35);
        let from = if facts { &self.facts } else { &self.names };
        let scalars: Vec<Name> = from.iter().filter(|name| !name.kind.is_container()).cloned().collect();
        (!scalars.is_empty()).then(|| self.random.pick(&scalars))
    }

    /// One test or two, as the inside of a map.
    fn tests(&mut self, facts_too: bool) -> String {
        let (Some(first), Some(second)) = (self.testable(facts_too), self.testable(facts_too)) else {
            return format!("absent: {}", self.one_name());
        };
        let mut tests = format!("{}: {}", quoted(&first.text), self.test(&first));
        if first.text != second.text && self.random.chance(30) {
            tests += &format!(", {}: {}", quoted(&second.text), self.test(&second));
        }
        tests
    }

    fn test(&mut self, name: &Name) -> String {
        let (first, second) = (self.random.pick(&name.values), self.random.pick(&name.values));
        match self.random.below(6) {
            0 | 1 => first,
            2 if first != second => format!("[{first}, {second}]"),
            3 if name.kind.is_text() => {
                format!("{{matches: {}}}", quoted(self.random.pick(&["a.*", "b|zed"])))
            }
            3 if name.kind.is_numeric() => format!("{{ge: {first}, ne: {second}}}"),
            4 | 2 if name.kind.is_numeric() => {
                format!("{{{}: {first}}}", self.random.pick(&["gt", "ge", "lt", "le"]))
            }
            5 => format!("{{ne: {first}}}"),
            _ => format!("{{eq: {first}}}"),
        }
    }

    fn comparison(&mut self, facts_too: bool) -> Option<String> {
        let operand = |name: &Name| match name.text.contains([' ', '-']) {
            true => format!("`{}`", name.text),
            false => name.text.clone(),
        };
        let kinds: &[Kind] = if self.random.chance(50) {
            &[Kind::Integer, Kind::Number]
        } else {
            self.random.pick(&[[Kind::String, Kind::Enum].as_slice(), &[Kind::Boolean]])
        };
        let facts: &[Name] = if facts_too { &self.facts } else { &[] };
        let mut alike: Vec<Name> =
            self.names.iter().chain(facts).filter(|name| kinds.contains(&name.kind)).cloned().collect();
        if alike.is_empty() || (alike.len() == 1 && !alike[0].kind.is_numeric()) {
            return None;
        }
        let first = alike.swap_remove(self.random.below(alike.len()));
        if !first.kind.is_numeric() {
            let second = alike.swap_remove(self.random.below(alike.len()));
            return Some(format!("{} {} {}", operand(&first), self.random.pick(&["==", "!="]), operand(&second)));
        }
        let mut left = operand(&first);
        if alike.len() > 1 && self.random.chance(40) {
            let next = alike.swap_remove(self.random.below(alike.len()));
            left += &format!(" {} {}", self.random.pick(&["+", "-"]), operand(&next));
        }
        let mut right = match alike.pop() {
            Some(name) if self.random.chance(85) => operand(&name),
            _ => self.random.pick(&["2", "1", "3"]).to_owned(),
        };
        if self.random.chance(30) {
            right += self.random.pick(&[" + 1", " - 1"]);
        }
        Some(format!("{left} {} {right}", self.random.pick(&["<", "<=", ">", ">=", "==", "!="])))
    }
}
