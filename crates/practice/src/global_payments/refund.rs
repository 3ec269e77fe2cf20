//! Money back (fact sheet, 4.4).

use serde_json::Value;

use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::Gateway;
use super::payment::fresh_transaction_id;
use super::transaction_record::{Transaction, TransactionKind, TransactionState};
use super::transactions::{self, TransactionForm};
use crate::call::Call;

/// `POST /transactions/{id}/refund`.
///
/// The limit counts all refunds of the sale together. Without an amount, what is left of the sale
/// is refunded. The fact sheet leaves both open (4.4).
pub(super) fn create(gateway: &Gateway, id: &str, call: &Call) -> Result<Value, ApiError> {
    let now = gateway.now();
    let key = call.idempotency_key();
    let behaviour = gateway.behaviour();
    let percent = gateway.shop().refund_limit_percent;
    let refund = gateway.change(|books| {
        books.refuse_repeat(key, now, behaviour.key_memory())?;
        let body = parse_body(&call.body)?;
        let fields = Fields::of(&body);
        let asked = fields.minor_units("amount")?;
        let description = fields.text("description")?.unwrap_or_default().to_owned();
        let sale =
            books.transaction(id).ok_or_else(|| ApiError::transaction_to_act_on_unknown(id))?;
        let (true, TransactionKind::Sale { .. }, Some((card, authcode))) =
            (sale.state.is_paid(), &sale.kind, sale.state.approval())
        else {
            return Err(ApiError::not_captured(id, sale.state.word()));
        };
        let state =
            TransactionState::Captured { card: card.clone(), authcode: authcode.to_owned() };
        let refunded = books.refunded(&sale.id);
        let amount = match asked {
            Some(amount) if amount.is_zero() => return Err(ApiError::amount_zero()),
            Some(amount) => amount,
            None => sale.amount.less(refunded),
        };
        if amount.is_zero() || refunded.plus(amount) > sale.amount.percent(percent) {
            return Err(ApiError::above_refund_limit(percent));
        }
        let refund = Transaction {
            id: fresh_transaction_id(gateway, books, &sale.reference),
            kind: TransactionKind::Refund { of: sale.id.clone() },
            state,
            amount,
            reserved: None,
            batch: None,
            description,
            time_created: now,
            ..sale.clone()
        };
        books.remember_key(key, refund.id.as_str(), now);
        books.add_transaction(refund.clone(), now);
        if let Some(settlement) = behaviour.settlement {
            books.settle_later(&refund.id, now, settlement);
        }
        Ok(refund)
    })?;
    let mut answer = transactions::object(gateway, &behaviour, &refund, TransactionForm::Posted);
    answer["action"] = gateway.action("REFUND");
    Ok(answer)
}
