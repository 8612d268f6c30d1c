//! The judge itself, pinned on cases that were worked out by hand.

mod built_ins;
mod common;
mod conditions;
mod editions;
mod random;
mod rule_forms;
mod seed;
mod worked_example;
