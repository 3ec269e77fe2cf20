//! The places where a request can arrive (fact sheet, 0.1).

use super::credentials::{FlittCredentials, FlittKey};

/// A place where a request can arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `POST /api/checkout/url`
    CheckoutUrl,
    /// `POST /api/checkout/token`
    CheckoutToken,
    /// `POST /api/subscription`
    Subscription,
    /// `POST /api/recurring`
    Recurring,
    /// `POST /api/settlement`
    Settlement,
    /// `POST /api/p2pcredit`
    PayoutToCard,
    /// `POST /api/ibancredit`
    PayoutToAccount,
    /// `POST /api/3dsecure_step1`
    CardStepOne,
    /// `POST /api/3dsecure_step2`
    CardStepTwo,
    /// `POST /api/fiscal_data`
    FiscalData,
    /// `POST /authorizer/token/application/get`
    PortalToken,
    /// `POST /api/extend/company/report`
    PortalReport,
    /// `POST /api/transaction_list`
    TransactionList,
    /// `POST /api/reports`
    Reports,
    /// `POST /api/status/order_id`
    Status,
    /// `POST /api/capture/order_id`
    Capture,
    /// `POST /api/reverse/order_id`
    Reverse,
    /// The pay page, opened or paid.
    PayPage,
    /// Anything else.
    Unknown,
}

impl Endpoint {
    /// Reads the path behind `/api`, with or without a slash at its end.
    pub(super) fn read(resource: &[&str]) -> Option<Self> {
        match resource {
            ["checkout", "url"] => Some(Self::CheckoutUrl),
            ["checkout", "token"] => Some(Self::CheckoutToken),
            ["subscription"] => Some(Self::Subscription),
            ["settlement"] => Some(Self::Settlement),
            ["p2pcredit"] => Some(Self::PayoutToCard),
            ["ibancredit"] => Some(Self::PayoutToAccount),
            ["3dsecure_step1"] => Some(Self::CardStepOne),
            ["3dsecure_step2"] => Some(Self::CardStepTwo),
            ["fiscal_data"] => Some(Self::FiscalData),
            ["recurring"] => Some(Self::Recurring),
            ["transaction_list"] => Some(Self::TransactionList),
            ["reports"] => Some(Self::Reports),
            ["status", "order_id"] => Some(Self::Status),
            ["capture", "order_id"] => Some(Self::Capture),
            ["reverse", "order_id"] => Some(Self::Reverse),
            _ => None,
        }
    }

    /// Whether it changes anything.
    pub(super) fn writes(self) -> bool {
        match self {
            Self::CheckoutUrl
            | Self::CheckoutToken
            | Self::Subscription
            | Self::Recurring
            | Self::Settlement
            | Self::PayoutToCard
            | Self::PayoutToAccount
            | Self::CardStepOne
            | Self::CardStepTwo
            | Self::Capture
            | Self::Reverse => true,
            Self::TransactionList
            | Self::Reports
            | Self::FiscalData
            | Self::PortalToken
            | Self::PortalReport
            | Self::Status
            | Self::PayPage
            | Self::Unknown => false,
        }
    }

    /// Payouts are signed with the payout key (fact sheet, 2.4).
    pub(super) fn key(self, credentials: &FlittCredentials) -> &FlittKey {
        match self {
            Self::PayoutToCard | Self::PayoutToAccount => &credentials.payout_key,
            _ => &credentials.payment_key,
        }
    }

    /// Checkout writes error codes as texts (fact sheet, 5.1).
    pub(super) fn writes_codes_as_text(self) -> bool {
        matches!(self, Self::CheckoutUrl | Self::CheckoutToken)
    }

    /// Capture and reverse call a wrong signature an incorrect parameter (fact sheet, 5.2).
    pub(super) fn calls_signature_a_parameter(self) -> bool {
        matches!(self, Self::Capture | Self::Reverse)
    }
}
