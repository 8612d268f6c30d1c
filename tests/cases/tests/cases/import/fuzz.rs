//! Whatever is done to a document, there is an import that can be checked, or an error with a place.

use super::{document, documents, imported, sources};
use crate::random::Random;
use contingent::diagnostic::{Command, Diagnostics};
use contingent::import::openapi::{Failure, import};
use contingent::spec::SourceFile;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// What has a meaning in YAML, in schemas or in dependencies.
const TOKENS: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    ",",
    "- ",
    "&a ",
    "*a",
    "#",
    "'",
    "\"",
    "`",
    "|\n",
    "\t",
    "\n",
    "null",
    "true",
    "1e999",
    "-1",
    "1.5",
    "99999999999999999999",
    "$ref: '#'",
    "'#/paths'",
    "IF ",
    " THEN ",
    "Or(",
    "NOT ",
    "(",
    ")",
    ";",
    "==",
    "<=",
    " + ",
    "*",
    "\\",
    "\u{0}",
    "\u{202e}",
    "名",
    "~1",
];

fn mutant(file: &SourceFile, random: &mut Random) -> SourceFile {
    let mut bytes = file.bytes.clone();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len().max(1)).min(bytes.len());
        let until = (at + random.below(20)).min(bytes.len());
        match random.below(4) {
            0 => drop(bytes.drain(at..until)),
            1 => drop(bytes.splice(at..at, random.pick(&TOKENS).bytes())),
            2 => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let words: Vec<&str> =
                    text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
                if words.len() > 1 {
                    let (old, new) = (*random.pick(&words), *random.pick(&words));
                    bytes = text.replacen(old, new, 1 + random.below(3)).into_bytes();
                }
            }
            _ => {
                let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                let (one, other) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(one, other);
                bytes = lines.join(&b'\n');
            }
        }
    }
    SourceFile { path: file.path.clone(), bytes }
}

/// Whether a document can be imported. What comes out can be read; of an error the place is known.
fn is_sound(file: &SourceFile) -> bool {
    let shown = || file.bytes.escape_ascii().to_string();
    let result = catch_unwind(AssertUnwindSafe(|| match import(file, &[]) {
        Ok(imported) => {
            assert!(imported.output.refused().is_empty());
            let mut found = Diagnostics::new();
            let spec = contingent::load(&sources(&imported), &mut found);
            contingent::resolve::resolve(&spec, &mut found);
            assert!(!found.has_errors(Command::Other), "{found:?}");
            true
        }
        Err(Failure::Document(found)) => {
            assert!(found.iter().all(|it| it.span.is_some()) && found.has_errors(Command::Other), "{found:?}");
            false
        }
        Err(Failure::NoOperation(fault)) => panic!("{fault:?}"),
    }));
    result.unwrap_or_else(|_| panic!("of this document:\n{}", shown()))
}

#[test]
fn no_mutant_of_a_document_makes_it_panic_or_import_nonsense() {
    let files: Vec<SourceFile> = documents("sound").into_iter().chain(documents("problems")).collect();
    let mut random = Random::new(31);
    let (runs, mut sound) = (1_000, 0);
    for run in 0..runs {
        let file = mutant(&files[run % files.len()], &mut random);
        sound += usize::from(is_sound(&file));
    }
    println!("{runs} mutants, {sound} of them imported");
    assert!(sound > runs / 20 && sound < runs, "{sound}");
}

#[test]
fn what_is_deep_huge_or_round_ends() {
    let begin = Instant::now();
    let deep = |open: &str, middle: &str, close: &str| {
        document(&format!(
            "get:\n  x-dependencies:\n    - \"IF {}{middle}{} THEN a;\"",
            open.repeat(50_000),
            close.repeat(50_000)
        ))
    };
    for file in [
        deep("(", "a", ")"),
        deep("NOT ", "a", ""),
        deep("Or(", "a", ")"),
        deep("(", "a", " + 1) "),
        deep("[", "a", "]"),
    ] {
        assert!(!is_sound(&file));
    }
    // A chain of references, each one level deeper, and one that doubles at each step.
    for width in [1, 2] {
        let mut text = "openapi: 3.1.0\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n          \
                        application/json:\n            schema: {$ref: '#/components/schemas/S0'}\ncomponents:\n  schemas:\n"
            .to_owned();
        for it in 0..3_000 {
            write!(text, "    S{it}:\n      type: object\n      properties:\n").unwrap();
            for property in 0..width {
                writeln!(text, "        p{property}: {{$ref: '#/components/schemas/S{}'}}", it + 1).unwrap();
            }
        }
        text.push_str("    S3000: {type: string}\n");
        assert!(is_sound(&SourceFile { path: "chain.yaml".to_owned(), bytes: text.into() }));
    }
    // Many parameters with odd names, and a long list of dependencies.
    let mut text = "get:\n  parameters:\n".to_owned();
    (0..5_000).for_each(|it| writeln!(text, "    - {{name: 'p-{it}', in: query, schema: {{type: integer}}}}").unwrap());
    text.push_str("  x-dependencies:\n");
    (0..5_000).for_each(|it| writeln!(text, "    - IF p-{it} THEN p-{} + p-{it} <= 5;", (it + 1) % 5_000).unwrap());
    assert!(is_sound(&document(&text)));
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
}

#[test]
fn names_that_would_clash_are_kept_apart() {
    let file = document(
        "get:
  operationId: self
  parameters:
    - {name: a-b, in: query, schema: {type: string, enum: [x, X, '+', '-', '']}}
    - {name: a_b, in: query, schema: {type: string, enum: [y]}}
    - {name: A.B, in: query, schema: {type: object, properties: {a-b: {type: string, enum: [z]}, a_b: {type: string}}}}
    - {name: 'self', in: query, schema: {type: array, items: {type: object, properties: {a-b: {type: string, enum: [w]}}}}}
    - {name: Self, in: query, schema: {type: string}}
    - {name: '***', in: query, schema: {type: string}}
    - {name: '???', in: query, schema: {type: string}}
    - {name: all, in: query, schema: {type: integer}}
    - {name: 5 a, in: query, schema: {type: integer}}
  x-dependencies: ['all <= [5 a];', 'IF [***] THEN [???] AND all>3;']
put:
  operationId: Self
post:
  operationId: readme
delete:
  operationId: '1/2'",
    );
    let imported = imported(&file);
    let generated = contingent::generate(&sources(&imported), &contingent::Options::default());
    assert!(generated.is_ok(), "{:#?}\n{:#?}", generated.err(), imported.output);
}
