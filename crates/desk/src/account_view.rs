//! An account as its card shows it.

use std::sync::PoisonError;

use domain::{
    Currency,
    account::Account,
    capabilities::{Changes, MadeOf},
    customer::{LONGEST_CUSTOMER_NAME, LONGEST_CUSTOMER_PHONE},
    customer_email::LONGEST_CUSTOMER_EMAIL,
    place::{Host, Place, PracticeHost, Region},
    reference::STAFF_PART,
    sale::LONGEST_STAFF_NOTE,
    sale_state::Moment,
};
use providers::{Health, KeyWarning, Provider};

use crate::{
    desk::Desk,
    view::{self, AccountHealth, AccountView, CanDo, CurrencyView, DaySpan, TextLimits},
};

impl Desk {
    pub(crate) fn account_view(&self, account: &Account) -> AccountView {
        let last_good_calls = self.last_good_calls.lock().unwrap_or_else(PoisonError::into_inner);
        let last_good_call = last_good_calls.get(&account.id).copied().map(Moment);
        let provider = self.executor.provider(account);
        let codes = |currencies: &[Currency]| {
            currencies.iter().map(|currency| currency.code().to_owned()).collect()
        };
        AccountView {
            id: account.id.to_string(),
            provider: account.provider,
            name: account.name.clone(),
            environment: account.environment(),
            host: provider.api_host(account),
            currencies: account
                .currencies
                .iter()
                .map(|currency| currency_view(*currency))
                .collect(),
            country: account.country.as_str().to_owned(),
            description: account.description.clone(),
            key: self.keys.state(account.id),
            key_id: shortened(&account.key_id),
            reports_id: account.reports_id.as_deref().map(shortened).unwrap_or_default(),
            region: region(&account.place),
            extra_root: account.place.extra_root().is_some(),
            merchant: account
                .merchant
                .as_ref()
                .map(|merchant| merchant.as_str().to_owned())
                .unwrap_or_default(),
            link_account: account.link_account.clone().unwrap_or_default(),
            payment_account: account.payment_account.clone().unwrap_or_default(),
            allowed_disputed: codes(&account.allowed_disputed),
            return_page: account
                .return_page
                .as_ref()
                .map(|page| page.as_str().to_owned())
                .unwrap_or_default(),
            pay_host: account.pay_host.clone().map(String::from).unwrap_or_default(),
            pay_page: account.pay_page.clone().map(String::from).unwrap_or_default(),
            pricing: account.pricing,
            key_warning: provider.warns_of_key(account).map(key_warning),
            can: can_do(provider),
            health: self.health(account),
            last_good_call,
            limits: text_limits(provider),
        }
    }

    fn health(&self, account: &Account) -> AccountHealth {
        let after = |left| Moment(self.clock.now().plus(left));
        match self.executor.health(account) {
            // What the keychain says stands beside it.
            Health::Good | Health::KeychainClosed => AccountHealth::Good,
            Health::KeysRefused => AccountHealth::KeysRefused,
            Health::AskedToWait { left } => AccountHealth::AskedToWait { until: after(left) },
            Health::Resting { left, .. } => AccountHealth::Resting { until: after(left) },
        }
    }
}

fn can_do(provider: &dyn Provider) -> CanDo {
    let can = provider.capabilities();
    CanDo {
        cancel: can.cancel,
        links_end: can.links_end,
        refund: can.refund.is_some(),
        change: match can.change {
            Changes::None => view::Changes::None,
            Changes::All => view::Changes::All,
            Changes::AllButAmount => view::Changes::AllButAmount,
        },
        free_amount: can.made_of == MadeOf::Sum,
        preview: can.preview,
        own_pay_pages: can.own_pay_pages,
        session_key: can.session_key,
        needs_host: can.needs_host,
        most_uses: can.most_uses,
        shipping: can.shipping,
        reservations: can.reservations,
        card_checks: can.card_checks,
        subscriptions: can.subscriptions,
        reports: can.reports,
        payout_key: can.payout_key,
        webhook_secret: can.webhook_secret,
        confirms_pay_host: can.confirms_pay_host,
        customers: can.customers,
        refund_takes: can.refund_takes.map(|days| DaySpan { least: days.least, most: days.most }),
        customer_email: can.customer_email,
        page_languages: can.page_languages,
        partial_refund: can.partial_refund,
        partial_capture: can.partial_capture,
    }
}

fn key_warning(warning: KeyWarning) -> view::KeyWarning {
    match warning {
        KeyWarning::Publishable => view::KeyWarning::Publishable,
    }
}

fn text_limits(provider: &dyn Provider) -> TextLimits {
    let limits = provider.capabilities();
    TextLimits {
        reference: characters(STAFF_PART),
        name: characters(limits.name_limit),
        description: characters(limits.description_limit),
        staff_note: characters(LONGEST_STAFF_NOTE),
        customer_email: characters(LONGEST_CUSTOMER_EMAIL),
        customer_name: characters(LONGEST_CUSTOMER_NAME),
        customer_phone: characters(LONGEST_CUSTOMER_PHONE),
    }
}

fn region(place: &Place) -> Option<Region> {
    let host = match place {
        Place::Live { host } | Place::Sandbox { host, .. } => host,
        Place::Practice { host: PracticeHost::Custom { .. } } => return Some(Region::Custom),
        Place::Practice { host: PracticeHost::ThisComputer { .. } } => return None,
    };
    Some(match host {
        Host::Global => Region::Global,
        Host::Eu => Region::Eu,
        Host::Custom(_) => Region::Custom,
    })
}

fn characters(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}

fn currency_view(currency: Currency) -> CurrencyView {
    CurrencyView { code: currency.code().to_owned(), exponent: currency.exponent() }
}

/// At most the first 7 and the last 4 characters.
fn shortened(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    if letters.len() <= 11 {
        return id.to_owned();
    }
    let text = |letters: &[char]| letters.iter().collect::<String>();
    format!("{}…{}", text(&letters[..7]), text(&letters[letters.len() - 4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_id_shows_its_ends_alone() {
        assert_eq!(shortened("QgKeFv7BuZlDcZvUeaxdA2jRsFukThCD"), "QgKeFv7…ThCD");
        assert_eq!(shortened("short"), "short");
    }
}
