//! What the till must still ask the provider about.

use std::time::Duration;

use domain::{
    Timestamp,
    ids::{HoldEndId, LinkId, PaymentId, RefundId},
    payment::PaymentStatus,
    usage::Usage,
};
use rusqlite::{Row, params};

use crate::{
    Ledger, columns,
    error::LedgerError,
    records::{LinkToWatch, OpenQuestion, RefundsToWatch},
};

/// How long a confirmed refund is watched: a bank may send it back days later.
const REFUNDS_WATCHED: Duration = Duration::from_hours(14 * 24);

/// The links that are watched at `?1`.
pub(crate) const WATCHED: &str = "watch = 'ALWAYS' OR (watch = 'UNTIL' AND watch_until > ?1)";

/// The links that are watched at `?1`, with what is known of payments that are under way, in the states `?2`, `?3` and
/// `?5`, and of cards that were confirmed, in the state `?4`.
pub(crate) fn watched_links() -> String {
    format!(
        "SELECT links.id, links.sale, links.account, links.provider_id, links.state, usage,
             coalesce(links.ends_at, links.expires_at) AS ends_at, last_checked,
             wish IS NOT NULL AS wished,
             (SELECT count(*) FROM payments
                 WHERE payments.link = links.id AND paid = 1) AS times,
             EXISTS (SELECT 1 FROM payments
                 WHERE payments.link = links.id AND status = ?4) AS confirmed,
             EXISTS (SELECT 1 FROM payments
                 WHERE payments.link = links.id AND status IN (?2, ?3, ?5)) AS pending
         FROM links
             JOIN accounts ON accounts.id = links.account AND forgotten_at IS NULL
             JOIN sales ON sales.id = links.sale
             LEFT JOIN link_checks ON link_checks.link = links.id
         WHERE {WATCHED}
         ORDER BY links.seq"
    )
}

/// The payments with refunds confirmed since `?1`. Left alone, SQLite would go through all refunds for the groups.
pub(crate) const WATCHED_REFUNDS: &str = "SELECT refunds.payment, refunds.sale, refunds.account,
        max(confirmed_at) AS confirmed_at, last_checked
    FROM refunds INDEXED BY confirmed_refunds
        JOIN accounts ON accounts.id = refunds.account AND forgotten_at IS NULL
        LEFT JOIN refund_checks ON refund_checks.payment = refunds.payment
    WHERE confirmed_at > ?1
    GROUP BY refunds.payment ORDER BY min(refunds.seq)";

impl Ledger {
    /// Every intent whose request may be at the provider without the till knowing what became of it, oldest first.
    /// Settled at start before anyone may touch the sale.
    pub fn open_questions(&self) -> Result<Vec<OpenQuestion>, LedgerError> {
        self.read(|book| {
            let mut open = book.prepare_cached(
                "SELECT 'LINK' AS kind, id, seq FROM links WHERE open = 1
                 UNION ALL
                 SELECT 'REFUND', id, seq FROM refunds WHERE open = 1
                 UNION ALL
                 SELECT 'HOLD_END', id, seq FROM hold_ends WHERE open = 1
                 ORDER BY seq",
            )?;
            let open = open.query_map([], |row| {
                let kind: String = row.get("kind")?;
                Ok(match kind.as_str() {
                    "LINK" => OpenQuestion::Link(columns::parsed::<LinkId>(row, "id")?),
                    "REFUND" => OpenQuestion::Refund(columns::parsed::<RefundId>(row, "id")?),
                    _ => OpenQuestion::HoldEnd(columns::parsed::<HoldEndId>(row, "id")?),
                })
            })?;
            Ok(open.collect::<Result<_, _>>()?)
        })
    }

    /// Every link of an account in use on which money may still come, oldest first: those that can be paid, those that
    /// the provider calls paid without proof of all the money, those with money that is only reserved, and for seven
    /// days those that were paid as often as they can be (one payment more must be seen) and those that are over.
    pub fn watched_links(&self, now: Timestamp) -> Result<Vec<LinkToWatch>, LedgerError> {
        self.read(|book| {
            let mut links = book.prepare_cached(&watched_links())?;
            let [pending, reserved, confirmed, processing] = [
                columns::to_json(&PaymentStatus::Pending)?,
                columns::to_json(&PaymentStatus::Reserved)?,
                columns::to_json(&PaymentStatus::CardConfirmed)?,
                columns::to_json(&PaymentStatus::Processing)?,
            ];
            let links = links
                .query_map(params![now.millis(), pending, reserved, confirmed, processing], link)?;
            Ok(links.collect::<Result<_, _>>()?)
        })
    }

    /// Every payment of an account in use of which a refund was confirmed within the last 14 days, the one whose first
    /// refund is oldest first: a provider may still fail such a refund.
    pub fn watched_refunds(&self, now: Timestamp) -> Result<Vec<RefundsToWatch>, LedgerError> {
        self.read(|book| {
            let mut payments = book.prepare_cached(WATCHED_REFUNDS)?;
            let long_ago = now.minus(REFUNDS_WATCHED);
            let payments = payments.query_map([long_ago.millis()], |row| {
                Ok(RefundsToWatch {
                    payment: columns::parsed(row, "payment")?,
                    sale: columns::parsed(row, "sale")?,
                    account: columns::parsed(row, "account")?,
                    confirmed_at: columns::moment(row, "confirmed_at")?,
                    last_checked: columns::maybe_moment(row, "last_checked")?,
                })
            })?;
            Ok(payments.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that the provider was asked at `at` about the refunds of a payment. No event: it says nothing about money.
    pub fn note_refund_check(&self, payment: PaymentId, at: Timestamp) -> Result<(), LedgerError> {
        self.write(|writing| {
            let noted = writing
                .book
                .prepare_cached(
                    "INSERT INTO refund_checks (payment, last_checked)
                     SELECT id, ?2 FROM payments WHERE id = ?1
                     ON CONFLICT (payment) DO UPDATE SET last_checked = excluded.last_checked",
                )?
                .execute(params![payment.to_string(), at.millis()])?;
            if noted == 1 { Ok(()) } else { Err(LedgerError::NotFound) }
        })
    }
}

fn link(row: &Row<'_>) -> rusqlite::Result<LinkToWatch> {
    let (times, usage): (u32, Usage) = (row.get("times")?, columns::json(row, "usage")?);
    Ok(LinkToWatch {
        link: columns::parsed(row, "id")?,
        sale: columns::parsed(row, "sale")?,
        account: columns::parsed(row, "account")?,
        provider_id: columns::checked(row, "provider_id")?,
        state: columns::json(row, "state")?,
        paid: times > 0 || row.get("confirmed")?,
        payment_pending: row.get("pending")?,
        several_uses: !usage.is_single() && times < usage.limit(),
        wished: row.get("wished")?,
        ends_at: columns::moment(row, "ends_at")?,
        last_checked: columns::maybe_moment(row, "last_checked")?,
    })
}
