//! The workshop: tokens, facts of the service, pages, waits, states, faults, both schemes and both kinds of client.

use std::time::Duration;

use contingent_emulator::{Builder, Emulator};
use contingent_runtime::aliyun::credentials::Credentials;
use contingent_runtime::client::{ParameterPlacement, RetryPolicy, Scheme};
use workshop::client::{Client, blocking};
use workshop::create_job::{CreateJobFacts, Kind, Priority};

async fn start() -> Emulator {
    Builder::from_json(workshop::SERVICE).unwrap().start().await.unwrap()
}

fn key(emulator: &Emulator) -> Credentials {
    Credentials::new(emulator.access_key_id(), emulator.access_key_secret())
}

fn client(emulator: &Emulator) -> Client {
    Client::builder().endpoint(emulator.endpoint()).credentials(key(emulator)).build().unwrap()
}

#[tokio::test]
async fn facts_are_looked_up_and_rules_about_them_decided_before_anything_is_sent() {
    let emulator = start().await;
    let client = client(&emulator);
    // Nobody knows the machine: the rule is undecided, the call is sent, and the service refuses.
    let error = client.create_job("m-002", "Lid").send().await.unwrap_err();
    assert!(error.is_service() && error.to_string().contains("press-hours"), "{error}");
    // Asked for, the fact decides before the call.
    let before = emulator.journal().len();
    let error = client.create_job("m-002", "Lid").with_facts_from_service().send().await.unwrap_err();
    assert!(error.is_violation(), "{error}");
    let journal = emulator.journal();
    let seen: Vec<_> = journal[before..].iter().filter_map(|entry| entry.operation.as_deref()).collect();
    assert_eq!(seen, ["ListMachines"]);
    // So it does when it is told.
    let facts = CreateJobFacts::new().kind(Kind::Press);
    assert!(client.create_job("m-002", "Lid").facts(facts).send().await.unwrap_err().is_violation());
    let job = client.create_job("m-002", "Lid").hours(3).with_facts_from_service().send().await.unwrap();
    assert_eq!(client.get_job(job.job_id).send().await.unwrap().hours, Some(3));
    // A machine that does not exist leaves the fact open, and the service says so.
    let error = client.create_job("m-999", "Lid").with_facts_from_service().send().await.unwrap_err();
    assert_eq!((error.code(), error.http_status()), (Some("Machine.NotFound"), Some(404)));
}

#[tokio::test]
async fn rules_of_one_edition_warn_or_refuse() {
    let emulator = start().await;
    let facts = || CreateJobFacts::new().kind(Kind::Lathe);
    let client = client(&emulator);
    let call = client.create_job("m-001", "Axle").priority(Priority::High);
    call.facts(facts()).send().await.unwrap();
    let journal = emulator.journal();
    let entry = journal.last().unwrap().to_json().to_string();
    assert!(entry.contains("lathe-priority"), "{entry}");
    let call = client.edition(workshop::Edition::Web).create_job("m-001", "Axle").priority(Priority::High);
    let error = call.facts(facts()).send().await.unwrap_err();
    assert_eq!(error.verdict().unwrap().violations[0].rule, "lathe-priority");
}

#[tokio::test]
async fn a_call_is_made_again_with_its_token_and_done_once() {
    let emulator = start().await;
    let client = client(&emulator);
    // The reply is lost after the work was done: the repetition brings the same one.
    emulator.fail("CreateJob:lose:2".parse().unwrap()).unwrap();
    let job = client.create_job("m-001", "Axle").send().await.unwrap();
    let jobs = client.list_jobs().send().await.unwrap();
    assert_eq!((jobs.total, jobs.jobs.len()), (Some(1), 1));
    assert_eq!(jobs.jobs[0].job_id.as_deref(), Some(job.job_id.as_str()));
    // What changes something and has no token is not repeated once it may have arrived.
    emulator.fail("StartJob:InternalError:1".parse().unwrap()).unwrap();
    let error = client.start_job(job.job_id.as_str()).send().await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Some("InternalError"), true));
    // A refusal for too many calls did nothing.
    emulator.fail("StartJob:Throttling:1".parse().unwrap()).unwrap();
    let started = client.start_job(job.job_id.as_str()).send().await.unwrap();
    assert_eq!(started.note.as_deref(), Some("Axle on m-001"));
    // One's own token is kept.
    let twice = || client.create_job("m-001", "Bolt").token("mine").send();
    assert_eq!(twice().await.unwrap().job_id, twice().await.unwrap().job_id);
    let error = client.create_job("m-001", "Nut").token("mine").send().await.unwrap_err();
    assert_eq!(error.code(), Some("IdempotentParameterMismatch"));
}

#[tokio::test]
async fn lists_come_page_by_page_and_item_by_item() {
    let emulator = start().await;
    let client = client(&emulator);
    for number in 0..23 {
        client.create_job("m-001", format!("part {number}")).send().await.unwrap();
    }
    let mut pages = client.list_jobs().size(10).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next_page().await {
        sizes.push(page.unwrap().jobs.len());
    }
    assert_eq!(sizes, [10, 10, 3]);
    let mut items = client.list_jobs().words("part 2").pages();
    let mut titles = Vec::new();
    while let Some(item) = items.next().await {
        titles.push(item.unwrap().title.unwrap());
    }
    assert_eq!(titles, ["part 2", "part 20", "part 21", "part 22"]);
    let mut none = client.list_jobs().machine_id("m-002").pages();
    assert_eq!(none.next_page().await.unwrap().unwrap().total, Some(0));
    assert!(none.next_page().await.is_none());
}

