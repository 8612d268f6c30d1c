//! Tests of the pages: escaping, the requirement table, templates of a user, one whole page.

mod escaping;
mod map;
mod pages;
mod shown;
pub(super) mod small;
mod templates;
