//! A service as a command line needs it, as data that generated code provides.

use crate::call::{Descriptor, Paging, Waiter};
use crate::client::Service;

/// Everything that a command line has commands for.
#[derive(Clone, Copy, Debug)]
pub struct Commands {
    /// The service.
    pub service: Service,
    /// The editions of its documentation, in order.
    pub editions: &'static [&'static str],
    /// The operations.
    pub operations: &'static [Command],
    /// What can be waited for.
    pub waits: &'static [Wait],
}

/// An operation as a command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// The name on a command line: `create-restore-task`.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What there is to call.
    pub descriptor: fn() -> &'static Descriptor,
    /// A [`Guide`](contingent_rules::guide::Guide) as JSON, read only when the command is asked for.
    pub guide: &'static str,
    /// How the list of its reply is cut into pages, if it is.
    pub paging: Option<fn() -> &'static Paging>,
}

/// A state that can be waited for.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// The name on a command line: `restore-task-finished`.
    pub name: &'static str,
    /// What one waits for.
    pub doc: &'static str,
    /// The kind of thing that comes to the state.
    pub resource: &'static str,
    /// Where it is looked at, and which states end the wait.
    pub waiter: Waiter,
}
