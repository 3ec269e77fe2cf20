//! `POST /api/settlement`: splitting a paid order among merchants (fact sheet, 3.11).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answering::Said;
use super::books::Books;
use super::checkout::add_order;
use super::checkout_fields::{Wish, read_currency, read_terms};
use super::credentials::MerchantId;
use super::envelope::{Protocol, Unpacked};
use super::gateway::Gateway;
use super::ids::OrderId;
use super::money::major_number;
use super::order::{Order, OrderKind, OrderStatus};
use super::params::Params;
use super::payment::{Outcome, record};
use super::refusal::Refusal;
use crate::minor_units::MinorUnits;

/// The partner merchants, beside the practice merchant itself (fact sheet, section 6).
const PARTNERS: [u64; 3] = [500_001, 600_001, 700_001];

/// What one merchant gets of a split, or gives back of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Who.
    pub merchant: MerchantId,
    /// How much.
    pub amount: MinorUnits,
}

/// Reads `receiver`: a list of `{type, requisites: {merchant_id, amount, …}}`.
pub(super) fn read_shares(value: &Value) -> Result<Vec<Share>, Refusal> {
    let members = value.as_array().ok_or_else(|| Refusal::incorrect("receiver"))?;
    members.iter().map(read_share).collect()
}

fn read_share(member: &Value) -> Result<Share, Refusal> {
    let incorrect = || Refusal::incorrect("receiver");
    let requisites = match &member["requisites"] {
        Value::Object(requisites) if member["type"] == "merchant" => requisites.clone(),
        _ => return Err(incorrect()),
    };
    let requisites = Params::from(requisites);
    let merchant = requisites.required("merchant_id", 12)?;
    Ok(Share {
        merchant: MerchantId::new(merchant.parse().map_err(|_| incorrect())?),
        amount: requisites.amount("amount")?,
    })
}

pub(super) fn sum(shares: &[Share]) -> MinorUnits {
    shares.iter().fold(MinorUnits::default(), |sum, share| sum.plus(share.amount))
}

/// Splits, once for each paid order. The answer says `created`; status says `approved` at once.
pub(super) fn create(gateway: &Gateway, asked: &Unpacked) -> Result<Said, Refusal> {
    let params = &asked.params;
    if asked.protocol == Protocol::V1 {
        return Err(Refusal::incorrect("version"));
    }
    if params.required("order_type", 25)? != "settlement" {
        return Err(Refusal::incorrect("order_type"));
    }
    let operation = params.required("operation_id", 1024)?;
    let receiver = params.get("receiver").ok_or_else(|| Refusal::missing("receiver"))?;
    let shares = read_shares(receiver)?;
    let wish = Wish {
        id: OrderId(params.required("order_id", 1024)?),
        kind: OrderKind::Settlement {
            operation: OrderId(operation.clone()),
            shares: shares.clone(),
        },
        description: params.text("order_desc", 1024)?.unwrap_or_default(),
        amount: params.amount("amount")?,
        currency: read_currency(params)?,
        lifetime: 1,
        terms: read_terms(params, asked.protocol)?,
        subscription: None,
    };
    if gateway.behaviour().splits_forbidden {
        return Err(Refusal::split_not_allowed());
    }
    let own = gateway.shop().credentials.merchant_id;
    let known = |share: &Share| share.merchant == own || PARTNERS.contains(&share.merchant.get());
    if !shares.iter().all(known) {
        return Err(Refusal::split_foreign());
    }
    let now = gateway.now();
    let order = gateway.change(|books| {
        if books.order(wish.id.as_str()).is_some() {
            return Err(Refusal::duplicate_order());
        }
        let paid = books.order(&operation).ok_or_else(Refusal::order_unknown)?.clone();
        let card = match &paid.payment {
            Some(payment) if paid.status(now) == OrderStatus::Approved => payment.card.clone(),
            _ => return Err(Refusal::wrong_state(paid.status(now))),
        };
        check(books, &paid, &wish, &shares)?;
        let order = add_order(gateway, books, wish, now);
        let outcome = Outcome::charged(&order, card);
        record(gateway, books, &order, outcome, now);
        Ok(order)
    })?;
    Ok(Said::Plain(Params::from_iter([
        ("order_status", Value::from("created")),
        ("order_id", Value::from(order.id.as_str())),
        ("order_type", Value::from("settlement")),
        ("merchant_id", Value::from(own.get())),
        ("payment_id", Value::from(order.payment_id.get())),
        ("response_status", Value::from("success")),
    ])))
}

fn check(books: &Books, paid: &Order, wish: &Wish, shares: &[Share]) -> Result<(), Refusal> {
    if paid.is_held() {
        return Err(Refusal::split_before_capture());
    }
    if books.split_of(&paid.id).is_some() {
        return Err(Refusal::finished());
    }
    let captured = paid.capture.as_ref().map(|capture| capture.amount);
    let whole = captured.or(paid.payment.as_ref().map(|payment| payment.amount));
    let fits =
        whole == Some(wish.amount) && sum(shares) == wish.amount && paid.currency == wish.currency;
    if fits { Ok(()) } else { Err(Refusal::split_amount()) }
}

impl Books {
    /// The shares of an order's split.
    pub(super) fn split_of(&self, order: &OrderId) -> Option<&[Share]> {
        self.orders().iter().find_map(|split| match &split.kind {
            OrderKind::Settlement { operation, shares } if operation == order => {
                Some(shares.as_slice())
            }
            _ => None,
        })
    }

    /// Refuses a refund of a split order whose parts do not fit the split, and parts of an order
    /// that was not split.
    pub(super) fn check_parts(
        &self,
        order: &OrderId,
        parts: Option<&[Share]>,
        amount: MinorUnits,
    ) -> Result<(), Refusal> {
        match (self.split_of(order), parts) {
            (None, None) => Ok(()),
            (None, Some(_)) | (Some(_), None) => Err(Refusal::split_parts()),
            (Some(split), Some(parts)) => {
                let within = |part: &Share| {
                    split
                        .iter()
                        .any(|share| share.merchant == part.merchant && share.amount >= part.amount)
                };
                let fits = sum(parts) == amount && parts.iter().all(within);
                if fits { Ok(()) } else { Err(Refusal::split_parts()) }
            }
        }
    }
}

/// The `transaction` list that is told of a split: amounts in major units.
pub(super) fn transactions(order: &Order) -> Option<Value> {
    let OrderKind::Settlement { shares, .. } = &order.kind else { return None };
    let row = |share: &Share| {
        json!({
            "merchant_id": share.merchant.get(),
            "amount": major_number(share.amount),
            "currency": order.currency.code(),
            "type": "settlement",
        })
    };
    Some(shares.iter().map(row).collect())
}
