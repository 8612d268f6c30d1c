//! The parser of IDL, by recursive descent.

use super::syntax::{Clause, ClauseKind, Dependency, Fault, Group, Name, Operand, Parsed, Relation, Term, Value};
use super::targets::Targets;
use super::token::{Token, tokens};
use crate::diagnostic::code;
use std::ops::Range;

/// How deep parentheses, groups and `NOT` may be nested: rules may not be nested deeper than spec files.
const DEPTH: usize = 20;

const RELATIONS: [&str; 7] = ["<=", ">=", "==", "!=", "<", ">", "="];

/// Reads every dependency of a text. After a fault it goes on behind the next semicolon.
pub(crate) fn parse(text: &str, names: &Targets) -> Parsed {
    let mut parsed = Parsed::default();
    let tokens = match tokens(text, names) {
        Ok(tokens) => tokens,
        Err(fault) => {
            parsed.faults.push(fault);
            return parsed;
        }
    };
    let mut parser = Parser { tokens: &tokens, next: 0, end: text.trim_end().len(), depth: 0, faults: Vec::new() };
    while parser.next < tokens.len() {
        if parser.eat(";") {
            continue;
        }
        let start = parser.here().start;
        match parser.dependency() {
            Ok(dependency) => parsed.dependencies.push((start..parser.behind(), dependency)),
            Err(fault) => {
                parser.faults.push(fault);
                parser.skip();
            }
        }
    }
    parsed.faults.append(&mut parser.faults);
    parsed
}

struct Parser<'t> {
    tokens: &'t [(Token, Range<usize>)],
    next: usize,
    end: usize,
    depth: usize,
    faults: Vec<Fault>,
}

