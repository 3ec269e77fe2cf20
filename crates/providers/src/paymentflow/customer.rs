//! A customer, as the provider tells of one.

use domain::Timestamp;

use super::{
    Private,
    errors::Unreadable,
    ids::CustomerId,
    lenient,
    page::{Readable, Row},
};
use crate::{members::Members, seen_metadata::SeenMetadata};

/// A customer. What is `None` was not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// Where the customer is written to. Needed to make one, and yet read as what may be missing.
    pub email: Option<Private>,
    /// The full name.
    pub name: Option<Private>,
    /// The phone number.
    pub phone: Option<Private>,
    /// Our own names and values.
    pub metadata: SeenMetadata,
    /// When it was made, by the provider's clock. Assumed.
    pub created: Option<Timestamp>,
    /// True where the answer says that the customer was deleted.
    pub deleted: bool,
}

impl Readable for Customer {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        Ok(Self {
            id: lenient::id(members, "id")?,
            email: lenient::private(members, "email"),
            name: lenient::private(members, "name"),
            phone: lenient::private(members, "phone"),
            metadata: SeenMetadata::read(members)?,
            created: lenient::moment(members, "created"),
            deleted: members.flag(DELETED).unwrap_or(false),
        })
    }
}

impl Row for Customer {
    type Id = CustomerId;

    fn id(&self) -> &CustomerId {
        &self.id
    }
}

const DELETED: &str = "deleted";

/// What the provider says of a deletion (seed, 'Delete Customer').
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedCustomer {
    /// Who.
    pub id: CustomerId,
    /// True where the customer is gone.
    pub deleted: bool,
}

impl Readable for DeletedCustomer {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        let name = DELETED;
        let deleted = match members.get(name) {
            None => return Err(Unreadable::Missing { name }),
            Some(_) => members.flag(name).ok_or(Unreadable::Malformed { name })?,
        };
        Ok(Self { id: lenient::id(members, "id")?, deleted })
    }
}
