//! What the till must still ask the provider about.

use domain::Timestamp;

use crate::{
    Ledger, columns,
    error::LedgerError,
    project::link::WATCHED_AFTER_THE_END,
    records::{LinkToWatch, OpenQuestion},
};

impl Ledger {
    /// Every intent whose request may be at the provider without the till knowing what became of it, oldest first.
    /// Settled at start before anyone may touch the sale.
    pub fn open_questions(&self) -> Result<Vec<OpenQuestion>, LedgerError> {
        self.read(|book| {
            let mut open = book.prepare_cached(
                "SELECT 'LINK' AS kind, id, seq FROM links WHERE open = 1
                 UNION ALL
                 SELECT 'REFUND', id, seq FROM refunds WHERE open = 1
                 ORDER BY seq",
            )?;
            let open = open.query_map([], |row| {
                let kind: String = row.get("kind")?;
                Ok(if kind == "LINK" {
                    OpenQuestion::Link(columns::parsed(row, "id")?)
                } else {
                    OpenQuestion::Refund(columns::parsed(row, "id")?)
                })
            })?;
            Ok(open.collect::<Result<_, _>>()?)
        })
    }

    /// Every link of an account in use on which money may still come, oldest first: those that can be paid, those that
    /// the provider calls paid without proof of money, and for seven days those that were paid (a second payment must
    /// be seen) and those that are over.
    pub fn watched_links(&self, now: Timestamp) -> Result<Vec<LinkToWatch>, LedgerError> {
        self.read(|book| {
            let mut links = book.prepare_cached(
                "SELECT links.id, links.sale, links.account, links.provider_id, links.state,
                     coalesce(links.ends_at, links.expires_at) AS ends_at, last_checked,
                     EXISTS (SELECT 1 FROM payments
                         WHERE payments.link = links.id AND paid = 1) AS has_money
                 FROM links
                     JOIN accounts ON accounts.id = links.account AND forgotten_at IS NULL
                     LEFT JOIN link_checks ON link_checks.link = links.id
                 WHERE watch = 'ALWAYS'
                     OR (watch = 'UNTIL' AND watch_until > ?1)
                     OR (watch = 'PAID' AND NOT EXISTS
                         (SELECT 1 FROM payments
                          WHERE payments.link = links.id AND paid = 1 AND made_at <= ?2))
                 ORDER BY links.seq",
            )?;
            let paid_long_ago = now.minus(WATCHED_AFTER_THE_END);
            let links = links.query_map([now.millis(), paid_long_ago.millis()], |row| {
                Ok(LinkToWatch {
                    link: columns::parsed(row, "id")?,
                    sale: columns::parsed(row, "sale")?,
                    account: columns::parsed(row, "account")?,
                    provider_id: columns::checked(row, "provider_id")?,
                    state: columns::json(row, "state")?,
                    paid: row.get("has_money")?,
                    ends_at: columns::moment(row, "ends_at")?,
                    last_checked: columns::maybe_moment(row, "last_checked")?,
                })
            })?;
            Ok(links.collect::<Result<_, _>>()?)
        })
    }
}
