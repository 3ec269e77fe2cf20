//! A shop with one account and an empty book.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use domain::{
    Amount, Money, Timestamp,
    account::{Account, Environment, ProviderId},
    basket::{Basket, BasketLine},
    hold::HoldEndKind,
    ids::{AccountId, HoldEndId, LinkId, PaymentId, RefundId, SaleId, StaffId},
    link::MadeLink,
    link_kind::LinkKind,
    link_life::LinkEvent,
    link_wish::LinkFigures,
    pay_url::PayUrl,
    payment::{PaymentStatus, SeenPayment},
    place::{Host, Place, PracticeHost},
    reference::OurReference,
    refund::RefundReason,
    sale::NewSale,
    usage::Usage,
};
use ledger::{
    Entry, HoldEndStarted, Ledger, RefundStarted, StartHoldEnd, StartHoldEndError, StartRefund,
    StartRefundError, StartSale, Started,
};
use rusqlite::{Connection, types::Value};
use tempfile::TempDir;
use uuid::Uuid;

/// 2026-11-20T14:00:00Z.
pub(crate) const NOON: i64 = 1_795_183_200_000;

pub(crate) struct Shop {
    pub(crate) folder: TempDir,
    pub(crate) ledger: Ledger,
    pub(crate) account: AccountId,
    pub(crate) next: AtomicU64,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        let mut shop =
            Self { folder, ledger, account: Uuid::nil().into(), next: AtomicU64::new(1) };
        shop.account = shop.add_account(Environment::Practice);
        shop
    }

    pub(crate) fn add_account(&self, environment: Environment) -> AccountId {
        let id: AccountId = self.fresh();
        let account = Account {
            id,
            provider: ProviderId::GlobalPayments,
            place: place(environment),
            name: "Counter".into(),
            key_id: format!("app-{id}"),
            reports_id: None,
            merchant: None,
            link_account: None,
            payment_account: None,
            country: String::from("ie").try_into().unwrap(),
            currencies: vec!["EUR".parse().unwrap(), "JPY".parse().unwrap()],
            allowed_disputed: vec![],
            return_page: None,
            pay_host: None,
            pay_page: None,
            pricing: None,
            description: "Goods".into(),
            added_at: at(0),
        };
        self.ledger.add_account(now(), &account).unwrap();
        account.id
    }

    pub(crate) fn fresh<T: From<Uuid>>(&self) -> T {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(u128::from(number)).into()
    }

    /// A start that has not been written.
    pub(crate) fn start<'a>(&self, new_sale: &'a NewSale) -> StartSale<'a> {
        let link: LinkId = self.fresh();
        StartSale {
            sale: self.fresh(),
            link,
            account: self.account,
            press: self.fresh(),
            key: self.fresh(),
            new_sale,
            reference: OurReference::new(&new_sale.reference, link).unwrap(),
            expires_at: at(900),
            provider_time: at(1),
        }
    }

    /// A sale whose first request is on its way.
    pub(crate) fn begin(&self, new_sale: &NewSale) -> (SaleId, LinkId) {
        let start = self.start(new_sale);
        assert_eq!(self.ledger.start_sale(now(), &start).unwrap(), Started::Now);
        (start.sale, start.link)
    }

    /// A sale of 25.00 EUR whose link can be paid.
    pub(crate) fn waiting(&self) -> (SaleId, LinkId) {
        let (sale, link) = self.begin(&typed("Table 4"));
        self.made(link);
        (sale, link)
    }

    pub(crate) fn made(&self, link: LinkId) {
        let event = made(&format!("LNK_{}", link.reference_tail()));
        self.ledger.link_event(now(), link, &event).unwrap();
    }

    pub(crate) fn pay(&self, link: LinkId, minor: u64) -> PaymentId {
        let payment: PaymentId = self.fresh();
        self.becomes(link, payment, PaymentStatus::Paid, minor);
        payment
    }

    /// A refund that has not been written.
    pub(crate) fn refund(&self, payment: PaymentId, minor: u64) -> StartRefund {
        StartRefund {
            refund: self.fresh(),
            payment,
            press: self.fresh(),
            key: self.fresh(),
            amount: eur(minor),
            reason: RefundReason::CustomerAsked,
            note: "came back".into(),
            provider_time: at(2),
            approved_by: None,
            day_limit: None,
        }
    }

    pub(crate) fn begin_refund(
        &self,
        payment: PaymentId,
        minor: u64,
    ) -> Result<RefundId, StartRefundError> {
        let start = self.refund(payment, minor);
        let started = self.ledger.start_refund(now(), &start)?;
        assert_eq!(started, RefundStarted::Now);
        Ok(start.refund)
    }

    /// A payment that is reserved and not captured.
    pub(crate) fn reserve(&self, link: LinkId, minor: u64) -> PaymentId {
        let payment: PaymentId = self.fresh();
        self.becomes(link, payment, PaymentStatus::Reserved, minor);
        payment
    }

    /// The provider reports that `payment` is in `status`.
    pub(crate) fn becomes(
        &self,
        link: LinkId,
        payment: PaymentId,
        status: PaymentStatus,
        minor: u64,
    ) {
        let seen = seen(&format!("TRN_{}", tail(payment)), status, minor);
        let new = self.ledger.payment_seen(now(), link, &seen, payment);
        assert_eq!(new.unwrap(), Some(payment));
    }

    /// A capture or a release that has not been written.
    pub(crate) fn hold_end(
        &self,
        payment: PaymentId,
        kind: HoldEndKind,
        minor: u64,
    ) -> StartHoldEnd {
        StartHoldEnd {
            hold_end: self.fresh(),
            payment,
            press: self.fresh(),
            key: self.fresh(),
            kind,
            amount: eur(minor),
            provider_time: at(3),
        }
    }

    pub(crate) fn begin_hold_end(
        &self,
        payment: PaymentId,
        kind: HoldEndKind,
        minor: u64,
    ) -> Result<HoldEndId, StartHoldEndError> {
        let start = self.hold_end(payment, kind, minor);
        let started = self.ledger.start_hold_end(now(), &start)?;
        assert_eq!(started, HoldEndStarted::Now);
        Ok(start.hold_end)
    }

    /// The file as any program may open it.
    pub(crate) fn file(&self) -> Connection {
        Connection::open(self.folder.path().join("till.db")).unwrap()
    }

    /// Every row of every table.
    pub(crate) fn tables(&self) -> BTreeMap<String, Vec<Vec<Value>>> {
        let file = self.file();
        let mut names = file
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table'
                     AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'sale_search%'
                 UNION SELECT 'sale_search'",
            )
            .unwrap();
        let names = names.query_map([], |row| row.get(0)).unwrap();
        names
            .map(Result::unwrap)
            .map(|name: String| {
                let rows = rows(&file, &format!("SELECT rowid, * FROM {name}"))
                    .or_else(|_| rows(&file, &format!("SELECT * FROM {name}")));
                (name, rows.unwrap())
            })
            .collect()
    }
}

