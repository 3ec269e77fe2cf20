//! Sales as they are read.

use std::collections::HashMap;

use domain::{
    ids::{AccountId, HoldEndId, IdempotencyKey, LinkId, PaymentId, PressId, RefundId, SaleId},
    pay_url::PayUrl,
    reference::OurReference,
};
use rusqlite::{Connection, OptionalExtension as _, Row};
use uuid::Uuid;

use crate::{
    Ledger, columns,
    error::LedgerError,
    records::{
        ElsewhereRecord, HoldEndRecord, LinkRecord, OtherLink, PaymentRecord, RefundRecord,
        SaleRecord, SaleTexts, TimelineEntry, WishNumber,
    },
};

impl Ledger {
    /// A sale with all that belongs to it.
    pub fn sale(&self, id: SaleId) -> Result<Option<SaleRecord>, LedgerError> {
        self.read(|book| Ok(numbered_sale(book, id)?.map(|(_, sale)| sale)))
    }

    /// The sale of a link as that link sees it: `account`, `provider` and `link` are its own, also where staff tried with
    /// another account since.
    pub fn sale_by_link(&self, link: LinkId) -> Result<Option<SaleRecord>, LedgerError> {
        let sale = self.sale_of_link(link)?.map_or(Ok(None), |sale| self.sale(sale))?;
        Ok(sale.map(|sale| sale.seen_by(link)))
    }

    /// The sale of a payment, as the link sees it that the payment was made on.
    pub fn sale_by_payment(&self, payment: PaymentId) -> Result<Option<SaleRecord>, LedgerError> {
        let sale = self.sale_of_payment(payment)?.map_or(Ok(None), |sale| self.sale(sale))?;
        Ok(sale.map(|sale| sale.seen_by_payment(payment)))
    }

