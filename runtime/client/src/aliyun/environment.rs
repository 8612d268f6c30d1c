//! Variables of the environment that all tools of the vendor read.

/// The region to call.
pub(crate) const REGION: &str = "ALIBABA_CLOUD_REGION_ID";