type Read<T> = Result<T, Fault>;

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.token(self.next)
    }

    fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index).map(|(token, _)| token)
    }

    /// Where the next token stands; the end of the text if there is none.
    fn here(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.end..self.end, |(_, at)| at.clone())
    }

    /// The end of the last token that was read.
    fn behind(&self) -> usize {
        self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |(_, at)| at.end)
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(it)) if *it == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(it)) if it == word)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    fn skip(&mut self) {
        while self.next < self.tokens.len() && !self.eat(";") {
            self.next += 1;
        }
    }

    fn expected(&self, what: &str, help: &str) -> Fault {
        let found = self.peek().map_or_else(|| "the end of the text".to_owned(), Token::describe);
        Fault::syntax(self.here(), format!("expected {what}, found {found}"), help)
    }

    fn dependency(&mut self) -> Read<Dependency> {
        let start = self.here().start;
        let dependency = if self.eat_word("IF") {
            let condition = self.clause()?;
            if !self.eat_word("THEN") {
                return Err(self.expected("`THEN`, `AND` or `OR`", "write `IF condition THEN consequence;`"));
            }
            Dependency::If(condition, self.clause()?)
        } else {
            let clause = self.clause()?;
            if let ClauseKind::Given(_) | ClauseKind::Test(..) | ClauseKind::Like(..) = bare(&clause) {
                let message = "a predicate about one parameter is not a dependency";
                let help = "write `IF condition THEN consequence;`, a group such as `Or(a, b);`, or a relation";
                return Err(Fault::syntax(start..clause.at.end, message, help));
            }
            Dependency::Holds(clause)
        };
        if self.next < self.tokens.len() && !self.eat(";") {
            return Err(self.expected("`;`", "a dependency ends with a semicolon"));
        }
        Ok(dependency)
    }

    /// Predicates joined by `OR`, each of them some joined by `AND`.
    fn clause(&mut self) -> Read<Clause> {
        let start = self.here().start;
        let mut any = Vec::new();
        let (mut joined, mut signs) = (false, 0);
        loop {
            let begin = self.here().start;
            let mut all = vec![self.atom()?];
            while self.eat_word("AND") {
                joined = true;
                all.push(self.atom()?);
            }
            let at = begin..self.behind();
            any.extend(if all.len() == 1 { all.pop() } else { Some(Clause { at, kind: ClauseKind::All(all) }) });
            if !self.eat_word("OR") {
                break;
            }
            signs += 1;
        }
        let at = start..self.behind();
        if joined && signs > 0 {
            let message = "`AND` and `OR` stand side by side; `AND` is taken to bind more tightly";
            self.faults.push(Fault::new(code::IDL_MIXED, at.clone(), message, "put parentheses around one of them"));
        }
        match any.pop() {
            Some(only) if any.is_empty() => Ok(only),
            last => {
                any.extend(last);
                Ok(Clause { at, kind: ClauseKind::Any(any) })
            }
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEPTH {
            let message = format!("predicates are nested deeper than {DEPTH} levels here");
            return Err(Fault::syntax(self.here(), message, "write it with fewer levels"));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn atom(&mut self) -> Read<Clause> {
        let start = self.here().start;
        if self.eat_word("NOT") {
            let inner = self.deeper(Self::atom)?;
            return Ok(Clause { at: start..inner.at.end, kind: ClauseKind::Not(Box::new(inner)) });
        }
        if let Some(group) = self.group_word() {
            self.next += 2;
            let members = self.deeper(|parser| parser.members())?;
            return Ok(Clause { at: start..self.behind(), kind: ClauseKind::Group(group, members) });
        }
        if self.is_sign("(") && !self.opens_sum() {
            self.next += 1;
            let inner = self.deeper(Self::clause)?;
            if !self.eat(")") {
                return Err(self.expected("`)`, `AND` or `OR`", "close the parenthesis"));
            }
            return Ok(Clause { at: start..self.behind(), ..inner });
        }
        self.predicate(start)
    }

    fn group_word(&self) -> Option<Group> {
        let (Some(Token::Word(word)), Some(Token::Sign("("))) = (self.peek(), self.token(self.next + 1)) else {
            return None;
        };
        match word.as_str() {
            "Or" => Some(Group::Or),
            "OnlyOne" => Some(Group::OnlyOne),
            "AllOrNone" => Some(Group::AllOrNone),
            "ZeroOrOne" => Some(Group::ZeroOrOne),
            _ => None,
        }
    }

    fn members(&mut self) -> Read<Vec<Clause>> {
        let mut members = vec![self.clause()?];
        while self.eat(",") {
            members.push(self.clause()?);
        }
        if !self.eat(")") {
            return Err(self.expected("`,` or `)`", "the members of a group are separated by commas"));
        }
        Ok(members)
    }

    /// Whether the parenthesis that comes next is around a sum: an operator stands behind its end.
    fn opens_sum(&self) -> bool {
        let mut open = 0usize;
        for index in self.next..self.tokens.len() {
            match self.token(index) {
                Some(Token::Sign("(")) => open += 1,
                Some(Token::Sign(")")) => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        let behind = self.token(index + 1);
                        return matches!(behind, Some(Token::Sign(it)) if is_relation(it) || is_arithmetic(it));
                    }
                }
                Some(Token::Sign(";")) | None => return false,
                Some(Token::Sign(_) | Token::Word(_) | Token::Name(_) | Token::Quoted(_) | Token::Number(_)) => {}
            }
        }
        false
    }

    /// A parameter alone, a test, or a relation.
    fn predicate(&mut self, start: usize) -> Read<Clause> {
        let mut left = Vec::new();
        self.sum(false, &mut left)?;
        let only = match left.as_slice() {
            [Term { minus: false, operand: Operand::Name(name) }] => Some(name.clone()),
            _ => None,
        };
        if let Some(name) = &only {
            if self.eat_word("LIKE") {
                let at = self.here();
                let Some(Token::Quoted(text)) = self.peek() else {
                    return Err(self.expected("a pattern in quotes", "write `name LIKE 'begin*'`"));
                };
                let value = Value { text: text.clone(), at };
                self.next += 1;
                return Ok(Clause { at: start..self.behind(), kind: ClauseKind::Like(name.clone(), value) });
            }
            if !matches!(self.peek(), Some(Token::Sign(sign)) if is_relation(sign)) {
                return Ok(Clause { at: start..self.behind(), kind: ClauseKind::Given(name.clone()) });
            }
        }
        let sign = match self.peek() {
            Some(Token::Sign("=")) => {
                return Err(self.expected("`==`", "equality is written with two equal signs"));
            }
            Some(Token::Sign(sign)) if is_relation(sign) => *sign,
            _ => {
                return Err(self.expected("one of < <= > >= == !=", "a sum is compared with another one: `a + b <= 5`"));
            }
        };
        self.next += 1;
        if self.values_follow() {
            let Some(name) = only else {
                return Err(Fault::syntax(start..self.behind(), "a sum has no values", "test one parameter: `a=='x'`"));
            };
            if sign != "==" && sign != "!=" {
                let at = self.here();
                return Err(Fault::syntax(
                    at,
                    "values are compared with `==` or `!=`",
                    "compare numbers without quotes",
                ));
            }
            let values = self.values()?;
            let at = start..self.behind();
            return Ok(Clause { at, kind: ClauseKind::Test(name, sign == "==", values) });
        }
        let mut right = Vec::new();
        self.sum(false, &mut right)?;
        let at = start..self.behind();
        Ok(Clause { at, kind: ClauseKind::Relation(Relation { left, sign, right }) })
    }

    fn values_follow(&self) -> bool {
        match self.peek() {
            Some(Token::Quoted(_)) => true,
            Some(Token::Word(word)) if word == "true" || word == "false" => true,
            Some(Token::Word(_) | Token::Number(_) | Token::Name(_)) => {
                matches!(self.token(self.next + 1), Some(Token::Sign("|")))
            }
            Some(Token::Sign(_)) | None => false,
        }
    }

    fn values(&mut self) -> Read<Vec<Value>> {
        let mut values = Vec::new();
        loop {
            let minus = self.eat("-");
            let at = self.here();
            let text = match self.peek() {
                Some(Token::Quoted(text)) => super::token::unescaped(text),
                Some(Token::Number(text)) if minus => format!("-{text}"),
                Some(Token::Word(text) | Token::Number(text) | Token::Name(text)) => text.clone(),
                Some(Token::Sign(_)) | None => {
                    return Err(self.expected("a value", "values are separated by `|`: `a=='x'|'y'`"));
                }
            };
            self.next += 1;
            values.push(Value { text, at });
            if !self.eat("|") {
                return Ok(values);
            }
        }
    }

    /// A sum; `minus` turns all its signs.
    fn sum(&mut self, minus: bool, terms: &mut Vec<Term>) -> Read<()> {
        let mut sign = minus ^ self.eat("-");
        loop {
            self.term(sign, terms)?;
            if self.is_sign("*") || self.is_sign("/") {
                let message = "products and quotients cannot be imported: rules compare sums";
                let help = "leave the dependency out of this document, or write it in a sentence";
                return Err(Fault::new(code::IDL_PRODUCT, self.here(), message, help));
            }
            sign = match (self.eat("+"), self.is_sign("-")) {
                (true, _) => minus ^ self.eat("-"),
                (false, true) => {
                    self.next += 1;
                    !(minus ^ self.eat("-"))
                }
                (false, false) => return Ok(()),
            };
        }
    }

    fn term(&mut self, minus: bool, terms: &mut Vec<Term>) -> Read<()> {
        let at = self.here();
        let operand = match self.peek() {
            Some(Token::Number(text)) => Operand::Number(Value { text: text.clone(), at }),
            Some(Token::Name(text)) => Operand::Name(Name { text: text.clone(), at }),
            Some(Token::Word(word)) if !is_keyword(word) => Operand::Name(Name { text: word.clone(), at }),
            Some(Token::Sign("(")) => {
                self.next += 1;
                self.deeper(|parser| parser.sum(minus, terms))?;
                if !self.eat(")") {
                    return Err(self.expected("`)`, `+` or `-`", "close the parenthesis"));
                }
                return Ok(());
            }
            Some(Token::Word(_) | Token::Quoted(_) | Token::Sign(_)) | None => {
                return Err(self.expected(
                    "a parameter, a group such as `Or(..)`, `NOT` or `(`",
                    "a parameter whose name is a keyword, or has unusual characters, is written in brackets: `[IF]`",
                ));
            }
        };
        self.next += 1;
        terms.push(Term { minus, operand });
        Ok(())
    }
}

/// What is left of a clause without its `NOT`.
fn bare(clause: &Clause) -> &ClauseKind {
    match &clause.kind {
        ClauseKind::Not(inner) => bare(inner),
        other => other,
    }
}

fn is_relation(sign: &str) -> bool {
    RELATIONS.contains(&sign)
}

fn is_arithmetic(sign: &str) -> bool {
    matches!(sign, "+" | "-" | "*" | "/")
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "IF" | "THEN" | "NOT" | "AND" | "OR" | "LIKE" | "true" | "false")
}
