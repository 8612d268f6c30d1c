//! Why a store cannot be opened or written.

use std::fmt;
use std::path::Path;

/// Why a store cannot be opened or written, and what to do: one line, with the path as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    message: String,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// Another process has the directory.
    pub(super) fn in_use(dir: &Path) -> Self {
        Self {
            message: format!("{} is in use by another process: stop that one, or use another directory", dir.display()),
        }
    }

    /// The system refuses.
    pub(super) fn io(path: &Path, what: &str, error: &std::io::Error) -> Self {
        let message = format!("cannot {what} {}: {error}; use a directory that can be written", path.display());
        Self { message }
    }

    /// The file does not hold what it should.
    pub(super) fn damaged(path: &Path, why: &str) -> Self {
        let path = path.display();
        let message = format!(
            "{path} is damaged, or not a file of the emulator ({why}): put a copy of it back, or move it away and begin anew"
        );
        Self { message }
    }

    /// The file is a good one, of something else.
    pub(super) fn foreign(path: &Path, holds: &str, wanted: &str) -> Self {
        let path = path.display();
        let message = format!("{path} belongs to {holds}, not to {wanted}: use another directory, or move it away");
        Self { message }
    }

    /// Whatever the database says.
    pub(super) fn database(path: &Path, what: &str, error: redb::Error) -> Self {
        match error {
            redb::Error::DatabaseAlreadyOpen => Self::in_use(path),
            // What the file does not hold is reported as invalid data or as an early end.
            redb::Error::Io(error) if !is_content(&error) => Self::io(path, what, &error),
            error => Self::damaged(path, &error.to_string()),
        }
    }

    /// Changes could not be written.
    pub(super) fn commit(path: &Path, error: redb::Error) -> Self {
        let path = path.display();
        Self {
            message: format!(
                "cannot write {path}: {error}; what was acknowledged before is safe: make room, start again"
            ),
        }
    }
}

fn is_content(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof)
}
