//! Consequences of operations: things that are made, changed and removed beside the one that an operation is about.

use super::*;

/// The library in which an operation also does this, and replies also have these values.
fn desk(operation: &str, also: &str, reply: &str) -> Desk {
    let text = format!(
        r#"{{"name":"","version":"","operations":[{{"request":{{"name":"","parameters":[]}},"also":{also},"reply":{reply}}}]}}"#
    );
    let mut told = Service::from_json(&text).unwrap().operations.remove(0);
    let mut service = library();
    let served = service.operations.iter_mut().find(|served| served.request.name == operation).unwrap();
    served.also.append(&mut told.also);
    served.reply.splice(0..0, told.reply);
    let engine = Engine::with_codes(service, codes()).unwrap();
    let state = State::new(&engine);
    Desk { engine, state, now: NOW, edition: None }
}

const NEXT: &str = r#"[{"do":"create","resource":"Branch","set":[{"field":"Name","value":[{"text":"of "},{"parameter":"Title"}]},
    {"field":"City","value":[{"or":[{"parameter":"Genre"},"nowhere"]}]}]}]"#;

#[test]
fn what_is_made_can_be_named_and_takes_nothing_over() {
    let reply = r#"[{"field":"Label","value":[{"field":["Branch","BranchId"]}]}]"#;
    let mut desk = desk("CreateBook", NEXT, reply);
    let id = desk.field("CreateBook", r#"{"Title":"A"}"#, "Label");
    let (_, branch) = desk.state.find(0, &id).unwrap();
    let json = branch.to_json(&desk.engine.kinds()[0].1);
    assert!(json.contains("of A") && json.contains("nowhere"), "{json}");
    // A need is named like it as long as nothing is made.
    let other = desk.field("CreateBook", r#"{"Title":"B","BranchId":"br0001","Genre":"novel"}"#, "Label");
    assert!(other != "br0001" && other != id, "{other}");
    assert_eq!(desk.state.items(0).count(), 4);
}

#[test]
fn conditions_name_parameters_and_fields() {
    let also = NEXT.replacen(
        "\"set\"",
        r#""when":[{"value":{"or":[{"parameter":"Genre"},"novel"]},"is":["novel"]},
            {"value":{"field":["Book","BookStatus"]},"is":["lent","new"]},{"value":{"field":["Branch","City"]},"is":["Graz"]}],"set""#,
        1,
    );
    let mut desk = desk("CreateBook", &also, "[]");
    for (request, branches) in [
        (r#"{"Title":"A"}"#, 2),
        (r#"{"Title":"A","BranchId":"br0001","Genre":"rare"}"#, 2),
        (r#"{"Title":"A","BranchId":"br0001"}"#, 3),
        (r#"{"Title":"A","BranchId":"br0001","Genre":"novel"}"#, 4),
    ] {
        desk.book(request);
        assert_eq!(desk.state.items(0).count(), branches, "{request}");
    }
}

#[test]
fn many_are_changed_at_their_moment_and_others_are_not() {
    let also = r#"[{"do":"change","resource":"Book","match":[{"field":"Genre","value":[{"field":["Book","Genre"]}]}],"from":["shelved"],
        "set":[{"field":"Pages","value":[{"sum":[{"times":2,"of":{"field":["Book","Pages"]}},{"times":-1}]}]}],"to":"lost"}]"#;
    let mut desk = desk("LendBook", also, "[]");
    let novels: Vec<String> =
        [3, 4].iter().map(|pages| desk.book(&format!(r#"{{"Title":"N","Genre":"novel","Pages":{pages}}}"#))).collect();
    let other = desk.book(r#"{"Title":"O","Pages":5}"#);
    desk.now += 60_000;
    let young = desk.book(r#"{"Title":"Y","Genre":"novel","Pages":6}"#);
    let lent = desk.reply("LendBook", &format!(r#"{{"BookId":"{}"}}"#, novels[0]));
    assert!(lent.contains(r#""BookStatus":"lent""#), "{lent}");
    let seen: Vec<(String, String)> = [&novels[0], &novels[1], &other, &young]
        .into_iter()
        .map(|id| (desk.status(id), desk.field("GetBook", &format!(r#"{{"BookId":"{id}"}}"#), "Pages")))
        .collect();
    let told = |status: &str, pages: &str| (status.to_owned(), pages.to_owned());
    assert_eq!(seen, [told("lent", "3"), told("lost", "7"), told("shelved", "5"), told("new", "6")]);
    // Without the value that they have in common none is meant.
    desk.reply("LendBook", &format!(r#"{{"BookId":"{other}"}}"#));
    assert_eq!(desk.status(&young), "new");
}

#[test]
fn what_an_operation_is_about_can_be_changed_once_more() {
    let also = r#"[{"do":"change","resource":"Book","match":[{"field":"BookId","value":[{"field":["Book","BookId"]}]}],
        "set":[{"field":"Label","value":[{"text":"again"}]}],"to":"lost"}]"#;
    let mut desk = desk("CreateBook", also, "[]");
    let reply = desk.reply("CreateBook", r#"{"Title":"A"}"#);
    assert!(reply.contains(r#""BookStatus":"lost","Label":"again""#), "{reply}");
}

#[test]
fn all_of_it_happens_or_nothing() {
    let also = format!(
        r#"{},{{"do":"delete","resource":"Branch","match":[{{"field":"City","value":[{{"text":"nowhere"}}]}}]}},
        {{"do":"change","resource":"Branch","match":[{{"field":"BranchId","value":[{{"text":"br0001"}}]}}],"set":[{{"field":"Name","value":[{{"text":"gone"}}]}}]}},
        {{"do":"create","resource":"Branch","when":[{{"value":{{"parameter":"Key"}},"is":["same"]}}],"set":[{{"field":"BranchId","value":[{{"text":"br0002"}}]}}]}}]"#,
        NEXT.trim_end().strip_suffix(']').unwrap()
    );
    let mut desk = desk("CreateBook", &also, "[]");
    let kept = |desk: &Desk| {
        let names = desk.engine.kinds();
        let json = |kind: usize| desk.state.items(kind).map(|item| item.to_json(&names[kind].1)).collect::<Vec<_>>();
        (json(0), json(1), desk.state.bytes())
    };
    let before = kept(&desk);
    let refusal = desk.refusal("CreateBook", r#"{"Title":"A","Key":"same"}"#);
    assert_eq!(refusal.message, "there is a Branch with this id already");
    assert_eq!(kept(&desk), before);
    desk.book(r#"{"Title":"A"}"#);
    let after = kept(&desk);
    assert_eq!((after.0.len(), after.1.len()), (2, before.1.len() + 1));
    assert!(after.0[0].contains("gone"), "{after:?}");
}

#[test]
fn a_secret_stays_one_wherever_it_is_taken() {
    let pin = r#"[{"text":"pin "},{"or":[{"parameter":"Pin"},"none"]}]"#;
    let also = format!(
        r#"[{{"do":"create","resource":"Branch","set":[{{"field":"Name","value":{pin}}}]}},
        {{"do":"create","resource":"Book","set":[{{"field":"Shelf","value":{pin}}},{{"field":"BookId","value":[{{"text":"copy"}}]}}]}}]"#
    );
    let mut desk = desk("CreateBook", &also, "[]");
    desk.book(r#"{"Title":"A","Pin":"hunter2"}"#);
    // Nothing names the shelf, so it is not kept at all.
    let names = &desk.engine.kinds()[1].1;
    let kept: Vec<String> = desk.state.items(1).map(|item| item.to_json(names)).collect();
    assert!(kept.iter().any(|book| book.contains("copy")) && !kept.concat().contains("hunter2"), "{kept:?}");
    // The name of a branch is kept for the books that copy it, and shown by none of them.
    let branches = desk.reply("ListBranches", "{}");
    let branch = desk.state.items(0).last().unwrap().id.clone();
    desk.state.remove(1, desk.state.find(1, "copy").unwrap().0);
    let book = desk.book(&format!(r#"{{"Title":"B","BranchId":"{branch}"}}"#));
    let shown = desk.reply("GetBook", &format!(r#"{{"BookId":"{book}"}}"#));
    assert!(shown.contains(r#""Title":"B""#) && !shown.contains("hunter2") && !branches.contains("hunter2"), "{shown}");
}

/// A state that hides what is in it: until it ends the thing is nowhere.
#[test]
fn hidden_things_appear_with_time() {
    let mut service = library();
    let states = &mut service.resources.iter_mut().find(|resource| resource.name == "Book").unwrap().states;
    states.iter_mut().find(|state| state.name == "new").unwrap().hidden = true;
    let engine = Engine::with_codes(service, codes()).unwrap();
    let state = State::new(&engine);
    let mut desk = Desk { engine, state, now: NOW, edition: None };
    let id = desk.book(r#"{"Title":"A","Genre":"rare","BranchId":"br0001"}"#);
    let by = format!(r#"{{"BookId":"{id}"}}"#);
    let listed = format!(r#"{{"Ids":"{id}"}}"#);
    assert_eq!(desk.refusal("GetBook", &by).code, "Book.NotFound");
    assert_eq!(desk.field("ListBooks", &listed, "Total"), "0");
    // Its genre is not known yet either, so no rule about it is broken.
    assert_eq!(desk.refusal("LendBook", &by).code, "Book.NotFound");
    desk.now += 60_000;
    assert_eq!(desk.status(&id), "shelved");
    assert_eq!(desk.field("ListBooks", &listed, "Total"), "1");
    assert!(desk.refusal("LendBook", &by).message.contains("RARE_READER"));
}

#[test]
fn a_row_appears_one_after_the_other() {
    let also = r#"[{"do":"create","resource":"Book","repeat":{"times":3,"every":100},"to":"lent","set":[
        {"field":"Title","value":[{"text":"T"},{"sum":[{"times":10},{"times":1,"of":"number"}]}]},
        {"field":"Label","value":[{"or":["number","none"]}]}]}]"#;
    let mut desk = desk("Greet", also, r#"[{"field":"Text","value":[{"field":["Book","Title"]}]}]"#);
    let lent = desk.engine.kinds.iter_mut().find(|kind| kind.name == "Book").unwrap();
    lent.states.iter_mut().find(|state| state.name == "lent").unwrap().hidden = true;
    assert_eq!(desk.field("Greet", "{}", "Text"), "T12", "the last one is meant");
    let mut seen = Vec::new();
    for seconds in [3_599, 3_600, 3_699, 3_700, 3_800] {
        desk.now = NOW + seconds * 1000;
        let Value::Object(items) = desk.outcome("ListBooks", r#"{"Title":"T1"}"#).answer.unwrap() else { return };
        let items = items.iter().find(|(name, _)| name == "Items").unwrap().1.to_string();
        seen.push(items.matches("Title").count());
    }
    assert_eq!(seen, [0, 1, 1, 2, 3]);
}

#[test]
fn sums_are_exact_or_absent() {
    let reply = |sum: &str| format!(r#"[{{"field":"Text","value":[{{"sum":{sum}}}]}}]"#);
    for (sum, name, expected) in [
        (r#"[{"times":1,"of":{"parameter":"Name"}},{"times":5}]"#, "\"7\"", "12"),
        (r#"[{"times":-3,"of":{"parameter":"Name"}}]"#, "2.0", "-6"),
        (r#"[{"times":1,"of":"now"},{"times":60000,"of":{"or":[{"parameter":"Name"},"1"]}}]"#, "null", "1600000060000"),
        (r#"[{"times":1,"of":{"parameter":"Name"}},{"times":5}]"#, "\"x\"", ""),
        (r#"[{"times":1,"of":{"parameter":"Name"}},{"times":5}]"#, "1.5", ""),
        (r#"[{"times":1,"of":{"parameter":"Name"}},{"times":5}]"#, "null", ""),
        (r#"[{"times":2,"of":{"parameter":"Name"}}]"#, "9223372036854775807", ""),
        (r#"[{"times":1,"of":{"parameter":"Name"}},{"times":1}]"#, "9223372036854775807", ""),
    ] {
        let mut service = library();
        let served = service.operations.iter_mut().find(|served| served.request.name == "Greet").unwrap();
        let text = format!(
            r#"{{"name":"","version":"","operations":[{{"request":{{"name":"","parameters":[]}},"reply":{}}}]}}"#,
            reply(sum)
        );
        served.reply = Service::from_json(&text).unwrap().operations.remove(0).reply;
        served.request.parameters.iter_mut().for_each(|it| it.kind = contingent_rules::Kind::Number);
        let engine = Engine::with_codes(service, codes()).unwrap();
        let state = State::new(&engine);
        let mut desk = Desk { engine, state, now: NOW, edition: None };
        let request = format!(r#"{{"Name":{name}}}"#);
        let outcome = desk.outcome("Greet", &request);
        let told =
            outcome.answer.map(|reply| reply.get("Text").map(crate::engine::values::as_text).unwrap_or_default());
        // A text that is no number breaks a rule before.
        assert_eq!(told.unwrap_or_default(), expected, "{sum} {name}");
    }
}

#[test]
fn a_list_tells_of_its_last_one() {
    let reply = r#"[{"field":"Success","value":[{"field":["Book","Title"]}]}]"#;
    let mut desk = desk("ListBooks", "[]", reply);
    for title in ["A", "B", "C", "D"] {
        desk.book(&format!(r#"{{"Title":"{title}","Genre":"novel"}}"#));
    }
    assert_eq!(desk.field("ListBooks", r#"{"Genre":["novel"]}"#, "Success"), "C", "on the page of three");
    assert_eq!(desk.field("ListBooks", r#"{"Genre":["novel"],"PageNumber":2}"#, "Success"), "D");
    assert_eq!(desk.field("ListBooks", r#"{"Genre":["novel"],"PageNumber":3}"#, "Success"), "true", "as always");
}
