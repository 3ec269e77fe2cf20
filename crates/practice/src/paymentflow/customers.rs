//! The API of customers: create, retrieve, update, delete, list (fact sheet, Customers).

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answering::Asked;
use super::behaviour::Behaviour;
use super::customer::Customer;
use super::fields::Fields;
use super::gateway::Gateway;
use super::idempotency::Keyed;
use super::ids::{CustomerId, fresh};
use super::listing::ListQuery;
use super::refusal::Refusal;

const FIELDS: &[&str] = &["email", "name", "phone", "metadata"];
const FILTERS: &[&str] = &["email"];

/// `POST /customers`.
pub(super) fn create(
    gateway: &Gateway,
    asked: &Asked<'_>,
    body: &Value,
) -> Result<(StatusCode, Value), Refusal> {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let request = Keyed::of(asked.call, asked.action.endpoint, body);
    gateway.change(|books| {
        if let Some(first) = books.keys.first(request, now, behaviour.key_memory())? {
            let found = books.customer(first).ok_or_else(|| Refusal::no_such("customer", first))?;
            return Ok((StatusCode::OK, object(&behaviour, found)));
        }
        let fields = Fields::of(body, FIELDS)?;
        let customer = Customer {
            id: CustomerId(fresh(gateway, "cus_", |id| books.knows(id))),
            email: fields.email("email")?.ok_or_else(|| Refusal::missing("email"))?,
            name: fields.text("name")?,
            phone: fields.text("phone")?,
            metadata: fields.metadata()?.unwrap_or_default(),
            created: now,
            deleted: false,
        };
        books.keys.remember(request, customer.id.as_str(), now);
        books.add_customer(customer.clone());
        let status =
            if behaviour.creates_answer_201 { StatusCode::CREATED } else { StatusCode::OK };
        Ok((status, object(&behaviour, &customer)))
    })
}

/// `GET /customers/{id}`.
pub(super) fn retrieve(
    gateway: &Gateway,
    asked: &Asked<'_>,
) -> Result<(StatusCode, Value), Refusal> {
    let books = gateway.books();
    let id = asked.action.id;
    let found = books.customer(id).filter(|customer| customer.created <= asked.moment);
    let customer = found.ok_or_else(|| Refusal::no_such("customer", id))?;
    Ok((StatusCode::OK, object(&gateway.behaviour(), customer)))
}

/// `PATCH /customers/{id}`. What is not sent stays. `metadata` replaces all that was there: the
/// fact sheet does not say whether it would be merged, and who sends all of it is right in both.
pub(super) fn update(
    gateway: &Gateway,
    asked: &Asked<'_>,
    body: &Value,
) -> Result<(StatusCode, Value), Refusal> {
    let id = asked.action.id;
    let behaviour = gateway.behaviour();
    gateway.change(|books| {
        let fields = Fields::of(body, FIELDS)?;
        let (email, name) = (fields.email("email")?, fields.text("name")?);
        let (phone, metadata) = (fields.text("phone")?, fields.metadata()?);
        let found = books.customer(id).ok_or_else(|| Refusal::no_such("customer", id))?;
        let found = found.id.clone();
        let changed = books.change_customer(&found, |customer| {
            if let Some(email) = email {
                customer.email = email;
            }
            customer.name = name.or(customer.name.take());
            customer.phone = phone.or(customer.phone.take());
            if let Some(metadata) = metadata {
                customer.metadata = metadata;
            }
        });
        let changed = changed.ok_or_else(Refusal::broken)?;
        Ok((StatusCode::OK, object(&behaviour, changed)))
    })
}

/// `DELETE /customers/{id}`.
pub(super) fn delete(gateway: &Gateway, asked: &Asked<'_>) -> Result<(StatusCode, Value), Refusal> {
    let id = asked.action.id;
    gateway.change(|books| {
        let found = books.customer(id).ok_or_else(|| Refusal::no_such("customer", id))?;
        let found = found.id.clone();
        books.change_customer(&found, Customer::forget);
        Ok((StatusCode::OK, json!({ "id": found, "deleted": true })))
    })
}

/// `GET /customers`.
pub(super) fn list(gateway: &Gateway, asked: &Asked<'_>) -> Result<(StatusCode, Value), Refusal> {
    let behaviour = gateway.behaviour();
    let query = ListQuery::read(&asked.call.query, FILTERS)?;
    let email = query.filter("email");
    let books = gateway.books();
    query.page(
        &behaviour,
        books.customers(),
        |customer| customer.id.as_str(),
        |customer| {
            let fits = !customer.deleted
                && customer.created <= asked.moment
                && email.is_none_or(|email| customer.email == email);
            fits.then_some(customer)
        },
        |customer| object(&behaviour, customer),
    )
}

fn object(behaviour: &Behaviour, customer: &Customer) -> Value {
    let mut object = json!({
        "id": customer.id,
        "email": customer.email,
        "name": customer.name,
        "phone": customer.phone,
        "created": customer.created.timestamp(),
    });
    if !behaviour.metadata_missing {
        object["metadata"] = json!(customer.metadata);
    }
    object
}
