//! Making a link: a payment that nobody has paid yet, with its checkout page (fact sheet, 'Payments'). And whether what
//! was made may be shown.

use domain::{
    Outcome, TillError,
    account::Account,
    customer_email::CustomerEmail,
    error::{Doubt, Field},
    ids::{IdempotencyKey, ProviderCustomerId, ProviderLinkId},
    link::{MadeLink, NewLink},
    outcome::RejectionClass,
    pay_url::{NotAPayUrl, PayUrl},
};

use super::{
    errors::{self, Failure},
    hosts,
    marks::{self, CUSTOMER, INTENT, REFERENCE},
    question::ask,
};
use crate::{
    exchange::BoxedExchange,
    not_offered::not_offered,
    paymentflow::{Call, Metadata, NewPayment, Payment, Private, payments},
    provider::CreatedLink,
};

/// `POST /payments`. The same key gives the same payment again, which is what was asked for if it fits.
pub(super) fn link(
    account: &Account,
    wanted: NewLink,
    key: IdempotencyKey,
) -> BoxedExchange<CreatedLink> {
    let is_plain = wanted.kind.is_payment() && wanted.usage.is_single();
    if !is_plain || wanted.shipping.is_some() || wanted.page_language.is_some() {
        return not_offered();
    }
    let call = call(account, &wanted, key);
    let shop = account.clone();
    ask(account, call, move |answer| match answer {
        Ok(payment) => judge(&shop, &wanted, &payment),
        Err(failure) => failure.into(),
    })
}

fn call(
    account: &Account,
    wanted: &NewLink,
    key: IdempotencyKey,
) -> Result<Call<Payment>, Failure> {
    // What could never be shown is not made.
    if !hosts::knows_pay_host(account) {
        let class = RejectionClass::Invalid(Field::PayHost);
        return Err(errors::refused_here(class, "PAY_HOST", ""));
    }
    let ours = [(INTENT, wanted.id.to_string()), (REFERENCE, wanted.reference.as_str().to_owned())];
    let customer = wanted.customer.as_ref().map(ProviderCustomerId::as_str);
    let customer = customer.map(|id| (CUSTOMER, id.to_owned()));
    let description = wanted.description.as_str();
    Ok(payments::create(&NewPayment {
        amount: wanted.amount,
        customer_email: wanted
            .customer_email
            .as_ref()
            .map(CustomerEmail::as_str)
            .map(Private::from),
        description: Some(description).filter(|text| !text.is_empty()).map(Private::from),
        metadata: Metadata::new(ours.into_iter().chain(customer))?,
        key,
    })?)
}

/// Whether a payment of ours may be shown as the link that was asked for: compared byte for byte (RELIABILITY 1.4, L4).
pub(super) fn judge(
    account: &Account,
    wanted: &NewLink,
    payment: &Payment,
) -> Outcome<CreatedLink> {
    let Ok(provider_id) = ProviderLinkId::try_from(payment.id.as_str().to_owned()) else {
        return Outcome::Unclear(Doubt::Unreadable);
    };
    let unusable = |error| {
        let provider_id = Some(provider_id.clone());
        Outcome::Done(CreatedLink::Unusable { provider_id, error })
    };
    let invalid = |doubt| unusable(TillError::InvalidResponse { doubt });
    let Some(amount) = payment.amount else {
        return invalid(Doubt::Unreadable);
    };
    let is_ours = marks::may_be_ours(payment, &wanted.reference)
        && marks::may_be_of(payment, &wanted.id.to_string());
    if amount != wanted.amount.money() || !is_ours {
        return invalid(Doubt::Different);
    }
    let Some(address) = &payment.checkout_url else {
        return invalid(Doubt::Unreadable);
    };
    match PayUrl::check(address, &hosts::pay_hosts(account)) {
        // No answer tells of an end, and there is none.
        Ok(url) => {
            let (expires_at, total) = (None, None);
            Outcome::Done(CreatedLink::Usable(MadeLink { provider_id, url, expires_at, total }))
        }
        Err(NotAPayUrl::ForeignHost { host }) => unusable(TillError::ForeignHost { host }),
        Err(NotAPayUrl::Malformed) => invalid(Doubt::Unreadable),
    }
}
