//! The transactions of one order (fact sheet, 3.10). The newer clients do not know this list any more.

use super::{
    additional_info::CaptureStatus,
    call::{Call, Row},
    decimal::MajorSum,
    errors::{ErrorCode, Unreadable},
    members::Members,
    order::{PaymentId, TranType},
    order_id::OrderId,
    params::{FieldFault, Params},
    words::Words,
};

/// Asks for the transactions of an order. The same body is an [`OrderStatusQuery`](super::OrderStatusQuery) elsewhere.
#[derive(Debug, Clone)]
pub struct TransactionListQuery {
    /// Which order.
    pub order_id: OrderId,
}

/// One transaction. Nothing proves it: the list is not signed. Its sums are decimals in major units, unlike those of an
/// [`Order`](super::Order).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The gateway's id of it.
    pub id: Option<String>,
    /// The gateway's id of the payment.
    pub payment_id: Option<PaymentId>,
    /// The transaction that it belongs to.
    pub parent_id: Option<String>,
    /// What it did.
    pub tran_type: TranType,
    /// What became of it, in the gateway's word.
    pub status: Words,
    /// What was asked.
    pub amount: Option<MajorSum>,
    /// What was really held or charged.
    pub actual: Option<MajorSum>,
    /// What went back.
    pub reversal: Option<MajorSum>,
    /// What was captured.
    pub capture: Option<MajorSum>,
    /// How far the capture is.
    pub capture_status: Option<CaptureStatus>,
    /// Why it was declined.
    pub response_code: Option<ErrorCode>,
    /// When it began, `DD.MM.YYYY HH:MM:SS` in an unknown zone.
    pub started_at: Option<String>,
    /// When it ended.
    pub ended_at: Option<String>,
    /// True for a hold.
    pub preauth: Option<bool>,
    /// True for a test merchant's.
    pub is_test: Option<bool>,
    /// The card: the first six digits, `XXXXXX`, the last four.
    pub masked_card: Option<String>,
    /// The bank's code; not unique.
    pub approval_code: Option<String>,
    /// The bank's reference; not unique.
    pub rrn: Option<String>,
}

impl Transaction {
    pub(super) fn read(row: &Members) -> Result<Self, Unreadable> {
        let currency = row.currency("currency")?;
        let actual_currency = row.currency("actual_currency")?;
        let sum = |name, currency| row.decimal(name).map(|it| MajorSum::new(it, currency));
        Ok(Self {
            id: row.owned("id"),
            payment_id: PaymentId::read(row, "payment_id")?,
            parent_id: row.owned("parent_tran_id"),
            tran_type: TranType::from_word(row.text("tran_type").unwrap_or_default()),
            status: row.words("transaction_status"),
            amount: sum("amount", currency),
            actual: sum("actual_amount", actual_currency),
            reversal: sum("reversal_amount", actual_currency.or(currency)),
            capture: sum("capture_amount", actual_currency.or(currency)),
            capture_status: row.text("capture_status").map(CaptureStatus::from_word),
            response_code: ErrorCode::read(row, "response_code")?,
            started_at: row.owned("timestart"),
            ended_at: row.owned("timeend"),
            preauth: row.flag("preauth"),
            is_test: row.flag("istest"),
            masked_card: row.owned("masked_card"),
            approval_code: row.owned("sender_approval_code"),
            rrn: row.owned("sender_rrn"),
        })
    }

    pub(super) fn read_all(rows: &[Members]) -> Result<Vec<Self>, Unreadable> {
        rows.iter().map(Self::read).collect()
    }
}

impl TransactionListQuery {
    /// The call, in JSON only. A row that can't be read stands as such among the others; a list with a row of another
    /// order or merchant is not ours.
    pub fn call(&self) -> Result<Call<Vec<Result<Transaction, Unreadable>>>, FieldFault> {
        let parameters = Params::of_order(&self.order_id)?;
        let read: fn(Vec<Row>) -> _ =
            |rows| rows.into_iter().map(|row| Transaction::read(&row?)).collect();
        Ok(Call::listing("/transaction_list", parameters, read)
            .expecting("order_id", self.order_id.as_str()))
    }
}
