//! Stage 3a: from the model to Rust.
//!
//! Each file is made of tokens and printed by prettyplease; only the header comes in afterwards. This room reads the
//! model and nothing before it, and must never decide a name, judge a rule or look at a file.
//!
//! Generated files work as a committed module and through `include!`: no `cfg`, no `crate::`, no crate name, no inner
//! attribute in the root. Inside an operation a type is reached as `super::Type`, so that no name of a spec hides one of
//! Rust's own; what comes from elsewhere is named by its whole path.

mod call;
mod check;
mod client;
mod command;
mod definition;
mod describe;
mod doc;
mod facts;
mod fields;
mod ident;
mod known;
mod operation;
mod request;
mod response;
mod root;
mod shape;
mod structs;
#[cfg(test)]
mod tests;
mod values;
mod variants;

use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro2::TokenStream;

use crate::model::{Operation, Parameter, Service};
use crate::output::Output;

/// Adds the Rust files of a service.
pub(crate) fn render(service: &Service, output: &mut Output) {
    let mut files: Vec<File<'_>> = vec![
        ("src/generated/mod.rs".to_owned(), Box::new(|| root::render(service))),
        (format!("src/generated/{}.rs", client::stem(service)), Box::new(|| client::render(service))),
        (format!("src/generated/{}.rs", command::stem(service)), Box::new(|| command::render(service))),
    ];
    for operation in &service.operations {
        let module = operation.module.trim_start_matches("r#");
        for (stem, tokens) in of_operation(service, operation) {
            files.push((format!("src/generated/{module}/{stem}.rs"), tokens));
        }
    }
    let header = header(service);
    for (path, text) in print_all(&header, &files) {
        output.insert(path, text);
    }
}

/// The Rust type of a parameter as one writes it, without `Option`; what lies inside of something secret is `secret` too.
pub(crate) fn type_of(parameter: &Parameter, secret: bool) -> String {
    shape::shape(parameter, secret).to_string()
}

/// Whether a parameter of a request is plain and an argument of `new`, not an `Option` with a setter.
pub(crate) fn is_argument(parameter: &Parameter) -> bool {
    fields::is_positional(parameter)
}

/// A path, and what makes the tokens for it.
type File<'m> = (String, Tokens<'m>);
type Tokens<'m> = Box<dyn Fn() -> TokenStream + Sync + 'm>;

/// The files of an operation, by their stems.
fn of_operation<'m>(service: &'m Service, operation: &'m Operation) -> Vec<(&'static str, Tokens<'m>)> {
    let mut files: Vec<(&'static str, Tokens<'m>)> = vec![
        ("mod", Box::new(|| operation::render(operation, &values::types(operation)))),
        ("call", Box::new(|| call::render(service, operation))),
        ("check", Box::new(|| check::render(operation))),
        ("definition", Box::new(|| definition::render(operation))),
        ("request", Box::new(|| request::render(operation))),
    ];
    if !operation.facts.is_empty() {
        files.push(("facts", Box::new(|| facts::render(operation))));
    }
    if let Some(response) = &operation.response {
        files.push(("response", Box::new(move || response::render(operation, response))));
    }
    if !values::types(operation).is_empty() {
        files.push(("values", Box::new(|| values::render(operation, &values::types(operation)))));
    }
    if let Some(variants) = &operation.variants {
        files.push(("variants", Box::new(move || variants::render(operation, variants))));
    }
    files
}

/// The stack of a thread that prints: types as deep as a file of a spec can nest them do not fill it.
const STACK: usize = 64 << 20;

/// The texts of all files. Making and printing tokens is most of a generation, and no file depends
/// on another, so all processors take part; the order of the result does not depend on them.
fn print_all(header: &str, files: &[File<'_>]) -> Vec<(String, String)> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((path, tokens)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((path.clone(), print(header, tokens)));
        }
        done
    };
    let helpers = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    std::thread::scope(|scope| {
        let helper = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok();
        let spawned: Vec<_> = (0..helpers).filter_map(helper).collect();
        let mut done = if spawned.is_empty() { take() } else { Vec::new() };
        for helper in spawned {
            match helper.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

/// The first line of every file: what made it, and what to do instead of editing it.
fn header(service: &Service) -> String {
    let of = format!("{} {}", service.name, service.version);
    let of: String = of.chars().filter(|c| !c.is_control()).collect();
    format!(
        "// @generated by contingent from {}. Do not edit: change the spec and run the generator again.\n",
        of.trim()
    )
}

/// The text of a file. Tokens that are no Rust would be a mistake of ours; they come out as they are, for the compiler to
/// point at.
fn print(header: &str, tokens: &Tokens<'_>) -> String {
    let text = match syn::parse2(tokens()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => tokens().to_string(),
    };
    format!("{header}{text}")
}
