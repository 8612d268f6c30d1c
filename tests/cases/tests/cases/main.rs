//! Everything that can be wrong, from the outside: specs, requests, commands, files. One binary, because linking is
//! what costs time.

mod codes;
mod disk;
mod exits;
mod fuzz;
mod import;
mod odd;
mod problems;
mod pure;
mod random;
mod readme;
mod requests;
mod run;
mod service;
mod sources;
mod tables;
mod tiny;
mod worked;
