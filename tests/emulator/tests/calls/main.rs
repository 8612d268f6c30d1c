//! Generated clients against the emulator: the invented service with everything that specs can say of calls, and the real
//! one through the whole story and through a call of every operation.

mod replies;
mod story;
mod workshop;
