//! The table of payments: what the provider reports, as far as it is news.

use domain::{
    Timestamp,
    event::Fact,
    ids::{AccountId, LinkId, PaymentId, ProviderPaymentId, SaleId},
    payment::{PaymentStatus, SeenPayment},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Event, link};
use crate::{
    columns,
    error::{Failure, LedgerError},
};

/// What the book holds of a payment after the provider reported `seen`.
///
/// Lists and single reads at a provider lag behind each other by seconds, so a report may be older than what the book
/// knows. A report that can't come after what is known is such an old one, and all of it is ignored.
pub(crate) fn merged(known: &SeenPayment, seen: &SeenPayment) -> SeenPayment {
    if !may_follow(&known.status, &seen.status) {
        return known.clone();
    }
    SeenPayment {
        at: seen.at.or(known.at),
        card: seen.card.clone().or_else(|| known.card.clone()),
        ..seen.clone()
    }
}

fn may_follow(known: &PaymentStatus, seen: &PaymentStatus) -> bool {
    use PaymentStatus::{
        CardConfirmed, NotBegun, Paid, Pending, Processing, Refused, Reserved, Reversed, Taken,
        Unknown,
    };

    match known {
        Pending | Processing | NotBegun | Unknown(_) => true,
        // Of what was taken, a report that lags behind may still say that it is reserved.
        Reserved | Taken => !matches!(seen, Pending | Processing | NotBegun | Unknown(_)),
        // The card was declined, yet the money came: rare, and better seen than missed.
        Refused => !matches!(seen, Pending | NotBegun | Unknown(_)),
        // No payment is refused before it is paid, so a 'refused' is newer: the money failed to arrive after all.
        Paid => matches!(seen, Paid | Refused | Reversed),
        Reversed => matches!(seen, Reversed),
        CardConfirmed => matches!(seen, CardConfirmed),
    }
}

/// The payment of `account` that the provider calls by this id.
pub(crate) fn find(
    book: &Connection,
    account: AccountId,
    provider_id: &ProviderPaymentId,
) -> Result<Option<(PaymentId, LinkId, SeenPayment)>, LedgerError> {
    let found = book
        .prepare_cached(
            "SELECT id, link, provider_id, status, minor, currency, at, card
             FROM payments WHERE account = ?1 AND provider_id = ?2",
        )?
        .query_row(params![account.to_string(), provider_id.as_str()], |row| {
            Ok((columns::parsed(row, "id")?, columns::parsed(row, "link")?, known(row)?))
        })
        .optional()?;
    Ok(found)
}

fn known(row: &Row<'_>) -> rusqlite::Result<SeenPayment> {
    Ok(SeenPayment {
        provider_id: columns::required(row, "provider_id")?,
        status: columns::json(row, "status")?,
        amount: columns::money(row)?,
        at: columns::maybe_moment(row, "at")?,
        card: columns::maybe_json(row, "card")?,
    })
}

/// The sale and the account of a link.
pub(crate) fn place(
    book: &Connection,
    link: LinkId,
) -> Result<Option<(SaleId, AccountId)>, LedgerError> {
    let found = book
        .prepare_cached("SELECT sale, account FROM links WHERE id = ?1")?
        .query_row([link.to_string()], |row| {
            Ok((columns::parsed(row, "sale")?, columns::parsed(row, "account")?))
        })
        .optional()?;
    Ok(found)
}

/// The sale and the account of a payment.
pub(crate) fn sale_and_account(
    book: &Connection,
    payment: PaymentId,
) -> Result<(SaleId, AccountId), LedgerError> {
    book.prepare_cached("SELECT sale, account FROM payments WHERE id = ?1")?
        .query_row([payment.to_string()], |row| {
            Ok((columns::parsed(row, "sale")?, columns::parsed(row, "account")?))
        })
        .optional()?
        .ok_or(LedgerError::NotFound)
}

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    let Fact::PaymentSeen { link, payment, seen } = event.fact else {
        return Err(Failure::Misuse.into());
    };
    let (sale, account) = place(book, *link)?.ok_or(LedgerError::NotFound)?;
    if let Some((payment, link, known)) = find(book, account, &seen.provider_id)? {
        update(book, payment, &known.status, &merged(&known, seen), event.entry.at)?;
        link::rewatch(book, link)?;
        return Ok(sale);
    }
    book.prepare_cached(
        "INSERT INTO payments (seq, id, link, sale, account, provider_id, status, paid, minor,
             currency, at, made_at, card, came_at, reversed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, iif(?8, ?12, NULL), ?14)",
    )?
    .execute(params![
        event.seq,
        payment.to_string(),
        link.to_string(),
        sale.to_string(),
        account.to_string(),
        seen.provider_id.as_str(),
        columns::to_json(&seen.status)?,
        seen.status == PaymentStatus::Paid,
        columns::minor(seen.amount)?,
        seen.amount.currency().code(),
        columns::millis(seen.at),
        seen.at.unwrap_or(event.entry.at).millis(),
        seen.card.as_ref().map(columns::to_json).transpose()?,
        columns::millis(reversed_at(&seen.status, event.entry.at)),
    ])?;
    link::rewatch(book, *link)?;
    Ok(sale)
}

/// When the till learns at `at` that a payment is in `status`: since when it is given up or cancelled, as what was held to
/// confirm a card is by itself.
fn reversed_at(status: &PaymentStatus, at: Timestamp) -> Option<Timestamp> {
    matches!(status, PaymentStatus::Reversed | PaymentStatus::CardConfirmed).then_some(at)
}

/// The till learned `seen` at `at`; until then the payment was in the status `before`.
fn update(
    book: &Connection,
    payment: PaymentId,
    before: &PaymentStatus,
    seen: &SeenPayment,
    at: Timestamp,
) -> Result<(), LedgerError> {
    // A provider tells at most when the payment was made. Money that was reserved since then came later, and where nothing
    // is told, money came when the till learned of it: it may have been under way for days.
    let learned_at = (before.is_held() || seen.at.is_none()).then_some(at);
    book.prepare_cached(
        "UPDATE payments SET status = ?2, paid = ?3, minor = ?4, currency = ?5, at = ?6,
             made_at = coalesce(?6, made_at), card = ?7,
             came_at = iif(?3, coalesce(came_at, ?8, ?6, made_at), came_at),
             reversed_at = coalesce(reversed_at, ?9)
         WHERE id = ?1",
    )?
    .execute(params![
        payment.to_string(),
        columns::to_json(&seen.status)?,
        seen.status == PaymentStatus::Paid,
        columns::minor(seen.amount)?,
        seen.amount.currency().code(),
        seen.at.map(Timestamp::millis),
        seen.card.as_ref().map(columns::to_json).transpose()?,
        columns::millis(learned_at),
        columns::millis(reversed_at(&seen.status, at)),
    ])?;
    Ok(())
}
