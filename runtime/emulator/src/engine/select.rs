//! Lists: what filters select, and how pages are cut.

use std::collections::BTreeMap;
use std::sync::Arc;

use contingent_rules::service::{Filter, FilterTest, Page};
use contingent_rules::{Decimal, Kind as Type, Value};

use super::Refusal;
use super::kinds::{Kind, Moment, Place, Seen};
use super::refuse;
use super::run::Run;
use super::values::{is_absent, scalar_text};
use crate::store::{Item, State};

/// How a list was cut.
pub(super) struct Cut<'r> {
    pub(super) page: &'r Page,
    /// The number of the page.
    pub(super) number: i64,
    /// The most items on it.
    pub(super) size: i64,
    /// The number of all items.
    pub(super) total: i64,
}

/// What a filter asks for: each of the texts or numbers, which are in order, selects.
struct Asked {
    place: Place,
    test: FilterTest,
    texts: Vec<String>,
    numbers: Vec<Decimal>,
}

/// So many values one filter can ask for; each is compared with each thing.
const MOST: usize = 1000;

impl Cut<'_> {
    /// The number of all pages.
    pub(super) fn pages(&self) -> i64 {
        // Both are positive or zero, so this rounds up.
        self.total / self.size.max(1) + i64::from(self.total % self.size.max(1) != 0)
    }
}

/// The things that pass all filters, in the order in which they were made, and the page of them that is asked for.
pub(super) fn list<'r>(
    run: &Run<'r>,
    state: &State,
    (index, kind): (usize, &Kind),
    filters: &[Filter],
    page: Option<&'r Page>,
) -> Result<(Vec<Arc<Item>>, Option<Cut<'r>>), Refusal> {
    let asked: Vec<Asked> =
        filters.iter().filter_map(|filter| ask(run, kind, filter).transpose()).collect::<Result<_, _>>()?;
    let mut cut = page.map(|page| cut(run, page)).transpose()?;
    let moment = run.moment(state);
    let (first, last) = match &cut {
        None => (0, i64::MAX),
        Some(cut) => {
            let first = i128::from(cut.number) - i128::from(cut.page.first);
            let first = i64::try_from(first * i128::from(cut.size)).unwrap_or(i64::MAX);
            (first, first.saturating_add(cut.size))
        }
    };
    let (mut items, mut count) = (Vec::new(), 0_i64);
    let mut look = |item: &Arc<Item>| {
        if !kind.is_hidden(item, moment) && asked.iter().all(|asked| asked.passes(kind, item, moment)) {
            if first <= count && count < last {
                items.push(Arc::clone(item));
            }
            count += 1;
        }
    };
    match asked.iter().find_map(Asked::ids) {
        // Ids are looked up; their numbers give the order.
        Some(ids) => {
            let found: BTreeMap<u64, &Arc<Item>> = ids.filter_map(|id| state.find(index, id)).collect();
            found.into_values().for_each(&mut look);
        }
        None => state.items(index).for_each(&mut look),
    }
    if let Some(cut) = &mut cut {
        cut.total = count;
    }
    Ok((items, cut))
}