    /// What happened to a sale, oldest first. Empty where there is no such sale.
    pub fn timeline(&self, sale: SaleId) -> Result<Vec<TimelineEntry>, LedgerError> {
        self.read(|book| {
            let mut lines = book.prepare_cached(
                "SELECT at, staff, fact FROM sale_events JOIN events USING (seq)
                 WHERE sale = ?1 ORDER BY seq",
            )?;
            let lines = lines.query_map([sale.to_string()], |row| {
                Ok(TimelineEntry {
                    at: columns::moment(row, "at")?,
                    by: columns::parsed(row, "staff")?,
                    fact: columns::json(row, "fact")?,
                })
            })?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
    }

    /// The sale of a link.
    pub fn sale_of_link(&self, link: LinkId) -> Result<Option<SaleId>, LedgerError> {
        self.sale_by("SELECT sale FROM links WHERE id = ?1", &link.to_string())
    }

    /// The newest link of `account` of which the provider's id is known.
    pub fn newest_link(&self, account: AccountId) -> Result<Option<LinkId>, LedgerError> {
        self.read(|book| {
            let newest = book
                .prepare_cached(
                    "SELECT id FROM links
                     WHERE account = ?1 AND provider_id IS NOT NULL
                     ORDER BY seq DESC LIMIT 1",
                )?
                .query_row([account.to_string()], |row| columns::parsed(row, "id"));
            Ok(newest.optional()?)
        })
    }

    /// The sale that a payment was made for.
    pub fn sale_of_payment(&self, payment: PaymentId) -> Result<Option<SaleId>, LedgerError> {
        self.sale_by("SELECT sale FROM payments WHERE id = ?1", &payment.to_string())
    }

    /// The sale of which a refund gives money back.
    pub fn sale_of_refund(&self, refund: RefundId) -> Result<Option<SaleId>, LedgerError> {
        self.sale_by("SELECT sale FROM refunds WHERE id = ?1", &refund.to_string())
    }

    /// The sale of which a capture or a release ends a reservation.
    pub fn sale_of_hold_end(&self, hold_end: HoldEndId) -> Result<Option<SaleId>, LedgerError> {
        self.sale_by("SELECT sale FROM hold_ends WHERE id = ?1", &hold_end.to_string())
    }

    /// The sale that a press of *Create payment link* began.
    pub fn sale_of_press(&self, press: PressId) -> Result<Option<SaleId>, LedgerError> {
        self.read(|book| sale_of_press(book, press))
    }

    fn sale_by(&self, sql: &'static str, id: &str) -> Result<Option<SaleId>, LedgerError> {
        self.read(|book| one_sale(book, sql, id))
    }
}

/// The sale that a press of *Create payment link* began.
pub(crate) fn sale_of_press(
    book: &Connection,
    press: PressId,
) -> Result<Option<SaleId>, LedgerError> {
    let sql = "SELECT sale FROM links WHERE press = ?1";
    one_sale(book, sql, &press.to_string())
}

fn one_sale(book: &Connection, sql: &str, id: &str) -> Result<Option<SaleId>, LedgerError> {
    Ok(book.prepare_cached(sql)?.query_row([id], |row| columns::parsed(row, "sale")).optional()?)
}

/// A sale and its number in the book.
pub(crate) fn numbered_sale(
    book: &Connection,
    id: SaleId,
) -> Result<Option<(i64, SaleRecord)>, LedgerError> {
    let bare = book
        .prepare_cached(
            "SELECT sales.seq, sales.id, account, provider, accounts.environment, minor, currency,
                 shipping, usage, kind, page_language, basket, started_at, started_by, reference,
                 name, description, staff_note, customer_email, customer
             FROM sales JOIN accounts ON accounts.id = account
                 LEFT JOIN sale_texts ON sale = sales.id
             WHERE sales.id = ?1",
        )?
        .query_row([id.to_string()], |row| Ok((row.get("seq")?, bare(row)?)))
        .optional()?;
    let Some((number, sale)) = bare else {
        return Ok(None);
    };
    let mut others = links_of(book, id)?;
    let link = (!others.is_empty()).then(|| others.remove(0).link);
    let sale = SaleRecord { link, others, payments: payments_of(book, id)?, ..sale };
    Ok(Some((number, sale)))
}

fn bare(row: &Row<'_>) -> rusqlite::Result<SaleRecord> {
    Ok(SaleRecord {
        id: columns::parsed(row, "id")?,
        account: columns::parsed(row, "account")?,
        provider: columns::word(row, "provider")?,
        environment: columns::word(row, "environment")?,
        started_at: columns::moment(row, "started_at")?,
        started_by: columns::parsed(row, "started_by")?,
        amount: columns::amount(row)?,
        shipping: columns::maybe_sum(row, "shipping")?,
        usage: columns::json(row, "usage")?,
        kind: columns::json(row, "kind")?,
        page_language: columns::checked(row, "page_language")?,
        basket: columns::maybe_json(row, "basket")?,
        texts: texts(row)?,
        link: None,
        others: Vec::new(),
        payments: Vec::new(),
    })
}

fn texts(row: &Row<'_>) -> rusqlite::Result<Option<SaleTexts>> {
    let Some(reference) = row.get("reference")? else {
        return Ok(None);
    };
    Ok(Some(SaleTexts {
        reference,
        name: row.get("name")?,
        description: row.get("description")?,
        staff_note: row.get("staff_note")?,
        customer_email: columns::checked(row, "customer_email")?,
        customer: columns::checked(row, "customer")?,
    }))
}

/// The links of a sale, newest first.
fn links_of(book: &Connection, sale: SaleId) -> Result<Vec<OtherLink>, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT links.id, account, provider, press, key, reference, state, provider_id, url, expires_at, ends_at, error,
                 wish, wish_number, wish_texts.description AS wished_description, wish_error, cancelled_at,
                 charges_stopped, charge_requests,
                 over_since, first_sent, last_sent, last_checked, cannot_check_since
             FROM links JOIN accounts ON accounts.id = account
                 LEFT JOIN link_references ON link_references.link = links.id
                 LEFT JOIN link_checks ON link_checks.link = links.id
                 LEFT JOIN wish_texts ON wish_texts.link = links.id
             WHERE sale = ?1 ORDER BY links.seq DESC",
        )?
        .query_map([sale.to_string()], |row| {
            Ok(OtherLink {
                account: columns::parsed(row, "account")?,
                provider: columns::word(row, "provider")?,
                link: link(row)?,
            })
        })?
        .collect::<Result<_, _>>()?)
}

