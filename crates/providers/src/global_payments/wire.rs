//! The answers of the GP API, read leniently: unknown fields are ignored, unknown words kept,
//! numbers may be text, and what is absent may be missing, `null` or `""` (fact sheet, 3.2, 4.1,
//! 9.30).

use domain::{
    Currency, Money, Timestamp,
    link::ProviderLinkState,
    money::minor_units,
    payment::{Card, LastFour, PaymentStatus},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

/// Longest text of the provider that the till keeps, in characters.
const LONGEST_TEXT: usize = 200;

/// Text, or a number as text, or `""` for what is absent.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Text(String);

impl Text {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text as people may be shown it: no control characters, and not endless.
    pub(super) fn for_people(&self) -> String {
        let visible = self.0.chars().filter(|c| !c.is_control());
        visible.take(LONGEST_TEXT).collect()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
        }))
    }
}

/// An object that may be absent as `null`, `""`, or something that is no object at all.
fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + DeserializeOwned,
{
    match Value::deserialize(deserializer)? {
        object @ Value::Object(_) => serde_json::from_value(object).map_err(D::Error::custom),
        _ => Ok(T::default()),
    }
}

/// A list that may be absent as `null` or `""`.
fn lenient_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    match Value::deserialize(deserializer)? {
        list @ Value::Array(_) => serde_json::from_value(list).map_err(D::Error::custom),
        _ => Ok(Vec::new()),
    }
}

/// One of the API's words.
pub(super) trait Word {
    /// As the API writes it, or `""`.
    fn word(&self) -> &str;

    /// True where the answer says nothing.
    fn is_absent(&self) -> bool {
        self.word().is_empty()
    }
}

/// An enum of the API's words, with a place for those that nobody knows yet.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal $(| $other:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(super) enum $name {
            $($variant,)+
            Unknown(String),
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Text::deserialize(deserializer)?;
                Ok(match text.as_str() {
                    $($word $(| $other)* => Self::$variant,)+
                    _ => Self::Unknown(text.for_people()),
                })
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl Word for $name {
            fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(text) => text,
                }
            }
        }
    };
}

words!(
    /// A link's status (fact sheet, 3.3).
    LinkStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
        Closed = "CLOSED",
        Expired = "EXPIRED",
        Paid = "PAID",
    }
);

words!(
    /// How often a link can be paid (fact sheet, 3.3).
    UsageMode {
        Single = "SINGLE",
        Multiple = "MULTIPLE",
    }
);

words!(
    /// What a transaction does (fact sheet, 4.2).
    TransactionType {
        Sale = "SALE",
        Refund = "REFUND",
    }
);

words!(
    /// A transaction's status (fact sheet, 4.3).
    TransactionStatus {
        Initiated = "INITIATED",
        Authenticated = "AUTHENTICATED" | "SUCCESS_AUTHENTICATED",
        Pending = "PENDING",
        Declined = "DECLINED",
        Preauthorized = "PREAUTHORIZED",
        Captured = "CAPTURED",
        Batched = "BATCHED",
        Reversed = "REVERSED",
        Funded = "FUNDED",
        Rejected = "REJECTED",
        Failed = "FAILED",
        Cancelled = "CANCELLED",
        Expired = "EXPIRED",
    }
);

impl From<LinkStatus> for ProviderLinkState {
    fn from(status: LinkStatus) -> Self {
        match status {
            LinkStatus::Active => Self::Open,
            LinkStatus::Paid => Self::Paid,
            LinkStatus::Expired => Self::Expired,
            LinkStatus::Closed | LinkStatus::Inactive => Self::Closed,
            LinkStatus::Unknown(text) => Self::Unknown(text),
        }
    }
}

impl From<TransactionStatus> for PaymentStatus {
    /// What a status means for a shop (fact sheet, 4.3).
    fn from(status: TransactionStatus) -> Self {
        match status {
            TransactionStatus::Initiated
            | TransactionStatus::Authenticated
            | TransactionStatus::Pending => Self::Pending,
            TransactionStatus::Preauthorized => Self::Reserved,
            TransactionStatus::Captured
            | TransactionStatus::Batched
            | TransactionStatus::Funded => Self::Paid,
            TransactionStatus::Reversed => Self::Reversed,
            TransactionStatus::Declined
            | TransactionStatus::Rejected
            | TransactionStatus::Failed
            | TransactionStatus::Cancelled
            | TransactionStatus::Expired => Self::Refused,
            TransactionStatus::Unknown(text) => Self::Unknown(text),
        }
    }
}

/// The answer to a sign-in (fact sheet, 2.3).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenAnswer {
    pub(super) token: Text,
    #[serde(deserialize_with = "lenient")]
    pub(super) scope: Scope,
    pub(super) seconds_to_expire: Text,
}

