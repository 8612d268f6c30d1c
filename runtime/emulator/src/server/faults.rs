//! Failures on purpose: what goes wrong, with which calls, and how often.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What goes wrong with the next calls of an operation.
///
/// Written `Operation:Code:count`, or `Operation:Code` for once: `CreateThing:Throttling:2`. The operation may be
/// `*`, which is any, and the count `always`. The code is an error that the service documents or one of the
/// gateway's, or one of
///
/// - `drop`: the connection is closed without an answer, and the call is not done;
/// - `lose`: the call is done, then the connection is closed without an answer;
/// - `truncate`: the call is done, and the connection is closed in the middle of the answer;
/// - `garbage`: the call is done, and the body of the answer is neither JSON nor XML;
/// - `slow`: the call is done, and the body of the answer comes in small pieces, for ten seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the operation; `None` is any.
    pub operation: Option<String>,
    /// What goes wrong.
    pub kind: FaultKind,
    /// With how many calls; `None` is with all of them.
    pub times: Option<u64>,
}

/// What goes wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It is refused with this error code.
    Code(String),
    /// There is no answer, and nothing is done.
    Drop,
    /// There is no answer, but it is done.
    Lose,
    /// The answer ends in the middle.
    Truncate,
    /// The answer cannot be read.
    Garbage,
    /// The answer comes in small pieces.
    Slow,
}

/// How long every call waits before anything is done: `50ms`, `1s`, or at random between two of them, `50ms..200ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The shortest.
    pub min: Duration,
    /// The longest.
    pub max: Duration,
}

/// Why the text of an option says nothing: one sentence with an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidOption(pub(crate) String);

impl fmt::Display for InvalidOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidOption {}

/// Nothing waits longer than this.
const LONGEST: Duration = Duration::from_secs(600);

impl FromStr for Fault {
    type Err = InvalidOption;

    fn from_str(text: &str) -> Result<Self, InvalidOption> {
        let wrong = |what: &str| {
            InvalidOption(format!(
                "`{}` is no fault: {what}; write Operation:Code:count, such as `*:Throttling:2`",
                text.escape_debug()
            ))
        };
        let mut parts = text.split(':').map(str::trim);
        let operation =
            parts.next().filter(|part| !part.is_empty()).ok_or_else(|| wrong("the operation is missing"))?;
        let code = parts.next().filter(|part| !part.is_empty()).ok_or_else(|| wrong("the code is missing"))?;
        let times = match parts.next() {
            None => Some(1),
            Some("always") => None,
            Some(count) => {
                let count = count.parse().ok().filter(|count| *count > 0);
                Some(count.ok_or_else(|| wrong("the count is a number from 1, or `always`"))?)
            }
        };
        if parts.next().is_some() {
            return Err(wrong("something follows the count"));
        }
        Ok(Self { operation: (operation != "*").then(|| operation.to_owned()), kind: code.into(), times })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.operation.as_deref().unwrap_or("*"), self.kind.as_str())?;
        match self.times {
            Some(times) => write!(f, "{times}"),
            None => f.write_str("always"),
        }
    }
}

impl From<&str> for FaultKind {
    fn from(code: &str) -> Self {
        match code {
            "drop" => Self::Drop,
            "lose" => Self::Lose,
            "truncate" => Self::Truncate,
            "garbage" => Self::Garbage,
            "slow" => Self::Slow,
            code => Self::Code(code.to_owned()),
        }
    }
}

impl FaultKind {
    /// As it is written in a fault.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Code(code) => code,
            Self::Drop => "drop",
            Self::Lose => "lose",
            Self::Truncate => "truncate",
            Self::Garbage => "garbage",
            Self::Slow => "slow",
        }
    }
}

impl FromStr for Latency {
    type Err = InvalidOption;

    fn from_str(text: &str) -> Result<Self, InvalidOption> {
        let wrong = |what: &str| {
            let text = text.escape_debug();
            InvalidOption(format!("`{text}` is no latency: {what}; write one such as `50ms`, `1s` or `50ms..200ms`"))
        };
        let (min, max) = text.split_once("..").unwrap_or((text, text));
        let read = |part: &str| duration(part.trim()).ok_or_else(|| wrong("a time is a number with `ms` or `s`"));
        let (min, max) = (read(min)?, read(max)?);
        if min > max {
            return Err(wrong("the second time is shorter than the first"));
        }
        if max > LONGEST {
            return Err(wrong("it is longer than ten minutes"));
        }
        Ok(Self { min, max })
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.min.as_millis())?;
        if self.max > self.min { write!(f, "..{}ms", self.max.as_millis()) } else { Ok(()) }
    }
}

