//! The measurement measures what it says.

use crate::aliyun::sign::{Scheme, measure};

#[test]
fn both_schemes_are_measured() {
    for scheme in [Scheme::V1, Scheme::V3] {
        let measured = measure(scheme, &[("Name", "value"), ("Action", "Do")], b"a=b", 2);
        assert!(measured.bare.as_nanos() > 0 && measured.ratio() > 0.0, "{measured:?}");
    }
}
