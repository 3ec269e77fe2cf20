//! A list that is read page by page, and whether it was seen so far that what is not in it is absent (fact sheet, 'Staff
//! routes').

use std::collections::HashSet;

use domain::{Timestamp, account::Account, error::Doubt};

use super::{
    errors::{self, Failure},
    hosts, question,
};
use crate::{
    merchant_dashboard::{
        Call, Link, LinkUuid, Next, NextPage, Page, Payment, Row, Told, UnreadableRow, links,
    },
    transport::{Request, Response, TransportFault},
};

/// The most pages that are read. How many rows a page has, the dashboard says. Whoever looks for something among more must
/// look elsewhere.
const MOST_PAGES: usize = 50;

/// A way through a list.
pub(super) struct Pages<R: Row> {
    account: Account,
    id: fn(&R) -> &str,
    asked: Option<Call<Page<R>>>,
    turned: usize,
    seen: HashSet<String>,
    rows: Vec<R>,
    unread: Vec<UnreadableRow>,
    window: Option<Window<R>>,
}

/// Back to when a list is read, and where that can be seen.
struct Window<R> {
    since: Timestamp,
    made: fn(&R) -> Told<Timestamp>,
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

impl Pages<Link> {
    /// The links no further back than to those made before `since`. That is believed only of a list that really goes from
    /// new to old: no document says so.
    pub(super) fn links_back_to(account: &Account, since: Timestamp) -> Self {
        let made = |link: &Link| link.created_at;
        let window = Some(Window { since, made, is_ordered: true, oldest: None });
        Self { window, ..Self::new(account, links::list(), |link| link.uuid.as_str()) }
    }
}

impl Pages<Payment> {
    /// All payments of a link.
    pub(super) fn payments(account: &Account, link: &LinkUuid) -> Self {
        Self::new(account, links::payments(link), |payment| payment.id.as_str())
    }
}

impl<R: Row> Pages<R> {
    fn new(account: &Account, first: Call<Page<R>>, id: fn(&R) -> &str) -> Self {
        Self {
            account: account.clone(),
            id,
            asked: Some(first),
            turned: 0,
            seen: HashSet::new(),
            rows: Vec::new(),
            unread: Vec::new(),
            window: None,
        }
    }

    /// The request for the first page.
    pub(super) fn begin(&self) -> Turn<R> {
        match &self.asked {
            Some(call) => {
                question::request(&self.account, call).map_or_else(Turn::Failed, Turn::Ask)
            }
            None => Turn::Failed(Failure::Unclear(Doubt::Interrupted)),
        }
    }

    /// The rows that came so far.
    pub(super) fn rows(&self) -> &[R] {
        &self.rows
    }

    /// Gives away what came so far.
    pub(super) fn all(&mut self) -> Seen<R> {
        Seen { rows: std::mem::take(&mut self.rows), unread: std::mem::take(&mut self.unread) }
    }

    /// Takes the answer to the request that was given last.
    pub(super) fn take(&mut self, answer: Result<Response, TransportFault>) -> Turn<R> {
        let Some(call) = self.asked.take() else {
            return Turn::Failed(Failure::Unclear(Doubt::Interrupted));
        };
        let Page { data, next, .. } = match errors::read(&call, answer) {
            Ok(page) => page,
            Err(failure) => return Turn::Failed(failure),
        };
        self.turned += 1;
        let brought = self.put(data);
        let is_over = self.window.as_ref().is_some_and(Window::is_past);
        match next {
            Next::End => Turn::All(self.all()),
            _ if is_over => Turn::All(self.all()),
            // A page that brings nothing leads in circles.
            Next::More(next) if brought && self.turned < MOST_PAGES => self.turn_to(&next),
            Next::More(_) | Next::Unknown => Turn::Failed(Failure::Unclear(Doubt::Unreadable)),
        }
    }

    fn turn_to(&mut self, next: &NextPage<R>) -> Turn<R> {
        let call = hosts::base(&self.account.place).map_err(Failure::from);
        match call.and_then(|base| Ok(next.call(&base)?)) {
            Ok(call) => {
                self.asked = Some(call);
                self.begin()
            }
            Err(failure) => Turn::Failed(failure),
        }
    }

    /// Keeps the rows of a page, those that were not there before. True where there was one.
    fn put(&mut self, rows: Vec<Result<R, UnreadableRow>>) -> bool {
        let mut brought = false;
        for row in rows {
            match row {
                Ok(row) => {
                    if let Some(window) = &mut self.window {
                        window.pass((window.made)(&row));
                    }
                    if self.seen.insert((self.id)(&row).to_owned()) {
                        brought = true;
                        self.rows.push(row);
                    }
                }
                Err(row) => {
                    if let Some(window) = &mut self.window {
                        window.pass(row.created_at);
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
}

impl<R> Window<R> {
    /// Passes a row that was `made` then.
    fn pass(&mut self, made: Told<Timestamp>) {
        match made.known() {
            Some(made) => {
                self.is_ordered &= self.oldest.is_none_or(|oldest| *made <= oldest);
                self.oldest = Some(*made);
            }
            None => self.is_ordered = false,
        }
    }

    fn is_past(&self) -> bool {
        self.is_ordered && self.oldest.is_some_and(|oldest| oldest < self.since)
    }
}
