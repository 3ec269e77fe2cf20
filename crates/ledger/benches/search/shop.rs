//! A shop with a large book.

use std::time::Duration;

use domain::{
    Amount, Money, Timestamp,
    account::{Account, Environment, ProviderId},
    ids::{AccountId, LinkId, PaymentId, SaleId, StaffId},
    link::{MadeLink, ProviderLinkState},
    link_kind::LinkKind,
    link_life::LinkEvent,
    pay_url::PayUrl,
    payment::{Card, LastFour, PaymentStatus, SeenPayment},
    place::{Host, Place},
    reference::OurReference,
    refund::RefundReason,
    refund_life::RefundEvent,
    sale::NewSale,
    usage::Usage,
};
use ledger::{Entry, Ledger, Period, SaleSearch, Seen, StartRefund, StartSale};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    Failure, clock, copies,
    typed::{Asking, Search},
};

/// 2026-11-20T14:00:00Z.
const NOW: i64 = 1_795_183_200_000;
const A_DAY: i64 = 24 * 60 * 60 * 1_000;

/// Sales that the others are copies of. So many have the same person, in turn.
const TEMPLATES: u32 = 240;
const CASHIERS: u32 = 4;

/// Sales that can still be paid.
const OPEN: u32 = 25;

/// Rows of a screen.
const ROWS: u32 = 50;

pub(crate) struct Shop {
    _folder: TempDir,
    ledger: Ledger,
    open: Vec<LinkId>,
}

impl Shop {
    /// A book with so many sales, the last of which was begun just now.
    pub(crate) fn with(sales: u32) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let ledger = Ledger::open(folder.path())?;
        let account = Uuid::from_u128(1).into();
        ledger.add_account(by(0, NOW), &live_account(account)?)?;
        for number in 1..TEMPLATES {
            let link = begin(&ledger, account, number)?;
            end(&ledger, link, number)?;
        }
        let open: Vec<LinkId> = (TEMPLATES..TEMPLATES + OPEN)
            .map(|number| begin(&ledger, account, number))
            .collect::<Result<_, _>>()?;
        copies::add(&folder.path().join("till.db"), sales, NOW)?;
        Ok(Self { _folder: folder, ledger, open })
    }

    /// How many rows one question finds.
    pub(crate) fn find(
        &self,
        asking: Asking,
        search: Search,
        typed: &str,
    ) -> Result<usize, Failure> {
        let days = search.days.map(|days| Period {
            from: moment(NOW - i64::from(days) * A_DAY),
            to: moment(NOW + A_DAY),
        });
        let cashier = person(1);
        let seen = match asking {
            Asking::Owner => Seen::All,
            Asking::Cashier => Seen::By { staff: cashier, since: moment(NOW - A_DAY / 2) },
        };
        let found = self.ledger.find_sales(&SaleSearch {
            text: typed,
            filter: search.filter,
            days,
            begun_by: search.mine.then_some(cashier),
            seen,
            ..SaleSearch::newest(Environment::Live, ROWS)
        })?;
        Ok(found.len())
    }

    /// How long it takes to write down that a link was made, in the middle: the words of its sale are indexed with it.
    pub(crate) fn event(&self) -> Result<Duration, Failure> {
        let mut times = Vec::new();
        for link in &self.open {
            let started = clock::instant();
            self.ledger.link_event(by(0, NOW), *link, &made(*link)?)?;
            times.push(started.elapsed());
        }
        times.sort_unstable();
        Ok(times.get(times.len() / 2).copied().unwrap_or_default())
    }
}

fn moment(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap_or(Timestamp::EPOCH)
}

fn person(number: u32) -> StaffId {
    Uuid::from_u128(0x1000 + u128::from(number % CASHIERS)).into()
}

fn by(number: u32, at: i64) -> Entry {
    Entry { by: person(number), at: moment(at) }
}

fn id<T: From<Uuid>>(kind: u128, number: u32) -> T {
    Uuid::from_u128((kind << 64) + u128::from(number)).into()
}

