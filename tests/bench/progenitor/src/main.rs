//! Makes Rust of an OpenAPI document as progenitor does it in a build script: `bench-progenitor DOCUMENT OUT STYLE`.

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, out, style] = arguments.as_slice() else {
        return Err("usage: bench-progenitor DOCUMENT OUT positional|builder".into());
    };
    let document: openapiv3::OpenAPI = serde_json::from_slice(&fs::read(document)?)?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(match style.as_str() {
        "positional" => InterfaceStyle::Positional,
        "builder" => InterfaceStyle::Builder,
        _ => return Err(format!("there is no style `{style}`").into()),
    });
    let tokens = Generator::new(&settings).generate_tokens(&document)?;
    fs::write(out, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
