//! What is kept beside each sale to find it quickly: how it stands, and the words in it.

use domain::{Money, ids::SaleId, sale_state::SaleState};
use rusqlite::{Connection, OptionalExtension as _, params};
use tracing::error;

use crate::{
    columns,
    error::{Failure, LedgerError},
    marks::{self, Mark},
    read,
    records::{SaleFilter, SaleRecord},
    typed_words::indexed_sum,
};

/// Where a sale stands, as far as a list of sales is filtered by it. The rule is the domain's `sale_state`; this only
/// sorts its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Open,
    Paid,
    Refunded,
    Over,
}

impl Standing {
    /// What a sale has before its first event is carried through.
    pub(crate) const AT_FIRST: Self = Self::Open;

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Paid => "PAID",
            Self::Refunded => "REFUNDED",
            Self::Over => "OVER",
        }
    }

    /// The one that `filter` lets through; `None` where it does not ask.
    pub(crate) fn wanted_by(filter: SaleFilter) -> Option<Self> {
        match filter {
            SaleFilter::All | SaleFilter::NeedsPerson => None,
            SaleFilter::Open => Some(Self::Open),
            SaleFilter::Paid => Some(Self::Paid),
            SaleFilter::Refunded => Some(Self::Refunded),
        }
    }
}

impl From<&SaleState> for Standing {
    fn from(state: &SaleState) -> Self {
        match state {
            SaleState::Making
            | SaleState::NotSent
            | SaleState::ConfirmTotal { .. }
            | SaleState::Waiting { .. }
            | SaleState::Paying
            | SaleState::NotSure { .. }
            | SaleState::NeedsPerson { .. }
            | SaleState::CardRefused { .. }
            | SaleState::Cancelling
            | SaleState::Reserved
            | SaleState::HoldEnding { .. }
            | SaleState::Collecting { .. }
            | SaleState::RefundRunning { .. } => Self::Open,
            SaleState::Paid { .. }
            | SaleState::PaidLate { .. }
            | SaleState::PaidAfterCancel { .. }
            | SaleState::PaidTwice { .. }
            | SaleState::PaidDifferentAmount { .. } => Self::Paid,
            SaleState::PartlyRefunded { .. } | SaleState::Refunded { .. } => Self::Refunded,
            SaleState::Released { .. }
            | SaleState::CardConfirmed { .. }
            | SaleState::PaymentFailed
            | SaleState::Expired
            | SaleState::Closed
            | SaleState::LinkRefused { .. } => Self::Over,
        }
    }
}

/// Fills the index where it is empty, as a book is that got a new one. A sale that can't be read keeps no other from being
/// found, and no book from being opened.
pub(crate) fn fill(book: &mut Connection) -> Result<(), LedgerError> {
    let is_empty = "SELECT EXISTS (SELECT 1 FROM sales) AND NOT EXISTS (SELECT 1 FROM sale_search)";
    if !book.query_row(is_empty, [], |row| row.get::<_, bool>(0))? {
        return Ok(());
    }
    let filling = book.transaction()?;
    {
        let mut sales = filling.prepare("SELECT seq, id FROM sales ORDER BY seq")?;
        let mut rows = sales.query([])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get("seq")?;
            let refreshed = columns::parsed(row, "id")
                .map_err(LedgerError::from)
                .and_then(|sale| refresh(&filling, sale));
            match refreshed {
                Err(LedgerError::Failed(Failure::Unreadable)) => {
                    error!(number, "a sale can't be read, so no word finds it");
                }
                refreshed => refreshed?,
            }
        }
    }
    Ok(filling.commit()?)
}

/// Brings both up to date for `sale`.
pub(crate) fn refresh(book: &Connection, sale: SaleId) -> Result<(), LedgerError> {
    let (number, sale) = read::numbered_sale(book, sale)?.ok_or(LedgerError::NotFound)?;
    let state = sale.state();
    book.prepare_cached("UPDATE sales SET standing = ?2 WHERE seq = ?1")?
        .execute(params![number, Standing::from(&state).text()])?;
    let words = Words::of(&sale, &state);
    let before = indexed(book, number)?;
    // Most events change no word, and to take a word out of the index costs more than to look it up.
    if before.as_ref() == Some(&words) {
        return Ok(());
    }
    if before.is_some() {
        book.prepare_cached("DELETE FROM sale_search WHERE rowid = ?1")?.execute([number])?;
    }
    book.prepare_cached(
        "INSERT INTO sale_search (rowid, reference, what_for, note, ids, card, amounts, marks)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        number,
        words.reference,
        words.what_for,
        words.note,
        words.ids,
        words.card,
        words.amounts,
        words.marks
    ])?;
    Ok(())
}

