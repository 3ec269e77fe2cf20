//! What is kept beside each sale to find it quickly: how it stands, and the words in it.

use domain::{ids::SaleId, sale_state::SaleState};
use rusqlite::{Connection, params};

use crate::{
    error::LedgerError,
    read,
    records::{SaleFilter, SaleRecord},
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

    /// The one that `filter` lets through; `None` where it lets through all.
    pub(crate) fn wanted_by(filter: SaleFilter) -> Option<Self> {
        match filter {
            SaleFilter::All => None,
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

/// Brings both up to date for `sale`.
pub(crate) fn refresh(book: &Connection, sale: SaleId) -> Result<(), LedgerError> {
    let (number, sale) = read::numbered_sale(book, sale)?.ok_or(LedgerError::NotFound)?;
    book.prepare_cached("UPDATE sales SET standing = ?2 WHERE seq = ?1")?
        .execute(params![number, Standing::from(&sale.state()).text()])?;
    book.prepare_cached("DELETE FROM sale_search WHERE rowid = ?1")?.execute([number])?;
    let words = Words::of(&sale);
    book.prepare_cached(
        "INSERT INTO sale_search (rowid, reference, what_for, note, ids, card, amounts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        number,
        words.reference,
        words.what_for,
        words.note,
        words.ids,
        words.card,
        words.amounts
    ])?;
    Ok(())
}

/// The words by which a sale is found.
#[derive(Default)]
struct Words {
    reference: String,
    what_for: String,
    note: String,
    ids: String,
    card: String,
    amounts: String,
}

impl Words {
    fn of(sale: &SaleRecord) -> Self {
        let mut words = Self::default();
        add(&mut words.amounts, &sale.amount.money().plain());
        if sale.shipping.is_some() {
            add(&mut words.amounts, &sale.facts().each().plain());
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
        if let Some(link) = &sale.link {
            if let Some(reference) = &link.our_reference {
                add(&mut words.reference, reference.as_str());
            }
            if let Some(id) = &link.provider_id {
                add(&mut words.ids, id.as_str());
            }
        }
        for payment in &sale.payments {
            add(&mut words.ids, payment.provider_id.as_str());
            add(&mut words.amounts, &payment.amount.plain());
            if let Some(card) = &payment.card {
                add(&mut words.card, &card.brand);
                add(&mut words.card, card.last_four.as_str());
            }
            for refund in &payment.refunds {
                if let Some(id) = &refund.provider_id {
                    add(&mut words.ids, id.as_str());
                }
                add(&mut words.note, refund.note.as_deref().unwrap_or_default());
                add(&mut words.amounts, &refund.amount.money().plain());
            }
            for end in &payment.hold_ends {
                add(&mut words.amounts, &end.amount.money().plain());
            }
            for refund in &payment.elsewhere {
                add(&mut words.ids, refund.provider_id.as_str());
                add(&mut words.amounts, &refund.amount.money().plain());
            }
        }
        words
    }
}

/// A sum is added as `1234.50`; the index takes its parts as words, so that `1234` finds it, too.
fn add(words: &mut String, text: &str) {
    words.push_str(text);
    words.push('\n');
}
