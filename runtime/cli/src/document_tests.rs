//! Files as they are read: values by the types they should have, and the place of what is wrong.

use contingent_rules::{Operation, Value};

use super::*;

fn operation() -> Operation {
    Operation::from_json(
        r#"{"name":"Op","parameters":[
            {"name":"Version","kind":"string"},{"name":"Port","kind":"integer"},{"name":"Open","kind":"boolean"},
            {"name":"Rows","kind":{"json_list":{"kind":{"object":[
                {"name":"Name","kind":"string"},{"name":"Size","kind":"long"}]}}}}]}"#,
    )
    .unwrap()
}

fn values(text: &str) -> String {
    let operation = operation();
    let document = read("x.yaml", text.to_owned()).map_err(|(problem, _)| problem).unwrap();
    let value = |(key, node): &(Key, Node)| {
        let kind = operation.parameters.iter().find(|it| it.name == key.text).map(|it| &it.kind);
        (key.text.clone(), node.to_value(kind))
    };
    Value::Object(document.root.entries().iter().map(value).collect()).to_string()
}

#[test]
fn values_have_the_types_of_their_parameters() {
    let yaml = "Version: 5.10\nPort: 3306\nOpen: true\nRows:\n  - {Name: 007, Size: 9007199254740993}\nOther: 5.10\n";
    let json =
        r#"{"Version":"5.10","Port":3306,"Open":true,"Rows":[{"Name":"007","Size":9007199254740993}],"Other":5.10}"#;
    assert_eq!(values(yaml), json);
    assert_eq!(values(json), json);
    assert_eq!(values("Version: true\nPort: '1'\nOpen: maybe\n"), r#"{"Version":"true","Port":"1","Open":"maybe"}"#);
    assert_eq!(values("Version:\nPort: ~\n# Open: true\n"), r#"{"Version":null,"Port":null}"#);
    assert_eq!(values("# nothing yet\n"), "{}");
    assert_eq!(values("\u{FEFF}Version: |\n  a\n  b\n"), r#"{"Version":"a\nb\n"}"#);
}

#[test]
fn everything_has_its_place() {
    let text = "é: 名\nRows:\n  - Name: x\n";
    let document = read("x.yaml", text.to_owned()).map_err(|(problem, _)| problem).unwrap();
    let [(key, value), (_, rows)] = document.root.entries() else { panic!("two entries") };
    assert_eq!((&text[key.span.clone()], &text[value.span.clone()]), ("é", "名"));
    assert_eq!(&text[rows.span.clone()], "- Name: x");
}

#[test]
fn what_cannot_be_read_is_pointed_at_and_not_repeated() {
    for (text, place, words) in [
        ("A: 1\nA: hunter2\n", 5, "twice"),
        ("- hunter2\n", 0, "no map"),
        ("hunter2\n", 0, "no map"),
        ("A: 1\n---\nB: hunter2\n", 5, "second document"),
        ("A: &x hunter2\nB: *x\n", 17, "alias"),
        ("? [hunter2]\n: 1\n", 2, "name is a text"),
        ("A: \0hunter2", 3, "zero"),
    ] {
        let Err((problem, _)) = read("x.yaml", text.to_owned()) else { panic!("{text}") };
        assert!(problem.message.contains(words) && !problem.message.contains("hunter2"), "{}", problem.message);
        assert_eq!(problem.span.start, place, "{text}");
    }
    let Err((problem, _)) = read("x.yaml", "A: \"hunter2\nB: 1\n".to_owned()) else { panic!("it has an open quote") };
    assert!(!problem.message.contains("hunter2"), "{}", problem.message);
    let deep = "[".repeat(100_000);
    assert!(read("x.yaml", format!("A: {deep}")).is_err());
}

#[test]
fn json_that_is_no_yaml_is_read_as_well() {
    assert_eq!(values("{\n\t\"Version\": \"\\ud83d\\ude00\",\n\t\"Port\": 1\n}"), r#"{"Version":"😀","Port":1}"#);
}
