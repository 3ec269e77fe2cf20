//! One way through a list, page by page, while it grows at its head.

use std::collections::HashSet;

use domain::{Timestamp, ids::ProviderPaymentId};
use providers::{SweepAsk, Swept, SweptPayment};

/// More pages than any list has. A provider that never comes to an end is left.
const MOST_PAGES: u32 = 1_000;

/// A way through the payments of all links, from the newest back to those made at `since`.
///
/// What comes in meanwhile pushes the rest towards later pages, so the same payment may come twice; and where a list of
/// several pages seems to have ended, one page more is read.
#[derive(Debug, Clone)]
pub(super) struct Way {
    since: Timestamp,
    page: u32,
    /// By what a provider that does not count pages finds the next one.
    cursor: Option<ProviderPaymentId>,
    seen: HashSet<ProviderPaymentId>,
    /// True once the list seemed to end.
    ended: bool,
    /// How many times in a row the page that is due did not come.
    failures: u32,
}

/// How many times one page is asked for before the way is given up and begun anew: newer payments stand on the first
/// page, and must not wait for an old one that never comes.
const MOST_FAILURES: u32 = 3;

impl Way {
    pub(super) fn new(since: Timestamp) -> Self {
        Self { since, page: 1, cursor: None, seen: HashSet::new(), ended: false, failures: 0 }
    }

    /// What to ask for next.
    pub(super) fn ask(&self) -> SweepAsk {
        SweepAsk { since: self.since, page: self.page, after: self.cursor.clone() }
    }

    /// How many pages came.
    pub(super) fn pages(&self) -> u32 {
        self.page - 1
    }

    /// True before the first page came.
    pub(super) fn is_new(&self) -> bool {
        self.page == 1
    }

    /// True where the page that is due is the one beyond the seeming end.
    pub(super) fn is_beyond_the_end(&self) -> bool {
        self.ended
    }

    /// Notes that the page did not come. True where the way is to be given up.
    pub(super) fn fails(&mut self) -> bool {
        self.failures += 1;
        self.failures >= MOST_FAILURES
    }

    /// Takes the page that was asked for. Gives those of its payments that no earlier page showed, and whether the way
    /// is at its end.
    pub(super) fn take(&mut self, page: Swept) -> (Vec<SweptPayment>, bool) {
        let was_extra = self.ended;
        self.failures = 0;
        self.ended = self.ended || page.last;
        self.cursor = page.cursor.or(self.cursor.take());
        let mut fresh = page.payments;
        fresh.retain(|payment| self.seen.insert(payment.provider_id.clone()));
        let only_page = self.page == 1;
        let over = was_extra || (self.ended && only_page) || self.page >= MOST_PAGES;
        self.page += 1;
        (fresh, over)
    }
}

#[cfg(test)]
mod tests {
    use domain::payment::PaymentStatus;

    use super::*;

    fn moment(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1_000).unwrap()
    }

    fn page(ids: &[i64], last: bool) -> Swept {
        let payments = ids
            .iter()
            .map(|id| SweptPayment {
                provider_id: format!("TRN_{id}").try_into().unwrap(),
                times_paid: None,
                reference: "T-0123456789".to_owned(),
                status: PaymentStatus::Paid,
                at: Some(moment(*id)),
            })
            .collect();
        Swept { payments, last, cursor: None }
    }

    fn ids(payments: &[SweptPayment]) -> Vec<&str> {
        payments.iter().map(|payment| payment.provider_id.as_str()).collect()
    }

    #[test]
    fn a_list_of_one_page_is_one_question() {
        let mut way = Way::new(moment(10));
        assert_eq!(way.ask(), SweepAsk { since: moment(10), page: 1, after: None });
        let (fresh, over) = way.take(page(&[14, 12], true));
        assert_eq!((ids(&fresh), over), (vec!["TRN_14", "TRN_12"], true));
    }

    #[test]
    fn the_next_page_is_found_by_the_last_row_of_the_one_before() {
        let mut way = Way::new(moment(10));
        let cursor = |id: &str| Some(ProviderPaymentId::try_from(id.to_owned()).unwrap());
        way.take(Swept { cursor: cursor("pay_19"), ..page(&[20, 19], false) });
        assert_eq!(way.ask().after, cursor("pay_19"));
        way.take(Swept { cursor: cursor("pay_17"), ..page(&[18, 17], false) });
        assert_eq!(way.ask().after, cursor("pay_17"));
        // The page beyond the end has no row: it says nothing new.
        way.take(page(&[], true));
        assert_eq!(way.ask().after, cursor("pay_17"));
    }

    #[test]
    fn a_page_that_never_comes_ends_the_way_and_one_that_came_late_does_not() {
        let mut way = Way::new(moment(10));
        assert!(!way.fails());
        assert!(!way.fails());
        way.take(page(&[20], false));
        assert_eq!([way.fails(), way.fails(), way.fails()], [false, false, true]);
    }

    #[test]
    fn a_list_that_grows_while_it_is_read_shows_nothing_twice_and_ends_one_page_later() {
        let mut way = Way::new(moment(10));
        let (fresh, over) = way.take(page(&[20, 19], false));
        assert_eq!((ids(&fresh), over), (vec!["TRN_20", "TRN_19"], false));
        // One came in at the head, so this page begins with the end of the one before.
        let (fresh, over) = way.take(page(&[19, 18], true));
        assert_eq!((ids(&fresh), over), (vec!["TRN_18"], false));
        assert_eq!((way.ask().page, way.pages()), (3, 2));
        let (fresh, over) = way.take(page(&[17], true));
        assert_eq!((ids(&fresh), over), (vec!["TRN_17"], true));
    }
}
