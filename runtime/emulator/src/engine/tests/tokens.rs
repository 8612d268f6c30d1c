//! Idempotency tokens.

use super::*;

const DAY: i64 = 24 * 60 * 60 * 1000;

#[test]
fn the_same_request_gets_the_same_answer() {
    let mut desk = Desk::new();
    let first = desk.reply("CreateBook", r#"{"Title":"A","Pages":"5","Tags":"[ \"x\" ]","ClientToken":"t"}"#);
    desk.now += DAY - 1;
    // In another order, another notation, and later.
    let again = desk.outcome("CreateBook", r#"{"ClientToken":"t","Tags":["x"],"Pages":5,"Key":"","Title":"A"}"#);
    assert!(again.repeated && again.verdict.is_none());
    assert_eq!(again.answer.unwrap().to_string(), first);
    assert_eq!(desk.state.kept(), 4);
    desk.now += 1;
    assert_ne!(desk.reply("CreateBook", r#"{"Title":"A","Pages":"5","Tags":"[\"x\"]","ClientToken":"t"}"#), first);
    assert_eq!(desk.state.kept(), 5);
}

#[test]
fn another_request_with_the_token_is_refused() {
    let mut desk = Desk::new();
    desk.reply("CreateBook", r#"{"Title":"A","ClientToken":"t"}"#);
    let other = desk.outcome("CreateBook", r#"{"Title":"B","ClientToken":"t"}"#);
    assert!(!other.repeated);
    let refused = other.answer.unwrap_err();
    assert_eq!((refused.code.as_str(), refused.status), ("Mismatch", 409));
    assert!(refused.message.contains("ClientToken"), "{}", refused.message);
    // What breaks rules hears that first.
    assert_eq!(desk.refusal("CreateBook", r#"{"ClientToken":"t"}"#).code, "MissingParameter");
    assert_eq!(desk.state.kept(), 4);
}

#[test]
fn accounts_and_operations_have_their_own_tokens() {
    let mut desk = Desk::new();
    let id = desk.book(r#"{"Title":"A","ClientToken":"t"}"#);
    let request = Value::parse(r#"{"Title":"A","ClientToken":"t"}"#).unwrap();
    let call = Call { operation: "CreateBook", request: &request, account: "you", request_id: "", now: desk.now };
    assert!(!desk.engine.execute(&mut desk.state, &call, None).repeated);
    desk.now += 60_000;
    let lend = format!(r#"{{"BookId":"{id}","ClientToken":"t"}}"#);
    assert!(!desk.outcome("LendBook", &lend).repeated);
    // It is lent now, and would be refused.
    assert!(desk.outcome("LendBook", &lend).repeated);
}

#[test]
fn a_failure_is_not_remembered() {
    let mut desk = Desk::new();
    assert!(desk.outcome("CreateBook", r#"{"ClientToken":"t"}"#).answer.is_err());
    assert!(desk.outcome("CreateBook", r#"{"Title":"A","BranchId":"none","ClientToken":"t"}"#).answer.is_err());
    let outcome = desk.outcome("CreateBook", r#"{"Title":"B","ClientToken":"t"}"#);
    assert!(outcome.answer.is_ok() && !outcome.repeated);
}

#[test]
fn no_token_is_no_token() {
    let mut desk = Desk::new();
    for request in [r#"{"Title":"A"}"#, r#"{"Title":"A","ClientToken":""}"#, r#"{"Title":"A","ClientToken":null}"#] {
        assert!(!desk.outcome("CreateBook", request).repeated, "{request}");
    }
    assert!(desk.outcome("CreateBook", r#"{"Title":"A","ClientToken":["a","b"]}"#).answer.is_err());
    assert_eq!(desk.state.kept(), 6);
    // Also where an empty text is given.
    let mut service = desk.engine.service().clone();
    for served in &mut service.operations {
        served.request.empty_is_absent = false;
    }
    desk.engine = Engine::new(service).unwrap();
    for kept in [7, 8] {
        assert!(!desk.outcome("CreateBook", r#"{"Title":"A","ClientToken":""}"#).repeated);
        assert_eq!(desk.state.kept(), kept);
    }
}

#[test]
fn nothing_of_a_request_can_be_read_from_a_token() {
    let mut desk = Desk::new();
    desk.reply("CreateBook", r#"{"Title":"A","Pin":"hunter2","ClientToken":"my-token"}"#);
    let kept: String = desk.state.tokens().all().map(|(_, token)| token.to_json()).collect();
    assert!(kept.contains("BookId") && !kept.contains("hunter2") && !kept.contains("my-token"), "{kept}");
}
