//! Whole files from small models.
