//! What each effect does and answers.

use super::*;

#[test]
fn a_new_book_has_what_was_said_and_what_is_set() {
    let mut desk = Desk::new();
    let request = r#"{"Title":"A \"B\"","Pages":"300","BranchId":"br0001","Pin":"1234","Key":"shown","Void":"x"}"#;
    let outcome = desk.outcome("CreateBook", request);
    let reply = outcome.answer.unwrap();
    let id = reply.get("BookId").and_then(Value::as_str).unwrap().to_owned();
    assert!(contingent_rules::Pattern::new("bk[a-z0-9]{10}").unwrap().matches(&id), "{id}");
    let expected = format!(
        r#"{{"BookId":"{id}","BookStatus":"new","Pages":300,"Label":"{id}/A \"B\"Graz","Made":1600000000000,"Key":"shown","RequestId":"R-1","Success":true}}"#
    );
    assert_eq!(reply.to_string(), expected);
    assert!(!outcome.repeated);
    let warned: Vec<_> =
        outcome.verdict.as_ref().unwrap().warnings.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(warned, ["unknown-parameter"]);
}

#[test]
fn unknown_and_other_editions_parameters_are_not_taken_over() {
    let mut desk = Desk::new();
    desk.edition = Some("old");
    let request =
        r#"{"Title":"A","Pages":1,"BookStatus":"lost","BookId":"mine","Label":"mine","Shelf":"mine","Reader":"me"}"#;
    let id = desk.book(request);
    assert_ne!(id, "mine");
    desk.edition = Some("new");
    let reply = desk.reply("GetBook", &format!(r#"{{"BookId":"{id}"}}"#));
    assert_eq!(reply, r#"{"RequestId":"R-1","Title":"A","Pages":1,"Shelf":"hall","BookStatus":"new"}"#);
}

#[test]
fn reading_has_the_fields_of_the_edition_in_their_order() {
    let mut desk = Desk::new();
    desk.edition = Some("new");
    let request = r#"{"Title":"A","Shelf":"cellar","Tags":"[\"x\",\"y\"]","Pin":"1234","BranchId":"br0002"}"#;
    let by = format!(r#"{{"BookId":"{}"}}"#, desk.book(request));
    let rest = r#""BookStatus":"new","Tags":{"Tag":["x","y"]},"Place":{"BranchName":"Park"}}"#;
    let new = format!(r#"{{"RequestId":"R-1","Title":"A","Shelf":"cellar",{rest}"#);
    assert_eq!(desk.reply("GetBook", &by), new);
    desk.edition = None;
    assert_eq!(desk.reply("GetBook", &by), new);
    desk.edition = Some("old");
    assert_eq!(desk.reply("GetBook", &by), format!(r#"{{"RequestId":"R-1","Title":"A",{rest}"#));
}

#[test]
fn states_advance_with_the_time_of_calls() {
    let mut desk = Desk::new();
    let id = desk.book(r#"{"Title":"A"}"#);
    let by = format!(r#"{{"BookId":"{id}"}}"#);
    for (now, status) in [(0, "new"), (59_999, "new"), (60_000, "shelved"), (-5, "new"), (i64::MAX - NOW, "shelved")] {
        desk.now = NOW + now;
        assert_eq!(desk.status(&id), status, "{now}");
    }
    let lent = NOW + 100_000;
    desk.now = lent;
    let reply = desk.reply("LendBook", &format!(r#"{{"BookId":"{id}","Reader":"Ann"}}"#));
    assert_eq!(reply, r#"{"BookStatus":"lent","Label":"Ann","Title":"A"}"#);
    for (now, status) in [(0, "lent"), (3_600_000, "late"), (89_999_999, "late"), (90_000_000, "lost"), (-1, "lent")] {
        desk.now = lent + now;
        assert_eq!(desk.status(&id), status, "{now}");
    }
    assert_eq!(desk.field("GetBook", &by, "Reader"), "Ann");
    desk.now = i64::MAX;
    assert_eq!(desk.reply("DeleteBook", &by), r#"{"Title":"A","BookStatus":"lost"}"#);
    assert_eq!(desk.refusal("GetBook", &by).code, "Book.NotFound");
}

#[test]
fn what_is_there_from_the_beginning_begins_with_the_first_call() {
    let mut desk = Desk::new();
    assert_eq!(desk.status("bkpreset0000"), "lent");
    desk.now += 3_600_000;
    assert_eq!(desk.status("bkpreset0000"), "late");
    let Desk { engine, state, .. } = &mut desk;
    state.reset(engine);
    assert_eq!(desk.status("bkpreset0000"), "lent");
}

#[test]
fn a_change_leaves_what_it_does_not_name() {
    let mut desk = Desk::new();
    let id = desk.book(r#"{"Title":"A","Pages":7,"Genre":"novel","BranchId":"br0001"}"#);
    desk.now += 60_000;
    // The label is set to a parameter that is not given.
    let reply = desk.reply("LendBook", &format!(r#"{{"BookId":"{id}"}}"#));
    assert_eq!(reply, format!(r#"{{"BookStatus":"lent","Label":"{id}/AGraz","Title":"A"}}"#));
    assert_eq!(desk.field("GetBook", &format!(r#"{{"BookId":"{id}"}}"#), "Pages"), "7");
}

#[test]
fn an_operation_without_effect_answers() {
    let mut desk = Desk::new();
    let request = r#"{"Name":"you","Data":"{\"a\":[1,\"2\"],\"b\":\"x\"}"}"#;
    assert_eq!(desk.reply("Greet", request), r#"{"Text":"Hello you","Copy":{"a":[1,2],"b":"x"},"Success":"true"}"#);
    // A text with a name in it that is absent is absent as a whole.
    assert_eq!(desk.reply("Greet", "{}"), r#"{"Success":"true"}"#);
    assert_eq!(desk.field("Greet", r#"{"Data":"[1]"}"#, "Copy"), "[1]");
}

#[test]
fn a_secret_that_nothing_reads_is_not_kept() {
    let mut desk = Desk::new();
    desk.book(r#"{"Title":"A","Pin":"hunter2","Key":"kept"}"#);
    let names = &desk.engine.kinds()[1].1;
    let kept: Vec<String> = desk.state.items(1).map(|item| item.to_json(names)).collect();
    assert!(!kept.concat().contains("hunter2") && kept.concat().contains("kept"), "{kept:?}");
}

/// States that set fields: when they are entered by a call, by themselves, and by themselves in one jump.
#[test]
fn states_set_fields_when_they_begin() {
    let mut service = library();
    let book = service.resources.iter_mut().find(|resource| resource.name == "Book").unwrap();
    for (state, json) in [
        ("shelved", r#"[{"field":"Label","value":[{"text":"S"}]},{"field":"Made","value":["now"]}]"#),
        ("late", r#"[{"field":"Label","value":[{"text":"L"}]}]"#),
    ] {
        let state = book.states.iter_mut().find(|it| it.name == state).unwrap();
        let service = format!(
            r#"{{"name":"","version":"","operations":[],"resources":[{{"name":"","id":"","id_pattern":"","not_found":"","wrong_state":"","states":[{{"name":"","set":{json}}}]}}]}}"#
        );
        state.set = Service::from_json(&service).unwrap().resources.remove(0).states.remove(0).set;
    }
    let engine = Engine::with_codes(service, codes()).unwrap();
    let state = State::new(&engine);
    let mut desk = Desk { engine, state, now: NOW, edition: None };
    let id = desk.book(r#"{"Title":"A","Pages":7,"BranchId":"br0001"}"#);
    let by = format!(r#"{{"BookId":"{id}"}}"#);
    desk.now += 60_000;
    let item = |desk: &Desk| {
        let kind = desk.engine.kind("Book").unwrap().1;
        let place = |name: &str| kind.place(name).unwrap();
        let (_, item) = desk.state.find(1, &id).unwrap();
        let moment = crate::engine::kinds::Moment { now: desk.now, began: NOW };
        let text = |name: &str| kind.see(item, place(name), moment).unwrap().text().unwrap().into_owned();
        (text("Label"), text("Made"))
    };
    let shelved = NOW + 60_000;
    assert_eq!(item(&desk), ("S".to_owned(), shelved.to_string()));
    desk.now += 5_000;
    assert_eq!(item(&desk).1, shelved.to_string(), "the time at which the state began");
    let reply = desk.reply("LendBook", &by);
    assert!(reply.contains(r#""Label":"S""#), "{reply}");
    desk.now += 3_600_000;
    assert_eq!(item(&desk), ("L".to_owned(), shelved.to_string()), "late by itself");
}
