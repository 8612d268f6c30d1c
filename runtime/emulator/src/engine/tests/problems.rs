//! Services whose parts do not fit together.

use super::*;

/// What is said of the library when one text in it is another.
fn problem(from: &str, to: &str) -> String {
    let text = include_str!("library.json");
    assert!(text.contains(from), "{from}");
    let service = Service::from_json(&text.replacen(from, to, 1)).unwrap();
    Engine::new(service).err().unwrap_or_default()
}

#[test]
fn what_does_not_fit_is_named() {
    for (from, to, expected) in [
        ("bk[a-z0-9]{10}", "bk.*", "Book: the id pattern `bk.*`: no id is made from `.`"),
        (
            r#""name": "Title"}, {"name": "Pages"}"#,
            r#""name": "Title"}, {"name": "Title"}"#,
            "Book: the field `Title` is there twice",
        ),
        (r#""after": 60, "then": "shelved""#, r#""after": 60"#, "Book: the state `new` ends, and nothing follows"),
        (
            r#"["BranchId", "br0002"]"#,
            r#"["BranchId", "br0001"]"#,
            "Branch: two things there from the beginning are `br0001`",
        ),
        (r#"["BranchId", "br0001"], "#, "", "Branch: something there from the beginning has no `BranchId`"),
        (r#"["Name", "Main"]"#, r#"["Nome", "Main"]"#, "unknown field `Nome`"),
        (r#"["BookStatus", "lent"]"#, r#"["BookStatus", "away"]"#, "Book: there is no state `away`"),
        (
            r#""idempotency_token": "ClientToken""#,
            r#""idempotency_token": "T""#,
            "CreateBook: there is no parameter `T`",
        ),
        (r#"{"fact": "Genre", "resource""#, r#"{"fact": "G", "resource""#, "LendBook: there is no fact `G`"),
        (r#""by": "BookId", "field": "Genre""#, r#""by": "BookId", "field": "G""#, "LendBook: `Book` has no field `G`"),
        (
            r#"{"resource": "Branch", "by": "BranchId"}"#,
            r#"{"resource": "Branches", "by": "BranchId"}"#,
            "no kind `Branches`",
        ),
        (r#""into": "Items""#, r#""into": "Titles""#, "ListBooks: the reply has no list `Titles`"),
        (r#""default_size": 3"#, r#""default_size": 0"#, "ListBooks: a page has at least one item"),
        (r#""from": ["shelved"]"#, r#""from": ["shelf"]"#, "LendBook: `Book` has no state `shelf`"),
        (
            r#""field": "Label", "value": [{"parameter""#,
            r#""field": "BookId", "value": [{"parameter""#,
            "no field `BookId` that can be set",
        ),
        (r#"{"parameter": "Name"}"#, r#"{"parameter": "Nome"}"#, "Greet: there is no parameter `Nome`"),
        (
            r#""value": ["request_id"]"#,
            r#""value": [{"field": ["Book", "X"]}]"#,
            "the reply of every operation: `Book` has no field `X`",
        ),
        (r#""name": "GetBook""#, r#""name": "CreateBook""#, "CreateBook: the operation is there twice"),
        (r#""name": "Branch", "id""#, r#""name": "Book", "id""#, "Book: the kind is there twice"),
        (r#""state": "BookStatus","#, "", "Book: a field with the state and states go together"),
    ] {
        let said = problem(from, to);
        assert!(said.contains(expected), "{from}: {said}");
    }
}

#[test]
fn consequences_that_do_not_fit_are_named() {
    for (also, expected) in [
        (r#"{"do":"create","resource":"Shelf"}"#, "there is no kind `Shelf`"),
        (r#"{"do":"create","resource":"Book","to":"away"}"#, "`Book` has no state `away`"),
        (
            r#"{"do":"create","resource":"Book","repeat":{"times":0,"every":1}}"#,
            "of `Book`, 1 to 1000 new ones are made",
        ),
        (r#"{"do":"delete","resource":"Book"}"#, "what exists of `Book` is meant by `match`"),
        (
            r#"{"do":"delete","resource":"Book","match":[{"field":"Size","value":["now"]}]}"#,
            "`Book` has no field `Size`",
        ),
        (
            r#"{"do":"change","resource":"Book","match":[{"field":"Title","value":["now"]}],"set":[{"field":"BookId","value":["now"]}]}"#,
            "no field `BookId` that can be set",
        ),
        (
            r#"{"do":"create","resource":"Book","when":[{"value":{"or":[{"parameter":"Mode"},""]},"is":["x"]}]}"#,
            "there is no parameter `Mode`",
        ),
        (
            r#"{"do":"create","resource":"Book","set":[{"field":"Made","value":[{"sum":[{"times":1,"of":{"field":["Book","Size"]}}]}]}]}"#,
            "`Book` has no field `Size`",
        ),
    ] {
        let to = format!(r#""also": [{also}], "effect": {{"read""#);
        let said = problem(r#""effect": {"read""#, &to);
        assert!(said.contains(expected), "{also}: {said}");
    }
}

#[test]
fn all_problems_are_named_at_once() {
    let mut service = library();
    service.operations[1].request.name = "CreateBook".into();
    service.resources[0].id_pattern = "x+".into();
    assert_eq!(Engine::new(service).err().unwrap_or_default().lines().count(), 2);
}

#[test]
fn an_engine_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
    shared::<crate::store::Store>();
    fn sent<T: Send>() {}
    sent::<State>();
    sent::<crate::store::Changes>();
}
