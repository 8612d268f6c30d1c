//! The Rust snippets of the docs, as doc tests. A page that is missing here fails a test of this package.

/// Declares a module for each page: its snippets are compiled and run.
macro_rules! pages {
    ($($name:ident $path:literal)*) => {
        $(
            #[doc = include_str!(concat!("../../../docs/", $path))]
            #[cfg(doctest)]
            pub mod $name {}
        )*
        /// The pages, as paths below `docs`.
        pub const PAGES: &[&str] = &[$($path),*];
    };
}

pages! {
    editions "guide/editions.md"
    emulator "guide/emulator.md"
    first_call "guide/first_call.md"
    generated_code "guide/generated_code.md"
}
