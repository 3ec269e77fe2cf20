//! What a merchant may ask for beside amount, currency and description (fact sheet, 3.1).

use serde::{Deserialize, Serialize};

/// The wishes of one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a parameter of its own")]
pub struct Terms {
    /// `preauth=Y`: the money is only held.
    pub preauth: bool,
    /// `delayed=Y`: the customer may try until the lifetime ends.
    pub several_tries: bool,
    /// `required_rectoken=Y`: the card is kept under a token.
    pub keeps_card: bool,
    /// Whether the order came in protocol 2.0; its callbacks then go out in it, too.
    pub enveloped: bool,
    /// The `lang` of the page. Its sentences are English whatever it is.
    pub language: String,
    /// Comes back in answers, as it was sent.
    pub sender_email: String,
    /// Comes back in answers, as it was sent.
    pub product_id: String,
    /// Comes back in answers, as it was sent.
    pub merchant_data: String,
    /// Comes back in `additional_info`, as it was sent.
    pub reservation_data: Option<String>,
    /// Where callbacks go.
    pub server_callback_url: Option<String>,
    /// Where the customer's browser can take the signed result afterwards.
    pub response_url: Option<String>,
}
