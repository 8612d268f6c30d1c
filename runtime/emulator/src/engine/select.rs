//! Lists: what filters select, and how pages are cut.

use std::borrow::Cow;
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

/// What a filter asks for.
struct Asked {
    place: Place,
    test: FilterTest,
    /// Each of them selects.
    wanted: Vec<Wanted>,
}

enum Wanted {
    Text(String),
    Number(Decimal),
}

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
    let asked: Vec<Asked> = filters.iter().filter_map(|filter| ask(run, kind, filter)).collect();
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
        if asked.iter().all(|asked| asked.passes(kind, item, moment)) {
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
fn ask(run: &Run<'_>, kind: &Kind, filter: &Filter) -> Option<Asked> {
    let given = run.given(&filter.parameter)?;
    let Some(place) = kind.open_place(&filter.field) else {
        return Some(Asked { place: Place::Id, test: FilterTest::Eq, wanted: Vec::new() });
    };
    let values = match &*given {
        Value::List(items) => items.iter().filter(|item| !is_absent(item, true)).filter_map(scalar_text).collect(),
        value => Vec::from_iter(scalar_text(value)),
    };
    let parts = |value: Cow<'_, str>| -> Vec<String> {
        match filter.separator.as_deref().filter(|separator| !separator.is_empty()) {
            Some(separator) => value.split(separator).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            None => vec![value.into_owned()],
        }
    };
    let numeric = match filter.test {
        FilterTest::Ge | FilterTest::Le => true,
        FilterTest::Contains => false,
        FilterTest::Eq => run.parameter(&filter.parameter).is_some_and(|parameter| is_numeric(&parameter.kind)),
    };
    let wanted = |text: String| match text.parse() {
        Ok(number) if numeric => Some(Wanted::Number(number)),
        _ => (!numeric).then_some(Wanted::Text(text)),
    };
    Some(Asked { place, test: filter.test, wanted: values.into_iter().flat_map(parts).filter_map(wanted).collect() })
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
        let texts = |wanted| match wanted {
            &Wanted::Text(ref text) => Some(text.as_str()),
            &Wanted::Number(_) => None,
        };
        let by_id = self.place == Place::Id && self.test == FilterTest::Eq;
        (by_id && self.wanted.iter().all(|wanted| texts(wanted).is_some()))
            .then(|| self.wanted.iter().filter_map(texts))
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
        let mut number: Option<Option<Decimal>> = None;
        self.wanted.iter().any(|wanted| match wanted {
            Wanted::Text(wanted) => match self.test {
                FilterTest::Contains => text.contains(wanted.as_str()),
                FilterTest::Eq | FilterTest::Ge | FilterTest::Le => text == wanted.as_str(),
            },
            Wanted::Number(wanted) => {
                number.get_or_insert_with(|| text.parse().ok()).as_ref().is_some_and(|number| match self.test {
                    FilterTest::Ge => number >= wanted,
                    FilterTest::Le => number <= wanted,
                    FilterTest::Eq | FilterTest::Contains => number == wanted,
                })
            }
        })
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
