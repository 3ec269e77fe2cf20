//! An account, and its token: what they show by themselves, before anything is sent (fact sheet, 'What it is').

use domain::{TillError, account::Account, error::Field, pay_page::PayPageTemplate};
use secrecy::SecretString;

use super::hosts;
use crate::{merchant_dashboard::StaffToken, session::Keys};

/// What names the token: its beginning and its end, or a digest of a short one. Empty for a text that is none, which [`check`] refuses.
pub(super) fn id(keys: &Keys) -> String {
    usable(&keys.main).map_or_else(|_| String::new(), |token| token.key_id())
}

/// Whether the keys can be the account's. A token does not show whose it is.
pub(super) fn check(keys: &Keys) -> Result<(), TillError> {
    usable(&keys.main).map(|_| ())
}

/// The token that a key is.
pub(super) fn usable(key: &SecretString) -> Result<StaffToken, TillError> {
    StaffToken::new(key.clone()).map_err(|_| TillError::InvalidField { field: Field::Key })
}

/// Whether an account can be one of a dashboard's. There is one organization and nothing below it, so no field may name
/// anything else. The host of its pay pages must be one for its money, and the one that its template leads to.
pub(super) fn check_account(account: &Account) -> Result<(), Field> {
    let may_pay = |host| hosts::may_be_pay_host(&account.place, host);
    let all = [
        (hosts::base(&account.place).is_ok(), Field::ApiBase),
        (account.reports_id.is_none(), Field::ReportsId),
        (account.merchant.is_none(), Field::Merchant),
        (account.link_account.is_none(), Field::LinkAccount),
        (account.payment_account.is_none(), Field::PaymentAccount),
        (account.pay_host.as_ref().is_none_or(may_pay), Field::PayHost),
        (account.pay_page.as_ref().is_none_or(|it| may_lead_there(account, it)), Field::PayPage),
    ];
    match all.into_iter().find(|(fits, _)| !fits) {
        Some((_, field)) => Err(field),
        None => Ok(()),
    }
}

/// True where the template makes addresses on the account's pay pages' host, or on one that the owner may still confirm.
/// On this computer none does: there the till's own practice provider says where its pages are.
fn may_lead_there(account: &Account, template: &PayPageTemplate) -> bool {
    let Some(host) = template.host() else { return false };
    let is_confirmed = account.pay_host.as_ref().is_none_or(|confirmed| *confirmed == host);
    let is_elsewhere = account.place.practice_port().is_none();
    is_confirmed && is_elsewhere && hosts::may_be_pay_host(&account.place, &host)
}
