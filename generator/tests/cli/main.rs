//! The command `contingent` as a process: exit codes, and the shape of what it prints.

mod analyze;
mod ask;
mod diff;
mod export;
mod findings;
mod generate;
mod partial;
mod review;
mod run;
mod spec;
mod table;
mod usage;
mod validate;
