//! What schemas say about single values: lists of values, bounds, lengths, patterns, defaults.

use super::document::Document;
use super::numbers::{ceiling, decimal};
use super::pattern;
use super::schema::Layers;
use crate::diagnostic::is_control;
use crate::import::definition::{Definition, Kind, Shape};
use crate::spec::Node;
use std::collections::HashSet;

impl<'d> Document<'d> {
    pub(super) fn count(&mut self, layers: &Layers<'d>, key: &'static str) -> Option<u64> {
        let mut counts = Vec::new();
        for node in layers.all(key) {
            let number = node.text().and_then(decimal).and_then(|it| it.to_i64()).and_then(|it| u64::try_from(it).ok());
            match number {
                Some(number) => counts.push(number),
                None => self.left_out(node.span, format!("`{key}` is a whole number that is not negative")),
            }
        }
        // The strictest of several.
        if key.starts_with("min") { counts.into_iter().max().filter(|it| *it > 0) } else { counts.into_iter().min() }
    }

    pub(super) fn pattern(&mut self, layers: &Layers<'d>, it: &mut Definition) {
        let mut patterns = layers.all("pattern");
        if let Some(node) = patterns.next() {
            match pattern::whole(node.text().unwrap_or_default()) {
                Ok(text) if !text.contains(is_control) => it.pattern = Some(text),
                Ok(_) => self.left_out(node.span, "the pattern has control characters"),
                Err(why) => self.left_out(node.span, format!("the pattern cannot be used: {why}")),
            }
        }
        if let Some(second) = patterns.next() {
            self.left_out(second.span, "a text has one pattern; this is another one");
        }
    }

    /// `enum` and `const`.
    pub(super) fn values(&mut self, layers: &Layers<'d>, it: &mut Definition) {
        let listed = layers.get("enum").map(Node::list).unwrap_or_default();
        let nodes: Vec<&Node> = layers.get("const").into_iter().chain(listed).collect();
        let nodes = if layers.get("const").is_some() { nodes.get(..1).unwrap_or_default() } else { nodes.as_slice() };
        if it.is_container() {
            if let Some(first) = nodes.first() {
                self.left_out(first.span, "only single values can be listed");
            }
            return;
        }
        let plain =
            Definition { shape: Shape { kind: it.shape.kind.clone(), ..Shape::default() }, ..Definition::default() };
        let mut seen: HashSet<String> = it.shape.values.iter().map(|(value, ..)| value.clone()).collect();
        for node in nodes.iter().filter(|node| !node.is_null()) {
            let Some(text) = node.text().filter(|it| !it.contains(is_control)) else {
                self.left_out(node.span, format!("a value is a text on one line, found {}", node.describe()));
                continue;
            };
            if it.shape.kind == Kind::Enum {
                if seen.insert(text.to_owned()) {
                    it.shape.values.push((text.to_owned(), format!("The value `{text}`."), None));
                }
            } else if plain.accepts(text) {
                if seen.insert(text.to_owned()) {
                    it.one_of.push(text.to_owned());
                }
            } else {
                self.left_out(node.span, format!("`{text}` is not a value that `{}` can have", it.name));
            }
        }
        if it.shape.kind == Kind::Enum && it.shape.values.is_empty() {
            it.shape.kind = Kind::Text;
        } else if it.shape.kind != Kind::Enum {
            let values = std::mem::take(&mut it.shape.values);
            it.one_of.extend(values.into_iter().map(|(value, ..)| value));
            it.one_of.retain(|value| plain.accepts(value));
        }
    }

    pub(super) fn bounds(&mut self, layers: &Layers<'d>, it: &mut Definition) {
        let mut beyond = Vec::new();
        let sides = [("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false)];
        for (key, exclusive, low) in sides {
            // In 3.0 the exclusive one is a flag for the other, in 3.1 a number of its own.
            let flag = layers.flag(exclusive);
            let mut bounds: Vec<(&Node, bool)> = layers.all(key).map(|node| (node, flag)).collect();
            let own = layers.all(exclusive).filter(|node| !matches!(node.text(), Some("true" | "false")));
            bounds.extend(own.map(|node| (node, true)));
            for (node, open) in bounds {
                let Some(number) = node.text().and_then(decimal) else {
                    self.left_out(node.span, format!("a bound of `{}` is not a number that can be used", it.name));
                    continue;
                };
                let bound = if it.shape.kind == Kind::Number {
                    if open {
                        beyond.push((if low { "gt" } else { "lt" }, number.to_string()));
                    }
                    Some(number.to_string())
                } else {
                    let whole = match (low, open) {
                        (true, false) => ceiling(&number),
                        (true, true) => number.floor().and_then(|it| it.checked_add(1)),
                        (false, false) => number.floor(),
                        (false, true) => ceiling(&number).and_then(|it| it.checked_sub(1)),
                    };
                    whole.map(|it| it.to_string()).filter(|text| it.accepts_bound(text))
                };
                let Some(bound) = bound else {
                    self.left_out(node.span, format!("`{}` cannot reach this bound", it.name));
                    continue;
                };
                let slot = if low { &mut it.min } else { &mut it.max };
                let stricter = |old: &String| {
                    let (old, new) = (decimal(old), decimal(&bound));
                    if low { new > old } else { new < old }
                };
                if slot.as_ref().is_none_or(stricter) {
                    *slot = Some(bound);
                }
            }
        }
        let number = |bound: &Option<String>| bound.as_deref().and_then(decimal);
        if number(&it.min).zip(number(&it.max)).is_some_and(|(low, high)| low > high) {
            self.left_out(it.span, format!("no value of `{}` is within its bounds", it.name));
            (it.min, it.max) = (None, None);
        }
        it.beyond = beyond;
    }

    /// `default` and `example`.
    pub(super) fn samples(&mut self, layers: &Layers<'d>, it: &mut Definition) {
        if let Some(node) = layers.get("default") {
            it.default = self.sample(node, it);
            if it.default.is_none() && !(it.is_container() && node.list().is_empty() && node.map().is_empty()) {
                self.left_out(node.span, format!("this default of `{}` cannot be written", it.name));
            }
        }
        let first = layers.get("examples").and_then(|node| node.list().first());
        if let Some(node) = layers.get("example").or(first) {
            it.example = self.sample(node, it);
        }
    }
}

impl Definition {
    /// Whether the type can have a bound, whatever values it lists.
    fn accepts_bound(&self, text: &str) -> bool {
        let shape = Shape { kind: self.shape.kind.clone(), ..Shape::default() };
        Definition { shape, ..Definition::default() }.accepts(text)
    }
}
