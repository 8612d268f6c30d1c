//! Rules about request parameters.
