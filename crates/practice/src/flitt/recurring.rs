//! `POST /api/recurring`: charging a kept card (fact sheet, 3.13).

use super::answering::Said;
use super::checkout::add_order;
use super::checkout_fields::Wish;
use super::envelope::Unpacked;
use super::gateway::Gateway;
use super::order::OrderKind;
use super::payment_answer;
use super::refusal::Refusal;
use super::subscription::charge_card;

/// Charges at once. A decline is a successful request.
pub(super) fn create(gateway: &Gateway, asked: &Unpacked) -> Result<Said, Refusal> {
    let behaviour = gateway.behaviour();
    let mut wish = Wish::read(asked, &behaviour)?;
    let token = asked.params.required("rectoken", 64)?;
    wish.kind = OrderKind::Recurring;
    wish.terms.several_tries = false;
    let now = gateway.now();
    let order = gateway.change(|books| {
        if books.order(wish.id.as_str()).is_some() {
            return Err(Refusal::duplicate_order());
        }
        let card = books.card_of_token(&token).ok_or_else(Refusal::token_unknown)?.clone();
        let order = add_order(gateway, books, wish, now);
        charge_card(gateway, books, &order, card, now);
        books.order(order.id.as_str()).cloned().ok_or_else(Refusal::order_unknown)
    })?;
    Ok(Said::Signed(payment_answer::of(gateway, &behaviour, &order, now)))
}
