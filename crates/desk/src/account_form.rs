//! A new account's form, checked before anything is kept.

use domain::{
    Currency, Random, TillError, Timestamp,
    account::{Account, Environment, ProviderId},
    error::Field,
    ids::AccountId,
    text::check_text,
};
use providers::provider;
use secrecy::{ExposeSecret, SecretString};

use crate::view::{ConnectForm, ConnectedEnvironment};

/// Longest shop name and account name, in characters: the narrowest name that a provider takes.
pub(crate) const LONGEST_NAME: usize = 100;

/// Longest app id, in characters. Lengths differ between hosts and are not checked closer (fact sheet, 1.1).
const LONGEST_APP_ID: usize = 200;

/// An account to add, with its key.
pub struct NewAccount {
    /// The provider.
    pub provider: ProviderId,
    /// Live, sandbox or practice.
    pub environment: Environment,
    /// The owner's name for it.
    pub name: String,
    /// The provider's name of the app.
    pub app_id: String,
    /// The app's key.
    pub app_key: SecretString,
    /// The port on loopback; practice accounts only.
    pub practice_port: Option<u16>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 4217, the first one first.
    pub currencies: Vec<String>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// True to keep the key until the till is closed.
    pub session_only: bool,
}

impl From<ConnectForm> for NewAccount {
    fn from(form: ConnectForm) -> Self {
        Self {
            provider: form.provider,
            environment: match form.environment {
                ConnectedEnvironment::Live => Environment::Live,
                ConnectedEnvironment::Sandbox => Environment::Sandbox,
            },
            name: form.name,
            app_id: form.app_id,
            app_key: form.app_key,
            practice_port: None,
            country: form.country,
            currencies: form.currencies,
            description: form.description,
            session_only: form.session_only,
        }
    }
}

impl NewAccount {
    /// The account and its key; an error names the first field that can't be used.
    pub(crate) fn check(
        self,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<(Account, SecretString, bool), TillError> {
        let limits = provider(self.provider).capabilities();
        let invalid = |field| TillError::InvalidField { field };
        let app_key = required_key(&self.app_key)?;
        let account = Account {
            id: AccountId::fresh(now, random),
            provider: self.provider,
            environment: self.environment,
            name: required(Field::AccountName, &self.name, LONGEST_NAME)?,
            app_id: required(Field::AppId, &self.app_id, LONGEST_APP_ID)?,
            practice_port: self.practice_port,
            country: self.country.try_into().map_err(|_| invalid(Field::Country))?,
            currencies: currencies(self.provider, &self.currencies)?,
            description: required(Field::Description, &self.description, limits.description_limit)?,
            added_at: now,
        };
        Ok((account, app_key, self.session_only))
    }
}

/// A key without the white space that copying brings along.
pub(crate) fn required_key(app_key: &SecretString) -> Result<SecretString, TillError> {
    let key = app_key.expose_secret().trim();
    if key.is_empty() {
        return Err(TillError::MissingRequiredFields { fields: vec![Field::AppKey] });
    }
    Ok(SecretString::from(key))
}

/// Every currency that was named, once; an error names the first that the till can't take.
fn currencies(id: ProviderId, codes: &[String]) -> Result<Vec<Currency>, TillError> {
    let mut currencies = Vec::new();
    for code in codes {
        let code = code.trim().to_ascii_uppercase();
        match code.parse::<Currency>() {
            Ok(currency) if provider(id).takes(currency) => {
                if !currencies.contains(&currency) {
                    currencies.push(currency);
                }
            }
            _ => return Err(TillError::CurrencyNotCounted { currency: code }),
        }
    }
    if currencies.is_empty() {
        return Err(TillError::MissingRequiredFields { fields: vec![Field::Currencies] });
    }
    Ok(currencies)
}

/// The text without the white space around it, if there is any and it fits.
pub(crate) fn required(field: Field, text: &str, limit: usize) -> Result<String, TillError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TillError::MissingRequiredFields { fields: vec![field] });
    }
    check_text(field, text, limit)?;
    Ok(text.to_owned())
}
