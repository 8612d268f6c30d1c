//! The command `contingent` as a process: exit codes, and the shape of what it prints.

mod export;
mod generate;
mod run;
mod spec;
mod usage;
mod validate;
