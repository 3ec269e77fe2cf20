//! A list that is read to its end (fact sheet, 3.5, 4.2).

use std::time::Duration;

use domain::{Timestamp, account::Account, error::Doubt};
use serde::de::DeserializeOwned;

use super::{
    errors::{self, Failure},
    request,
    wire::Page,
};
use crate::transport::{Request, Response, TransportFault};

/// Rows on one page. The API's own default is five or ten.
const PAGE_SIZE: usize = 100;

/// The most pages that are read. No reference of ours has nearly as many rows.
const MOST_PAGES: usize = 20;

/// How far the window is wider than needed: filters are days of a zone that nobody states (fact
/// sheet, 7.4).
pub(super) const MARGIN: Duration = Duration::from_hours(24);

/// A list filtered by our reference. It sends both dates, the page size and the order, because the
/// API fills in narrow ones.
pub(super) struct Pages<R> {
    path: &'static str,
    reference: String,
    kind: Option<&'static str>,
    since: Timestamp,
    page: usize,
    rows: Vec<R>,
    /// The most rows that any page said there are.
    total: Option<usize>,
}

/// What comes next.
pub(super) enum Turn<R> {
    /// This page is to be read.
    Ask(Request),
    /// These are all rows.
    All(Vec<R>),
    /// They can't be read.
    Failed(Failure),
}

impl<R: DeserializeOwned> Pages<R> {
    /// The rows at `path` with this reference made since `since`; of one `kind` where the list
    /// knows kinds.
    pub(super) fn new(
        path: &'static str,
        reference: &str,
        kind: Option<&'static str>,
        since: Timestamp,
    ) -> Self {
        let reference = reference.to_owned();
        Self { path, reference, kind, since, page: 1, rows: Vec::new(), total: None }
    }

    /// The request for the page that is due.
    pub(super) fn request(&self, account: &Account, now: Timestamp) -> Request {
        let page = self.page.to_string();
        let size = PAGE_SIZE.to_string();
        let from = self.since.minus(MARGIN).utc_day();
        let to = now.plus(MARGIN).utc_day();
        let mut query = vec![
            ("page", page.as_str()),
            ("page_size", &size),
            ("from_time_created", &from),
            ("to_time_created", &to),
            // The oldest first: a row that is added meanwhile moves no other to another page.
            ("order", "ASC"),
            ("order_by", "TIME_CREATED"),
            ("reference", &self.reference),
        ];
        query.extend(self.kind.map(|kind| ("type", kind)));
        request::get(account, self.path, &query)
    }

    /// Takes the answer to [`Pages::request`].
    pub(super) fn take(
        &mut self,
        account: &Account,
        now: Timestamp,
        answer: Result<Response, TransportFault>,
    ) -> Turn<R> {
        let page: Page<R> = match errors::read(answer) {
            Ok(page) => page,
            Err(failure) => return Turn::Failed(failure),
        };
        let came = page.rows.len();
        self.total = self.total.max(page.total());
        self.rows.extend(page.rows);
        let complete = match self.total {
            Some(total) => self.rows.len() >= total,
            None => came < PAGE_SIZE,
        };
        if complete {
            return Turn::All(std::mem::take(&mut self.rows));
        }
        // Fewer rows than the list says it has are no ground to say that something is not there.
        if came == 0 || self.page == MOST_PAGES {
            return Turn::Failed(Failure::Unclear(Doubt::Unreadable));
        }
        self.page += 1;
        Turn::Ask(self.request(account, now))
    }
}
