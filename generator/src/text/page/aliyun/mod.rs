//! The scripts that know one vendor: its signatures, its clients, and what starts the page with them.

/// In the order in which they depend on each other; the last one starts the page.
pub(super) const SCRIPTS: &[(&str, &str)] = &[("aliyun/main.js", include_str!("main.js"))];
