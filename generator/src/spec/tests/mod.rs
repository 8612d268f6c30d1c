//! Tests of stage 1 as a whole: texts in, parts and diagnostics out.

mod parts;
mod yaml;

use super::*;
use crate::diagnostic::{Command, Diagnostics};

pub(super) fn file(text: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile { path: "a.yaml".to_owned(), bytes: text.into() }
}

/// Code, line and column of a problem.
pub(super) type Place = (&'static str, usize, usize);

/// Every problem of the tree alone.
pub(super) fn tree_problems(text: impl Into<Vec<u8>>) -> Vec<Place> {
    let mut out = Diagnostics::new();
    load_tree(&file(text), &mut out);
    places(&out)
}

pub(super) fn places(out: &Diagnostics) -> Vec<Place> {
    out.iter()
        .map(|it| {
            let start = it.span.unwrap_or_default().start;
            (it.code.number(), start.line, start.column)
        })
        .collect()
}

/// Errors of an operation as `code line:column message / help`.
pub(super) fn errors(text: &str) -> Vec<String> {
    let mut out = Diagnostics::new();
    load_operation(&file(text), &mut out);
    out.iter()
        .filter(|it| it.severity(Command::Other) == crate::diagnostic::Severity::Error)
        .map(|it| {
            let start = it.span.unwrap_or_default().start;
            format!(
                "{} {}:{} {} / {}",
                it.code.number(),
                start.line,
                start.column,
                it.message,
                it.help.as_deref().unwrap_or_default()
            )
        })
        .collect()
}

pub(super) fn operation(text: &str) -> Operation {
    let mut out = Diagnostics::new();
    let operation = load_operation(&file(text), &mut out);
    operation.unwrap_or_else(|| panic!("{:#?}", places(&out)))
}

#[test]
fn ten_thousand_parameters() {
    let mut text = String::from("operation: Big\nparameters:\n");
    for index in 0..10_000 {
        text.push_str(&format!("  Parameter{index}: {{ type: string, doc: The parameter {index}. }}\n"));
    }
    text.push_str("rules:\n");
    for index in 0..10_000 {
        text.push_str(&format!("  - {{ id: r{index}, require: Parameter{index}, source: s }}\n"));
    }
    let operation = operation(&text);
    assert_eq!(operation.parameters.len(), 10_000);
    assert_eq!(operation.rules.len(), 10_000);

    // The same with a problem in each of them, and on one line.
    let broken = text.replace("doc:", "dok:");
    let mut out = Diagnostics::new();
    load_operation(&file(broken), &mut out);
    assert!(out.len() >= 20_000);
    let flow: String = (0..10_000).map(|it| format!("P{it}: {{ type: long }}, ")).collect();
    let mut out = Diagnostics::new();
    load_operation(&file(format!("operation: X\nparameters: {{ {flow} }}\n")), &mut out);
    assert_eq!(out.len(), 10_000);
}

/// Whatever the bytes are, reading and rendering them ends without a panic.
#[test]
fn no_bytes_can_panic() {
    let seed = include_str!("whole.yaml");
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below.max(1) as u64).unwrap_or(0)
    };
    let pieces: &[&[u8]] = &[
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b": ",
        b"- ",
        b"? ",
        b"&a ",
        b"*a",
        b"!!x ",
        b"<<: ",
        b"|",
        b">",
        b"\"",
        b"'",
        b"\n",
        b"\r",
        b"\t",
        b"#",
        b"---\n",
        b"...",
        b"%TAG ! x\n",
        b"\0",
        b"\xff",
        b"`",
        b"@",
        b",",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"null",
        b"~",
        b"\\",
        b"\\u202E",
        b"  ",
        b"\xc3\xa9",
        b"type",
        b"rules:\n",
        b"id: a",
    ];
    for _ in 0..2000 {
        let mut bytes = seed.as_bytes().to_vec();
        for _ in 0..1 + next(6) {
            let at = next(bytes.len() + 1);
            match next(4) {
                0 => {
                    let piece = pieces[next(pieces.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
                1 => {
                    let end = (at + next(12)).min(bytes.len());
                    bytes.drain(at..end);
                }
                2 => bytes.truncate(at.max(1)),
                _more => {
                    let end = (at + next(40)).min(bytes.len());
                    let copy: Vec<u8> = bytes[at..end].to_vec();
                    let to = next(bytes.len() + 1);
                    bytes.splice(to..to, copy);
                }
            }
        }
        survive(bytes);
    }
    for _ in 0..2000 {
        let length = next(30);
        survive((0..length).flat_map(|_| pieces[next(pieces.len())].to_vec()).collect());
    }
}

fn survive(bytes: Vec<u8>) {
    let file = file(bytes);
    let mut out = Diagnostics::new();
    load_operation(&file, &mut out);
    load_service(&file, &mut out);
    for diagnostic in out.iter() {
        crate::diagnostic::render_plain(diagnostic, Command::Check);
        crate::diagnostic::github(diagnostic, Command::Check);
        crate::diagnostic::to_json(diagnostic);
        let span = diagnostic.span.unwrap_or_default();
        assert!(span.start <= span.end && span.end.offset <= file.bytes.len());
    }
    crate::diagnostic::sarif(&out, Command::Check);
    #[cfg(feature = "render")]
    {
        let text = std::str::from_utf8(&file.bytes).ok();
        crate::diagnostic::render(&out, Command::Check, |_| text, false);
    }
}
