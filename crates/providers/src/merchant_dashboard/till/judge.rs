//! Whether a link that was made may be shown: compared with what was asked for (RELIABILITY 1.4, L4).

use std::{collections::BTreeMap, time::Duration};

use domain::{
    Amount, Money, Outcome, TillError, Timestamp,
    account::{Account, Pricing},
    error::Doubt,
    ids::ProviderLinkId,
    link::{MadeLink, NewLink, ProviderLinkState},
    pay_url::{NotAPayUrl, PayUrl},
};

use super::{hosts, marks, products, show::Unshown, state};
use crate::{
    merchant_dashboard::{Link, PricingMode, ProductLine, SeenPricingMode, Told, Unreadable},
    provider::CreatedLink,
};

/// How much later than asked a link may end: a dashboard may keep whole seconds, and round up.
const ROUNDED: Duration = Duration::from_secs(1);

/// What a link is worth.
pub(super) enum Judged {
    /// Nothing more need be asked.
    Over(Outcome<CreatedLink>),
    /// Its address is made from a template, so customers must see the link first.
    Unshown(Box<Unshown>),
}

/// Judges a link of the dashboard's as the one that was asked for.
pub(super) fn judge(account: &Account, wanted: &NewLink, link: &Link) -> Judged {
    let Ok(provider_id) = ProviderLinkId::try_from(link.uuid.as_str().to_owned()) else {
        return Judged::Over(Outcome::Unclear(Doubt::Unreadable));
    };
    match judged(account, wanted, link, provider_id.clone()) {
        Ok(judged) => judged,
        Err(error) => {
            let provider_id = Some(provider_id);
            Judged::Over(Outcome::Done(CreatedLink::Unusable { provider_id, error }))
        }
    }
}

/// The same of a link that was found at `now`: somebody may have ended it meanwhile, or it was used. Nobody can pay such a
/// one, so it is never shown.
pub(super) fn found(account: &Account, wanted: &NewLink, link: &Link, now: Timestamp) -> Judged {
    let judged = judge(account, wanted, link);
    let made = match &judged {
        Judged::Over(Outcome::Done(CreatedLink::Usable(made))) => made.provider_id.clone(),
        Judged::Unshown(unshown) => unshown.provider_id().clone(),
        Judged::Over(_) => return judged,
    };
    if state::link(link, now) == ProviderLinkState::Open {
        return judged;
    }
    let error = TillError::InvalidResponse { doubt: Doubt::Different };
    Judged::Over(Outcome::Done(CreatedLink::Unusable { provider_id: Some(made), error }))
}

/// What one customer pays on a link that may be shown as the one that was asked for; `None` on any other.
pub(super) fn price(account: &Account, wanted: &NewLink, link: &Link) -> Option<Money> {
    match judge(account, wanted, link) {
        Judged::Over(Outcome::Done(CreatedLink::Usable(made))) => {
            Some(made.total.unwrap_or(wanted.amount).money())
        }
        Judged::Over(_) => None,
        Judged::Unshown(unshown) => Some(unshown.total()),
    }
}

/// True where the link tells what must be known before it is shown: what a customer pays, and how often.
pub(super) fn tells_enough(link: &Link) -> bool {
    link.total != Told::NotTold && link.max_uses != Told::NotTold
}

fn judged(
    account: &Account,
    wanted: &NewLink,
    link: &Link,
    provider_id: ProviderLinkId,
) -> Result<Judged, TillError> {
    let invalid = |doubt| TillError::InvalidResponse { doubt };
    check(account, wanted, link).map_err(invalid)?;
    let total = total(wanted, link).map_err(invalid)?;
    let given = link.public_url.as_deref().filter(|address| !address.is_empty());
    let address = given.map_or_else(|| hosts::pay_page(account, &link.uuid), ToOwned::to_owned);
    let url = PayUrl::check(&address, &hosts::pay_hosts(account)).map_err(|why| match why {
        NotAPayUrl::ForeignHost { host } => TillError::ForeignHost { host },
        NotAPayUrl::Malformed => invalid(Doubt::Unreadable),
    })?;
    let made = MadeLink {
        provider_id,
        url,
        expires_at: link.expires_at.known().copied(),
        total: Some(total).filter(|total| *total != wanted.amount),
    };
    Ok(match given {
        Some(_) => Judged::Over(Outcome::Done(CreatedLink::Usable(made))),
        None => Judged::Unshown(Box::new(Unshown::new(made, total.money(), &link.uuid))),
    })
}

