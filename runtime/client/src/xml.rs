//! XML replies as values.

use std::collections::HashMap;

use contingent_rules::{MAX_DEPTH, Value};
use quick_xml::errors::Error as XmlError;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use crate::DecodeError;

/// Reads one document: the name of its root element, and what is in it.
///
/// An element with elements in it is an object, names that repeat are a list, everything else is
/// a text. Attributes, comments, name prefixes and text between elements are ignored. There is no
/// document type, so the only entities are the five of XML itself and numbers: a small body
/// cannot expand into a large one.
pub(crate) fn parse(xml: &str) -> Result<(String, Value), DecodeError> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|error| match error {
            XmlError::Syntax(_) => fault("ends too early or has a broken tag", reader.error_position()),
            _ => fault("is not well-formed XML", reader.error_position()),
        })?;
        let place = reader.buffer_position();
        match event {
            Event::Start(tag) | Event::Empty(tag) if open.is_empty() && root.is_some() => {
                let _ = tag;
                return Err(fault("has a second root element", place));
            }
            Event::Start(_) | Event::Empty(_) if open.len() >= MAX_DEPTH => {
                return Err(DecodeError::body(format!("is nested deeper than {MAX_DEPTH} levels")));
            }
            Event::Start(tag) => open.push(Element::new(tag.local_name().as_ref())),
            Event::Empty(tag) => close(Element::new(tag.local_name().as_ref()), &mut open, &mut root),
            Event::End(_) => {
                // The reader has matched the names, so there is one to close.
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root);
                }
            }
            Event::Text(text) => add_text(&mut open, &text.xml10_content(), place)?,
            Event::CData(text) => add_text(&mut open, &text.xml10_content(), place)?,
            Event::GeneralRef(reference) => {
                let character = resolve(&reference).ok_or_else(|| fault("has an unknown entity", place))?;
                add_text(&mut open, character.encode_utf8(&mut [0; 4]), place)?;
            }
            Event::DocType(_) => return Err(fault("has a document type declaration", place)),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(DecodeError::body("is XML that ends too early")),
    }
}

struct Element {
    name: String,
    text: String,
    fields: Vec<(String, Value)>,
    /// Where each name stands in `fields`: an element may have very many.
    places: HashMap<String, usize>,
}

impl Element {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), text: String::new(), fields: Vec::new(), places: HashMap::new() }
    }
}

fn close(element: Element, open: &mut [Element], root: &mut Option<(String, Value)>) {
    let Element { name, text, fields, .. } = element;
    let value = if fields.is_empty() { Value::Text(text) } else { Value::Object(fields) };
    let Some(parent) = open.last_mut() else {
        *root = Some((name, value));
        return;
    };
    // Text beside elements is never shown, so it need not be kept.
    parent.text = String::new();
    let seen = parent.places.get(&name).and_then(|place| parent.fields.get_mut(*place));
    match seen {
        // An element alone is never a list, so a list here is the repetition itself.
        Some((_, Value::List(items))) => items.push(value),
        Some((_, first)) => {
            let single = std::mem::replace(first, Value::Null);
            *first = Value::List(vec![single, value]);
        }
        None => {
            parent.places.insert(name.clone(), parent.fields.len());
            parent.fields.push((name, value));
        }
    }
}

fn add_text(open: &mut [Element], text: &str, place: u64) -> Result<(), DecodeError> {
    match open.last_mut() {
        Some(element) if element.fields.is_empty() => element.text.push_str(text),
        Some(_) => {}
        None if text.trim().is_empty() => {}
        None => return Err(fault("has text outside of the root element", place)),
    }
    Ok(())
}

fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

/// Own words: the reader's repeat names from the body, however long they are.
fn fault(problem: &str, place: u64) -> DecodeError {
    DecodeError::body(format!("{problem} (at byte {place})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> String {
        match parse(xml) {
            Ok((root, value)) => format!("{root} {value}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn elements_become_objects_lists_and_texts() {
        let xml = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- hi --><Reply xmlns='urn:x'>\n  <Regions>\n    <Code n='1'>a</Code>\n    <Code>b &lt;&#x63;&#100;&amp;</Code>stray\n    <Code/></Regions>\n  <One><Code>x</Code></One><Raw><![CDATA[<&]]>;</Raw><ns:Empty></ns:Empty></Reply>\n";
        assert_eq!(
            read(xml),
            r#"Reply {"Regions":{"Code":["a","b <cd&",""]},"One":{"Code":"x"},"Raw":"<&;","Empty":""}"#
        );
        assert_eq!(read("<Reply/>"), r#"Reply """#);
    }

    #[test]
    fn entities_beyond_the_five_do_not_exist() {
        let bomb = r#"<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>"#;
        assert!(read(bomb).contains("document type"), "{}", read(bomb));
        for xml in ["<r>&nbsp;</r>", "<r>&#0;</r>", "<r>&#xD800;</r>", "<r>&#99999999999;</r>"] {
            assert!(read(xml).contains("unknown entity"), "{}", read(xml));
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for xml in [
            "<",
            "<r",
            "<r>",
            "<r><a></r>",
            "</r>",
            "<r></r></r>",
            "<r/><s/>",
            "<r></r><s>",
            "<r/>text",
            "<!-- -->",
            "<r>&amp</r>",
            "<r>&</r>",
            "<r><![CDATA[x</r>",
            "<r><!-- </r>",
            "<?xml",
        ] {
            assert!(parse(xml).is_err(), "{xml}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
        assert!(parse(&deep(MAX_DEPTH)).is_ok());
        for n in [MAX_DEPTH + 1, 100_000] {
            assert_eq!(read(&deep(n)), "the body is nested deeper than 128 levels");
        }
    }

    #[test]
    fn many_names_take_linear_time() {
        let fields: String = (0..100_000).map(|n| format!("<a{n}/><b/>")).collect();
        let (_, value) = parse(&format!("<r>{fields}</r>")).unwrap();
        assert!(matches!(value, Value::Object(fields) if fields.len() == 100_001));
    }
}
