//! `generate` is a pure function: equal bytes for equal files, in any order, and no look at the disk.

use crate::random::Random;
use crate::sources::specs;
use contingent::diagnostic::{Command, Diagnostics, render_plain};
use contingent::output::Output;
use contingent::spec::SourceFile;
use contingent::{Generated, Options};

fn generate(sources: &[SourceFile]) -> Result<Generated, Diagnostics> {
    contingent::generate(sources, &Options::default())
}

fn made(sources: &[SourceFile]) -> Output {
    match generate(sources) {
        Ok(generated) => generated.output,
        Err(found) => panic!("{}", found.iter().map(|it| render_plain(it, Command::Generate)).collect::<String>()),
    }
}

#[test]
fn the_order_of_the_files_changes_no_byte() {
    let mut random = Random::new(1);
    for mut sources in specs() {
        let first = made(&sources);
        assert!(!first.is_empty());
        let orders = if sources.len() > 1 { 3 } else { 1 };
        for _ in 0..orders {
            random.shuffle(&mut sources);
            assert_eq!(made(&sources), first, "{}", sources[0].path);
        }
    }
}

#[test]
fn the_specs_of_this_repository_have_nothing_to_say_about() {
    for sources in specs() {
        // Their examples are checked on the way: what a check says of a request is what the spec says.
        let warnings = generate(&sources).map(|generated| generated.warnings);
        let found = warnings.unwrap_or_else(|found| found);
        let lines: String = found.iter().map(|it| render_plain(it, Command::Generate)).collect();
        assert!(found.is_empty(), "{lines}");
    }
}

#[test]
fn the_order_of_the_files_changes_no_diagnostic() {
    let mut random = Random::new(2);
    for mut sources in specs().into_iter().filter(|it| it.len() > 1) {
        for file in &mut sources {
            file.bytes.extend_from_slice(b"\nunknown: key\nsummary: again\n");
        }
        let first = generate(&sources).unwrap_err();
        assert!(first.len() >= sources.len());
        random.shuffle(&mut sources);
        assert_eq!(generate(&sources).unwrap_err(), first);
    }
}

#[test]
fn files_that_are_nowhere_are_as_good_as_others() {
    for mut sources in specs() {
        let first = made(&sources);
        for file in &mut sources {
            file.path = format!("/no/such/folder/{}", file.path);
        }
        let elsewhere = made(&sources);
        assert!(elsewhere.iter().map(|(path, _)| path).eq(first.iter().map(|(path, _)| path)));
        for (path, text) in elsewhere.iter() {
            // The path that was passed may be named, and no other.
            assert_eq!(text.replace("/no/such/folder/", ""), first.get(path).unwrap(), "{path}");
        }
    }
}

#[test]
fn nothing_of_this_machine_is_in_the_output() {
    let home = std::env::var("HOME").ok().filter(|it| it.len() > 1);
    let machine = [Some(env!("CARGO_MANIFEST_DIR").to_owned()), home, std::env::var("HOSTNAME").ok()];
    for sources in specs() {
        for (path, text) in made(&sources).iter() {
            for word in machine.iter().flatten().filter(|it| it.len() > 4) {
                assert!(!text.contains(word.as_str()), "{path} has {word}");
            }
        }
    }
}
