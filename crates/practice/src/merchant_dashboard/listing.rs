//! Lists: bare, or in pages (fact sheet, Staff routes). A query that the list does not know is not
//! looked at, so a client that believes to have filtered gets everything.

use axum::http::StatusCode;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::behaviour::{Behaviour, ListShape};
use super::gateway::Gateway;
use super::links::Said;
use super::refusal::Refusal;
use crate::call::Call;

/// The page of `rows` that was asked for. `rows` are all there are, newest first; `show` writes one.
pub(super) fn page<T>(
    gateway: &Gateway,
    behaviour: &Behaviour,
    call: &Call,
    rows: impl Iterator<Item = T>,
    show: impl Fn(T) -> Value,
) -> Said {
    let ListShape::Pages { size } = behaviour.list_shape else {
        return Ok((StatusCode::OK, rows.map(show).collect()));
    };
    let (size, number) = (size.max(1), page_number(call)?);
    let skipped = number.saturating_sub(1).saturating_mul(size);
    let mut count = 0_usize;
    let mut results = Vec::new();
    for row in rows {
        if count >= skipped && results.len() < size {
            results.push(show(row));
        }
        count += 1;
    }
    // The first page is there even if it is empty.
    if results.is_empty() && number > 1 {
        return Err(Refusal::no_such_page());
    }
    let origin = behaviour.next_origin.as_deref().unwrap_or(&gateway.shop().origin);
    let address = |number: usize| format!("{origin}{}?page={number}", call.path);
    let next = (skipped.saturating_add(results.len()) < count).then(|| address(number + 1));
    let previous = (number > 1).then(|| address(number - 1));
    let answer = json!({ "count": count, "next": next, "previous": previous, "results": results });
    Ok((StatusCode::OK, answer))
}

fn page_number(call: &Call) -> Result<usize, Refusal> {
    let asked = form_urlencoded::parse(call.query.as_bytes()).find(|(name, _)| name == "page");
    let Some((_, number)) = asked else { return Ok(1) };
    let number = number.parse().ok().filter(|number| (1..usize::MAX).contains(number));
    number.ok_or_else(Refusal::no_such_page)
}
