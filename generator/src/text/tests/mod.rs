//! Tests of the pages: escaping, the requirement table, templates of a user, one whole page.

mod escaping;
mod pages;
pub(super) mod small;
mod templates;
