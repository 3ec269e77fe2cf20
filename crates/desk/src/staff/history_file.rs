//! Who did what, as a file for a spreadsheet.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use csv::{Terminator, WriterBuilder};
use domain::{TillError, Timestamp, rights::Right, shop_day::ShopDay};
use ledger::{HistoryRow, Ledger, LedgerError};
use serde::Serialize;

use super::history::{Asked, Teller};
use crate::{
    actor::Actor,
    book::till_error,
    desk::Desk,
    products::formula::guarded,
    view::{HistoryEntry, HistoryQuery, StaffView},
};

/// What spreadsheet programs put before a file to say that it is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// How many rows are read at once.
const AT_ONCE: u32 = 1_000;

/// The columns. The last one is by which a row can be proved to be the book's.
const COLUMNS: [&str; 17] = [
    "row",
    "time",
    "staff",
    "staff_id",
    "approved_by",
    "approved_by_id",
    "what",
    "detail",
    "member",
    "member_id",
    "role",
    "account",
    "rules",
    "sale",
    "reference",
    "amount_minor",
    "currency",
];

const HASH: &str = "hash";

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
enum NoFile {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the file was not written")]
    Csv(#[from] csv::Error),
}

impl Desk {
    /// All that fits the question, newest first, as a file of comma separated values; times are RFC 3339, as the clocks in
    /// the shop show them. That it was taken stands in the book before anybody has it.
    ///
    /// # Errors
    /// `NotAllowed`; those of [`Self::history`]; the book can't be written.
    pub async fn history_file(&self, by: Actor, query: HistoryQuery) -> Result<String, TillError> {
        by.allow(Right::ReadHistory)?;
        by.allow(Right::Export)?;
        let asked = Asked::from(&query)?;
        let entry = by.entry(self.clock.now());
        let clock = Arc::clone(&self.clock);
        let file = self
            .book
            .with(move |ledger| {
                let day = ShopDay::of(&ledger.till_settings()?);
                let file = file(ledger, asked, |at| clock.shop_time(day, at))?;
                ledger.history_exported(entry)?;
                Ok(file)
            })
            .await?;
        self.anchor_now().await;
        file.map_err(|problem: NoFile| match problem {
            NoFile::Ledger(error) => till_error(&error),
            NoFile::Csv(_) => TillError::UnknownError,
        })
    }
}

fn file(
    ledger: &Ledger,
    mut asked: Asked,
    shop_time: impl Fn(Timestamp) -> DateTime<FixedOffset>,
) -> Result<String, NoFile> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS.into_iter().chain([HASH]))?;
    let mut teller = Teller::new(ledger)?;
    loop {
        let rows = ledger.history(&asked.search(AT_ONCE))?;
        let Some(last) = rows.last() else { break };
        asked.before = Some(last.seq);
        for row in rows {
            let cells = cells(&mut teller, &row, &shop_time)?;
            writer.write_record(cells.iter().chain([&row.hash]))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

fn cells(
    teller: &mut Teller<'_>,
    row: &HistoryRow,
    shop_time: impl Fn(Timestamp) -> DateTime<FixedOffset>,
) -> Result<[String; COLUMNS.len()], LedgerError> {
    let entry = teller.tell(row)?;
    let name = |staff: &Option<StaffView>| {
        staff.as_ref().map(|staff| guarded(&staff.name)).unwrap_or_default()
    };
    let id = |staff: &Option<StaffView>| {
        staff.as_ref().map(|staff| staff.id.clone()).unwrap_or_default()
    };
    let HistoryEntry {
        seq,
        at,
        by,
        approved_by,
        kind,
        detail,
        role,
        member,
        account,
        rules,
        settings,
        sale,
        reference,
        money,
    } = &entry;
    Ok([
        seq.to_string(),
        shop_time(at.0).to_rfc3339_opts(SecondsFormat::Millis, true),
        name(by),
        id(by),
        name(approved_by),
        id(approved_by),
        kind.word().to_owned(),
        detail.clone(),
        name(member),
        id(member),
        role.as_ref().map(word).unwrap_or_default(),
        guarded(account),
        rules.as_ref().map(text).or_else(|| settings.as_ref().map(text)).unwrap_or_default(),
        sale.clone().unwrap_or_default(),
        guarded(reference),
        money.map(|money| money.minor().to_string()).unwrap_or_default(),
        money.map(|money| money.currency().code().to_owned()).unwrap_or_default(),
    ])
}

/// What holds from then on, as the book keeps it: the rules, or the settings.
fn text(kept: &impl Serialize) -> String {
    serde_json::to_string(kept).unwrap_or_default()
}

fn word(text: &impl Serialize) -> String {
    let word = serde_json::to_value(text).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}
