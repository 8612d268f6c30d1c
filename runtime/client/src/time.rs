//! Moments as services write them: milliseconds since 1970.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01T00:00:00Z; before that they are negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochMillis(pub i64);

impl EpochMillis {
    /// The same moment as the platform's time; `None` if the platform cannot express it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl From<i64> for EpochMillis {
    fn from(millis: i64) -> Self {
        Self(millis)
    }
}

impl From<SystemTime> for EpochMillis {
    /// The millisecond that the moment lies in; what does not fit becomes the first or last one.
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            // Rounded down like moments after 1970: a microsecond before is millisecond -1.
            Err(before) => {
                i64::try_from(before.duration().as_nanos().div_ceil(1_000_000)).map_or(i64::MIN, |millis| -millis)
            }
        })
    }
}

impl fmt::Display for EpochMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_before_and_after_1970_survive() {
        for millis in [0, 1, -1, 1_554_560_477_000, -62_135_596_800_000] {
            let moment = EpochMillis(millis);
            assert_eq!(moment.to_system_time().map(EpochMillis::from), Some(moment));
        }
        assert!(EpochMillis(-1) < EpochMillis(0));
        assert_eq!(EpochMillis(1_554_560_477_000).to_string(), "1554560477000");
    }

    #[test]
    fn a_part_of_a_millisecond_is_rounded_down() {
        let micro = Duration::from_micros(1);
        assert_eq!(EpochMillis::from(UNIX_EPOCH + micro), EpochMillis(0));
        assert_eq!(EpochMillis::from(UNIX_EPOCH - micro), EpochMillis(-1));
    }

    #[test]
    fn what_does_not_fit_saturates() {
        if let Some(far) = UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX as u64 / 2)) {
            assert_eq!(EpochMillis::from(far), EpochMillis(i64::MAX));
        }
        if let Some(far) = UNIX_EPOCH.checked_sub(Duration::from_secs(i64::MAX as u64 / 2)) {
            assert_eq!(EpochMillis::from(far), EpochMillis(i64::MIN));
        }
        // Whether the platform can express these is its business; it must not panic.
        let _ = (EpochMillis(i64::MIN).to_system_time(), EpochMillis(i64::MAX).to_system_time());
    }
}