/// The words that the index has of a sale.
fn indexed(book: &Connection, number: i64) -> Result<Option<Words>, LedgerError> {
    let sql = "SELECT reference, what_for, note, ids, card, amounts, marks
        FROM sale_search WHERE rowid = ?1";
    let words = book.prepare_cached(sql)?.query_row([number], |row| {
        Ok(Words {
            reference: row.get("reference")?,
            what_for: row.get("what_for")?,
            note: row.get("note")?,
            ids: row.get("ids")?,
            card: row.get("card")?,
            amounts: row.get("amounts")?,
            marks: row.get("marks")?,
        })
    });
    Ok(words.optional()?)
}

/// The words by which a sale is found.
#[derive(Default, PartialEq, Eq)]
struct Words {
    reference: String,
    what_for: String,
    note: String,
    ids: String,
    card: String,
    amounts: String,
    marks: String,
}

impl Words {
    fn of(sale: &SaleRecord, state: &SaleState) -> Self {
        let mut words = Self { marks: marks_of(sale, state), ..Self::default() };
        add_sum(&mut words.amounts, sale.amount.money());
        if sale.shipping.is_some() {
            add_sum(&mut words.amounts, sale.facts().each());
        }
        if let Some(texts) = &sale.texts {
            add(&mut words.reference, &texts.reference);
            add(&mut words.what_for, &texts.description);
            add(&mut words.note, &texts.staff_note);
            if let Some(email) = &texts.customer_email {
                add(&mut words.note, email.as_str());
            }
        }
        for line in sale.basket.iter().flat_map(|basket| &basket.lines) {
            add(&mut words.what_for, line.name.as_str());
        }
        for link in sale.link.iter().chain(sale.others.iter().map(|other| &other.link)) {
            if let Some(reference) = &link.our_reference {
                add(&mut words.reference, reference.as_str());
            }
            if let Some(id) = &link.provider_id {
                add(&mut words.ids, id.as_str());
            }
        }
        for payment in &sale.payments {
            add(&mut words.ids, payment.provider_id.as_str());
            add_sum(&mut words.amounts, payment.amount);
            if let Some(card) = &payment.card {
                add(&mut words.card, &card.brand);
                add(&mut words.card, card.last_four.as_str());
            }
            for refund in &payment.refunds {
                if let Some(id) = &refund.provider_id {
                    add(&mut words.ids, id.as_str());
                }
                add(&mut words.note, refund.note.as_deref().unwrap_or_default());
                add_sum(&mut words.amounts, refund.amount.money());
            }
            for end in &payment.hold_ends {
                add_sum(&mut words.amounts, end.amount.money());
            }
            for refund in &payment.elsewhere {
                add(&mut words.ids, refund.provider_id.as_str());
                add_sum(&mut words.amounts, refund.amount.money());
            }
        }
        words
    }
}

fn marks_of(sale: &SaleRecord, state: &SaleState) -> String {
    let marks = [
        Mark::Environment(sale.environment),
        Mark::Standing(Standing::from(state)),
        Mark::Account(sale.account),
        Mark::BegunBy(sale.started_by),
    ];
    // Money may be at every account that a link was asked of.
    let earlier = sale.others.iter().map(|other| Mark::Account(other.account));
    let needs_person = marks::needs_person(state).then_some(Mark::NeedsPerson);
    let all = marks.into_iter().chain(earlier).chain(needs_person);
    let letters: Vec<String> = all.map(|mark| mark.letter().to_string()).collect();
    letters.join(" ")
}

fn add_sum(words: &mut String, sum: Money) {
    add(words, &indexed_sum(&sum.plain()));
}

fn add(words: &mut String, text: &str) {
    words.push_str(text);
    words.push('\n');
}
