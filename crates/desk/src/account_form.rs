//! A new account's form and a change to one in use, checked before anything is kept.

use domain::{
    Currency, Random, TillError, Timestamp,
    account::{Account, Country, Pricing, ProviderId},
    capabilities::Capabilities,
    error::Field,
    ids::{AccountId, ProviderMerchantId},
    page_url::PageUrl,
    pay_page::PayPageTemplate,
    pay_url::PayHost,
    place::Place,
    text::{check_characters, check_text},
};
use providers::{Counting, Keys, Provider, provider};
use secrecy::SecretString;

use crate::{
    key_form::{check_known, optional_key, reports_id, required_key},
    place_form::{NewPlace, place},
    view::{AccountChange, ConnectForm},
};

/// Longest shop name and account name, in characters: the narrowest name that a provider takes.
pub(crate) const LONGEST_NAME: usize = 100;

/// Longest of what names the keys, in characters. Each provider checks closer what it knows of it.
const LONGEST_KEY_ID: usize = 200;

/// Longest name of an account at a provider, in characters.
const LONGEST_PROVIDER_ACCOUNT: usize = 100;

/// An account to add, with its keys.
pub struct NewAccount {
    /// The provider.
    pub provider: ProviderId,
    /// Where its money is and where its requests go.
    pub place: NewPlace,
    /// The owner's name for it.
    pub name: String,
    /// What names the keys at the provider; empty where they bear their own name.
    pub key_id: String,
    /// The key that takes payments and refunds them.
    pub key: SecretString,
    /// The key that signs payouts; empty for none.
    pub payout_key: SecretString,
    /// What names the key of the provider's reports; empty for none.
    pub reports_id: String,
    /// The key of the provider's reports; empty for none.
    pub reports_key: SecretString,
    /// The secret that the provider signs its messages with; empty for none.
    pub webhook_secret: SecretString,
    /// The merchant for whom a partner's key speaks; empty for none.
    pub merchant: String,
    /// What the owner may change later.
    pub terms: AccountTerms,
    /// True to keep the keys until the till is closed.
    pub session_only: bool,
}

/// What the owner says of an account and may change later.
#[derive(Debug, Clone)]
pub struct AccountTerms {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 4217, the first one first.
    pub currencies: Vec<String>,
    /// Those of them that the provider may count in other minor units, and that the owner allows all the same.
    pub allowed_disputed: Vec<String>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// The provider's account that makes links; empty to take the only one that may.
    pub link_account: String,
    /// The provider's account that refunds; empty to take the only one that may.
    pub payment_account: String,
    /// The shop's page that a customer may be sent to after paying; empty for none.
    pub return_page: String,
    /// The host of the pages where customers pay, where the owner must confirm it; empty otherwise.
    pub pay_host: String,
    /// How addresses of pay pages are made where the provider does not give them; empty for its usual way.
    pub pay_page: String,
    /// Whether tax is within the prices or on top of them; `None` leaves it to the provider.
    pub pricing: Option<Pricing>,
}

/// An account's terms, checked.
struct CheckedTerms {
    country: Country,
    currencies: Vec<Currency>,
    allowed_disputed: Vec<Currency>,
    description: String,
    link_account: Option<String>,
    payment_account: Option<String>,
    return_page: Option<PageUrl>,
    pay_host: Option<PayHost>,
    pay_page: Option<PayPageTemplate>,
    pricing: Option<Pricing>,
}

impl From<ConnectForm> for NewAccount {
    fn from(form: ConnectForm) -> Self {
        Self {
            provider: form.provider,
            place: NewPlace::Elsewhere {
                environment: form.environment,
                region: form.region,
                api_base: form.api_base,
                extra_root: form.extra_root,
            },
            name: form.name,
            key_id: form.key_id,
            key: form.key,
            payout_key: form.payout_key,
            reports_id: form.reports_id,
            reports_key: form.reports_key,
            webhook_secret: form.webhook_secret,
            merchant: form.merchant,
            terms: AccountTerms {
                country: form.country,
                currencies: form.currencies,
                allowed_disputed: form.allowed_disputed,
                description: form.description,
                link_account: form.link_account,
                payment_account: form.payment_account,
                return_page: form.return_page,
                pay_host: form.pay_host,
                pay_page: form.pay_page,
                pricing: form.pricing,
            },
            session_only: form.session_only,
        }
    }
}

