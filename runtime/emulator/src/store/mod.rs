//! What a service keeps, and where.
