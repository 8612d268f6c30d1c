//! Method and path of an operation that has an address of its own.

use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::model::{Parameter, Position, Route};
use crate::spec;

/// The address; `None` if there is none, or what is written is none.
pub(super) fn resolve(operation: &spec::Operation, parameters: &[Parameter], out: &mut Diagnostics) -> Option<Route> {
    let mut wrong = false;
    let mut say = |key: &str, message: String, help: &str| {
        let span: Span = operation.node.value_span(key);
        out.push(Diagnostic::new(code::BAD_ROUTE, &operation.source.path, span, message).help(help));
        wrong = true;
    };
    let (method, path) = match (operation.method, &operation.path) {
        (Some(method), Some(path)) => (method, path),
        (None, None) => return None,
        (Some(_), None) => {
            say("method", "the operation has a `method` and no `path`".to_owned(), "give both, or neither");
            return None;
        }
        (None, Some(_)) => {
            say("path", "the operation has a `path` and no `method`".to_owned(), "give both, or neither");
            return None;
        }
    };
    let Some(holes) = holes(path) else {
        let message = format!("`{path}` is no path");
        say("path", message, "a path begins with `/`, and has the names of parameters in braces: `/beds/{BedId}`");
        return None;
    };
    for (index, hole) in holes.iter().enumerate() {
        match parameters.iter().find(|it| it.def.name == *hole) {
            _ if holes.iter().take(index).any(|other| other == hole) => {
                say("path", format!("the path names `{hole}` twice"), "name each parameter once");
            }
            None => {
                if !operation.left_out.iter().any(|it| it == hole) {
                    let help = "a path names parameters of the operation in braces";
                    say("path", format!("the operation has no parameter `{hole}`"), help);
                }
            }
            Some(it) if it.position != Position::Path || !(it.def.required || it.def.constant.is_some()) => {
                let help = "write `position: path` and `required: true`: without it there is no path";
                say("path", format!("`{hole}` stands in the path and can be absent, or is sent elsewhere"), help);
            }
            Some(_) => {}
        }
    }
    for it in parameters.iter().filter(|it| it.position == Position::Path) {
        let name = it.def.name.as_str();
        if !holes.contains(&name) {
            say("path", format!("the path has no place for `{name}`"), "put its name into the path, in braces");
        }
    }
    (!wrong).then(|| Route { method: method.as_str(), path: path.clone() })
}

/// The names in braces; `None` if it is no path.
fn holes(path: &str) -> Option<Vec<&str>> {
    let sound = |text: &str| !text.contains(|it: char| it.is_whitespace() || matches!(it, '{' | '}' | '?' | '#'));
    let mut parts = path.split('{');
    let first = parts.next()?;
    let mut holes = Vec::new();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        if name.is_empty() || !sound(rest) {
            return None;
        }
        holes.push(name);
    }
    (first.starts_with('/') && sound(first)).then_some(holes)
}
