//! Rules of an import against the dependencies that they come from: on random requests both say the same.

use super::evaluator::{Request, keeps};
use super::{document, imported, sources};
use crate::random::Random;
use contingent::diagnostic::Diagnostics;
use contingent_rules::{Checker, Facts, Value};

/// The names of numbers begin with `n`.
const PARAMETERS: &str = "get:
  parameters:
    - {name: k, in: query, schema: {type: string, enum: [a, b, c]}}
    - {name: s, in: query, schema: {type: string}}
    - {name: t, in: header, schema: {type: string}}
    - {name: nx, in: query, schema: {type: integer, format: int32}}
    - {name: ny, in: query, schema: {type: integer}}
    - {name: nz, in: query, schema: {type: number}}
    - {name: f, in: cookie, schema: {type: boolean}}
    - {name: 'o-d[1]', in: query, schema: {type: string}}
    - {name: all, in: query, schema: {type: string}}
  x-dependencies:
";

const TEXTS: [&str; 7] = ["a", "b", "front-1", "5", "a*b", "x.y", "front-"];
const WHOLE: [&str; 5] = ["-1", "0", "2", "3", "7"];
const EXACT: [&str; 6] = ["-1.5", "0", "2.5", "0.1", "3.0", "7"];

/// Dependencies with something about them that chance seldom finds.
const CHOSEN: [&str; 26] = [
    "IF k=='a' THEN s;",
    "IF k!='a' THEN NOT s;",
    "IF NOT k=='a' THEN t;",
    "IF NOT k=='a'|'b' THEN t;",
    "IF k!='a'|'b' THEN t AND f;",
    "IF s THEN k=='b' AND nx>=2 AND NOT t;",
    "IF s THEN Or(t, f) AND nx;",
    "IF s THEN NOT OnlyOne(t, f);",
    "IF s THEN NOT Or(t, f);",
    "IF s LIKE 'front-*' THEN NOT t LIKE '?';",
    "IF s LIKE 'a\\*?' THEN f==true;",
    "IF [o-d[1]] THEN all;",
    "NOT AllOrNone(s, t);",
    "OnlyOne(k=='a', nx>2, s AND t);",
    "nx <= ny;",
    "nx + ny - nz < 5.5;",
    "nx >= 2.5;",
    "nz == 2.5;",
    "nx != 3;",
    "7 > nx;",
    "IF nx < ny THEN nz + nx >= 2;",
    "IF NOT nx < ny THEN s;",
    "IF NOT (s OR nx>=2.5) THEN NOT (t AND f==false);",
    "IF nx + nx <= 6 OR ny == 0 THEN nz != 0;",
    "IF -nx + 3 > nz THEN NOT NOT s;",
    "IF f!=true THEN s=='5'|'x.y';",
];

fn request(random: &mut Random) -> Request {
    let mut request = Request::new();
    for (name, values) in [
        ("k", &["a", "b", "c"][..]),
        ("s", &TEXTS),
        ("t", &TEXTS),
        ("nx", &WHOLE),
        ("ny", &WHOLE),
        ("nz", &EXACT),
        ("f", &["true", "false"]),
        ("o-d[1]", &TEXTS),
        ("all", &TEXTS),
    ] {
        if random.below(2) == 0 {
            request.insert(name.to_owned(), (*random.pick(values)).to_owned());
        }
    }
    request
}

fn json(request: &Request) -> Value {
    let pairs = request.iter().map(|(name, value)| serde_json::json!({ name: value }).to_string());
    let inner: Vec<String> = pairs.map(|it| it[1..it.len() - 1].to_owned()).collect();
    Value::parse(&format!("{{{}}}", inner.join(","))).unwrap()
}

