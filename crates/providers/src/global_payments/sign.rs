//! Sign-in: a nonce and its hash with the key. The key itself never leaves (fact sheet, 2).

use std::time::Duration;

use domain::{Outcome, Random, account::Account, error::Doubt, outcome::RejectionClass};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha512};

use super::{
    errors::{self, Failure},
    request,
    wire::{ScopeAccount, TokenAnswer},
};
use crate::{
    exchange::Step,
    session::{Keys, ProviderAccount, Right, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The right to make links.
const MAY_CREATE: &str = "LNK_POST_Create";

/// The rights without which no payment is ever seen: to read a link, a payment, and the list of payments.
const MAY_SEE: [&str; 3] = ["LNK_GET_Single", "TRN_GET_Single", "TRN_GET_List"];

/// The right to refund.
const MAY_REFUND: &str = "TRN_POST_Refund";

/// What the till may have use for, and the provider's permission for it (fact sheet, 2.4).
const RIGHTS: [(Right, &str); 9] = [
    (Right::MakeLinks, MAY_CREATE),
    (Right::SeeLinks, "LNK_GET_Single"),
    (Right::ListLinks, "LNK_GET_List"),
    (Right::AlterLinks, "LNK_PATCH_Edit"),
    (Right::SeePayments, "TRN_GET_Single"),
    (Right::ListPayments, "TRN_GET_List"),
    (Right::Refund, MAY_REFUND),
    (Right::Capture, "TRN_POST_Capture"),
    (Right::Release, "TRN_POST_Reverse"),
];

/// How long a token is trusted that does not say: the shortest life that official clients assume
/// (fact sheet, 2.3).
const UNSAID_LIFETIME: Duration = Duration::from_secs(599);

/// No token lives shorter (fact sheet, 2.1). One that claims to says nothing: to believe it would be a sign-in for each
/// request.
const SHORTEST_LIFETIME: Duration = Duration::from_mins(1);

/// Lowercase hexadecimal SHA-512 of the nonce followed by the app key (fact sheet, 2.1).
fn secret(nonce: &str, app_key: &SecretString) -> String {
    let mut hash = Sha512::new();
    hash.update(nonce);
    hash.update(app_key.expose_secret());
    hex::encode(hash.finalize())
}

/// `POST /accesstoken`. No permissions are named, so the token gets all that the app has: naming
/// one that it lacks could fail the whole sign-in (fact sheet, 2.4).
pub(super) fn request(account: &Account, keys: &Keys, random: &dyn Random) -> Request {
    let nonce = hex::encode(random.sixteen_bytes());
    let body = json!({
        "app_id": account.key_id,
        "secret": secret(&nonce, &keys.main),
        "nonce": nonce,
        "grant_type": "client_credentials",
    });
    request::sign_in(account, &body)
}

/// Reads the token, what it may do, and which of the merchant's accounts do it.
pub(super) fn read(
    account: &Account,
    answer: Result<Response, TransportFault>,
) -> Outcome<SignedIn> {
    // There is no token yet that could be over: it is the keys that the provider does not take.
    let no = answer
        .as_ref()
        .ok()
        .filter(|answer| errors::is_not_authenticated(answer))
        .and_then(|answer| errors::rejection(answer, RejectionClass::Credentials));
    if let Some(no) = no {
        return Outcome::Rejected(no);
    }
    let answer: TokenAnswer = match errors::read(answer) {
        Ok(answer) => answer,
        Err(failure) => return failure.into(),
    };
    if answer.token.is_empty() {
        return Failure::Unclear(Doubt::Unreadable).into();
    }
    let accounts = &answer.scope.accounts;
    let lifetime = answer.seconds_to_expire.as_str().parse().map(Duration::from_secs).ok();
    let held = |permission: &str| accounts.iter().any(|account| may(account, permission));
    let link_accounts = able(accounts, MAY_CREATE);
    let payment_accounts = able(accounts, MAY_REFUND);
    let link_account = choose(&link_accounts, account.link_account.as_deref()).cloned();
    let payment_account = choose(&payment_accounts, account.payment_account.as_deref()).cloned();
    let none_fits = match account.link_account {
        Some(_) => link_account.is_none(),
        None => link_accounts.is_empty(),
    };
    let missing_right = none_fits
        .then_some(MAY_CREATE)
        .or_else(|| MAY_SEE.into_iter().find(|permission| !held(permission)));
    Outcome::Done(SignedIn {
        token: answer.token.as_str().into(),
        reports_key: None,
        lifetime: lifetime
            .filter(|lifetime| *lifetime >= SHORTEST_LIFETIME)
            .unwrap_or(UNSAID_LIFETIME),
        merchant_name: answer.scope.merchant_name.for_people(),
        pay_hosts: Vec::new(),
        rights: RIGHTS
            .into_iter()
            .filter(|(_, permission)| held(permission))
            .map(|(right, _)| right)
            .collect(),
        missing_right,
        link_account,
        payment_account,
        link_accounts,
        payment_accounts,
    })
}

/// True where the account holds the right `permission`.
fn may(account: &ScopeAccount, permission: &str) -> bool {
    account.permissions.iter().any(|held| held.as_str() == permission)
}

/// The accounts that hold `permission` and can be named in a request. A name that another account has as well names none:
/// then the id stands for it.
fn able(accounts: &[ScopeAccount], permission: &str) -> Vec<ProviderAccount> {
    let bearers = |name: &str| accounts.iter().filter(|other| other.name.as_str() == name).count();
    accounts
        .iter()
        .filter(|account| may(account, permission))
        .map(|account| {
            let name = Some(account.name.as_str()).filter(|name| bearers(name) == 1);
            ProviderAccount {
                id: account.id.as_str().to_owned(),
                name: name.unwrap_or_default().to_owned(),
            }
        })
        .filter(|account| !account.called().is_empty())
        .collect()
}

/// Where the account's links are made. Chosen anew each time, so that a session goes on after the owner chose another.
pub(super) fn link_account<'s>(
    account: &Account,
    signed_in: &'s SignedIn,
) -> Option<&'s ProviderAccount> {
    choose(&signed_in.link_accounts, account.link_account.as_deref())
}

