//! The document: its tree, its references, and what is said about its places.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, code};
use crate::spec::{Node, SourceFile, load_tree};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// How many references may follow each other.
const HOPS: usize = 64;

/// How many schemas one operation may unfold into.
pub(super) const BUDGET: usize = 8_000;

/// A document while it is read.
pub(super) struct Document<'d> {
    pub(super) path: &'d str,
    /// The text of the file.
    pub(super) text: &'d str,
    pub(super) root: &'d Node,
    /// Whether it is of version 3.0, in which a schema with `$ref` has no other keys.
    pub(super) old: bool,
    components: HashMap<(&'d str, &'d str), &'d Node>,
    pub(super) out: Diagnostics,
    /// What is said once for all places.
    said: HashSet<&'static str>,
    /// The schemas around the one that is read.
    pub(super) open: Vec<&'d Node>,
    /// How many schemas may still be read for the operation.
    pub(super) budget: usize,
}

/// The tree of a document; `None` if it has errors, which are reported.
pub(super) fn root(file: &SourceFile, out: &mut Diagnostics) -> Option<Node> {
    let mut found = Diagnostics::new();
    let prepared = SourceFile { path: file.path.clone(), bytes: prepared(&file.bytes).into_owned() };
    let root = load_tree(&prepared, &mut found);
    // A carriage return, escaped in a description, does no harm.
    let harmless = |it: &Diagnostic| it.code == code::CONTROL_CHARACTER && it.message.contains("U+000D");
    for mut it in found.into_iter().filter(|it| root.is_none() || !harmless(it)) {
        // Specs of ours refuse these; in somebody else's document they mean nothing.
        if root.is_some() && [code::CONTROL_CHARACTER, code::ANCHOR, code::TAG].contains(&it.code) {
            it = Diagnostic { code: code::NOT_IMPORTED, help: Some("it is passed over".to_owned()), ..it };
        }
        if it.code == code::ROOT_NOT_MAP || it.code == code::EMPTY_DOCUMENT {
            it = Diagnostic { code: code::NOT_OPENAPI, ..it }.help("an OpenAPI document begins with `openapi: 3.1.0`");
        }
        out.push(it);
    }
    let root = root?;
    let version = root.get("openapi").and_then(Node::text).unwrap_or_default();
    if !(version == "3.0" || version == "3.1" || version.starts_with("3.0.") || version.starts_with("3.1.")) {
        let (span, message) = match (root.entry("openapi"), root.entry("swagger")) {
            (Some(entry), _) => (entry.value.span, "this version of OpenAPI is not known".to_owned()),
            (None, Some(entry)) => (entry.span(), "this is a document of version 2".to_owned()),
            (None, None) => (root.span, "the document has no key `openapi`".to_owned()),
        };
        let span = if span.start.line == span.end.line { span } else { Span { start: span.start, end: span.start } };
        out.push(
            Diagnostic::new(code::NOT_OPENAPI, &file.path, span, message)
                .help("versions 3.0 and 3.1 can be imported: `openapi: 3.1.0`"),
        );
        return None;
    }
    Some(root)
}

/// JSON may have tabs between its parts, and writes some characters as two halves: both are no YAML.
fn prepared(bytes: &[u8]) -> Cow<'_, [u8]> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let halves = |window: &[u8]| matches!(window, [b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B']);
    if first != Some(&b'{') || !(bytes.contains(&b'\t') || bytes.windows(4).any(halves)) {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    // What is shorter than before is made up for behind the text, so that places stay the same.
    let (mut inside, mut missing) = (false, 0);
    while let Some((byte, more)) = rest.split_first() {
        if let (b'\\', Some(pair)) = (byte, rest.get(..12).and_then(pair)) {
            out.extend(format!("\\U{:08x}", u32::from(pair)).into_bytes());
            missing += 2;
            rest = rest.get(12..).unwrap_or_default();
        } else if let (b'\\', [next, more @ ..]) = (byte, more) {
            out.extend([*byte, *next]);
            rest = more;
        } else {
            out.push(if *byte == b'\t' { b' ' } else { *byte });
            rest = more;
            inside ^= *byte == b'"';
            if !inside {
                out.extend(std::iter::repeat_n(b' ', std::mem::take(&mut missing)));
            }
        }
    }
    Cow::Owned(out)
}

/// The character of two halves: `\ud83d\ude00`.
fn pair(bytes: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(bytes).ok()?;
    let half = |at: usize| u16::from_str_radix(text.get(at..)?.strip_prefix("\\u")?.get(..4)?, 16).ok();
    char::decode_utf16([half(0)?, half(6)?]).next()?.ok().filter(|it| it.len_utf16() == 2)
}

