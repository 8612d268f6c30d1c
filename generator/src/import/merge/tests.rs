//! Three texts of a file become one.

use super::*;

fn merged(base: &str, now: &str, theirs: &str) -> (String, Vec<String>) {
    let path = "operations/a.yaml";
    let mut fresh = Output::beside_others();
    fresh.insert(path, theirs);
    let file = SourceFile { path: path.to_owned(), bytes: now.into() };
    let before = Before {
        base: BTreeMap::from([(path.to_owned(), base.to_owned())]),
        now: BTreeMap::from([(path.to_owned(), file)]),
    };
    let (output, found) = merge(&fresh, &before, &Places::new(), true).unwrap_or_else(|it| panic!("{it:?}"));
    assert_eq!(output.get(".imported/operations/a.yaml"), Some(theirs));
    let said = found.iter().map(|it| {
        let at = it.span.unwrap_or_default().start;
        format!("{}:{} {}", at.line, at.column, it.message)
    });
    (output.get(path).unwrap().to_owned(), said.collect())
}

const BASE: &str = "\
# Imported.
operation: A
summary: One.

parameters:
  Bed:
    type: string
    doc: |-
      Which bed.

      # It is a heading, and no comment.
  Depth:
    type: integer
    required: true
    doc: How deep.
  Old:
    type: string
    doc: What is going away.
";

/// With everything that only hands write.
const BY_HAND: &str = "\
# Imported.
operation: A
# Shorter than the vendor says it.
summary: One.
idempotency_token: Bed

parameters:
  # The one that matters.
  Bed:
    type: string
    doc: |-
      Which bed.

      # It is a heading, and no comment.
    max_length: 8   # from the console

  Depth:
    type: integer
    required: true
    doc: How deep it is, in cm.
    unit: cm

  Old: {type: string, doc: What is going away.}

groups:
  All: {parameters: [Bed, Depth]}

rules:
  - {id: deep, require: Bed, when: {Depth: {ge: 5}}, source: seen}
# The end.
";

#[test]
fn what_the_source_did_not_change_stays_byte_for_byte() {
    for now in [BASE, BY_HAND, "operation: B", "operation: A\r\nsummary: x\r\n"] {
        assert_eq!(merged(BASE, now, BASE), (now.to_owned(), vec![]));
    }
}

#[test]
fn what_hands_did_not_change_follows_the_source() {
    let theirs = BASE.replace("How deep.", "How deep in all.").replace("integer", "long");
    assert_eq!(merged(BASE, BASE, &theirs), (theirs, vec![]));
}

#[test]
fn both_sides_are_kept_key_by_key() {
    let theirs = BASE
        .replace("type: integer", "type: long")
        .replace("Which bed.", "Which of the beds.")
        .replace(
            "  Old:\n    type: string\n    doc: What is going away.\n",
            "  New:\n    type: string\n    doc: New.\n",
        )
        .replace("summary: One.\n", "summary: Two.\ndoc: More.\n");
    let by_hand = BY_HAND.replace("away.}", "away, too.}");
    let expected = by_hand
        .replace("type: integer", "type: long")
        .replace("Which bed.", "Which of the beds.")
        .replace("    unit: cm\n", "    unit: cm\n  New:\n    type: string\n    doc: New.\n")
        .replace("summary: One.\n", "summary: Two.\ndoc: More.\n");
    let (text, said) = merged(BASE, &by_hand, &theirs);
    assert_eq!(text, expected);
    assert_eq!(
        said,
        ["27:8 `parameters › Old` was changed by hand, and the source does not have it any more"],
        "{text}"
    );
}

#[test]
fn where_both_changed_a_key_the_hand_wins_and_is_told() {
    let theirs = BASE.replace("How deep.", "How deep, in all.").replace("required: true", "required: false");
    let (text, said) = merged(BASE, BY_HAND, &theirs);
    assert_eq!(text, BY_HAND.replace("required: true", "required: false"));
    assert_eq!(said, ["20:10 `parameters › Depth › doc` was changed by hand, and its source has changed, too"]);
    // The next import knows it, and is silent.
    assert_eq!(merged(&theirs, &text, &theirs), (text, vec![]));
}

