//! Customers' calls, without a key and without a session (seed, 'Customer-facing APIs').

use std::fmt;

use domain::{customer_email::CustomerEmail, page_url::PageUrl};
use secrecy::{ExposeSecret, SecretString};

use super::{
    Private,
    ask::Ask,
    body::Body,
    call::CustomerCall,
    errors::Unreadable,
    field_fault::{Fault, FieldFault, LONGEST_BILLING_FIELD, fault, line},
    ids::LinkUuid,
    lenient,
    preview::Preview,
    pricing::LinkCurrency,
    protocol::{PUBLIC, START},
};
use crate::transport::Method;

/// Who pays. What the fields are called is assumed; which of them must be there, the dashboard says.
#[derive(Debug, Clone, Default)]
pub struct Billing {
    /// Where the customer can be written to.
    pub email: Option<Private>,
    /// The first name.
    pub first_name: Option<Private>,
    /// The last name.
    pub last_name: Option<Private>,
    /// The phone number.
    pub phone: Option<Private>,
    /// Street and number.
    pub address: Option<Private>,
    /// The town.
    pub city: Option<Private>,
    /// The postal code.
    pub postal_code: Option<Private>,
    /// The country, ISO 3166-1 alpha-2.
    pub country: Option<Private>,
}

/// A checkout to be started.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// Who pays.
    pub billing: Billing,
    /// In which currency; `None` for the link's own.
    pub currency: Option<LinkCurrency>,
    /// Where the customer goes after paying. Its name is assumed.
    pub success_url: Option<PageUrl>,
    /// Where the customer goes without paying. Its name is assumed.
    pub cancel_url: Option<PageUrl>,
}

/// A hosted checkout that was started. `Debug` shows nothing of it: whoever has it is taken for the customer.
#[derive(Clone)]
pub struct Checkout {
    /// The page on which the customer pays, just as it was written: whoever opens it must check it first.
    pub checkout_url: String,
    /// What stands for the checkout; `None` where it was not told.
    pub token: Option<CheckoutToken>,
}

/// The secret of one checkout. `Debug` does not show it.
#[derive(Clone)]
pub struct CheckoutToken(SecretString);

impl CheckoutToken {
    /// The secret.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }
}

impl PartialEq for CheckoutToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl fmt::Debug for CheckoutToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckoutToken(..)")
    }
}

impl fmt::Debug for Checkout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkout").finish_non_exhaustive()
    }
}

/// What a customer sees of a link. A link that is expired, used up or switched off gives
/// [`DashboardError::Gone`](super::DashboardError::Gone).
pub fn preview(link: &LinkUuid) -> CustomerCall<Preview> {
    CustomerCall::new(Ask::new(Method::Get, of(link)).about(link), Preview::read)
}

/// Starts the hosted checkout of a link.
///
/// # Errors
/// The first field that can't be sent.
pub fn start(link: &LinkUuid, start: &Start) -> Result<CustomerCall<Checkout>, FieldFault> {
    let pages = [("success_url", &start.success_url), ("cancel_url", &start.cancel_url)];
    let body = pages.into_iter().fold(billing(&start.billing)?, |body, (name, page)| {
        body.set_some(name, page.as_ref().map(PageUrl::as_str))
    });
    let body = body.set_some("currency", start.currency.map(LinkCurrency::code));
    let ask = Ask::new(Method::Post, of(link) + START).about(link).with_body(body.to_json());
    Ok(CustomerCall::new(ask, read_checkout))
}

fn billing(billing: &Billing) -> Result<Body, FieldFault> {
    let fields = [
        ("email", &billing.email),
        ("first_name", &billing.first_name),
        ("last_name", &billing.last_name),
        ("phone", &billing.phone),
        ("address", &billing.address),
        ("city", &billing.city),
        ("postal_code", &billing.postal_code),
        ("country", &billing.country),
    ];
    fields.into_iter().try_fold(Body::default(), |body, (name, text)| {
        let Some(text) = text else { return Ok(body) };
        let text = line(name, text.as_str(), LONGEST_BILLING_FIELD)?;
        let well_formed = match name {
            "email" => CustomerEmail::try_from(text.to_owned()).is_ok(),
            "country" => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
            _ => true,
        };
        if well_formed { Ok(body.set(name, text)) } else { Err(fault(name, Fault::Malformed)) }
    })
}

fn read_checkout(body: &[u8], ask: &Ask) -> Result<Checkout, Unreadable> {
    let members = lenient::object(body)?;
    ask.check(&members)?;
    Ok(Checkout {
        checkout_url: lenient::id(&members, "checkout_url")?,
        token: members.text("token").map(|token| CheckoutToken(token.into())),
    })
}

fn of(link: &LinkUuid) -> String {
    format!("{PUBLIC}{link}/")
}
