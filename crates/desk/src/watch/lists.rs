//! Lists that show the payments of many links at once. They are gone through in two ways: the newest payments, as often
//! as the budget gives; and all that may still matter, because a payment keeps its place in the list while its status
//! changes. What a list shows is a reason to look at a link, and never proof.

use std::time::Duration;

use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    error::Fault,
    ids::{AccountId, LinkId},
    outcome::{Rejection, RejectionClass},
};
use ledger::{Ledger, SweptRow};
use providers::{Lane, Swept};

use super::{pages::Way, rows::Rows};
use crate::{
    desk::Desk,
    pace::{next_newest, next_whole},
};

/// How far the clocks of a provider's own computers may be apart.
const SKEW: Duration = Duration::from_mins(1);

/// How soon one page follows the other.
const NEXT_PAGE: Duration = Duration::from_secs(1);

/// After a page that did not come.
const PAGE_AGAIN: Duration = Duration::from_secs(5);

/// How long a provider that refuses the list to these keys is believed.
const REFUSED_FOR: Duration = Duration::from_hours(1);

/// How long a list is left alone that does not come, where it is a service of its own: the links are read one by one
/// meanwhile.
const FAILED_FOR: Duration = Duration::from_mins(5);

/// How often the mark is written down. What lies between it and the present is listed once more after a restart.
const MARK_EVERY: Duration = Duration::from_mins(1);

/// Which way through the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The newest payments, back to the mark.
    Newest,
    /// All payments back to the oldest link that is watched.
    Whole,
}

impl Which {
    pub(super) const BOTH: [Self; 2] = [Self::Newest, Self::Whole];

    /// How long after its beginning it begins again, where it had so many pages.
    fn pace(self, watched: Watched, pages: u32) -> Duration {
        match self {
            Self::Newest => next_newest(watched.youngest),
            Self::Whole => next_whole(watched.youngest.is_some(), !watched.looks_back, pages),
        }
    }
}

/// What decides how often lists are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watched {
    /// How old the youngest link is on which money is expected; `None` where only late payments may come.
    pub(super) youngest: Option<Duration>,
    /// True where what is paid today may stand as far back in the list as its link is old: where a link can be paid
    /// however old it is, or where the list shows links, by when they were made, and not what was paid on them.
    pub(super) looks_back: bool,
}

/// What is remembered of an account's lists. All moments are on the clock that counts sleep, unless they are the
/// provider's.
#[derive(Debug, Default)]
pub(super) struct Lists {
    newest: List,
    whole: List,
    rows: Rows,
    mark: Mark,
    refused_until: Duration,
}

#[derive(Debug, Default)]
struct List {
    way: Option<Way>,
    began: Duration,
    /// How many pages the last way had that came to its end.
    pages: u32,
    /// What the mark may become when it has come to its end, by the provider's clock.
    reached: Option<Timestamp>,
    due: Duration,
}

/// Up to when the newest payments were seen, by the provider's clock.
#[derive(Debug, Default)]
struct Mark {
    known: Option<Timestamp>,
    written: Option<Timestamp>,
}

impl Lists {
    /// Takes the mark that an earlier run of the program left.
    pub(super) fn take_mark(&mut self, written: Option<Timestamp>) {
        self.mark = Mark { known: self.mark.known.max(written), written };
    }

    /// When the next page of one is due.
    pub(super) fn due(&self, which: Which) -> Duration {
        match which {
            Which::Newest => self.newest.due,
            Which::Whole => self.whole.due,
        }
    }

    /// A link that was made just now does not wait for what was planned while there was none.
    pub(super) fn hurry(&mut self, watched: Watched) {
        for which in Which::BOTH {
            let list = self.list(which);
            if list.way.is_none() {
                let again = list.began.saturating_add(which.pace(watched, list.pages));
                list.due = list.due.min(again);
            }
        }
    }

    /// True while these keys may not read the list, or its own service does not answer.
    pub(super) fn are_refused(&self, now: Duration) -> bool {
        now < self.refused_until
    }

    fn list(&mut self, which: Which) -> &mut List {
        match which {
            Which::Newest => &mut self.newest,
            Which::Whole => &mut self.whole,
        }
    }

    /// Puts a way down whose page did not come, to go on later.
    fn put_down(&mut self, which: Which, way: Way, due: Duration) {
        let list = self.list(which);
        list.way = Some(way);
        list.due = due;
    }

    /// Leaves a way whose page never comes; the next one begins at the newest payments. It has not shown everything up
    /// to its beginning, so the mark stays.
    fn give_up(&mut self, which: Which, due: Duration) {
        let list = self.list(which);
        list.way = None;
        list.reached = None;
        list.due = due;
    }

    /// Leaves the list alone for so long.
    fn read_without(&mut self, span: Duration, now: Duration) {
        self.refused_until = self.refused_until.max(now.saturating_add(span));
    }

    /// Notes a refusal, and how long to wait for the same page.
    fn note_refusal(&mut self, no: &Rejection, now: Duration) -> Duration {
        tracing::warn!(code = no.provider_code, "the provider lists no payments");
        if no.class != RejectionClass::Permission {
            return PAGE_AGAIN;
        }
        self.read_without(REFUSED_FOR, now);
        REFUSED_FOR
    }
}

