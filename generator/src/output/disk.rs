//! Files on disk: everything is made ready first, then put in place, then what is stale is removed.

use super::{MARKER, Output};
use std::fmt;
use std::fs::{self, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// How many of the first lines of a file may hold the marker.
const MARKER_LINES: usize = 5;

/// What a write changed; paths are those of the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that did not exist.
    pub created: Vec<String>,
    /// Files that had another text.
    pub changed: Vec<String>,
    /// Files that are not made any more.
    pub removed: Vec<String>,
    /// How many files had the right text already; they were not touched.
    pub unchanged: usize,
}

impl Changes {
    /// Whether nothing on disk changed.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A file that is not as it would be generated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The path in the output.
    pub path: String,
    /// What is different.
    pub kind: DifferenceKind,
}

/// How a file on disk differs from the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It does not exist.
    Missing,
    /// It has another text.
    Changed,
    /// It is not made any more.
    Stale,
}

impl DifferenceKind {
    /// `missing`, `changed` or `stale`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::Stale => "stale",
        }
    }
}

/// Why files could not be written, read or removed.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    doing: &'static str,
    why: String,
}

impl WriteError {
    fn new(path: &Path, doing: &'static str, why: impl ToString) -> Self {
        Self { path: path.to_owned(), doing, why: why.to_string() }
    }

    /// The path that is concerned.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "cannot {} {}: {}", self.doing, self.path.display(), self.why)
    }
}

impl std::error::Error for WriteError {}

impl Output {
    /// Writes every file that is not on disk as it is here, and removes what is stale.
    ///
    /// Each text is first written under a temporary name in the folder of its file. Only when all of them are
    /// there do they take the names of their files, so that a full disk or a missing permission leaves the old files as they
    /// were. A file whose text is right already is not touched. Line ends (`\r\n`) count as equal.
    ///
    /// # Errors
    /// A refused path, a folder or file that cannot be read or written, or a symbolic link below `dir`.
    pub fn write_to(&self, dir: &Path) -> Result<Changes, WriteError> {
        let differences = self.differs_from(dir)?;
        let mut changes = Changes { unchanged: self.len(), ..Changes::default() };
        let mut ready = Ready::default();
        for Difference { path, kind } in differences {
            match kind {
                DifferenceKind::Stale => {
                    changes.removed.push(path);
                    continue;
                }
                DifferenceKind::Missing => changes.created.push(path.clone()),
                DifferenceKind::Changed => changes.changed.push(path.clone()),
            }
            changes.unchanged -= 1;
            ready.add(dir.join(&path), self.get(&path).unwrap_or_default())?;
        }
        ready.put_in_place()?;
        for path in &changes.removed {
            remove(dir, path)?;
        }
        Ok(changes)
    }

    /// What `write_to` would change, by path.
    ///
    /// # Errors
    /// As for [`Output::write_to`], as far as reading shows it.
    pub fn differs_from(&self, dir: &Path) -> Result<Vec<Difference>, WriteError> {
        if let Some(refused) = self.refused().first() {
            return Err(WriteError::new(&dir.join(&refused.path), "write", refused));
        }
        let mut differences = Vec::new();
        for (path, text) in self.iter() {
            let kind = match read(dir, path)? {
                None => DifferenceKind::Missing,
                Some(bytes) if same_text(&bytes, text.as_bytes()) => continue,
                Some(_) => DifferenceKind::Changed,
            };
            differences.push(Difference { path: path.to_owned(), kind });
        }
        for folder in &self.owned {
            self.find_stale(dir, folder, &mut differences)?;
        }
        differences.sort();
        Ok(differences)
    }

    /// Generated files below an owned folder that are not made any more.
    fn find_stale(&self, dir: &Path, folder: &str, found: &mut Vec<Difference>) -> Result<(), WriteError> {
        if !is_real_folder(dir, folder) {
            return Ok(());
        }
        let path = dir.join(folder);
        let unreadable = |error: io::Error| WriteError::new(&path, "read the folder", error);
        for entry in fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            // Every name of ours is UTF-8, so another one is somebody else's file.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let inner = format!("{folder}/{name}");
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() {
                self.find_stale(dir, &inner, found)?;
            // Where case does not matter, another spelling is the file itself: never remove it.
            } else if kind.is_file()
                && !self.folded.contains_key(&inner.to_lowercase())
                && has_marker(&dir.join(&inner))?
            {
                found.push(Difference { path: inner, kind: DifferenceKind::Stale });
            }
        }
        Ok(())
    }
}

