//! How it starts and ends: options, files, threads.

use std::time::Duration;

use super::*;
use crate::aliyun::codes;
use crate::engine::Engine;
use crate::server::faults::Faults;
use crate::server::keeper::Keeper;
use crate::server::limits::Limits;
use crate::server::shared::{Settings, Shared};
use crate::store::Store;

const NAME: (&str, &str) = ("Name", "a");

#[test]
fn it_needs_no_runtime_of_its_user() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let emulator = runtime.block_on(emulator());
    drop(runtime);
    assert_eq!(ask(V3, "CreateThing", &[NAME]).send(&emulator).status, 200);
    assert_eq!(emulator.endpoint(), format!("http://{}", emulator.address()));
    assert_eq!((emulator.access_key_id(), emulator.access_key_secret()), ("testid", "testsecret"));
    assert!(!format!("{emulator:?}").contains("testsecret"));
}

#[tokio::test]
async fn its_port_is_free_when_it_is_gone() {
    let first = emulator().await;
    let port = first.address().port();
    let taken = builder().port(port).start().await.unwrap_err().to_string();
    assert!(taken.starts_with(&format!("cannot listen at 127.0.0.1:{port}: ")), "{taken}");
    let idle = connect(first.address());
    drop(first);
    let again = builder().port(port).start().await.unwrap();
    assert_eq!(ask(V3, "CreateThing", &[NAME]).send(&again).status, 200);
    drop(idle);
    again.stop().await;
    builder().port(port).start().await.unwrap();
}

#[tokio::test]
async fn what_is_in_the_middle_is_finished_when_it_stops() {
    let emulator = builder().latency("300ms".parse().unwrap()).start().await.unwrap();
    let (address, raw) =
        (emulator.address(), ask(V3, "CreateThing", &[NAME]).bytes(emulator.address(), "Connection: close\r\n"));
    let sent = std::thread::spawn(move || read(&exchange(address, &raw)).status);
    std::thread::sleep(Duration::from_millis(100));
    emulator.stop().await;
    assert_eq!(sent.join().unwrap(), 200);
}

