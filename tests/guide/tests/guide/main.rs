//! Every snippet of the docs and of `contingent explain`, run. With `DOCS_UPDATE=always` the pages are changed to show what
//! is printed now.

mod console;
mod explained;
mod kinds;
mod page;
mod pages;
mod scaffold;
mod scanners;
