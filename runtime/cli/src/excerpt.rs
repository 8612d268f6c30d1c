//! Places in a file, underlined.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::document::{Document, Node, NodeKind, Problem};
use crate::world::{World, visible};

/// A place to underline, and what to say about it.
pub(crate) struct Place {
    pub(crate) span: Range<usize>,
    pub(crate) label: &'static str,
    /// Whether it is what the message is about, and not only the reason.
    pub(crate) is_primary: bool,
}

/// A message with an excerpt of a file. `text` is the file as it may be shown.
pub(crate) fn render(
    (level, id): (Level<'_>, &str),
    message: &str,
    path: &str,
    text: &str,
    places: &[Place],
    world: &World<'_>,
) -> String {
    let title = level.primary_title(visible(message)).id(visible(id));
    let report = if places.is_empty() {
        [title.element(Origin::path(path.to_owned()))]
    } else {
        let annotations = places.iter().map(|place| {
            let kind = if place.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = Some(place.label).filter(|label| !label.is_empty());
            kind.span(first_line(text, &place.span)).label(label)
        });
        [title.element(Snippet::source(text.to_owned()).path(path.to_owned()).fold(true).annotations(annotations))]
    };
    let renderer = if world.color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&report)
}

/// What is said about a file that cannot be read. Its text is shown only if nothing in it can be a secret.
pub(crate) fn unreadable(path: &str, text: &str, problem: &Problem, may_show: bool, world: &World<'_>) -> String {
    let (line, column) = position(text, problem.span.start);
    let message = format!("cannot read {path}:{line}:{column}: {}", visible(&problem.message));
    if !may_show {
        return format!("{message}\n  the line is not shown, because there may be a secret in it");
    }
    let place = Place { span: problem.span.clone(), label: "", is_primary: true };
    let level = Level::ERROR.no_name();
    render((level, ""), &message, path, &crate::mask::plain(text), &[place], world)
}

/// Line and column of a byte, from 1, in characters.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |line| line + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

/// A span of many lines would draw a bar along a whole part; its first line says enough.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = span.start.min(text.len());
    let covered = text.get(start..span.end.min(text.len())).unwrap_or_default();
    let line = covered.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    start..start + line.len()
}

/// Where something is in a file.
pub(crate) struct Found<'d> {
    /// Its name, or the item of a list.
    pub(crate) name: Range<usize>,
    pub(crate) value: &'d Node,
    /// Whether it is there itself, and not only what should hold it.
    pub(crate) is_whole: bool,
}

/// The place of a path such as `Restore[0].Name`, or of the deepest part of it that is there.
pub(crate) fn find<'d>(document: &'d Document, path: &str) -> Option<Found<'d>> {
    let mut found: Option<Found<'d>> = None;
    let (mut node, mut rest) = (&document.root, path);
    while !rest.is_empty() {
        let Some((span, inside, after)) = step(node, rest) else {
            return found.map(|found| Found { is_whole: false, ..found });
        };
        found = Some(Found { name: span, value: inside, is_whole: true });
        (node, rest) = (inside, after);
    }
    found.filter(|found| !found.value.is_null())
}

/// One part of a path: a name, which may have dots and brackets in it, or the number of an item.
fn step<'d, 'p>(node: &'d Node, path: &'p str) -> Option<(Range<usize>, &'d Node, &'p str)> {
    match &node.kind {
        NodeKind::Map(entries) => {
            let path = path.strip_prefix('.').unwrap_or(path);
            let fits = |name: &str| {
                let rest = path.strip_prefix(name)?;
                (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
            };
            let named = entries.iter().filter_map(|(key, value)| Some((key, value, fits(&key.text)?)));
            let (key, value, rest) = named.max_by_key(|(key, ..)| key.text.len())?;
            Some((key.span.clone(), value, rest))
        }
        NodeKind::List(items) => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            let item = items.get(index.parse::<usize>().ok()?)?;
            Some((item.span.clone(), item, rest))
        }
        NodeKind::Scalar(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read;

    #[test]
    fn a_path_leads_to_its_place_or_as_near_as_it_can() {
        let text = "A.b: 1\nRows:\n  - Name: x\n  - {}\n";
        let document = read("x", text.to_owned()).map_err(|(problem, _)| problem).unwrap();
        let at = |path: &str| find(&document, path).map(|found| (&text[found.name], found.is_whole));
        assert_eq!(at("A.b"), Some(("A.b", true)));
        assert_eq!(at("Rows[0].Name"), Some(("Name", true)));
        assert_eq!(at("Rows[1].Name"), Some(("{}", false)));
        assert_eq!(at("Rows[7].Name"), Some(("Rows", false)));
        assert_eq!((at("A"), at("Missing"), at("")), (None, None, None));
        assert_eq!(position(text, text.find("Name").unwrap_or(0)), (3, 5));
        assert_eq!(position("é\n名x", 6), (2, 2));
    }
}
