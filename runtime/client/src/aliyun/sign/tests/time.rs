//! Timestamps and nonces.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::aliyun::sign::{nonce, parse_timestamp, timestamp};

#[test]
fn moments_are_written_and_read() {
    for (seconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_399, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_800, "2000-03-01T00:00:00Z"),
        (1_456_231_584, "2016-02-23T12:46:24Z"),
        (1_709_164_800, "2024-02-29T00:00:00Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] {
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(timestamp(time), text);
        assert_eq!(timestamp(time + Duration::from_millis(999)), text);
        assert_eq!(parse_timestamp(text), Some(time));
    }
    let before = UNIX_EPOCH - Duration::from_millis(1);
    assert_eq!(timestamp(before), "1969-12-31T23:59:59Z");
    assert_eq!(parse_timestamp("1969-12-31T23:59:59Z"), Some(UNIX_EPOCH - Duration::from_secs(1)));
}

#[test]
fn every_day_of_eight_centuries_follows_the_one_before() {
    let day = Duration::from_secs(86_400);
    let mut time = parse_timestamp("1600-01-01T12:34:56Z").unwrap();
    let mut last = String::new();
    for _ in 0..292_194 {
        let text = timestamp(time);
        assert!(text > last, "{text} after {last}");
        assert_eq!(parse_timestamp(&text), Some(time));
        (last, time) = (text, time + day);
    }
    assert_eq!(timestamp(time), "2400-01-01T12:34:56Z");
}

#[test]
fn no_time_is_too_far() {
    let far = Duration::from_secs(i64::MAX as u64 / 2);
    if let Some(time) = UNIX_EPOCH.checked_add(far) {
        assert_eq!(timestamp(time), "9999-12-31T23:59:59Z");
    }
    if let Some(time) = UNIX_EPOCH.checked_sub(far) {
        assert_eq!(timestamp(time), "0000-01-01T00:00:00Z");
    }
}

#[test]
fn what_is_no_timestamp_is_refused() {
    for text in [
        "",
        "mock date",
        "2016-02-23T12:46:24",
        "2016-02-23 12:46:24Z",
        "2016-02-23T12:46:24z",
        "2016-02-23T12:46:24.0Z",
        "2016-2-23T12:46:240Z",
        "+016-02-23T12:46:24Z",
        "2016-02-23T24:00:00Z",
        "2016-02-23T12:60:00Z",
        "2016-02-23T12:46:60Z",
        "2016-13-01T00:00:00Z",
        "2016-00-01T00:00:00Z",
        "2016-01-00T00:00:00Z",
        "2016-01-32T00:00:00Z",
        "2015-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "源源源源源源zz",
    ] {
        assert_eq!(parse_timestamp(text), None, "{text}");
    }
}

#[test]
fn nonces_do_not_repeat() {
    let nonces: HashSet<String> = (0..1000).map(|_| nonce()).collect();
    assert_eq!(nonces.len(), 1000);
    assert!(nonces.iter().all(|nonce| nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_hexdigit())));
    assert!(SystemTime::now() > UNIX_EPOCH);
}
