//! The command as its users run it: the program itself, its streams and exit codes, against the real emulator.
#![forbid(unsafe_code)]

mod checks;
mod examples;
mod files;
mod help;
mod run;
mod secrets;
mod service;
mod shells;
mod skeletons;
