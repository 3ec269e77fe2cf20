//! Taking money that the bank holds (fact sheet, 4.6).

use serde_json::Value;

use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::Gateway;
use super::transaction_record::TransactionState;
use super::transactions::{self, TransactionForm};
use crate::call::Call;

/// The most that may be captured, in percent of what is held.
const LIMIT_PERCENT: u32 = 115;

/// `POST /transactions/{id}/capture`.
///
/// A smaller amount captures in part, and once; what is left is let go. Without an amount all that
/// is held is captured. The transaction keeps its id, and its amount is then what was captured.
/// The fact sheet leaves these open.
pub(super) fn create(gateway: &Gateway, id: &str, call: &Call) -> Result<Value, ApiError> {
    let now = gateway.now();
    let behaviour = gateway.behaviour();
    let key = call.idempotency_key();
    let captured = gateway.change(|books| {
        books.refuse_repeat(key, now, behaviour.key_memory())?;
        let body = parse_body(&call.body)?;
        let asked = Fields::of(&body).minor_units("amount")?;
        let held =
            books.transaction(id).ok_or_else(|| ApiError::transaction_to_act_on_unknown(id))?;
        let TransactionState::Preauthorized { card, authcode } = held.state.clone() else {
            return Err(ApiError::not_possible("captured", id, held.state.word()));
        };
        let amount = asked.unwrap_or(held.amount);
        if amount.is_zero() {
            return Err(ApiError::amount_zero());
        }
        if amount > held.amount.percent(LIMIT_PERCENT) {
            return Err(ApiError::above_capture_limit());
        }
        let mut captured = held.clone();
        captured.state = TransactionState::Captured { card, authcode };
        captured.amount = amount;
        books.change_transaction(&captured.id, now, |held| *held = captured.clone());
        books.remember_key(key, captured.id.as_str(), now);
        if let Some(settlement) = behaviour.settlement {
            books.settle_later(&captured.id, now, settlement);
        }
        Ok(captured)
    })?;
    let mut answer = transactions::object(gateway, &behaviour, &captured, TransactionForm::Posted);
    answer["action"] = gateway.action("CAPTURE");
    Ok(answer)
}
