//! The places where a request can arrive.

use axum::http::Method;

use super::refusal::Refusal;

/// A place where a request can arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `GET /api/payment-links/`
    LinkList,
    /// `POST /api/payment-links/`
    LinkCreate,
    /// `GET /api/payment-links/{uuid}/`
    LinkDetail,
    /// `PATCH /api/payment-links/{uuid}/`
    LinkChange,
    /// `DELETE /api/payment-links/{uuid}/`
    LinkDelete,
    /// `GET /api/payment-links/{uuid}/payments/`
    LinkPayments,
    /// `GET /api/payment-links/public/{uuid}/`
    Preview,
    /// `POST /api/payment-links/public/{uuid}/start/`
    Start,
    /// A path without its last slash, which was redirected.
    Redirect,
    /// The pay page or the hosted checkout, opened or paid.
    PayPage,
    /// The page on which staff sign in and refund.
    Dashboard,
    /// Anything else.
    Unknown,
}

impl Endpoint {
    /// Whether staff change anything with it.
    pub(super) fn writes(self) -> bool {
        matches!(self, Self::LinkCreate | Self::LinkChange | Self::LinkDelete)
    }
}

/// What stands under a path, whatever the method.
#[derive(Debug, Clone, Copy)]
enum Place {
    Links,
    Link,
    Payments,
    Preview,
    Start,
}

/// A path below `/api/payment-links/`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resource<'a> {
    place: Place,
    /// The uuid in the path; empty if there is none.
    uuid: &'a str,
}

impl<'a> Resource<'a> {
    /// Reads the path's segments behind `/api/payment-links`. `None`: there is nothing.
    pub(super) fn read(segments: &[&'a str]) -> Option<Self> {
        let (place, uuid) = match segments {
            [] => return Some(Self { place: Place::Links, uuid: "" }),
            ["public", uuid] => (Place::Preview, *uuid),
            ["public", uuid, "start"] => (Place::Start, *uuid),
            [uuid] => (Place::Link, *uuid),
            [uuid, "payments"] => (Place::Payments, *uuid),
            _ => return None,
        };
        is_uuid(uuid).then_some(Self { place, uuid })
    }

    /// Whether staff must be signed in, whatever the method.
    pub(super) fn is_for_staff(self) -> bool {
        !matches!(self.place, Place::Preview | Place::Start)
    }

    /// What `method` wants of it.
    pub(super) fn action(self, method: &Method) -> Result<Action<'a>, Refusal> {
        let endpoint = match (self.place, method) {
            (Place::Links, &Method::GET) => Endpoint::LinkList,
            (Place::Links, &Method::POST) => Endpoint::LinkCreate,
            (Place::Link, &Method::GET) => Endpoint::LinkDetail,
            (Place::Link, &Method::PATCH) => Endpoint::LinkChange,
            (Place::Link, &Method::DELETE) => Endpoint::LinkDelete,
            (Place::Payments, &Method::GET) => Endpoint::LinkPayments,
            (Place::Preview, &Method::GET) => Endpoint::Preview,
            (Place::Start, &Method::POST) => Endpoint::Start,
            _ => return Err(Refusal::wrong_method()),
        };
        Ok(Action { endpoint, uuid: self.uuid })
    }
}

/// What a request to the API wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Action<'a> {
    pub(super) endpoint: Endpoint,
    /// The uuid in the path; empty if there is none.
    pub(super) uuid: &'a str,
}

/// Whether `text` is a UUID in the form with hyphens and small letters.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}
