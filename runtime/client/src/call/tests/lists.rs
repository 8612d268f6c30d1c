//! Lists in pages, and waiting for a state.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::*;
use crate::call::Waiter;
use crate::client::Async;
use crate::transport::TransportErrorKind;

fn page(names: &[&str], total: Option<u64>) -> Answer {
    let plans: Vec<String> = names.iter().map(|name| format!(r#"{{"PlanId":"{name}"}}"#)).collect();
    let total = total.map_or(String::new(), |total| format!(r#","Total":"{total}""#));
    Answer::json(200, format!(r#"{{"Items":{{"Plan":[{}]}}{total}}}"#, plans.join(",")))
}

fn names(items: impl Iterator<Item = Result<Value, crate::Error>>) -> Vec<String> {
    let name = |item: Result<Value, crate::Error>| item.map(|plan| plan.get("PlanId").unwrap().to_string());
    items.map(|item| name(item).unwrap_or_else(|error| error.code().unwrap_or("no code").to_owned())).collect()
}

fn asked(transport: &MockTransport) -> Vec<String> {
    transport.calls().iter().filter_map(|call| call.get("Page").map(str::to_owned)).collect()
}

#[test]
fn pages_follow_each_other_until_all_items_are_there() {
    let transport =
        answering("ListPlans", [page(&["a", "b"], Some(5)), page(&["c", "d"], Some(5)), page(&["e"], Some(5))]);
    let all = names(client(&transport).call(ListPlans(Vec::new())).pages());
    assert_eq!(all, [r#""a""#, r#""b""#, r#""c""#, r#""d""#, r#""e""#]);
    assert_eq!(asked(&transport), ["1", "2", "3"]);
    transport.verify().unwrap();
}

#[test]
fn the_service_may_end_a_list_in_other_ways() {
    // No count: a page that is not full is the last one.
    let transport = answering("ListPlans", [page(&["a", "b"], None), page(&["c"], None)]);
    assert_eq!(names(client(&transport).call(ListPlans(Vec::new())).pages()).len(), 3);
    // A count that is too high, and a page with nothing on it.
    let transport = answering("ListPlans", [page(&["a", "b"], Some(100)), page(&[], Some(100))]);
    assert_eq!(names(client(&transport).call(ListPlans(Vec::new())).pages()).len(), 2);
    // The caller begins in the middle, with pages of another size.
    let transport = answering("ListPlans", [page(&["g"], Some(7))]);
    let from = ListPlans(vec![("Page", "3"), ("Size", "3")]);
    assert_eq!(names(client(&transport).call(from).pages()), [r#""g""#]);
    assert_eq!(asked(&transport), ["3"]);
}

#[test]
fn an_error_ends_a_list() {
    let transport = answering("ListPlans", [page(&["a", "b"], Some(9)), refused(403, "Forbidden.RAM")]);
    assert_eq!(names(client(&transport).call(ListPlans(Vec::new())).pages()), [r#""a""#, r#""b""#, "Forbidden.RAM"]);
}

#[test]
fn a_service_that_gives_the_same_page_again_does_not_give_it_for_ever() {
    let transport = MockTransport::new();
    let same =
        r#"{"RequestId":"60AF7C5D","Items":{"Plan":[{"PlanId":"a"},{"PlanId":"b"}]},"Total":18446744073709551615}"#;
    transport.expect(Expectation::new("ListPlans").always(Answer::json(200, same)));
    let mut pages = client(&transport).call(ListPlans(Vec::new())).pages();
    assert!(pages.next_page().unwrap().is_ok());
    let error = pages.next_page().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "ListPlans: the reply could not be read: the body has the items of the page before 2 once more (HTTP 200, \
         request id 60AF7C5D)"
    );
    assert!(pages.next_page().is_none() && transport.calls().len() == 2);
}

/// A transport that never answers until it is told to.
#[derive(Clone)]
struct Slow(MockTransport, std::sync::Arc<std::sync::atomic::AtomicBool>);

impl crate::transport::Transport for Slow {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        limits: crate::transport::Limits,
    ) -> crate::transport::BoxFuture<'_, Result<http::Response<bytes::Bytes>, crate::transport::TransportError>> {
        Box::pin(async move {
            let is_awake = || self.1.load(std::sync::atomic::Ordering::SeqCst);
            std::future::poll_fn(|_| if is_awake() { Poll::Ready(()) } else { Poll::Pending }).await;
            self.0.send(request, limits).await
        })
    }

    fn sleep(&self, time: Duration) -> crate::transport::BoxFuture<'_, ()> {
        self.0.sleep(time)
    }
}

#[test]
fn a_page_whose_future_is_dropped_is_not_lost() {
    let transport = answering("ListPlans", [page(&["a", "b"], Some(3)), page(&["c"], Some(3))]);
    let slow = Slow(transport.clone(), Default::default());
    let client: Client<Async> = Client::builder(SERVICE)
        .credentials(Credentials::new("testid", "testsecret"))
        .transport(slow.clone())
        .build()
        .unwrap();
    let mut pages = client.call(ListPlans(Vec::new())).pages();
    let mut context = Context::from_waker(Waker::noop());
    assert!(pages.next().as_mut().poll(&mut context).is_pending());
    slow.1.store(true, std::sync::atomic::Ordering::SeqCst);
    let mut all = Vec::new();
    while let Poll::Ready(Some(item)) = pages.next().as_mut().poll(&mut context) {
        all.push(item);
    }
    assert_eq!(names(all.into_iter()), [r#""a""#, r#""b""#, r#""c""#]);
}

#[test]
fn async_pages_are_awaited_one_by_one() {
    let transport = answering("ListPlans", [page(&["a", "b"], Some(3)), page(&["c"], Some(3))]);
    let client: Client<Async> = Client::builder(SERVICE)
        .credentials(Credentials::new("testid", "testsecret"))
        .transport(transport.clone())
        .build()
        .unwrap();
    let pages = async move {
        let mut pages = client.call(ListPlans(Vec::new())).pages();
        let mut sizes = Vec::new();
        while let Some(page) = pages.next_page().await {
            sizes.push(ListPlans::items(page.unwrap()).len());
        }
        sizes
    };
    assert_eq!(<crate::client::Blocking as crate::client::Mode>::run(Box::pin(pages)), [2, 1]);
}

const RUNNING: Waiter = Waiter {
    find: Find { operation: ListPlans::descriptor, parameter: "PlanId", list: &["Items", "Plan"], id: "PlanId" },
    state: "State",
    until: &["finished"],
    fail: &["failed", "stopped"],
    interval: Duration::from_secs(10),
    timeout: Duration::from_secs(35),
};

fn state(state: &str) -> Answer {
    Answer::json(200, format!(r#"{{"Items":{{"Plan":[{{"PlanId":"p1","State":"{state}"}}]}}}}"#))
}

#[test]
fn waiting_ends_with_the_state() {
    let transport =
        answering("ListPlans", [page(&[], None), state("running"), refused(503, "Busy"), state("finished")]);
    let plan: Value = client(&transport).wait(RUNNING, "p1").unwrap();
    assert_eq!(plan.get("State").and_then(Value::as_str), Some("finished"));
    let sleeps = transport.sleeps();
    assert!(sleeps.len() >= 2 && sleeps[..2] == [Duration::from_secs(10); 2], "{sleeps:?}");
}

#[test]
fn waiting_ends_where_the_state_cannot_come_any_more_and_in_time() {
    let transport = answering("ListPlans", [state("running"), state("failed")]);
    let error = client(&transport).wait::<Value>(RUNNING, "p1").unwrap_err();
    assert_eq!(error.to_string(), "ListPlans: it is failed and comes to finished no more");
    assert!(error.is_wait() && !error.is_timeout());

    let transport = MockTransport::new();
    transport.expect(Expectation::new("ListPlans").always(state("running")));
    let error = client(&transport).wait::<Value>(RUNNING, "p1").unwrap_err();
    assert_eq!(error.to_string(), "ListPlans: it is running after 35 seconds of waiting");
    assert!(error.is_wait() && error.is_timeout());
    assert_eq!(transport.sleeps().iter().sum::<Duration>().as_secs(), 35);

    let transport = answering("ListPlans", [Answer::failure(TransportErrorKind::Request)]);
    assert!(client(&transport).wait::<Value>(RUNNING, "p1").unwrap_err().is_transport());
}

#[test]
fn what_comes_of_waiting_has_the_id_of_the_last_look() {
    let answer = |state: &str| {
        let body = format!(r#"{{"RequestId":"60AF7C5D","Items":{{"Plan":[{{"PlanId":"p1","State":"{state}"}}]}}}}"#);
        answering("ListPlans", [Answer::json(200, body)])
    };
    let waiter = RUNNING.timeout(Duration::ZERO);
    // A plan has no field of a stopped task.
    for (state, transport) in ["finished", "failed", "running"].map(|state| (state, answer(state))) {
        let error = client(&transport).wait::<Stopped>(waiter, "p1").unwrap_err();
        assert_eq!((error.operation(), error.request_id()), ("ListPlans", Some("60AF7C5D")), "{state}");
        assert_eq!(error.is_decode(), state == "finished", "{error}");
    }
    let header = answering("ListPlans", [state("finished").header("x-acs-request-id", "60AF")]);
    assert_eq!(client(&header).wait::<Stopped>(waiter, "p1").unwrap_err().request_id(), Some("60AF"));
}
