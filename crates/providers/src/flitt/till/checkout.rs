//! What is said of a link that is to be made (fact sheet, 3.1, 3.4, 3.5).

use domain::{Timestamp, account::Account, link::NewLink, link_kind::LinkKind, usage::Usage};

use super::{
    charges,
    errors::{self, Failure},
    question::Question,
    units,
};
use crate::flitt::{
    CheckoutLink, CheckoutUrl, NewOrder, OrderId, Purpose, UnknownLang, VerificationKind,
};

/// How many whole seconds are left; `None` where there is not one.
pub(super) fn lifetime(ask: &NewLink, now: Timestamp) -> Option<u32> {
    let seconds = ask.expires_at.since(now).as_secs();
    // A number that is too large is refused with the order's other faults.
    Some(u32::try_from(seconds).unwrap_or(u32::MAX)).filter(|seconds| *seconds > 0)
}

/// The question that asks for the link. What Flitt does not do is refused before anything is sent.
pub(super) fn question(
    account: &Account,
    ask: &NewLink,
    lifetime: u32,
) -> Result<Question<CheckoutLink>, Failure> {
    if ask.usage != Usage::Single {
        return Err(errors::refused_here("USAGE", ""));
    }
    if ask.shipping.is_some() {
        return Err(errors::refused_here("SHIPPING", ""));
    }
    let order = order(account, ask, lifetime)?;
    let sum = order.money.minor().to_string();
    let call = CheckoutUrl { order }.call()?;
    // No answer is known to repeat them. One that does must repeat ours.
    let call = call.expecting("amount", &sum).expecting("currency", ask.currency().code());
    Ok(match ask.kind {
        LinkKind::Subscription(_) => Question::nested(call),
        LinkKind::Payment | LinkKind::Reservation | LinkKind::CardCheck => Question::plain(call),
    })
}

/// What every kind of link says. Several tries stay allowed (`delayed`): that is the gateway's own default.
fn order(account: &Account, ask: &NewLink, lifetime: u32) -> Result<NewOrder, Failure> {
    if !units::may_be_asked(account, ask.currency()) {
        return Err(units::uncountable(ask.currency()));
    }
    let money = units::to_send(ask.amount.money())?;
    let mut order = NewOrder::new(OrderId::new(ask.reference.as_str())?, &*ask.description, money);
    order.lifetime = Some(lifetime);
    match &ask.kind {
        LinkKind::Payment => {}
        LinkKind::Reservation => order.preauth = Some(true),
        // What official clients send by default (fact sheet, 3.4).
        LinkKind::CardCheck => {
            order.purpose = Purpose::Verification(Some(VerificationKind::Code));
        }
        LinkKind::Subscription(agreed) => {
            order.purpose = Purpose::Subscription(charges::schedule(agreed)?);
        }
    }
    if let Some(language) = &ask.page_language {
        let known = language.as_str().parse();
        order.lang = Some(known.map_err(|UnknownLang| errors::refused_here("LANGUAGE", ""))?);
    }
    order.sender_email = ask.customer_email.as_ref().map(|email| email.as_str().to_owned());
    // It comes back in callbacks and reports, so that the shop's own programs can tell which link they are about.
    order.merchant_data = Some(ask.id.to_string());
    order.response_url = account.return_page.as_ref().map(|page| page.as_str().to_owned());
    Ok(order)
}