#[tokio::test]
async fn states_go_on_by_themselves_and_can_be_waited_for() {
    let emulator = start().await;
    let client = client(&emulator);
    let job = client.create_job("m-001", "Axle").send().await.unwrap().job_id;
    client.start_job(job.as_str()).send().await.unwrap();
    let error = client.drop_job(job.as_str()).send().await.unwrap_err();
    assert_eq!((error.code(), error.http_status()), (Some("Job.Busy"), Some(409)));
    emulator.advance(Duration::from_secs(89));
    assert_eq!(client.get_job(job.as_str()).send().await.unwrap().state.as_deref(), Some("cooling"));
    emulator.advance(Duration::from_secs(1));
    let done = client.wait_for_job_done(job.as_str(), Duration::from_secs(10)).await.unwrap();
    assert_eq!(done.state.as_deref(), Some("done"));
    let (created, finished) = (done.created.unwrap(), done.finished.unwrap());
    assert!(finished.0 - created.0 >= 90_000, "{created} {finished}");
    client.drop_job(job.as_str()).send().await.unwrap();
    assert_eq!(client.get_job(job).send().await.unwrap_err().code(), Some("Job.NotFound"));
    let other = client.create_job("m-001", "Bolt").send().await.unwrap().job_id;
    let error = client.wait_for_job_done(other, Duration::from_millis(10)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn what_follows_from_a_start_appears_with_time_and_goes_with_its_cause() {
    let emulator = start().await;
    let client = client(&emulator);
    let mut started = Vec::new();
    for (machine, hours) in [("m-001", 3), ("m-001", 4), ("m-002", 5)] {
        let job = client.create_job(machine, "Axle").hours(hours).priority(Priority::High).send().await.unwrap().job_id;
        let bill = client.start_job(job.as_str()).send().await.unwrap().bill_id.unwrap();
        started.push((job, bill));
    }
    let bills = client.list_bills().send().await.unwrap();
    assert_eq!((bills.bills.len(), bills.last), (0, None), "none is sent yet");
    emulator.advance(Duration::from_secs(60));
    // The clock stood before them; what runs breaks off, on this machine alone.
    let hall = client.close_machine("m-001").bills(workshop::close_machine::Bills::Void).send().await.unwrap().hall;
    assert_eq!(hall, Some(1));
    let mut states = Vec::new();
    for (job, _) in &started {
        states.push(client.get_job(job.as_str()).send().await.unwrap().state.unwrap());
    }
    assert_eq!(states, ["broken", "broken", "cooling"]);
    emulator.advance(Duration::from_secs(600));
    let bills = client.list_bills().send().await.unwrap();
    let seen: Vec<_> = bills.bills.iter().map(|bill| (bill.sum, bill.bill_state.as_ref().unwrap().as_str())).collect();
    assert_eq!(seen, [(Some(170), "VOID"), (Some(220), "VOID"), (Some(270), "OPEN")]);
    assert_eq!(bills.last.as_deref(), Some(started[2].1.as_str()));
    assert!(bills.bills.iter().all(|bill| bill.remark.as_deref() == Some("at once")));
    client.drop_job(started[0].0.as_str()).send().await.unwrap();
    let left = client.list_bills().machine_id("m-001").send().await.unwrap();
    assert_eq!((left.bills.len(), left.last.as_deref()), (1, Some(started[1].1.as_str())));
}

#[tokio::test]
async fn every_way_to_sign_and_to_send_is_understood() {
    let emulator = start().await;
    for scheme in [Scheme::V3, Scheme::V1] {
        for placement in [ParameterPlacement::Form, ParameterPlacement::Query] {
            let builder = Client::builder().endpoint(emulator.endpoint()).credentials(key(&emulator));
            let client = builder.scheme(scheme).placement(placement).build().unwrap();
            let title = "a b+c&d=e/f~g*h'i(j)!ü中𝄞%41\"<>";
            let job = client.create_job("m-001", title).secret("hunter2").send().await.unwrap();
            let kept = client.get_job(job.job_id).send().await.unwrap();
            assert_eq!(kept.title.as_deref(), Some(title), "{scheme:?} {placement:?}");
        }
    }
    for entry in emulator.journal() {
        assert!(!entry.to_json().to_string().contains("hunter2"));
    }
}

#[tokio::test]
async fn keys_and_clocks_that_are_wrong() {
    let emulator = start().await;
    let with = |id: &str, secret: &str| {
        let builder = Client::builder().endpoint(emulator.endpoint()).credentials(Credentials::new(id, secret));
        builder.retry(RetryPolicy::never()).build().unwrap()
    };
    let error = with("testid", "wrong").list_machines().send().await.unwrap_err();
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
    assert!(!error.to_string().contains("wrong"), "{error}");
    let error = with("nobody", "testsecret").list_machines().send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAccessKeyId.NotFound"));
    assert!(error.request_id().is_some_and(|id| error.to_string().contains(id)));
}

#[test]
fn without_async_it_is_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let emulator = runtime.block_on(start());
    let client = blocking::Client::builder().endpoint(emulator.endpoint()).credentials(key(&emulator)).build().unwrap();
    for number in 0..12 {
        client.create_job("m-001", format!("part {number}")).send().unwrap();
    }
    let titles: Result<Vec<_>, _> = client.list_jobs().size(5).pages().collect();
    assert_eq!(titles.unwrap().len(), 12);
    let raw = client.call_raw("ListMachines", [("MachineId", "m-002")]).unwrap();
    assert!(raw.to_string().contains(r#""Kind":"press""#), "{raw}");
}