#[tokio::test]
async fn it_goes_at_once_when_it_is_dropped() {
    let emulator = builder().latency("60s".parse().unwrap()).start().await.unwrap();
    let mut stream = connect(emulator.address());
    stream.write_all(&ask(V3, "CreateThing", &[NAME]).bytes(emulator.address(), "")).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    let begin = std::time::Instant::now();
    drop(emulator);
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn its_keys_can_be_others() {
    let emulator = builder().access_key("one", "s1").access_key("two", "s2").start().await.unwrap();
    assert_eq!((emulator.access_key_id(), emulator.access_key_secret()), ("one", "s1"));
    let status = |key| Ask { key, ..ask(V3, "CreateThing", &[NAME]) }.send(&emulator).status;
    assert_eq!(
        [("one", "s1"), ("two", "s2"), ("one", "s2"), ("testid", "testsecret")].map(status),
        [200, 200, 400, 404]
    );
}

#[tokio::test]
async fn the_ready_file_is_there_when_it_listens() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ready.json");
    std::fs::write(&file, "from before").unwrap();
    let emulator = builder().ready_file(&file).start().await.unwrap();
    let ready = Value::parse(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let expected = format!(
        r#"{{"endpoint":"{}","access_key_id":"testid","access_key_secret":"testsecret"}}"#,
        emulator.endpoint()
    );
    assert_eq!(ready.to_string(), expected);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    let nowhere = builder().ready_file(folder.path().join("none/ready.json")).start().await.unwrap_err().to_string();
    assert!(nowhere.contains("none/ready.json cannot be written: "), "{nowhere}");
    // Without the service there is no sign of it.
    std::fs::write(&file, "from before").unwrap();
    builder().edition("none").ready_file(&file).start().await.unwrap_err();
}

#[tokio::test]
async fn what_was_answered_is_there_when_it_starts_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let plans = folder.path().join("plans.json");
    std::fs::write(&plans, r#"{"Thing":[{"ThingId":"thmine000000","Name":"mine"}]}"#).unwrap();
    let start = || builder().data(&data).plans(&plans).start();
    let emulator = start().await.unwrap();
    let busy = start().await.unwrap_err().to_string();
    assert!(busy.contains("in use"), "{busy}");
    let mut ids: Vec<String> = std::thread::scope(|scope| {
        let create = || ask(V3, "CreateThing", &[NAME]).send(&emulator).text("ThingId");
        let threads: Vec<_> = (0..20).map(|_| scope.spawn(create)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    ids.extend(["thmine000000".to_owned(), "thfirst00000".to_owned()]);
    drop(emulator);
    let emulator = start().await.unwrap();
    for id in &ids {
        assert_eq!(ask(V3, "DescribeThing", &[("ThingId", id)]).send(&emulator).status, 200, "{id}");
    }
    emulator.reset().await.unwrap();
    drop(emulator);
    let emulator = start().await.unwrap();
    let left = ask(V3, "ListThings", &[]).send(&emulator);
    assert_eq!(left.body.matches("ThingId").count(), 2, "{left:?}");
    assert!(left.body.contains("thmine000000"));
}

#[tokio::test]
async fn options_that_cannot_be_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let plans = folder.path().join("plans.json");
    std::fs::write(&plans, r#"{"Thin":[]}"#).unwrap();
    let why = builder().plans(&plans).start().await.unwrap_err().to_string();
    assert!(why.ends_with("plans.json: the service has no kind `Thin`; did you mean `Thing`?"), "{why}");
    let why = builder().plans(folder.path().join("none")).start().await.unwrap_err().to_string();
    assert!(why.contains("none: "), "{why}");
    let why = builder().edition("olt").start().await.unwrap_err().to_string();
    assert_eq!(why, "there is no edition `olt`; did you mean `old`?");
    let why = builder().address("192.0.2.1".parse().unwrap()).start().await.unwrap_err().to_string();
    assert!(why.starts_with("cannot listen at 192.0.2.1:0: "), "{why}");
    let mut broken = service();
    broken.operations[0].idempotency_token = Some("None".into());
    let why = Emulator::builder(broken).start().await.unwrap_err().to_string();
    assert!(why.contains("there is no parameter `None`"), "{why}");
}

#[tokio::test]
async fn other_addresses_are_reachable() {
    let emulator = builder().address("0.0.0.0".parse().unwrap()).start().await.unwrap();
    assert!(emulator.endpoint().starts_with("http://127.0.0.1:"));
    assert_eq!(ask(V3, "CreateThing", &[NAME]).send(&emulator).status, 200);
}

#[tokio::test]
async fn when_nothing_can_be_kept_nothing_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::with_codes(service(), codes()).unwrap();
    // Its state says what changes, and the store is another one, which fails from the second time on.
    let (_store, state) = Store::open(folder.path(), &engine).unwrap();
    let mut left = 1;
    let keeper = Keeper::writing(move |_| {
        left -= 1;
        if left < 0 { Err("the disk is full".to_owned()) } else { Ok(()) }
    });
    let settings = Settings {
        keys: Vec::new(),
        security_token: None,
        edition: None,
        placement: crate::Placement::Any,
        faults: Faults::default(),
        loopback: true,
        page: None,
    };
    let shared = Shared::new(engine, state, keeper.unwrap(), settings, Limits::default());
    let create = Value::parse(r#"{"Name":"a"}"#).unwrap();
    let perform = |operation, request| shared.perform(operation, request, "testid", "id");
    assert!(perform("CreateThing", &create).await.unwrap().answer.is_ok());
    assert_eq!(perform("CreateThing", &create).await.unwrap_err(), "the disk is full");
    // What is in memory is more than what is kept, so nobody may see it.
    let none = Value::Object(Vec::new());
    assert_eq!(perform("ListThings", &none).await.unwrap_err(), "the disk is full");
    assert_eq!(shared.reset().await.unwrap_err(), "the disk is full");
}
