//! The numbers of the newest events that fit.

use std::collections::BinaryHeap;

use domain::ids::StaffId;
use rusqlite::{Connection, OptionalExtension as _, ToSql, named_params};

use crate::{columns, error::LedgerError, records::HistorySearch};

/// Between which events everything lies that happened in a period. Clocks are set back, so that not all between them did.
const PERIOD: &str = "SELECT min(seq), max(seq) FROM events WHERE at >= ?1 AND at < ?2";

const ANY: &str = "SELECT seq FROM events
    WHERE seq < :below AND seq >= :first AND at >= :from AND at < :to
    ORDER BY seq DESC LIMIT :limit";

const OF_SALE: &str = "SELECT sale_events.seq, kind, staff FROM sale_events JOIN events USING (seq)
    WHERE sale = :sale AND sale_events.seq < :below AND sale_events.seq >= :first
        AND at >= :from AND at < :to
    ORDER BY sale_events.seq DESC";

const OF_KIND_AND_PERSON: &str = "SELECT seq FROM events
    WHERE kind = :kind AND staff = :staff
        AND seq < :below AND seq >= :first AND at >= :from AND at < :to
    ORDER BY seq DESC LIMIT 1";

const NEXT_KIND: &str = "SELECT kind FROM events WHERE kind > ?1 ORDER BY kind LIMIT 1";

const NEXT_PERSON: &str =
    "SELECT staff FROM events WHERE kind = ?1 AND staff > ?2 ORDER BY staff LIMIT 1";

/// Every question, for the test of how SQLite goes about them.
#[cfg(test)]
pub(crate) const PLANNED: [&str; 6] =
    [PERIOD, ANY, OF_SALE, OF_KIND_AND_PERSON, NEXT_KIND, NEXT_PERSON];

/// The till writes it down, for nobody knows who typed the wrong PIN; but somebody did.
const TYPED_BY_SOMEBODY: &str = "PIN_REFUSED";

/// Where in the book a search looks.
#[derive(Clone, Copy)]
struct Bounds {
    /// Only numbers below this one.
    below: i64,
    /// This number and later ones.
    first: i64,
    from: i64,
    to: i64,
}

pub(super) fn numbers(
    book: &Connection,
    search: &HistorySearch<'_>,
) -> Result<Vec<i64>, LedgerError> {
    let Some(bounds) = bounds(book, search)? else {
        return Ok(Vec::new());
    };
    if search.sale.is_some() {
        of_sale(book, search, bounds)
    } else if search.by.is_none() && !search.only_people && search.kinds.is_empty() {
        any(book, search.limit, bounds)
    } else {
        merged(book, &groups(book, search)?, search.limit, bounds)
    }
}

/// `None` where nothing happened in the period.
fn bounds(book: &Connection, search: &HistorySearch<'_>) -> Result<Option<Bounds>, LedgerError> {
    let below = search.before.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(i64::MAX);
    let from = columns::millis(search.from).unwrap_or(i64::MIN);
    let to = columns::millis(search.to).unwrap_or(i64::MAX);
    if search.from.is_none() && search.to.is_none() {
        return Ok(Some(Bounds { below, first: 1, from, to }));
    }
    let (first, last): (Option<i64>, Option<i64>) =
        book.prepare_cached(PERIOD)?.query_row([from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(None);
    };
    Ok(Some(Bounds { below: below.min(last.saturating_add(1)), first, from, to }))
}

fn any(book: &Connection, limit: u32, bounds: Bounds) -> Result<Vec<i64>, LedgerError> {
    let mut found = book.prepare_cached(ANY)?;
    let found = found.query_map(
        named_params! {
            ":below": bounds.below,
            ":first": bounds.first,
            ":from": bounds.from,
            ":to": bounds.to,
            ":limit": limit,
        },
        |row| row.get(0),
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A sale has few events, so that they are all looked at.
fn of_sale(
    book: &Connection,
    search: &HistorySearch<'_>,
    bounds: Bounds,
) -> Result<Vec<i64>, LedgerError> {
    let mut events = book.prepare_cached(OF_SALE)?;
    let mut rows = events.query(named_params! {
        ":sale": search.sale.map(|sale| sale.to_string()),
        ":below": bounds.below,
        ":first": bounds.first,
        ":from": bounds.from,
        ":to": bounds.to,
    })?;
    let mut found = Vec::new();
    while found.len() < search.limit as usize
        && let Some(row) = rows.next()?
    {
        let kind: String = row.get("kind")?;
        if wants_kind(search, &kind) && wants_person(search, &kind, columns::parsed(row, "staff")?)
        {
            found.push(row.get("seq")?);
        }
    }
    Ok(found)
}

fn wants_kind(search: &HistorySearch<'_>, kind: &str) -> bool {
    search.kinds.is_empty() || search.kinds.contains(&kind)
}

fn wants_person(search: &HistorySearch<'_>, kind: &str, staff: StaffId) -> bool {
    search.by.is_none_or(|by| by == staff)
        && (!search.only_people || staff != StaffId::TILL || kind == TYPED_BY_SOMEBODY)
}

/// The events of one kind by one person.
struct Group {
    kind: String,
    staff: String,
}

/// The groups that the search asks for: a few dozen, however many events there are.
fn groups(book: &Connection, search: &HistorySearch<'_>) -> Result<Vec<Group>, LedgerError> {
    let mut groups = Vec::new();
    for kind in following(book, NEXT_KIND, &[])? {
        if !wants_kind(search, &kind) {
            continue;
        }
        for staff in following(book, NEXT_PERSON, &[&kind])? {
            if staff.parse().is_ok_and(|staff| wants_person(search, &kind, staff)) {
                groups.push(Group { kind: kind.clone(), staff });
            }
        }
    }
    Ok(groups)
}

/// Every different text that `next` finds, each by the one before. It takes the text before as its last parameter.
fn following(
    book: &Connection,
    next: &'static str,
    given: &[&dyn ToSql],
) -> Result<Vec<String>, LedgerError> {
    let mut next = book.prepare_cached(next)?;
    let mut found: Vec<String> = Vec::new();
    loop {
        let before = found.last().map_or("", String::as_str);
        let parameters: Vec<&dyn ToSql> =
            given.iter().copied().chain([&before as &dyn ToSql]).collect();
        match next.query_row(&parameters[..], |row| row.get(0)).optional()? {
            Some(text) => found.push(text),
            None => return Ok(found),
        }
    }
}

/// The newest of all groups together. Each group gives its next one when its last one was the newest.
fn merged(
    book: &Connection,
    groups: &[Group],
    limit: u32,
    bounds: Bounds,
) -> Result<Vec<i64>, LedgerError> {
    let mut heads = BinaryHeap::new();
    for (at, group) in groups.iter().enumerate() {
        heads.extend(newest(book, group, bounds)?.map(|seq| (seq, at)));
    }
    let mut found = Vec::new();
    while found.len() < limit as usize
        && let Some((seq, at)) = heads.pop()
    {
        found.push(seq);
        let rest = Bounds { below: seq, ..bounds };
        heads.extend(newest(book, &groups[at], rest)?.map(|seq| (seq, at)));
    }
    Ok(found)
}

fn newest(book: &Connection, group: &Group, bounds: Bounds) -> Result<Option<i64>, LedgerError> {
    Ok(book
        .prepare_cached(OF_KIND_AND_PERSON)?
        .query_row(
            named_params! {
                ":kind": group.kind,
                ":staff": group.staff,
                ":below": bounds.below,
                ":first": bounds.first,
                ":from": bounds.from,
                ":to": bounds.to,
            },
            |row| row.get(0),
        )
        .optional()?)
}
