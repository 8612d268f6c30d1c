//! Random calls with hostile values: no panic, and replies of the declared kinds.

use contingent_rules::Kind as Type;
use contingent_rules::service::{ReplyField, ReplyKind};

use super::*;

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const TEXTS: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "2",
    "007",
    "5.0",
    "1e400",
    "1e9999999999",
    "9223372036854775807",
    "99999999999999999999",
    "true",
    "x,y",
    ",",
    "é\u{0}\u{202e}\n\"",
    "[]",
    "{}",
    "[1,{\"a\":[null]}]",
    "[\"x\"]",
    "{\"Tag\":[1]}",
    "{\"a\":1,\"a\":2}",
    "rare",
    "novel",
    "br0001",
    "bkpreset0000",
    "shelved",
    "NaN",
    "-",
    "[[[[",
    "%s",
];

fn value(dice: &mut Dice, ids: &[String], depth: usize) -> Value {
    match dice.below(if depth == 0 { 7 } else { 10 }) {
        0 => Value::Null,
        1 => Value::Bool(dice.below(2) == 0),
        2 => Value::Number((*dice.pick(&["0", "1", "2.50", "1e3", "-7", "1e400", "what"])).into()),
        3 | 4 => dice.pick(ids).as_str().into(),
        5 | 6 => (*dice.pick(TEXTS)).into(),
        7 => Value::List((0..dice.below(4)).map(|_| value(dice, ids, depth - 1)).collect()),
        8 => {
            let entry = |dice: &mut Dice| ((*dice.pick(TEXTS)).to_owned(), value(dice, ids, depth - 1));
            Value::Object((0..dice.below(4)).map(|_| entry(dice)).collect())
        }
        _ => {
            let deep = dice.below(200);
            let deeper = |inner, _| Value::List(vec![inner]);
            (0..deep).fold(Value::Null, deeper)
        }
    }
}

/// Whether a value is of a kind; what did not fit is a text.
fn fits(value: &Value, kind: &ReplyKind) -> bool {
    if value.as_str().is_some() {
        return true;
    }
    let object = |fields: &[ReplyField], entries: &[(String, Value)]| {
        let mut order = fields.iter();
        let field = |(name, value): &(String, Value)| {
            order.by_ref().find(|field| field.name == *name).is_some_and(|field| fits(value, &field.kind))
        };
        entries.iter().all(field)
    };
    match (kind, value) {
        (ReplyKind::Any, _) => true,
        (ReplyKind::Scalar(Type::Integer | Type::Long | Type::TimestampMs), Value::Number(text)) => {
            text.parse::<i64>().is_ok()
        }
        (ReplyKind::Scalar(Type::Number), Value::Number(_)) | (ReplyKind::Scalar(Type::Boolean), Value::Bool(_)) => {
            true
        }
        (ReplyKind::List(None, inner), Value::List(items)) => items.iter().all(|item| fits(item, inner)),
        (ReplyKind::List(Some(name), inner), Value::Object(_)) => {
            matches!(value.get(name), Some(Value::List(items)) if items.iter().all(|item| fits(item, inner)))
        }
        (ReplyKind::Object(fields), Value::Object(entries)) => object(fields, entries),
        (ReplyKind::Map(inner), Value::Object(entries)) => entries.iter().all(|(_, value)| fits(value, inner)),
        (_, _) => false,
    }
}

#[test]
fn random_calls_never_panic_and_replies_are_of_their_kinds() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::new(library()).unwrap();
    let (store, mut state) = crate::store::Store::open(dir.path(), &engine).unwrap();
    let (mut dice, mut ids) = (Dice(42), vec!["bkpreset0000".to_owned()]);
    let (mut done, mut refused, mut taken) = (0, 0, Vec::new());
    for _ in 0..20_000 {
        let served = dice.pick(&engine.service().operations);
        let mut entries = Vec::new();
        for parameter in &served.request.parameters {
            match (parameter.name.as_str(), dice.below(4)) {
                ("Title" | "Reader", 0..=2) => entries.push((parameter.name.clone(), (*dice.pick(TEXTS)).into())),
                ("BookId" | "Ids", 0..=2) => entries.push((parameter.name.clone(), dice.pick(&ids).as_str().into())),
                (_, 0) => entries.push((parameter.name.clone(), value(&mut dice, &ids, 4))),
                (_, _) => {}
            }
        }
        if dice.below(10) == 0 {
            entries.push(((*dice.pick(TEXTS)).to_owned(), value(&mut dice, &ids, 2)));
        }
        let request = if dice.below(100) == 0 { value(&mut dice, &ids, 3) } else { Value::Object(entries) };
        let now = *dice.pick(&[NOW, NOW + 60_000, NOW + 4_000_000, i64::MIN, i64::MAX, 0, NOW - 1]);
        let call = Call { operation: &served.request.name, request: &request, account: "me", request_id: "R", now };
        let outcome = engine.execute(&mut state, &call, *dice.pick(&[None, Some("old"), Some("new")]));
        match outcome.answer {
            Ok(reply) => {
                done += 1;
                assert!(fits(&reply, &ReplyKind::Object(served.response.clone())), "{} {reply}", served.request.name);
                assert_eq!(Value::parse(&reply.to_string()).as_ref(), Ok(&reply), "{reply}");
                ids.extend(reply.get("BookId").and_then(Value::as_str).map(str::to_owned));
            }
            Err(refusal) => {
                refused += 1;
                assert!(!refusal.message.chars().any(char::is_control), "{refusal:?}");
            }
        }
        taken.push(state.take_changes());
    }
    assert!(done > 2000 && refused > 2000, "{done} {refused}");
    // Whatever was kept can be read again.
    store.commit(taken).unwrap();
    drop(store);
    let (_store, again) = crate::store::Store::open(dir.path(), &engine).unwrap();
    for kind in 0..2 {
        assert!(again.items(kind).eq(state.items(kind)));
    }
    assert!(again.tokens().all().eq(state.tokens().all()));
}
