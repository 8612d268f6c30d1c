//! Diagnostics with underlined excerpts of the YAML, as rustc draws them.

use super::{Command, Diagnostic, Diagnostics, Severity, Span, is_control, visible};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// All diagnostics with excerpts of their files.
///
/// `source` gives the text of a file by its path; a file without text is only named.
pub fn render<'s>(
    diagnostics: &Diagnostics,
    command: Command,
    source: impl Fn(&str) -> Option<&'s str>,
    color: bool,
) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        out.push_str(&render_one(diagnostic, command, &source, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn render_one<'s>(
    diagnostic: &Diagnostic,
    command: Command,
    source: &impl Fn(&str) -> Option<&'s str>,
    renderer: &Renderer,
) -> String {
    let level = match diagnostic.severity(command) {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.number());
    let mut group = title.elements(excerpts(diagnostic, source));
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// One excerpt per file: the place itself first, then the related places of the same and of other files.
fn excerpts<'s>(
    diagnostic: &Diagnostic,
    source: &impl Fn(&str) -> Option<&'s str>,
) -> Vec<annotate_snippets::Element<'s>> {
    let mut files: Vec<(&str, Vec<Place<'_>>)> = Vec::new();
    let main = diagnostic.span.map(|span| Place { kind: AnnotationKind::Primary, span, label: &diagnostic.label });
    files.push((&diagnostic.file, main.into_iter().collect()));
    for related in &diagnostic.related {
        let place = Place { kind: AnnotationKind::Context, span: related.span, label: &related.label };
        match files.iter_mut().find(|(file, _)| *file == related.file) {
            Some((_, places)) => places.push(place),
            None => files.push((&related.file, vec![place])),
        }
    }
    files.into_iter().map(|(file, places)| excerpt(file, &places, source(file))).collect()
}

struct Place<'a> {
    kind: AnnotationKind,
    span: Span,
    label: &'a str,
}

fn excerpt<'s>(file: &str, places: &[Place<'_>], text: Option<&str>) -> annotate_snippets::Element<'s> {
    let ranges: Option<Vec<Range<usize>>> =
        text.and_then(|text| places.iter().map(|place| first_line(text, place.span)).collect());
    let (Some(text), Some(ranges), false) = (text, ranges, places.is_empty()) else {
        let mut origin = Origin::path(visible(file));
        if let Some(place) = places.first() {
            origin = origin.line(place.span.start.line).char_column(place.span.start.column);
        }
        return origin.into();
    };
    // A byte order mark is no column of the first line.
    let (text, skipped) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, text.len() - rest.len()),
        None => (text, 0),
    };
    let annotations = places.iter().zip(ranges).map(|(place, range)| {
        let label = (!place.label.is_empty()).then(|| visible(place.label));
        let range = range.start.saturating_sub(skipped)..range.end.saturating_sub(skipped);
        place.kind.span(range).label(label)
    });
    Snippet::source(shown(text)).path(visible(file)).fold(true).annotations(annotations).into()
}

/// What to underline: a span of many lines would draw a bar along a whole part, its first line says enough.
/// None if the text is not the one that the span was made for.
fn first_line(text: &str, span: Span) -> Option<Range<usize>> {
    let covered = text.get(span.start.offset..span.end.offset)?;
    let line = covered.split(['\n', '\r']).next().unwrap_or_default();
    Some(span.start.offset..span.start.offset + line.trim_end().len())
}

/// The text with each control character replaced by marks of the same number of bytes, so that positions stay.
fn shown(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => character.to_string(),
            it if is_control(it) => "?".repeat(it.len_utf8()),
            it => it.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{SourceFile, load_tree};

    #[test]
    fn both_places_are_underlined_and_nothing_is_printed_raw() {
        let text = "\u{feff}é: 1 # \u{202e}x\né: 2\n";
        let file = SourceFile { path: "a.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
        let mut found = Diagnostics::new();
        load_tree(&file, &mut found);
        let shown = render(&found, Command::Check, |_| Some(text), false);
        let expected = "\
error[C0114]: the control character U+202E is not allowed in a spec
 --> a.yaml:1:8
  |
1 | é: 1 # ???x
  |        ^^^
  |
  = help: remove it; tabs and line feeds are the only control characters that a text may hold

error[C0112]: the key `é` is written twice in this map
 --> a.yaml:2:1
  |
1 | é: 1 # ???x
  | - first written here
2 | é: 2
  | ^ written again here
  |
  = help: join the two, or rename one

";
        assert_eq!(shown, expected);
        let without = render(&found, Command::Check, |_| None, false);
        assert!(without.contains("--> a.yaml:2:1"), "{without}");
    }
}
