//! What a period brought.

use domain::{Timestamp, account::Environment};
use rusqlite::{Row, named_params};

use crate::{
    Ledger, columns,
    error::LedgerError,
    records::{CurrencyTotal, Totals},
};

/// Each flow in its own rows: a payment by when its money came, a refund by when the till learned that it was made.
const FLOWS: &str =
    "SELECT flows.currency, sum(paid) AS paid, sum(refunded) AS refunded, sum(count) AS count
    FROM (
        SELECT sale, currency, minor AS paid, 0 AS refunded, 1 AS count FROM payments
        WHERE paid = 1 AND came_at >= :from AND came_at < :to
        UNION ALL
        SELECT sale, currency, 0, minor, 0 FROM refunds
        WHERE confirmed_at >= :from AND confirmed_at < :to
        UNION ALL
        SELECT sale, currency, 0, minor, 0 FROM refunds_elsewhere
        WHERE seen_at >= :from AND seen_at < :to AND failed_at IS NULL
    ) AS flows JOIN sales ON sales.id = sale
    WHERE environment = :environment
    GROUP BY flows.currency ORDER BY flows.currency";

impl Ledger {
    /// What came and what went back from `from` until just before `to`.
    ///
    /// A payment counts once its money is there, at the moment the provider says it was made. One that had been reserved, or
    /// whose moment nobody tells, counts when the till learned that the money is there, which may be days later. A refund counts at the
    /// moment the till learned that it was made, also a refund of an earlier day's payment.
    pub fn totals(
        &self,
        environment: Environment,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Totals, LedgerError> {
        let environment = columns::to_word(&environment)?;
        self.read(|book| {
            let mut flows = book.prepare_cached(FLOWS)?;
            let flows = flows.query_map(
                named_params! {
                    ":environment": environment,
                    ":from": from.millis(),
                    ":to": to.millis(),
                },
                flow,
            )?;
            let mut totals = Totals { payments: 0, sums: Vec::new() };
            for flow in flows {
                let (payments, sum) = flow?;
                totals.payments += u64::from(payments);
                totals.sums.push(sum);
            }
            Ok(totals)
        })
    }
}

fn flow(row: &Row<'_>) -> rusqlite::Result<(u32, CurrencyTotal)> {
    let total = CurrencyTotal {
        paid: columns::sum(row, "paid")?,
        refunded: columns::sum(row, "refunded")?,
    };
    Ok((row.get("count")?, total))
}
