//! The merchant, its accounts, and what each of them may do (fact sheet, 2.3 and 2.4).

use serde_json::{Value, json};

/// The one practice merchant.
pub const MERCHANT_ID: &str = "MER_00000000000000000000000000000001";

/// What the merchant accepts as `transactions.country`.
pub const OFFERED_COUNTRIES: &[&str] = &[
    "AT", "AU", "BE", "BH", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "HK", "IE", "IT",
    "KR", "KW", "LU", "NL", "NO", "NZ", "PL", "PT", "SE", "SG", "US",
];

/// One right of an app on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permission {
    LinkCreate,
    LinkEdit,
    LinkList,
    LinkSingle,
    PaymentMethodCreate,
    PaymentMethodDetokenize,
    TransactionAuthorize,
    TransactionCapture,
    TransactionList,
    TransactionRefund,
    TransactionReverse,
    TransactionSingle,
}

impl Permission {
    const ALL: [Self; 12] = [
        Self::LinkCreate,
        Self::LinkEdit,
        Self::LinkList,
        Self::LinkSingle,
        Self::PaymentMethodCreate,
        Self::PaymentMethodDetokenize,
        Self::TransactionAuthorize,
        Self::TransactionCapture,
        Self::TransactionList,
        Self::TransactionRefund,
        Self::TransactionReverse,
        Self::TransactionSingle,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::LinkCreate => "LNK_POST_Create",
            Self::LinkEdit => "LNK_PATCH_Edit",
            Self::LinkList => "LNK_GET_List",
            Self::LinkSingle => "LNK_GET_Single",
            Self::PaymentMethodCreate => "PMT_POST_Create",
            Self::PaymentMethodDetokenize => "PMT_POST_Detokenize",
            Self::TransactionAuthorize => "TRN_POST_Authorize",
            Self::TransactionCapture => "TRN_POST_Capture",
            Self::TransactionList => "TRN_GET_List",
            Self::TransactionRefund => "TRN_POST_Refund",
            Self::TransactionReverse => "TRN_POST_Reverse",
            Self::TransactionSingle => "TRN_GET_Single",
        }
    }

    /// A name that this app does not hold is treated like an unknown one; the fact sheet leaves
    /// that case open (2.4).
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }
}

/// An account of the merchant.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    /// `TRA_…` or `TKA_…`.
    pub id: &'static str,
    /// The name, which a request may send in place of the id.
    pub name: &'static str,
    permissions: &'static [Permission],
}

/// Holds every `TRN_*` right and none to links. It comes first in the token answer, so that a
/// client which takes the first `TRA_` account fails (fact sheet, 9.3).
pub const PROCESSING_ACCOUNT: Account = Account {
    id: "TRA_00000000000000000000000000000001",
    name: "transaction_processing",
    permissions: &[
        Permission::TransactionList,
        Permission::TransactionSingle,
        Permission::TransactionAuthorize,
        Permission::TransactionCapture,
        Permission::TransactionRefund,
        Permission::TransactionReverse,
    ],
};

/// Holds every `LNK_*` right and none to transactions.
pub const PAYLINK_ACCOUNT: Account = Account {
    id: "TRA_00000000000000000000000000000002",
    name: "paylink",
    permissions: &[
        Permission::LinkList,
        Permission::LinkSingle,
        Permission::LinkEdit,
        Permission::LinkCreate,
    ],
};

/// Neither links nor transactions.
pub const TOKENIZATION_ACCOUNT: Account = Account {
    id: "TKA_00000000000000000000000000000003",
    name: "tokenization",
    permissions: &[Permission::PaymentMethodCreate, Permission::PaymentMethodDetokenize],
};

const ACCOUNTS: [&Account; 3] = [&PROCESSING_ACCOUNT, &PAYLINK_ACCOUNT, &TOKENIZATION_ACCOUNT];

/// What a token may do: everything the app holds, or the part that was asked for.
#[derive(Debug, Clone)]
pub(super) enum Grant {
    Everything,
    Only(Vec<Permission>),
}

impl Grant {
    fn covers(&self, permission: Permission) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(asked) => asked.contains(&permission),
        }
    }

    fn on(&self, account: &Account) -> Vec<Permission> {
        account.permissions.iter().copied().filter(|held| self.covers(*held)).collect()
    }

    /// The accounts that the token reaches.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &'static Account> {
        ACCOUNTS.into_iter().filter(|account| !self.on(account).is_empty())
    }

    pub(super) fn allows(&self, permission: Permission) -> bool {
        self.accounts().any(|account| self.allows_on(account, permission))
    }

    pub(super) fn allows_on(&self, account: &Account, permission: Permission) -> bool {
        self.on(account).contains(&permission)
    }

    /// `scope.accounts` of the token answer.
    pub(super) fn scope(&self) -> Value {
        self.accounts()
            .map(|account| {
                let names: Vec<_> = self.on(account).into_iter().map(Permission::name).collect();
                json!({ "id": account.id, "name": account.name, "permissions": names })
            })
            .collect()
    }
}
