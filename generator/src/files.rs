//! Reading a spec from disk: the folder of a service, or one operation file on its own.
//!
//! Everything that a command or a build script reads comes through here, so that all of them show the same
//! paths and refuse the same things. It depends on diagnostics and on what a source file is; it must never look
//! into the texts.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, code};
use crate::spec::SourceFile;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The most bytes that one spec file may have: 16 MiB.
pub const MAX_FILE: u64 = 16 << 20;

/// The name of the file that makes a folder the folder of a service.
pub const SERVICE_FILE: &str = "service.yaml";

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The files, sorted by path. Paths begin with the path of the spec as it was given.
    pub files: Vec<SourceFile>,
    /// The folders that were listed: a file that appears in one of them belongs to the spec.
    pub folders: Vec<PathBuf>,
}

impl Sources {
    /// `service.yaml`; none if an operation file was read on its own.
    pub fn service(&self) -> Option<&SourceFile> {
        let path = shown(&self.folders.first()?.join(SERVICE_FILE));
        self.files.iter().find(|file| file.path == path)
    }

    /// The text of a file, by the path under which it is shown.
    pub fn text(&self, path: &str) -> Option<&str> {
        let file = self.files.iter().find(|file| file.path == path)?;
        std::str::from_utf8(&file.bytes).ok()
    }
}

/// Reads a spec: of a folder `service.yaml` and `operations/**/*.yaml`, of a file nothing but this file.
///
/// Names that begin with a dot are left out: editors and systems put their own files there.
///
/// # Errors
/// All problems with codes C09xx: nothing there, no `service.yaml`, something unreadable or too large.
pub fn read(spec: &Path) -> Result<Sources, Diagnostics> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::new();
    match fs::metadata(spec) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let message = format!("there is no file or folder `{}`", spec.display());
            let help = "pass the folder of a service, or one operation file";
            found.push(fault(code::NO_SPEC, spec, message).help(help));
        }
        Err(error) => found.push(unreadable(spec, &error)),
        Ok(metadata) if metadata.is_dir() => read_service(spec, &mut sources, &mut found),
        Ok(_) if spec.file_name().is_some_and(|name| name == SERVICE_FILE) => {
            let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let message = "`service.yaml` on its own is not a spec: it is read with its folder";
            let help = format!("pass the folder: `{}`", folder.display());
            found.push(fault(code::SERVICE_FILE_ALONE, spec, message).help(help));
        }
        Ok(_) => read_file(spec, &mut sources, &mut found),
    }
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    if found.is_empty() { Ok(sources) } else { Err(found) }
}

fn read_service(folder: &Path, sources: &mut Sources, found: &mut Diagnostics) {
    let service = folder.join(SERVICE_FILE);
    // A link that leads nowhere is there, too: it is unreadable, not missing.
    if fs::symlink_metadata(&service).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        let message = format!("the folder `{}` has no `service.yaml`", folder.display());
        let help = "pass the folder of a service, or one operation file";
        found.push(fault(code::NO_SERVICE_FILE, folder, message).help(help));
        return;
    }
    sources.folders.push(folder.to_owned());
    read_file(&service, sources, found);
    let operations = folder.join("operations");
    if operations.is_dir() {
        walk(&operations, "yaml", &mut Vec::new(), sources, found);
    }
}

/// Reads the files with an extension. `around` has the real paths of the folders around this one: a link must not
/// lead back into one of them.
fn walk(folder: &Path, ending: &str, around: &mut Vec<PathBuf>, sources: &mut Sources, found: &mut Diagnostics) {
    let listed =
        |real: &PathBuf| fs::read_dir(real)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>();
    let (real, mut names) = match fs::canonicalize(folder).and_then(|real| Ok((listed(&real)?, real))) {
        Ok((names, real)) => (real, names),
        Err(error) => return found.push(unreadable(folder, &error)),
    };
    if around.contains(&real) {
        let message = format!("`{}` is a link to a folder around it", folder.display());
        return found.push(fault(code::UNREADABLE, folder, message).help("remove the link"));
    }
    around.push(real);
    sources.folders.push(folder.to_owned());
    // The system lists in any order.
    names.sort();
    for name in names.iter().filter(|name| !name.as_encoded_bytes().starts_with(b".")) {
        let path = folder.join(name);
        if path.is_dir() {
            walk(&path, ending, around, sources, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            if name.to_str().is_some() {
                read_file(&path, sources, found);
            } else {
                let message = format!("the file name `{}` is not UTF-8", name.display());
                found.push(fault(code::FILE_NAME, &path, message).help("rename the file"));
            }
        }
    }
    around.pop();
}

/// Reads the templates of a folder, at any depth; a path is the name of the template.
///
/// # Errors
/// The folder or a file cannot be read, or is not UTF-8.
pub fn read_templates(folder: &Path) -> Result<Vec<SourceFile>, Diagnostics> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::new();
    walk(folder, "j2", &mut Vec::new(), &mut sources, &mut found);
    for file in &mut sources.files {
        if let Err(error) = std::str::from_utf8(&file.bytes) {
            let message = format!("the template `{}` is not UTF-8: {error}", file.path);
            found.push(Diagnostic::of_file(code::UNREADABLE, &file.path, message));
        }
        let below = Path::new(&file.path).strip_prefix(folder).unwrap_or(Path::new(&file.path));
        file.path = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    }
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    if found.is_empty() { Ok(sources.files) } else { Err(found) }
}

