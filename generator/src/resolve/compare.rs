//! Comparisons: `A + B <= C - 5`, or `A != B` for two texts.

use contingent_rules::{Comparison, Decimal, Kind, Operand, Operator, Reference, Relation, Subject, Term, Test};

use super::Reader;
use super::cond::Target;
use super::value::{Use, check_listed};
use crate::diagnostic::{Mark, Span, code};
use crate::spec::Node;

/// A comparison that has been read.
pub(super) enum Read {
    /// One parameter beside numbers: a test with a literal.
    Test(Subject, Test),
    Comparison(Comparison),
}

enum Token {
    Number(String),
    /// A name, and where it begins in the text.
    Name(String, usize),
    Plus,
    Minus,
    Relation(Relation),
}

enum Side<'a> {
    Number(String),
    Name(Target<'a>),
}

impl<'a> Reader<'a> {
    /// A comparison; `None` if it has errors, which are reported.
    pub(super) fn comparison(&mut self, node: &Node) -> Option<Read> {
        const HELP: &str =
            "write sums of names and numbers around one of <, <=, >, >=, ==, !=, such as `First + 5 <= Second`";
        let Some(text) = node.text() else {
            self.error(code::BAD_COMPARISON, node.span, format!("a comparison is a text, found {}", node.describe()))
                .help(HELP);
            return None;
        };
        let tokens = match tokens(text) {
            Ok(tokens) => tokens,
            Err(message) => {
                self.error(code::BAD_COMPARISON, node.span, message).help(HELP);
                return None;
            }
        };
        let mut relations = tokens.iter().enumerate().filter_map(|(index, token)| match token {
            Token::Relation(relation) => Some((index, *relation)),
            Token::Number(_) | Token::Name(..) | Token::Plus | Token::Minus => None,
        });
        let (Some((index, relation)), None) = (relations.next(), relations.next()) else {
            self.error(code::BAD_COMPARISON, node.span, "a comparison has exactly one relation").help(HELP);
            return None;
        };
        let mut tokens = tokens;
        let right = tokens.split_off(index + 1);
        tokens.truncate(index);
        let (left, right) = (self.side(tokens, node), self.side(right, node));
        let (left, right) = (left?, right?);
        self.typed(left, relation, right, node)
    }

    fn side(&mut self, tokens: Vec<Token>, node: &Node) -> Option<Vec<(bool, Side<'a>)>> {
        let span = node.span;
        let mut terms = Vec::new();
        let mut failed = false;
        let mut minus = false;
        let mut signed = false;
        let mut wants_operand = true;
        for token in tokens {
            let operand = match token {
                // A number may have a sign of its own: `A - -5`.
                Token::Minus if wants_operand && !signed => {
                    (minus, signed) = (!minus, true);
                    continue;
                }
                Token::Plus | Token::Minus if !wants_operand => {
                    (minus, signed, wants_operand) = (matches!(token, Token::Minus), false, true);
                    continue;
                }
                Token::Number(number) if wants_operand => Some(Side::Number(number)),
                Token::Name(name, at) if wants_operand => self.target(&name, within(node, at, &name)).map(Side::Name),
                Token::Number(_) | Token::Name(..) | Token::Plus | Token::Minus | Token::Relation(_) => {
                    self.error(code::BAD_COMPARISON, span, "names and numbers are joined by `+` or `-`")
                        .help("a name with blanks or any of + - * / < > = ! is written in back-ticks");
                    return None;
                }
            };
            match operand {
                Some(operand) => terms.push((minus, operand)),
                None => failed = true,
            }
            (minus, signed, wants_operand) = (false, false, false);
        }
        if wants_operand {
            self.error(code::BAD_COMPARISON, span, "a side of the comparison is incomplete")
                .help("write a name or a number on both sides");
            return None;
        }
        (!failed).then_some(terms)
    }

