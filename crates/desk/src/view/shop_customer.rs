use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which of the shop's customers to find, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerQuery {
    /// The account whose provider keeps them.
    pub account: String,
    /// The whole e-mail address of the one that is looked for; empty for all.
    pub email: String,
    /// The provider's id of the last one of the page before; empty for the first page.
    pub after: String,
}

/// One page of the shop's customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CustomerList {
    /// They.
    pub customers: Vec<CustomerRow>,
    /// What to ask for the next page with; `None` where this was the last one.
    pub more_after: Option<String>,
}

/// A customer as a list shows them: over many shoulders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRow {
    /// The provider's id.
    pub id: String,
    /// Their name; may be empty.
    pub name: String,
    /// Their e-mail address, but not whole.
    pub masked_email: String,
    /// Their telephone number, but not whole; empty for none.
    pub masked_phone: String,
}

/// A customer whom staff have opened, with all that the till may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CustomerCard {
    /// What lists show, too.
    #[serde(flatten)]
    pub row: CustomerRow,
    /// Their e-mail address.
    pub email: String,
    /// Their telephone number; empty for none.
    pub phone: String,
}

/// A customer to make or to change, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerForm {
    /// A random UUID for each press of the button: the same press never makes a second customer.
    pub press: String,
    /// The account whose provider keeps them.
    pub account: String,
    /// The provider's id of the one to change; empty for a new one.
    pub id: String,
    /// Their e-mail address.
    pub email: String,
    /// Their name; may be empty.
    pub name: String,
    /// Their telephone number; may be empty.
    pub phone: String,
}
