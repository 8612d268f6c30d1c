//! On a terminal: a prompt that shows nothing, colors, and a sign of life while something is waited for.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use crate::run::Emulator;

/// A terminal: the end that a person sits at, and the end that a program has.
fn terminal() -> (File, File) {
    let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&person).unwrap();
    unlockpt(&person).unwrap();
    let name = ptsname(&person, Vec::new()).unwrap();
    let path = std::ffi::OsStr::from_bytes(name.to_bytes());
    (File::from(person), OpenOptions::new().read(true).write(true).open(path).unwrap())
}

/// Runs the program on a terminal of its own; types a line when it asks. Returns what the terminal showed, and the code.
fn on_terminal(command: &Command, ask: &str, typed: &str) -> (String, i32) {
    let (mut person, program) = terminal();
    // The prompt is written to the terminal that controls the process, so it needs one.
    let mut session = Command::new("setsid");
    session.args(["--ctty", "--wait"]).arg(command.get_program()).args(command.get_args()).env_clear();
    for (name, value) in command.get_envs() {
        session.env(name, value.unwrap_or_default());
    }
    session.env("PATH", "/usr/bin:/bin").stdin(Stdio::from(program.try_clone().unwrap()));
    let mut child = session.stdout(Stdio::null()).stderr(Stdio::from(program)).spawn().unwrap();
    drop(session);
    let (seen, shown) = mpsc::channel::<Vec<u8>>();
    let mut reader = person.try_clone().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 1024];
        // The terminal is gone when the program is.
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if seen.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    let (mut bytes, mut has_asked) = (Vec::new(), ask.is_empty());
    while let Ok(more) = shown.recv_timeout(Duration::from_secs(60)) {
        bytes.extend(more);
        if !has_asked && String::from_utf8_lossy(&bytes).contains(ask) {
            has_asked = true;
            // Nobody types within the moment between the question and the silence.
            let begin = Instant::now();
            while tcgetattr(&person).unwrap().local_modes.contains(LocalModes::ECHO) {
                assert!(begin.elapsed() < Duration::from_secs(60), "the terminal goes on showing what is typed");
                std::thread::sleep(Duration::from_millis(5));
            }
            person.write_all(typed.as_bytes()).unwrap();
        }
    }
    let code = child.wait().unwrap().code().unwrap_or(-1);
    (String::from_utf8_lossy(&bytes).into_owned(), code)
}

#[test]
fn a_secret_is_asked_for_and_not_shown() {
    let emulator = Emulator::start(&[]);
    let line = [
        "modify-backup-source-endpoint",
        "--backup-plan-id=p",
        "--source=Other",
        "--source-endpoint-ip=192.0.2.1",
        "--source-endpoint-port=3306",
        "--source-endpoint-user-name=backup",
        "--source-endpoint-database-name=d",
        "--backup-objects=[{\"DBName\":\"a\"}]",
        "--database-type=MySQL",
        "--source-endpoint-password-from=prompt",
    ];
    let (shown, code) = on_terminal(&emulator.command(&line), "source-endpoint-password (not shown): ", "hunter2\n");
    assert!(!shown.contains("hunter2") && shown.contains("(not shown): "), "{shown}");
    // It went on to the service, which has no such plan.
    assert!(code == 5 && shown.contains("ModifyBackupSourceEndpoint failed"), "{code}: {shown}");
}

#[test]
fn a_terminal_has_colors_and_a_sign_of_life_unless_somebody_says_no() {
    let emulator = Emulator::start(&["--latency", "1500ms"]);
    let (shown, code) = on_terminal(emulator.command(&["describe-regions"]).env("TERM", "xterm"), "", "");
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("DescribeRegions (0 s)") && shown.ends_with("\r\u{1b}[K"), "{shown:?}");
    let (shown, code) = on_terminal(emulator.command(&["describe-regions"]).env("TERM", "dumb"), "", "");
    assert_eq!((shown.as_str(), code), ("", 0));
    let refused =
        |name: &str| on_terminal(emulator.command(&["start-backup-plan"]).env("TERM", "xterm").env(name, "1"), "", "");
    let (shown, code) = refused("OTHER");
    assert!(code == 3 && shown.contains("\u{1b}[1;31mviolation[BackupPlanId.required]\u{1b}[0m"), "{shown:?}");
    let (shown, code) = refused("NO_COLOR");
    assert!(code == 3 && !shown.contains('\u{1b}'), "{shown:?}");
}
