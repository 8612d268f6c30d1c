//! From pairs to a request.

use std::collections::{BTreeMap, HashMap};

use contingent_rules::{Kind, Operation, Parameter, Value};

use super::is_container;

/// The request that the pairs say, by the types of the operation: known parameters in its order,
/// then unknown names in theirs. The [module](crate::wire) says how each type is read.
///
/// - The whole name of a parameter wins over any reading of its dots, and a longer name over a
///   shorter one.
/// - Indices begin with 1 and may come in any order. Gaps close up: memory is never allocated by
///   an index.
/// - A name given twice becomes the list of its texts, which no check of a scalar accepts.
/// - A container given both as a text and by its parts is the text, which no check of it accepts;
///   the parts stay as unknown names.
///
/// The time grows with the number of pairs times the number of parameters.
pub fn from_pairs(operation: &Operation, pairs: &[(&str, &str)]) -> Value {
    let pairs = pairs.iter().map(|(name, text)| Pair { name, rest: name, text }).collect();
    let mut unread = Vec::new();
    let mut entries = read_fields(operation, &operation.parameters, pairs, &mut unread);
    entries.extend(texts_by_name(unread.iter().map(|pair| (pair.name, pair.text))));
    Value::Object(entries)
}

#[derive(Clone, Copy)]
struct Pair<'a> {
    /// The whole name.
    name: &'a str,
    /// The part of the name that is still to be read.
    rest: &'a str,
    text: &'a str,
}

/// What was said about one parameter, field or item.
#[derive(Default)]
struct Found<'a> {
    /// Under its own name.
    texts: Vec<&'a str>,
    /// About its parts.
    parts: Vec<Pair<'a>>,
}

impl<'a> Found<'a> {
    fn add(&mut self, pair: Pair<'a>, rest: Option<&'a str>) {
        match rest {
            Some(rest) => self.parts.push(Pair { rest, ..pair }),
            None => self.texts.push(pair.text),
        }
    }
}

fn read_fields<'a>(
    operation: &Operation,
    fields: &[Parameter],
    pairs: Vec<Pair<'a>>,
    unread: &mut Vec<Pair<'a>>,
) -> Vec<(String, Value)> {
    let mut found: Vec<(&Parameter, Found<'a>)> = fields.iter().map(|field| (field, Found::default())).collect();
    let mut unknown = Vec::new();
    for pair in pairs {
        if let Some((_, found)) = found.iter_mut().find(|(field, _)| field.name == pair.rest) {
            found.add(pair, None);
            continue;
        }
        let inside = found
            .iter_mut()
            .filter_map(|(field, found)| Some((field.name.len(), part_of(field, pair.rest)?, found)))
            .max_by_key(|(length, _, _)| *length);
        match inside {
            Some((_, rest, found)) => found.add(pair, Some(rest)),
            None => unknown.push((pair.rest, pair.text)),
        }
    }
    let mut entries = Vec::new();
    for (field, found) in found {
        if !found.texts.is_empty() || !found.parts.is_empty() {
            entries.push((field.name.clone(), read_value(operation, Some(&field.kind), found, unread)));
        }
    }
    entries.extend(texts_by_name(unknown.into_iter()));
    entries
}

/// The rest of a name that speaks of a part of this field in a way its type can have.
fn part_of<'a>(field: &Parameter, name: &'a str) -> Option<&'a str> {
    let rest = name.strip_prefix(field.name.as_str())?.strip_prefix('.')?;
    can_read(&field.kind, rest).then_some(rest)
}

fn can_read(kind: &Kind, rest: &str) -> bool {
    match kind {
        Kind::List(item) => match (split_index(rest), item) {
            (None, _) => false,
            (Some((_, None)), _) | (Some(_), None) => true,
            (Some((_, Some(rest))), Some(item)) => can_read(&item.kind, rest),
        },
        Kind::Map(Some(item)) if is_container(&item.kind) => {
            rest.split_once('.').is_none_or(|(_, rest)| can_read(&item.kind, rest))
        }
        Kind::Map(_) | Kind::Object(_) => true,
        Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }
        | Kind::Json
        | Kind::JsonList(_)
        | Kind::JsonObject(_) => false,
    }
}

