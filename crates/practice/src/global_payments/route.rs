//! Which request means which action, and what right it needs.

use axum::http::Method;

use super::permission::Permission;
use super::witness::Endpoint;

/// Something that a signed-in client can ask for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action<'a> {
    LinkCreate,
    LinkSingle(&'a str),
    LinkList,
    LinkEdit(&'a str),
    TransactionSingle(&'a str),
    TransactionList,
    TransactionRefund(&'a str),
    TransactionCapture(&'a str),
    TransactionReversal(&'a str),
}

impl<'a> Action<'a> {
    /// Reads the path behind `/ucp` or `/ucp/merchants/{id}`.
    pub(super) fn read(method: &Method, resource: &[&'a str]) -> Option<Self> {
        match (method.as_str(), resource) {
            ("POST", ["links"]) => Some(Self::LinkCreate),
            ("GET", ["links", id]) => Some(Self::LinkSingle(id)),
            ("GET", ["links"]) => Some(Self::LinkList),
            ("PATCH", ["links", id]) => Some(Self::LinkEdit(id)),
            ("GET", ["transactions", id]) => Some(Self::TransactionSingle(id)),
            ("GET", ["transactions"]) => Some(Self::TransactionList),
            ("POST", ["transactions", id, "refund"]) => Some(Self::TransactionRefund(id)),
            ("POST", ["transactions", id, "capture"]) => Some(Self::TransactionCapture(id)),
            ("POST", ["transactions", id, "reversal"]) => Some(Self::TransactionReversal(id)),
            _ => None,
        }
    }

    pub(super) fn endpoint(self) -> Endpoint {
        match self {
            Self::LinkCreate => Endpoint::LinkCreate,
            Self::LinkSingle(_) => Endpoint::LinkSingle,
            Self::LinkList => Endpoint::LinkList,
            Self::TransactionSingle(_) => Endpoint::TransactionSingle,
            Self::TransactionList => Endpoint::TransactionList,
            Self::TransactionRefund(_) => Endpoint::TransactionRefund,
            Self::LinkEdit(_) => Endpoint::LinkEdit,
            Self::TransactionCapture(_) => Endpoint::TransactionCapture,
            Self::TransactionReversal(_) => Endpoint::TransactionReversal,
        }
    }

    pub(super) fn permission(self) -> Permission {
        match self {
            Self::LinkCreate => Permission::LinkCreate,
            Self::LinkSingle(_) => Permission::LinkSingle,
            Self::LinkList => Permission::LinkList,
            Self::TransactionSingle(_) => Permission::TransactionSingle,
            Self::TransactionList => Permission::TransactionList,
            Self::TransactionRefund(_) => Permission::TransactionRefund,
            Self::LinkEdit(_) => Permission::LinkEdit,
            Self::TransactionCapture(_) => Permission::TransactionCapture,
            Self::TransactionReversal(_) => Permission::TransactionReverse,
        }
    }

    /// Whether it changes anything.
    pub(super) fn writes(self) -> bool {
        match self {
            Self::LinkSingle(_)
            | Self::LinkList
            | Self::TransactionSingle(_)
            | Self::TransactionList => false,
            Self::LinkCreate
            | Self::LinkEdit(_)
            | Self::TransactionRefund(_)
            | Self::TransactionCapture(_)
            | Self::TransactionReversal(_) => true,
        }
    }
}
