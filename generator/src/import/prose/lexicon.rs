//! Looks up names and values of an operation where a sentence writes, splits or describes them.

use super::scope::{Named, Scope};
use super::token::{Kind, Token};
use crate::spec::Type;
use std::collections::{HashMap, HashSet};

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Which of the scope.
    pub(super) name: usize,
    /// What is written in its place, if not the name itself.
    pub(super) written: Option<String>,
}

/// A value in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) value: String,
    /// What is written in its place, if not the value itself.
    pub(super) written: Option<String>,
}

/// What a place in a sentence may mean, and where it ends.
pub(super) struct Found<T> {
    pub(super) among: Vec<T>,
    pub(super) next: usize,
}

/// What the names and values of a scope are called.
pub(super) struct Lexicon<'s> {
    pub(super) scope: &'s Scope,
    pub(super) subject: Option<usize>,
    /// Names in lower case without their marks, and fields by their last part.
    keys: HashMap<String, Vec<usize>>,
    /// By their first word: the words, and the names that are called so.
    phrases: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// By their first word: the words, the name and which of its values is called so.
    values: HashMap<String, Vec<(Vec<String>, usize, usize)>>,
    /// The words that each name is made of or called by.
    words: Vec<HashSet<String>>,
    /// All of them.
    vocabulary: HashSet<String>,
}

/// The most tokens of a name that is written in parts.
const MAX_PARTS: usize = 14;

/// Words that mean nothing on their own in a description.
const FUNCTION: [&str; 24] = [
    "a", "an", "the", "of", "for", "to", "in", "on", "by", "is", "are", "that", "which", "with", "through", "over",
    "or", "and", "it", "its", "as", "at", "from", "this",
];

impl<'s> Lexicon<'s> {
    pub(super) fn new(scope: &'s Scope, subject: &str) -> Self {
        let mut lexicon = Self {
            scope,
            subject: scope.names.iter().position(|it| it.name == subject),
            keys: HashMap::new(),
            phrases: HashMap::new(),
            values: HashMap::new(),
            words: Vec::new(),
            vocabulary: HashSet::new(),
        };
        for (index, named) in scope.names.iter().enumerate() {
            lexicon.add(index, named);
        }
        lexicon.vocabulary = lexicon.words.iter().flatten().cloned().collect();
        lexicon
    }

    fn add(&mut self, index: usize, named: &Named) {
        let last = named.name.rsplit(['.', '$']).next().unwrap_or_default();
        for key in HashSet::from([squeeze(&named.name), squeeze(last)]) {
            self.keys.entry(key).or_default().push(index);
        }
        let mut words: HashSet<String> = parts(last).map(|it| stem(&it)).collect();
        for says in &named.says {
            words.extend(split(says).iter().filter(|it| !FUNCTION.contains(&it.as_str())).map(|it| stem(it)));
            for phrase in phrases(says) {
                if let Some(first) = phrase.first().cloned() {
                    self.phrases.entry(first).or_default().push((phrase, index));
                }
            }
        }
        self.words.push(words);
        for (which, choice) in named.values.iter().enumerate() {
            let others = named.values.iter().enumerate().filter(|(other, _)| *other != which).map(|(_, it)| it);
            let others: Vec<Vec<String>> = others.flat_map(|it| it.says.iter().map(|says| split(says))).collect();
            let mut called: Vec<Vec<String>> = vec![split(&choice.value)];
            for says in &choice.says {
                called.extend(descriptions(&split(says), &others));
            }
            for words in called {
                if let Some(first) = words.first().cloned() {
                    self.values.entry(first).or_default().push((words, index, which));
                }
            }
        }
    }

