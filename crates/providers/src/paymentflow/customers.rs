//! The calls about customers (seed, 'Customers'). Their methods and paths are assumed, and so is that there is a
//! list.

use super::{
    Private,
    body::Body,
    call::{Call, one},
    customer::{Customer, DeletedCustomer},
    field_fault::{self, Fault, FieldFault, LONGEST_NAME, LONGEST_PHONE, fault},
    ids::CustomerId,
    metadata::Metadata,
    page::{Page, check_limit},
    protocol::CUSTOMERS,
};
use crate::transport::Method;

const EMAIL: &str = "email";

/// A customer to be made.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    /// Where the customer is written to.
    pub email: Private,
    /// The full name, at most [`LONGEST_NAME`] characters.
    pub name: Option<Private>,
    /// The phone number, at most [`LONGEST_PHONE`] characters.
    pub phone: Option<Private>,
    /// Our own names and values.
    pub metadata: Metadata,
}

/// What a customer shall become. What is `None` stays as it is. How a name or a number is taken away again is assumed: an
/// empty text does it.
#[derive(Debug, Clone, Default)]
pub struct CustomerChange {
    /// Another address.
    pub email: Option<Private>,
    /// Another name; an empty one takes it away.
    pub name: Option<Private>,
    /// Another number; an empty one takes it away.
    pub phone: Option<Private>,
    /// Other names and values. Whether they come in place of the old ones or beside them, nothing tells.
    pub metadata: Option<Metadata>,
}

/// Which customers a list shows. What is `None` is not asked for.
#[derive(Debug, Clone, Default)]
pub struct CustomersQuery {
    /// Rows on a page, 1 to 100.
    pub limit: Option<u32>,
    /// What follows this one: the last one of the page before.
    pub starting_after: Option<CustomerId>,
    /// With this address.
    pub email: Option<Private>,
}

/// Makes a customer.
///
/// # Errors
/// The first field that can't be sent.
pub fn create(customer: &NewCustomer) -> Result<Call<Customer>, FieldFault> {
    let body = people(Some(&customer.email), customer.name.as_ref(), customer.phone.as_ref())?
        .metadata(&customer.metadata);
    Ok(Call::new(Method::Post, CUSTOMERS.to_owned(), one).with_body(&body))
}

/// Reads a customer. The answer must be about that one.
pub fn retrieve(id: &CustomerId) -> Call<Customer> {
    Call::new(Method::Get, of(id), one).expecting("id", id.as_str())
}

/// Changes a customer. The answer must be about that one.
///
/// # Errors
/// The first field that can't be sent; `customer` where there is nothing to change.
pub fn update(id: &CustomerId, change: &CustomerChange) -> Result<Call<Customer>, FieldFault> {
    let given = |text: &Option<Private>| text.clone().filter(|text| !text.as_str().is_empty());
    let taken = |text: &Option<Private>| {
        text.as_ref().filter(|text| text.as_str().is_empty()).map(|_| String::new())
    };
    let (name, phone) = (given(&change.name), given(&change.phone));
    let mut body = people(change.email.as_ref(), name.as_ref(), phone.as_ref())?
        .set_some("name", taken(&change.name))
        .set_some("phone", taken(&change.phone));
    if let Some(metadata) = &change.metadata {
        body = body.whole_metadata(metadata);
    }
    if body.is_empty() {
        return Err(fault("customer", Fault::Missing));
    }
    Ok(Call::new(Method::Patch, of(id), one).with_body(&body).expecting("id", id.as_str()))
}

/// Deletes a customer. The answer must be about that one.
pub fn delete(id: &CustomerId) -> Call<DeletedCustomer> {
    Call::new(Method::Delete, of(id), one).expecting("id", id.as_str())
}

/// One page of the customers. A provider that does not heed `email` gives others, too.
///
/// # Errors
/// The first field that can't be sent.
pub fn list(query: &CustomersQuery) -> Result<Call<Page<Customer>>, FieldFault> {
    let email = query.email.as_ref().map(|text| field_fault::email(EMAIL, text.as_str()));
    Ok(Call::new(Method::Get, CUSTOMERS.to_owned(), Page::read)
        .with("limit", check_limit(query.limit)?)
        .after(query.starting_after.as_ref().map(CustomerId::as_str))
        .with(EMAIL, email.transpose()?.map(ToOwned::to_owned)))
}

/// What is known of a person, checked.
fn people(
    email: Option<&Private>,
    name: Option<&Private>,
    phone: Option<&Private>,
) -> Result<Body, FieldFault> {
    let email = email.map(|text| field_fault::email(EMAIL, text.as_str())).transpose()?;
    let checked = |field, text: Option<&Private>, limit| {
        let Some(text) = text else { return Ok(None) };
        field_fault::text(field, text.as_str(), limit).map(|text| Some(text.to_owned()))
    };
    let name = checked("name", name, LONGEST_NAME)?;
    let phone = checked("phone", phone, LONGEST_PHONE)?;
    Ok(Body::default().set_some(EMAIL, email).set_some("name", name).set_some("phone", phone))
}

fn of(id: &CustomerId) -> String {
    format!("{CUSTOMERS}/{}", id.segment())
}
