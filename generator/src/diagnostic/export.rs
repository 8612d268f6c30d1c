//! Diagnostics for programs: JSON, annotations of a GitHub workflow, SARIF.

use super::{Code, Command, Diagnostic, Diagnostics, Severity, Span, visible};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A diagnostic as the entry of `errors` that every command prints.
pub fn to_json(diagnostic: &Diagnostic) -> Value {
    let mut entry = json!({
        "code": diagnostic.code.number(),
        "message": visible(&diagnostic.message),
        "file": diagnostic.file,
        "line": diagnostic.span.map(|span| span.start.line),
        "column": diagnostic.span.map(|span| span.start.column),
        "help": diagnostic.help.as_deref().map(visible),
    });
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|it| {
            json!({
                "file": it.file,
                "line": it.span.start.line,
                "column": it.span.start.column,
                "message": visible(&it.label),
            })
        })
        .collect();
    if let (Some(entry), false) = (entry.as_object_mut(), related.is_empty()) {
        entry.insert("related".to_owned(), Value::Array(related));
    }
    entry
}

/// A diagnostic as one line that a GitHub workflow shows beside the changed file.
pub fn github(diagnostic: &Diagnostic, command: Command) -> String {
    let place = diagnostic.span.map_or_else(String::new, |span| {
        let (start, end) = (span.start, span.end);
        // GitHub takes an end column only within one line.
        let end_column = if end.line == start.line && end.column > start.column {
            format!(",endColumn={}", end.column)
        } else {
            String::new()
        };
        format!(",line={},col={}{end_column}", start.line, start.column)
    });
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {}", visible(help)));
    format!(
        "::{} file={}{place},title={}::{}",
        diagnostic.severity(command).word(),
        escape_property(&diagnostic.file),
        escape_property(&format!("{} {}", diagnostic.code.number(), diagnostic.code.title())),
        escape_data(&format!("{}{help}", visible(&diagnostic.message))),
    )
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

/// All diagnostics as a SARIF 2.1.0 log, which code scanners read.
pub fn sarif(diagnostics: &Diagnostics, command: Command) -> Value {
    let used: BTreeSet<Code> = diagnostics.iter().map(|it| it.code).collect();
    let rules: Vec<Value> = used
        .iter()
        .map(|code| {
            json!({
                "id": code.number(),
                "shortDescription": { "text": code.title() },
                "fullDescription": { "text": code.explanation() },
                "help": {
                    "text": code.explanation(),
                    "markdown": format!("{}\n\n{}", code.explanation(), code.example()),
                },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|it| sarif_result(it, command)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "contingent",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn sarif_result(diagnostic: &Diagnostic, command: Command) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {}", visible(&diagnostic.message), visible(help)),
        None => visible(&diagnostic.message),
    };
    let related: Vec<Value> =
        diagnostic.related.iter().map(|it| sarif_location(&it.file, Some(it.span), Some(&it.label))).collect();
    let mut result = json!({
        "ruleId": diagnostic.code.number(),
        "level": match diagnostic.severity(command) {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": { "text": text },
        "locations": [sarif_location(&diagnostic.file, diagnostic.span, None)],
    });
    if let (Some(result), false) = (result.as_object_mut(), related.is_empty()) {
        result.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    result
}

fn sarif_location(file: &str, span: Option<Span>, message: Option<&str>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(file) } });
    if let (Some(physical), Some(Span { start, end })) = (physical.as_object_mut(), span) {
        let region = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
        physical.insert("region".to_owned(), region);
    }
    match message {
        Some(text) => json!({ "physicalLocation": physical, "message": { "text": visible(text) } }),
        None => json!({ "physicalLocation": physical }),
    }
}

/// A path as a relative URI reference: everything but unreserved characters and slashes is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Mark, code};

    fn sample() -> Diagnostic {
        let mark = |column| Mark { offset: column, line: 2, column };
        let span = Span { start: mark(3), end: mark(6) };
        Diagnostic::new(code::DUPLICATE_KEY, "a b,c.yaml", span, "100%: twice")
            .related(span, "first here")
            .help("drop one")
    }

    #[test]
    fn json_has_exactly_the_promised_keys() {
        assert_eq!(
            to_json(&sample()),
            json!({"code": "C0112", "message": "100%: twice", "file": "a b,c.yaml", "line": 2, "column": 3,
                "help": "drop one",
                "related": [{"file": "a b,c.yaml", "line": 2, "column": 3, "message": "first here"}]})
        );
        let whole = Diagnostic::of_file(code::NOT_UTF8, "x", "m");
        assert_eq!(
            to_json(&whole),
            json!({"code": "C0101", "message": "m", "file": "x", "line": null, "column": null, "help": null})
        );
    }

    #[test]
    fn github_lines_are_escaped() {
        assert_eq!(
            github(&sample(), Command::Check),
            "::error file=a b%2Cc.yaml,line=2,col=3,endColumn=6,title=C0112 a key is written twice::100%25: twice%0Ahelp: drop one"
        );
    }

    #[test]
    fn sarif_names_rules_and_places() {
        let mut all = Diagnostics::new();
        all.push(sample());
        let log = sarif(&all, Command::Check);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["id"], "C0112");
        let help = &log["runs"][0]["tool"]["driver"]["rules"][0]["help"];
        assert!(help["markdown"].as_str().is_some_and(|it| it.contains("\nRight:\n")), "{help}");
        assert_eq!(result["level"], "error");
        assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b%2Cc.yaml");
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "first here");
    }
}
