//! Refused requests: always HTTP 200, with a code and a sentence (fact sheet, 5.1 and 5.2).

use serde_json::Value;

use super::order::OrderStatus;
use super::params::Params;
use crate::books_file::BooksError;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    code: u16,
    message: String,
}

impl Refusal {
    fn new(code: u16, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A planned refusal, with whatever code.
    pub(super) fn planned(code: u16) -> Self {
        Self::new(code, describe(code))
    }

    pub(super) fn unreadable() -> Self {
        Self::planned(1068)
    }

    pub(super) fn incorrect(name: &str) -> Self {
        Self::new(1007, format!("Parameter `{name}` is incorrect"))
    }

    pub(super) fn empty(name: &str) -> Self {
        Self::new(1009, format!("Parameter `{name}` is empty"))
    }

    pub(super) fn request_empty() -> Self {
        Self::planned(1010)
    }

    pub(super) fn missing(name: &str) -> Self {
        Self::new(1011, format!("Parameter `{name}` is missing"))
    }

    pub(super) fn currency(code: &str) -> Self {
        Self::new(1012, format!("Currency `{code}` is not available for the merchant"))
    }

    pub(super) fn duplicate_order() -> Self {
        Self::planned(1013)
    }

    /// Capture and reverse call it an incorrect parameter (fact sheet, 5.2); the sentence shows
    /// what was received, and the signed text without the key (fact sheet, 2.6).
    pub(super) fn signature(received: &str, masked: Option<String>, as_parameter: bool) -> Self {
        let masked = masked.unwrap_or_else(|| "cannot be signed".to_owned());
        if as_parameter {
            let sentence = format!("Parameter `signature` is incorrect: {received}; {masked}");
            Self::new(1007, sentence)
        } else {
            Self::new(1014, format!("Invalid signature: {received}; {masked}"))
        }
    }

    pub(super) fn merchant_unknown() -> Self {
        Self::planned(1016)
    }

    pub(super) fn no_payment_system() -> Self {
        Self::planned(1017)
    }

    pub(super) fn order_unknown() -> Self {
        Self::planned(1018)
    }

    pub(super) fn content_type() -> Self {
        Self::planned(1021)
    }

    pub(super) fn amount_invalid(name: &str) -> Self {
        Self::new(1023, format!("Invalid amount: `{name}`"))
    }

    pub(super) fn preauth_not_allowed() -> Self {
        Self::planned(1027)
    }

    pub(super) fn design_unknown() -> Self {
        Self::planned(1028)
    }

    pub(super) fn separator(name: &str) -> Self {
        Self::new(1034, format!("Forbidden separator character in parameter `{name}`"))
    }

    pub(super) fn token_unknown() -> Self {
        Self::planned(1035)
    }

    pub(super) fn card_number() -> Self {
        Self::planned(1015)
    }

    pub(super) fn completed() -> Self {
        Self::planned(1019)
    }

    pub(super) fn payout_by_token_only() -> Self {
        Self::planned(1074)
    }

    pub(super) fn iban() -> Self {
        Self::planned(1076)
    }

    pub(super) fn split_not_allowed() -> Self {
        Self::planned(1106)
    }

    pub(super) fn split_foreign() -> Self {
        Self::planned(1107)
    }

    pub(super) fn split_parts() -> Self {
        Self::planned(1108)
    }

    pub(super) fn split_before_capture() -> Self {
        Self::planned(1114)
    }

    pub(super) fn split_amount() -> Self {
        Self::planned(1120)
    }

    /// What the gateway says when it gives no reason.
    pub(super) fn general() -> Self {
        Self::planned(1000)
    }

    pub(super) fn not_utf8() -> Self {
        Self::planned(1046)
    }

    pub(super) fn only_full_refund() -> Self {
        Self::planned(1084)
    }

    pub(super) fn finished() -> Self {
        Self::planned(1086)
    }

    pub(super) fn email() -> Self {
        Self::planned(1096)
    }

    pub(super) fn not_allowed() -> Self {
        Self::planned(1100)
    }

    pub(super) fn captured_another_amount() -> Self {
        Self::planned(1109)
    }

    /// What a capture or a refund of an order in the wrong state gets. The fact sheet does not say
    /// which code that is; these come closest.
    pub(super) fn wrong_state(status: OrderStatus) -> Self {
        match status {
            OrderStatus::Expired => Self::planned(1052),
            OrderStatus::Declined | OrderStatus::Reversed => Self::finished(),
            OrderStatus::Created | OrderStatus::Processing | OrderStatus::Approved => {
                Self::not_allowed()
            }
        }
    }

    /// The answer's parameters. `request_id` has 13 characters; checkout writes the code as a text
    /// and all others as a number (fact sheet, 5.1).
    pub(super) fn params(&self, request_id: String, code_as_text: bool) -> Params {
        let code =
            if code_as_text { Value::from(self.code.to_string()) } else { Value::from(self.code) };
        Params::from_iter([
            ("response_status", Value::from("failure")),
            ("error_code", code),
            ("error_message", Value::from(self.message.clone())),
            ("request_id", Value::from(request_id)),
        ])
    }
}

impl From<BooksError> for Refusal {
    fn from(_: BooksError) -> Self {
        Self::planned(1002)
    }
}

/// A sentence for a code.
pub(super) fn describe(code: u16) -> &'static str {
    match code {
        1000 => "General decline",
        1002 => "Application error",
        1003 => "Incorrect CVV2 code",
        1004 => "Do not honour",
        1010 => "Request is empty",
        1013 => "Duplicate order_id for merchant",
        1015 => "Invalid card number",
        1016 => "Merchant not found",
        1017 => "No available payment system",
        1018 => "Order not found",
        1019 => "Order already completed",
        1021 => "Unsupported content type",
        1024 => "3-D Secure authentication failed",
        1027 => "Preauthorisation is not allowed for the merchant",
        1028 => "Design not found",
        1035 => "Card token not found or expired",
        1037 => "Insufficient funds",
        1046 => "Request is not in UTF-8",
        1052 => "Order expired",
        1058 => "Receiver card declined by its issuer",
        1068 => "Data format error",
        1069 => "Refund refused: turnover is too small",
        1074 => "Payouts go by token only",
        1076 => "Invalid IBAN",
        1084 => "Only a full refund is allowed",
        1086 => "Transaction already finished",
        1096 => "Invalid e-mail",
        1100 => "Operation is not allowed for the merchant",
        1106 => "Split is not allowed for the merchant",
        1107 => "Merchant belongs to another company",
        1108 => "Merchants of split and refund differ",
        1109 => "Order is already captured with another amount",
        1114 => "Order must be captured before it is split",
        1120 => "Split amount differs from the purchase amount",
        _ => "Declined",
    }
}
