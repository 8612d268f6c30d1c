//! Tests of the output on a real disk.

use super::*;
use std::fs;
use std::path::Path;

fn output(files: &[(&str, &str)]) -> Output {
    let mut output = Output::new();
    for (path, text) in files {
        output.insert(*path, *text);
    }
    output
}

/// Every file below a folder with its text.
fn tree(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(tree(&entry.path()).into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
        } else {
            found.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    found.sort();
    found
}

fn put(dir: &Path, path: &str, text: &str) {
    let file = dir.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn paths_that_no_file_can_have_are_refused() {
    let long = [
        "",
        "/a",
        "../a",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        "a\\b",
        "c:a",
        "a\0",
        "Docs/A.md",
        "docs/a.md",
        "docs/a.md/b",
        "docs",
    ];
    for path in long {
        let mut output = output(&[("docs/a.md", "x")]);
        output.insert(path, "y");
        assert_eq!(output.refused().len(), 1, "{path:?}");
        assert_eq!(output.len(), 1, "{path:?}");
        let dir = tempfile::tempdir().unwrap();
        assert!(output.write_to(dir.path()).is_err(), "{path:?}");
        assert_eq!(tree(dir.path()), [], "{path:?}");
    }
}

#[test]
fn files_are_sorted_whatever_the_order() {
    let one = output(&[("b", "1"), ("a/c", "2"), ("a/b", "3")]);
    assert_eq!(one, output(&[("a/b", "3"), ("b", "1"), ("a/c", "2")]));
    assert_eq!(one.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["a/b", "a/c", "b"]);
}

#[test]
fn what_is_right_is_not_touched_and_what_is_stale_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let stale = format!("// {MARKER}\nx");
    put(dir, "src/generated/same.rs", "one\r\ntwo\r\n");
    put(dir, "src/generated/other.rs", "old");
    put(dir, "src/generated/gone/deep/a.rs", &stale);
    put(dir, "src/generated/by_hand.rs", "no marker");
    put(dir, "src/lib.rs", &stale);
    put(dir, "docs/old.md", &stale);
    put(dir, "docs/late.md", &format!("1\n2\n3\n4\n5\n{MARKER}"));
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000);
    let same = dir.join("src/generated/same.rs");
    fs::File::options().write(true).open(&same).unwrap().set_modified(past).unwrap();

    let output = output(&[
        ("src/generated/same.rs", "one\ntwo\n"),
        ("src/generated/other.rs", "new"),
        ("src/generated/more/b.rs", "b"),
    ]);
    let found = output.differs_from(dir).unwrap();
    let found: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.kind.as_str())).collect();
    let expected = [
        ("docs/old.md", "stale"),
        ("src/generated/gone/deep/a.rs", "stale"),
        ("src/generated/more/b.rs", "missing"),
        ("src/generated/other.rs", "changed"),
    ];
    assert_eq!(found, expected);

    let changes = output.write_to(dir).unwrap();
    assert_eq!(changes.created, ["src/generated/more/b.rs"]);
    assert_eq!(changes.changed, ["src/generated/other.rs"]);
    assert_eq!(changes.removed, ["docs/old.md", "src/generated/gone/deep/a.rs"]);
    assert_eq!(changes.unchanged, 1);
    assert_eq!(fs::metadata(&same).unwrap().modified().unwrap(), past);
    assert!(!dir.join("src/generated/gone").exists());
    let left: Vec<_> = tree(dir).into_iter().map(|(path, _)| path).collect();
    let expected = [
        "docs/late.md",
        "src/generated/by_hand.rs",
        "src/generated/more/b.rs",
        "src/generated/other.rs",
        "src/generated/same.rs",
        "src/lib.rs",
    ];
    assert_eq!(left, expected);
    assert!(output.write_to(dir).unwrap().is_empty());
}

#[test]
fn another_spelling_of_a_file_is_never_stale() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "docs/A.md", MARKER);
    let output = output(&[("docs/a.md", "x")]);
    output.write_to(dir.path()).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join("docs/a.md")).unwrap(), "x");
    assert!(output.differs_from(dir.path()).unwrap().is_empty());
}

#[test]
fn nothing_changes_unless_everything_can_be_written() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    put(dir, "a.txt", "old");
    put(dir, "docs/stale.md", MARKER);
    put(dir, "z", "a file where a folder is needed");
    let before = tree(dir);
    let output = output(&[("a.txt", "new"), ("m/n/o.txt", "new"), ("z/b.txt", "new")]);
    let error = output.write_to(dir).unwrap_err().to_string();
    assert!(error.contains("it is a file, not a folder"), "{error}");
    assert_eq!(tree(dir), before);

    let error = output.write_to(&dir.join("z")).unwrap_err();
    assert!(error.path().starts_with(dir.join("z")), "{error}");
    assert_eq!(tree(dir), before);
}

#[test]
fn what_was_begun_is_cleaned_up() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    put(dir, "a.txt", "old");
    // The temporary name of the second file is taken, so its text cannot be written.
    put(dir, &format!("m/.o.txt.{}.new", std::process::id()), "taken");
    let before = tree(dir);
    let error = output(&[("a.txt", "new"), ("l/k.txt", "new"), ("m/o.txt", "new")]).write_to(dir).unwrap_err();
    assert!(error.to_string().contains("m/o.txt"), "{error}");
    assert_eq!(tree(dir), before);
    assert!(!dir.join("l").exists());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    put(outside.path(), "stale.md", MARKER);
    let dir = tempfile::tempdir().unwrap();
    symlink(outside.path(), dir.path().join("docs")).unwrap();
    symlink(outside.path().join("stale.md"), dir.path().join("a")).unwrap();
    for path in ["docs/new.md", "a"] {
        let error = output(&[(path, "x")]).write_to(dir.path()).unwrap_err();
        assert!(error.to_string().contains("symbolic link"), "{error}");
    }
    // A link that nothing is written through is no business of ours.
    output(&[("b", "x")]).write_to(dir.path()).unwrap();
    assert_eq!(tree(outside.path()), [("stale.md".to_owned(), MARKER.to_owned())]);
}

#[test]
fn a_part_can_be_moved_and_owns_its_new_place() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "garden/old.rs", MARKER);
    put(dir.path(), "docs/old.md", MARKER);
    let all = output(&[("src/generated/mod.rs", "m"), ("src/generated/a/b.rs", "b"), ("docs/a.md", "a")]);
    let moved = all.moved("src/generated", "garden");
    assert_eq!(moved.iter().collect::<Vec<_>>(), [("garden/a/b.rs", "b"), ("garden/mod.rs", "m")]);
    assert_eq!(moved.write_to(dir.path()).unwrap().removed, ["garden/old.rs"]);
    assert!(dir.path().join("docs/old.md").exists());
}
