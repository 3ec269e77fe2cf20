//! Who asks: the merchant that an account is, and which accounts can be one.

use domain::{
    account::{Account, Environment},
    error::Field,
    outcome::{Rejection, RejectionClass},
};
use secrecy::SecretString;

use crate::flitt::{Key, Merchant, MerchantId};

/// The merchants that all the world shares for tests (fact sheet, 6). No money of theirs is real.
const PUBLIC_TEST_MERCHANTS: [u64; 5] = [1_000, 1_396_424, 1_397_120, 1_549_901, 1_549_902];

/// The merchant that `account` is, with the key that signs for it.
pub(super) fn merchant(account: &Account, key: &SecretString) -> Result<Merchant, Rejection> {
    let refused = |code: &str| Rejection {
        class: RejectionClass::Credentials,
        provider_code: code.to_owned(),
        detail: String::new(),
    };
    Ok(Merchant {
        id: account.key_id.parse().map_err(|_| refused("MERCHANT"))?,
        payment_key: Key::new(key.clone()).map_err(|_| refused("KEY"))?,
        payout_key: None,
    })
}

/// Whether an account can be one of Flitt's; an error names the first field that can't be right.
///
/// There is one merchant and nothing below it, so no field may name anything else. A test merchant beside live money
/// would show sales as paid that never were.
pub(super) fn check(account: &Account) -> Result<(), Field> {
    let id: MerchantId = account.key_id.parse().map_err(|_| Field::KeyId)?;
    // Of two texts for one number, one would get past whoever looks for the same merchant by its text.
    if id.to_string() != account.key_id {
        return Err(Field::KeyId);
    }
    let is_live = account.environment() == Environment::Live;
    if is_live && PUBLIC_TEST_MERCHANTS.contains(&id.number()) {
        return Err(Field::KeyId);
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if account.reports_id.as_deref().is_some_and(|id| !is_number(id)) {
        return Err(Field::ReportsId);
    }
    let nothing_else = [
        (account.merchant.is_none(), Field::Merchant),
        (account.link_account.is_none(), Field::LinkAccount),
        (account.payment_account.is_none(), Field::PaymentAccount),
    ];
    match nothing_else.into_iter().find(|(fits, _)| !fits) {
        Some((_, field)) => Err(field),
        None => Ok(()),
    }
}
