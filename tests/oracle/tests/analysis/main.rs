//! The analysis against its judge: random operations, and the judge itself on cases that were worked out by hand.

mod by_hand;
mod connect;
mod metamorphic;
mod randomly;
