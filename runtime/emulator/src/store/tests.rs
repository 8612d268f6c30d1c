//! Stores that are opened again, after a process was killed too.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use super::*;
use crate::engine::tests::{Desk, library};

fn open(dir: &Path, engine: &Engine) -> (Store, State) {
    Store::open(dir, engine).unwrap()
}

fn failure(dir: &Path, engine: &Engine) -> String {
    let text = Store::open(dir, engine).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(text.contains(&dir.display().to_string()) && !text.contains('\n'), "{text}");
    text
}

/// A desk whose state is written, and its store.
fn desk(dir: &Path) -> (Store, Desk) {
    let mut desk = Desk::new();
    let (store, state) = open(dir, &desk.engine);
    desk.state = state;
    (store, desk)
}

fn assert_same(left: &State, right: &State) {
    for kind in 0..2 {
        assert!(left.items(kind).eq(right.items(kind)), "{kind}");
    }
    assert!(left.tokens().all().eq(right.tokens().all()));
    assert_eq!((left.began(), left.salt(), left.bytes()), (right.began(), right.salt(), right.bytes()));
}

#[test]
fn what_is_opened_again_is_what_was_committed() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("new").join("place");
    let (store, mut desk) = desk(&dir);
    let first = desk.reply("CreateBook", r#"{"Title":"A \"é\"\n","Pages":"5","Tags":["x"],"ClientToken":"t"}"#);
    let id = desk.book(r#"{"Title":"B"}"#);
    let gone = desk.book(r#"{"Title":"C"}"#);
    let early = desk.state.take_changes();
    desk.now += 60_000;
    desk.reply("LendBook", &format!(r#"{{"BookId":"{id}","Reader":"Ann"}}"#));
    desk.reply("DeleteBook", &format!(r#"{{"BookId":"{gone}"}}"#));
    let late = desk.state.take_changes();
    assert!(desk.state.take_changes().is_empty());
    store.commit(vec![early, late, Changes::default()]).unwrap();
    drop(store);
    let (store, again) = open(&dir, &desk.engine);
    assert_same(&desk.state, &again);
    desk.state = again;
    let request = r#"{"Title":"A \"é\"\n","Pages":"5","Tags":["x"],"ClientToken":"t"}"#;
    assert_eq!(desk.reply("CreateBook", request), first);
    assert_eq!(desk.field("GetBook", &format!(r#"{{"BookId":"{id}"}}"#), "BookStatus"), "lent");
    // What changes nothing writes nothing.
    assert!(desk.state.take_changes().is_empty());
    let Desk { engine, state, .. } = &mut desk;
    state.reset(engine);
    store.commit(vec![desk.state.take_changes()]).unwrap();
    drop(store);
    let (_store, again) = open(&dir, &desk.engine);
    assert_same(&desk.state, &again);
    assert_eq!(again.kept(), 3);
}

#[test]
fn what_is_not_committed_is_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (store, mut desk) = desk(dir.path());
    desk.book(r#"{"Title":"A"}"#);
    drop((store, desk.state.take_changes()));
    assert_eq!(open(dir.path(), &desk.engine).1.kept(), 3);
}

#[test]
fn memory_keeps_no_changes() {
    let mut desk = Desk::new();
    let (store, state) = Store::memory(&desk.engine);
    desk.state = state;
    desk.book(r#"{"Title":"A"}"#);
    let changes = desk.state.take_changes();
    assert!(changes.is_empty());
    store.commit(vec![changes]).unwrap();
}

#[test]
fn a_store_in_use_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::new(library()).unwrap();
    let first = open(dir.path(), &engine);
    assert!(failure(dir.path(), &engine).contains("is in use by another process"));
    drop(first);
    open(dir.path(), &engine);
}

#[test]
fn another_services_store_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (store, mut desk) = desk(dir.path());
    desk.book(r#"{"Title":"A"}"#);
    store.commit(vec![desk.state.take_changes()]).unwrap();
    drop(store);
    let other = |change: fn(&mut contingent_rules::service::Service)| {
        let mut service = library();
        change(&mut service);
        Engine::new(service).unwrap()
    };
    let newer = other(|service| service.version = "2021-01-01".into());
    let said = failure(dir.path(), &newer);
    assert!(said.contains("belongs to the service Library 2020-01-01, not to Library 2021-01-01"), "{said}");
    assert!(failure(dir.path(), &other(|service| service.name = "Shop".into())).contains("not to Shop 2020-01-01"));
    let fewer = other(|service| {
        service.resources.truncate(1);
        service.operations.truncate(0);
    });
    assert!(failure(dir.path(), &fewer).contains("a service that keeps `Book`"));
    assert_same(&desk.state, &open(dir.path(), &desk.engine).1);
}

#[test]
fn fields_come_and_go_without_loss() {
    let dir = tempfile::tempdir().unwrap();
    let (store, mut desk) = desk(dir.path());
    desk.book(r#"{"Title":"A","Pages":"5"}"#);
    store.commit(vec![desk.state.take_changes()]).unwrap();
    drop(store);
    let mut service = library();
    service.resources[1].fields.retain(|field| field.name != "Title");
    service.resources[1].presets.clear();
    service.operations.retain(|served| served.request.name == "LendBook");
    let without = Engine::new(service).unwrap();
    let (store, mut state) = open(dir.path(), &without);
    let id = state.items(1).last().unwrap().id.clone();
    let request = contingent_rules::Value::parse(&format!(r#"{{"BookId":"{id}","Reader":"Ann"}}"#)).unwrap();
    let now = desk.now + 60_000;
    let call = crate::engine::Call { operation: "LendBook", request: &request, account: "me", request_id: "R", now };
    assert!(without.execute(&mut state, &call, None).answer.is_ok());
    store.commit(vec![state.take_changes()]).unwrap();
    drop(store);
    desk.state = open(dir.path(), &desk.engine).1;
    assert_eq!(desk.field("GetBook", &format!(r#"{{"BookId":"{id}"}}"#), "Title"), "A");
    assert_eq!(desk.field("GetBook", &format!(r#"{{"BookId":"{id}"}}"#), "Reader"), "Ann");
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let engine = Engine::new(library()).unwrap();
    for content in [&b""[..], b"hello", &[0; 100_000], &b"redb".repeat(10_000)] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("state.redb"), content).unwrap();
        assert!(failure(dir.path(), &engine).contains("state.redb is damaged, or not a file of the emulator"));
        assert_eq!(fs::read(dir.path().join("state.redb")).unwrap(), content);
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(failure(&file, &engine).contains("cannot make the directory"));
    fs::create_dir(dir.path().join("state.redb")).unwrap();
    assert!(failure(dir.path(), &engine).contains("cannot open"));
    // A database, but not one of these.
    let dir = tempfile::tempdir().unwrap();
    redb::Database::create(dir.path().join("state.redb")).unwrap();
    assert!(failure(dir.path(), &engine).contains("damaged, or not a file of the emulator"));
}

#[test]
fn a_file_that_was_not_finished_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("state.redb.new"), "half").unwrap();
    let engine = Engine::new(library()).unwrap();
    assert_eq!(open(dir.path(), &engine).1.kept(), 3);
    assert!(!dir.path().join("state.redb.new").exists());
}

#[test]
fn damage_is_an_error_and_never_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let (store, mut desk) = desk(dir.path());
    for n in 0..300 {
        desk.book(&format!(r#"{{"Title":"{n}","ClientToken":"{n}"}}"#));
    }
    store.commit(vec![desk.state.take_changes()]).unwrap();
    drop(store);
    let whole = fs::read(dir.path().join("state.redb")).unwrap();
    let (mut seed, mut refused) = (7_usize, 0);
    for round in 0..60 {
        let mut broken = whole.clone();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let at = (seed >> 20) % broken.len();
        match round % 4 {
            0 => broken.truncate(at),
            1 => broken[at..].iter_mut().take(64).for_each(|byte| *byte = !*byte),
            2 => broken[at] ^= 1,
            // The header says where everything is.
            _ => broken[at % 320] ^= 1,
        }
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("state.redb"), &broken).unwrap();
        match Store::open(dir.path(), &desk.engine) {
            // Where nothing is kept, damage is none.
            Ok((_store, state)) => assert_same(&desk.state, &state),
            Err(error) => {
                refused += 1;
                assert!(error.to_string().contains("damaged"), "{error}");
            }
        }
    }
    assert!(refused > 10, "{refused}");
}

/// Set in the process that is killed: the directory it writes to.
const KILLED: &str = "CONTINGENT_TEST_KILLED";

/// Makes books; says the reply to each when it is durable. In the process that is killed, without end.
#[test]
fn each_reply_is_said_when_it_is_durable() {
    let killed = std::env::var_os(KILLED);
    let own = tempfile::tempdir().unwrap();
    let dir = killed.as_ref().map_or(own.path(), Path::new);
    let (store, mut desk) = desk(dir);
    let begin = desk.state.kept();
    for n in 0.. {
        if killed.is_none() && n == 20 {
            break;
        }
        let id = desk.book(&format!(r#"{{"Title":"{n}","ClientToken":"{begin}-{n}"}}"#));
        // Now and then something more than a new book.
        if n % 7 == 3 {
            desk.now += 60_000;
            desk.reply("LendBook", &format!(r#"{{"BookId":"{id}","Reader":"{n}"}}"#));
        }
        store.commit(vec![desk.state.take_changes()]).unwrap();
        let mut out = std::io::stdout();
        writeln!(out, "\nsaid {id} {n} {begin}-{n}").unwrap();
        out.flush().unwrap();
    }
    drop(store);
    assert_eq!(open(dir, &desk.engine).1.kept(), begin + 20);
}

#[test]
fn what_was_said_survives_kill() {
    let dir = tempfile::tempdir().unwrap();
    let mut said: Vec<(String, String, String)> = Vec::new();
    for round in 0..8_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::each_reply_is_said_when_it_is_durable", "--nocapture"])
            .env(KILLED, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let (tell, told) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let said = lines.lines().map_while(Result::ok).filter_map(|line| {
                let mut words = line.strip_prefix("said ")?.split(' ').map(str::to_owned);
                // Nobody listens in most rounds.
                let _ = tell.send(());
                Some((words.next()?, words.next()?, words.next()?))
            });
            said.collect::<Vec<_>>()
        });
        // At another moment each time; the first ones fall into the making of the file.
        std::thread::sleep(std::time::Duration::from_millis([15, 40, 90, 333, 171, 512, 267, 605][round as usize]));
        // However slow the machine is, something is said in these.
        let least = if round % 3 == 2 { 20 } else { 0 };
        for _ in 0..least {
            told.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        said.extend(reader.join().unwrap());
        let mut desk = Desk::new();
        let (_store, state) = open(dir.path(), &desk.engine);
        desk.state = state;
        for (id, title, token) in &said {
            let by = format!(r#"{{"BookId":"{id}"}}"#);
            assert_eq!(desk.field("GetBook", &by, "Title"), *title);
            let reader = desk.field("GetBook", &by, "Reader");
            let lent = title.parse::<u64>().unwrap() % 7 == 3;
            assert_eq!(reader, if lent { title.as_str() } else { "" }, "{id}");
            // The token is remembered with it.
            let again = desk.book(&format!(r#"{{"Title":"{title}","ClientToken":"{token}"}}"#));
            assert_eq!(again, *id);
        }
    }
    assert!(said.len() >= 40, "{}", said.len());
}
