//! Requests that are wrong, strange, huge or no requests, and secrets that must not be repeated.

use crate::run::{Folder, operation, run_with};
use serde_json::{Value, json};

/// Validates a request that is passed as text.
fn validate(request: impl AsRef<[u8]>) -> (i32, Value) {
    let folder = Folder::new(&[("dig.yaml", &operation("Dig"))]);
    let run = run_with(&["validate", &folder.at("dig.yaml"), "--request", "-", "--format", "json"], request);
    (run.code, run.json())
}

fn rules(verdict: &Value, list: &str) -> Vec<String> {
    verdict[list].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_wrong_value_is_named_by_its_path() {
    let rows: &[(&str, &[&str])] = &[
        (r#""Kind":"loam""#, &["Kind.value"]),
        (r#""Kind":1"#, &["Kind.type"]),
        (r#""Depth":4"#, &["Depth.range"]),
        (r#""Depth":81"#, &["Depth.range"]),
        (r#""Depth":5.0"#, &[]),
        (r#""Depth":5.5"#, &["Depth.type"]),
        (r#""Depth":"12""#, &[]),
        (r#""Depth":" 12""#, &["Depth.type"]),
        (r#""Depth":2147483648"#, &["Depth.type"]),
        (r#""Depth":-2147483649"#, &["Depth.type"]),
        (r#""Depth":1e400"#, &["Depth.type"]),
        (r#""Depth":true"#, &["Depth.type"]),
        (r#""Depth":[5]"#, &["Depth.type"]),
        (r#""Time":9223372036854775807"#, &[]),
        (r#""Time":9223372036854775808"#, &["Time.type"]),
        (r#""Time":"-9223372036854775809""#, &["Time.type"]),
        (r#""Ph":"6.50""#, &[]),
        (r#""Ph":".5""#, &["Ph.type"]),
        (r#""Ph":"1e3""#, &["Ph.type"]),
        (r#""Lamp":"true""#, &[]),
        (r#""Lamp":"yes""#, &["Lamp.type"]),
        (r#""Lamp":1"#, &["Lamp.type"]),
        (r#""Rows":{}"#, &["Rows.type"]),
        (r#""Rows":[1,null,"x",2147483648]"#, &["Rows[].type", "Rows[].type"]),
        (r#""Plan":[]"#, &["Plan.type"]),
        (r#""Plan":{"Key":"A"}"#, &["Plan.Key.pattern"]),
        (r#""Note":"{not json""#, &["Note.type"]),
        (r#""Note":"[1, 2]""#, &[]),
        (r#""Bed":5"#, &["Bed.type"]),
        (r#""Bed":null"#, &["Bed.required"]),
        (r#""Key":"long""#, &["Key.length", "gate"]),
    ];
    for (member, expected) in rows {
        let bed = if member.starts_with("\"Bed\"") { "" } else { "\"Bed\":\"b\"," };
        let (code, verdict) = validate(format!("{{{bed}{member}}}"));
        assert_eq!(rules(&verdict, "violations"), *expected, "{member}");
        assert_eq!(code, if expected.is_empty() { 0 } else { 3 }, "{member}");
    }
    let (_, verdict) = validate(r#"{"Bed":5}"#);
    let message = verdict["violations"][0]["message"].as_str().unwrap();
    assert!(message.contains("quote"), "{message}");
    let (_, verdict) = validate(r#"{"Bed":"b","Kind":"loam"}"#);
    let message = verdict["violations"][0]["message"].as_str().unwrap();
    assert!(message.contains("Loam"), "{message}");
}

#[test]
fn unknown_names_are_warnings_with_the_nearest_name() {
    let (code, verdict) = validate(r#"{"Bed":"b","Dept":5,"Plan":{"Kye":"a"},"":1,"Fertilizer":{"a":[]}}"#);
    assert_eq!((code, &verdict["verdict"]), (0, &json!("valid")));
    assert_eq!(rules(&verdict, "warnings"), ["unknown-parameter"; 4]);
    let text = verdict["warnings"].to_string();
    assert!(text.contains("`Depth`") && text.contains("`Key`"), "{text}");
}

#[test]
fn what_is_no_request_is_bad_input() {
    let deep = "[".repeat(1 << 20);
    let rows: &[&[u8]] = &[
        b"",
        b" ",
        b"null",
        b"5",
        b"\"Bed\"",
        b"[]",
        b"{",
        b"{}}",
        b"{\"Bed\":}",
        b"{'Bed':'b'}",
        b"{\"Bed\":\"b\",}",
        b"{\"Bed\":\"b\",\"Bed\":\"c\"}",
        b"{\"Plan\":{\"Key\":\"a\",\"Key\":\"b\"}}",
        b"{\"Bed\":\"\xff\"}",
        b"{\"Bed\":NaN}",
        b"{\"Bed\":\"a\nb\"}",
        b"{\"Bed\":\"\\ud800\"}",
        b"Bed: b",
        b"<Bed>b</Bed>",
        b"\0",
        deep.as_bytes(),
    ];
    for row in rows {
        let shown = String::from_utf8_lossy(&row[..row.len().min(60)]);
        let (code, answer) = validate(row);
        assert_eq!((code, &answer["errors"][0]["code"]), (2, &json!("C0911")), "{shown}");
    }
}

#[test]
fn a_huge_request_is_only_slow() {
    let text = format!(r#"{{"Bed":"{}"}}"#, "b".repeat(5 << 20));
    assert_eq!(validate(text).0, 0);
    let rows = format!(r#"{{"Bed":"b","Rows":[{}1]}}"#, "1,".repeat(2 << 20));
    assert_eq!(validate(rows).0, 0);
    let names: Vec<String> = (0..50_000).map(|it| format!("\"unknown-name-number-{it}\":\"{it:060}\"")).collect();
    let (code, verdict) = validate(format!("{{\"Bed\":\"b\",{}}}", names.join(",")));
    assert_eq!((code, rules(&verdict, "warnings").len()), (0, 50_000));
}

#[test]
fn a_deep_request_is_read_or_refused_and_never_overflows() {
    for depth in [50, 100, 500, 10_000, 1_000_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for request in [format!(r#"{{"Bed":"b","Note":{deep}}}"#), format!(r#"{{"Bed":"b","Note":"{deep}"}}"#)] {
            let (code, answer) = validate(&request);
            let refused = answer["errors"][0]["code"] == "C0911" || answer["violations"][0]["rule"] == "Note.type";
            assert!(if depth <= 100 { code == 0 } else { code == 0 || refused }, "{depth} {code}");
        }
    }
}

#[test]
fn a_secret_is_in_no_output_of_any_command_in_any_format() {
    const SECRET: &str = "hunter2-";
    let folder = Folder::new(&[("dig.yaml", &operation("Dig"))]);
    let spec = folder.at("dig.yaml");
    let requests = [
        r#"{"Bed":"b","Key":"hunter2-1"}"#,
        r#"{"Bed":"b","Key":["hunter2-2"],"Kind":"hunter2-3"}"#,
        r#"{"Bed":"b","Key":{"hunter2-4":"hunter2-4"},"Depth":"hunter2-5","Time":"hunter2-5","Ph":"hunter2-5"}"#,
        r#"{"Bed":{"a":"hunter2-6"},"Lamp":"hunter2-6","Rows":["hunter2-6"],"Plan":{"Key":"hunter2-6"}}"#,
        r#"{"Bed":"b","Plan":"hunter2-7","Note":"{\"hunter2-7\": hunter2-7}","Ky":"hunter2-7"}"#,
        r#"{"Bed":"b","Key":"hunter2-8","Key":"hunter2-8"}"#,
        r#"{"Bed":"b","Key":"hunter2-9"#,
        r#"{"Bed":"b","Key":hunter2-10}"#,
        r#"["hunter2-11"]"#,
        r#""hunter2-12""#,
        r"hunter2-13",
    ];
    let facts =
        [r#"{"Zone":"hunter2-14"}"#, r#"{"Zone":["hunter2-15"]}"#, r#"{"Zone":hunter2-16}"#, r#"{"Zon":"hunter2-17"}"#];
    let formats = [&["--format", "human"][..], &["--format", "json"], &["--format", "human", "--color", "always"]];
    let check = |arguments: &[&str], input: &str| {
        for format in formats {
            let run = run_with(&[arguments, format].concat(), input);
            assert!(!run.out.contains(SECRET) && !run.err.contains(SECRET), "{input}\n{}{}", run.out, run.err);
            assert!(!run.err.contains("panicked"), "{input}");
        }
    };
    for request in requests {
        check(&["validate", &spec, "--request", "-"], request);
        folder.put("request.json", request);
        check(&["validate", &spec, "--request", &folder.at("request.json"), "--deny", "warnings"], "");
        for format in ["github", "sarif"] {
            let run = run_with(&["validate", &spec, "--request", "-", "--format", format], request);
            assert!(run.code == 2 && !run.out.contains(SECRET) && !run.err.contains(SECRET));
        }
    }
    folder.put("request.json", r#"{"Bed":"b"}"#);
    for facts in facts {
        check(&["validate", &spec, "--request", &folder.at("request.json"), "--facts", "-"], facts);
    }
}
