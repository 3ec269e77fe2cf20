//! What a token may do.

use serde_json::{Value, json};

use super::accounts::Account;
use super::permission::Permission;

/// Everything the app holds, or the part that was asked for.
#[derive(Debug, Clone)]
pub(super) enum Grant {
    Everything,
    Only(Vec<Permission>),
}

impl Grant {
    /// A grant as it holds on the merchant's accounts now: a right that is taken from an account
    /// is gone at once.
    pub(super) fn on(self, accounts: &[Account]) -> Reach<'_> {
        Reach { grant: self, accounts }
    }

    fn covers(&self, permission: Permission) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(asked) => asked.contains(&permission),
        }
    }
}

/// The accounts that a token reaches, and its rights on each.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    grant: Grant,
    accounts: &'a [Account],
}

impl<'a> Reach<'a> {
    fn rights_on(&self, account: &'a Account) -> impl Iterator<Item = Permission> {
        account.permissions.iter().copied().filter(|held| self.grant.covers(*held))
    }

    /// The accounts on which the token has any right.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &'a Account> {
        self.accounts.iter().filter(|account| self.rights_on(account).next().is_some())
    }

    pub(super) fn allows(&self, permission: Permission) -> bool {
        self.accounts.iter().any(|account| self.allows_on(account, permission))
    }

    pub(super) fn allows_on(&self, account: &Account, permission: Permission) -> bool {
        self.grant.covers(permission) && account.holds(permission)
    }

    /// The first account on which the token has this right.
    pub(super) fn account_with(&self, permission: Permission) -> Option<&'a Account> {
        self.accounts.iter().find(|account| self.allows_on(account, permission))
    }

    /// `scope.accounts` of the token answer.
    pub(super) fn scope(&self) -> Value {
        self.accounts()
            .map(|account| {
                let names: Vec<_> = self.rights_on(account).map(Permission::name).collect();
                json!({ "id": account.id, "name": account.name, "permissions": names })
            })
            .collect()
    }
}
