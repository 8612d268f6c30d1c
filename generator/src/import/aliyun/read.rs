//! From the files of one source to a product.

use super::reader::Reader;
use super::source::{Product, Word};
use super::{metadata, rich};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, code};
use crate::import::json;
use crate::spec::{NodeKind, SourceFile};
use std::collections::BTreeSet;

/// Reads the files of one source.
pub(super) fn product(files: &[SourceFile], out: &mut Diagnostics) -> Product {
    let mut product = Product::default();
    let mut listed: Option<(String, Vec<metadata::Listed>)> = None;
    for file in files {
        let root = match json::tree(file, code::NOT_METADATA) {
            Ok(root) => root,
            Err(fault) => {
                out.push(*fault);
                continue;
            }
        };
        let mut reader = Reader::new(&file.path, out);
        let has = |key: &str| root.entry(key).is_some();
        if has("operations") {
            rich::product(&mut reader, &root, &mut product);
        } else if has("apis") {
            let list = metadata::version(&mut reader, &root, &mut product);
            match &listed {
                None => listed = Some((file.path.clone(), list)),
                Some((first, _)) => {
                    let message = format!("operations are listed here, and in `{first}`");
                    let help = "import one product at a time";
                    reader.say(code::NOT_METADATA, root.key_span("apis"), message, help);
                }
            }
        } else if has("name") || has("parameters") {
            if let Some(operation) = metadata::operation(&mut reader, &root) {
                let place = operation.place.clone();
                if let Some(other) = product.operations.insert(operation.name.clone(), operation) {
                    let message =
                        format!("the operation `{}` is described here, and in `{}`", other.name, other.place.file);
                    let help = "import one product at a time, and another language with `--docs`";
                    reader.say(code::NOT_METADATA, place.span, message, help);
                }
            }
        } else {
            let span = match root.kind {
                NodeKind::Map(_) | NodeKind::List(_) => Span { start: root.span.start, end: root.span.start },
                NodeKind::Scalar(_) => root.span,
            };
            let help =
                "it has `apis` (the list of operations), `name` and `parameters` (one operation), or `operations`";
            reader.say(code::NOT_METADATA, span, "the file is none of the kinds that can be imported", help);
        }
        reader.finish();
    }
    if let Some((path, list)) = listed {
        join(&mut product, &path, list, out);
    }
    product
}

/// Adds what the list of operations says of them.
fn join(product: &mut Product, path: &str, list: Vec<metadata::Listed>, out: &mut Diagnostics) {
    let names: BTreeSet<String> = list.iter().map(|it| it.name.clone()).collect();
    for entry in list {
        match product.operations.get_mut(&entry.name) {
            Some(operation) => {
                operation.title = operation.title.take().or(entry.title);
                operation.summary = operation.summary.take().or(entry.summary);
                operation.deprecated |= entry.deprecated;
            }
            None => {
                let message = format!("`{}` is listed, and no file describes it", entry.name.escape_debug());
                out.push(
                    Diagnostic::new(code::NOT_IMPORTED, path, entry.place.span, message)
                        .help("give the files of all operations, or their folder"),
                );
            }
        }
    }
    for operation in product.operations.values().filter(|it| !names.contains(&it.name)) {
        let message = format!("the operation `{}` is not listed in `{path}`", operation.name);
        out.push(
            Diagnostic::new(code::IMPORTED_OTHERWISE, &operation.place.file, operation.place.span, message)
                .help("it is imported all the same"),
        );
    }
}

/// Joins sources: what the first of them says, and from the others what it leaves open.
pub(super) fn joined(mut first: Product, others: Vec<Product>, out: &mut Diagnostics) -> Product {
    for mut other in others {
        let agree = |a: &Option<Word>, b: &Option<Word>| match (a, b) {
            (Some(a), Some(b)) => a.text.eq_ignore_ascii_case(&b.text),
            (_, _) => true,
        };
        if let Some(word) = other.version.as_ref().filter(|_| !agree(&first.version, &other.version)) {
            let message =
                format!("this source is about version {}, the first one about another", word.text.escape_debug());
            let help = "what the sources say may not fit together";
            out.push(Diagnostic::new(code::IMPORTED_OTHERWISE, &word.place.file, word.place.span, message).help(help));
        }
        first.name = first.name.take().or(other.name.take());
        first.version = first.version.take().or(other.version.take());
        first.style = first.style.take().or(other.style.take());
        for (name, operation) in other.operations {
            match first.operations.get_mut(&name) {
                Some(known) => super::join::operation(known, operation, out),
                None => {
                    let message = format!("only this source has the operation `{name}`");
                    let help = "it is not imported: `--docs` adds to operations that are described";
                    let place = &operation.place;
                    out.push(Diagnostic::new(code::NOT_IMPORTED, &place.file, place.span, message).help(help));
                }
            }
        }
    }
    first
}
