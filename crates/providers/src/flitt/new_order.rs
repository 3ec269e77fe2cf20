//! What can be said about an order that is to be paid (fact sheet, 3.1).

use domain::Money;
use secrecy::{ExposeSecret, SecretString};

use super::{
    lang::Lang,
    order_id::OrderId,
    params::{self, Fault, FieldFault, Params},
    purpose::Purpose,
    receivers::Receiver,
    reservation::ReservationData,
};

/// The longest life of a link: 800 days in seconds (fact sheet, 3.1).
pub const LONGEST_LIFETIME: u32 = 69_120_000;

/// The life of a link that names none: 10 hours in seconds (fact sheet, 3.1).
pub const DEFAULT_LIFETIME: u32 = 36_000;

/// Longest address, in characters.
const LONGEST_URL: usize = 2048;

/// Longest token of a card. The documentation says 40 characters and prints one of 46 (fact sheet, 3.7.2).
pub(super) const LONGEST_RECTOKEN: usize = 64;

/// An order that is to be paid. What is `None` or empty is not sent, so the gateway's own default holds.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Our name of it, stored before it is sent.
    pub order_id: OrderId,
    /// What the customer pays for; 1 to 1,024 characters.
    pub description: String,
    /// What is asked: 1 to 999,999,999,999 minor units.
    pub money: Money,
    /// What the page is for.
    pub purpose: Purpose,
    /// How long it can be paid, in seconds: 1 to [`LONGEST_LIFETIME`]; else [`DEFAULT_LIFETIME`].
    pub lifetime: Option<u32>,
    /// True to hold the money until it is captured. Cards only.
    pub preauth: Option<bool>,
    /// False to allow the customer one try only.
    pub delayed: Option<bool>,
    /// The language of the page.
    pub lang: Option<Lang>,
    /// The customer's address; at most 256 characters.
    pub sender_email: Option<String>,
    /// A text of ours that comes back with each answer; at most 2,048 characters.
    pub merchant_data: Option<String>,
    /// Our id of what is sold; at most 1,024 characters.
    pub product_id: Option<String>,
    /// Where the browser goes after the payment.
    pub response_url: Option<String>,
    /// Where the gateway reports to.
    pub server_callback_url: Option<String>,
    /// Where it reports a subscription's later charges to.
    pub subscription_callback_url: Option<String>,
    /// Where it reports chargebacks to.
    pub chargeback_callback_url: Option<String>,
    /// Where the browser goes if the customer gives up.
    pub cancel_url: Option<String>,
    /// True to get a token with which the card can be charged again.
    pub required_rectoken: Option<bool>,
    /// The token of a card that was kept.
    pub rectoken: Option<SecretString>,
    /// The token of a card that gets a payout.
    pub receiver_rectoken: Option<SecretString>,
    /// The page's design; at most 6 characters.
    pub design_id: Option<String>,
    /// Which systems the page offers, with commas between, such as `card,opb`.
    pub payment_systems: Option<String>,
    /// Which of them is shown first; at most 25 characters.
    pub default_payment_system: Option<String>,
    /// The bank, where one system is offered alone. Then the link leads into a bank's app: it is handed over unchanged
    /// (fact sheet, 3.2).
    pub payment_method: Option<String>,
    /// What is told about customer and goods.
    pub reservation_data: Option<ReservationData>,
    /// Who gets which part, where the payment is split at once. Protocol 2.0 only.
    pub receivers: Vec<Receiver>,
}

impl NewOrder {
    /// An order with nothing but what is mandatory.
    pub fn new(order_id: OrderId, description: impl Into<String>, money: Money) -> Self {
        Self {
            order_id,
            description: description.into(),
            money,
            purpose: Purpose::Payment,
            lifetime: None,
            preauth: None,
            delayed: None,
            lang: None,
            sender_email: None,
            merchant_data: None,
            product_id: None,
            response_url: None,
            server_callback_url: None,
            subscription_callback_url: None,
            chargeback_callback_url: None,
            cancel_url: None,
            required_rectoken: None,
            rectoken: None,
            receiver_rectoken: None,
            design_id: None,
            payment_systems: None,
            default_payment_system: None,
            payment_method: None,
            reservation_data: None,
            receivers: Vec::new(),
        }
    }

    /// The parameters that say all this.
    pub(super) fn parameters(&self) -> Result<Params, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.description(&self.description)?;
        parameters.money(self.money)?;
        parameters.purpose(&self.purpose)?;
        parameters.lifetime(self.lifetime)?;
        parameters.yes_no("preauth", self.preauth)?;
        parameters.yes_no("delayed", self.delayed)?;
        parameters.yes_no("required_rectoken", self.required_rectoken)?;
        for (field, text, limit) in [
            ("lang", self.lang.map(Lang::as_str), 2),
            ("sender_email", self.sender_email.as_deref(), 256),
            ("merchant_data", self.merchant_data.as_deref(), 2048),
            ("product_id", self.product_id.as_deref(), 1024),
            ("response_url", self.response_url.as_deref(), LONGEST_URL),
            ("server_callback_url", self.server_callback_url.as_deref(), LONGEST_URL),
            ("subscription_callback_url", self.subscription_callback_url.as_deref(), LONGEST_URL),
            ("chargeback_callback_url", self.chargeback_callback_url.as_deref(), LONGEST_URL),
            ("cancel_url", self.cancel_url.as_deref(), LONGEST_URL),
            ("design_id", self.design_id.as_deref(), 6),
            ("payment_systems", self.payment_systems.as_deref(), 1024),
            ("default_payment_system", self.default_payment_system.as_deref(), 25),
            ("payment_method", self.payment_method.as_deref(), 25),
        ] {
            parameters.optional(field, text, limit)?;
        }
        parameters.token("rectoken", self.rectoken.as_ref())?;
        parameters.token("receiver_rectoken", self.receiver_rectoken.as_ref())?;
        parameters.reservation(self.reservation_data.as_ref())?;
        parameters.receivers(&self.receivers, self.money.minor())?;
        Ok(parameters)
    }
}

impl Params {
    /// `order_desc`.
    pub(super) fn description(&mut self, text: &str) -> Result<(), FieldFault> {
        self.text("order_desc", text, 1024)
    }

    /// `lifetime`, in seconds.
    pub(super) fn lifetime(&mut self, seconds: Option<u32>) -> Result<(), FieldFault> {
        match seconds {
            None => Ok(()),
            Some(seconds @ 1..=LONGEST_LIFETIME) => self.number("lifetime", seconds.into()),
            Some(_) => Err(params::fault("lifetime", Fault::OutOfRange)),
        }
    }

    /// The token of a card.
    pub(super) fn token(
        &mut self,
        field: &'static str,
        token: Option<&SecretString>,
    ) -> Result<(), FieldFault> {
        self.optional(field, token.map(ExposeSecret::expose_secret), LONGEST_RECTOKEN)
    }
}
