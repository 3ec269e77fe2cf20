//! The calls about payments (seed, 'Payments'). Their methods and paths are assumed.

use domain::{Amount, ids::IdempotencyKey};

use super::{
    Private,
    body::Body,
    call::{Call, one},
    field_fault::{self, FieldFault, LONGEST_DESCRIPTION},
    ids::PaymentId,
    metadata::Metadata,
    page::{Page, check_limit},
    payment::Payment,
    protocol::{CANCEL, PAYMENTS},
};
use crate::transport::Method;

/// A payment to be made.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// How much: sent in minor units of its currency.
    pub amount: Amount,
    /// Where receipts go.
    pub customer_email: Option<Private>,
    /// What it is for, at most [`LONGEST_DESCRIPTION`] characters.
    pub description: Option<Private>,
    /// Our own names and values.
    pub metadata: Metadata,
    /// The key of the intent. The seed lets it be left out; then a repeat would charge twice, so it can't be.
    pub key: IdempotencyKey,
}

/// Which payments a list shows. What is `None` is not asked for.
#[derive(Debug, Clone, Default)]
pub struct PaymentsQuery {
    /// Rows on a page, 1 to 100; the provider's own number is 10.
    pub limit: Option<u32>,
    /// What follows this one: the last one of the page before.
    pub starting_after: Option<PaymentId>,
    /// Of a customer with this address.
    pub customer_email: Option<Private>,
    /// In this state.
    pub status: Option<StatusFilter>,
}

/// A state that a list can be asked for: not each that a payment can have (seed, 'List Payments').
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusFilter {
    /// `pending`.
    Pending,
    /// `succeeded`.
    Succeeded,
    /// `failed`.
    Failed,
}

impl StatusFilter {
    fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// Makes a payment. An answer of success can be of another sum: whoever asked must compare.
///
/// # Errors
/// The first field that can't be sent.
pub fn create(payment: &NewPayment) -> Result<Call<Payment>, FieldFault> {
    let email = "customer_email";
    let customer_email = payment.customer_email.as_ref();
    let customer_email =
        customer_email.map(|text| field_fault::email(email, text.as_str())).transpose()?;
    let field = "description";
    let description = payment.description.as_ref();
    let description = description
        .map(|text| field_fault::text(field, text.as_str(), LONGEST_DESCRIPTION))
        .transpose()?;
    let body = Body::default()
        .set("amount", payment.amount.minor())
        .set("currency", payment.amount.currency().code())
        .set_some(email, customer_email)
        .set_some(field, description)
        .metadata(&payment.metadata);
    let call = Call::new(Method::Post, PAYMENTS.to_owned(), one);
    Ok(call.with_body(&body).with_key(payment.key))
}

/// Reads a payment. The answer must be about that one.
pub fn retrieve(id: &PaymentId) -> Call<Payment> {
    Call::new(Method::Get, of(id), one).expecting("id", id.as_str())
}

/// Cancels a payment, which only a pending one allows. The answer must be about that one.
pub fn cancel(id: &PaymentId) -> Call<Payment> {
    Call::new(Method::Post, of(id) + CANCEL, one).expecting("id", id.as_str())
}

/// One page of the payments.
///
/// # Errors
/// The first field that can't be sent.
pub fn list(query: &PaymentsQuery) -> Result<Call<Page<Payment>>, FieldFault> {
    let field = "customer_email";
    let email = query.customer_email.as_ref();
    let email = email.map(|text| field_fault::email(field, text.as_str())).transpose()?;
    Ok(Call::new(Method::Get, PAYMENTS.to_owned(), Page::read)
        .with("limit", check_limit(query.limit)?)
        .after(query.starting_after.as_ref().map(PaymentId::as_str))
        .with(field, email.map(ToOwned::to_owned))
        .with("status", query.status.map(|status| status.word().to_owned())))
}

fn of(id: &PaymentId) -> String {
    format!("{PAYMENTS}/{}", id.segment())
}
