//! A customer as the books hold it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::CustomerId;
use super::metadata::Metadata;

/// A customer of the practice merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The gateway's id.
    pub id: CustomerId,
    /// The e-mail address.
    pub email: String,
    /// The full name.
    pub name: Option<String>,
    /// The phone number, as it was sent.
    pub phone: Option<String>,
    /// What the merchant keeps on it.
    pub metadata: Metadata,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// Whether it was deleted. What it was is then forgotten but for its id, so that a list that is
    /// being read can go on behind it.
    pub deleted: bool,
}

impl Customer {
    /// Forgets everything that is about a person.
    pub(super) fn forget(&mut self) {
        self.email.clear();
        self.name = None;
        self.phone = None;
        self.metadata.clear();
        self.deleted = true;
    }
}