impl Desk {
    /// Reads one page of a list, and gives the links to look at.
    pub(super) async fn turn_page(
        &self,
        account: &Account,
        which: Which,
        watched: Watched,
        lists: &mut Lists,
    ) -> Result<Vec<LinkId>, TillError> {
        let began = self.clock.elapsed();
        let Some(mut way) = self.way(account, which, lists).await? else {
            let list = lists.list(which);
            list.due = began.saturating_add(which.pace(watched, list.pages));
            return Ok(Vec::new());
        };
        let is_first = way.is_new();
        let exchange = self.executor.provider(account).sweep(account, way.ask());
        let outcome = self.executor.run(account, &self.keys, Lane::Sweep, exchange).await;
        let now = self.clock.elapsed();
        let again = match outcome {
            Outcome::Done(page) => {
                self.note_good_call(account.id);
                let list = lists.list(which);
                if is_first {
                    let took = now.saturating_sub(began);
                    list.began = began;
                    list.reached = Some(self.executor.provider_time(account).minus(took));
                }
                return self.take_page(account.id, which, way, page, watched, lists).await;
            }
            // That there is no page beyond the last one is as good as an empty one.
            Outcome::Rejected(no)
                if way.is_beyond_the_end() && no.class != RejectionClass::Permission =>
            {
                let nothing = Swept { payments: Vec::new(), last: true, cursor: None };
                return self.take_page(account.id, which, way, nothing, watched, lists).await;
            }
            Outcome::Rejected(no) => lists.note_refusal(&no, now),
            Outcome::NotSent(held) if held.fault == Fault::TooManyRequests => {
                let wait = held.retry_after.unwrap_or(PAGE_AGAIN);
                if account.reports_id.is_none() {
                    lists.put_down(which, way, now.saturating_add(wait));
                    return Ok(Vec::new());
                }
                wait
            }
            Outcome::NotSent(_) | Outcome::Unclear(_) => PAGE_AGAIN,
        };
        // Where the list is a service of its own, the payments themselves can be read all the same.
        let is_of_its_own = account.reports_id.is_some();
        if is_of_its_own && again > PAGE_AGAIN {
            lists.read_without(again, now);
        }
        if way.fails() {
            lists.give_up(which, now.saturating_add(again));
            if is_of_its_own {
                lists.read_without(FAILED_FOR, now);
            }
        } else {
            lists.put_down(which, way, now.saturating_add(again));
        }
        Ok(Vec::new())
    }

    /// The way that is under way, or a new one; `None` where there is nothing to look for.
    async fn way(
        &self,
        account: &Account,
        which: Which,
        lists: &mut Lists,
    ) -> Result<Option<Way>, TillError> {
        if let Some(way) = lists.list(which).way.take() {
            return Ok(Some(way));
        }
        let mut since = lists.mark.known.filter(|_| which == Which::Newest);
        if since.is_none() {
            let (id, now) = (account.id, self.clock.now());
            since = self.book.ask(move |ledger| ledger.oldest_watched(id, now)).await?;
        }
        let read_lag = self.executor.provider(account).capabilities().create.read_lag;
        Ok(since.map(|since| Way::new(since.minus(2 * (read_lag + SKEW)))))
    }

    async fn take_page(
        &self,
        account: AccountId,
        which: Which,
        mut way: Way,
        page: Swept,
        watched: Watched,
        lists: &mut Lists,
    ) -> Result<Vec<LinkId>, TillError> {
        let now = self.clock.elapsed();
        let (payments, over) = way.take(page);
        let pages = way.pages();
        let fresh = lists.rows.fresh(payments, now).into_iter();
        let rows: Vec<SweptRow> = fresh
            .map(|row| SweptRow {
                provider_id: row.provider_id,
                times_paid: row.times_paid,
                reference: row.reference,
                status: row.status,
            })
            .collect();
        let news = self.book.ask(move |ledger: &Ledger| ledger.news(account, &rows)).await?;
        if !over {
            lists.put_down(which, way, now.saturating_add(NEXT_PAGE));
            return Ok(news);
        }
        lists.rows.tidy(now);
        let list = lists.list(which);
        list.pages = pages;
        list.due = list.began.saturating_add(which.pace(watched, pages));
        let reached = list.reached.take();
        if which == Which::Newest {
            self.move_mark(account, reached, &mut lists.mark).await?;
        }
        Ok(news)
    }

    /// A way that came to its end has shown everything up to its beginning.
    async fn move_mark(
        &self,
        account: AccountId,
        reached: Option<Timestamp>,
        mark: &mut Mark,
    ) -> Result<(), TillError> {
        mark.known = mark.known.max(reached);
        if let Some(known) = mark.known
            && mark.written.is_none_or(|written| known.since(written) >= MARK_EVERY)
        {
            self.book.ask(move |ledger| ledger.set_sweep_mark(account, known)).await?;
            mark.written = Some(known);
        }
        Ok(())
    }
}