/// What a filter asks for, if its parameter is given. A secret field has no value that anybody can ask for.
fn ask(run: &Run<'_>, kind: &Kind, filter: &Filter) -> Result<Option<Asked>, Refusal> {
    let Some(given) = run.given(&filter.parameter) else { return Ok(None) };
    let mut asked = Asked { place: Place::Id, test: filter.test, texts: Vec::new(), numbers: Vec::new() };
    let Some(place) = kind.open_place(&filter.field) else { return Ok(Some(asked)) };
    asked.place = place;
    let values = match &*given {
        Value::List(items) => items.iter().filter(|item| !is_absent(item, true)).filter_map(scalar_text).collect(),
        value => Vec::from_iter(scalar_text(value)),
    };
    let separator = filter.separator.as_deref().filter(|separator| !separator.is_empty());
    for value in &values {
        match separator {
            Some(separator) => {
                let parts = value.split(separator).filter(|part| !part.is_empty());
                asked.texts.extend(parts.take(MOST + 1).map(str::to_owned));
            }
            None => asked.texts.push(value.to_string()),
        }
        if asked.texts.len() > MOST {
            return Err(refuse::invalid(run, &filter.parameter, &format!("at most {MOST} values")));
        }
    }
    let numeric = match filter.test {
        FilterTest::Ge | FilterTest::Le => true,
        FilterTest::Contains => false,
        FilterTest::Eq => run.parameter(&filter.parameter).is_some_and(|parameter| is_numeric(&parameter.kind)),
    };
    if numeric {
        // What is no number equals none.
        asked.numbers = asked.texts.drain(..).filter_map(|text| text.parse().ok()).collect();
    }
    asked.texts.sort_unstable();
    asked.numbers.sort_unstable();
    Ok(Some(asked))
}

fn is_numeric(kind: &Type) -> bool {
    match kind {
        Type::Integer | Type::Long | Type::Number | Type::TimestampMs => true,
        Type::List(Some(item)) => is_numeric(&item.kind),
        Type::String
        | Type::Boolean
        | Type::Enum { .. }
        | Type::List(None)
        | Type::Object(_)
        | Type::Map(_)
        | Type::Json
        | Type::JsonList(_)
        | Type::JsonObject(_) => false,
    }
}

impl Asked {
    /// The ids, if it asks for those.
    fn ids(&self) -> Option<impl Iterator<Item = &str>> {
        let by_id = self.place == Place::Id && self.test == FilterTest::Eq && self.numbers.is_empty();
        by_id.then(|| self.texts.iter().map(String::as_str))
    }

    fn passes(&self, kind: &Kind, item: &Item, moment: Moment) -> bool {
        match kind.see(item, self.place, moment) {
            // A list has each of its values.
            Some(Seen::Value(Value::List(items))) => items.iter().any(|item| self.selects(Seen::Value(item))),
            Some(seen) => self.selects(seen),
            None => false,
        }
    }

    fn selects(&self, seen: Seen<'_>) -> bool {
        let Some(text) = seen.text() else { return false };
        let among = |texts: &[String]| texts.binary_search_by(|wanted| wanted.as_str().cmp(&text)).is_ok();
        match (self.test, self.numbers.as_slice()) {
            (FilterTest::Contains, _) => self.texts.iter().any(|wanted| text.contains(wanted.as_str())),
            (FilterTest::Eq, []) => among(&self.texts),
            (FilterTest::Ge | FilterTest::Le, []) => false,
            (test, [least, ..]) => text.parse::<Decimal>().is_ok_and(|number| match test {
                FilterTest::Ge => number >= *least,
                FilterTest::Le => number <= *self.numbers.last().unwrap_or(least),
                FilterTest::Eq | FilterTest::Contains => self.numbers.binary_search(&number).is_ok(),
            }),
        }
    }
}

/// The page that is asked for.
fn cut<'r>(run: &Run<'r>, page: &'r Page) -> Result<Cut<'r>, Refusal> {
    let first = i64::try_from(page.first).unwrap_or(i64::MAX);
    let number = whole(run, &page.number, first, first)?;
    let size = whole(run, &page.size, i64::try_from(page.default_size).unwrap_or(i64::MAX), 1)?;
    Ok(Cut { page, number, size, total: 0 })
}

/// The whole number that a parameter is given as.
fn whole(run: &Run<'_>, name: &str, default: i64, least: i64) -> Result<i64, Refusal> {
    let Some(value) = run.given(name) else { return Ok(default) };
    let number = scalar_text(&value).and_then(|text| text.parse::<Decimal>().ok()).and_then(|number| number.to_i64());
    let fits = number.filter(|number| *number >= least);
    fits.ok_or_else(|| refuse::invalid(run, name, &format!("a whole number, at least {least}")))
}