/// Whom a token speaks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Scope {
    pub(super) merchant_name: Text,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) accounts: Vec<ScopeAccount>,
}

/// One of the merchant's accounts, and what the token may do with it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ScopeAccount {
    pub(super) id: Text,
    pub(super) name: Text,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) permissions: Vec<Text>,
}

/// A link (fact sheet, 3.2).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Link {
    pub(super) id: Text,
    pub(super) account_id: Text,
    pub(super) account_name: Text,
    pub(super) url: Text,
    pub(super) status: LinkStatus,
    pub(super) usage_mode: UsageMode,
    pub(super) reference: Text,
    pub(super) expiration_date: Text,
    #[serde(deserialize_with = "lenient")]
    pub(super) transactions: LinkTransactions,
}

/// What a link asks for, and what was paid on it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LinkTransactions {
    pub(super) amount: Text,
    pub(super) currency: Text,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) transaction_list: Vec<Transaction>,
}

/// A transaction (fact sheet, 4.1), or the short form of it in a link (3.7).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Transaction {
    pub(super) id: Text,
    pub(super) time_created: Text,
    pub(super) status: TransactionStatus,
    #[serde(rename = "type")]
    pub(super) kind: TransactionType,
    amount: Text,
    currency: Text,
    pub(super) reference: Text,
    pub(super) parent_resource_id: Text,
    #[serde(deserialize_with = "lenient")]
    pub(super) payment_method: PaymentMethod,
    #[serde(deserialize_with = "lenient")]
    pub(super) action: Action,
}

impl Transaction {
    /// The amount, where it is whole minor units.
    pub(super) fn minor(&self) -> Option<u64> {
        minor_units(self.amount.as_str())
    }

    /// The currency, where the till knows it.
    pub(super) fn currency(&self) -> Option<Currency> {
        self.currency.as_str().parse().ok()
    }

    /// True where no currency is named.
    pub(super) fn names_no_currency(&self) -> bool {
        self.currency.is_empty()
    }

    /// Amount and currency, where both can be read.
    pub(super) fn money(&self) -> Option<Money> {
        Some(Money::new(self.minor()?, self.currency()?))
    }

    /// When it was made.
    pub(super) fn at(&self) -> Option<Timestamp> {
        moment(self.time_created.as_str())
    }
}

/// How was paid.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PaymentMethod {
    pub(super) result: Text,
    pub(super) message: Text,
    #[serde(deserialize_with = "lenient")]
    card: CardWire,
}

impl PaymentMethod {
    /// The card, as far as the till may know it.
    pub(super) fn card(&self) -> Option<Card> {
        let numbers = [&self.card.masked_number_last4, &self.card.masked_number_first6last4];
        let last_four =
            numbers.into_iter().find_map(|masked| LastFour::of_masked(masked.as_str()).ok())?;
        Some(Card { brand: self.card.brand.for_people(), last_four })
    }
}

/// The card's number is named differently in answers to POST and to GET (fact sheet, 9.35).
#[derive(Default, Deserialize)]
#[serde(default)]
struct CardWire {
    brand: Text,
    masked_number_last4: Text,
    masked_number_first6last4: Text,
}

/// What the API says of the call itself.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Action {
    pub(super) result_code: Text,
}

/// One page of a list (fact sheet, 3.5, 4.2).
#[derive(Deserialize)]
pub(super) struct Page<R> {
    #[serde(default)]
    total_record_count: Text,
    #[serde(default)]
    total_count: Text,
    /// Those on this page. A page without them is no page: it must not be taken for 'nothing
    /// found'.
    #[serde(alias = "links", alias = "transactions")]
    pub(super) rows: Vec<R>,
}

impl<R> Page<R> {
    /// How many there are on all pages, where the answer says so.
    pub(super) fn total(&self) -> Option<usize> {
        let counts = [&self.total_record_count, &self.total_count];
        counts.into_iter().find_map(|count| count.as_str().parse().ok())
    }
}

/// An error (fact sheet, 5.1).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ErrorAnswer {
    pub(super) error_code: Text,
    pub(super) detailed_error_code: Text,
    pub(super) detailed_error_description: Text,
    /// Some answers wrap the three.
    #[serde(deserialize_with = "lenient")]
    error: Option<Box<ErrorAnswer>>,
}

impl ErrorAnswer {
    /// The error, wrapped or not.
    pub(super) fn unwrapped(self) -> Self {
        match self.error {
            Some(inner) if self.error_code.is_empty() => *inner,
            error => Self { error, ..self },
        }
    }
}

/// A moment in any of the API's forms: with or without zone, with or without a time (fact sheet,
/// 7.4). Without a zone it is UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text)
        .or_else(|| Timestamp::parse(&format!("{text}Z")))
        .or_else(|| Timestamp::parse(&format!("{text}T00:00:00Z")))
}
