//! Whatever is done to a spec, `generate` gives files or says what is wrong and where: it never panics.

use crate::random::Random;
use crate::sources::specs;
use contingent::Options;
use contingent::diagnostic::{Command, Severity, code};
use contingent::spec::SourceFile;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

/// About so many bytes of specs are read in all: large specs take part less often.
const BYTES: usize = 9_000_000;
const MOST: usize = 400;

/// What may end up in a spec, and has a meaning in YAML, in the language, in Rust or in Markdown.
const TOKENS: [&str; 64] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!!int ",
    "<<: ",
    "---\n",
    "...\n",
    "#",
    "'",
    "\"",
    "`",
    "|\n",
    ">\n",
    "\t",
    "\n",
    "\r",
    " ",
    "null",
    "~",
    "true",
    "no",
    "0",
    "-1",
    "1e999",
    "99999999999999999999",
    "0.1",
    "$",
    "$Zone",
    "[]",
    ".",
    "..",
    "/",
    "\\",
    "\\u0000",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "名",
    "self",
    "Self",
    "r#type",
    "_",
    "all",
    "any",
    "not",
    "absent",
    "compare",
    "*/",
    "```",
    "<script>",
    "|",
    "{{",
    "%}",
    "(?",
    "[^",
];

#[test]
fn no_mutant_of_any_spec_makes_it_panic() {
    let specs = specs();
    let (mut runs, mut sound) = (0, 0);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..2)
            .map(|worker| {
                let specs = &specs;
                scope.spawn(move || {
                    let mine = specs.iter().enumerate().filter(|(index, _)| index % 2 == worker);
                    mine.map(|(index, spec)| mutate_one(index, spec, specs.len())).collect::<Vec<_>>()
                })
            })
            .collect();
        for (run, fine) in workers.into_iter().flat_map(|it| it.join().unwrap()) {
            runs += run;
            sound += fine;
        }
    });
    println!("{runs} mutants, {sound} of them sound");
    assert!(runs > 2_000, "{runs}");
    assert!(sound > runs / 50 && sound < runs, "{sound} of {runs}");
}

/// How many mutants of a spec were tried, and how many of them were still sound.
fn mutate_one(index: usize, spec: &[SourceFile], specs: usize) -> (usize, usize) {
    let mut random = Random::new(u64::try_from(index).unwrap());
    let size: usize = spec.iter().map(|file| file.bytes.len()).sum();
    let runs = (BYTES / specs / size).clamp(10, MOST);
    let sound = (0..runs).filter(|_| is_sound(mutant(spec, &mut random))).count();
    (runs, sound)
}

fn is_sound(sources: Vec<SourceFile>) -> bool {
    let shown =
        || sources.iter().map(|file| format!("{}\n{}", file.path, file.bytes.escape_ascii())).collect::<String>();
    let result = catch_unwind(AssertUnwindSafe(|| contingent::generate(&sources, &Options::default())));
    let Ok(result) = result else { panic!("a panic of this spec:\n{}", shown()) };
    match result {
        Ok(generated) => {
            assert!(!generated.output.is_empty() && !generated.warnings.has_errors(Command::Generate), "{}", shown());
            true
        }
        Err(found) => {
            let placed = found.iter().any(|it| {
                it.severity(Command::Generate) == Severity::Error && (it.span.is_some() || it.code == code::OUTPUT_PATH)
            });
            assert!(placed, "an error without a place: {found:?}\n{}", shown());
            false
        }
    }
}

/// A spec in which one to three things have been changed.
fn mutant(spec: &[SourceFile], random: &mut Random) -> Vec<SourceFile> {
    let mut sources = spec.to_vec();
    for _ in 0..=random.below(3) {
        let file = random.below(sources.len());
        let bytes = &mut sources[file].bytes;
        if random.below(2) == 0 { change_lines(bytes, random) } else { change_characters(bytes, random) }
    }
    sources
}

fn change_lines(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(4) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(other, lines[one].clone()),
        2 => lines.swap(one, other),
        _ => lines[one].splice(0..0, b"  ".iter().copied()).for_each(drop),
    }
    *bytes = lines.join(&b'\n');
}

fn change_characters(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    let until = (at + random.below(12)).min(bytes.len());
    match random.below(5) {
        0 => drop(bytes.drain(at..until)),
        1 => bytes.truncate(at),
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(random.below(256)).unwrap();
            }
        }
        // A word of the spec in the place of another, or a word of our own.
        3 => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let words: Vec<&str> = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
            if words.len() > 1 {
                let (old, new) = (*random.pick(&words), *random.pick(&words));
                *bytes = text.replacen(old, new, 1 + random.below(3)).into_bytes();
            }
        }
        _ => drop(bytes.splice(at..at, random.pick(&TOKENS).bytes())),
    }
}
