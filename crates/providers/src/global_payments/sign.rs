//! Sign-in: a nonce and its hash with the key. The key itself never leaves (fact sheet, 2).

use std::time::Duration;

use domain::{Outcome, Random, account::Account, error::Doubt};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha512};

use super::{
    errors::{self, Failure},
    request,
    wire::{ScopeAccount, TokenAnswer},
};
use crate::{
    session::{Keys, ProviderAccount, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The right to make links.
pub(super) const MAY_CREATE: &str = "LNK_POST_Create";

/// The rights without which no payment is ever seen: to read a link, a payment, and the list of payments.
const MAY_SEE: [&str; 3] = ["LNK_GET_Single", "TRN_GET_Single", "TRN_GET_List"];

/// The right to refund.
const MAY_REFUND: &str = "TRN_POST_Refund";

/// Usual names of the account for links; taken first where several accounts may make links (fact
/// sheet, 2.4).
const LINK_ACCOUNTS: [&str; 2] = ["paylink", "LinkManagement"];

/// How long a token is trusted that does not say: the shortest life that official clients assume
/// (fact sheet, 2.3).
const UNSAID_LIFETIME: Duration = Duration::from_secs(599);

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
        "app_id": account.app_id,
        "secret": secret(&nonce, &keys.app_key),
        "nonce": nonce,
        "grant_type": "client_credentials",
    });
    request::post(account, "/accesstoken", &body)
}

/// Reads the token and chooses the accounts by what they may do.
pub(super) fn read(answer: Result<Response, TransportFault>) -> Outcome<SignedIn> {
    let answer: TokenAnswer = match errors::read(answer) {
        Ok(answer) => answer,
        Err(failure) => return failure.into(),
    };
    if answer.token.is_empty() {
        return Failure::Unclear(Doubt::Unreadable).into();
    }
    let accounts = &answer.scope.accounts;
    let lifetime = answer.seconds_to_expire.as_str().parse();
    let link_account = choose(accounts, MAY_CREATE, &LINK_ACCOUNTS);
    let held_by_any = |right: &str| accounts.iter().any(|account| may(account, right));
    let unseen_without = MAY_SEE.into_iter().find(|right| !held_by_any(right));
    Outcome::Done(SignedIn {
        token: answer.token.as_str().into(),
        lifetime: lifetime.map_or(UNSAID_LIFETIME, Duration::from_secs),
        merchant_name: answer.scope.merchant_name.for_people(),
        can_see_payments: unseen_without.is_none(),
        missing_right: if link_account.is_none() { Some(MAY_CREATE) } else { unseen_without },
        link_account,
        refund_account: choose(accounts, MAY_REFUND, &[]),
    })
}

/// True where the account holds the right `permission`.
fn may(account: &ScopeAccount, permission: &str) -> bool {
    account.permissions.iter().any(|held| held.as_str() == permission)
}

/// The first account with `permission`, one of the `usual` names first.
fn choose(accounts: &[ScopeAccount], permission: &str, usual: &[&str]) -> Option<ProviderAccount> {
    let able = || {
        accounts.iter().filter(|account| {
            let named = !(account.id.is_empty() && account.name.is_empty());
            named && may(account, permission)
        })
    };
    able().find(|account| usual.contains(&account.name.as_str())).or_else(|| able().next()).map(
        |account| ProviderAccount {
            id: account.id.as_str().to_owned(),
            name: account.name.as_str().to_owned(),
        },
    )
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
