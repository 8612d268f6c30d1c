//! Requests and facts made wrong: other types, other spellings of numbers, texts for structures, unknown names.

use contingent_agreement::random::Random;
use contingent_rules::{Operation, Value};

/// Values of every type, with numbers and texts at the edges of what is read.
const ODD: [&str; 44] = [
    "null",
    "true",
    "false",
    "\"true\"",
    "\"false\"",
    "\"True\"",
    "\"\"",
    "\" \"",
    "0",
    "-0",
    "5.0",
    "5.5",
    "1e3",
    "1e-3",
    "-1",
    "1e400",
    "1e20000",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "\"5\"",
    "\"5.0\"",
    "\"1e3\"",
    "\"-00012\"",
    "\"9223372036854775808\"",
    "\"0.30\"",
    "0.1",
    "[]",
    "{}",
    "[null]",
    "[1,\"a\",{}]",
    "{\"a\":null}",
    "\"[]\"",
    "\"{}\"",
    "\"[1,\"",
    "\"null\"",
    "\"[{\\\"a\\\":\\\"x\\\"},null,\\\"\\\"]\"",
    "\"日本語 😀\"",
    "\"a\\u0301\\n\\u2028'\\\"\\\\\"",
    "\"\\\"{}\\\"\"",
];

/// Unknown names, some near to nothing.
const NAMES: [&str; 6] = ["x", "Ångström", "__proto__", "1", "\u{202e}evil", "a'b\"c\\"];

/// Makes a few values of a request odd, and adds names that the operation does not have.
pub fn request(random: &mut Random, operation: &Operation, request: &Value) -> Value {
    let mut spoiled = request.clone();
    for _ in 0..=random.below(3) {
        let depth = random.below(3);
        value(random, &mut spoiled, depth);
    }
    if let Value::Object(entries) = &mut spoiled {
        let names: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        if random.chance(30) {
            let near = random.pick(&names).map(|name| misspelled(random, name)).unwrap_or_default();
            put(entries, near, odd(random));
        }
        if random.chance(20) {
            let name = random.pick(&NAMES).copied().unwrap_or_default().to_owned();
            put(entries, name, odd(random));
        }
        if random.chance(30) {
            let name = random.pick(&names).map(|name| (*name).to_owned()).unwrap_or_default();
            put(entries, name, odd(random));
        }
        if random.chance(20) {
            entries.reverse();
        }
        if random.chance(20)
            && let Some((_, inner)) = entries.iter_mut().find(|(_, it)| matches!(it, Value::List(_) | Value::Object(_)))
        {
            *inner = Value::Text(inner.to_string());
        }
    }
    if random.chance(1) { odd(random) } else { spoiled }
}

/// Makes facts odd, with `$` and without, and adds some that the operation does not have.
pub fn facts(random: &mut Random, operation: &Operation, facts: &Value) -> Value {
    let Value::Object(entries) = facts else { return facts.clone() };
    let mut entries = entries.clone();
    for (name, value) in &mut entries {
        if random.chance(20) {
            *value = odd(random);
        }
        if random.chance(50) {
            name.insert(0, '$');
        }
    }
    if random.chance(20) {
        let names: Vec<&str> = operation.facts.iter().map(|fact| fact.name.as_str()).collect();
        let name = random.pick(&names).map(|name| misspelled(random, name));
        put(&mut entries, name.unwrap_or_else(|| "Unknown".to_owned()), odd(random));
    }
    Value::Object(entries)
}

/// An odd value.
fn odd(random: &mut Random) -> Value {
    random.pick(&ODD).and_then(|text| Value::parse(text).ok()).unwrap_or(Value::Null)
}

/// One odd value somewhere inside, at most so deep.
fn value(random: &mut Random, inside: &mut Value, depth: usize) {
    let inner = match inside {
        Value::Object(entries) if !entries.is_empty() => {
            let index = random.below(entries.len());
            entries.get_mut(index).map(|(_, inner)| inner)
        }
        Value::List(items) if !items.is_empty() => {
            let index = random.below(items.len());
            items.get_mut(index)
        }
        _ => None,
    };
    let Some(inner) = inner else { return };
    let is_deeper = matches!(inner, Value::Object(_) | Value::List(_));
    if is_deeper && depth > 0 {
        value(random, inner, depth - 1);
    } else if let (Value::Text(text), true) = (&mut *inner, random.chance(30)) {
        *text = misspelled(random, text);
    } else {
        *inner = odd(random);
    }
}

/// A slip of the pen: another case, a letter lost, doubled, swapped or changed.
fn misspelled(random: &mut Random, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = random.below(letters.len());
    match random.below(5) {
        0 => return name.to_lowercase(),
        1 if !letters.is_empty() => drop(letters.remove(at)),
        2 if !letters.is_empty() => letters.insert(at, letters[at]),
        3 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.push('é'),
    }
    letters.into_iter().collect()
}

fn put(entries: &mut Vec<(String, Value)>, name: String, value: Value) {
    entries.retain(|(known, _)| *known != name);
    entries.push((name, value));
}
