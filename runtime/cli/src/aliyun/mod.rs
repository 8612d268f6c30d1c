//! What is known about one vendor: how its requests are signed.

pub(crate) mod sign;

pub(crate) use contingent_runtime::aliyun::sign::MASK;