fn atom(random: &mut Random) -> String {
    let text = *random.pick(&TEXTS[..6]);
    match random.below(8) {
        0 => (*random.pick(&["k", "s", "nx", "[o-d[1]]", "f"])).to_owned(),
        1 => format!("k=='{}'", random.pick(&["a", "b", "c"])),
        2 => format!("k!='{}'|'{}'", random.pick(&["a", "b"]), random.pick(&["b", "c"])),
        3 => format!("{} LIKE '{}'", random.pick(&["s", "t"]), random.pick(&["*", "?", "*-?", "a*", "x.*"])),
        4 => format!("[o-d[1]]{}'{text}'", random.pick(&["==", "!="])),
        5 => format!("f=={}", random.pick(&["true", "false"])),
        6 => format!("nx{}{}", random.pick(&["<", "<=", ">", ">=", "==", "!="]), random.pick(&["0", "2", "3"])),
        _ => {
            let sign = *random.pick(&["<", "<=", ">", ">=", "==", "!="]);
            format!("nx + {} {sign} {} - 1.5", random.pick(&["ny", "nz", "2"]), random.pick(&["ny", "nz"]))
        }
    }
}

fn clause(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return atom(random);
    }
    let mut inner = || clause(random, depth - 1);
    let (one, two, three) = (inner(), inner(), inner());
    match random.below(9) {
        0 => one,
        1 => format!("NOT ({one})"),
        2 => format!("({one} AND {two})"),
        3 => format!("({one} OR {two})"),
        4 => format!("({one} AND ({two} OR {three}))"),
        other => {
            let word = ["Or", "OnlyOne", "AllOrNone", "ZeroOrOne", "NOT Or"][other - 5];
            format!("{word}({one}, {two}, {three})")
        }
    }
}

fn dependency(random: &mut Random) -> String {
    let depth = random.below(3);
    let (one, two) = (clause(random, depth), clause(random, 2 - depth));
    match random.below(5) {
        0 => format!("OnlyOne({one}, {two});"),
        1 => format!("ZeroOrOne({one}, {two});"),
        _ => format!("IF {one} THEN {two};"),
    }
}

/// Compares the rules of each text with the text itself; how often it held, and how often not.
fn compare(texts: &[String], requests: usize, random: &mut Random) -> (usize, usize) {
    let lines: String =
        texts.iter().map(|text| format!("    - {}\n", serde_json::Value::from(text.as_str()))).collect();
    let imported = imported(&document(&format!("{PARAMETERS}{lines}")));
    let mut found = Diagnostics::new();
    let spec = contingent::load(&sources(&imported), &mut found);
    let model = contingent::resolve::resolve(&spec, &mut found);
    assert!(found.iter().all(|it| !it.code.number().starts_with("C03")), "{found:?}\n{:?}", imported.output);
    let operation = &model.operations[0].check;
    let checker = Checker::new(operation, None);
    let (mut held, mut broken) = (0, 0);
    for _ in 0..requests {
        let request = request(random);
        let verdict = checker.check(&json(&request), &Facts::new());
        assert!(verdict.undecided.is_empty(), "{verdict:?}");
        for (index, text) in texts.iter().enumerate() {
            let source = format!("openapi#/paths/~1a/get/x-dependencies/{index}");
            let says = !verdict.violations.iter().any(|it| it.source == source);
            assert_eq!(says, keeps(text, &request), "{text}\n{request:?}\n{:#?}", imported.output);
            if says { held += 1 } else { broken += 1 }
        }
    }
    (held, broken)
}

#[test]
fn chosen_dependencies_and_their_rules_agree() {
    let texts = CHOSEN.map(str::to_owned);
    let (held, broken) = compare(&texts, 3_000, &mut Random::new(5));
    assert!(held > 1_000 && broken > 1_000, "{held} {broken}");
}

#[test]
fn random_dependencies_and_their_rules_agree() {
    let mut random = Random::new(11);
    let (mut held, mut broken, mut left) = (0, 0, 300);
    while left > 0 {
        let text = dependency(&mut random);
        // A group that names a member twice is refused, and chance makes some.
        if contingent::import::openapi::import(
            &document(&format!("{PARAMETERS}    - {}\n", serde_json::Value::from(text.as_str()))),
            &[],
        )
        .is_err()
        {
            continue;
        }
        let (one, two) = compare(&[text], 150, &mut random);
        (held, broken, left) = (held + one, broken + two, left - 1);
    }
    println!("{held} times kept, {broken} times broken");
    assert!(held > 5_000 && broken > 5_000, "{held} {broken}");
}
