//! A second reading of IDL: a text is evaluated on a request while it is parsed. Written from the language alone, for
//! sound texts only.

use std::collections::BTreeMap;

/// What is given, by name, as text. The names of numbers begin with `n`.
pub(crate) type Request = BTreeMap<String, String>;

/// Whether a request keeps a dependency.
pub(crate) fn keeps(text: &str, request: &Request) -> bool {
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, at: 0, request };
    let kept = if reader.eat("IF") {
        let condition = reader.clause();
        assert!(reader.eat("THEN"), "{text}");
        let consequence = reader.clause();
        !condition || consequence
    } else if reader.is_relation() {
        // On its own it holds when an operand is absent.
        reader.relation().unwrap_or(true)
    } else {
        reader.clause()
    };
    reader.eat(";");
    assert_eq!(reader.at, tokens.len(), "{text}");
    kept
}

/// Words and signs as they are, names without brackets, and `'` before the text of a quoted value.
fn tokens(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        let start = at;
        let is_word = |it: char| it.is_alphanumeric() || "_.:".contains(it);
        match characters[at] {
            it if it.is_whitespace() => {
                at += 1;
                continue;
            }
            '\'' => {
                at += 1;
                while characters[at] != '\'' {
                    at += 1;
                }
                found.push(characters[start..at].iter().collect());
                at += 1;
                continue;
            }
            '[' => {
                let mut open = 0;
                loop {
                    open += i32::from(characters[at] == '[') - i32::from(characters[at] == ']');
                    at += 1;
                    if open == 0 {
                        break;
                    }
                }
                found.push(characters[start + 1..at - 1].iter().collect());
                continue;
            }
            it if is_word(it) => {
                while at < characters.len() && is_word(characters[at]) {
                    at += 1;
                }
            }
            '<' | '>' | '=' | '!' => at += 1 + usize::from(characters.get(at + 1) == Some(&'=')),
            _ => at += 1,
        }
        found.push(characters[start..at].iter().collect());
    }
    found
}

struct Reader<'t> {
    tokens: &'t [String],
    at: usize,
    request: &'t Request,
}

const SIGNS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        self.at += usize::from(found);
        found
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.tokens[self.at - 1].clone()
    }

    fn clause(&mut self) -> bool {
        let mut any = false;
        loop {
            let mut all = self.atom();
            while self.eat("AND") {
                all &= self.atom();
            }
            any |= all;
            if !self.eat("OR") {
                return any;
            }
        }
    }

    fn atom(&mut self) -> bool {
        if self.eat("NOT") {
            return !self.atom();
        }
        if self.eat("(") {
            let inner = self.clause();
            assert!(self.eat(")"));
            return inner;
        }
        let group = self.peek().to_owned();
        if ["Or", "OnlyOne", "AllOrNone", "ZeroOrOne"].contains(&group.as_str()) {
            return self.group(&group);
        }
        if self.is_relation() {
            return self.relation().unwrap_or(false);
        }
        let name = self.next();
        let given = self.request.get(&name);
        if self.eat("LIKE") {
            let pattern: Vec<char> = self.next().chars().skip(1).collect();
            return given.is_some_and(|it| like(&pattern, &it.chars().collect::<Vec<_>>()));
        }
        let equal = match self.peek() {
            "==" => true,
            "!=" => false,
            _ => return given.is_some(),
        };
        self.at += 1;
        let mut among = false;
        loop {
            let value = self.next();
            let value = value.strip_prefix('\'').unwrap_or(&value);
            among |=
                given.is_some_and(|it| if name.starts_with('n') { number(it) == number(value) } else { it == value });
            if !self.eat("|") {
                break;
            }
        }
        given.is_some() && among == equal
    }

    fn group(&mut self, group: &str) -> bool {
        self.at += 2;
        let mut members = vec![self.clause()];
        while self.eat(",") {
            members.push(self.clause());
        }
        assert!(self.eat(")"));
        let held = members.iter().filter(|it| **it).count();
        match group {
            "Or" => held > 0,
            "OnlyOne" => held == 1,
            "AllOrNone" => held == 0 || held == members.len(),
            _ => held < 2,
        }
    }

    /// Whether a comparison of sums comes next: not a test with a value in quotes, or with a word.
    fn is_relation(&self) -> bool {
        let rest = &self.tokens[self.at..];
        let end = |it: &String| ["AND", "OR", "THEN", ",", ";", ")"].contains(&it.as_str());
        let part = &rest[..rest.iter().position(end).unwrap_or(rest.len())];
        let Some(sign) = part.iter().position(|it| SIGNS.contains(&it.as_str())) else { return false };
        let operand = |it: &String| it.parse::<f64>().is_ok() || it.len() < 2 || it.starts_with('n');
        part[0] != "NOT"
            && part[0] != "("
            && part.iter().all(|it| operand(it) || SIGNS.contains(&it.as_str()))
            && sign > 0
            && !part.iter().any(|it| it == "|")
    }

    /// `None` if an operand is absent.
    fn relation(&mut self) -> Option<bool> {
        let left = self.sum();
        let sign = self.next();
        let right = self.sum();
        let (left, right) = (left?, right?);
        Some(match sign.as_str() {
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            ">=" => left >= right,
            "==" => left == right,
            _ => left != right,
        })
    }

    fn sum(&mut self) -> Option<i128> {
        let mut total = Some(0);
        let mut minus = self.eat("-");
        loop {
            let name = self.next();
            let operand = match name.chars().next() {
                Some(first) if first.is_ascii_digit() => Some(number(&name)),
                _ => self.request.get(&name).map(|it| number(it)),
            };
            total = total.zip(operand).map(|(total, it)| if minus { total - it } else { total + it });
            minus = match self.peek() {
                "+" => false,
                "-" => true,
                _ => return total,
            };
            self.at += 1;
        }
    }
}

/// In thousandths.
fn number(text: &str) -> i128 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    sign * format!("{whole}{fraction:0<3}").parse::<i128>().unwrap()
}

fn like(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => like(rest, text) || (!text.is_empty() && like(pattern, &text[1..])),
        (['?', rest @ ..], [_, more @ ..]) => like(rest, more),
        (['\\', literal, rest @ ..], [first, more @ ..]) => literal == first && like(rest, more),
        ([first, rest @ ..], [it, more @ ..]) => first == it && like(rest, more),
        _ => false,
    }
}
