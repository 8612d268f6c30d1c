//! What is wrong in a source is reported with its place, and nothing comes of it.

use super::*;
use crate::diagnostic::Code;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.into() }
}

fn imported(files: &[SourceFile]) -> Result<Imported, Vec<(Code, String)>> {
    import(&Sources { files, fallback: "garden", ..Sources::default() }).map_err(|found| {
        let said = |it: &Diagnostic| {
            let at = it.span.unwrap_or_default().start;
            (it.code, format!("{}:{}:{} {}", it.file, at.line, at.column, it.message))
        };
        found.iter().map(said).collect()
    })
}

/// An operation with these parameters.
fn dig(parameters: &str) -> SourceFile {
    let head = r#"{"name": "Dig", "method": "GET|POST", "pathPattern": "", "protocol": "HTTPS", "parameters": ["#;
    file("dig.json", &format!("{head}\n{parameters}\n]}}"))
}

#[test]
fn what_cannot_be_imported_is_an_error_with_its_place() {
    let path = |method: &str, path: &str| {
        let parameter = r#"{"name": "bed", "type": "String", "position": "Path", "required": true}"#;
        format!(r#"{{"name": "Dig", "method": {method}, "pathPattern": "{path}", "parameters": [{parameter}]}}"#)
    };
    for (text, expected) in [
        ("", "a.json:1:1 the file ends where a value is expected"),
        ("[1, 2]", "a.json:1:1 the file is none of the kinds that can be imported"),
        ("3", "a.json:1:1 the file is none of the kinds that can be imported"),
        ("{\"name\": \"Dig\",\n \"parameters\": {}}", "a.json:2:16 `parameters` is a list, found a map"),
        ("{\"name\": \"Dig\"}", "a.json:1:10 the operation `Dig` has no `parameters`"),
        ("{\"parameters\": []}", "a.json:1:1 an operation has no `name`"),
        (
            "{\"name\": 5, \"parameters\": []}",
            "a.json:1:10 `name` of an operation is a text, found a number or a truth value",
        ),
        ("{\"name\": \"../../x\", \"parameters\": []}", "a.json:1:10 `../../x` cannot be the name of an operation"),
        ("{\"name\": \"a\\u0000b\", \"parameters\": []}", "a.json:1:10 `a\\0b` cannot be the name of an operation"),
        ("{\"name\": \"Service\", \"parameters\": []}", "a.json:1:10 `Service` cannot be the name of an operation"),
        (
            "{\"name\": \"Dig\", \"parameters\": [7]}",
            "a.json:1:32 a parameter is a map, found a number or a truth value",
        ),
        ("{\"name\": \"Dig\", \"parameters\": [{\"name\": \"\"}]}", "a.json:1:41 a parameter has no `name`"),
        (
            "{\"name\": \"Dig\", \"parameters\": [{\"name\": \"A\", \"required\": \"yes\"}]}",
            "a.json:1:58 `required` of a parameter is `true` or `false`, found a text",
        ),
        (
            "{\"name\": \"Dig\", \"parameters\": [{\"name\": \"A\", \"sub_parameters\": \"B\"}]}",
            "a.json:1:64 `parameters` is a list, found a text",
        ),
        ("{\"apis\": []}", "a.json:1:10 `apis` is a map, found a list"),
        ("{\"operations\": {\"Dig\": []}}", "a.json:1:24 an operation is a map, found a list"),
        (
            &path("\"GET\"", "/[bed]/[plot]"),
            "a.json:1:49 the path has a place for `plot`, and no parameter has this name",
        ),
        (&path("null", "/[bed]"), "a.json:1:48 an operation with a path has a method"),
        (&path("\"FETCH\"", "/[bed]"), "a.json:1:27 `FETCH` is no method of HTTP"),
    ] {
        let found = imported(&[file("a.json", text)]).unwrap_err();
        assert_eq!(found, [(code::NOT_METADATA, expected.to_owned())], "{text}");
    }
}

#[test]
fn what_is_huge_is_refused_before_it_takes_long() {
    let many = |parameter: &str| vec![parameter; 10_001].join(",");
    let list = dig(&many(r#"{"name": "A", "type": "Long"}"#));
    assert_eq!(
        imported(&[list]).unwrap_err()[0].1,
        "dig.json:1:93 there are more than 10000 parameters or fields in one list"
    );
    let fields: Vec<String> = (0..10_001).map(|it| format!(r#""A{it}": {{"type": "Long"}}"#)).collect();
    let rich = format!(r#"{{"operations": {{"Dig": {{"request": {{{}}}}}}}}}"#, fields.join(","));
    assert_eq!(
        imported(&[file("rich.json", &rich)]).unwrap_err()[0].1,
        "rich.json:1:36 there are more than 10000 parameters or fields in one list"
    );
}

#[test]
fn operations_that_would_be_one_are_an_error() {
    let operation = |name: &str| format!("{{\"name\": \"{name}\", \"parameters\": []}}");
    let twice = [file("a.json", &operation("Dig")), file("b.json", &operation("Dig"))];
    assert_eq!(
        imported(&twice).unwrap_err()[0].1,
        "b.json:1:10 the operation `Dig` is described here, and in `a.json`"
    );
    let alike = [file("a.json", &operation("DigBed")), file("b.json", &operation("digBed"))];
    assert_eq!(
        imported(&alike).unwrap_err()[0].1,
        "b.json:1:10 `digBed` and `DigBed` would be one file, `dig_bed.yaml`"
    );
    let wanted = ["Dgi".to_owned()];
    let files = [file("a.json", &operation("Dig"))];
    let sources = Sources { files: &files, operations: &wanted, ..Sources::default() };
    let found = import(&sources).unwrap_err();
    assert_eq!(found.iter().next().and_then(|it| it.help.as_deref()), Some("did you mean `Dig`?"));
}

#[test]
fn everything_else_survives_or_is_reported() {
    let deep = (0..30).fold(String::new(), |inner, depth| {
        format!(r#"{{"name": "D{depth}", "type": "Struct", "sub_parameters": [{inner}]}}"#)
    });
    for (parameters, expected) in [
        (r#"{"name": "A", "type": "String", "colour": 1}"#, "2:33 `colour` of a parameter is not imported"),
        (r#"{"name": "A", "type": "Blob"}"#, "2:23 `Blob` is no type of `A` that is known"),
        (r#"{"name": "A"}"#, "2:10 `A` has no type"),
        (r#"{"name": "A", "type": "String", "position": "Moon"}"#, "2:45 `Moon` is no position of `A` that is known"),
        (
            r#"{"name": "A", "type": "String"}, {"name": "A", "type": "Long", "position": "Body"}"#,
            "2:43 `A` is described twice; this description is not imported",
        ),
        (
            r#"{"name": "A", "type": "Long", "sub_parameters": [{"name": "B", "type": "Long"}]}"#,
            "2:10 `A` has parts, but its type has none",
        ),
        (r#"{"name": "A", "type": "Long", "example": "4312****"}"#, "2:42 the example of `A` is no value of its type"),
        (r#"{"name": "A", "type": "List", "items": "Plots"}"#, "2:40 `Plots` is no type for the items of `A`"),
        (&deep, "2:1070 what is in `D9` lies too deep, and is not imported"),
    ] {
        let imported = imported(&[dig(parameters)]).unwrap();
        let said = imported.warnings.iter().map(|it| {
            let at = it.span.unwrap_or_default().start;
            format!("{}:{} {}", at.line, at.column, it.message)
        });
        assert_eq!(said.collect::<Vec<_>>(), [expected], "{parameters}");
        let mut found = Diagnostics::new();
        let file = imported.output.get("operations/dig.yaml").unwrap();
        crate::spec::load_operation(&SourceFile { path: "dig.yaml".to_owned(), bytes: file.into() }, &mut found);
        assert!(!found.has_errors(Command::Check), "{file}\n{found:?}");
    }
}

#[test]
fn a_name_with_a_place_keeps_its_form_where_there_is_no_list() {
    let imported = imported(&[dig(
        r#"{"name": "Tag", "type": "String"}, {"name": "Tag.1.Key", "type": "String"}, {"name": "v.2", "type": "Long"}, {"name": "1.a", "type": "Long"}"#,
    )]);
    let imported = imported.unwrap();
    let text = imported.output.get("operations/dig.yaml").unwrap();
    for name in ["Tag:", "Tag.1.Key:", "1.a:", "v:\n    type: list\n"] {
        assert!(text.contains(&format!("\n  {name}")), "{name} is not in\n{text}");
    }
    assert!(!text.contains("v.2:"));
}

#[test]
fn proposals_come_of_every_language_and_keep_what_was_said() {
    let english = dig(
        r#"{"name": "Tool", "type": "String", "description": "The tool. Valid values:\n\n- **spade**: A spade.\n- **fork**: A fork."},
        {"name": "Depth", "type": "Long", "description": "How deep. This parameter is required if **Tool** is set to **spade**."}"#,
    );
    let chinese =
        dig(r#"{"name": "Depth", "type": "Long", "description": "当**Tool**取值为**spade**时，该参数必传。"}"#);
    let (first, second) = ([file("en/dig.json", ""), file("zh/dig.json", "")], english);
    let files = [SourceFile { path: first[0].path.clone(), ..second }];
    let more = [vec![SourceFile { path: first[1].path.clone(), ..chinese }]];
    let imported = import(&Sources { files: &files, more: &more, fallback: "garden", ..Sources::default() }).unwrap();
    let mut proposed = proposals(&imported, &imported.output, Vec::new());
    assert_eq!(proposed.len(), 1, "{proposed:?}");
    assert_eq!(proposed[0].rule, "{require: Depth, when: {Tool: spade}}");
    assert_eq!(proposed[0].source, "en/dig.json#Depth");
    proposed[0].state = crate::import::proposals::State::Rejected;
    assert_eq!(proposals(&imported, &imported.output, proposed.clone()), proposed);
}
