//! JSON as a tree with positions, read strictly: whatever is not JSON is refused with its place.

use crate::diagnostic::{Code, Diagnostic, Mark, Span};
use crate::spec::{Entry, Node, NodeKind, Scalar, SourceFile};
use std::collections::HashMap;

/// How deep lists and maps may lie inside of each other.
const DEPTH: usize = 100;

/// The tree of a JSON file. Texts are scalars in quotes, everything else is plain: `null` is nothing, as in YAML.
///
/// # Errors
/// The first thing that is not JSON, a name that stands twice in a map, or values that lie too deep, under the code
/// that is given.
pub(super) fn tree(file: &SourceFile, code: Code) -> Result<Node, Box<Diagnostic>> {
    let fault = |span: Span, message: &str| {
        let help = "the file is read as JSON, without comments and trailing commas";
        Box::new(Diagnostic::new(code, &file.path, span, message).help(help))
    };
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        let valid = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
        let mut reader = Reader::new(std::str::from_utf8(valid).unwrap_or_default());
        while reader.next().is_some() {}
        fault(reader.here(), "the file is not UTF-8 from here on")
    })?;
    let mut reader = Reader::new(text);
    if reader.rest.starts_with('\u{FEFF}') {
        reader.rest = reader.rest.get('\u{FEFF}'.len_utf8()..).unwrap_or_default();
        reader.mark.offset += '\u{FEFF}'.len_utf8();
    }
    let read = |reader: &mut Reader<'_>| {
        let node = reader.value(0)?;
        reader.blanks();
        match reader.peek() {
            None => Ok(node),
            Some(_) => Err(reader.fault("the value has ended, and more text follows")),
        }
    };
    read(&mut reader).map_err(|Fault(span, message)| fault(span, &message))
}

/// What is wrong, and where.
struct Fault(Span, String);

struct Reader<'t> {
    rest: &'t str,
    mark: Mark,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text, mark: Mark::default() }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next()?;
        self.rest = characters.as_str();
        self.mark.offset += next.len_utf8();
        if next == '\n' {
            self.mark.line += 1;
            self.mark.column = 1;
        } else {
            self.mark.column += 1;
        }
        Some(next)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.next();
        }
    }

    fn here(&self) -> Span {
        let mut end = self.mark;
        if let Some(next) = self.peek().filter(|it| *it != '\n') {
            end.offset += next.len_utf8();
            end.column += 1;
        }
        Span { start: self.mark, end }
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault(self.here(), message.into())
    }

    fn expected(&self, what: &str) -> Fault {
        match self.peek() {
            None => self.fault(format!("the file ends where {what} is expected")),
            Some(_) => self.fault(format!("{what} is expected here")),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        self.blanks();
        if depth > DEPTH {
            return Err(self.fault(format!("values lie more than {DEPTH} deep here")));
        }
        let start = self.mark;
        let kind = match self.peek() {
            Some('{') => self.map(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => NodeKind::Scalar(Scalar { text: self.text()?, plain: false }),
            Some('-' | '0'..='9' | 'a'..='z') => NodeKind::Scalar(Scalar { text: self.word()?, plain: true }),
            Some(_) | None => return Err(self.expected("a value")),
        };
        Ok(Node { span: Span { start, end: self.mark }, kind })
    }

    /// The parts up to the closing bracket, with commas between them.
    fn parts(&mut self, close: char, mut part: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.next();
        self.blanks();
        if self.peek() == Some(close) {
            self.next();
            return Ok(());
        }
        loop {
            part(self)?;
            self.blanks();
            match self.peek() {
                Some(',') => {
                    self.next();
                }
                Some(it) if it == close => {
                    self.next();
                    return Ok(());
                }
                Some(_) | None => return Err(self.expected(&format!("`,` or `{close}`"))),
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<NodeKind, Fault> {
        let mut list = Vec::new();
        self.parts(']', |reader| {
            list.push(reader.value(depth + 1)?);
            Ok(())
        })?;
        Ok(NodeKind::List(list))
    }

    fn map(&mut self, depth: usize) -> Result<NodeKind, Fault> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        self.parts('}', |reader| {
            reader.blanks();
            let start = reader.mark;
            if reader.peek() != Some('"') {
                return Err(reader.expected("a name in quotes"));
            }
            let key = reader.text()?;
            let key_span = Span { start, end: reader.mark };
            if let Some(line) = known.insert(key.clone(), start.line) {
                let shown: String = key.chars().take(60).collect();
                let message = format!("`{}` stands twice in one map, first in line {line}", shown.escape_debug());
                return Err(Fault(key_span, message));
            }
            reader.blanks();
            if reader.peek() != Some(':') {
                return Err(reader.expected("`:`"));
            }
            reader.next();
            let value = reader.value(depth + 1)?;
            entries.push(Entry { key, key_span, value });
            Ok(())
        })?;
        Ok(NodeKind::Map(entries))
    }

    /// A number, `true`, `false` or `null`, as it is written.
    fn word(&mut self) -> Result<String, Fault> {
        let start = self.mark;
        let end = self.rest.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '+' | '.')));
        let word = self.rest.get(..end.unwrap_or(self.rest.len())).unwrap_or_default().to_owned();
        for _ in word.chars() {
            self.next();
        }
        if matches!(word.as_str(), "true" | "false" | "null") || is_number(&word) {
            return Ok(word);
        }
        Err(Fault(
            Span { start, end: self.mark },
            "this is no number, and none of `true`, `false` and `null`".to_owned(),
        ))
    }

    fn text(&mut self) -> Result<String, Fault> {
        self.next();
        let mut text = String::new();
        loop {
            match self.peek() {
                Some('"') => {
                    self.next();
                    return Ok(text);
                }
                Some('\\') => text.push(self.escape()?),
                Some(it) if it < ' ' => return Err(self.fault("a control character in a text is written as an escape")),
                Some(it) => {
                    text.push(it);
                    self.next();
                }
                None => return Err(self.fault("the file ends inside of a text")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.mark;
        self.next();
        let found = match self.next() {
            Some(it @ ('"' | '\\' | '/')) => Some(it),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{C}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.unicode(),
            Some(_) | None => None,
        };
        found.ok_or_else(|| Fault(Span { start, end: self.mark }, "JSON has no such escape".to_owned()))
    }

    /// One character, from one escape or the two halves of a pair.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        let mut units = vec![first];
        if (0xD800..0xDC00).contains(&first) && self.rest.starts_with("\\u") {
            self.next();
            self.next();
            units.push(self.unit()?);
        }
        let mut read = char::decode_utf16(units);
        let found = read.next()?.ok()?;
        read.next().is_none().then_some(found)
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.rest.get(..4).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))?;
        let unit = u16::from_str_radix(digits, 16).ok();
        for _ in 0..4 {
            self.next();
        }
        unit
    }
}

