//! An account's keys: what they show by themselves, before anything is sent with them (fact sheet, 'Accounts').

use domain::{
    TillError,
    account::{Account, Environment},
    error::Field,
};
use secrecy::SecretString;

use super::hosts;
use crate::{
    paymentflow::{self, ApiKey, webhook::WebhookSecret},
    provider::KeyWarning,
    session::Keys,
};

/// How a key begins that the provider means for web pages, also where only its beginning is known.
const PUBLISHABLE: &str = "pk_";

/// What names the key: its beginning and its end. Empty for a text that is none, which [`check`] refuses.
pub(super) fn id(keys: &Keys) -> String {
    ApiKey::new(keys.main.clone()).map_or_else(|_| String::new(), |key| key.masked())
}

/// Whether the keys can be the account's.
pub(super) fn check(account: &Account, keys: &Keys) -> Result<(), TillError> {
    usable(account, &keys.main)?;
    let secret = keys.webhook.clone().map(WebhookSecret::new).transpose();
    secret.map_err(|_| TillError::InvalidField { field: Field::WebhookSecret })?;
    Ok(())
}

/// The key, if it is one of the account's environment.
pub(super) fn usable(account: &Account, key: &SecretString) -> Result<ApiKey, TillError> {
    let invalid = |_| TillError::InvalidField { field: Field::Key };
    let key = ApiKey::new(key.clone()).map_err(invalid)?;
    key.check(theirs(account.environment())).map_err(|wrong| {
        let live = wrong.key == paymentflow::Environment::Production;
        TillError::KeyForOtherEnvironment { live }
    })?;
    Ok(key)
}

/// A practice provider takes the keys of the provider's test mode.
fn theirs(environment: Environment) -> paymentflow::Environment {
    match environment {
        Environment::Live => paymentflow::Environment::Production,
        Environment::Sandbox | Environment::Practice => paymentflow::Environment::Sandbox,
    }
}

/// What the owner should know of the key by which the account is named.
pub(super) fn warning(account: &Account) -> Option<KeyWarning> {
    account.key_id.starts_with(PUBLISHABLE).then_some(KeyWarning::Publishable)
}

/// Whether an account can be one of PaymentFlow's. There is one merchant and nothing below it, so no field may name
/// anything else. The host of its pay pages must be one for its money.
pub(super) fn check_account(account: &Account) -> Result<(), Field> {
    let all = [
        (account.reports_id.is_none(), Field::ReportsId),
        (account.merchant.is_none(), Field::Merchant),
        (account.link_account.is_none(), Field::LinkAccount),
        (account.payment_account.is_none(), Field::PaymentAccount),
        (
            account.pay_host.as_ref().is_none_or(|it| hosts::may_be_pay_host(&account.place, it)),
            Field::PayHost,
        ),
    ];
    match all.into_iter().find(|(fits, _)| !fits) {
        Some((_, field)) => Err(field),
        None => Ok(()),
    }
}
