//! Pages of a list, newest first (fact sheet, Payments).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::behaviour::Behaviour;
use super::refusal::Refusal;

const DEFAULT_LIMIT: usize = 10;
const LARGEST_LIMIT: usize = 100;

/// The query of a list.
#[derive(Debug)]
pub(super) struct ListQuery {
    filters: BTreeMap<String, String>,
    limit: usize,
    starting_after: Option<String>,
}

impl ListQuery {
    /// Reads a query that may have the filters `known`.
    pub(super) fn read(query: &str, known: &[&str]) -> Result<Self, Refusal> {
        let mut read =
            Self { filters: BTreeMap::new(), limit: DEFAULT_LIMIT, starting_after: None };
        for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            match name.as_str() {
                "limit" => {
                    let limit = value.parse().ok().filter(|one| (1..=LARGEST_LIMIT).contains(one));
                    let problem = "limit is a number from 1 to 100";
                    read.limit = limit.ok_or_else(|| Refusal::query("limit", problem))?;
                }
                "starting_after" => read.starting_after = Some(value),
                filter if known.contains(&filter) => {
                    read.filters.insert(name, value);
                }
                _ => return Err(Refusal::query(&name, "This list does not know this parameter")),
            }
        }
        Ok(read)
    }

    pub(super) fn filter(&self, name: &str) -> Option<&str> {
        self.filters.get(name).map(String::as_str)
    }

    /// The page that was asked for. `records` are all there are, oldest first; `pick` gives
    /// what passes the filters, and `show` writes it.
    pub(super) fn page<'a, T, P>(
        &self,
        behaviour: &Behaviour,
        records: &'a [T],
        id: impl Fn(&T) -> &str,
        pick: impl Fn(&'a T) -> Option<P>,
        show: impl Fn(P) -> Value,
    ) -> Result<(StatusCode, Value), Refusal> {
        let mut total = 0_u64;
        let mut data = Vec::new();
        let mut has_more = false;
        let mut begun = self.starting_after.is_none();
        for record in records.iter().rev() {
            if let Some(picked) = pick(record) {
                total += 1;
                if begun && data.len() < self.limit {
                    data.push(show(picked));
                } else if begun {
                    has_more = true;
                }
            }
            // A cursor also stands where its own record passes no filter any more.
            begun = begun || self.starting_after.as_deref() == Some(id(record));
        }
        if !begun {
            return Err(Refusal::query("starting_after", "There is nothing with this id"));
        }
        let total_count = behaviour.total_count_in_answer.unwrap_or(total);
        let answer = json!({ "data": data, "has_more": has_more, "total_count": total_count });
        Ok((StatusCode::OK, answer))
    }
}
