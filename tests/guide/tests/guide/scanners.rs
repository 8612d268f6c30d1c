//! The formats of `contingent check` for other programs, on real findings: SARIF 2.1.0 and annotations of GitHub.

use crate::console::printed;
use contingent::diagnostic::code;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A folder with the wrong example of every code that one file of a spec shows.
fn folder() -> (tempfile::TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for code in code::all() {
        let side = contingent::explain::of_code(code).example.wrong;
        let files = side.files();
        let is_spec = side.diagnostics().is_some() && !code.number().starts_with("C10");
        if let ([file], true) = (files.as_slice(), is_spec && files[0].path == "operation.yaml") {
            // A name that is not a URI by itself.
            let name = format!("{} é%.yaml", code.number());
            fs::write(folder.path().join(&name), &file.bytes).unwrap();
            names.push(name);
        }
    }
    assert!(names.len() > 40);
    (folder, names)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// What the standard demands of each part of a log that is used.
fn check_sarif(folder: &Path, name: &str, log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(text(&log["$schema"]).contains("sarif-2.1.0"));
    let run = &log["runs"][0];
    assert_eq!(
        (&run["columnKind"], &run["tool"]["driver"]["name"]),
        (&"unicodeCodePoints".into(), &"contingent".into())
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        assert!(code::find(text(&rule["id"])).is_some(), "{rule}");
        for part in [&rule["shortDescription"], &rule["fullDescription"], &rule["help"]] {
            assert!(!text(&part["text"]).is_empty(), "{rule}");
        }
        assert!(text(&rule["help"]["markdown"]).contains("\nRight:\n"), "{rule}");
    }
    let lines = fs::read(folder.join(name)).unwrap();
    let lines: Vec<String> = String::from_utf8_lossy(&lines).lines().map(str::to_owned).collect();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty(), "{name}");
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
        assert!(["error", "warning"].contains(&text(&result["level"])) && !text(&result["message"]["text"]).is_empty());
        let more = result["relatedLocations"].as_array().into_iter().flatten();
        for place in result["locations"].as_array().unwrap().iter().chain(more) {
            let place = &place["physicalLocation"];
            assert_eq!(text(&place["artifactLocation"]["uri"]), name.replace(' ', "%20").replace("é%", "%C3%A9%25"));
            let region = &place["region"];
            let number = |key: &str| region[key].as_u64().unwrap_or_else(|| panic!("{key}: {region}")) as usize;
            let (begin, end) = ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
            assert!(begin.0 >= 1 && begin.1 >= 1 && begin <= end, "{region}");
            assert!(end.0 <= lines.len() + 1 && begin.1 <= lines[begin.0 - 1].chars().count() + 1, "{name}: {region}");
        }
    }
}

#[test]
fn sarif_logs_are_what_scanners_read() {
    let (folder, names) = folder();
    for name in &names {
        let printed = printed(folder.path(), &format!("contingent check '{name}' --format sarif"));
        let log = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
        check_sarif(folder.path(), name, &log);
    }
}

#[test]
fn annotations_are_lines_that_a_workflow_understands() {
    let (folder, names) = folder();
    for name in &names {
        let code = name.split(' ').next().unwrap();
        for line in printed(folder.path(), &format!("contingent check '{name}' --format github")).lines() {
            let (head, message) = line.strip_prefix("::").and_then(|it| it.split_once("::")).unwrap();
            let (level, properties) = head.split_once(' ').unwrap();
            assert!(["error", "warning"].contains(&level) && !message.is_empty(), "{line}");
            let properties: Vec<(&str, &str)> = properties.split(',').map(|it| it.split_once('=').unwrap()).collect();
            assert_eq!(properties[0], ("file", name.replace('%', "%25").as_str()));
            assert!(properties.iter().any(|(key, value)| *key == "title" && value.starts_with(code)), "{line}");
        }
    }
}
