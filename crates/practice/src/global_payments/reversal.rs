//! Letting money go before it is settled (fact sheet, 4.5).

use serde_json::Value;

use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::Gateway;
use super::transaction_record::{TransactionKind, TransactionState};
use super::transactions::{self, TransactionForm};
use crate::call::Call;
use crate::minor_units::MinorUnits;

/// `POST /transactions/{id}/reversal`.
///
/// The whole sale or nothing: any other amount is refused as a part. A sale that is settled, or of
/// which something was refunded, cannot be reversed. The sale keeps its id. The fact sheet leaves
/// these open.
pub(super) fn create(gateway: &Gateway, id: &str, call: &Call) -> Result<Value, ApiError> {
    let now = gateway.now();
    let behaviour = gateway.behaviour();
    let key = call.idempotency_key();
    let reversed = gateway.change(|books| {
        books.refuse_repeat(key, now, behaviour.key_memory())?;
        let body = parse_body(&call.body)?;
        let asked = Fields::of(&body).minor_units("amount")?;
        let sale =
            books.transaction(id).ok_or_else(|| ApiError::transaction_to_act_on_unknown(id))?;
        let untouched = books.refunded(&sale.id) == MinorUnits::default();
        let (
            TransactionKind::Sale { .. },
            TransactionState::Preauthorized { card, authcode }
            | TransactionState::Captured { card, authcode },
            true,
        ) = (&sale.kind, sale.state.clone(), untouched)
        else {
            return Err(ApiError::not_possible("reversed", id, sale.state.word()));
        };
        if asked.is_some_and(|asked| asked != sale.amount) {
            return Err(ApiError::partial_reversal());
        }
        let mut reversed = sale.clone();
        reversed.state = TransactionState::Reversed { card, authcode };
        books.change_transaction(&reversed.id, now, |sale| *sale = reversed.clone());
        books.remember_key(key, reversed.id.as_str(), now);
        Ok(reversed)
    })?;
    let mut answer = transactions::object(gateway, &behaviour, &reversed, TransactionForm::Posted);
    answer["action"] = gateway.action("REVERSE");
    Ok(answer)
}
