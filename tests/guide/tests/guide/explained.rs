//! The examples of `contingent explain` that are commands.

use crate::console::{run, settle};
use crate::page::{blocks, replaced, workspace};
use contingent::diagnostic::code;
use contingent::explain::{CHECKS, FORMS, names};
use std::fs;
use std::path::Path;

const SERVICE: &str = "service: Garden\nversion: \"1\"\ntitle: Garden\ndoc: A garden.\n\
                       editions:\n  - spring: As in spring.\n  - autumn: As in autumn.\n";

fn operation(name: &str) -> String {
    format!(
        "operation: {name}\nsummary: Does it.\nparameters:\n  Bed: {{ type: string, required: true, doc: The bed. }}\n"
    )
}

/// The folder in which the examples are run: a sound spec, and some that only a file system can spoil.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &[u8]| {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    put("request.json", b"{\"Bed\": \"b1\"}\n");
    put("spec/garden/service.yaml", SERVICE.as_bytes());
    put("spec/garden/operations/plant_bed.yaml", operation("PlantBed").as_bytes());
    put("spec/twins/service.yaml", SERVICE.as_bytes());
    put("spec/twins/operations/a.yaml", operation("Read.me").as_bytes());
    put("spec/twins/operations/b.yaml", operation("readme").as_bytes());
    put("spec/latin/service.yaml", SERVICE.as_bytes());
    put_latin(folder.path());
    fs::File::create(folder.path().join("dump.yaml")).unwrap().set_len(17 << 20).unwrap();
    folder
}

/// A file name that is not UTF-8, with one byte of Latin-1.
fn put_latin(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"gie\xdfen.yaml");
        fs::create_dir_all(folder.join("spec/latin/operations")).unwrap();
        fs::write(folder.join("spec/latin/operations").join(name), operation("Pour")).unwrap();
    }
    let _ = folder;
}

/// Runs the commands of an example; gives what differs.
fn check(path: &Path) -> Option<String> {
    let page = fs::read_to_string(path).unwrap();
    let folder = folder();
    let texts: Vec<String> = blocks(&page)
        .into_iter()
        .map(|block| match block.what() {
            None => run(folder.path(), &block.text),
            Some(name) => {
                let file = folder.path().join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, &block.text).unwrap();
                block.text
            }
        })
        .collect();
    settle(path, &page, &replaced(&page, &texts))
}

#[test]
fn commands_print_what_the_examples_show() {
    let source = workspace().join("generator/src");
    let of_codes = code::all().filter(|code| code.example().contains("```console"));
    let mut paths: Vec<_> =
        of_codes.map(|code| source.join(format!("diagnostic/examples/{}.md", code.number()))).collect();
    paths.extend(FORMS.iter().chain(CHECKS).map(|it| source.join(format!("explain/topics/{}.md", it.name))));
    assert!(paths.len() > 30);
    let differing: Vec<String> = paths.iter().filter_map(|path| check(path)).collect();
    assert!(differing.is_empty(), "not what is printed; DOCS_UPDATE=always writes it:\n{}", differing.join("\n"));
}

#[test]
fn a_wrong_command_shows_the_code_or_the_rule_that_it_is_about() {
    for code in code::all().filter(|it| it.example().contains("```console")) {
        let (wrong, right) = code.example().split_once("\nRight:\n").unwrap();
        // What cannot be understood at all has no code: the parser of arguments says it.
        let shows = wrong.contains(&format!("[{}]", code.number())) || code == code::USAGE;
        assert!(shows, "{code:?}: {wrong}");
        assert!(!right.contains("error["), "{code:?}: {right}");
    }
    for it in FORMS.iter().chain(CHECKS) {
        let (wrong, right) = it.example.split_once("\nRight:\n").unwrap();
        assert!(wrong.contains("violation[") || wrong.contains("warning["), "{}: {wrong}", it.name);
        assert!(right.contains("\nvalid (") && !right.contains("warning["), "{}: {right}", it.name);
    }
}

#[test]
fn every_name_is_explained_by_the_command() {
    for name in names() {
        let folder = tempfile::tempdir().unwrap();
        let text = crate::console::printed(folder.path(), &format!("contingent explain {name}"));
        let entry = contingent::explain::find(name).unwrap();
        let expected = format!("{name}: {}\n\n{}", entry.title, entry.text());
        let expected: String = expected.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        assert_eq!(text, expected);
    }
}