/// An index as text, and what comes after its dot. One spelling only: `0` and `01` are no index.
fn split_index(rest: &str) -> Option<(&str, Option<&str>)> {
    let (index, rest) = split_name(rest);
    let is_index = !index.is_empty() && !index.starts_with('0') && index.bytes().all(|b| b.is_ascii_digit());
    is_index.then_some((index, rest))
}

fn split_name(rest: &str) -> (&str, Option<&str>) {
    rest.split_once('.').map_or((rest, None), |(name, rest)| (name, Some(rest)))
}

fn read_value<'a>(operation: &Operation, kind: Option<&Kind>, found: Found<'a>, unread: &mut Vec<Pair<'a>>) -> Value {
    match (found.texts.as_slice(), kind) {
        // The mark of emptiness beside parts says nothing.
        ([] | [""], kind) if !found.parts.is_empty() => read_parts(operation, kind, found.parts, unread),
        ([""], Some(Kind::List(_))) if !operation.empty_is_absent => Value::List(Vec::new()),
        ([""], Some(Kind::Object(_) | Kind::Map(_))) if !operation.empty_is_absent => Value::Object(Vec::new()),
        (texts, _) => {
            unread.extend(found.parts);
            texts_as_value(texts)
        }
    }
}

fn read_parts<'a>(
    operation: &Operation,
    kind: Option<&Kind>,
    parts: Vec<Pair<'a>>,
    unread: &mut Vec<Pair<'a>>,
) -> Value {
    match kind {
        Some(Kind::List(item)) => {
            // Digits of one length are ordered as texts, so no index is too large to be read.
            let mut items: BTreeMap<(usize, &str), Found<'a>> = BTreeMap::new();
            for pair in parts {
                // Every part was let in by `can_read`; an index is there.
                if let Some((index, rest)) = split_index(pair.rest) {
                    items.entry((index.len(), index)).or_default().add(pair, rest);
                }
            }
            let item_kind = item.as_ref().map(|item| &item.kind);
            Value::List(items.into_values().map(|found| read_value(operation, item_kind, found, unread)).collect())
        }
        Some(Kind::Map(Some(item))) if is_container(&item.kind) => {
            let named = parts.into_iter().map(|pair| {
                let (name, rest) = split_name(pair.rest);
                (name, (pair, rest))
            });
            let groups = grouped(named, |found: &mut Found<'a>, (pair, rest)| found.add(pair, rest));
            let read = |(name, found): (&str, Found<'a>)| {
                (name.to_owned(), read_value(operation, Some(&item.kind), found, unread))
            };
            Value::Object(groups.into_iter().map(read).collect())
        }
        Some(Kind::Object(fields)) => Value::Object(read_fields(operation, fields, parts, unread)),
        // Free names, or a structure that nothing describes: flat.
        _ => Value::Object(texts_by_name(parts.iter().map(|pair| (pair.rest, pair.text)))),
    }
}

fn texts_by_name<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, Value)> {
    let groups = grouped(pairs, |texts: &mut Vec<&str>, text| texts.push(text));
    groups.into_iter().map(|(name, texts)| (name.to_owned(), texts_as_value(&texts))).collect()
}

fn texts_as_value(texts: &[&str]) -> Value {
    match texts {
        [text] => Value::from(*text),
        texts => Value::List(texts.iter().map(|text| Value::from(*text)).collect()),
    }
}

/// What belongs to each name, in the order in which the names first appear.
fn grouped<'a, T, G: Default>(items: impl Iterator<Item = (&'a str, T)>, add: impl Fn(&mut G, T)) -> Vec<(&'a str, G)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<(&str, G)> = Vec::new();
    for (name, item) in items {
        let place = *places.entry(name).or_insert_with(|| {
            groups.push((name, G::default()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            add(group, item);
        }
    }
    groups
}
