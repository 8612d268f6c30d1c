//! Signatures against facts: each scheme, each step, and requests as clients send them.

mod percent;
mod received;
mod steps;
mod time;