/// The one that the owner named, by its name or its id; without a name the only one. Several that fit are the owner's
/// choice: neither their order nor their names say which one is meant (fact sheet, 2.4).
fn choose<'s>(able: &'s [ProviderAccount], named: Option<&str>) -> Option<&'s ProviderAccount> {
    match (named, able) {
        (Some(named), _) => able
            .iter()
            .find(|account| account.name == named)
            .or_else(|| able.iter().find(|account| account.id == named)),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

/// Why no link can be made: the key may not, the account that the owner named may not, or the owner must choose.
pub(super) fn no_link_account<T>(account: &Account, signed_in: &SignedIn) -> Step<T> {
    if let Some(named) = &account.link_account {
        let lacking = format!("{MAY_CREATE} ({named})");
        return errors::refused_here(RejectionClass::Permission, "40003", &lacking);
    }
    let fitting: Vec<_> = signed_in.link_accounts.iter().map(ProviderAccount::called).collect();
    if fitting.is_empty() {
        return errors::refused_here(RejectionClass::Permission, "40212", MAY_CREATE);
    }
    errors::refused_here(RejectionClass::Refused, "ACCOUNT", &fitting.join(", "))
}

/// The request with the token.
pub(super) fn authorise(session: &Session, request: Request) -> Request {
    let token = session.signed_in().token.expose_secret();
    request.with_header("authorization", format!("Bearer {token}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_the_documented_hash() {
        // Fact sheet, 2.2.
        for (nonce, key, hash) in [
            (
                "2025-06-02T10:15:30.123Z",
                "stub_app_key",
                "1df13587b093c9781da0978ada22b12e1a4c8b399084780f6729cba86eb09f654fe2cdb08819c1b8fcc694e18d3000b2163f4696fffc28366f9f4ab3be27ab31",
            ),
            (
                "2026-11-20T17:18:26+00:00",
                "stub_app_key",
                "4daff280a8047e39b371bd5277e1644ab0ca5507319ed7378f96b4ec97675abbf4b000daec5f1e61f670d1fab11ec72882f3d55ed71cdc51c780ba9bb4f1332d",
            ),
            (
                "mcp_4f9c2b7e1a",
                "Zk3q9LwT0aBcDeFg",
                "067b475a2aa76a4d7a9af9045dbfe9efe72cdb460f55cd7caed099e6a706e6f79d576347fc4dd9bf0ad412b8986b31ee3e714a24b7d4a5f90e05597c1b549f6e",
            ),
        ] {
            assert_eq!(secret(nonce, &SecretString::from(key)), hash, "{nonce}");
        }
    }
}
