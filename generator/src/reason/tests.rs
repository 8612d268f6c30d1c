//! What the questions of `presence` come to.