impl NewAccount {
    /// The account and its keys; an error names the first field that can't be used.
    pub(crate) fn check(
        self,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<(Account, Keys, bool), TillError> {
        let provider = provider(self.provider);
        let keys = Keys {
            main: required_key(&self.key)?,
            payout: optional_key(&self.payout_key),
            reports: optional_key(&self.reports_key),
            webhook: optional_key(&self.webhook_secret),
        };
        check_known(&keys, provider.capabilities())?;
        let reports_id = reports_id(&self.reports_id, keys.reports.as_ref())?;
        let name = required(Field::AccountName, &self.name, LONGEST_NAME)?;
        let key_id = match provider.key_id(&keys) {
            Some(own) => own,
            None => required(Field::KeyId, &self.key_id, LONGEST_KEY_ID)?,
        };
        let place: Place = place(self.place, provider)?;
        let merchant = optional(&self.merchant, Field::Merchant, ProviderMerchantId::try_from)?;
        let terms = self.terms.check(provider)?;
        let account = Account {
            id: AccountId::fresh(now, random),
            provider: self.provider,
            place,
            name,
            key_id,
            reports_id,
            merchant,
            link_account: terms.link_account,
            payment_account: terms.payment_account,
            country: terms.country,
            currencies: terms.currencies,
            allowed_disputed: terms.allowed_disputed,
            return_page: terms.return_page,
            pay_host: terms.pay_host,
            pay_page: terms.pay_page,
            pricing: terms.pricing,
            description: terms.description,
            added_at: now,
        };
        check_account(&account, provider)?;
        provider.check_keys(&account, &keys)?;
        Ok((account, keys, self.session_only))
    }
}

/// `account` as the owner changed it. Its place, app and merchant stay: the key belongs to them.
pub(crate) fn changed(
    account: &Account,
    change: AccountChange,
    provider: &dyn Provider,
) -> Result<Account, TillError> {
    let name = required(Field::AccountName, &change.name, LONGEST_NAME)?;
    let terms = AccountTerms {
        country: change.country,
        currencies: change.currencies,
        allowed_disputed: change.allowed_disputed,
        description: change.description,
        link_account: change.link_account,
        payment_account: change.payment_account,
        return_page: change.return_page,
        pay_host: change.pay_host,
        pay_page: change.pay_page,
        pricing: change.pricing,
    };
    let terms = terms.check(provider)?;
    let changed = Account {
        name,
        link_account: terms.link_account,
        payment_account: terms.payment_account,
        country: terms.country,
        currencies: terms.currencies,
        allowed_disputed: terms.allowed_disputed,
        return_page: terms.return_page,
        pay_host: terms.pay_host,
        pay_page: terms.pay_page,
        pricing: terms.pricing,
        description: terms.description,
        ..account.clone()
    };
    check_account(&changed, provider)?;
    Ok(changed)
}

fn check_account(account: &Account, provider: &dyn Provider) -> Result<(), TillError> {
    provider.check_account(account).map_err(|field| TillError::InvalidField { field })
}

impl AccountTerms {
    fn check(self, provider: &dyn Provider) -> Result<CheckedTerms, TillError> {
        let invalid = |field| TillError::InvalidField { field };
        let can = provider.capabilities();
        let country = self.country.try_into().map_err(|_| invalid(Field::Country))?;
        let (currencies, allowed_disputed) =
            currencies(provider, &self.currencies, &self.allowed_disputed)?;
        let description = required(Field::Description, &self.description, can.description_limit)?;
        check_characters(Field::Description, &description, can.forbidden)?;
        Ok(CheckedTerms {
            country,
            currencies,
            allowed_disputed,
            description,
            link_account: provider_account(Field::LinkAccount, &self.link_account)?,
            payment_account: provider_account(Field::PaymentAccount, &self.payment_account)?,
            return_page: optional(&self.return_page, Field::ReturnPage, PageUrl::try_from)?,
            pay_host: pay_host(&self.pay_host, can)?,
            pay_page: pay_page(&self.pay_page, can)?,
            pricing: pricing(self.pricing, can)?,
        })
    }
}

/// Every currency that was named, once, and those of them whose counting is disputed; an error names the first that the
/// till can't take, or that the owner has not allowed.
fn currencies(
    provider: &dyn Provider,
    codes: &[String],
    allowed: &[String],
) -> Result<(Vec<Currency>, Vec<Currency>), TillError> {
    let allows =
        |code: &str| allowed.iter().any(|allowed| allowed.trim().eq_ignore_ascii_case(code));
    let (mut currencies, mut disputed) = (Vec::new(), Vec::new());
    for code in codes {
        let code = code.trim().to_ascii_uppercase();
        let Ok(currency) = code.parse::<Currency>() else {
            return Err(TillError::CurrencyNotCounted { currency: code });
        };
        if currencies.contains(&currency) {
            continue;
        }
        match provider.counting(currency) {
            Counting::Agrees => {}
            Counting::NotTaken => return Err(TillError::CurrencyNotCounted { currency: code }),
            Counting::Disputed { .. } if allows(&code) => disputed.push(currency),
            Counting::Disputed { theirs } => {
                let ours = currency.exponent();
                return Err(TillError::CurrencyDisputed { currency: code, ours, theirs });
            }
        }
        currencies.push(currency);
    }
    if currencies.is_empty() {
        return Err(TillError::MissingRequiredFields { fields: vec![Field::Currencies] });
    }
    Ok((currencies, disputed))
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

/// What the text means, or nothing where there is none.
pub(crate) fn optional<T, E>(
    text: &str,
    field: Field,
    read: impl FnOnce(String) -> Result<T, E>,
) -> Result<Option<T>, TillError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    read(text.to_owned()).map(Some).map_err(|_| TillError::InvalidField { field })
}

/// The host that the owner confirmed. Where the provider's own are known, nobody is asked for one.
fn pay_host(host: &str, can: &Capabilities) -> Result<Option<PayHost>, TillError> {
    let host = optional(host, Field::PayHost, PayHost::try_from)?;
    if host.is_some() && !can.confirms_pay_host {
        return Err(TillError::InvalidField { field: Field::PayHost });
    }
    Ok(host)
}

/// How addresses of pay pages are made, where the provider leaves that to the owner.
fn pay_page(template: &str, can: &Capabilities) -> Result<Option<PayPageTemplate>, TillError> {
    let template = optional(template, Field::PayPage, PayPageTemplate::try_from)?;
    if template.is_some() && !can.own_pay_pages {
        return Err(TillError::InvalidField { field: Field::PayPage });
    }
    Ok(template)
}

fn pricing(pricing: Option<Pricing>, can: &Capabilities) -> Result<Option<Pricing>, TillError> {
    if pricing.is_some() && !can.own_pay_pages {
        return Err(TillError::NotOffered);
    }
    Ok(pricing)
}

fn provider_account(field: Field, name: &str) -> Result<Option<String>, TillError> {
    let name = name.trim();
    check_text(field, name, LONGEST_PROVIDER_ACCOUNT)?;
    Ok(Some(name.to_owned()).filter(|name| !name.is_empty()))
}
