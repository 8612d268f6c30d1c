//! Generated clients against the emulator: the invented service with everything that specs can say of calls, and the real
//! one through the whole story.

mod story;
mod workshop;
