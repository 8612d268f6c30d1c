//! `contingent schema`: the JSON Schema of spec files.

use crate::args::{Schema, SchemaKind};
use crate::reply::{Exit, Reply};
use contingent::{editor, spec};

pub(crate) fn run(task: &Schema) -> Reply {
    let schema = match task.kind {
        None => spec::json_schema(),
        Some(SchemaKind::Service) => editor::schema("service"),
        Some(SchemaKind::Operation) => editor::schema("operation"),
    };
    Reply::out(format!("{schema:#}\n"), Exit::Fine)
}
