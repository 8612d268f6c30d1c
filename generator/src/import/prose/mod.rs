//! Rules from descriptions: what a sentence says about the parameters of its operation.
//!
//! A small grammar of English and of Chinese, without a model and without chance: equal texts give equal proposals. A
//! sentence is cut into tokens without their markup, its names and values are looked up among those of the operation,
//! and what is left must be words of the grammar: a sentence with a part that it cannot place proposes nothing. It
//! knows no service; what a thing is called comes from the [`Scope`]. A proposal is never active: somebody accepts it.

mod chinese;
mod english;
mod lexicon;
mod meaning;
mod outcome;
mod parser;
mod phrase;
mod scope;
mod sentence;
mod statement;
#[cfg(test)]
mod tests;
mod token;

pub use meaning::{condition_meaning, meaning};
pub(super) use scope::head;
pub use scope::{Choice, Named, Scope};

use lexicon::Lexicon;
use statement::Statement;
use std::ops::Range;

/// A rule that a sentence seems to state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// An id that says what the rule is about: `require-port`. Proposals of several texts may share one.
    pub id: String,
    /// The rule as YAML on one line, without `id` and `source`: `{require: Port, when: {Place: Own}}`.
    pub rule: String,
    /// The sentence as it stands in the text.
    pub sentence: String,
    /// Where the sentence stands in the text, in bytes.
    pub span: Range<usize>,
    /// The language of the sentence.
    pub language: Language,
    /// How much of the rule is written in the sentence.
    pub confidence: Confidence,
    /// What was read into the sentence, each a sentence of its own.
    pub notes: Vec<String>,
}

/// The language of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// Chinese: the sentence has a Chinese character outside of its markup.
    Chinese,
}

impl Language {
    /// The word for it in files: `en` or `zh`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// How much of a rule is written in its sentence. The order is from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The phrase has a second reading, which the notes name: "one of A and B" may mean at least one.
    Doubtful,
    /// A name or a value was found by what it is called, in another case or in parts: "SQL Server" for `MSSQL`.
    Inferred,
    /// Every name and value is written as the operation writes it, and the phrase has one reading.
    Exact,
}

impl Confidence {
    /// All of them, from most to least.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Inferred, Self::Doubtful];

    /// The word for it in files: `exact`, `inferred` or `doubtful`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Inferred => "inferred",
            Self::Doubtful => "doubtful",
        }
    }
}

/// The rules that a description of `subject` seems to state, in the order of its sentences, each rule once.
///
/// `subject` is the parameter whose description it is, as rules write it (`Name`, `List[].field`): "this parameter". A
/// subject that the scope does not have, such as a field of the reply, or none (`""`) is never the subject of a rule.
/// The time is linear in the text; a sentence of more than 160 words is passed over.
pub fn propose(text: &str, subject: &str, scope: &Scope) -> Vec<Proposal> {
    let lexicon = Lexicon::new(scope, subject);
    let tokens = token::tokens(text);
    let mut found: Vec<Proposal> = Vec::new();
    // "Otherwise" stands in a sentence of its own, behind the one that says what it is the other case of.
    let mut before = Vec::new();
    for range in sentence::split(text, &tokens) {
        let tokens = tokens.get(range).unwrap_or_default();
        // The mark of an item or of a quotation is no part of the sentence.
        let mark = |it: &token::Token<'_>| matches!(it.text, "-" | "*" | "+" | ">" | "#" | "|");
        let tokens = tokens.get(tokens.iter().take_while(|it| mark(it)).count()..).unwrap_or_default();
        let (language, statements) = read(tokens, &lexicon, &before);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let span = first.start..last.end;
        for statement in statements.iter().filter_map(|it| it.rule(&lexicon)) {
            if found.iter().any(|it| it.rule == statement.rule) {
                continue;
            }
            found.push(Proposal {
                id: statement.id,
                rule: statement.rule,
                sentence: text.get(span.clone()).unwrap_or_default().to_owned(),
                span: span.clone(),
                language,
                confidence: statement.confidence,
                notes: statement.notes,
            });
        }
        before = statements;
    }
    found
}

fn read(tokens: &[token::Token<'_>], lexicon: &Lexicon<'_>, before: &[Statement]) -> (Language, Vec<Statement>) {
    let language =
        if tokens.iter().any(|it| it.kind == token::Kind::Han) { Language::Chinese } else { Language::English };
    if tokens.len() > sentence::MAX_TOKENS {
        return (language, Vec::new());
    }
    let parser = parser::Parser::new(tokens, lexicon, before);
    let statements = match language {
        Language::English => english::statements(&parser),
        Language::Chinese => chinese::statements(&parser),
    };
    (language, statements)
}
