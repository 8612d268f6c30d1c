//! What a command uses of the process: the environment, passed in, and its three streams.

use std::io::{ErrorKind, IsTerminal as _, Write as _};

use crate::exit::Failure;

/// Looks a variable of the environment up.
pub(crate) type Environment<'w> = &'w dyn Fn(&str) -> Option<String>;

/// The surroundings of a command.
#[derive(Clone, Copy)]
pub(crate) struct World<'w> {
    pub(crate) environment: Environment<'w>,
    /// Whether messages have colors.
    pub(crate) color: bool,
}

/// How a message is marked.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Error,
    Warning,
    Note,
}

impl<'w> World<'w> {
    /// Of this process; variables are looked up in `environment`.
    pub(crate) fn new(environment: Environment<'w>) -> Self {
        let color = std::io::stderr().is_terminal() && !is_plain(environment);
        Self { environment, color }
    }

    /// A label in front of a message: `warning:`.
    pub(crate) fn label(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Error => "1;31",
            Tone::Warning => "1;33",
            Tone::Note => "1;36",
        };
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Says something to the person, not to the program behind the pipe.
    pub(crate) fn say(&self, tone: Tone, message: &str) {
        let word = match tone {
            Tone::Error => "error",
            Tone::Warning => "warning",
            Tone::Note => "note",
        };
        tell(&format!("{}: {message}\n", self.label(tone, word)));
    }
}

/// Whether nobody wants colors, here or in the help.
pub(crate) fn is_plain(environment: Environment<'_>) -> bool {
    let given = |name: &str| environment(name).filter(|value| !value.is_empty());
    given("NO_COLOR").is_some() || given("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// Writes to the standard error. If that is gone, there is nobody to tell.
pub(crate) fn tell(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Writes to the standard output. A reader that has seen enough and left is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::start(format!("cannot print: {error}"))),
    }
}

/// The text with what would drive a terminal, or turn the direction of writing, written out.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            it if is_control(it) => out.extend(it.escape_unicode()),
            it => out.push(it),
        }
    }
    out
}

/// Characters that change how others are shown.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || ('\u{202A}'..='\u{202E}').contains(&character)
        || ('\u{2066}'..='\u{2069}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_drives_a_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}é名"), "a\\u{1b}[31mb\\u{202e}é名");
    }

    #[test]
    fn colors_are_off_where_somebody_says_so() {
        let no_color = |name: &str| (name == "NO_COLOR").then(|| "1".to_owned());
        let empty = |name: &str| (name == "NO_COLOR").then(String::new);
        assert!(is_plain(&no_color) && !is_plain(&empty) && !is_plain(&|_| None));
        let plain = World { environment: &no_color, color: false };
        assert_eq!(plain.label(Tone::Error, "x"), "x");
        assert_eq!(World { color: true, ..plain }.label(Tone::Error, "x"), "\u{1b}[1;31mx\u{1b}[0m");
    }
}