fn money(minor: u64) -> Result<Money, Failure> {
    Ok(Money::new(minor, "EUR".parse()?))
}

fn live_account(id: AccountId) -> Result<Account, Failure> {
    Ok(Account {
        id,
        provider: ProviderId::GlobalPayments,
        place: Place::Live { host: Host::Global },
        name: "Counter".into(),
        key_id: "app".into(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        country: String::from("ie").try_into()?,
        currencies: vec!["EUR".parse()?],
        allowed_disputed: vec![],
        return_page: None,
        pay_host: None,
        pay_page: None,
        pricing: None,
        description: "Goods".into(),
        added_at: moment(0),
    })
}

fn begin(ledger: &Ledger, account: AccountId, number: u32) -> Result<LinkId, Failure> {
    let new_sale = NewSale {
        amount: Amount::new(money(asked(number))?)?,
        reference: "Template".into(),
        name: "Corner Shop".into(),
        description: "Goods".into(),
        staff_note: "at the window".into(),
        payable_for: Duration::from_mins(15),
        usage: Usage::Single,
        shipping: None,
        kind: LinkKind::Payment,
        customer_email: None,
        page_language: None,
        customer: None,
        basket: None,
    };
    let link: LinkId = id(2, number);
    let start = StartSale {
        sale: id::<SaleId>(3, number),
        link,
        account,
        press: id(4, number),
        key: id(5, number),
        new_sale: &new_sale,
        reference: OurReference::new(&new_sale.reference, link)?,
        expires_at: moment(NOW),
        provider_time: moment(NOW),
    };
    ledger.start_sale(by(number, NOW - 4 * 365 * A_DAY), &start)?;
    Ok(link)
}

/// What a template asks for: whole units, from 1 to 200, but for some.
fn asked(number: u32) -> u64 {
    let units = u64::from(number) * 37 % 200 + 1;
    units * 100 + if number.is_multiple_of(4) { 50 } else { 0 }
}

/// Has a link come to its end: one of eight expires, one of twelve is refunded in part, one of a hundred is paid wrongly.
fn end(ledger: &Ledger, link: LinkId, number: u32) -> Result<(), Failure> {
    let entry = by(number, NOW - 4 * 365 * A_DAY);
    ledger.link_event(entry, link, &made(link)?)?;
    if number.is_multiple_of(8) {
        let expired = LinkEvent::Observed { state: ProviderLinkState::Expired };
        ledger.link_event(entry, link, &expired)?;
        return Ok(());
    }
    let payment: PaymentId = id(6, number);
    let wrong = u64::from(number.is_multiple_of(100));
    let seen = SeenPayment {
        provider_id: format!("TRN_{number}").try_into()?,
        status: PaymentStatus::Paid,
        amount: money(asked(number) + wrong)?,
        at: Some(entry.at),
        card: Some(Card { brand: "VISA".into(), last_four: LastFour::of_masked("4242")? }),
    };
    ledger.payment_seen(entry, link, &seen, payment)?;
    if number.is_multiple_of(12) {
        let refund = id(7, number);
        let start = StartRefund {
            refund,
            payment,
            press: id(8, number),
            key: id(9, number),
            amount: Amount::new(money(100)?)?,
            reason: RefundReason::CustomerAsked,
            note: String::new(),
            provider_time: entry.at,
            approved_by: None,
            day_limit: None,
        };
        ledger.start_refund(entry, &start)?;
        let done = RefundEvent::Made { provider_id: format!("REF_{number}").try_into()? };
        ledger.refund_event(entry, refund, &done)?;
    }
    Ok(())
}

fn made(link: LinkId) -> Result<LinkEvent, Failure> {
    Ok(LinkEvent::Made(MadeLink {
        provider_id: format!("LNK_{}", link.reference_tail()).try_into()?,
        url: PayUrl::stored(format!("https://apis.globalpay.com/{}", link.reference_tail())),
        expires_at: Some(moment(NOW)),
        total: None,
    }))
}
