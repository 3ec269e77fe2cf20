//! Lists: a bare array, or pages as `{"count", "next", "previous", "results"}`. Both forms are assumed.

use domain::Timestamp;

use super::{
    ask::Ask,
    errors::Unreadable,
    lenient::{self, list_of, object_of},
    next_page::NextPage,
    told::Told,
    words::Words,
};
use crate::members::{Members, Value};
use crate::seen_metadata::SeenMetadata;

mod sealed {
    use super::{Members, Unreadable};

    /// What can be read from an object of an answer.
    pub trait Readable: Sized {
        /// Reads one.
        fn read(members: &Members) -> Result<Self, Unreadable>;
    }
}

pub(super) use sealed::Readable;

/// What stands in a list: a link or a payment.
pub trait Row: Readable {
    /// The member that is its id.
    const ID: &'static str;
}

/// One page. A row that can't be read stands among the others as such: it hides none of them, and nobody can take it for
/// absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<R: Row> {
    /// Its rows, in the dashboard's order, which nothing states.
    pub data: Vec<Result<R, UnreadableRow>>,
    /// How many there are on all pages, where it was told.
    pub count: Option<u64>,
    /// Where the list goes on.
    pub next: Next<R>,
}

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next<R> {
    /// This page is the last one.
    End,
    /// More follow. [`NextPage::call`] refuses an address that leads away from the list.
    More(NextPage<R>),
    /// Nobody knows: what leads on is absent or can't be read, or the first page is the only one and has fewer rows than
    /// there are. What was found is true; that something is absent is not shown.
    Unknown,
}

/// A row that can't be read, and what of it can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRow {
    /// Its id: the UUID of a link.
    pub id: Option<String>,
    /// Our own names and values; not told where they can't be read either.
    pub metadata: SeenMetadata,
    /// When it was made, by the dashboard's clock.
    pub created_at: Told<Timestamp>,
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

    /// Reads a page that was asked for with `ask`.
    pub(super) fn read(body: &[u8], ask: &Ask) -> Result<Self, Unreadable> {
        let value: Value = serde_json::from_slice(body).map_err(|_| Unreadable::Format)?;
        if let Some(rows) = list_of(&value) {
            return Ok(Self { data: read_rows(&rows), count: None, next: Next::End });
        }
        let members = &object_of(&value)?;
        let name = "results";
        let rows = match lenient::told(members, name, list_of) {
            Told::Is(rows) => rows,
            Told::NotTold => return Err(Unreadable::Missing { name }),
            Told::Nothing | Told::Unreadable => return Err(Unreadable::Malformed { name }),
        };
        let count = lenient::number(members, "count").known().copied();
        let is_short = ask.query().is_none() && count.is_some_and(|all| all > as_count(rows.len()));
        let next = match lenient::told(members, "next", text_of) {
            Told::Nothing if !is_short => Next::End,
            Told::Is(address) => Next::More(NextPage::new(address, ask.clone())),
            Told::NotTold | Told::Nothing | Told::Unreadable => Next::Unknown,
        };
        Ok(Self { data: read_rows(&rows), count, next })
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn as_count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

fn read_rows<R: Row>(rows: &[Value]) -> Vec<Result<R, UnreadableRow>> {
    rows.iter().map(read_row).collect()
}

fn read_row<R: Row>(value: &Value) -> Result<R, UnreadableRow> {
    let members = object_of(value);
    let read = members.as_ref().map_err(|why| *why).and_then(R::read);
    read.map_err(|why| {
        let members = members.unwrap_or_default();
        UnreadableRow {
            id: members.text(R::ID).map(|id| Words::new(id).as_str().to_owned()),
            metadata: SeenMetadata::read(&members).unwrap_or_default(),
            created_at: lenient::moment(&members, "created_at"),
            why,
        }
    })
}
