//! Encoding and decoding.

use crate::aliyun::sign::percent::{TWICE, encode};
use crate::aliyun::sign::{NotUtf8, decode_form, percent, percent_into};

#[test]
fn only_unreserved_characters_stay() {
    let all: String = (0..=127_u8).map(char::from).collect();
    let stays = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
    let kept: String = all.chars().filter(|c| percent(&c.to_string()).len() == 1).collect();
    assert_eq!(kept, stays);
    assert_eq!(percent("a b+c*/源~'()!"), "a%20b%2Bc%2A%2F%E6%BA%90~%27%28%29%21");
    assert_eq!(percent(""), "");
    let mut out = "q=".to_owned();
    percent_into("=", &mut out);
    assert_eq!(out, "q=%3D");
}

#[test]
fn long_texts_and_two_rounds_are_the_same_as_one_by_one() {
    let text = "源 ~\u{0}%&=x".repeat(41);
    let once: String = text.chars().map(|c| percent(&c.to_string())).collect();
    assert_eq!(percent(&text), once);
    let mut twice = String::new();
    encode(&text, &mut twice, &TWICE);
    assert_eq!(twice, percent(&once));
}

#[test]
fn what_is_encoded_comes_back() {
    let every: String = ('\u{0}'..='\u{ff}').chain(['源', '🦀', '\u{10ffff}']).collect();
    let form = format!("{}={}", percent(&every), percent(&every));
    assert_eq!(decode_form(form.as_bytes()), Ok(vec![(every.clone(), every)]));
}

#[test]
fn forms_are_read_as_they_are_written() {
    let read = |form: &str| {
        let pairs = decode_form(form.as_bytes()).unwrap();
        pairs.into_iter().map(|(name, value)| format!("[{name}|{value}]")).collect::<String>()
    };
    assert_eq!(read("a=b+c%2Bd&e=%7e!'()*"), "[a|b c+d][e|~!'()*]");
    assert_eq!(read(""), "");
    assert_eq!(read("&&a&=b&c=d=e&"), "[a|][|b][c|d=e]");
    assert_eq!(read("a=%&b=%4&c=%zz%4x%%41&d=100%"), "[a|%][b|%4][c|%zz%4x%A][d|100%]");
    assert_eq!(decode_form(b"a=%ff"), Err(NotUtf8));
    assert_eq!(decode_form(b"%c3=1"), Err(NotUtf8));
    assert_eq!(decode_form(b"a=\xe6\xba"), Err(NotUtf8));
}