fn link(row: &Row<'_>) -> rusqlite::Result<LinkRecord> {
    let reference: Option<String> = row.get("reference")?;
    let url: Option<String> = row.get("url")?;
    Ok(LinkRecord {
        id: columns::parsed(row, "id")?,
        press: columns::parsed(row, "press")?,
        key: key(row)?,
        our_reference: reference.map(OurReference::stored),
        state: columns::json(row, "state")?,
        provider_id: columns::checked(row, "provider_id")?,
        url: url.map(PayUrl::stored),
        expires_at: columns::moment(row, "expires_at")?,
        ends_at: columns::maybe_moment(row, "ends_at")?,
        error: columns::maybe_json(row, "error")?,
        wish: columns::maybe_json(row, "wish")?,
        wish_number: row.get::<_, Option<i64>>("wish_number")?.map(WishNumber),
        wished_description: row.get("wished_description")?,
        wish_error: columns::maybe_json(row, "wish_error")?,
        cancelled_at: columns::maybe_moment(row, "cancelled_at")?,
        charges_stopped: row.get("charges_stopped")?,
        charge_requests: columns::maybe_json(row, "charge_requests")?.unwrap_or_default(),
        over_since: columns::maybe_moment(row, "over_since")?,
        first_sent: columns::maybe_moment(row, "first_sent")?,
        last_sent: columns::maybe_moment(row, "last_sent")?,
        last_checked: columns::maybe_moment(row, "last_checked")?,
        cannot_check_since: columns::maybe_moment(row, "cannot_check_since")?,
    })
}

fn key(row: &Row<'_>) -> rusqlite::Result<IdempotencyKey> {
    Ok(columns::parsed::<Uuid>(row, "key")?.into())
}

fn payments_of(book: &Connection, sale: SaleId) -> Result<Vec<PaymentRecord>, LedgerError> {
    let mut payments: Vec<PaymentRecord> = book
        .prepare_cached(
            "SELECT id, link, provider_id, status, minor, currency, at, made_at, came_at, card
             FROM payments WHERE sale = ?1 ORDER BY made_at, seq",
        )?
        .query_map([sale.to_string()], payment)?
        .collect::<Result<_, _>>()?;
    if payments.is_empty() {
        return Ok(payments);
    }
    let mut refunds = refunds_of(book, sale)?;
    let mut elsewhere = elsewhere_of(book, sale)?;
    let mut hold_ends = hold_ends_of(book, sale)?;
    for payment in &mut payments {
        payment.refunds = refunds.remove(&payment.id).unwrap_or_default();
        payment.elsewhere = elsewhere.remove(&payment.id).unwrap_or_default();
        payment.hold_ends = hold_ends.remove(&payment.id).unwrap_or_default();
    }
    Ok(payments)
}

fn payment(row: &Row<'_>) -> rusqlite::Result<PaymentRecord> {
    Ok(PaymentRecord {
        id: columns::parsed(row, "id")?,
        link: columns::parsed(row, "link")?,
        provider_id: columns::required(row, "provider_id")?,
        status: columns::json(row, "status")?,
        amount: columns::money(row)?,
        at: columns::moment(row, "made_at")?,
        told_at: columns::maybe_moment(row, "at")?,
        came_at: columns::maybe_moment(row, "came_at")?,
        card: columns::maybe_json(row, "card")?,
        refunds: Vec::new(),
        elsewhere: Vec::new(),
        hold_ends: Vec::new(),
    })
}

/// Rows by the payment that they belong to, oldest first.
type ByPayment<T> = HashMap<PaymentId, Vec<T>>;