fn rows(file: &Connection, sql: &str) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut rows = file.prepare(sql)?;
    let width = rows.column_count();
    rows.query_map([], |row| (0..width).map(|at| row.get(at)).collect())?.collect()
}

/// `seconds` after noon.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(NOON + seconds * 1_000).unwrap()
}

pub(crate) fn now() -> Entry {
    by_the_owner(at(0))
}

pub(crate) fn by_the_owner(at: Timestamp) -> Entry {
    Entry { by: StaffId::OWNER, at }
}

pub(crate) fn money(minor: u64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

pub(crate) fn eur(minor: u64) -> Amount {
    Amount::new(money(minor)).unwrap()
}

pub(crate) fn place(environment: Environment) -> Place {
    match environment {
        Environment::Live => Place::Live { host: Host::Global },
        Environment::Sandbox => Place::Sandbox { host: Host::Global, extra_root: None },
        Environment::Practice => {
            Place::Practice { host: PracticeHost::ThisComputer { port: 7_701 } }
        }
    }
}

/// 25.00 EUR.
pub(crate) fn typed(reference: &str) -> NewSale {
    NewSale {
        amount: eur(2_500),
        reference: reference.into(),
        name: "Corner Shop".into(),
        description: "Two lamps".into(),
        staff_note: "blue coat".into(),
        payable_for: Duration::from_mins(15),
        usage: Usage::Single,
        shipping: None,
        kind: LinkKind::Payment,
        customer_email: Some(String::from("nino@shop.example").try_into().unwrap()),
        page_language: None,
        customer: None,
        basket: None,
    }
}

/// Two mugs of 10.00 and 5.00 beside them.
pub(crate) fn basket() -> Basket {
    let line = BasketLine {
        product: Uuid::from_u128(77).into(),
        name: String::from("Blue mug").try_into().unwrap(),
        catalogue_id: Some(String::from("prod_mug").try_into().unwrap()),
        unit: eur(1_000),
        quantity: 2.try_into().unwrap(),
    };
    Basket { lines: vec![line], free: Some(eur(500)) }
}

/// What a link may be changed to: paid up to five times, with 3.50 for shipping, until half an hour after noon.
pub(crate) fn figures(minor: u64) -> LinkFigures {
    LinkFigures {
        amount: eur(minor),
        usage: Usage::Multiple { limit: 5.try_into().unwrap() },
        shipping: Some(money(350)),
        expires_at: at(1_800),
    }
}

pub(crate) fn made(provider_id: &str) -> LinkEvent {
    LinkEvent::Made(MadeLink {
        provider_id: provider_id.to_owned().try_into().unwrap(),
        url: PayUrl::stored(format!("https://apis.globalpay.com/{provider_id}")),
        expires_at: Some(at(900)),
        total: None,
    })
}

pub(crate) fn seen(provider_id: &str, status: PaymentStatus, minor: u64) -> SeenPayment {
    SeenPayment {
        provider_id: provider_id.to_owned().try_into().unwrap(),
        status,
        amount: money(minor),
        at: Some(at(60)),
        card: None,
    }
}

pub(crate) fn tail(payment: PaymentId) -> String {
    Uuid::from(payment).simple().to_string()
}
