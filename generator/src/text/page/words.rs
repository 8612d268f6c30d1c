//! Words of a spec without any markup.

use crate::diagnostic::visible;
use crate::model::Parameter;
use crate::text::kinds::{self, Marks};

const PLAIN: Marks = Marks { text: str::to_owned, code: str::to_owned, link: |words, _| words.to_owned() };

/// The type of a parameter: "integer, 5 to 80 cm".
pub(super) fn kind(parameter: &Parameter) -> String {
    kinds::written(&PLAIN, parameter, "", "")
}

/// The paragraphs of a doc, each on one line.
pub(super) fn paragraphs(doc: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in doc.lines().map(str::trim) {
        match paragraphs.last_mut().filter(|_| open && !line.is_empty()) {
            Some(last) => {
                last.push(' ');
                last.push_str(&visible(line));
            }
            None if !line.is_empty() => paragraphs.push(visible(line)),
            None => {}
        }
        open = !line.is_empty();
    }
    paragraphs
}
