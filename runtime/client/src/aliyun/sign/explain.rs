//! Steps as people may see them: without the values of secrets.

use super::percent::{decode_form, percent};
use super::{Scheme, Steps};

/// What stands where a secret was. Encoding does not change it.
pub const MASK: &str = "~masked~";

/// Secrets of every request, whatever the operation: parameters and headers.
const ALWAYS: [&str; 4] = ["SecurityToken", "BearerToken", "x-acs-security-token", "x-acs-bearer-token"];

/// The shortest secret that is also looked for in the rest of the text. Shorter ones occur in
/// any text, and what is left of it would say what they are.
const SEARCHED: usize = 4;

impl Steps {
    /// The steps without the values of the named parameters, of what lies in them (`Name.1`), and
    /// of tokens. A secret is masked wherever it stands, as it is and encoded once or twice.
    ///
    /// The hash and the signature are those of the request itself, so they do not follow from
    /// the masked texts.
    #[must_use]
    pub fn masked(&self, scheme: Scheme, secret_names: &[&str]) -> Steps {
        let mut masking = Masking { names: secret_names, found: Vec::new() };
        let canonical = match scheme {
            Scheme::V1 => masking.query(&self.canonical),
            Scheme::V3 => masking.request(&self.canonical),
        };
        let string_to_sign = match (scheme, self.string_to_sign.split_once("&%2F&")) {
            (Scheme::V1, Some((method, _))) => format!("{method}&%2F&{}", percent(&canonical)),
            (Scheme::V1, None) => MASK.to_owned(),
            (Scheme::V3, _) => self.string_to_sign.clone(),
        };
        Steps {
            canonical: masking.rest(canonical),
            string_to_sign: masking.rest(string_to_sign),
            signature: self.signature.clone(),
        }
    }

    /// The steps as a text for people, masked as by [`Steps::masked`].
    pub fn explain(&self, scheme: Scheme, secret_names: &[&str]) -> String {
        let Steps { canonical, string_to_sign, signature } = self.masked(scheme, secret_names);
        let (first, key) = match scheme {
            Scheme::V3 => ("Canonical request", "the secret"),
            Scheme::V1 => ("Canonicalized query", "the secret and `&`"),
        };
        let second = match scheme {
            Scheme::V3 => "String to sign: the algorithm and the SHA-256 of step 1",
            Scheme::V1 => "String to sign: the method, `/` and step 1, encoded",
        };
        let third = format!("Signature: {} of step 2, the key is {key}", scheme.algorithm());
        let mut out = String::new();
        let steps = [(first, canonical), (second, string_to_sign), (third.as_str(), signature)];
        for (number, (title, text)) in steps.iter().enumerate() {
            out.push_str(&format!("{}. {title}\n", number + 1));
            for line in text.split('\n') {
                out.push_str(format!("   {line}").trim_end());
                out.push('\n');
            }
        }
        out
    }
}

struct Masking<'a> {
    names: &'a [&'a str],
    found: Vec<String>,
}

impl Masking<'_> {
    fn is_secret(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.names.iter().chain(&ALWAYS).any(|secret| {
            let secret = secret.to_ascii_lowercase();
            let inside = |rest: &str| rest.is_empty() || rest.starts_with('.');
            name.strip_prefix(&secret).is_some_and(inside) || name.ends_with(&format!(".{secret}"))
        })
    }

    fn query(&mut self, query: &str) -> String {
        let masked: Vec<String> = query.split('&').map(|pair| self.pair(pair)).collect();
        masked.join("&")
    }

    fn pair(&mut self, pair: &str) -> String {
        // One pair, because it has no `&`; it was made from texts, so it is UTF-8.
        let decoded = decode_form(pair.as_bytes()).unwrap_or_default();
        match (decoded.into_iter().next(), pair.split_once('=')) {
            (Some((name, value)), Some((written, _))) if self.is_secret(&name) => {
                self.found.push(value);
                format!("{written}={MASK}")
            }
            _ => pair.to_owned(),
        }
    }

    fn request(&mut self, request: &str) -> String {
        let lines = request.split('\n').enumerate().map(|(index, line)| match (index, line.split_once(':')) {
            (2, _) => self.query(line),
            (3.., Some((name, value))) if self.is_secret(name) => {
                self.found.push(value.to_owned());
                format!("{name}:{MASK}")
            }
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Masks secrets that stand where no name says so, the longest first.
    fn rest(&self, text: String) -> String {
        let searched = self.found.iter().filter(|secret| secret.len() >= SEARCHED);
        let mut forms: Vec<String> = searched
            .flat_map(|secret| {
                let once = percent(secret);
                [percent(&once), once, secret.clone()]
            })
            .collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.iter().fold(text, |text, form| text.replace(form.as_str(), MASK))
    }
}
