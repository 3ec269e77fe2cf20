//! A link and the words around it, in the customer's language.

use chrono::{DateTime, FixedOffset};
use domain::{
    account::Environment,
    language::Language,
    link_kind::{LinkKind, Period, Schedule},
    shared_link::SharedLink,
};
use words::{Key, Words};

/// A link and what is said around it. It names nothing that only staff see.
#[derive(Debug, Clone)]
pub struct Invitation {
    link: SharedLink,
    words: Words,
    ends_at: Option<DateTime<FixedOffset>>,
}

impl Invitation {
    /// `ends_at` is when the link ends by the clocks in the shop; `None` where it has no end.
    pub fn new(link: SharedLink, words: Words, ends_at: Option<DateTime<FixedOffset>>) -> Self {
        Self { link, words, ends_at }
    }

    pub(crate) fn link(&self) -> &SharedLink {
        &self.link
    }

    pub(crate) fn words(&self) -> Words {
        self.words
    }

    pub(crate) fn language(&self) -> Language {
        self.words.language()
    }

    /// The line that nobody may overlook where no real money moves; `None` for live accounts.
    pub(crate) fn mark(&self) -> Option<&'static str> {
        match self.link.environment {
            Environment::Live => None,
            Environment::Sandbox => Some(self.words.text(Key::ShareSandboxMark)),
            Environment::Practice => Some(self.words.text(Key::SharePracticeMark)),
        }
    }

    pub(crate) fn amount(&self) -> String {
        self.words.money(self.link.amount)
    }

    /// The sum that stands out where the link is read; `None` where the customer owes none.
    pub(crate) fn sum(&self) -> Option<String> {
        match self.link.kind {
            LinkKind::CardCheck => None,
            LinkKind::Payment | LinkKind::Reservation | LinkKind::Subscription(_) => {
                Some(self.amount())
            }
        }
    }

    pub(crate) fn subject(&self) -> String {
        let shop = ("shop", self.link.shop_name.as_str());
        let amount = self.amount();
        let amount = ("amount", amount.as_str());
        let subject = match self.link.kind {
            LinkKind::Payment | LinkKind::Subscription(_) => {
                self.words.with(Key::ShareSubject, &[shop, amount])
            }
            LinkKind::Reservation => self.words.with(Key::ShareSubjectReservation, &[shop, amount]),
            LinkKind::CardCheck => self.words.with(Key::ShareSubjectCard, &[shop]),
        };
        match self.link.environment {
            Environment::Live => subject,
            Environment::Sandbox => format!("[{}] {subject}", self.words.text(Key::SandboxWord)),
            Environment::Practice => format!("[{}] {subject}", self.words.text(Key::PracticeWord)),
        }
    }

    /// What the shop asks for, as one sentence.
    pub(crate) fn ask(&self) -> String {
        let shop = ("shop", self.link.shop_name.as_str());
        match self.link.kind {
            LinkKind::CardCheck => self.words.with(Key::ShareAskCard, &[shop]),
            LinkKind::Reservation => {
                self.words.with(Key::ShareAskReservation, &[shop, ("amount", &self.amount())])
            }
            LinkKind::Payment | LinkKind::Subscription(_) => {
                self.words.with(Key::ShareAsk, &[shop, ("amount", &self.amount())])
            }
        }
    }

    /// What the button does.
    pub(crate) fn button(&self) -> String {
        if self.is_paid_at_once() {
            self.words.with(Key::SharePay, &[("amount", &self.amount())])
        } else {
            self.words.text(Key::ShareOpenPage).to_owned()
        }
    }

    /// What stands before the address where there is no button.
    pub(crate) fn open_link(&self) -> &'static str {
        self.words.text(self.said(Key::ShareOpenLink, Key::ShareOpenLinkCard))
    }

    /// One of two texts: nobody is told to pay where the card is only reserved on, or confirmed.
    fn said(&self, paid: Key, card: Key) -> Key {
        if self.is_paid_at_once() { paid } else { card }
    }

    fn is_paid_at_once(&self) -> bool {
        match self.link.kind {
            LinkKind::Payment | LinkKind::Subscription(_) => true,
            LinkKind::Reservation | LinkKind::CardCheck => false,
        }
    }

    /// What becomes of the customer's card, a sentence each; empty where the customer just pays.
    pub(crate) fn card_sentences(&self) -> Vec<String> {
        match &self.link.kind {
            LinkKind::Payment => Vec::new(),
            LinkKind::Reservation => vec![self.words.text(Key::CustomerReservation).to_owned()],
            LinkKind::CardCheck => {
                vec![self.words.with(Key::ShareCardCheck, &[("amount", &self.amount())])]
            }
            LinkKind::Subscription(schedule) => self.later_charges(schedule),
        }
    }

    fn later_charges(&self, schedule: &Schedule) -> Vec<String> {
        let each = self.words.money(schedule.each.money());
        let (day, times) = (schedule.starts_on.to_string(), schedule.times.to_string());
        let values = [("each", each.as_str()), ("day", &day), ("times", &times)];
        let every = match schedule.period {
            Period::Day => Key::ShareEveryDays,
            Period::Week => Key::ShareEveryWeeks,
            Period::Month => Key::ShareEveryMonths,
        };
        vec![
            self.words.with(Key::ShareLaterCharges, &values),
            self.words.with(every, &[("every", &schedule.every.to_string())]),
        ]
    }

    /// Until when the link works, with the zone: nobody knows where this is read. `None` where it has no end.
    pub(crate) fn until(&self) -> Option<String> {
        let ends_at = self.ends_at?;
        let zone = ends_at.format("UTC%:z").to_string();
        let values = [("moment", &*self.words.moment(ends_at)), ("zone", &zone)];
        Some(self.words.with(self.said(Key::ShareUntil, Key::ShareUntilCard), &values))
    }

    /// The same without the zone, for paper that is handed over in the shop.
    pub(crate) fn until_here(&self) -> Option<String> {
        let moment = self.words.moment(self.ends_at?);
        let until = self.said(Key::SlipUntil, Key::SlipUntilCard);
        Some(self.words.with(until, &[("moment", &moment)]))
    }

    pub(crate) fn page_host(&self) -> String {
        self.words.with(Key::SharePageHost, &[("host", &self.link.url.host())])
    }

    pub(crate) fn reference(&self) -> String {
        self.words.with(Key::ShareReference, &[("reference", &self.link.reference)])
    }

    pub(crate) fn unexpected(&self) -> String {
        let unexpected = self.said(Key::ShareUnexpected, Key::ShareUnexpectedCard);
        self.words.with(unexpected, &[("shop", &self.link.shop_name)])
    }

    /// What stands in place of the code where its picture is missing.
    pub(crate) fn code_alt(&self) -> String {
        let (amount, host) = (self.amount(), self.link.url.host());
        let (amount, host) = (("amount", amount.as_str()), ("host", host.as_str()));
        if self.is_paid_at_once() {
            self.words.with(Key::ShareCodeAlt, &[amount, host])
        } else {
            self.words.with(Key::ShareCodeAltCard, &[host])
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Money, pay_url::PayUrl};

    use super::*;

    fn of(kind: LinkKind) -> Invitation {
        let link = SharedLink {
            shop_name: "Marlow".to_owned(),
            amount: Money::new(100, "EUR".parse().unwrap()),
            what_for: "Jacket".to_owned(),
            kind,
            url: PayUrl::stored("https://pay.example/1".to_owned()),
            ends_at: None,
            reference: "1".to_owned(),
            environment: Environment::Live,
            customer_email: None,
        };
        let ends_at = DateTime::parse_from_rfc3339("2026-12-01T18:30:00+04:00").ok();
        Invitation::new(link, Words::of(Language::En), ends_at)
    }

    #[test]
    fn a_slip_asks_for_money_only_where_it_is_paid_at_once() {
        let said = |kind| (of(kind).sum(), of(kind).until_here());
        let until = |text: &str| Some(format!("{text} until 1 Dec 2026, 18:30"));
        assert_eq!(said(LinkKind::Payment), (Some("€1.00".to_owned()), until("Payable")));
        assert_eq!(
            said(LinkKind::Reservation),
            (Some("€1.00".to_owned()), until("The link works"))
        );
        assert_eq!(said(LinkKind::CardCheck), (None, until("The link works")));
    }
}