/// Compares all but the sum, as far as it is told.
fn check(account: &Account, wanted: &NewLink, link: &Link) -> Result<(), Doubt> {
    if !marks::may_be_of(link, wanted) || !marks::may_be_ours(link, &wanted.reference) {
        return Err(Doubt::Different);
    }
    let most = u64::from(wanted.usage.limit());
    agrees(&link.currency, |currency| *currency == wanted.currency())?;
    agrees(&link.max_uses, |uses| *uses == most)?;
    agrees(&link.expires_at, |end| is_in_time(*end, wanted.expires_at))?;
    if account.pricing.is_some_and(|pricing| is_of_another(pricing, &link.pricing_mode)) {
        return Err(Doubt::Different);
    }
    is_of_our_products(wanted, &link.products)
}

/// What one customer pays. It need not be the sum of the till's own prices, but it must be told.
fn total(wanted: &NewLink, link: &Link) -> Result<Amount, Doubt> {
    let total: &Money = link.total.known().ok_or(Doubt::Unreadable)?;
    let total = Some(*total).filter(|total| total.currency() == wanted.currency());
    total.and_then(|total| Amount::new(total).ok()).ok_or(Doubt::Different)
}

fn agrees<T>(told: &Told<T>, fits: impl FnOnce(&T) -> bool) -> Result<(), Doubt> {
    match told {
        Told::NotTold => Ok(()),
        Told::Is(value) if fits(value) => Ok(()),
        Told::Is(_) | Told::Nothing => Err(Doubt::Different),
        Told::Unreadable => Err(Doubt::Unreadable),
    }
}

fn is_in_time(end: Timestamp, asked: Timestamp) -> bool {
    end.since(asked) < ROUNDED
}

/// A word that nobody knows yet says nothing: what it makes of the sum is in the sum.
fn is_of_another(pricing: Pricing, told: &Told<SeenPricingMode>) -> bool {
    let asked = products::mode(pricing);
    let other = |told: &PricingMode| *told != asked;
    matches!(told, Told::Is(SeenPricingMode::Known(told)) if other(told))
}

/// True where the link sells what was asked for, as far as its lines say: each product once, in as many pieces.
fn is_of_our_products(
    wanted: &NewLink,
    told: &Told<Vec<Result<ProductLine, Unreadable>>>,
) -> Result<(), Doubt> {
    let lines = match told {
        Told::NotTold => return Ok(()),
        Told::Nothing => return Err(Doubt::Different),
        Told::Unreadable => return Err(Doubt::Unreadable),
        Told::Is(lines) => lines,
    };
    let asked = products::ordered(wanted).map_err(|_| Doubt::Different)?;
    if lines.len() != asked.len() {
        return Err(Doubt::Different);
    }
    let mut due: BTreeMap<_, _> =
        asked.iter().map(|product| (&product.product_id, product.quantity)).collect();
    for line in lines {
        let line = line.as_ref().map_err(|_| Doubt::Unreadable)?;
        let pieces = match &line.product_id {
            Told::NotTold => continue,
            // Each is there once: a second line of one product is another one too many.
            Told::Is(id) => due.remove(id).ok_or(Doubt::Different)?,
            Told::Nothing => return Err(Doubt::Different),
            Told::Unreadable => return Err(Doubt::Unreadable),
        };
        agrees(&line.quantity, |quantity| *quantity == u64::from(pieces))?;
    }
    Ok(())
}
