//! Why there is no access key: every place that was looked at, and why it gave nothing.

use std::fmt;

/// No access key was found. It lists the places that were tried and shows nothing of their content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError {
    tried: Vec<(&'static str, String)>,
    is_final: bool,
}

impl CredentialsError {
    /// One place that gave nothing, for a [`Provide`](super::Provide) of one's own. `why` must
    /// show no secret.
    pub fn new(place: &'static str, why: impl Into<String>) -> Self {
        Self { tried: vec![(place, why.into())], is_final: true }
    }

    /// All places in the order in which they were tried. If `is_final`, a setting that was made
    /// on purpose is the reason why no more of them were.
    pub(super) fn of(tried: Vec<(&'static str, String)>, is_final: bool) -> Self {
        Self { tried, is_final }
    }

    /// The places that were tried, and why each gave nothing.
    pub fn tried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tried.iter().map(|(place, why)| (*place, why.as_str()))
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no access key found; tried in this order:")?;
        for (place, why) in self.tried() {
            write!(f, "\n- {place}: {why}")?;
        }
        f.write_str(if self.is_final {
            "\nThe last one was set on purpose, so the search ended there: correct or remove that setting"
        } else {
            "\nSet ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or provide one of the others"
        })
    }
}

impl std::error::Error for CredentialsError {}
