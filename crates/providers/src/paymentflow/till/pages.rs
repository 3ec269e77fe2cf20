//! A list that is read page by page, and whether it was seen so far that what is not in it is absent (fact sheet,
//! 'Payments': paging).

use std::{collections::HashSet, fmt::Display};

use domain::{Timestamp, account::Account, error::Doubt};

use super::{
    errors::{self, Failure},
    question,
};
use crate::{
    paymentflow::{Call, LIMITS, Next, Page, Row, Unreadable, UnreadableRow},
    transport::{Request, Response, TransportFault},
};

/// The most pages that are read: two thousand rows. Whoever looks for something among more must look elsewhere.
const MOST_PAGES: usize = 20;

/// How many rows a page has: as many as there can be.
pub(super) const ROWS: u32 = *LIMITS.end();

/// How many rows a page has where more are too much for one answer: a shop's other software may keep much with each
/// payment.
pub(super) const FEW_ROWS: u32 = 10;

/// How so many rows after one are asked for; the first ones after none.
type Turning<R> = Box<dyn Fn(Option<<R as Row>::Id>, u32) -> Result<Call<Page<R>>, Failure> + Send>;

/// A way through a list.
pub(super) struct Pages<R: Row> {
    account: Account,
    turning: Turning<R>,
    asked: Option<Call<Page<R>>>,
    after: Option<R::Id>,
    page_rows: u32,
    /// True where the same page was too long with more rows: so it can't end the list.
    was_too_large: bool,
    turned: usize,
    seen: HashSet<String>,
    rows: Vec<R>,
    unread: Vec<UnreadableRow>,
    window: Option<Window<R>>,
}

/// Back to when a list is read, and where that can be seen.
struct Window<R> {
    since: Timestamp,
    made: fn(&R) -> Option<Timestamp>,
    /// True while the list goes from new to old, as far as it was read.
    is_ordered: bool,
    oldest: Option<Timestamp>,
}

/// What comes next.
pub(super) enum Turn<R> {
    /// This page is to be read.
    Ask(Request),
    /// All was seen that was asked for.
    All(Seen<R>),
    /// It can't be read to its end: nothing is absent.
    Failed(Failure),
}

/// What a list showed.
pub(super) struct Seen<R> {
    /// Its rows, each once.
    pub(super) rows: Vec<R>,
    /// The rows that can't be read. What is looked for may be among them.
    pub(super) unread: Vec<UnreadableRow>,
}

impl<R: Row> Pages<R>
where
    R::Id: Display,
{
    /// The whole list.
    pub(super) fn whole(
        account: &Account,
        turning: impl Fn(Option<R::Id>, u32) -> Result<Call<Page<R>>, Failure> + Send + 'static,
    ) -> Self {
        Self {
            account: account.clone(),
            turning: Box::new(turning),
            asked: None,
            after: None,
            page_rows: ROWS,
            was_too_large: false,
            turned: 0,
            seen: HashSet::new(),
            rows: Vec::new(),
            unread: Vec::new(),
            window: None,
        }
    }

    /// The same list no further than to what was `made` before `since`. That is believed only of a list that really goes
    /// from new to old: no document says so.
    pub(super) fn back_to(self, since: Timestamp, made: fn(&R) -> Option<Timestamp>) -> Self {
        let window = Some(Window { since, made, is_ordered: true, oldest: None });
        Self { window, ..self }
    }

    /// True before a page came.
    pub(super) fn is_at_the_first(&self) -> bool {
        self.turned == 0
    }

    /// The request for the first page.
    pub(super) fn begin(&mut self) -> Turn<R> {
        self.turn_to(None)
    }

    fn turn_to(&mut self, after: Option<R::Id>) -> Turn<R> {
        let call = (self.turning)(after.clone(), self.page_rows);
        self.after = after;
        match call.and_then(|call| Ok((question::request(&self.account, &call)?, call))) {
            Ok((request, call)) => {
                self.asked = Some(call);
                Turn::Ask(request)
            }
            Err(failure) => Turn::Failed(failure),
        }
    }

    /// Takes the answer to the request that was given last.
    pub(super) fn take(&mut self, answer: Result<Response, TransportFault>) -> Turn<R> {
        let Some(call) = self.asked.take() else {
            return Turn::Failed(Failure::Unclear(Doubt::Interrupted));
        };
        if is_too_large(&answer) && self.page_rows > FEW_ROWS {
            self.page_rows = FEW_ROWS;
            self.was_too_large = true;
            return self.turn_to(self.after.clone());
        }
        let page = match errors::read(&call, answer) {
            Ok(page) => page,
            Err(failure) => return Turn::Failed(failure),
        };
        self.turned += 1;
        let (next, brought) = (page.next.clone(), self.put(page));
        if std::mem::take(&mut self.was_too_large) && next == Next::End {
            return Turn::Failed(Failure::Unclear(Doubt::Unreadable));
        }
        let is_over = next == Next::End || self.window.as_ref().is_some_and(Window::is_past);
        match next {
            _ if is_over => Turn::All(self.all()),
            // A page that brings nothing leads in circles.
            Next::After(row) if brought && self.turned < MOST_PAGES => self.turn_to(Some(row)),
            _ => Turn::Failed(Failure::Unclear(Doubt::Unreadable)),
        }
    }

    /// Keeps the rows of a page, those that were not there before. True where there was one.
    fn put(&mut self, page: Page<R>) -> bool {
        let mut brought = false;
        for row in page.data {
            match row {
                Ok(row) => {
                    if let Some(window) = &mut self.window {
                        window.pass((window.made)(&row));
                    }
                    if self.seen.insert(row.id().to_string()) {
                        brought = true;
                        self.rows.push(row);
                    }
                }
                // It says by itself that it is none of those that were asked for.
                Err(UnreadableRow { id, why: Unreadable::NotOurs { .. }, .. }) => {
                    brought |= id.is_none_or(|id| self.seen.insert(id));
                }
                Err(row) => {
                    if let Some(window) = &mut self.window {
                        window.pass(row.created);
                    }
                    if row.id.clone().is_none_or(|id| self.seen.insert(id)) {
                        brought = true;
                        self.unread.push(row);
                    }
                }
            }
        }
        brought
    }

    fn all(&mut self) -> Seen<R> {
        Seen { rows: std::mem::take(&mut self.rows), unread: std::mem::take(&mut self.unread) }
    }
}

/// True where the till took no more of the answer: it was too long.
pub(super) fn is_too_large(answer: &Result<Response, TransportFault>) -> bool {
    matches!(answer, Err(TransportFault::TooLarge))
}

impl<R> Window<R> {
    /// Passes a row that was `made` then.
    fn pass(&mut self, made: Option<Timestamp>) {
        match made {
            Some(made) => {
                self.is_ordered &= self.oldest.is_none_or(|oldest| made <= oldest);
                self.oldest = Some(made);
            }
            None => self.is_ordered = false,
        }
    }

    fn is_past(&self) -> bool {
        self.is_ordered && self.oldest.is_some_and(|oldest| oldest < self.since)
    }
}
