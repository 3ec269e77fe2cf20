//! The keys of an account as the owner types them, checked before anything is kept.

use domain::{TillError, capabilities::Capabilities, error::Field};
use providers::Keys;
use secrecy::{ExposeSecret, SecretString};

use crate::account_form::required;

/// Longest of what names the key of a provider's reports, in characters.
const LONGEST_REPORTS_ID: usize = 200;

/// A key without the white space that copying brings along.
pub(crate) fn required_key(key: &SecretString) -> Result<SecretString, TillError> {
    optional_key(key).ok_or(TillError::MissingRequiredFields { fields: vec![Field::Key] })
}

/// The same of a key that an account need not have.
pub(crate) fn optional_key(key: &SecretString) -> Option<SecretString> {
    let key = key.expose_secret().trim();
    (!key.is_empty()).then(|| SecretString::from(key))
}

/// Makes sure that the provider has keys of each kind that was typed in.
pub(crate) fn check_known(keys: &Keys, can: &Capabilities) -> Result<(), TillError> {
    let unknown = |field| Err(TillError::InvalidField { field });
    if keys.payout.is_some() && !can.payout_key {
        return unknown(Field::PayoutKey);
    }
    if keys.reports.is_some() && !can.reports {
        return unknown(Field::ReportsKey);
    }
    if keys.webhook.is_some() && !can.webhook_secret {
        return unknown(Field::WebhookSecret);
    }
    Ok(())
}

/// What names the key of the reports: there where that key is, and nowhere else.
pub(crate) fn reports_id(
    id: &str,
    key: Option<&SecretString>,
) -> Result<Option<String>, TillError> {
    let missing = |field| Err(TillError::MissingRequiredFields { fields: vec![field] });
    match (id.trim().is_empty(), key) {
        (true, None) => Ok(None),
        (true, Some(_)) => missing(Field::ReportsId),
        (false, None) => missing(Field::ReportsKey),
        (false, Some(_)) => required(Field::ReportsId, id, LONGEST_REPORTS_ID).map(Some),
    }
}
