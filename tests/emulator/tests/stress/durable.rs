//! Ten thousand restore tasks, then `kill -9`: whatever was answered is there afterwards.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aliyun_dbs::emulator::Emulator;

use crate::wire::{Line, PLAN, field, task};

/// Tells the process that this test starts what it is to be.
const FOLDER: &str = "EMULATOR_STRESS_FOLDER";
const TASKS: usize = 10_000;
const WRITERS: usize = 4;

/// The emulator in a process of its own. As a test that nobody has set up it has nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(std::path::PathBuf::from) else { return };
    let builder = Emulator::builder().unwrap().data(folder.join("data")).ready_file(folder.join("ready.json"));
    let emulator = builder.start().await.unwrap();
    emulator.stop_on_signal().await.unwrap();
}

#[test]
fn nothing_that_was_answered_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (mut process, address) = start(folder.path());
    let plan = {
        let mut line = Line::open(address).unwrap();
        let (status, body) = line.call(PLAN).unwrap();
        assert_eq!(status, 200, "{body}");
        field(&body, "BackupPlanId").to_owned()
    };
    let next = AtomicUsize::new(0);
    let acknowledged: HashMap<String, String> = std::thread::scope(|scope| {
        let write = || {
            let mut line = Line::open(address).unwrap();
            let mut tasks = Vec::new();
            // Goes on until the process is gone: the last calls are cut off in the middle.
            loop {
                let name = format!("task-{}", next.fetch_add(1, Ordering::Relaxed));
                match line.call(&task(&plan, &name)) {
                    Ok((200, body)) => tasks.push((name, field(&body, "RestoreTaskId").to_owned())),
                    Ok((status, body)) => panic!("{status}: {body}"),
                    Err(_) => return tasks,
                }
            }
        };
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        let begin = Instant::now();
        while next.load(Ordering::Relaxed) < TASKS + WRITERS {
            assert!(begin.elapsed() < Duration::from_secs(300), "{next:?} tasks in 300 s");
            std::thread::sleep(Duration::from_millis(5));
        }
        process.kill();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    assert!(acknowledged.len() >= TASKS, "{}", acknowledged.len());

    let (_process, address) = start(folder.path());
    let mut line = Line::open(address).unwrap();
    let (mut found, mut page) = (HashMap::new(), 0);
    loop {
        let number = page.to_string();
        let pairs =
            [("Action", "DescribeRestoreTaskList"), ("BackupPlanId", &plan), ("PageNum", &number), ("PageSize", "100")];
        let (status, body) = line.call(&pairs).unwrap();
        assert_eq!(status, 200, "{body}");
        let before = found.len();
        for item in body.split("{\"RestoreTaskId\":").skip(1) {
            let item = format!("{{\"RestoreTaskId\":{item}");
            found.insert(field(&item, "RestoreTaskName").to_owned(), field(&item, "RestoreTaskId").to_owned());
        }
        if found.len() == before {
            break;
        }
        page += 1;
    }
    for (name, id) in &acknowledged {
        assert_eq!(found.get(name), Some(id), "{name} was answered");
    }
    // What was not answered may be there or not, but never half: at most the calls that were under way.
    assert!(found.len() <= acknowledged.len() + WRITERS, "{} and {}", found.len(), acknowledged.len());
    // The tokens are there too: the same call again has the same answer.
    let (name, id) = acknowledged.iter().next().unwrap();
    let (status, body) = line.call(&task(&plan, name)).unwrap();
    assert_eq!((status, field(&body, "RestoreTaskId")), (200, id.as_str()));
}

/// A process that is killed when it goes, on Unix by SIGKILL: nothing in it can react to that.
struct Process(Child);

impl Process {
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(folder: &Path) -> (Process, SocketAddr) {
    let ready = folder.join("ready.json");
    let process = Command::new(std::env::current_exe().unwrap())
        .args(["durable::the_process_that_is_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .spawn();
    let process = Process(process.unwrap());
    // The file of the process before must not be taken for this one's: the emulator removes it before it listens.
    let begin = Instant::now();
    loop {
        assert!(begin.elapsed() < Duration::from_secs(60), "the emulator does not start");
        std::thread::sleep(Duration::from_millis(20));
        let Ok(text) = std::fs::read_to_string(&ready) else { continue };
        let address = field(&text, "endpoint").trim_start_matches("http://").parse().unwrap();
        if Line::open(address).is_ok() {
            return (process, address);
        }
    }
}
