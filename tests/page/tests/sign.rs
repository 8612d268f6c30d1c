//! What the page signs is verified by the same code that verifies requests in the emulator, and its steps read the same.

use contingent_agreement::random::Random;
use contingent_page::{folder, node};
use contingent_runtime::Value;
use contingent_runtime::aliyun::sign::{Received, claim};
use std::fs;

const SECRET: &str = "test secret/+&=";
/// Names that sort differently by bytes and by the halves of UTF-16, and one that is secret.
const NAMES: [&str; 8] = ["A", "a.b", "Tag.1.Key", "ﬁ", "😀", "Password", "Objects", "x y*~"];
const VALUES: [&str; 9] =
    ["", "plain", "p&a=s s'()!*~", "源 库*~", "b+c/d%41", "😀\u{2028}\n", "hunter2 & more", "\"{}\\$`", " x "];
const SECRETS: [&str; 1] = ["Password"];

fn text(value: &str) -> Value {
    Value::from(value)
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

fn draft(random: &mut Random) -> Value {
    let pair = |name: &str, random: &mut Random| {
        let value = random.pick(&VALUES).copied().unwrap_or_default();
        Value::List(vec![text(name), text(value)])
    };
    let mut pairs: Vec<Value> = Vec::new();
    for name in NAMES {
        if random.chance(50) {
            pairs.push(pair(name, random));
        }
    }
    pairs.push(Value::List(vec![text("Accept-Language"), text("zh-CN")]));
    let pick = |random: &mut Random, one, other| if random.chance(50) { one } else { other };
    object([
        ("scheme", text(pick(random, "V1", "V3"))),
        ("endpoint", text(pick(random, "https://example.com", "http://127.0.0.1:4010"))),
        ("action", text("Do")),
        ("version", text("2019-03-06")),
        ("pairs", Value::List(pairs)),
        ("inHeader", Value::List(vec![text("Accept-Language")])),
        ("inBody", Value::List(vec![text("Objects")])),
        ("placement", text(pick(random, "form", "query"))),
        ("accessKeyId", text("testid")),
        ("secret", text(SECRET)),
        ("securityToken", text(pick(random, "", "token/with+signs"))),
    ])
}

#[test]
fn what_the_page_signs_is_verified() {
    let mut random = Random::new(7);
    let drafts: Vec<Value> = (0..300).map(|_| draft(&mut random)).collect();
    let folder = folder("sign");
    let all = object([("drafts", Value::List(drafts)), ("secrets", Value::List(SECRETS.map(text).to_vec()))]);
    fs::write(folder.join("drafts.json"), all.to_string()).expect("drafts");
    let printed = node("sign.mjs", &[&folder]);
    let mut schemes = [0, 0];
    for line in printed.lines() {
        let signed = Value::parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let field =
            |name: &str| signed.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}: {line}"));
        let Some(Value::List(headers)) = signed.get("headers") else { panic!("no headers: {line}") };
        let header = |pair: &Value| match pair {
            Value::List(pair) => (pair[0].as_str().unwrap_or("").to_owned(), pair[1].as_str().unwrap_or("").to_owned()),
            _ => panic!("no pair: {line}"),
        };
        let headers: Vec<(String, String)> = headers.iter().map(header).collect();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let received = Received {
            method: field("method"),
            path_and_query: field("path"),
            headers: &headers,
            body: field("body").as_bytes(),
        };
        let claim = claim(&received).unwrap_or_else(|error| panic!("{error}: {line}"));
        let steps = claim.steps(&received, SECRET).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(claim.access_key_id, "testid");
        assert_eq!(claim.signature, steps.signature, "{line}");
        let explained = steps.explain(claim.scheme, &SECRETS);
        assert_eq!(field("explained"), explained, "{line}");
        assert!(!explained.contains("token/with") && !explained.contains(SECRET));
        schemes[usize::from(claim.scheme.algorithm().contains("256"))] += 1;
    }
    assert!(schemes[0] > 100 && schemes[1] > 100 && schemes[0] + schemes[1] == 300, "{schemes:?}");
}