fn read_file(path: &Path, sources: &mut Sources, found: &mut Diagnostics) {
    match read_limited(path, MAX_FILE) {
        Ok(bytes) => sources.files.push(SourceFile { path: shown(path), bytes }),
        Err(diagnostic) => found.push(*diagnostic),
    }
}

/// The bytes of a file, unless there are too many.
///
/// # Errors
/// It cannot be read, or has more bytes than `limit`.
pub fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    match file {
        Err(error) => Err(Box::new(unreadable(path, &error))),
        Ok(length) if u64::try_from(length).is_ok_and(|length| length > limit) => {
            let message = format!("`{}` has more than {} MiB", path.display(), limit >> 20);
            Err(Box::new(fault(code::TOO_LARGE, path, message)))
        }
        Ok(_) => Ok(bytes),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    fault(code::UNREADABLE, path, format!("cannot read `{}`: {error}", path.display()))
}

fn fault(code: Code, path: &Path, message: impl Into<String>) -> Diagnostic {
    Diagnostic::of_file(code, &shown(path), message)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(dir: &Path, path: &str, text: impl AsRef<[u8]>) {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn codes(spec: &Path) -> Vec<&'static str> {
        read(spec).unwrap_err().iter().map(|it| it.code.number()).collect()
    }

    #[test]
    fn a_folder_is_read_at_any_depth_and_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        for path in ["service.yaml", "operations/b.yaml", "operations/z/a.yaml", "operations/a/c/d.yaml"] {
            put(dir, path, path);
        }
        for path in ["other.yaml", "operations/notes.md", "operations/.b.yaml", "operations/.git/x.yaml"] {
            put(dir, path, "not read");
        }
        let sources = read(dir).unwrap();
        let paths: Vec<_> = sources.files.iter().map(|file| &file.path[shown(dir).len() + 1..]).collect();
        assert_eq!(paths, ["operations/a/c/d.yaml", "operations/b.yaml", "operations/z/a.yaml", "service.yaml"]);
        assert_eq!(sources.folders.len(), 5);
        assert_eq!(sources.text(&sources.files[1].path), Some("operations/b.yaml"));
        // The path is shown as it was given.
        let given = dir.join("operations/../");
        assert!(read(&given).unwrap().files[0].path.contains("operations/../operations"));
    }

    #[test]
    fn a_file_is_read_on_its_own() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "a.yaml", "a");
        put(dir.path(), "service.yaml", "s");
        let sources = read(&dir.path().join("a.yaml")).unwrap();
        assert_eq!(sources.files.len(), 1);
        assert!(sources.folders.is_empty());
        let found = read(&dir.path().join("service.yaml")).unwrap_err();
        let help = found.iter().next().unwrap().help.clone().unwrap();
        assert_eq!(help, format!("pass the folder: `{}`", dir.path().display()));
    }

    #[test]
    fn what_cannot_be_read_has_a_code() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        assert_eq!(codes(&dir.join("nothing")), ["C0902"]);
        assert_eq!(codes(dir), ["C0903"]);
        put(dir, "service.yaml", "s");
        let file = fs::File::create(dir.join("large.yaml")).unwrap();
        file.set_len(MAX_FILE + 1).unwrap();
        assert_eq!(codes(&dir.join("large.yaml")), ["C0906"]);
        file.set_len(MAX_FILE).unwrap();
        assert!(read(&dir.join("large.yaml")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_strange_names() {
        use std::ffi::OsStr;
        use std::os::unix::{ffi::OsStrExt as _, fs::symlink};
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        put(dir, "service.yaml", "s");
        put(dir, "operations/a.yaml", "a");
        put(dir, "elsewhere.yaml", "e");
        symlink(dir.join("elsewhere.yaml"), dir.join("operations/link.yaml")).unwrap();
        assert_eq!(read(dir).unwrap().files.len(), 3);
        symlink("nothing", dir.join("operations/broken.yaml")).unwrap();
        fs::write(dir.join("operations").join(OsStr::from_bytes(b"\xff.yaml")), "x").unwrap();
        fs::write(dir.join("operations").join(OsStr::from_bytes(b"\xff.txt")), "x").unwrap();
        assert_eq!(codes(dir), ["C0905", "C0907"]);
        symlink("..", dir.join("operations/circle")).unwrap();
        assert!(codes(dir).contains(&"C0905"));
    }
}
