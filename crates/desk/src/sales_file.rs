//! A list of sales as a file for a spreadsheet.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use csv::{Terminator, WriterBuilder};
use domain::{
    Money, TillError, Timestamp, account::Environment, ids::AccountId, rights::Right,
    shop_day::ShopDay,
};
use ledger::{Ledger, LedgerError, LinkRecord, PaymentRecord, SaleRecord, SaleTexts};
use serde::Serialize;

use crate::{
    actor::Actor, book::till_error, desk::Desk, find::Asked, products::formula::guarded,
    staff_names::StaffNames, view::SaleQuery,
};

/// What spreadsheet programs put before a file to say that it is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// How many sales are read at once.
const AT_ONCE: u32 = 1_000;

const COLUMNS: [&str; 20] = [
    "time",
    "sale",
    "reference",
    "our_reference",
    "what_for",
    "note",
    "environment",
    "provider",
    "account",
    "staff",
    "staff_id",
    "state",
    "currency",
    "asked",
    "paid",
    "refunded",
    "paid_at",
    "card",
    "link",
    "payments",
];

/// A list of sales that leaves the till.
#[derive(Debug)]
pub struct SalesFile {
    /// Live, sandbox or practice: which the file's name says.
    pub environment: Environment,
    /// Comma separated values.
    pub text: String,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
enum NoFile {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the file was not written")]
    Csv(#[from] csv::Error),
}

impl Desk {
    /// All sales that fit the question and that this person may see, newest first, as a file of comma separated values.
    /// Times are RFC 3339, as the clocks in the shop show them; sums have a point before the minor digits. A sale has one
    /// row, and one more, without what was asked, for each earlier link on which money came: it lies at another account.
    /// That the file was taken stands in the book before anybody has it.
    ///
    /// # Errors
    /// `NotAllowed`; `NotFound` where there is no account, or for days or ids that are none; the book can't be written.
    pub async fn sales_file(&self, by: Actor, query: SaleQuery) -> Result<SalesFile, TillError> {
        by.allow(Right::Export)?;
        let mut asked = self.asked(by, query).await?.ok_or(TillError::NotFound)?;
        asked.before = None;
        let (entry, clock) = (by.entry(self.clock.now()), Arc::clone(&self.clock));
        let environment = asked.environment;
        let file = self
            .book
            .with(move |ledger| {
                let day = ShopDay::of(&ledger.till_settings()?);
                let text = file(ledger, asked, |at| clock.shop_time(day, at))?;
                ledger.sales_exported(entry)?;
                Ok(text)
            })
            .await?;
        self.anchor_now().await;
        let text = file.map_err(|problem: NoFile| match problem {
            NoFile::Ledger(error) => till_error(&error),
            NoFile::Csv(_) => TillError::UnknownError,
        })?;
        Ok(SalesFile { environment, text })
    }
}

fn file(
    ledger: &Ledger,
    mut asked: Asked,
    shop_time: impl Fn(Timestamp) -> DateTime<FixedOffset>,
) -> Result<String, NoFile> {
    let names = StaffNames::read(ledger)?;
    let mut accounts = Accounts::default();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    loop {
        let sales = ledger.find_sales(&asked.search(AT_ONCE))?;
        let Some(last) = sales.last() else { break };
        asked.before = Some(last.id);
        for sale in &sales {
            for part in parts(sale) {
                let account = accounts.of(ledger, part.account)?;
                writer.write_record(cells(sale, &part, account, &names, &shop_time))?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

/// What a row tells of a sale: what one account has of it.
struct Part<'s> {
    account: AccountId,
    link: Option<&'s LinkRecord>,
    payments: Vec<&'s PaymentRecord>,
    /// True for the row of the sale itself, which tells what was asked.
    is_first: bool,
}

fn parts(sale: &SaleRecord) -> Vec<Part<'_>> {
    let mut rest: Vec<_> = sale.payments.iter().collect();
    let mut earlier = Vec::new();
    for other in sale.others.iter().rev() {
        let is_here = |payment: &&PaymentRecord| payment.link == other.link.id;
        if rest.iter().any(|payment| is_here(payment) && payment.facts().is_paid()) {
            let (payments, left) = rest.into_iter().partition(is_here);
            rest = left;
            let (account, link) = (other.account, Some(&other.link));
            earlier.push(Part { account, link, payments, is_first: false });
        }
    }
    let link = sale.link.as_ref();
    let own = Part { account: sale.account, link, payments: rest, is_first: true };
    std::iter::once(own).chain(earlier).collect()
}

/// An account as a row tells it.
#[derive(Default)]
struct AccountCells {
    provider: String,
    name: String,
}

/// Those of the accounts, each read once.
#[derive(Default)]
struct Accounts(HashMap<AccountId, AccountCells>);

impl Accounts {
    fn of(&mut self, ledger: &Ledger, account: AccountId) -> Result<&AccountCells, LedgerError> {
        Ok(match self.0.entry(account) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let cells = ledger.account(account)?.map(|account| AccountCells {
                    provider: word(&account.provider, None),
                    name: guarded(&account.name),
                });
                unknown.insert(cells.unwrap_or_default())
            }
        })
    }
}

fn cells(
    sale: &SaleRecord,
    part: &Part<'_>,
    account: &AccountCells,
    names: &StaffNames,
    shop_time: impl Fn(Timestamp) -> DateTime<FixedOffset>,
) -> [String; COLUMNS.len()] {
    let time = |at| shop_time(at).to_rfc3339_opts(SecondsFormat::Millis, false);
    let text = |of: fn(&SaleTexts) -> &String| {
        sale.texts.as_ref().map(|texts| guarded(of(texts))).unwrap_or_default()
    };
    let facts: Vec<_> = part.payments.iter().map(|payment| payment.facts()).collect();
    let paid = || facts.iter().filter(|payment| payment.is_paid());
    let id = part.link.and_then(|link| link.provider_id.as_ref());
    let reference = part.link.and_then(|link| link.our_reference.as_ref());
    let asked = if part.is_first { sale.facts().each().plain() } else { String::new() };
    [
        time(sale.started_at),
        sale.id.to_string(),
        text(|texts| &texts.reference),
        reference.map(|reference| guarded(reference.as_str())).unwrap_or_default(),
        text(|texts| &texts.description),
        text(|texts| &texts.staff_note),
        word(&sale.environment, None),
        account.provider.clone(),
        account.name.clone(),
        guarded(&names.of(sale.started_by)),
        sale.started_by.to_string(),
        word(&sale.state(), Some("kind")),
        sale.amount.currency().code().to_owned(),
        asked,
        total(sale, paid().map(|payment| payment.amount)),
        total(sale, facts.iter().map(domain::sale_state::PaymentFacts::refunded)),
        paid().map(|payment| payment.at).min().map(time).unwrap_or_default(),
        several(part.payments.iter().filter_map(|payment| {
            let card = payment.card.as_ref()?;
            Some(format!("{} {}", card.brand, card.last_four.as_str()))
        })),
        id.map(|id| guarded(id.as_str())).unwrap_or_default(),
        several(part.payments.iter().map(|payment| payment.provider_id.to_string())),
    ]
}

/// The sums together; nothing where there are none, or where one is of another currency than the sale.
fn total(sale: &SaleRecord, sums: impl Iterator<Item = Money>) -> String {
    let zero = Money::zero(sale.amount.currency());
    let total = sums.into_iter().try_fold(zero, Money::plus);
    total.map(Money::plain).unwrap_or_default()
}

fn several(texts: impl Iterator<Item = String>) -> String {
    guarded(&texts.collect::<Vec<_>>().join(" "))
}

/// A value's one word, or the one that tells its kind.
fn word(value: &impl Serialize, kind: Option<&str>) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    let word = kind.map_or(Some(&value), |kind| value.get(kind));
    word.and_then(|word| word.as_str()).unwrap_or_default().to_owned()
}
