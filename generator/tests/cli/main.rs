//! The command `contingent` as a process: exit codes, and the shape of what it prints.

mod generate;
mod run;
mod spec;
mod table;
mod usage;
mod validate;
