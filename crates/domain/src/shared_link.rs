//! A link on its way to a customer who is not at the counter.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    account::Environment, clock::Timestamp, customer_email::CustomerEmail, link_kind::LinkKind,
    money::Money, pay_url::PayUrl,
};

/// How a link left the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ShareWay {
    /// Its address was copied.
    Link,
    /// An email was copied, with the code in it.
    Email,
    /// An email was begun in the system's mail program.
    MailProgram,
    /// An email was saved as a file.
    EmailFile,
    /// A few lines for a messenger were copied.
    Message,
    /// The picture of its code was copied or saved.
    Qr,
    /// A slip was printed or saved.
    Slip,
    /// The print dialog was opened with a slip. The system does not tell whether it was printed.
    PrintDialog,
}

/// What a customer is told of a link that can be paid. Nothing that only staff see is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLink {
    /// The shop's name, as the pay page shows it.
    pub shop_name: String,
    /// What one customer pays, with what shipping costs.
    pub amount: Money,
    /// What for.
    pub what_for: String,
    /// What becomes of the customer's card.
    pub kind: LinkKind,
    /// The address, exactly as the provider gave it.
    pub url: PayUrl,
    /// When the provider says that it ends; `None` where it has no end.
    pub ends_at: Option<Timestamp>,
    /// The reference that the provider sees, by which the shop finds the sale again.
    pub reference: String,
    /// Live, sandbox or practice.
    pub environment: Environment,
    /// Where the customer can be written to, if staff were told.
    pub customer_email: Option<CustomerEmail>,
}
