//! What is known about one vendor: how its requests are signed.

pub(crate) mod sign;