/// What is at a path below a folder, without following links; `None` for nothing.
fn look(dir: &Path, path: &str) -> Result<Option<Metadata>, WriteError> {
    let mut at = dir.to_owned();
    let mut found = None;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let metadata = match fs::symlink_metadata(&at) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(WriteError::new(&at, "read", error)),
        };
        if metadata.is_symlink() {
            return Err(WriteError::new(&at, "write through", "it is a symbolic link, and links are not followed"));
        }
        if parts.peek().is_some() && !metadata.is_dir() {
            return Err(WriteError::new(&at, "write below", "it is a file, not a folder"));
        }
        found = Some(metadata);
    }
    Ok(found)
}

/// Whether a path is a folder and no link is on the way: what is behind a link is not ours.
fn is_real_folder(dir: &Path, path: &str) -> bool {
    let mut at = dir.to_owned();
    path.split('/').all(|part| {
        at.push(part);
        fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_dir())
    })
}

/// The bytes of a file below a folder; `None` if there is none.
fn read(dir: &Path, path: &str) -> Result<Option<Vec<u8>>, WriteError> {
    let full = dir.join(path);
    match look(dir, path)? {
        None => Ok(None),
        Some(metadata) if metadata.is_file() => {
            fs::read(&full).map(Some).map_err(|error| WriteError::new(&full, "read", error))
        }
        Some(_) => Err(WriteError::new(&full, "write", "it is not a file")),
    }
}

/// Whether two texts are equal but for line ends, which version control may rewrite.
fn same_text(one: &[u8], other: &[u8]) -> bool {
    one == other || one.split(|byte| *byte == b'\n').map(line).eq(other.split(|byte| *byte == b'\n').map(line))
}

fn line(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn has_marker(path: &Path) -> Result<bool, WriteError> {
    let mut head = Vec::new();
    let file = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    file.map_err(|error| WriteError::new(path, "read", error))?;
    let marker = MARKER.as_bytes();
    let mut lines = head.split(|byte| *byte == b'\n').take(MARKER_LINES);
    Ok(lines.any(|line| line.windows(marker.len()).any(|window| window == marker)))
}

/// Texts that wait under temporary names; whatever still waits at the end is removed.
#[derive(Default)]
struct Ready {
    /// Temporary name and file, in the order of writing.
    files: Vec<(PathBuf, PathBuf)>,
    /// Folders that were made, outermost first.
    folders: Vec<PathBuf>,
}

impl Ready {
    fn add(&mut self, file: PathBuf, text: &str) -> Result<(), WriteError> {
        let fault = |error: io::Error| WriteError::new(&file, "write", error);
        if let Some(folder) = file.parent() {
            self.make_folder(folder)?;
        }
        let mut name = std::ffi::OsString::from(".");
        name.push(file.file_name().unwrap_or_default());
        name.push(format!(".{}.new", std::process::id()));
        let temporary = file.with_file_name(name);
        // A new file only: never through a link that somebody put there.
        let mut open = fs::File::options().write(true).create_new(true).open(&temporary).map_err(fault)?;
        self.files.push((temporary, file.clone()));
        open.write_all(text.as_bytes()).map_err(fault)
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), WriteError> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.make_folder(parent)?;
        }
        fs::create_dir(folder).map_err(|error| WriteError::new(folder, "make the folder", error))?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn put_in_place(mut self) -> Result<(), WriteError> {
        while let Some((temporary, file)) = self.files.pop() {
            if let Err(error) = fs::rename(&temporary, &file) {
                self.files.push((temporary, file.clone()));
                return Err(WriteError::new(&file, "write", error));
            }
        }
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        for (temporary, _) in &self.files {
            // The error that led here is the one to report.
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes a file, and the folders below `dir` that it leaves empty.
fn remove(dir: &Path, path: &str) -> Result<(), WriteError> {
    let full = dir.join(path);
    fs::remove_file(&full).map_err(|error| WriteError::new(&full, "remove", error))?;
    let mut rest = path;
    while let Some((folder, _)) = rest.rsplit_once('/') {
        // It fails on a folder that is not empty, and that is what is wanted.
        if fs::remove_dir(dir.join(folder)).is_err() {
            break;
        }
        rest = folder;
    }
    Ok(())
}
