//! The order of things that both sides have.

use std::collections::{BTreeSet, HashMap};

/// Whether what both have stands in another order.
pub(super) fn differs(old: &[String], new: &[String]) -> bool {
    let places: HashMap<&str, usize> = old.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    let order: Vec<usize> = new.iter().filter_map(|name| places.get(name.as_str()).copied()).collect();
    !order.is_sorted()
}

/// Whether two lists hold different things, in whatever order.
pub(super) fn is_other_set(old: &[String], new: &[String]) -> bool {
    old.iter().collect::<BTreeSet<_>>() != new.iter().collect::<BTreeSet<_>>()
}

/// What to say of the editions that something names, if they are not the same; nobody's wire depends on it.
pub(super) fn editions(old: &[String], new: &[String]) -> Option<&'static str> {
    match (is_other_set(old, new), old == new) {
        (true, _) => Some("its editions are others"),
        (false, false) => Some("its editions are listed in another order"),
        (false, true) => None,
    }
}
