//! Everything outside of the program that access keys may come from, passed in.

use std::fmt;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::transport::Transport;

/// Looks a name up, as in the environment.
pub type Lookup = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What a [`Chain`](super::Chain) may look at: nothing else of the machine is used.
pub struct Sources {
    /// Looks an environment variable up.
    pub env: Lookup,
    /// The folder in which the configuration of the vendor's tools lies.
    pub home: Option<PathBuf>,
    /// Carries the requests to the metadata service and to a credentials URI. The replies are keys:
    /// requests in the clear have [`Direct`](crate::transport::Direct), so that no proxy reads them.
    pub transport: Arc<dyn Transport>,
    /// The time.
    pub now: Box<dyn Fn() -> SystemTime + Send + Sync>,
    /// Where the metadata service of the machine is, without a path.
    pub metadata: String,
}

/// Longer files are no configuration.
const MAX_FILE: u64 = 256 * 1024;

impl Sources {
    /// Those of this process.
    pub fn from_process(transport: Arc<dyn Transport>) -> Self {
        let env = |name: &str| std::env::var(name).ok();
        let home = ["HOME", "USERPROFILE"].into_iter().find_map(|name| env(name).filter(|path| !path.is_empty()));
        Self { env: Box::new(env), home: home.map(PathBuf::from), ..Self::empty(transport) }
    }

    /// No environment and no files; the clock and the metadata service are the usual ones.
    pub fn empty(transport: Arc<dyn Transport>) -> Self {
        Self {
            env: Box::new(|_| None),
            home: None,
            transport,
            now: Box::new(SystemTime::now),
            metadata: "http://100.100.100.200".to_owned(),
        }
    }

    /// A variable that says something: an empty one is not set.
    pub(super) fn var(&self, name: &str) -> Option<String> {
        (self.env)(name).filter(|value| !value.trim().is_empty())
    }

    pub(super) fn is_on(&self, name: &str) -> bool {
        self.var(name).is_some_and(|value| matches!(value.trim().to_ascii_lowercase().as_str(), "true" | "1" | "yes"))
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources").finish_non_exhaustive()
    }
}

/// Why a file cannot be used.
pub(super) struct Unreadable {
    pub(super) is_missing: bool,
    pub(super) why: String,
}

/// Reads a small file of text. `shown` is how it is called in the error.
pub(super) fn read(path: &Path, shown: &str) -> Result<String, Unreadable> {
    let fault = |why: String| Unreadable { is_missing: false, why };
    let io = |error: std::io::Error| Unreadable {
        is_missing: error.kind() == ErrorKind::NotFound,
        why: match error.kind() {
            ErrorKind::NotFound => format!("{shown} does not exist"),
            ErrorKind::PermissionDenied => format!("{shown} may not be read"),
            kind => format!("{shown} cannot be read ({kind})"),
        },
    };
    // Reading a pipe might never end.
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(fault(format!("{shown} is not a file")));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(io)?.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(fault(format!("{shown} is longer than {} KiB", MAX_FILE / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| fault(format!("{shown} is not UTF-8")))
}
