//! What an order's `additional_info` tells (fact sheet, 3.7.2). It is a text with JSON inside, and signed as that text.

use super::{
    decimal::Decimal,
    errors::{ErrorCode, Unreadable},
    members::{Members, Value},
    words::{Words, gateway_words},
};

gateway_words!(
    /// How far the capture of a hold is (fact sheet, 3.8).
    CaptureStatus {
        /// Not captured yet, or captured and not yet confirmed: keep asking.
        Hold = "hold",
        /// Captured.
        Captured = "captured",
        /// Given back.
        Reversed = "reversed",
    }
);

/// Where an order's text with JSON stands.
const NAME: &str = "additional_info";

/// Whether an order is a test merchant's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestMark {
    /// It is: no money of it is real.
    Test,
    /// It is not.
    Real,
    /// A word that nobody knows: neither of the two.
    Unknown(String),
}

impl TestMark {
    fn read(info: &Members) -> Option<Self> {
        let value = info.get("is_test").filter(|value| !value.is_absent())?;
        Some(match info.flag("is_test") {
            Some(true) => Self::Test,
            Some(false) => Self::Real,
            None => Self::Unknown(Words::new(value.as_written()).as_str().to_owned()),
        })
    }
}

/// What the gateway adds to an order. Any of it may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdditionalInfo {
    /// How far the capture of a hold is.
    pub capture_status: Option<CaptureStatus>,
    /// What was captured. In the one known example it counts major units, beside a page that says otherwise (fact sheet,
    /// section 8, traps 15 and 16): not to be reckoned with, one's own record is.
    pub capture_amount: Option<Decimal>,
    /// Whether it is a test merchant's order.
    pub is_test: Option<TestMark>,
    /// The gateway's id of the transaction.
    pub transaction_id: Option<String>,
    /// What the customer paid on top, as it was written.
    pub client_fee: Option<Decimal>,
    /// What the settlement costs, as it was written.
    pub settlement_fee: Option<Decimal>,
    /// The bank's own code.
    pub bank_response_code: Option<ErrorCode>,
    /// The bank's own words.
    pub bank_response_description: Words,
    /// The bank that issued the card.
    pub bank_name: Words,
    /// Its country.
    pub bank_country: Words,
    /// The card's brand.
    pub card_type: Words,
    /// The card's product.
    pub card_product: Words,
    /// The card's category.
    pub card_category: Words,
    /// `card` and the like.
    pub payment_method: Words,
    /// When the transaction ended, `DD.MM.YYYY HH:MM:SS` in an unknown zone.
    pub ended_at: Option<String>,
    /// The customer's address.
    pub ip_address: Option<String>,
    /// The version of 3-D Secure.
    pub version_3ds: Option<String>,
    /// The scheme's id, for later charges.
    pub scheme_id: Option<String>,
    /// What was sent as `reservation_data`.
    pub reservation_data: Option<String>,
}

impl AdditionalInfo {
    /// Reads `additional_info`, a text with JSON or an object. One that is there and can't be read may have said that money
    /// is only held, or not real: it is never taken for one that says nothing.
    pub(super) fn read(order: &Members) -> Result<Self, Unreadable> {
        if says_nothing(order) {
            return Ok(Self::default());
        }
        let info = order.object(NAME).ok_or(Unreadable::Malformed { name: NAME })?;
        Ok(Self {
            capture_status: info.text("capture_status").map(CaptureStatus::from_word),
            capture_amount: info.decimal("capture_amount"),
            is_test: TestMark::read(&info),
            transaction_id: info.owned("transaction_id"),
            client_fee: info.decimal("client_fee"),
            settlement_fee: info.decimal("settlement_fee"),
            bank_response_code: info.text("bank_response_code").map(ErrorCode::new),
            bank_response_description: info.reason("bank_response_description"),
            bank_name: info.words("bank_name"),
            bank_country: info.words("bank_country"),
            card_type: info.words("card_type"),
            card_product: info.words("card_product"),
            card_category: info.words("card_category"),
            payment_method: info.words("payment_method"),
            ended_at: info.owned("timeend"),
            ip_address: info.owned("ipaddress_v4"),
            version_3ds: info.owned("version_3ds"),
            scheme_id: info.owned("schemeid"),
            reservation_data: info.owned("reservation_data"),
        })
    }
}

/// Nothing, or an empty list: what some languages write for an object without members.
fn says_nothing(order: &Members) -> bool {
    match order.get(NAME) {
        None => true,
        Some(Value::Text(json) | Value::Nested(json)) if json.trim() == "[]" => true,
        Some(value) => value.is_absent(),
    }
}
