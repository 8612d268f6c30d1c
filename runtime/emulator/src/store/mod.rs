//! What a service keeps, and where.
//!
//! - [`State`] is all of it, in memory; calls read and write it, and it remembers what changed.
//! - [`Store`] makes changes durable: [`Store::commit`] returns when they are.
//!
//! A reply may be sent when the changes of its call, and of every call before it, are durable: what it says can rest on
//! any of them, also if its own call changed nothing.

mod error;
mod file;
mod item;
mod state;
#[cfg(test)]
mod tests;
mod tokens;

use std::path::Path;

pub use error::StoreError;
pub(crate) use item::{InState, Item};
pub use state::{Changes, State};
pub(crate) use tokens::Token;

use crate::engine::Engine;

/// Where changes are kept.
pub struct Store {
    /// None: nowhere.
    file: Option<file::File>,
}

impl Store {
    /// Opens the store in a directory, or makes both; a new one holds what is there from the beginning. Nobody else can
    /// open it until it is dropped.
    ///
    /// # Errors
    /// The directory cannot be written, is in use, or holds what is damaged or belongs to another service. Nothing in it
    /// is changed then.
    pub fn open(dir: &Path, engine: &Engine) -> Result<(Store, State), StoreError> {
        let (file, state) = file::open(dir, engine)?;
        Ok((Store { file: Some(file) }, state))
    }

    /// A store that keeps nothing beyond the process.
    pub fn memory(engine: &Engine) -> (Store, State) {
        (Store { file: None }, State::new(engine))
    }

    /// Makes changes durable, all or none, in their order; returns when they are. Blocks. Changes must come in the order
    /// in which they were [taken](State::take_changes).
    ///
    /// # Errors
    /// They could not be written. The state in memory is then ahead of the file: only opening the store again tells
    /// what is kept.
    pub fn commit(&self, changes: Vec<Changes>) -> Result<(), StoreError> {
        match &self.file {
            Some(file) if changes.iter().any(|changes| !changes.is_empty()) => file.commit(&changes),
            Some(_) | None => Ok(()),
        }
    }
}
