//! What is refused, and how it reads.

use super::*;

fn refusal(code: &str, status: u16, message: &str) -> Refusal {
    Refusal { code: code.into(), status, message: message.into() }
}

#[test]
fn a_refusal_names_every_broken_rule_and_nothing_is_done() {
    let mut desk = Desk::new();
    let before = desk.state.kept();
    let outcome = desk.outcome("CreateBook", r#"{"Pages":"0","Genre":"rare"}"#);
    let refusal = outcome.answer.unwrap_err();
    assert_eq!((refusal.code.as_str(), refusal.status), ("MissingParameter", 400));
    for rule in ["Title.required: ", "; Pages.range: ", "; RARE_BRANCH: "] {
        assert!(refusal.message.contains(rule), "{}", refusal.message);
    }
    assert_eq!(outcome.verdict.as_ref().unwrap().violations.len(), 3);
    assert_eq!(desk.state.kept(), before);
    assert!(desk.state.take_changes().is_empty());
}

#[test]
fn the_first_broken_rule_gives_the_code() {
    let mut desk = Desk::new();
    for (request, code) in [
        (r#"{"Title":""}"#, "MissingParameter"),
        (r#"{"Title":"A","Pages":"0"}"#, "InvalidParameter"),
        (r#"{"Title":"A","Genre":"rare"}"#, "MissingParameter"),
        (r#"{"Title":"Forbidden"}"#, "InvalidParameter"),
        (r#"{"Title":"A","Genre":"rare","Pages":"x"}"#, "InvalidParameter"),
        (r#"{"Title":["A","B"]}"#, "InvalidParameter"),
    ] {
        assert_eq!(desk.refusal("CreateBook", request).code, code, "{request}");
    }
}

#[test]
fn an_edition_enforces_its_rules_and_without_one_they_warn() {
    let mut desk = Desk::new();
    let outcome = desk.outcome("CreateBook", r#"{"Title":"A"}"#);
    assert!(outcome.answer.is_ok());
    assert_eq!(
        outcome.verdict.as_ref().unwrap().warnings.first().map(|finding| finding.rule.as_str()),
        Some("OLD_PAGES")
    );
    desk.edition = Some("new");
    let outcome = desk.outcome("CreateBook", r#"{"Title":"A"}"#);
    assert!(outcome.answer.is_ok() && outcome.verdict.as_ref().unwrap().warnings.is_empty());
    desk.edition = Some("old");
    let refused = desk.refusal("CreateBook", r#"{"Title":"A"}"#);
    assert!(refused.message.starts_with("OLD_PAGES: ") && refused.code == "MissingParameter", "{refused:?}");
    desk.edition = Some("never");
    assert_eq!(desk.refusal("CreateBook", r#"{"Title":"A"}"#).status, 500);
}

#[test]
fn facts_come_from_what_is_kept() {
    let mut desk = Desk::new();
    let rare = desk.book(r#"{"Title":"A","Genre":"rare","BranchId":"br0001"}"#);
    let plain = desk.book(r#"{"Title":"B"}"#);
    desk.now += 60_000;
    let outcome = desk.outcome("LendBook", &format!(r#"{{"BookId":"{rare}"}}"#));
    assert_eq!(outcome.facts.get("Genre"), Some(&"rare".into()));
    assert!(outcome.answer.unwrap_err().message.starts_with("RARE_READER: "));
    // Unknown: the rule stays undecided, and that refuses nothing.
    let outcome = desk.outcome("LendBook", &format!(r#"{{"BookId":"{plain}"}}"#));
    assert_eq!((outcome.facts.names().count(), outcome.verdict.as_ref().unwrap().undecided.len()), (0, 1));
    assert!(outcome.answer.is_ok());
    let outcome = desk.outcome("LendBook", r#"{"BookId":"none"}"#);
    assert_eq!((outcome.facts.names().count(), outcome.answer.unwrap_err().code.as_str()), (0, "Book.NotFound"));
    assert!(desk.outcome("LendBook", &format!(r#"{{"BookId":"{rare}","Reader":"Ann"}}"#)).answer.is_ok());
}

#[test]
fn what_is_needed_must_exist_and_be_in_a_state_that_allows_it() {
    let mut desk = Desk::new();
    let refused = desk.refusal("CreateBook", r#"{"Title":"A","BranchId":"br\n9"}"#);
    assert_eq!(refused, refusal("Branch.NotFound", 400, r"there is no Branch with this BranchId: br\n9"));
    let long = desk.refusal("CreateBook", &format!(r#"{{"Title":"A","BranchId":"{}"}}"#, "é".repeat(100_000)));
    assert!(long.message.chars().count() < 120, "{}", long.message);
    assert_eq!(
        desk.refusal("GetBook", r#"{"BookId":"x"}"#),
        refusal("Book.NotFound", 404, "Nothing is named by BookId.")
    );
    let id = desk.book(r#"{"Title":"A"}"#);
    let message = "LendBook needs the Book that BookId names to be shelved, and it is new";
    let by = format!(r#"{{"BookId":"{id}"}}"#);
    assert_eq!(desk.refusal("LendBook", &by), refusal("Book.WrongStatus", 400, message));
    desk.now += 60_000;
    desk.reply("LendBook", &by);
    assert!(desk.refusal("DeleteBook", &by).message.ends_with("to be new or shelved or lost, and it is lent"));
    assert_eq!(
        desk.refusal("LendBook", "{}"),
        refusal("MissingParameter", 400, "BookId.required: BookId is required: give it")
    );
}

#[test]
fn an_unknown_operation_is_refused() {
    let refused = Desk::new().refusal("BurnBook", "{}");
    assert_eq!((refused.code.as_str(), refused.status), ("UnknownOperation", 404));
}

#[test]
fn a_value_of_a_secret_parameter_is_in_no_message() {
    let mut service = library();
    let create = &mut service.operations[0];
    create.request.parameters.iter_mut().find(|parameter| parameter.name == "BranchId").unwrap().secret = true;
    let engine = Engine::new(service).unwrap();
    let mut state = State::new(&engine);
    let request = Value::parse(r#"{"Title":"A","BranchId":"hunter2"}"#).unwrap();
    let call = Call { operation: "CreateBook", request: &request, account: "", request_id: "", now: 0 };
    let outcome = engine.execute(&mut state, &call, None);
    assert!(!format!("{outcome:?}").contains("hunter2"), "{outcome:?}");
    assert_eq!(outcome.answer.unwrap_err().message, "there is no Branch with this BranchId");
}

#[test]
fn a_rule_broken_in_many_items_is_named_once() {
    let mut desk = Desk::new();
    let tags = vec!["[1]"; 5000].join(",");
    let refused = desk.refusal("CreateBook", &format!(r#"{{"Title":"A","Tags":"[{tags}]"}}"#));
    assert!(refused.message.ends_with("(and 4999 more)") && refused.message.len() < 200, "{}", refused.message);
}

#[test]
fn ids_can_run_out() {
    let mut service = library();
    service.resources[1].id_pattern = "bk[ab]".into();
    let engine = Engine::new(service).unwrap();
    let mut state = State::new(&engine);
    let request = Value::parse(r#"{"Title":"A"}"#).unwrap();
    let call = Call { operation: "CreateBook", request: &request, account: "", request_id: "", now: 0 };
    let answers: Vec<_> = (0..3).map(|_| engine.execute(&mut state, &call, None).answer).collect();
    assert!(answers[0].is_ok() && answers[1].is_ok());
    assert_eq!(answers[2].as_ref().unwrap_err().code, "QuotaExceeded");
}
