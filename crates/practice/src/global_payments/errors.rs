//! The gateway's refusals: HTTP status, codes and text (fact sheet, 5.1 and 5.2).

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::books_file::BooksError;

/// One refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiError {
    pub(super) status: StatusCode,
    error_code: &'static str,
    detailed_error_code: &'static str,
    description: String,
}

impl ApiError {
    fn new(
        status: StatusCode,
        error_code: &'static str,
        detailed_error_code: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self { status, error_code, detailed_error_code, description: description.into() }
    }

    fn invalid_request(detailed_error_code: &'static str, description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST_DATA", detailed_error_code, description)
    }

    fn not_authorized(detailed_error_code: &'static str, description: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "ACTION_NOT_AUTHORIZED", detailed_error_code, description)
    }

    pub(super) fn token_unknown() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "NOT_AUTHENTICATED",
            "40001",
            "Invalid access token used",
        )
    }

    pub(super) fn token_expired() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "NOT_AUTHENTICATED",
            "40002",
            "The access token has expired",
        )
    }

    pub(super) fn outside_token_scope() -> Self {
        Self::not_authorized("40003", "Token does not match account_id in the request")
    }

    pub(super) fn merchant_mismatch() -> Self {
        Self::not_authorized("40003", "Token does not match merchant_id in the request")
    }

    pub(super) fn app_unknown() -> Self {
        Self::not_authorized("40004", "App credentials not recognized")
    }

    pub(super) fn secret_wrong() -> Self {
        Self::not_authorized("40004", "Credentials not recognized to create access token.")
    }

    pub(super) fn field_missing(field: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "MANDATORY_DATA_MISSING",
            "40005",
            format!("Request expects the following field {field}"),
        )
    }

    /// The fact sheet gives no `error_code` for 40006; this one belongs to its neighbours.
    pub(super) fn body_unreadable() -> Self {
        Self::invalid_request("40006", "The request body is not the JSON object that was expected")
    }

    pub(super) fn either_field_missing(fields: &str) -> Self {
        Self::invalid_request(
            "40007",
            format!("Request expects the following conditionally mandatory fields {fields}"),
        )
    }

    pub(super) fn transaction_to_act_on_unknown(id: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "RESOURCE_NOT_FOUND",
            "40008",
            format!("Transaction {id} not found at this location."),
        )
    }

    pub(super) fn not_captured(id: &str, status: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "INVALID_TRANSACTION_ACTION",
            "40038",
            format!("Transaction {id} cannot be refunded: its status is {status}, not CAPTURED"),
        )
    }

    /// `did` is the id and the status of what the key did; nothing if its request was refused.
    pub(super) fn key_seen_before(did: Option<(&str, &str)>) -> Self {
        let description = match did {
            Some((id, status)) => format!("Idempotency Key seen before: id={id}, status={status}"),
            None => "Idempotency Key seen before".to_owned(),
        };
        Self::new(StatusCode::CONFLICT, "DUPLICATE_ACTION", "40039", description)
    }

    pub(super) fn is_repeat(&self) -> bool {
        self.status == StatusCode::CONFLICT
    }

    pub(super) fn not_configured(country: &str, channel: &str, currency: &str) -> Self {
        Self::invalid_request(
            "40041",
            format!(
                "Merchant configuration does not exist for the following combination: \
                 country - {country}, channel - {channel}, currency - {currency}"
            ),
        )
    }

    /// A field that a create takes but an edit does not. The fact sheet (3.6) does not say what
    /// happens to it; a client that believes to have changed it shall notice.
    pub(super) fn field_not_editable(field: &str) -> Self {
        Self::invalid_request("40043", format!("Request contains unexpected fields: {field}"))
    }

    pub(super) fn above_refund_limit(percent: u32) -> Self {
        Self::invalid_request(
            "40087",
            format!("You may only refund up to {percent}% of the original amount"),
        )
    }

    pub(super) fn value_invalid(field: &str) -> Self {
        Self::invalid_request("40090", format!("{field} value is invalid"))
    }

    pub(super) fn brand_unknown() -> Self {
        Self::invalid_request("40097", "Invalid value in the filter brand")
    }

    pub(super) fn filter_invalid(filter: &str) -> Self {
        Self::invalid_request("40105", format!("Invalid value in the filter {filter}"))
    }

    /// `status` is the link's, or 400 where there is no such link (fact sheet, 3.6).
    pub(super) fn link_not_editable(status: &str) -> Self {
        Self::invalid_request(
            "40108",
            format!("You cannot update a link that has a {status} status"),
        )
    }

    pub(super) fn not_found(path: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "RESOURCE_NOT_FOUND",
            "40118",
            format!("Resource not found at this {path}"),
        )
    }

    pub(super) fn permission_unknown(name: &str) -> Self {
        Self::invalid_request("40119", format!("Invalid permissions [ {name} ] have been entered"))
    }

    pub(super) fn permission_missing() -> Self {
        Self::not_authorized("40212", "Permission not enabled to execute action")
    }

    pub(super) fn unexpected_data(field: &str) -> Self {
        Self::invalid_request("40213", format!("{field} contains unexpected data"))
    }

    pub(super) fn partial_reversal() -> Self {
        Self::invalid_request("40214", "partial reversal not supported")
    }

    /// The code of an action that is not possible in a status (fact sheet, 5.2); that it is the
    /// one for captures and reversals is not documented.
    pub(super) fn not_possible(action: &str, id: &str, status: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "INVALID_ACTION",
            "40290",
            format!("Transaction {id} cannot be {action}: its status is {status}"),
        )
    }

    pub(super) fn shipping_amount_missing() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "MANDATORY_DATA_MISSING",
            "40251",
            "Request expects the following conditionally mandatory fields shipping_amount",
        )
    }

    pub(super) fn amount_zero() -> Self {
        Self::invalid_request("50020", "The amount must be more than zero")
    }

    pub(super) fn above_capture_limit() -> Self {
        Self::invalid_request("50020", "You may only capture up to 115% of the original amount")
    }

    /// A scripted failure.
    pub(super) fn miscellaneous() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "SYSTEM_ERROR_DOWNSTREAM",
            "50134",
            "Unable to process your request due to an error with a system down stream",
        )
    }

    /// The disk failed, so nothing was done.
    pub(super) fn nothing_kept() -> Self {
        Self::new(
            StatusCode::BAD_GATEWAY,
            "SYSTEM_ERROR",
            "50002",
            "The practice books cannot be written; nothing was done",
        )
    }

    /// The `detailed_error_code` is text, also in the answer (fact sheet, 9.27).
    pub(super) fn body(&self) -> Value {
        json!({
            "error_code": self.error_code,
            "detailed_error_code": self.detailed_error_code,
            "detailed_error_description": self.description,
        })
    }
}

impl From<BooksError> for ApiError {
    fn from(_: BooksError) -> Self {
        Self::nothing_kept()
    }
}
