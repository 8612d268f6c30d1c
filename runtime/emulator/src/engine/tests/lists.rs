//! Lists: filters and pages.

use super::*;

/// A desk with five books and the one that is always there.
fn desk() -> Desk {
    let mut desk = Desk::new();
    for (title, rest) in [
        ("One", r#","Pages":"5","Genre":"novel","Tags":["x"]"#),
        ("Two", r#","Pages":"10","Genre":"rare","BranchId":"br0001","Tags":["x","y"]"#),
        ("Three", r#","Pages":"9","Pin":"1234""#),
        ("Four", r#","Pages":"100""#),
        ("Five", ""),
    ] {
        desk.book(&format!(r#"{{"Title":"{title}"{rest}}}"#));
    }
    desk
}

/// The titles that a request gives, and the total.
fn titles(desk: &mut Desk, request: &str) -> (String, String) {
    let reply = desk.outcome("ListBooks", request).answer.unwrap();
    let Some(Value::List(items)) = reply.get("Items").and_then(|items| items.get("Book")) else { panic!("{reply}") };
    let titles: Vec<&str> = items.iter().filter_map(|item| item.get("Title")?.as_str()).collect();
    (titles.join(" "), reply.get("Total").unwrap().to_string())
}

#[test]
fn a_page_says_where_it_is() {
    let mut desk = desk();
    let expected = concat!(
        r#"{"Total":6,"PageCount":2,"PageNumber":2,"PageSize":"4","Success":true,"Items":{"Book":["#,
        r#"{"Title":"Four","BookStatus":"new","Pages":100},{"Title":"Five","BookStatus":"new"}]}}"#
    );
    assert_eq!(desk.reply("ListBooks", r#"{"PageNumber":"2","PageSize":"4"}"#), expected);
}

#[test]
fn pages_end_where_the_list_ends() {
    let mut desk = desk();
    for (request, expected) in [
        ("{}", "The First One Two"),
        (r#"{"PageNumber":2}"#, "Three Four Five"),
        (r#"{"PageNumber":3}"#, ""),
        (r#"{"PageNumber":2147483647,"PageSize":2147483647}"#, ""),
        (r#"{"PageSize":2147483647}"#, "The First One Two Three Four Five"),
        (r#"{"PageNumber":6,"PageSize":1}"#, "Five"),
    ] {
        assert_eq!(titles(&mut desk, request), (expected.into(), "6".into()), "{request}");
    }
    let none = desk.reply("ListBooks", r#"{"Title":"none"}"#);
    assert!(none.starts_with(r#"{"Total":0,"PageCount":0,"#) && none.ends_with(r#""Items":{"Book":[]}}"#), "{none}");
}

#[test]
fn pages_before_the_first_and_without_items_are_refused() {
    let mut desk = desk();
    for (request, name) in [
        (r#"{"PageNumber":0}"#, "PageNumber"),
        (r#"{"PageNumber":-2147483648}"#, "PageNumber"),
        (r#"{"PageSize":"0"}"#, "PageSize"),
        (r#"{"PageSize":-1}"#, "PageSize"),
    ] {
        let refused = desk.refusal("ListBooks", request);
        let message = format!("{name}.range: {name} must be a whole number, at least 1");
        assert_eq!((refused.code.as_str(), refused.message), ("InvalidParameter", message));
    }
}

#[test]
fn filters_select() {
    let mut desk = desk();
    for (request, expected) in [
        (r#"{"Genre":["novel","rare"]}"#, "One Two"),
        (r#"{"Genre":["novel"],"Tag":"x"}"#, "One"),
        (r#"{"Genre":[]}"#, ""),
        (r#"{"Tag":"x"}"#, "One Two"),
        (r#"{"Tag":"y"}"#, "Two"),
        (r#"{"Title":"Fi"}"#, "The First Five"),
        (r#"{"Title":"ve|wo"}"#, "Two Five"),
        (r#"{"Title":"|"}"#, ""),
        (r#"{"MinPages":"9"}"#, "Two Three Four"),
        (r#"{"MinPages":"9.00000000000000000000000000001","MaxPages":"100.0"}"#, "Two Four"),
        (r#"{"MaxPages":9}"#, "One Three"),
        (r#"{"Pages":5.0}"#, "One"),
        (r#"{"Ids":"bkpreset0000","Pages":5}"#, ""),
        (r#"{"Status":"lent"}"#, "The First"),
        (r#"{"Ids":"bkpreset0000,none"}"#, "The First"),
        (r#"{"Ids":"none"}"#, ""),
        (r#"{"Pin":"1234"}"#, ""),
    ] {
        assert_eq!(titles(&mut desk, request).0, expected, "{request}");
    }
    desk.now += 60_000;
    assert_eq!(titles(&mut desk, r#"{"Status":"shelved","MinPages":9}"#).0, "Two Three Four");
}

#[test]
fn a_filter_asks_for_so_many_values_and_no_more() {
    let mut desk = desk();
    let ids = |n| format!(r#"{{"Ids":"{}"}}"#, vec!["bkpreset0000"; n].join(","));
    assert_eq!(titles(&mut desk, &ids(1000)).0, "The First");
    let refused = desk.refusal("ListBooks", &ids(1001));
    assert_eq!(refused.message, "Ids.range: Ids must be at most 1000 values");
}

#[test]
fn ids_give_the_order_in_which_things_were_made() {
    let mut desk = Desk::new();
    let (first, second) = (desk.book(r#"{"Title":"1"}"#), desk.book(r#"{"Title":"2"}"#));
    let request = format!(r#"{{"Ids":"{second},{first},{second},bkpreset0000"}}"#);
    assert_eq!(titles(&mut desk, &request), ("The First 1 2".into(), "3".into()));
}

#[test]
fn lists_of_scalars_have_the_field_of_the_wrapper_or_the_id() {
    let mut desk = desk();
    assert_eq!(desk.reply("ListBranches", "{}"), r#"{"Branches":{"Name":["Main","Park"]}}"#);
    assert_eq!(desk.reply("ListBranchIds", "{}"), r#"{"Data":{"Ids":["br0001","br0002"]}}"#);
}

#[test]
fn ten_thousand_books_are_quick() {
    let mut desk = Desk::new();
    let begin = std::time::Instant::now();
    for n in 0..10_000 {
        desk.book(&format!(r#"{{"Title":"{n}","Pages":"{}","ClientToken":"{n}"}}"#, n + 1));
    }
    for n in 0..100 {
        let page = titles(&mut desk, &format!(r#"{{"MinPages":"{}","PageNumber":{},"PageSize":100}}"#, n + 1, n + 1));
        assert_eq!(page.1, (10_000 - n).to_string());
    }
    // Generous: it takes a fraction of this in a build without optimization.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
