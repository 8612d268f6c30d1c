//! Which call is made again, and after how long.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::aliyun::request::retry_after_millis;
use crate::aliyun::sign::parse_timestamp;

/// How often and after how long a call is made again.
///
/// Only what is safe is repeated:
///
/// | what happened | operation changes nothing, or has its idempotency token | any other operation |
/// |---|---|---|
/// | no connection, or none in time | again | again: the request was not received |
/// | too many calls | again | again: the service refused before it did anything |
/// | 5xx, time ran out, the exchange broke off | again | not again: it may be done already |
/// | the nonce was used | once more with a new one | not again: an earlier copy may have arrived |
/// | the clock is wrong | once more with the service's time | the same: the service refused |
///
/// The last two count as tries only when they repeat; they happen even where `tries` is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The most tries in all; 0 is taken for 1.
    pub tries: u32,
    /// The longest wait before the second try. It doubles from try to try, and each wait is a random part of it, so
    /// that clients which failed together do not come back together.
    pub base: Duration,
    /// The longest wait that doubling leads to.
    pub cap: Duration,
    /// The longest wait that a service can ask for. If it asks for more, this is how long it gets.
    pub longest: Duration,
}

impl Default for RetryPolicy {
    /// 3 tries; 200 milliseconds, at most 5 seconds; 30 seconds if the service asks.
    fn default() -> Self {
        Self {
            tries: 3,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(5),
            longest: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Nothing is made again.
    pub fn never() -> Self {
        Self { tries: 1, ..Self::default() }
    }

    /// The wait before the next try, after `done` of them; `None` if there is no more. `asked` is what the service
    /// wants.
    pub(crate) fn wait(&self, done: u32, asked: Option<Duration>) -> Option<Duration> {
        if done >= self.tries {
            return None;
        }
        let asked = asked.unwrap_or_default().min(self.longest);
        Some(random_below(self.ceiling(done)).max(asked))
    }

    fn ceiling(&self, done: u32) -> Duration {
        let doubled = 2_u32.checked_pow(done.saturating_sub(1)).and_then(|factor| self.base.checked_mul(factor));
        doubled.map_or(self.cap, |wait| wait.min(self.cap))
    }
}

/// A random part of a time. Without randomness all of it.
fn random_below(most: Duration) -> Duration {
    let Ok(random) = getrandom::u64() else { return most };
    let nanos = u64::try_from(most.as_nanos()).unwrap_or(u64::MAX);
    // The modulus prefers short waits by a part that nobody could measure.
    Duration::from_nanos(nanos.checked_add(1).map_or(random, |count| random % count))
}

/// How long the service asks to wait: in seconds, until a moment, or in milliseconds.
pub(crate) fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    if let Some(millis) = retry_after_millis(headers).and_then(count) {
        return Some(Duration::from_millis(millis));
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    if let Some(seconds) = count(text) {
        return Some(Duration::from_secs(seconds));
    }
    let now = date(headers).unwrap_or(now);
    Some(http_date(text)?.duration_since(now).unwrap_or_default())
}

/// Digits and nothing else. What does not fit is very long, and not nothing.
fn count(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_count = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_count.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The time of the service.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is still written.
fn http_date(text: &str) -> Option<SystemTime> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = text.trim().split(' ');
    let (_, day, month, year, time, zone) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let is_whole = zone == "GMT" && parts.next().is_none();
    parse_timestamp(&format!("{year}-{month:02}-{day}T{time}Z")).filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn waits_double_up_to_the_cap_and_are_random_parts_of_that() {
        let policy = RetryPolicy { tries: 100, ..RetryPolicy::default() };
        let ceilings: Vec<u128> = [1, 2, 3, 4, 5, 6, 99].map(|done| policy.ceiling(done).as_millis()).to_vec();
        assert_eq!(ceilings, [200, 400, 800, 1600, 3200, 5000, 5000]);
        let waits: Vec<Duration> = (0..200).filter_map(|_| policy.wait(3, None)).collect();
        assert!(waits.len() == 200 && waits.iter().all(|wait| *wait <= Duration::from_millis(800)));
        assert!(waits.iter().any(|wait| *wait < Duration::from_millis(400)));
        assert!(waits.iter().any(|wait| *wait > Duration::from_millis(400)));
        assert_eq!((RetryPolicy::never().wait(1, None), RetryPolicy::default().wait(3, None)), (None, None));
    }

    #[test]
    fn what_the_service_asks_for_is_respected_up_to_a_limit() {
        let policy = RetryPolicy { base: Duration::ZERO, ..RetryPolicy::default() };
        assert_eq!(policy.wait(1, Some(Duration::from_secs(7))), Some(Duration::from_secs(7)));
        assert_eq!(policy.wait(1, Some(Duration::from_secs(86_400))), Some(Duration::from_secs(30)));
    }

    #[test]
    fn the_service_can_ask_in_three_ways() {
        let asked = |pairs: &[(&'static str, &'static str)]| super::asked(&headers(pairs), SystemTime::UNIX_EPOCH);
        assert_eq!(asked(&[("retry-after", " 3 ")]), Some(Duration::from_secs(3)));
        assert_eq!(asked(&[("x-acs-retry-after", "300"), ("retry-after", "3")]), Some(Duration::from_millis(300)));
        let (date, until) =
            (("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"));
        assert_eq!(asked(&[date, until]), Some(Duration::from_secs(30)));
        assert_eq!(asked(&[("retry-after", "Thu, 01 Jan 1970 00:00:09 GMT")]), Some(Duration::from_secs(9)));
        assert_eq!(asked(&[("date", "Sun, 06 Nov 1994 08:50:37 GMT"), until]), Some(Duration::ZERO));
        let longest = Some(Duration::from_secs(u64::MAX));
        assert_eq!(asked(&[("retry-after", "99999999999999999999999")]), longest);
        assert_eq!(asked(&[("x-acs-retry-after", "soon"), ("retry-after", "3")]), Some(Duration::from_secs(3)));
        for text in ["", "soon", "-1", "+1", "0x1", "Sun, 06 Nov 1994 08:50:07", "Sun, 06 Foo 1994 08:50:07 GMT", "1.5"]
        {
            assert_eq!(asked(&[("retry-after", text)]), None, "{text}");
        }
    }
}