    pub(super) fn named(&self, name: usize) -> Option<&'s Named> {
        self.scope.names.get(name)
    }

    pub(super) fn is_vocabulary(&self, word: &str) -> bool {
        self.vocabulary.contains(&stem(&word.to_lowercase()))
    }

    /// The name that is written here, or the names that are called what is written here.
    pub(super) fn name_at(&self, tokens: &[Token<'_>], at: usize) -> Option<Found<Mention>> {
        self.written_name(tokens, at).or_else(|| self.called(tokens, at))
    }

    fn written_name(&self, tokens: &[Token<'_>], at: usize) -> Option<Found<Mention>> {
        let first = tokens.get(at).filter(|it| it.kind == Kind::Word || it.text == "$")?;
        let mut best = None;
        let (mut key, mut raw) = (String::new(), String::new());
        for (index, token) in tokens.iter().enumerate().skip(at).take(MAX_PARTS) {
            let inside = index > at;
            let joins = matches!(token.text, "." | "[" | "]" | "-" | ":" | "$") && (token.glued || !inside);
            let wordlike = matches!(token.kind, Kind::Word | Kind::Number);
            if !(joins || wordlike) || (inside && !token.glued && (token.strong != first.strong || !wordlike)) {
                break;
            }
            if inside && !token.glued {
                raw.push(' ');
            }
            // `Tag.N.Key` and `Tag.1.Key` are the key of any tag.
            let counted = inside && raw.ends_with(['.', '[']) && is_counter(token.text);
            if wordlike && !counted {
                key.push_str(&squeeze(token.text));
            }
            raw.push_str(token.text);
            if let Some(names) = self.keys.get(&key).filter(|_| wordlike) {
                best = Some((names, raw.clone(), index + 1));
            }
        }
        let (names, raw, next) = best?;
        let exact = |name: &usize| self.named(*name).is_some_and(|it| it.name == raw || is_field(&it.name, &raw));
        // A plain word is a name only if it is marked as one.
        let plain = raw.chars().all(char::is_lowercase) || (next == at + 1 && !names.iter().any(exact));
        let behind = tokens.get(next).is_some_and(|it| matches!(it.text, "parameter" | "parameters" | "field" | "参"));
        // Among Chinese characters no Latin word is a plain one.
        let han = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at)).is_some_and(|it| it.kind == Kind::Han || "、，。".contains(it.text))
        };
        let foreign = han(at.checked_sub(1)) || han(Some(next));
        if plain && !first.strong && !behind && !foreign {
            return None;
        }
        let among = self.nearest(names);
        let mention = |name| Mention { name, written: (!exact(&name)).then(|| raw.clone()) };
        Some(Found { among: among.into_iter().map(mention).collect(), next })
    }

    /// Of names with one key: whole names before fields, fields beside the subject before others.
    fn nearest(&self, names: &[usize]) -> Vec<usize> {
        let parent = |name: usize| self.named(name).and_then(|it| it.name.rsplit_once('.')).map(|(parent, _)| parent);
        let beside =
            |name: &&usize| self.subject.is_some_and(|it| parent(it) == parent(**name) || self.is_around(it, **name));
        let whole = |name: &&usize| parent(**name).is_none();
        let siblings: Vec<usize> = names.iter().filter(|it| beside(it) && !whole(it)).copied().collect();
        let wholes: Vec<usize> = names.iter().filter(whole).copied().collect();
        [siblings, wholes].into_iter().find(|it| !it.is_empty()).unwrap_or_else(|| names.to_vec())
    }

    fn is_around(&self, outer: usize, inner: usize) -> bool {
        let (Some(outer), Some(inner)) = (self.named(outer), self.named(inner)) else { return false };
        inner.name.strip_prefix(&outer.name).is_some_and(|it| it.starts_with(['.', '[']))
    }

    fn called(&self, tokens: &[Token<'_>], at: usize) -> Option<Found<Mention>> {
        let first = tokens.get(at)?.text.to_lowercase();
        let mut best: Vec<(usize, usize)> = Vec::new();
        for (phrase, name) in self.phrases.get(&first)? {
            let longest = best.first().map_or(0, |it| it.0);
            if phrase.len() >= longest && matches(tokens, at, phrase) {
                best.retain(|it| it.0 == phrase.len());
                best.push((phrase.len(), *name));
            }
        }
        let next = at + best.first()?.0;
        let written = join(tokens.get(at..next)?);
        let mut names: Vec<usize> = best.into_iter().map(|it| it.1).collect();
        names.dedup();
        let mention = |name| Mention { name, written: Some(written.clone()) };
        Some(Found { among: names.into_iter().map(mention).collect(), next })
    }

    /// The value of a name that is written or described here.
    pub(super) fn value_at(&self, tokens: &[Token<'_>], at: usize, name: usize) -> Option<(Written, usize)> {
        let named = self.named(name)?;
        let first = tokens.get(at)?;
        if named.values.is_empty() {
            return literal(named, tokens, at);
        }
        let found = self.values.get(&first.text.to_lowercase())?.iter().filter(|it| it.1 == name);
        let (words, _, which) =
            found.filter(|(words, _, _)| matches(tokens, at, words)).max_by_key(|(words, _, _)| words.len())?;
        let next = at + words.len();
        let choice = named.values.get(*which)?;
        let raw = join(tokens.get(at..next)?);
        let exact = raw == choice.value;
        Some((Written { value: choice.value.clone(), written: (!exact).then_some(raw) }, next))
    }

    /// The names of which a value is written or described here, each with the value.
    pub(super) fn bare_value_at(&self, tokens: &[Token<'_>], at: usize) -> Option<Found<(usize, Written)>> {
        let token = tokens.get(at)?;
        let names: HashSet<usize> = self.values.get(&token.text.to_lowercase())?.iter().map(|it| it.1).collect();
        let mut found: Vec<(usize, Written, usize)> = names
            .into_iter()
            .filter_map(|name| self.value_at(tokens, at, name).map(|(value, next)| (name, value, next)))
            .filter(|(name, _, next)| self.stands_out(tokens, at, *next, *name))
            .collect();
        found.sort_by_key(|it| it.0);
        let next = found.iter().map(|it| it.2).max()?;
        found.retain(|it| it.2 == next);
        Some(Found { among: found.into_iter().map(|it| (it.0, it.1)).collect(), next })
    }

    /// Whether a value is more than a common word: marked, capital, several words, or before a word of its name.
    fn stands_out(&self, tokens: &[Token<'_>], at: usize, next: usize, name: usize) -> bool {
        let Some(token) = tokens.get(at) else { return false };
        let follows = tokens
            .get(next)
            .is_some_and(|it| self.words.get(name).is_some_and(|words| words.contains(&stem(&it.text.to_lowercase()))));
        token.strong
            || next > at + 1
            || follows
            || (token.text.chars().any(char::is_uppercase) && token.text.chars().count() > 1)
    }
}

/// A value of a name without a list of them: a number, a boolean, or a text that is marked.
fn literal(named: &Named, tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let token = tokens.get(at)?;
    let mut next = at + 1;
    let value = match named.kind {
        Type::Boolean => {
            let value = token.text.to_lowercase();
            matches!(value.as_str(), "true" | "false").then_some(value)?
        }
        Type::Integer | Type::Long | Type::Number | Type::TimestampMs => {
            (token.kind == Kind::Number).then(|| token.text.to_owned())?
        }
        Type::String => {
            if !token.strong || token.kind == Kind::Mark {
                return None;
            }
            let mut value = token.text.to_owned();
            while let Some(more) = tokens.get(next).filter(|it| it.strong && it.glued && !matches!(it.text, "," | "、"))
            {
                value.push_str(more.text);
                next += 1;
            }
            value
        }
        Type::Enum | Type::List | Type::Object | Type::Map | Type::Json => return None,
    };
    let exact = value == token.text || next > at + 1;
    Some((Written { value, written: (!exact).then(|| token.text.to_owned()) }, next))
}

/// Whether a field is written by its last part, or an item of a list without the brackets.
fn is_field(name: &str, raw: &str) -> bool {
    name.rsplit('.').next() == Some(raw) || name.replace("[]", "") == raw
}

fn matches(tokens: &[Token<'_>], at: usize, words: &[String]) -> bool {
    words.iter().enumerate().all(|(index, word)| {
        tokens.get(at + index).is_some_and(|it| it.text == word || stem(&it.text.to_lowercase()) == stem(word))
    })
}

/// The text of some tokens, with single blanks where there are any.
pub(super) fn join(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && !token.glued {
            out.push(' ');
        }
        out.push_str(token.text);
    }
    out
}

/// What sentences may call a thing that is described so: all of it, without what follows "of", behind the last 的.
fn phrases(says: &str) -> Vec<Vec<String>> {
    let all = split(says);
    let bare = |words: &[String]| -> Vec<String> {
        words.iter().skip_while(|it| matches!(it.as_str(), "the" | "a" | "an" | "whether")).cloned().collect()
    };
    let end = all
        .iter()
        .position(|it| matches!(it.as_str(), "of" | "that" | "in" | "for" | "to" | "which" | "," | ";" | "；" | "，"));
    let of = all.iter().rposition(|it| it == "的");
    let mut out = vec![bare(&all)];
    out.extend(end.and_then(|end| all.get(..end)).map(bare));
    out.extend(of.and_then(|of| all.get(of + 1..)).map(bare));
    let vague = |it: &Vec<String>| matches!(it.as_slice(), [one] if VAGUE.contains(&one.as_str()));
    out.retain(|it| !it.is_empty() && !vague(it));
    out.dedup();
    out
}

/// Words that alone tell nothing apart.
const VAGUE: [&str; 26] = [
    "id",
    "ids",
    "name",
    "type",
    "status",
    "state",
    "value",
    "values",
    "number",
    "list",
    "key",
    "description",
    "information",
    "time",
    "region",
    "parameter",
    "token",
    "mode",
    "method",
    "page",
    "size",
    "maximum",
    "minimum",
    "beginning",
    "end",
    "start",
];

/// What sentences may call a value with this description: all of it if it is short, and two or more words in a row
/// that no other value of the same name is described by.
fn descriptions(words: &[String], others: &[Vec<String>]) -> Vec<Vec<String>> {
    let content = |word: &String| word.chars().any(char::is_alphanumeric) && !FUNCTION.contains(&word.as_str());
    let has = |other: &Vec<String>, row: &[String]| other.windows(row.len()).any(|it| it == row);
    let plain: Vec<String> = words.iter().filter(|it| it.chars().any(char::is_alphanumeric)).cloned().collect();
    let mut out = Vec::new();
    if plain.len() <= 6 && !plain.is_empty() {
        out.push(plain.clone());
    }
    let is_han = |word: &String| !word.is_ascii();
    for length in 2..=3 {
        let rows = plain.windows(length).filter(|row| row.iter().all(content) && !row.iter().any(is_han));
        out.extend(rows.filter(|row| !others.iter().any(|other| has(other, row))).map(<[String]>::to_vec));
    }
    out
}

/// Words in lower case, as tokens are cut.
fn split(text: &str) -> Vec<String> {
    super::token::tokens(text).iter().map(|it| it.text.to_lowercase()).collect()
}

/// Whether a part of a name only counts: `N`, `1`.
fn is_counter(part: &str) -> bool {
    matches!(part, "N" | "n") || (!part.is_empty() && part.chars().all(|it| it.is_ascii_digit()))
}

fn squeeze(name: &str) -> String {
    let parts = name.split('.').enumerate().filter(|(index, part)| *index == 0 || !is_counter(part));
    parts.flat_map(|(_, part)| part.chars()).filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name: `BackupPlanId`, `backup_plan`.
fn parts(name: &str) -> impl Iterator<Item = String> {
    let mut out = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if (c.is_uppercase() && lower) || !c.is_alphanumeric() {
            out.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(last) = out.last_mut().filter(|_| c.is_alphanumeric()) {
            last.extend(c.to_lowercase());
        }
    }
    out.into_iter().filter(|it| !it.is_empty())
}

/// A word without the ending of a plural.
fn stem(word: &str) -> String {
    word.strip_suffix('s').filter(|it| it.len() > 2 && !it.ends_with('s')).unwrap_or(word).to_owned()
}
