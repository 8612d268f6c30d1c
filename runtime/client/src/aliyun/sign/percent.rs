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

/// What each byte becomes: up to five characters, and in the last place how many they are. All
/// have one size, so that a byte is written without a branch.
pub(super) type Table = [[u8; 8]; 256];

/// Encoded once: `/` is `%2F`.
pub(super) static ONCE: Table = table(b"%");
/// Encoded and then encoded again: `/` is `%252F`.
pub(super) static TWICE: Table = table(b"%25");

/// How many bytes are encoded at a time.
const CHUNK: usize = 64;
/// The most that a chunk becomes, and the tail that the last write may touch.
pub(super) const ROOM: usize = CHUNK * 5 + 8;

#[inline]
pub(super) fn encode(text: &str, out: &mut impl Sink, table: &Table) {
    for chunk in text.as_bytes().chunks(CHUNK) {
        out.write(|room| if copy_plain(chunk, room) { chunk.len() } else { write(chunk, room, table) });
    }
}

fn write(chunk: &[u8], room: &mut [u8; ROOM], table: &Table) -> usize {
    let mut end = 0;
    for byte in chunk {
        let code = &table[usize::from(*byte)];
        if let Some(place) = room.get_mut(end..end + 8) {
            place.copy_from_slice(code);
        }
        end += usize::from(code[7]);
    }
    end
}

/// Copies a chunk that encoding does not change, as most names and values are; `false` if it does.
///
/// There is no loop over single bytes: blocks of a fixed size are copied, the last one overlaps
/// the one before, and whatever their size, 16 bytes are looked at in one step.
#[inline]
fn copy_plain(chunk: &[u8], room: &mut [u8; ROOM]) -> bool {
    let mut odd = [0; 16];
    match chunk.len() {
        16.. => {
            for (from, to) in chunk.as_chunks().0.iter().zip(room.as_chunks_mut().0) {
                *to = *from;
                mark_odd(from, &mut odd);
            }
            if let Some([_, last]) = copy_ends::<16>(chunk, room) {
                mark_odd(&last, &mut odd);
            }
        }
        8..16 => {
            if let Some([first, last]) = copy_ends::<8>(chunk, room) {
                let both = u128::from(u64::from_le_bytes(first)) << 64 | u128::from(u64::from_le_bytes(last));
                mark_odd(&both.to_le_bytes(), &mut odd);
            }
        }
        4..8 => {
            if let Some([first, last]) = copy_ends::<4>(chunk, room) {
                let both = u64::from(u32::from_le_bytes(first)) << 32 | u64::from(u32::from_le_bytes(last));
                mark_odd(&(u128::from(both) << 64 | u128::from(both)).to_le_bytes(), &mut odd);
            }
        }
        _ => return false,
    }
    odd == [0; 16]
}

/// Copies the first and the last bytes of a chunk that has at least so many.
#[inline(always)]
fn copy_ends<const N: usize>(chunk: &[u8], room: &mut [u8; ROOM]) -> Option<[[u8; N]; 2]> {
    let (first, last) = (chunk.first_chunk()?, chunk.last_chunk()?);
    *room.first_chunk_mut()? = *first;
    *room.get_mut(..chunk.len())?.last_chunk_mut()? = *last;
    Some([*first, *last])
}

/// Marks the bytes that encoding changes. There is no branch and no comparison in it, so that the
/// compiler makes one step of the whole block.
#[inline(always)]
fn mark_odd(block: &[u8; 16], odd: &mut [u8; 16]) {
    for (byte, odd) in block.iter().zip(odd) {
        // Each is 0 for the bytes that it is about.
        let letter = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
        let digit_mark_or_slash = byte.wrapping_sub(b'-').saturating_sub(b'9' - b'-');
        let not_slash = 1_u8.saturating_sub(byte ^ b'/');
        let mark = (byte ^ b'_').min(byte ^ b'~');
        *odd |= letter.min(digit_mark_or_slash | not_slash).min(mark);
    }
}

const fn table(escape: &[u8]) -> Table {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let code = &mut table[byte];
        if matches!(byte as u8, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~') {
            code[0] = byte as u8;
            code[7] = 1;
        } else {
            let mut at = 0;
            while at < escape.len() {
                code[at] = escape[at];
                at += 1;
            }
            code[at] = HEX[byte >> 4];
            code[at + 1] = HEX[byte & 15];
            code[7] = at as u8 + 2;
        }
        byte += 1;
    }
    table
}
