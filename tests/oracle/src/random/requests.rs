//! Requests and facts for an operation: mostly right, sometimes wrong in every way there is.

use super::{Random, quoted};
use crate::spec::{Def, Operation};
use crate::value::{Kind, Scalar, decimal_text};

const WRONG: [&str; 14] = [
    "true",
    "5",
    "-1.5",
    "\"zz\"",
    "[]",
    "{}",
    "[1]",
    "[null, [], {}]",
    "{\"a\": 1}",
    "[{\"a\": []}]",
    "\"\"",
    "\"[{]\"",
    "\"[{}]\"",
    "\"{}\"",
];

/// The text of a request.
pub(super) fn request(random: &mut Random, operation: &Operation) -> String {
    let often = random.pick(&[40, 65, 90]);
    // Half of all requests are right in themselves: in the others hardly a rule is ever the first thing wrong.
    let wrong = random.chance(50);
    object(random, &operation.parameters, often, wrong)
}

/// The text of the facts.
pub(super) fn facts(random: &mut Random, operation: &Operation) -> String {
    let mut facts = Vec::new();
    for (name, def) in &operation.facts {
        let value = match random.below(10) {
            0..=2 => continue,
            3 => "null".to_owned(),
            4 => random.pick(&["\"Zed\"", "5", "[]"]).to_owned(),
            _ => scalar(random, def, true),
        };
        let dollar = if random.chance(50) { "$" } else { "" };
        facts.push(format!("\"{dollar}{name}\": {value}"));
    }
    if random.chance(5) {
        facts.push("\"Nope\": \"a\"".to_owned());
    }
    format!("{{{}}}", facts.join(", "))
}

fn object(random: &mut Random, defs: &[(String, Def)], often: usize, wrong: bool) -> String {
    let mut fields = Vec::new();
    for (name, def) in defs {
        if random.chance(often) || (def.required && !(wrong && random.chance(20))) {
            fields.push(format!("{}: {}", quoted(name), value(random, def, wrong)));
        }
    }
    if random.chance(4) {
        fields.push(format!("\"Nope\": {}", random.pick(&WRONG)));
    }
    format!("{{{}}}", fields.join(", "))
}

fn value(random: &mut Random, def: &Def, wrong: bool) -> String {
    match random.below(100) {
        _ if !wrong => {}
        0..=3 => return "null".to_owned(),
        4..=10 => return random.pick(&WRONG).to_owned(),
        _ => {}
    }
    let plain = match (def.kind, &def.items, &def.fields) {
        (Kind::List, Some(items), _) | (Kind::Json, Some(items), _) => {
            let values: Vec<String> = (0..random.below(4)).map(|_| value(random, items, wrong)).collect();
            format!("[{}]", values.join(", "))
        }
        (Kind::Map, Some(items), _) => {
            let keys = ["k", "l"].iter().take(random.below(3));
            let entries: Vec<String> = keys.map(|key| format!("\"{key}\": {}", value(random, items, wrong))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        (Kind::Object | Kind::Json, _, Some(fields)) => object(random, fields, 60, wrong),
        (Kind::List, None, _) => random.pick(&["[]", "[1, \"a\"]", "[{}]"]).to_owned(),
        (Kind::Object | Kind::Map, _, None) => random.pick(&["{}", "{\"a\": 1}"]).to_owned(),
        (Kind::Json, None, None) => random.pick(&["{}", "[1]", "5"]).to_owned(),
        _ => return scalar(random, def, wrong),
    };
    // The other form of a json parameter: the same structure as a text.
    if def.kind == Kind::Json && random.chance(50) { quoted(&plain) } else { plain }
}

fn scalar(random: &mut Random, def: &Def, wrong: bool) -> String {
    if !wrong || random.chance(60) {
        let members = def.one_of.iter().flatten().chain(&def.constant).cloned().collect::<Vec<Scalar>>();
        if !members.is_empty() {
            return match random.pick(&members) {
                Scalar::Text(text) => quoted(&text),
                Scalar::Bool(truth) => truth.to_string(),
                Scalar::Number(number) => decimal_text(number),
            };
        }
    }
    let bounded = def.min.is_some() || def.pattern.is_some() || def.max_length.is_some();
    let texts: &[&str] = match def.kind {
        // What satisfies every bound, pattern and length of `parameters`.
        Kind::String if bounded && !wrong => {
            if def.min_length.is_some() {
                &["\"abc\"", "\"cc\""]
            } else {
                &["\"a\"", "\"b\""]
            }
        }
        Kind::String if !wrong => &["\"a\"", "\"b\"", "\"5\"", "\"abc\""],
        Kind::Boolean if !wrong => &["true", "false", "\"true\""],
        Kind::Number if !wrong => &["0.1", "1.5", "2", "\"1.50\"", "2.0"],
        kind if kind.is_numeric() && !wrong => &["1", "5", "3", "\"5\"", "5.0"],
        Kind::Enum if !wrong => return quoted(&random.pick(&def.values).0),
        Kind::Enum if random.chance(85) => return quoted(&random.pick(&def.values).0),
        Kind::Enum => &["\"A\"", "\"Zed\"", "\"\"", "\"aa\""],
        Kind::Boolean => &["true", "false", "true", "false", "\"true\"", "\"false\"", "\"True\""],
        Kind::Integer => {
            &["1", "5", "3", "2", "0", "-2", "\"5\"", "\"007\"", "5.0", "1e1", "\"-0\"", "5.5", "\"5.0\"", "2147483648"]
        }
        Kind::Long | Kind::Timestamp => &[
            "1",
            "5",
            "3",
            "2",
            "0",
            "-2",
            "\"5\"",
            "6.0",
            "\"9007199254740993\"",
            "9007199254740993",
            "9223372036854775808",
            "\"+5\"",
        ],
        Kind::Number => &["0.1", "1.5", "2", "\"1.50\"", "\"-0.5\"", "2.0", "1e-3", "\"1e3\"", "0.3", "\".5\"", "2.51"],
        _ => &["\"a\"", "\"b\"", "\"5\"", "\"abc\"", "\"cc\"", "\"b5\"", "\"é\"", "\"\"", "\"toolong\"", "\"a\\nb\""],
    };
    random.pick(texts).to_owned()
}
