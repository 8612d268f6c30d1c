//! The parts of the evaluator that have a life of their own: exact numbers, patterns, JSON, suggestions; and the shape of
//! the modules that a page joins.

use contingent_page::{folder, node};
use contingent_rules::{Decimal, Pattern, Value, nearest};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const NUMBERS: [&str; 34] = [
    "0",
    "-0",
    "5",
    "5.0",
    "05",
    "0.5e1",
    "50e-1",
    "-1",
    "0.1",
    "0.2",
    "0.3",
    "-0.1",
    "1e3",
    "1e-3",
    "999",
    "1000",
    "1e20",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1e10000",
    "1e9999",
    "1e-9999",
    "1e99999",
    "0e99999999999999999999",
    "1e99999999999999999999",
    "",
    "-",
    "+5",
    ".5",
    "5.",
    "1e+",
];

const PATTERNS: [&str; 22] = [
    "",
    "a|b",
    "ab|c",
    r"\x41\u0042\u{43}",
    "[^a-z]",
    r"[\d\-x]",
    "(?:ab)+?",
    "x{1,}",
    r"a\.b",
    r"(?<n>x)",
    "é+",
    ".",
    ".*",
    r"\s",
    r"\S",
    r"[\S]",
    r"[^\S]",
    r"[\s\d]+",
    r"\w+",
    r"\W",
    "[a-z0-9-]{3,63}|x",
    r"[.]\/",
];

const TEXTS: [&str; 26] = [
    "",
    "a",
    "b",
    "ab",
    "abc",
    "c",
    "ABC",
    "x",
    "xx",
    "-",
    "a.b",
    "aXb",
    "é",
    "éé",
    "😀",
    "\n",
    "\u{2028}",
    "\r",
    " ",
    "\u{a0}",
    "\u{b}",
    "\u{feff}",
    "٣",
    "7",
    "./",
    "my-name-1",
];

const JSON: [&str; 24] = [
    r#"{"b":9007199254740993,"a":[0.30,1e400,-0],"é\n":"\"x","n":null,"t":true}"#,
    "{\n  \"a\": }",
    "",
    "[1 2]",
    "{\"a\":1,\n\"a\":2}",
    "{\"'\\\"\u{301}\":1,\"'\\\"\u{301}\":2}",
    "\"abc",
    "1 1",
    "01",
    "-",
    "1.",
    "1e",
    "1.5E+3",
    "+1",
    "\"\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\u{1}\"",
    "\"\\x\"",
    "nul",
    "[1,]",
    "{\"a\"1}",
    "{,}",
    "\u{feff}{}",
    "[\"日本\",\n x]",
];

const NAMES: [&str; 14] = [
    "rds",
    "Expres",
    "BackupGatewayID",
    "Unrelated",
    "",
    "xEpress",
    "Epxress",
    "İ",
    "ß",
    "RD",
    "R",
    "gatewaybackup",
    "DSR",
    "ĀĒ",
];
const CANDIDATES: [&str; 8] = ["RDS", "ECS", "Express", "BackupGatewayId", "i̇", "SS", "GatewayBackup", "āē"];

fn text(text: &str) -> Value {
    Value::from(text)
}

fn truth(value: bool) -> Value {
    Value::from(value)
}

#[test]
fn numbers_patterns_json_and_suggestions_are_those_of_rust() {
    let mut numbers = Vec::new();
    for left in NUMBERS {
        for right in NUMBERS {
            let said = match (left.parse::<Decimal>(), right.parse::<Decimal>()) {
                (Ok(a), Ok(b)) => {
                    let order = i64::from(a.cmp(&b) as i8);
                    let integer = a.to_i64().map_or(Value::Null, |integer| text(&integer.to_string()));
                    let sum = a.plus(&b.negated());
                    Value::List(vec![order.into(), text(&sum.to_string()), text(&a.to_string()), integer])
                }
                (Err(_), _) | (_, Err(_)) => Value::Null,
            };
            numbers.push(Value::List(vec![text(left), text(right), said]));
        }
    }
    let patterns = PATTERNS.map(|pattern| {
        let compiled = Pattern::new(pattern).expect("a pattern");
        let matches = TEXTS.map(|it| truth(compiled.matches(it)));
        Value::List(vec![text(pattern), Value::List(matches.to_vec())])
    });
    let deep = [format!("{}{}", "[".repeat(128), "]".repeat(128)), "[".repeat(129)];
    let json = JSON.iter().copied().chain(deep.iter().map(String::as_str)).map(|it| match Value::parse(it) {
        Ok(value) => Value::List(vec![text(it), text(&value.to_string()), Value::Null]),
        Err(error) => Value::List(vec![text(it), Value::Null, text(&error.to_string())]),
    });
    let names = NAMES.map(|name| Value::List(vec![text(name), nearest(name, CANDIDATES).map_or(Value::Null, text)]));
    let folder = folder("parts");
    let list = |values: Vec<Value>| Value::List(values);
    let all = Value::Object(vec![
        ("numbers".into(), list(numbers)),
        ("texts".into(), list(TEXTS.map(text).to_vec())),
        ("patterns".into(), list(patterns.to_vec())),
        ("json".into(), list(json.collect())),
        ("candidates".into(), list(CANDIDATES.map(text).to_vec())),
        ("names".into(), list(names.to_vec())),
    ]);
    fs::write(folder.join("parts.json"), all.to_string()).expect("vectors");
    let said = node("parts.mjs", &[&folder]);
    assert!(said.contains(&format!("{} numbers", NUMBERS.len() * NUMBERS.len())), "{said}");
}

/// The page joins the modules to one script: it drops the lines that begin with `import`, and the word `export`.
#[test]
fn modules_can_be_joined() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generator/src/text/page");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    assert!(files.len() >= 10, "{files:?}");
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        let module = fs::read_to_string(&file).expect("a module");
        let name = file.display().to_string();
        assert!(module.starts_with("//"), "{name} does not say what it holds");
        assert!(module.lines().count() <= 450, "{name} is too long");
        for word in ["eval(", "innerHTML", "fetch(", "XMLHttpRequest", "import(", " from \"node:"] {
            // Only what sends a request to an emulator may.
            let may = word == "fetch(" && name.ends_with("send.js");
            assert!(may || !module.contains(word), "{name} has `{word}`");
        }
        let mut head = true;
        for line in module.lines() {
            // Behind its head a module has such lines in samples of code.
            head &= line.is_empty() || line.starts_with("//") || line.starts_with("import ");
            let begins = head && line.starts_with("import ");
            assert!(
                !begins || line.ends_with(".js\";") && line.contains("{ ") && !line.contains(" as "),
                "{name}: {line}"
            );
            let declared = line.strip_prefix("export ").unwrap_or(line);
            let declared = declared.strip_prefix("async ").unwrap_or(declared);
            let after = ["function ", "const ", "let ", "class "].iter().find_map(|word| declared.strip_prefix(word));
            let Some(after) = after else {
                assert!(!line.starts_with("export"), "{name}: {line}");
                continue;
            };
            let after = after.trim_start_matches('*').trim_start();
            let end = after.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(after.len());
            assert!(end > 0, "{name} takes a declaration apart: {line}");
            if let Some(other) = places.insert(after[..end].to_owned(), name.clone()) {
                panic!("`{}` is declared in {other} and {name}", &after[..end]);
            }
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "js") {
            files.push(path);
        }
    }
    files.sort();
}
