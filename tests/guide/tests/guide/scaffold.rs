//! What `contingent new` writes, built and tested.
