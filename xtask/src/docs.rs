//! `cargo xtask docs`: the site in `target/docs`, from the Markdown of the repository and the texts of the generator.
//!
//! Static files that work from a disk: no network, no fonts, one style sheet, one script for the search. A link that leads
//! nowhere stops it.

mod contents;
mod links;
mod markdown;
mod reference;
mod site;

use crate::{Outcome, system};
use std::path::Path;

/// Makes the site, and says where it is.
pub(crate) fn run(root: &Path) -> Outcome {
    let site = site::make(root)?;
    links::check(&site)?;
    let out = system::target(root).join("docs");
    site.write(&out)?;
    println!("docs: {} pages in {}", site.pages.len(), out.join("index.html").display());
    Ok(())
}

#[cfg(test)]
mod tests;
