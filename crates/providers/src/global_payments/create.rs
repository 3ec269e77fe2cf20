//! Making a link (fact sheet, 3.1, 3.2), and whether what was made is what was asked for.

use domain::{
    Outcome, TillError,
    account::Account,
    error::Doubt,
    ids::{IdempotencyKey, ProviderLinkId},
    link::{MadeLink, NewLink},
    pay_url::{NotAPayUrl, PayUrl},
};
use serde_json::{Value, json};

use super::{
    currency,
    errors::{self, Failure},
    hosts, request, sign,
    wire::{Link, Shippable, UsageMode, Word, moment},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::CreatedLink,
    session::{ProviderAccount, Session},
    transport::{Response, TransportFault},
};

/// `POST /links`; where the provider knows the key, `GET /links/{id}` of what the first request
/// made.
pub(super) struct CreateLink {
    account: Account,
    ask: NewLink,
    key: IdempotencyKey,
    reading_back: bool,
}

impl CreateLink {
    pub(super) fn new(account: &Account, ask: NewLink, key: IdempotencyKey) -> Self {
        Self { account: account.clone(), ask, key, reading_back: false }
    }

    fn begin(&self, session: &Session) -> Step<CreatedLink> {
        let currency = self.ask.currency();
        if !currency::may_be_asked(&self.account, currency) {
            return errors::uncountable(currency);
        }
        let signed_in = session.signed_in();
        let Some(link_account) = sign::link_account(&self.account, signed_in) else {
            return sign::no_link_account(&self.account, signed_in);
        };
        match body(&self.account, link_account, &self.ask) {
            Some(body) => Step::Send(request::write(&self.account, "/links", &body, self.key)),
            None => errors::uncountable(currency),
        }
    }

    fn posted(
        &mut self,
        session: &Session,
        answer: Result<Response, TransportFault>,
    ) -> Step<CreatedLink> {
        match errors::read(answer) {
            Ok(link) => Step::End(judge(&self.account, session, &self.ask, &link)),
            Err(Failure::SeenBefore(words)) => match errors::seen_id(&words, "LNK_") {
                Some(id) => {
                    self.reading_back = true;
                    Step::Send(request::get(&self.account, &format!("/links/{id}"), &[]))
                }
                None => Step::End(Outcome::Unclear(Doubt::SeenBefore)),
            },
            Err(failure) => Step::End(failure.into()),
        }
    }

    /// The link exists. Whatever goes wrong while it is read, the create is neither refused nor
    /// unsent.
    fn read_back(
        &self,
        session: &Session,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<CreatedLink> {
        let judged =
            errors::read(answer).map(|link| judge(&self.account, session, &self.ask, &link));
        match judged {
            Ok(Outcome::Done(created)) => Outcome::Done(created),
            _ => Outcome::Unclear(Doubt::SeenBefore),
        }
    }
}

impl Exchange for CreateLink {
    type Output = CreatedLink;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<CreatedLink> {
        match answer {
            None => self.begin(scene.session),
            Some(answer) if self.reading_back => Step::End(self.read_back(scene.session, answer)),
            Some(answer) => self.posted(scene.session, answer),
        }
    }
}

/// The body that official clients send (fact sheet, 3.1), without what a till has no use for: no images, and no address
/// to be called at, for it has none. `None` where the provider can't count the sums.
fn body(account: &Account, link_account: &ProviderAccount, ask: &NewLink) -> Option<Value> {
    let mut body = json!({
        "type": "PAYMENT",
        "usage_mode": UsageMode::of(ask.usage).word(),
        // Text here, a number where a link is changed (fact sheet, 3.6).
        "usage_limit": ask.usage.limit().to_string(),
        "reference": ask.reference.as_str(),
        "name": ask.name,
        "description": ask.description,
        "shippable": Shippable::of(ask.shipping).word(),
        "expiration_date": ask.expires_at.rfc3339_seconds(),
        "status": "ACTIVE",
        "transactions": {
            "amount": currency::written(ask.amount.money())?,
            "currency": ask.currency().code(),
            "country": account.country.as_str(),
            "channel": "CNP",
            "allowed_payment_methods": ["CARD"],
        },
    });
    if let Some(cost) = ask.shipping {
        body["shipping_amount"] = currency::written(cost)?.into();
    }
    if let Some(page) = &account.return_page {
        body["notifications"] = json!({ "return_url": page.as_str() });
    }
    // One of the two, never both (fact sheet, 2.4).
    let (field, value) = match link_account.name.as_str() {
        "" => ("account_id", link_account.id.as_str()),
        name => ("account_name", name),
    };
    body[field] = value.into();
    Some(body)
}

/// A link may be shown only if amount, currency, usage, shipping, reference and account are those of the intent
/// (RELIABILITY 1.4, L4) and its address is the provider's (RELIABILITY 4.5).
pub(super) fn judge(
    account: &Account,
    session: &Session,
    ask: &NewLink,
    link: &Link,
) -> Outcome<CreatedLink> {
    let Ok(provider_id) = ProviderLinkId::try_from(link.id.as_str().to_owned()) else {
        return Outcome::Unclear(Doubt::Unreadable);
    };
    if link.url.is_empty() {
        return Outcome::Unclear(Doubt::Unreadable);
    }
    let unusable = |error| CreatedLink::Unusable { provider_id: Some(provider_id.clone()), error };
    if !is_what_was_asked(account, session, ask, link) {
        return Outcome::Done(unusable(TillError::InvalidResponse { doubt: Doubt::Different }));
    }
    Outcome::Done(match PayUrl::check(link.url.as_str(), &hosts::pay_hosts(&account.place)) {
        Ok(url) => CreatedLink::Usable(MadeLink {
            total: None,
            provider_id,
            url,
            expires_at: moment(link.expiration_date.as_str()),
        }),
        Err(NotAPayUrl::ForeignHost { host }) => unusable(TillError::ForeignHost { host }),
        Err(NotAPayUrl::Malformed) => {
            unusable(TillError::InvalidResponse { doubt: Doubt::Unreadable })
        }
    })
}

fn is_what_was_asked(account: &Account, session: &Session, ask: &NewLink, link: &Link) -> bool {
    link.money() == Some(ask.amount.money())
        && link.reference.as_str() == ask.reference.as_str()
        && link.is_used(ask.usage)
        && link.is_shipped(ask.shipping)
        && is_on_our_account(account, session, link)
}

/// The account is compared where the answer names it.
fn is_on_our_account(account: &Account, session: &Session, link: &Link) -> bool {
    let same = |said: &str, ours: &str| said.is_empty() || ours.is_empty() || said == ours;
    sign::link_account(account, session.signed_in()).is_none_or(|ours| {
        same(link.account_id.as_str(), &ours.id) && same(link.account_name.as_str(), &ours.name)
    })
}
