//! Kleene's three truth values.

/// How much is known about a statement, from least to greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It is false.
    No,
    /// It depends on something unknown.
    Unknown,
    /// It is true.
    Yes,
}

impl Truth {
    /// Both: the least.
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either: the greatest.
    #[inline]
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(known: bool) -> Self {
        if known { Truth::Yes } else { Truth::No }
    }
}

impl crate::Count {
    /// Whether the right number of members holds.
    pub fn of(self, members: &[Truth]) -> Truth {
        let surely = members.iter().filter(|truth| **truth == Truth::Yes).count();
        let possibly = members.iter().filter(|truth| **truth != Truth::No).count();
        self.judge(members.len(), surely, possibly)
    }

    /// Whether the right number of `members` holds, when at least `surely` and at most
    /// `possibly` of them do.
    pub fn judge(self, members: usize, surely: usize, possibly: usize) -> Truth {
        let fits = |count: usize| match self {
            crate::Count::ExactlyOne => count == 1,
            crate::Count::AtMostOne => count <= 1,
            crate::Count::AtLeastOne => count >= 1,
            crate::Count::AllOrNone => count == 0 || count == members,
        };
        let mut counts = surely..=possibly;
        if counts.all(fits) {
            Truth::Yes
        } else if (surely..=possibly).any(fits) {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{No, Unknown, Yes};
    use crate::Count::{AllOrNone, AtLeastOne, AtMostOne, ExactlyOne};

    #[test]
    fn groups_are_judged_by_how_many_surely_and_possibly_hold() {
        for (count, members, surely, possibly, truth) in [
            (ExactlyOne, 3, 1, 1, Yes),
            (ExactlyOne, 3, 1, 2, Unknown),
            (ExactlyOne, 3, 2, 3, No),
            (ExactlyOne, 3, 0, 0, No),
            (AtMostOne, 3, 0, 1, Yes),
            (AtMostOne, 3, 1, 2, Unknown),
            (AtMostOne, 3, 2, 2, No),
            (AtLeastOne, 3, 1, 3, Yes),
            (AtLeastOne, 3, 0, 3, Unknown),
            (AtLeastOne, 3, 0, 0, No),
            (AllOrNone, 3, 0, 3, Unknown),
            (AllOrNone, 3, 1, 2, No),
            (AllOrNone, 3, 1, 3, Unknown),
            (AllOrNone, 3, 3, 3, Yes),
            (AllOrNone, 1, 0, 1, Yes),
        ] {
            assert_eq!(count.judge(members, surely, possibly), truth, "{count:?} {members} {surely} {possibly}");
        }
    }
}