    fn typed(
        &mut self,
        left: Vec<(bool, Side<'a>)>,
        relation: Relation,
        right: Vec<(bool, Side<'a>)>,
        node: &Node,
    ) -> Option<Read> {
        if let ([(false, Side::Name(a))], [(false, Side::Name(b))]) = (left.as_slice(), right.as_slice())
            && is_texty(a)
            && is_texty(b)
        {
            let equal = match relation {
                Relation::Eq => true,
                Relation::Ne => false,
                Relation::Lt | Relation::Le | Relation::Gt | Relation::Ge => {
                    self.error(code::COMPARED_TYPES, node.span, "texts can be equal or different, not greater or less")
                        .help("use `==` or `!=`");
                    return None;
                }
            };
            if !self.singular([a, b], node.span) {
                return None;
            }
            return Some(Read::Comparison(Comparison::Texts(a.subject(), equal, b.subject())));
        }
        let names = || {
            left.iter().chain(&right).filter_map(|(_, side)| match side {
                Side::Name(target) => Some(target),
                Side::Number(_) => None,
            })
        };
        if names().next().is_none() {
            self.error(code::BAD_COMPARISON, node.span, "the comparison names no parameter")
                .help("name at least one parameter");
            return None;
        }
        let wrong = names().find(|target| !target.owner().is_number());
        if let Some(wrong) = wrong {
            let owner = wrong.owner();
            let message = format!("`{}` is of type {} and cannot be part of a sum", owner.name(), owner.type_name());
            self.error(code::COMPARED_TYPES, node.span, message)
                .help("compare numbers with numbers, or two texts with `==` or `!=`; for a text and a literal write `{Name: value}`");
            return None;
        }
        if !self.singular(names(), node.span) {
            return None;
        }
        if names().count() == 1 {
            return self.one_name(&left, relation, &right, node);
        }
        let sum = |side: Vec<(bool, Side<'a>)>| side.into_iter().map(term).collect();
        Some(Read::Comparison(Comparison::Numbers(sum(left), relation, sum(right))))
    }

    /// Whether no operand stands for the items of a list.
    fn singular<'t>(&mut self, targets: impl IntoIterator<Item = &'t Target<'a>>, span: Span) -> bool
    where
        'a: 't,
    {
        let listed = targets.into_iter().find_map(|target| match target {
            Target::Place(reference, _) => {
                reference.steps.contains(&contingent_rules::Step::Items).then(|| reference.text.clone())
            }
            Target::Fact(_) => None,
        });
        if let Some(text) = &listed {
            self.error(code::BAD_COMPARISON, span, format!("`{text}` stands for many values and cannot be compared"))
                .help("compare parameters or fields of objects");
        }
        listed.is_none()
    }

    /// `sign * P + constant  relation  0`, as a test of P.
    fn one_name(
        &mut self,
        left: &[(bool, Side<'a>)],
        relation: Relation,
        right: &[(bool, Side<'a>)],
        node: &Node,
    ) -> Option<Read> {
        let mut bound = Decimal::from(0);
        let mut found = None;
        let flipped = right.iter().map(|(minus, side)| (!minus, side));
        for (minus, side) in left.iter().map(|(minus, side)| (*minus, side)).chain(flipped) {
            match side {
                Side::Number(text) => {
                    let number: Decimal = text.parse().unwrap_or_else(|_| Decimal::from(0));
                    bound = bound.plus(&if minus { number } else { number.negated() });
                }
                Side::Name(target) => found = Some((minus, target)),
            }
        }
        let (minus, target) = found?;
        let (operator, bound) = if minus { (mirrored(relation), bound.negated()) } else { (relation, bound) };
        let operator = match operator {
            Relation::Lt => Operator::Lt,
            Relation::Le => Operator::Le,
            Relation::Gt => Operator::Gt,
            Relation::Ge => Operator::Ge,
            Relation::Eq => Operator::Eq,
            Relation::Ne => Operator::Ne,
        };
        let text = bound.to_string();
        let used = match operator {
            Operator::Eq => Use::Equal,
            Operator::Ne => Use::Different,
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le | Operator::Matches => Use::Bound,
        };
        check_listed(self, &target.owner(), &text, node, used);
        Some(Read::Test(target.subject(), Test::Each(vec![(operator, text)])))
    }
}

fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Lt => Relation::Gt,
        Relation::Le => Relation::Ge,
        Relation::Gt => Relation::Lt,
        Relation::Ge => Relation::Le,
        Relation::Eq => Relation::Eq,
        Relation::Ne => Relation::Ne,
    }
}

fn is_texty(target: &Target<'_>) -> bool {
    matches!(target.owner().kind(), Kind::String | Kind::Enum { .. } | Kind::Boolean)
}

fn term((minus, side): (bool, Side<'_>)) -> Term {
    let operand = match side {
        Side::Number(number) => Operand::Number(number),
        Side::Name(Target::Place(reference, _)) => Operand::Parameter(reference),
        // Facts are no numbers, so they never get here.
        Side::Name(Target::Fact(fact)) => {
            Operand::Parameter(Reference { text: format!("${}", fact.name), steps: Vec::new() })
        }
    };
    Term { minus, operand }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '+' => (Token::Plus, 1),
            '-' => (Token::Minus, 1),
            '*' | '/' => return Err("products are not part of the language".into()),
            '<' | '>' | '=' | '!' => relation(rest)?,
            _ => {
                let end = word_end(rest)?;
                let word = rest.get(..end).unwrap_or(rest);
                let number = word.bytes().next().is_some_and(|b| b.is_ascii_digit()) && word.parse::<Decimal>().is_ok();
                (
                    if number {
                        Token::Number(word.to_owned())
                    } else {
                        Token::Name(word.to_owned(), text.len() - rest.len())
                    },
                    end,
                )
            }
        };
        tokens.push(token);
        rest = rest.get(length..).unwrap_or("").trim_start();
    }
    Ok(tokens)
}

/// Where a name stands in a text; the whole text if it is not written as it reads.
fn within(node: &Node, at: usize, name: &str) -> Span {
    let Span { start, end } = node.span;
    let text = node.text().unwrap_or_default();
    let written = end.offset - start.offset;
    let quote = match written.checked_sub(text.len()) {
        Some(0) => 0,
        Some(2) => 1,
        Some(_) | None => return node.span,
    };
    if start.line != end.line {
        return node.span;
    }
    let moved = |bytes: usize| {
        let characters = text.get(..bytes).unwrap_or_default().chars().count();
        Mark { offset: start.offset + quote + bytes, line: start.line, column: start.column + quote + characters }
    };
    Span { start: moved(at), end: moved(at + name.len()) }
}

fn relation(text: &str) -> Result<(Token, usize), String> {
    let known = [
        ("<=", Relation::Le),
        (">=", Relation::Ge),
        ("==", Relation::Eq),
        ("!=", Relation::Ne),
        ("<", Relation::Lt),
        (">", Relation::Gt),
    ];
    match known.into_iter().find(|(sign, _)| text.starts_with(sign)) {
        Some((sign, relation)) => Ok((Token::Relation(relation), sign.len())),
        None => Err("the relations are <, <=, >, >=, == and !=".into()),
    }
}

/// Where a name or number ends: at a blank or an operator character outside back-ticks.
fn word_end(text: &str) -> Result<usize, String> {
    let mut quoted = false;
    for (index, c) in text.char_indices() {
        match c {
            '`' => quoted = !quoted,
            '+' | '-' | '*' | '/' | '<' | '>' | '=' | '!' if !quoted => return Ok(index),
            c if c.is_whitespace() && !quoted => return Ok(index),
            _ => {}
        }
    }
    if quoted { Err("a back-tick is not closed".into()) } else { Ok(text.len()) }
}
