//! JSON over several lines down to a depth, and each deeper value on one line: readable, and small in a difference.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// The JSON of a value; what lies deeper than `depth` lists and objects stays on the line of what holds it.
pub(crate) fn to_lines(value: &impl Serialize, depth: usize) -> String {
    let mut bytes = Vec::new();
    let lines = Lines { depth, open: Vec::new() };
    // Texts, numbers and lists always serialize, and memory always takes them.
    match value.serialize(&mut Serializer::with_formatter(&mut bytes, lines)) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

struct Lines {
    depth: usize,
    /// For each list and object that is open, whether something is in it.
    open: Vec<bool>,
}

impl Lines {
    fn begin<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.open.push(false);
        writer.write_all(bracket)
    }

    fn end<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        let is_over_lines = self.open.len() <= self.depth;
        let filled = self.open.pop() == Some(true);
        if is_over_lines && filled {
            self.indent(writer)?;
        }
        writer.write_all(bracket)
    }

    fn next<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if let Some(filled) = self.open.last_mut() {
            *filled = true;
        }
        if self.open.len() <= self.depth {
            self.indent(writer)
        } else if first {
            Ok(())
        } else {
            writer.write_all(b" ")
        }
    }

    fn indent<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        self.open.iter().try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::to_lines;

    #[test]
    fn deeper_values_stay_on_one_line() {
        let value = serde_json::json!({"a": [{"b": [1, {}]}, []], "c": {}});
        let lines = "{\n  \"a\": [\n    {\"b\": [1, {}]},\n    []\n  ],\n  \"c\": {}\n}";
        assert_eq!(to_lines(&value, 2), lines);
        assert_eq!(to_lines(&value, 0), r#"{"a": [{"b": [1, {}]}, []], "c": {}}"#);
    }
}
