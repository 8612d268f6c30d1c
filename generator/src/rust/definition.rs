//! `definition.rs`: what a check needs to know, as JSON.

use std::str::FromStr;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::doc;
use crate::model::Operation;

/// The file.
pub(super) fn render(operation: &Operation) -> TokenStream {
    let request = raw(&operation.check.to_json());
    let reply = operation.response.as_ref().map(|response| {
        let json = raw(&response.check.to_json());
        quote! {
            /// What tells whether a reply is a failure.
            pub(super) static REPLY: ::contingent_runtime::Definition = ::contingent_runtime::Definition::new(#json);
        }
    });
    let about =
        doc::inner("The parameters and rules as data: the messages, reasons and sources of a check come from here.");
    quote! {
        #about
        /// The parameters, facts and rules of a request.
        pub(super) static DEFINITION: ::contingent_runtime::Definition = ::contingent_runtime::Definition::new(#request);
        #reply
    }
}

/// A raw string, so that the JSON reads and compares as JSON; escaped where a raw string cannot hold it.
pub(super) fn raw(text: &str) -> Literal {
    let longest = text.split('"').map(|part| part.len() - part.trim_start_matches('#').len()).max().unwrap_or(0);
    let hashes = "#".repeat(longest + 1);
    let unseen =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let raw = Literal::from_str(&format!("r{hashes}\"{text}\"{hashes}"));
    raw.ok().filter(|_| !text.contains(unseen) && longest < 200).unwrap_or_else(|| Literal::string(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_stays_readable_and_any_text_is_held() {
        assert_eq!(raw("{\"a\": 1}").to_string(), "r#\"{\"a\": 1}\"#");
        assert_eq!(raw("\"#\n##\"##").to_string(), "r###\"\"#\n##\"##\"###");
        assert_eq!(raw("\u{202e}\r").to_string(), "\"\\u{202e}\\r\"");
        for text in ["", "\"", "\\", "é\"###"] {
            let literal: syn::LitStr = syn::parse_str(&raw(text).to_string()).unwrap();
            assert_eq!(literal.value(), text);
        }
    }
}
