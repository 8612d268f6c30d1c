//! What generated crates lean on.
