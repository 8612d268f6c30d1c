//! Stores that are opened again.