impl<'d> Document<'d> {
    pub(super) fn new(path: &'d str, text: &'d str, root: &'d Node) -> Self {
        let mut components = HashMap::new();
        for section in root.get("components").map(Node::map).unwrap_or_default() {
            for entry in section.value.map() {
                components.insert((section.key.as_str(), entry.key.as_str()), &entry.value);
            }
        }
        let old = root.get("openapi").and_then(Node::text).is_some_and(|it| it.starts_with("3.0"));
        Self {
            path,
            text,
            root,
            old,
            components,
            out: Diagnostics::new(),
            said: HashSet::new(),
            open: Vec::new(),
            budget: BUDGET,
        }
    }

    pub(super) fn say(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.out.push(Diagnostic::new(code, self.path, span, message).help(help));
    }

    /// A part that the spec will not have.
    pub(super) fn left_out(&mut self, span: Span, message: impl Into<String>) {
        self.say(code::NOT_IMPORTED, span, message, "it is left out of the spec; checks are weaker by it");
    }

    /// A part that the spec says in another way.
    pub(super) fn otherwise(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.say(code::IMPORTED_OTHERWISE, span, message, help);
    }

    /// Something that is said about the first place only.
    pub(super) fn once(&mut self, span: Span, what: &'static str) {
        if self.said.insert(what) {
            self.say(code::NOT_IMPORTED, span, format!("{what} are not imported"), "only what a request holds is");
        }
    }

    /// Whether a node is a map; otherwise that is reported.
    pub(super) fn is_map(&mut self, node: &Node, what: &str) -> bool {
        let map = matches!(node.kind, crate::spec::NodeKind::Map(_));
        if !map {
            self.left_out(node.span, format!("{what} is a map of keys, found {}", node.describe()));
        }
        map
    }

    /// What a node stands for if it is a reference; the node itself if it is none.
    pub(super) fn resolve(&mut self, node: &'d Node) -> Option<&'d Node> {
        let mut here = node;
        for _ in 0..HOPS {
            let Some(reference) = here.get("$ref") else {
                return Some(here);
            };
            here = self.follow(reference)?;
        }
        let span = node.value_span("$ref");
        self.say(code::BAD_REFERENCE, span, "the reference leads back to itself", "let it lead to a definition");
        None
    }

    /// The node that a reference names.
    pub(super) fn follow(&mut self, reference: &'d Node) -> Option<&'d Node> {
        let span = reference.span;
        let Some(text) = reference.text() else {
            let message = format!("a reference is a text, found {}", reference.describe());
            self.say(code::BAD_REFERENCE, span, message, "write `$ref: '#/components/schemas/Name'`");
            return None;
        };
        let Some(pointer) = text.strip_prefix('#').filter(|it| it.is_empty() || it.starts_with('/')) else {
            let message = format!("`{text}` is not a place in this document");
            let help = "join the files to one document first, and write `#/components/schemas/Name`";
            self.say(code::BAD_REFERENCE, span, message, help);
            return None;
        };
        let found = self.at(pointer);
        if found.is_none() {
            let named = pointer.strip_prefix("/components/").and_then(|it| it.split_once('/'));
            let near = named.and_then(|(section, name)| {
                let names = self.components.keys().filter(|(it, _)| *it == section).map(|(_, name)| *name);
                let mut names: Vec<&str> = names.collect();
                names.sort_unstable();
                contingent_rules::nearest(name, names)
            });
            let help = near
                .map_or_else(|| "define it, or correct the reference".to_owned(), |it| format!("did you mean `{it}`?"));
            self.say(code::BAD_REFERENCE, span, format!("there is nothing at `{text}`"), help);
        }
        found
    }

    /// The node at a JSON pointer.
    fn at(&self, pointer: &str) -> Option<&'d Node> {
        let part = |part: &str| unescaped(part).replace("~1", "/").replace("~0", "~");
        let parts: Vec<String> = pointer.split('/').skip(1).map(part).collect();
        let (mut here, rest) = match parts.as_slice() {
            [first, section, name, rest @ ..] if first == "components" => {
                (*self.components.get(&(section.as_str(), name.as_str()))?, rest)
            }
            rest => (self.root, rest),
        };
        for part in rest {
            here = match part.parse::<usize>() {
                Ok(index) if !here.list().is_empty() => here.list().get(index)?,
                _ => here.get(part)?,
            };
        }
        Some(here)
    }
}

/// A part of an address with its `%` escapes replaced.
fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, more @ ..] = rest {
        let hex = || std::str::from_utf8(more.get(..2)?).ok().and_then(|it| u8::from_str_radix(it, 16).ok());
        match (byte, hex()) {
            (b'%', Some(escaped)) => {
                out.push(escaped);
                rest = more.get(2..).unwrap_or_default();
            }
            _ => {
                out.push(*byte);
                rest = more;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