#[test]
fn what_hands_removed_stays_away() {
    let now = BASE.replace("  Old:\n    type: string\n    doc: What is going away.\n", "");
    assert_eq!(merged(BASE, &now, BASE), (now.clone(), vec![]));
    let theirs = BASE.replace("going away", "coming");
    let (text, said) = merged(BASE, &now, &theirs);
    assert_eq!(text, now);
    assert_eq!(said, ["6:3 `parameters › Old` was removed by hand, and its source has changed"]);
    // And a whole file.
    let mut fresh = Output::beside_others();
    fresh.insert("operations/a.yaml", theirs);
    let before =
        Before { base: BTreeMap::from([("operations/a.yaml".to_owned(), BASE.to_owned())]), now: BTreeMap::new() };
    let (output, found) = merge(&fresh, &before, &Places::new(), true).unwrap();
    assert_eq!(output.get("operations/a.yaml"), None);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_map_on_one_line_is_laid_out_only_where_it_must_change() {
    let now = BASE.replace(
        "  Depth:\n    type: integer\n    required: true\n    doc: How deep.\n",
        "  Depth: {type: integer, required: true, doc: 'How deep, in cm.'}\n",
    );
    assert_eq!(merged(BASE, &now, BASE), (now.clone(), vec![]));
    let theirs = BASE.replace("type: integer", "type: long");
    let (text, said) = merged(BASE, &now, &theirs);
    let expected = now.replace(
        "  Depth: {type: integer, required: true, doc: 'How deep, in cm.'}\n",
        "  Depth:\n    type: long\n    required: true\n    doc: How deep, in cm.\n",
    );
    assert_eq!((text, said), (expected, vec![]));
}

#[test]
fn a_file_without_its_last_line_end_takes_what_comes() {
    let theirs = format!("{BASE}  New:\n    type: string\n    doc: New.\n");
    let (text, said) = merged(BASE, BASE.trim_end(), &theirs);
    assert_eq!((text, said), (theirs, vec![]));
}

#[test]
fn a_file_in_another_layout_is_kept_and_told() {
    let now = "{operation: A, summary: Mine.}\n";
    let (text, said) = merged(BASE, now, &BASE.replace("One", "Two"));
    assert_eq!(text, now);
    assert_eq!(said, ["1:1 the changes of the source cannot be put into this file"]);
}

#[test]
fn a_file_that_cannot_be_read_stops_everything() {
    let path = "operations/a.yaml";
    let mut fresh = Output::beside_others();
    fresh.insert(path, BASE.replace("One", "Two"));
    for (base, now, code) in
        [(BASE, "operation: [", code::SYNTAX), ("operation: [", BY_HAND, code::KEPT_BY_HAND_UNKNOWN)]
    {
        let file = SourceFile { path: path.to_owned(), bytes: now.into() };
        let before = Before {
            base: BTreeMap::from([(path.to_owned(), base.to_owned())]),
            now: BTreeMap::from([(path.to_owned(), file)]),
        };
        let found = merge(&fresh, &before, &Places::new(), true).unwrap_err();
        assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [code]);
    }
}

#[test]
fn an_operation_that_is_gone_is_told() {
    let path = "operations/a.yaml";
    let file = SourceFile { path: path.to_owned(), bytes: BASE.into() };
    let before = Before {
        base: BTreeMap::from([(path.to_owned(), BASE.to_owned())]),
        now: BTreeMap::from([(path.to_owned(), file)]),
    };
    let (output, found) = merge(&Output::beside_others(), &before, &Places::new(), true).unwrap();
    assert!(output.is_empty());
    assert_eq!(found.len(), 1);
    assert!(merge(&Output::beside_others(), &before, &Places::new(), false).unwrap().1.is_empty());
}