fn duration(text: &str) -> Option<Duration> {
    let (digits, unit) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 1),
        None => (text.strip_suffix('s')?, 1000),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let number: u64 = digits.parse().ok().filter(|_| is_number)?;
    number.checked_mul(unit).map(Duration::from_millis)
}

impl Latency {
    /// A time between the two, by a number at random.
    pub(crate) fn pick(self, random: u64) -> Duration {
        let spread = u64::try_from(self.max.saturating_sub(self.min).as_micros()).unwrap_or(u64::MAX - 1);
        self.min + Duration::from_micros(random % (spread + 1))
    }
}

/// The faults that are still to come, in the order in which they were asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    pub(crate) waiting: Vec<Fault>,
    pub(crate) latency: Option<Latency>,
}

/// So many faults can wait at once.
pub(crate) const MOST_FAULTS: usize = 1_000;

impl Faults {
    /// What goes wrong with this call, which counts as one of its times.
    pub(crate) fn take(&mut self, operation: &str) -> Option<FaultKind> {
        let meant = |fault: &Fault| fault.operation.as_deref().is_none_or(|name| name == operation);
        let place = self.waiting.iter().position(meant)?;
        let fault = self.waiting.get_mut(place)?;
        let kind = fault.kind.clone();
        if let Some(times) = &mut fault.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.waiting.remove(place);
            }
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_and_written_alike() {
        for text in ["CreateThing:Throttling.User:2", "*:drop:always", "Op:slow:1", "*:lose:7"] {
            assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
        }
        assert_eq!("Op:garbage".parse::<Fault>().unwrap().times, Some(1));
        for (text, why) in [
            ("", "the operation is missing"),
            ("Op", "the code is missing"),
            ("Op::2", "the code is missing"),
            (":drop:2", "the operation is missing"),
            ("Op:drop:0", "a number from 1"),
            ("Op:drop:-1", "a number from 1"),
            ("Op:drop:x", "a number from 1"),
            ("Op:drop:1:2", "something follows"),
            ("Op\n:", "`Op\\n:`"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(why) && error.lines().count() == 1, "{error}");
        }
    }

    #[test]
    fn a_latency_is_a_time_or_two() {
        for text in ["50ms", "0ms", "50ms..200ms"] {
            assert_eq!(text.parse::<Latency>().unwrap().to_string(), text);
        }
        assert_eq!("1s .. 2s".parse::<Latency>().unwrap().to_string(), "1000ms..2000ms");
        for (text, why) in [
            ("", "a number with"),
            ("50", "a number with"),
            ("+5ms", "a number with"),
            ("ms", "a number with"),
            ("2s..1s", "shorter than the first"),
            ("1s..", "a number with"),
            ("601s", "longer than ten minutes"),
            ("99999999999999999999s", "a number with"),
            ("18446744073709551615s", "a number with"),
        ] {
            assert!(text.parse::<Latency>().unwrap_err().to_string().contains(why), "{text}");
        }
        let latency: Latency = "50ms..200ms".parse().unwrap();
        assert_eq!(latency.pick(0), latency.min);
        assert_eq!(latency.pick(150_000), latency.max);
        assert_eq!("50ms".parse::<Latency>().unwrap().pick(u64::MAX), Duration::from_millis(50));
    }

    #[test]
    fn a_fault_happens_so_often_and_in_order() {
        let faults = ["A:drop:2", "*:slow:1", "A:garbage:always"].map(|text| text.parse().unwrap());
        let mut faults = Faults { waiting: faults.into(), latency: None };
        let taken: Vec<_> = ["A", "B", "B", "A", "A", "A"].map(|name| faults.take(name)).into();
        let kind = |kind: FaultKind| Some(kind);
        let expected = [
            kind(FaultKind::Drop),
            kind(FaultKind::Slow),
            None,
            kind(FaultKind::Drop),
            kind(FaultKind::Garbage),
            kind(FaultKind::Garbage),
        ];
        assert_eq!(taken, expected);
        assert_eq!(faults.waiting.len(), 1);
    }
}
