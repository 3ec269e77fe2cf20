//! Pages of a list (seed, 'Pagination').

use std::{fmt, ops::RangeInclusive, str::FromStr};

use domain::Timestamp;

use super::{
    call::Asked,
    errors::Unreadable,
    field_fault::{Fault, FieldFault, fault},
    lenient,
    words::Words,
};
use crate::members::{Members, Value};
use crate::seen_metadata::SeenMetadata;

/// The fewest and the most rows that may be asked for.
pub const LIMITS: RangeInclusive<u32> = 1..=100;

/// `limit` as it is sent, if a page can have so many rows.
pub(super) fn check_limit(limit: Option<u32>) -> Result<Option<String>, FieldFault> {
    let fits = limit.is_none_or(|limit| LIMITS.contains(&limit));
    let range = Fault::OutOfRange { least: *LIMITS.start(), most: *LIMITS.end() };
    if fits { Ok(limit.map(|limit| limit.to_string())) } else { Err(fault("limit", range)) }
}

/// What stands in a list: a payment, a refund or a customer.
pub trait Row: Readable {
    /// What its id is, and the cursor.
    type Id: FromStr + Clone + fmt::Debug + PartialEq + Eq;

    /// Its id.
    fn id(&self) -> &Self::Id;
}

mod sealed {
    use super::{Members, Unreadable};

    /// What can be read from an object of an answer.
    pub trait Readable: Sized {
        /// Reads one.
        fn read(members: &Members) -> Result<Self, Unreadable>;
    }
}

pub(super) use sealed::Readable;

/// One page. A row that can't be read stands among the others as such: it hides none of them, and nobody can take it for
/// absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<R: Row> {
    /// Its rows, in the provider's order, which nothing states.
    pub data: Vec<Result<R, UnreadableRow>>,
    /// True where more follow.
    pub has_more: bool,
    /// How many there are in all: a hint, for it may be approximate.
    pub total_count: Option<u64>,
    /// Where the list goes on.
    pub next: Next<R::Id>,
}

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next<I> {
    /// This page is the last one.
    End,
    /// After this id: `starting_after` of the next page.
    After(I),
    /// More follow, and no cursor leads there: the page is empty, its last row has no id, or the page ends where it
    /// began. What was found is true; that something is absent is not shown.
    Lost,
}

/// A row that can't be read, and what of it can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRow {
    /// Its id.
    pub id: Option<String>,
    /// Our own names and values; not told where they can't be read either.
    pub metadata: SeenMetadata,
    /// When it was made, by the provider's clock.
    pub created: Option<Timestamp>,
    /// Why not.
    pub why: Unreadable,
}

impl<R: Row> Page<R> {
    /// The rows that can be read.
    pub fn rows(&self) -> impl Iterator<Item = &R> {
        self.data.iter().filter_map(|row| row.as_ref().ok())
    }

    /// True where each row can be read: only then is what does not stand there absent from the page.
    pub fn is_whole(&self) -> bool {
        self.data.iter().all(Result::is_ok)
    }

    pub(super) fn read(members: &Members, asked: &Asked) -> Result<Self, Unreadable> {
        let rows = match members.get("data") {
            Some(Value::Nested(json)) => serde_json::from_str::<Vec<Value>>(json)
                .map_err(|_| Unreadable::Malformed { name: "data" })?,
            None => return Err(Unreadable::Missing { name: "data" }),
            Some(_) => return Err(Unreadable::Malformed { name: "data" }),
        };
        // Without it nobody knows whether the list is over: what is not there can't be called absent.
        let name = "has_more";
        let has_more = match members.get(name) {
            None => return Err(Unreadable::Missing { name }),
            Some(_) => members.flag(name).ok_or(Unreadable::Malformed { name })?,
        };
        let rows: Vec<_> = rows.iter().map(|row| RawRow::<R>::read(row, asked)).collect();
        let next = match rows.last() {
            _ if !has_more => Next::End,
            Some(row) if row.id.is_some() && row.id == asked.after => Next::Lost,
            Some(row) => row.cursor.clone().map_or(Next::Lost, Next::After),
            None => Next::Lost,
        };
        Ok(Self {
            data: rows.into_iter().map(|row| row.row).collect(),
            has_more,
            total_count: members.text("total_count").and_then(domain::money::minor_units),
            next,
        })
    }
}

struct RawRow<R: Row> {
    id: Option<String>,
    cursor: Option<R::Id>,
    row: Result<R, UnreadableRow>,
}

impl<R: Row> RawRow<R> {
    fn read(value: &Value, asked: &Asked) -> Self {
        let members = match value {
            Value::Nested(json) => lenient::object(json.as_bytes()),
            _ => Err(Unreadable::Format),
        };
        let id = members.as_ref().ok().and_then(|members| members.text("id"));
        let id = id.map(ToOwned::to_owned);
        let read = members.as_ref().map_err(|why| *why).and_then(|members| {
            asked.check(members)?;
            R::read(members)
        });
        let row = read.map_err(|why| {
            let members = members.as_ref().ok();
            UnreadableRow {
                id: id.as_deref().map(|id| Words::new(id).as_str().to_owned()),
                metadata: members.and_then(|it| SeenMetadata::read(it).ok()).unwrap_or_default(),
                created: members.and_then(|it| lenient::moment(it, "created")),
                why,
            }
        });
        Self { cursor: id.as_deref().and_then(|id| id.parse().ok()), id, row }
    }
}
