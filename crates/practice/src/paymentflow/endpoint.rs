//! The places where a request can arrive.

use axum::http::Method;

use super::refusal::Refusal;

/// A place where a request can arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `POST /payments`
    PaymentCreate,
    /// `GET /payments/{id}`
    PaymentRetrieve,
    /// `GET /payments`
    PaymentList,
    /// `POST /payments/{id}/cancel`
    PaymentCancel,
    /// `POST /refunds`
    RefundCreate,
    /// `GET /refunds/{id}`
    RefundRetrieve,
    /// `GET /refunds`
    RefundList,
    /// `POST /customers`
    CustomerCreate,
    /// `GET /customers/{id}`
    CustomerRetrieve,
    /// `GET /customers`
    CustomerList,
    /// `PATCH /customers/{id}`
    CustomerUpdate,
    /// `DELETE /customers/{id}`
    CustomerDelete,
    /// The pay page, opened or paid.
    PayPage,
    /// Anything else.
    Unknown,
}

impl Endpoint {
    /// Whether it changes anything.
    pub(super) fn writes(self) -> bool {
        matches!(
            self,
            Self::PaymentCreate
                | Self::PaymentCancel
                | Self::RefundCreate
                | Self::CustomerCreate
                | Self::CustomerUpdate
                | Self::CustomerDelete
        )
    }

    /// Whether it gives a page of a list.
    pub(super) fn lists(self) -> bool {
        matches!(self, Self::PaymentList | Self::RefundList | Self::CustomerList)
    }

    /// Whether it makes an object, so that an idempotency key may stand for it.
    pub(super) fn creates(self) -> bool {
        matches!(self, Self::PaymentCreate | Self::RefundCreate | Self::CustomerCreate)
    }

    /// The word under which the books remember what a key was used for.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PaymentCreate => "payment",
            Self::RefundCreate => "refund",
            Self::CustomerCreate => "customer",
            _ => "",
        }
    }
}

/// What a request to the API wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Action<'a> {
    pub(super) endpoint: Endpoint,
    /// The id in the path; empty if there is none.
    pub(super) id: &'a str,
}

impl<'a> Action<'a> {
    /// Reads method and path, the latter behind `/v1`.
    pub(super) fn read(method: &Method, resource: &[&'a str]) -> Result<Self, Refusal> {
        let (id, allowed): (&str, &[(Method, Endpoint)]) = match resource {
            ["payments"] => (
                "",
                &[(Method::POST, Endpoint::PaymentCreate), (Method::GET, Endpoint::PaymentList)],
            ),
            ["payments", id] => (id, &[(Method::GET, Endpoint::PaymentRetrieve)]),
            ["payments", id, "cancel"] => (id, &[(Method::POST, Endpoint::PaymentCancel)]),
            ["refunds"] => {
                ("", &[(Method::POST, Endpoint::RefundCreate), (Method::GET, Endpoint::RefundList)])
            }
            ["refunds", id] => (id, &[(Method::GET, Endpoint::RefundRetrieve)]),
            ["customers"] => (
                "",
                &[(Method::POST, Endpoint::CustomerCreate), (Method::GET, Endpoint::CustomerList)],
            ),
            ["customers", id] => (
                id,
                &[
                    (Method::GET, Endpoint::CustomerRetrieve),
                    (Method::PATCH, Endpoint::CustomerUpdate),
                    (Method::DELETE, Endpoint::CustomerDelete),
                ],
            ),
            _ => return Err(Refusal::no_such_place()),
        };
        let found = allowed.iter().find(|(taken, _)| taken == method);
        found
            .map(|(_, endpoint)| Self { endpoint: *endpoint, id })
            .ok_or_else(Refusal::wrong_method)
    }
}
