//! The table as data.

use serde_json::{Map, Value, json};

use super::{Column, Requirements};
use crate::reason::{Axis, Cell, Head, Status};

impl Requirements<'_> {
    /// The table as `contingent table --format json` prints it for an operation.
    pub fn to_json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<Value> = self.cells(row).map(|it| self.cell(it)).collect();
                json!({ "parameter": self.name(row), "cells": cells })
            })
            .collect();
        json!({
            "by": self.by_name(),
            "columns": self.columns.iter().map(column).collect::<Vec<_>>(),
            "rows": rows,
        })
    }

    fn cell(&self, cell: &Cell) -> Value {
        if let Some(status) = cell.uniform() {
            return Value::Object(self.status(status));
        }
        let mut cases: Vec<(&Status, Vec<bool>)> = Vec::new();
        for (at, status) in cell.statuses.iter().enumerate() {
            let known = cases.iter().position(|(other, _)| *other == status);
            let index = known.unwrap_or_else(|| {
                cases.push((status, vec![false; cell.statuses.len()]));
                cases.len() - 1
            });
            if let Some(slot) = cases.get_mut(index).and_then(|(_, chosen)| chosen.get_mut(at)) {
                *slot = true;
            }
        }
        let cases: Vec<Value> = cases
            .into_iter()
            .map(|(status, chosen)| {
                let mut case = self.status(status);
                case.insert("facts".into(), Value::Array(self.alternatives(&cell.axes, &chosen)));
                Value::Object(case)
            })
            .collect();
        json!({ "status": "depends", "cases": cases })
    }

    fn status(&self, status: &Status) -> Map<String, Value> {
        let mut map = Map::new();
        let word = match status {
            Status::Required => "required",
            Status::Forbidden => "forbidden",
            Status::Impossible => "impossible",
            Status::NoEffect => "no_effect",
            Status::Optional => "optional",
            Status::See(_) => "depends",
            Status::Unknown => "unknown",
        };
        map.insert("status".into(), word.into());
        if let Status::See(rules) = status {
            let ids = rules.iter().filter_map(|rule| self.check.rules.get(*rule)).map(|rule| rule.id.as_str());
            map.insert("rules".into(), ids.collect::<Vec<_>>().into());
        }
        map
    }

    /// The combinations that are chosen, as few as grouping makes them: what each fact may be in each.
    fn alternatives(&self, axes: &[Axis], chosen: &[bool]) -> Vec<Value> {
        self.conjunctions(axes, chosen).into_iter().map(Value::Object).collect()
    }

    fn conjunctions(&self, axes: &[Axis], chosen: &[bool]) -> Vec<Map<String, Value>> {
        let Some((axis, inner)) = axes.split_first() else { return vec![Map::new()] };
        let width = (chosen.len() / axis.values.len().max(1)).max(1);
        let mut groups: Vec<(&[bool], Vec<usize>)> = Vec::new();
        for (index, slice) in chosen.chunks(width).enumerate().filter(|(_, slice)| slice.contains(&true)) {
            match groups.iter_mut().find(|(same, _)| *same == slice) {
                Some((_, values)) => values.push(index),
                None => groups.push((slice, vec![index])),
            }
        }
        let mut found = Vec::new();
        for (slice, values) in groups {
            for mut rest in self.conjunctions(inner, slice) {
                if values.len() < axis.values.len() {
                    let name = self.check.facts.get(axis.fact).map_or("", |fact| fact.name.as_str());
                    rest.insert(format!("${name}"), fact(axis, &values));
                }
                found.push(rest);
            }
        }
        found
    }
}

fn fact(axis: &Axis, chosen: &[usize]) -> Value {
    let other = axis.open.then(|| axis.values.len().saturating_sub(1));
    let values = chosen.iter().filter(|index| Some(**index) != other).filter_map(|index| axis.values.get(*index));
    let mut map = Map::new();
    map.insert("values".into(), values.cloned().collect::<Vec<_>>().into());
    if other.is_some_and(|other| chosen.contains(&other)) {
        map.insert("other".into(), true.into());
    }
    Value::Object(map)
}

fn column(column: &Column) -> Value {
    let mut values = Vec::new();
    let mut map = Map::new();
    for head in &column.heads {
        match head {
            Head::Value(value) => values.push(value.clone()),
            Head::Other => drop(map.insert("other".into(), true.into())),
            Head::Given => drop(map.insert("given".into(), true.into())),
            Head::Absent => drop(map.insert("absent".into(), true.into())),
            Head::Always => drop(map.insert("always".into(), true.into())),
        }
    }
    map.insert("values".into(), values.into());
    Value::Object(map)
}
