//! A sign of life on a terminal while something is waited for. Without a terminal there is none.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::world::{World, is_plain, visible};

/// Calls that are over sooner need no sign.
const PATIENCE: Duration = Duration::from_millis(400);
const FRAME: Duration = Duration::from_millis(120);
const FRAMES: [&str; 4] = ["|", "/", "-", "\\"];

/// A running sign. It goes away when it is dropped.
pub(crate) struct Spinner {
    text: Arc<Mutex<String>>,
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

/// Starts one on the standard error, if that is a terminal.
pub(crate) fn start(what: &str, world: &World<'_>) -> Spinner {
    let text = Arc::new(Mutex::new(String::new()));
    let is_dumb = is_plain(&|name| (world.environment)(name).filter(|_| name == "TERM"));
    if !std::io::stderr().is_terminal() || is_dumb {
        return Spinner { text, running: None };
    }
    let (stop, stopped) = channel::<()>();
    let (what, seen, begin) = (visible(what), Arc::clone(&text), Instant::now());
    let draw = move || {
        let mut pause = PATIENCE;
        for frame in FRAMES.iter().cycle() {
            if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                break;
            }
            pause = FRAME;
            let state = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let line = line(frame, &what, &state, begin.elapsed());
            let _ = write!(std::io::stderr(), "\r\u{1b}[K{line}");
        }
        let _ = write!(std::io::stderr(), "\r\u{1b}[K");
    };
    let thread = std::thread::Builder::new().name("spinner".to_owned()).spawn(draw);
    Spinner { text, running: thread.ok().map(|thread| (stop, thread)) }
}

fn line(frame: &str, what: &str, state: &str, elapsed: Duration) -> String {
    let state = if state.is_empty() { String::new() } else { format!(": {}", visible(state)) };
    format!("{frame} {what}{state} ({} s)", elapsed.as_secs())
}

impl Spinner {
    /// Says how far it is.
    pub(crate) fn show(&self, state: &str) {
        state.clone_into(&mut self.text.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What shows how far it is, for another thread.
    pub(crate) fn sign(&self) -> impl Fn(&str) + Send + Sync + 'static {
        let text = Arc::clone(&self.text);
        move |state| state.clone_into(&mut text.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            // It only draws: if it panicked there is nothing to do about it.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_waited_for_and_how_long() {
        assert_eq!(line("|", "Plan", "", Duration::from_millis(1500)), "| Plan (1 s)");
        assert_eq!(line("/", "Plan", "run\u{1b}", Duration::ZERO), "/ Plan: run\\u{1b} (0 s)");
    }

    #[test]
    fn without_a_terminal_there_is_no_sign_and_no_thread() {
        let world = World { environment: &|name| (name == "TERM").then(|| "dumb".to_owned()), color: false };
        let spinner = start("x", &world);
        spinner.show("y");
        spinner.sign()("z");
        assert!(spinner.running.is_none() && *spinner.text.lock().unwrap() == "z");
    }
}