fn refunds_of(book: &Connection, sale: SaleId) -> Result<ByPayment<RefundRecord>, LedgerError> {
    by_payment(
        book,
        "SELECT refunds.payment, refunds.id, press, key, provider_id, state, refunds.minor,
             refunds.currency, reason, note, planned_at, planned_by, approved_by, error, first_sent,
             last_sent, confirmed_at, in_work
         FROM refunds LEFT JOIN refund_notes ON refund = refunds.id
         WHERE payment IN (SELECT id FROM payments WHERE sale = ?1) ORDER BY seq",
        sale,
        refund,
    )
}

fn refund(row: &Row<'_>) -> rusqlite::Result<RefundRecord> {
    Ok(RefundRecord {
        id: columns::parsed(row, "id")?,
        press: columns::parsed(row, "press")?,
        key: key(row)?,
        provider_id: columns::checked(row, "provider_id")?,
        state: columns::json(row, "state")?,
        amount: columns::amount(row)?,
        reason: columns::word(row, "reason")?,
        note: row.get("note")?,
        at: columns::moment(row, "planned_at")?,
        by: columns::parsed(row, "planned_by")?,
        approved_by: columns::maybe_parsed(row, "approved_by")?,
        error: columns::maybe_json(row, "error")?,
        first_sent: columns::maybe_moment(row, "first_sent")?,
        last_sent: columns::maybe_moment(row, "last_sent")?,
        confirmed_at: columns::maybe_moment(row, "confirmed_at")?,
        in_work: row.get("in_work")?,
    })
}

fn elsewhere_of(
    book: &Connection,
    sale: SaleId,
) -> Result<ByPayment<ElsewhereRecord>, LedgerError> {
    by_payment(
        book,
        "SELECT payment, provider_id, minor, currency, seen_at FROM refunds_elsewhere
         WHERE failed_at IS NULL AND payment IN (SELECT id FROM payments WHERE sale = ?1)
         ORDER BY seq",
        sale,
        |row| {
            Ok(ElsewhereRecord {
                provider_id: columns::required(row, "provider_id")?,
                amount: columns::amount(row)?,
                seen_at: columns::moment(row, "seen_at")?,
            })
        },
    )
}

fn hold_ends_of(book: &Connection, sale: SaleId) -> Result<ByPayment<HoldEndRecord>, LedgerError> {
    by_payment(
        book,
        "SELECT payment, id, press, key, kind, state, minor, currency, planned_at, planned_by, error,
             first_sent, last_sent, confirmed_at
         FROM hold_ends
         WHERE payment IN (SELECT id FROM payments WHERE sale = ?1) ORDER BY seq",
        sale,
        hold_end,
    )
}

fn hold_end(row: &Row<'_>) -> rusqlite::Result<HoldEndRecord> {
    Ok(HoldEndRecord {
        id: columns::parsed(row, "id")?,
        payment: columns::parsed(row, "payment")?,
        press: columns::parsed(row, "press")?,
        key: key(row)?,
        kind: columns::word(row, "kind")?,
        state: columns::json(row, "state")?,
        amount: columns::amount(row)?,
        at: columns::moment(row, "planned_at")?,
        by: columns::parsed(row, "planned_by")?,
        error: columns::maybe_json(row, "error")?,
        first_sent: columns::maybe_moment(row, "first_sent")?,
        last_sent: columns::maybe_moment(row, "last_sent")?,
        confirmed_at: columns::maybe_moment(row, "confirmed_at")?,
    })
}

fn by_payment<T>(
    book: &Connection,
    sql: &'static str,
    sale: SaleId,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<ByPayment<T>, LedgerError> {
    let mut statement = book.prepare_cached(sql)?;
    let rows = statement
        .query_map([sale.to_string()], |row| Ok((columns::parsed(row, "payment")?, read(row)?)))?;
    let mut found = ByPayment::new();
    for row in rows {
        let (payment, item) = row?;
        found.entry(payment).or_default().push(item);
    }
    Ok(found)
}