/// Whether a word is a number of JSON: `-1.5e3`, and neither `01` nor `1.`.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (number, exponent) = word.split_once(['e', 'E']).map_or((word, None), |(number, rest)| (number, Some(rest)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|it| digits(it.strip_prefix(['-', '+']).unwrap_or(it)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;

    fn read(text: &str) -> Result<Node, String> {
        let file = SourceFile { path: "a.json".to_owned(), bytes: text.into() };
        tree(&file, code::NOT_OPENAPI).map_err(|it| {
            let at = it.span.unwrap_or_default().start;
            format!("{}:{} {}", at.line, at.column, it.message)
        })
    }

    #[test]
    fn values_and_their_places() {
        let root = read("{\n\t\"é\": [1, -0.5e+3, true, null, \"\"], \"k\": {\"a\": \"\\ud83d\\ude00\\n\"}}").unwrap();
        let list = root.get("é").unwrap();
        assert_eq!((list.span.start.line, list.span.start.column), (2, 7));
        let texts: Vec<_> = list.list().iter().map(|it| it.scalar().unwrap().text.as_str()).collect();
        assert_eq!(texts, ["1", "-0.5e+3", "true", "null", ""]);
        assert!(list.list()[3].is_null());
        assert!(!list.list()[4].is_null());
        assert_eq!(root.get("k").unwrap().get("a").unwrap().text(), Some("😀\n"));
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, expected) in [
            ("", "1:1 the file ends where a value is expected"),
            ("{\n  \"a\" 1}", "2:7 `:` is expected here"),
            ("{\"a\": 1,}", "1:9 a name in quotes is expected here"),
            ("[1 2]", "1:4 `,` or `]` is expected here"),
            ("[1", "1:3 the file ends where `,` or `]` is expected"),
            ("{\"a\": 01}", "1:7 this is no number, and none of `true`, `false` and `null`"),
            ("[nul]", "1:2 this is no number, and none of `true`, `false` and `null`"),
            ("[1] 2", "1:5 the value has ended, and more text follows"),
            ("{\"a\": 1, \"a\": 2}", "1:10 `a` stands twice in one map, first in line 1"),
            ("[\"\\x\"]", "1:3 JSON has no such escape"),
            ("[\"\\ud800\"]", "1:3 JSON has no such escape"),
            ("[\"a\nb\"]", "1:4 a control character in a text is written as an escape"),
            ("[\"a", "1:4 the file ends inside of a text"),
            ("[#]", "1:2 a value is expected here"),
        ] {
            assert_eq!(read(text).unwrap_err(), expected, "{text}");
        }
        let deep = "[".repeat(200);
        assert_eq!(read(&deep).unwrap_err(), "1:102 values lie more than 100 deep here");
    }
}
