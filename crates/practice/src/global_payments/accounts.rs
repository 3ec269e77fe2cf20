//! The merchant and its accounts (fact sheet, 2.3 and 2.4).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::permission::Permission;

/// The one practice merchant.
pub const MERCHANT_ID: &str = "MER_00000000000000000000000000000001";

/// What the merchant accepts as `transactions.country`.
pub const OFFERED_COUNTRIES: &[&str] = &[
    "AT", "AU", "BE", "BH", "CA", "CH", "CL", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "HK", "IE",
    "IT", "JP", "KR", "KW", "LU", "NL", "NO", "NZ", "PL", "PT", "SE", "SG", "US",
];

/// An account of the merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// `TRA_…` or `TKA_…`.
    pub id: Cow<'static, str>,
    /// The name, which a request may send in place of the id.
    pub name: Cow<'static, str>,
    /// What the app may do on it.
    pub permissions: Cow<'static, [Permission]>,
}

impl Account {
    /// An account with these rights.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        permissions: impl Into<Vec<Permission>>,
    ) -> Self {
        Self {
            id: Cow::Owned(id.into()),
            name: Cow::Owned(name.into()),
            permissions: Cow::Owned(permissions.into()),
        }
    }

    pub(super) fn holds(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    pub(super) fn label(&self) -> AccountLabel {
        AccountLabel { id: self.id.clone().into_owned(), name: self.name.clone().into_owned() }
    }
}

/// Holds every `TRN_*` right and none to links. It comes first in the token answer, so that a
/// client which takes the first `TRA_` account fails (fact sheet, 9.3).
pub const PROCESSING_ACCOUNT: Account = Account {
    id: Cow::Borrowed("TRA_00000000000000000000000000000001"),
    name: Cow::Borrowed("transaction_processing"),
    permissions: Cow::Borrowed(&[
        Permission::TransactionList,
        Permission::TransactionSingle,
        Permission::TransactionAuthorize,
        Permission::TransactionCapture,
        Permission::TransactionRefund,
        Permission::TransactionReverse,
    ]),
};

/// Holds every `LNK_*` right and none to transactions.
pub const PAYLINK_ACCOUNT: Account = Account {
    id: Cow::Borrowed("TRA_00000000000000000000000000000002"),
    name: Cow::Borrowed("paylink"),
    permissions: Cow::Borrowed(&[
        Permission::LinkList,
        Permission::LinkSingle,
        Permission::LinkEdit,
        Permission::LinkCreate,
    ]),
};

/// Neither links nor transactions.
pub const TOKENIZATION_ACCOUNT: Account = Account {
    id: Cow::Borrowed("TKA_00000000000000000000000000000003"),
    name: Cow::Borrowed("tokenization"),
    permissions: Cow::Borrowed(&[
        Permission::PaymentMethodCreate,
        Permission::PaymentMethodDetokenize,
    ]),
};

/// The accounts of the merchant, unless a test gives it others.
pub(super) static STANDARD_ACCOUNTS: [Account; 3] =
    [PROCESSING_ACCOUNT, PAYLINK_ACCOUNT, TOKENIZATION_ACCOUNT];

/// The account that a link belongs to, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLabel {
    /// Such as `TRA_00000000000000000000000000000002`.
    pub id: String,
    /// Such as `paylink`.
    pub name: String,
}

/// Books of older programs held links of this one account.
impl Default for AccountLabel {
    fn default() -> Self {
        PAYLINK_ACCOUNT.label()
    }
}
