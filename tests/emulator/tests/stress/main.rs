//! The emulator of the real service under stress: killed in the middle of its work, and by everything a network can do.

mod durable;
mod wire;
