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
