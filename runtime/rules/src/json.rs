//! Reading JSON: one pass, every digit of every number kept.
//!
//! serde_json turns numbers into binary ones, unless a feature is on that changes it for the whole
//! program. So the structure is read here; strings, where the difficulties are, are left to it.

use std::collections::HashSet;

use crate::{MAX_DEPTH, Value};

/// The value of a whole text, or what is wrong with it and where.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0).and_then(|value| match reader.peek() {
        None => Ok(value),
        Some(_) => Err("something follows after the end of the value".to_owned()),
    });
    value.map_err(|message| {
        let before = text.get(..reader.at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("{message} at line {line} column {column}")
    })
}

struct Reader<'t> {
    text: &'t str,
    /// Always at a character boundary.
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next byte that is not blank.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.rest();
        let blanks = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.at += blanks;
        rest.as_bytes().get(blanks).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(format!("nested deeper than {MAX_DEPTH} levels")),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => {
                let words = [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
                let (word, value) =
                    words.into_iter().find(|(word, _)| self.rest().starts_with(word)).ok_or("expected a value")?;
                self.at += word.len();
                Ok(value)
            }
            None => Err("the text ends where a value is expected".into()),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, String> {
        self.at += 1;
        let mut entries = Vec::new();
        let mut names = HashSet::new();
        if self.eat(b'}') {
            return Ok(Value::Object(entries));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err("expected a name in quotes".into());
            }
            let begin = self.at;
            let name = self.string()?;
            if !names.insert(name.clone()) {
                self.at = begin;
                return Err(format!("the name {name:?} is given twice"));
            }
            if !self.eat(b':') {
                return Err("expected `:`".into());
            }
            entries.push((name, self.value(depth + 1)?));
            if self.eat(b'}') {
                return Ok(Value::Object(entries));
            }
            if !self.eat(b',') {
                return Err("expected `,` or `}`".into());
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, String> {
        self.at += 1;
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.eat(b']') {
                return Ok(Value::List(items));
            }
            if !self.eat(b',') {
                return Err("expected `,` or `]`".into());
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let literal = end.and_then(|end| rest.get(..end + 2)).ok_or("a string is not closed")?;
        let text = serde_json::from_str(literal)
            .map_err(|_| "a string has an escape or a character that JSON does not allow")?;
        self.at += literal.len();
        Ok(text)
    }

    fn number(&mut self) -> Result<Value, String> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|b| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')).count();
        let text = rest.get(..length).unwrap_or("");
        let digits = text.strip_prefix('-').unwrap_or(text);
        let leading_zero =
            digits.len() > 1 && digits.starts_with('0') && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if leading_zero || !is_number(digits) {
            return Err("a number is not as JSON writes it".into());
        }
        self.at += length;
        Ok(Value::Number(text.to_owned()))
    }
}

/// `[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`
fn is_number(text: &str) -> bool {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, power) = match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, Some(power.strip_prefix(['+', '-']).unwrap_or(power))),
        None => (text, None),
    };
    let mantissa_is_fine = match mantissa.split_once('.') {
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
        None => all_digits(mantissa),
    };
    mantissa_is_fine && power.is_none_or(all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_limited_and_never_overflows_the_stack() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(&deep(MAX_DEPTH)).is_ok());
        for n in [MAX_DEPTH + 1, 1_000_000] {
            assert!(parse(&deep(n)).is_err(), "{n}");
        }
    }

    #[test]
    fn faults_have_a_place() {
        for (text, message) in [
            ("{\n  \"a\": }", "expected a value at line 2 column 8"),
            ("", "the text ends where a value is expected at line 1 column 1"),
            ("[1 2]", "expected `,` or `]` at line 1 column 4"),
            ("{\"a\":1,\n\"a\":2}", "the name \"a\" is given twice at line 2 column 1"),
            ("\"abc", "a string is not closed at line 1 column 1"),
            ("1 1", "something follows after the end of the value at line 1 column 3"),
        ] {
            assert_eq!(parse(text).unwrap_err(), message);
        }
    }

    #[test]
    fn what_is_json_is_what_serde_json_says() {
        let samples = [
            r#"{"a":[1,-2.5e+3,0,"x\u00e9\n\"",null,true],"b":{"c":false,"":{}}}"#,
            r#"[0.1,1E5,-0,"\ud83d\ude00",[[],{}]]"#,
            "\u{feff}{}",
            r#"["\ud800"]"#,
        ];
        let pieces =
            ["{", "}", "[", "]", ",", ":", "\"", "\\", "0", "1", "-", ".", "e", "null", " ", "\n", "é", "\u{1}"];
        let mut state = 7_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for round in 0..20_000 {
            let sample = samples[round % samples.len()];
            let cut = random(sample.len() + 1);
            let text = match (sample.get(..cut), sample.get(cut..)) {
                (Some(before), Some(after)) if round >= samples.len() => {
                    let skipped = after.chars().skip(random(3));
                    format!("{before}{}{}", pieces[random(pieces.len())], skipped.collect::<String>())
                }
                _ => sample.to_owned(),
            };
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let ours = parse(&text);
            let twice = ours.as_ref().is_err_and(|fault| fault.contains("twice"));
            // Beyond a double serde_json refuses a number; here it is only a text.
            let huge = theirs.as_ref().is_err_and(|fault| fault.to_string().contains("out of range"));
            assert!(twice || huge || ours.is_ok() == theirs.is_ok(), "{text:?} {ours:?} {theirs:?}");
        }
    }
}
