//! Metadata of products becomes specs that can be checked, code that compiles without a warning, and keeps what hands add.
//!
//! The products below `metadata` are invented, and have every oddity of real ones. Real ones are imported as well if
//! `CONTINGENT_METADATA` names a folder that has them: `metadatas/NAME` beside `en-US/NAME` and `zh-CN/NAME`.

use contingent::diagnostic::{Command as Asked, Diagnostics, render_plain};
use contingent::import::aliyun::{Imported, Sources, import};
use contingent::import::merge::{Before, Places, merge};
use contingent::output::Output;
use contingent::spec::SourceFile;
use contingent::{Options, generate};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The JSON files of a folder, or one file.
fn files(path: &Path) -> Vec<SourceFile> {
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        paths = fs::read_dir(path).expect("a folder").map(|it| it.expect("an entry").path()).collect();
        paths.retain(|it| it.extension().is_some_and(|it| it == "json"));
        paths.sort();
    }
    let read = |path: &PathBuf| SourceFile {
        path: path.file_name().expect("a name").display().to_string(),
        bytes: fs::read(path).expect("a file"),
    };
    paths.iter().map(read).collect()
}

fn fixture(name: &str) -> Vec<SourceFile> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("metadata").join(name))
}

fn text(found: &Diagnostics) -> String {
    found.iter().map(|it| render_plain(it, Asked::Other) + "\n").collect()
}

/// The product, of its first source and the others.
fn product(name: &str, files: &[SourceFile], more: &[Vec<SourceFile>]) -> Imported {
    let sources = Sources { files, more, fallback: name, ..Sources::default() };
    import(&sources).unwrap_or_else(|found| panic!("{name}: {}", text(&found)))
}

fn parcels() -> Imported {
    product("Parcels", &fixture("parcels"), &[fixture("parcels-zh"), fixture("parcels-replies.json")])
}

fn harbour() -> Imported {
    product("harbour", &fixture("harbour"), &[])
}

/// The spec as a later command reads it.
fn spec(output: &Output) -> Vec<SourceFile> {
    output.iter().map(|(path, text)| SourceFile { path: path.to_owned(), bytes: text.into() }).collect()
}

#[test]
fn the_specs_of_the_invented_products() {
    for (name, imported) in [("parcels", parcels()), ("harbour", harbour())] {
        let files: String = imported.output.iter().map(|(path, text)| format!("=== {path}\n{text}\n")).collect();
        insta::assert_snapshot!(format!("import_{name}"), format!("{files}=== warnings\n{}", text(&imported.warnings)));
    }
}

#[test]
fn an_import_is_the_same_in_any_order_of_the_files() {
    let first = parcels().output;
    let mut files = fixture("parcels");
    for _ in 0..files.len() {
        files.rotate_left(1);
        assert_eq!(product("Parcels", &files, &[fixture("parcels-zh"), fixture("parcels-replies.json")]).output, first);
    }
}

#[test]
fn what_is_generated_of_an_import_compiles_without_a_warning() {
    for (name, imported) in [("parcels", parcels()), ("harbour", harbour())] {
        compiles(name, &imported);
    }
}

#[test]
fn real_products_compile_without_a_warning() {
    let Some(folder) = std::env::var_os("CONTINGENT_METADATA").map(PathBuf::from) else {
        println!("no real product was imported: CONTINGENT_METADATA names no folder of metadata");
        return;
    };
    let names = fs::read_dir(folder.join("metadatas")).expect("the folder `metadatas`");
    let mut names: Vec<String> = names.map(|it| it.expect("an entry").file_name().display().to_string()).collect();
    names.sort();
    assert!(!names.is_empty(), "{} has no products", folder.display());
    for name in names {
        let of = |language: &str| files(&folder.join(language).join(&name));
        let imported = product(&name, &of("metadatas"), &[of("en-US"), of("zh-CN")]);
        compiles(&name, &imported);
        kept_by_hand(&imported);
    }
}

/// Checks, generates and compiles a spec, in a folder below `target`.
fn compiles(name: &str, imported: &Imported) {
    let generated = generate(&spec(&imported.output), &Options::default());
    let generated = generated.unwrap_or_else(|found| panic!("{name}: {}", text(&found)));
    assert!(generated.warnings.is_empty(), "{name}: {}", text(&generated.warnings));
    let (operations, parameters) = imported.counts;
    println!("{name}: {operations} operations, {parameters} parameters, {} warnings", imported.warnings.len());

    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new(ROOT).join("target"), PathBuf::from);
    let folder = target.join("imported").join(name);
    // What an earlier run left behind must not be taken for what this one makes.
    let _ = fs::remove_dir_all(&folder);
    generated.output.write_to(&folder).expect("the generated files");
    let runtime = fs::canonicalize(Path::new(ROOT).join("runtime/client")).expect("the runtime");
    let manifest = format!(
        "[package]\nname = \"imported-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         contingent-runtime = {{ path = {runtime:?}, default-features = false, features = [\"client\"] }}\n"
    );
    // As `generated/dbs` takes it in. The attribute and not a flag of the compiler: with another flag Cargo would build
    // everything that the crate leans on once more.
    let lib = "//! An imported product.\n#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs)]\n\nmod generated;\n\n\
               pub use generated::*;\n\n/// Calls.\n#[path = \"generated/client.rs\"]\npub mod client;\n";
    fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
    fs::write(folder.join("src/lib.rs"), lib).expect("a file");
    fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["check", "--offline", "--quiet", "--target-dir"]).arg(target.join("consumers")).current_dir(&folder);
    let output = cargo.output().expect("Cargo runs");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What hands have changed and added is there after the next import, and everything follows the source otherwise.
fn kept_by_hand(imported: &Imported) {
    let (base, mut now) = (BTreeMap::from_iter(texts(&imported.output)), BTreeMap::new());
    for (path, text) in &base {
        let mut text = text.clone();
        if path != "service.yaml" {
            text = text.replacen("\nsummary: ", "\n# By hand.\nsummary: ", 1);
            text.push_str("\n# Also by hand.\ngroups: {}\n");
        }
        now.insert(path.clone(), SourceFile { path: path.clone(), bytes: text.into() });
    }
    let before = Before { base, now };
    let (same, found) = merge(&imported.output, &before, &Places::new(), true).expect("a merge");
    assert!(found.is_empty(), "{}", text(&found));
    for (path, file) in &before.now {
        assert_eq!(same.get(path).map(str::as_bytes), Some(file.bytes.as_slice()), "{path}");
    }
    // The source says something new about every parameter.
    let mut later = Output::beside_others();
    for (path, text) in imported.output.iter() {
        let text = text.replace("\n    type: ", "\n    unit: x\n    type: ").replace("\nsummary: ", "\nsummary: New. ");
        // A text in quotes has the new words inside of them.
        later.insert(path, text.replace("\nsummary: New. '", "\nsummary: 'New. "));
    }
    let (merged, found) = merge(&later, &before, &Places::new(), true).expect("a merge");
    assert!(found.is_empty(), "{}", text(&found));
    for (path, text) in later.iter().filter(|(path, _)| *path != "service.yaml") {
        let expected = text.replacen("\nsummary: ", "\n# By hand.\nsummary: ", 1) + "\n# Also by hand.\ngroups: {}\n";
        assert_eq!(merged.get(path), Some(expected.as_str()), "{path}");
    }
}

fn texts(output: &Output) -> Vec<(String, String)> {
    output.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn another_import_keeps_what_hands_have_changed() {
    kept_by_hand(&parcels());
    kept_by_hand(&harbour());
}
