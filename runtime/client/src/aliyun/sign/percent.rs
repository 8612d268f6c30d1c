//! Percent encoding as signatures want it, and the decoding of forms.

use std::fmt;

use super::hash::Sink;

/// A decoded form has bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUtf8;

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a parameter is not UTF-8 after its escapes are decoded")
    }
}

impl std::error::Error for NotUtf8 {}

/// Encodes a text: letters, digits and `-_.~` stay, every other byte of its UTF-8 becomes `%XX`.
pub fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    percent_into(text, &mut out);
    out
}

/// Appends what [`percent`] returns.
pub fn percent_into(text: &str, out: &mut String) {
    encode(text, out, &ONCE);
}

/// Reads `name=value&…` as forms and queries write it: `+` is a space, `%XX` a byte.
///
/// A name without `=` has an empty value, nothing between two `&` is no pair, and a `%` that no
/// two hex digits follow stands for itself.
///
/// # Errors
/// A name or a value is not UTF-8.
pub fn decode_form(form: &[u8]) -> Result<Vec<(String, String)>, NotUtf8> {
    form.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || decode(halves.next().unwrap_or_default());
            Ok((half()?, half()?))
        })
        .collect()
}

fn decode(text: &[u8]) -> Result<String, NotUtf8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            _ => bytes.push(first),
        }
    }
    String::from_utf8(bytes).map_err(|_| NotUtf8)
}

fn digit(hex: u8) -> Option<u8> {
    char::from(hex).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// What each byte becomes: up to five characters and how many of them count. All have one size,
/// so that a byte is written without a branch.
pub(super) type Table = [Code; 256];

#[derive(Clone, Copy)]
pub(super) struct Code {
    text: [u8; 8],
    len: u8,
}

/// Encoded once: `/` is `%2F`.
pub(super) static ONCE: Table = table(b"%");
/// Encoded and then encoded again: `/` is `%252F`.
pub(super) static TWICE: Table = table(b"%25");

/// How many bytes are encoded at a time.
const CHUNK: usize = 64;
/// The most that a chunk becomes, and the tail that the last write may touch.
const ROOM: usize = CHUNK * 5 + 8;

pub(super) fn encode(text: &str, out: &mut impl Sink, table: &Table) {
    for chunk in text.as_bytes().chunks(CHUNK) {
        let mut room = [0; ROOM];
        let mut end = 0;
        for byte in chunk {
            let code = &table[usize::from(*byte)];
            if let Some(place) = room.get_mut(end..end + 8) {
                place.copy_from_slice(&code.text);
            }
            end += usize::from(code.len);
        }
        out.put(room.get(..end).unwrap_or_default());
    }
}

const fn table(escape: &[u8]) -> Table {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [Code { text: [0; 8], len: 0 }; 256];
    let mut byte = 0;
    while byte < 256 {
        let code = &mut table[byte];
        if matches!(byte as u8, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~') {
            code.text[0] = byte as u8;
            code.len = 1;
        } else {
            let mut at = 0;
            while at < escape.len() {
                code.text[at] = escape[at];
                at += 1;
            }
            code.text[at] = HEX[byte >> 4];
            code.text[at + 1] = HEX[byte & 15];
            code.len = at as u8 + 2;
        }
        byte += 1;
    }
    table
}
