//! The scripts that know one vendor: its signatures, its clients, and what starts the page with them.

/// In the order in which they depend on each other; the last one starts the page.
pub(super) const SCRIPTS: &[(&str, &str)] = &[
    ("sign.js", include_str!("sign.js")),
    ("wire.js", include_str!("wire.js")),
    ("draft.js", include_str!("draft.js")),
    ("access.js", include_str!("access.js")),
    ("samples/call.js", include_str!("samples/call.js")),
    ("samples/shell.js", include_str!("samples/shell.js")),
    ("samples/python.js", include_str!("samples/python.js")),
    ("samples/typescript.js", include_str!("samples/typescript.js")),
    ("samples/java.js", include_str!("samples/java.js")),
    ("samples/go.js", include_str!("samples/go.js")),
    ("samples/rust.js", include_str!("samples/rust.js")),
    ("samples/all.js", include_str!("samples/all.js")),
    ("code.js", include_str!("code.js")),
    ("send.js", include_str!("send.js")),
    ("signature.js", include_str!("signature.js")),
    ("main.js", include_str!("main.js")),
];
