//! A tiny service that has each construct once, and what is made of it: what a reader looks at first, not all of it.

use crate::sources::read;
use contingent::Options;
use std::path::Path;

/// The pages and modules with a snapshot each.
const SHOWN: [&str; 4] =
    ["docs/put.md", "src/generated/forms/check.rs", "src/generated/put/facts.rs", "src/generated/put/variants.rs"];

/// What plays the service, a file of data: it has a snapshot too.
const PLAYED: &str = "src/generated/service.json";

#[test]
fn the_tiny_service_becomes_what_its_snapshots_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tiny");
    let generated = contingent::generate(&read(&folder), &Options::default()).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut lines = 0;
    for path in SHOWN.into_iter().chain([PLAYED]) {
        let text = generated.output.get(path).unwrap_or_else(|| panic!("{path} is not made"));
        lines += if path == PLAYED { 0 } else { text.lines().count() };
        settings.bind(|| insta::assert_snapshot!(path.replace('/', "-"), text));
    }
    assert!(lines < 500, "{lines} lines are too many to be read by anybody");
}
