//! Lies that a test can make the gateway tell, and rules that a merchant's gateway may have.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::credentials::MerchantId;

/// How answers and callbacks are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seal {
    /// As documented.
    #[default]
    Honest,
    /// With a signature of another text.
    Wrong,
    /// Not at all.
    Missing,
}

/// What the gateway does other than the plain and truthful thing, which is the default. The books
/// always hold the truth.
#[expect(clippy::struct_excessive_bools, reason = "each is a lie or a rule of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// How answers and callbacks are signed.
    pub seal: Seal,
    /// Shown as `amount`, such as `1000`.
    pub amount_in_answer: Option<String>,
    /// Shown as `currency`.
    pub currency_in_answer: Option<String>,
    /// Shown as `actual_amount` once money is held or charged.
    pub actual_amount_in_answer: Option<String>,
    /// Shown as `actual_currency` once money is held or charged.
    pub actual_currency_in_answer: Option<String>,
    /// Shown as `reversal_amount`.
    pub reversal_amount_in_answer: Option<String>,
    /// Shown as `order_status`, such as `sleeping`.
    pub order_status_in_answer: Option<String>,
    /// Shown as `order_id` by status, capture and reverse.
    pub order_id_in_answer: Option<String>,
    /// Shown as `merchant_id`.
    pub merchant_id_in_answer: Option<MerchantId>,
    /// Shown as `tran_type`.
    pub tran_type_in_answer: Option<String>,
    /// Shown as `additional_info.capture_status`, and as `capture_status` by capture.
    pub capture_status_in_answer: Option<String>,
    /// Shown as `reverse_status` by reverse.
    pub reverse_status_in_answer: Option<String>,
    /// Shown as `additional_info.is_test`, which is otherwise true: practice is a test.
    pub is_test_in_answer: Option<bool>,
    /// `additional_info.capture_amount` is in minor units; documented are major units
    /// (fact sheet, section 8, 15).
    pub capture_amount_in_minor_units: bool,
    /// Once a capture is confirmed, `actual_amount` is what was captured; otherwise it stays what was
    /// held. The sources do not tell which (fact sheet, section 8, 15).
    pub actual_amount_is_what_was_captured: bool,
    /// The answer to a reverse tells in `reversal_amount` all that went back by then; otherwise this
    /// refund alone, as it seems in the documented answers (fact sheet, 3.9).
    pub reverse_tells_the_total: bool,
    /// In protocol 1.0 the answer to stopping and starting a subscription repeats the signature of
    /// the request, as the documented ones do (fact sheet, 2.5).
    pub subscription_answers_repeat_the_signature: bool,
    /// Protocol 2.0 and JSON carry `additional_info` as an object; documented is a JSON text
    /// (fact sheet, 3.7.2). In protocol 1.0 it stays a text, because an object cannot be signed.
    pub additional_info_as_object: bool,
    /// Refusals of protocol 2.0 come inside `data`; documented is beside it (fact sheet, 1.3).
    pub refusals_in_envelope: bool,
    /// Callbacks of protocol 2.0 are wrapped in `response` (fact sheet, section 9).
    pub callbacks_in_response: bool,
    /// Scheme and host in front of the page's path, such as `https://pay.example`.
    pub link_origin: Option<String>,
    /// An identical repeat of a checkout gives the first link; otherwise 1013 (fact sheet, 3.2).
    pub repeats_give_the_first_link: bool,
    /// `preauth=Y` is refused with 1027.
    pub preauth_forbidden: bool,
    /// Only full refunds: others are refused with 1084.
    pub only_full_refunds: bool,
    /// The bank refuses every refund with this code: `success` with `reverse_status` `declined`.
    pub refunds_declined_with: Option<u16>,
    /// The bank refuses every capture with this code: `success` with a `response_code`, and the money
    /// stays held (fact sheet, 5.1).
    pub captures_declined_with: Option<u16>,
    /// How long a refund waits for the bank; until then `reverse_status` is `created`.
    pub refunds_wait: Option<Duration>,
    /// How long a capture waits for the bank; until then `capture_status` is `hold`.
    pub captures_wait: Option<Duration>,
    /// Charges of kept cards, by token or by subscription, are declined with this code.
    pub token_charges_declined_with: Option<u16>,
    /// Payouts to a card number are refused with 1074.
    pub payouts_by_token_only: bool,
    /// Splits are refused with 1106.
    pub splits_forbidden: bool,
    /// A subscription needs `quantity` or `end_time` (fact sheet, 3.5).
    pub subscriptions_must_end: bool,
    /// When the money of a verification goes back; at once if not said.
    pub verification_reversed_after: Option<Duration>,
    /// Status shows what was written this long ago, and 1018 for an order made since.
    pub replication_lag: Option<Duration>,
}

impl Behaviour {
    /// The moment whose books status shows.
    pub(super) fn horizon(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let lag = wait(self.replication_lag);
        now.checked_sub_signed(lag).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

/// The same length of time, nothing if there is none; the longest one if it does not fit.
pub(super) fn wait(length: Option<Duration>) -> TimeDelta {
    length.map_or_else(TimeDelta::zero, |length| {
        TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX)
    })
}

/// `now` and `length` later; the end of time if it does not fit.
pub(super) fn after(now: DateTime<Utc>, length: Option<Duration>) -> DateTime<Utc> {
    now.checked_add_signed(wait(length)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
