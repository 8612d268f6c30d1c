//! What the grammar reads, and that it survives anything.
