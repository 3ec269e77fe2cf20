//! Flitt as a client library: signatures, formats, and every operation, as pure functions.
//!
//! An operation is a plain value, such as [`CheckoutUrl`] or [`Reverse`]. Its `call` checks what it says and gives a
//! [`Call`], which signs the request for a [`Merchant`] in a [`Protocol`] and reads the answer. Nothing here has a
//! network, a clock or a memory.
//!
//! ```
//! use providers::flitt::{API, CheckoutUrl, Key, Merchant, NewOrder, OrderId, Protocol, RequestFormat};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = Key::new("test".into())?;
//! let merchant = Merchant { id: "1549901".parse()?, payment_key: key, payout_key: None };
//! let protocol = Protocol::V1(RequestFormat::Json);
//!
//! let money = domain::Money::new(1_020, "GEL".parse()?);
//! let mut order = NewOrder::new(OrderId::new("order_12345")?, "Two coffees", money);
//! order.lifetime = Some(900);
//! let call = CheckoutUrl { order }.call()?;
//!
//! let request = call.sign(&merchant, protocol)?.to(API);
//! assert_eq!(request.url, "https://pay.flitt.com/api/checkout/url");
//! // Once there is an answer: let link = call.read(&merchant, protocol, &answer)?;
//! # Ok(())
//! # }
//! ```
//!
//! What an answer says is taken only where its signature holds, over all that was received and just as it was written.
//! A few answers come unsigned, to a checkout, a capture and the lists; the docs of each call say so. There a signature
//! that is wrong is still refused.
//!
//! Messages that the gateway sends by itself are a [`Callback`]; the reports portal, with keys of its own, is in
//! [`portal`]. Payouts and direct payments with card numbers exist only with the cargo feature `card-data`, which the app
//! never switches on: a card number on a shop's desktop brings that computer into the scope of PCI DSS.

mod additional_info;
mod call;
mod callback;
mod capture;
#[cfg(feature = "card-data")]
pub mod card_data;
mod checkout;
mod dates;
mod decimal;
mod envelope;
mod error_codes;
mod errors;
mod fiscal;
mod form;
mod lang;
mod lenient;
mod merchant;
mod new_order;
mod old_report;
mod order;
mod order_id;
mod params;
pub mod portal;
mod protocol;
mod purpose;
mod receivers;
mod recurring;
mod refusal;
mod reservation;
mod reverse;
mod settlement;
pub mod sign;
mod status;
mod subscription;
pub(crate) mod till;
mod transactions;
mod words;
mod xml;

use crate::members;
pub use crate::members::{Members, NameTwice, Value};
pub use additional_info::{AdditionalInfo, CaptureStatus, TestMark};
pub use call::{API, Call, SignedRequest};
pub use callback::{Callback, CallbackFault, Different, Expected, Meaning};
pub use capture::{Capture, Captured};
pub use checkout::{CheckoutLink, CheckoutToken, CheckoutUrl};
pub use dates::{ReportTime, ScheduleTime};
pub use decimal::{Decimal, MajorSum, NotASum};
pub use envelope::Unsendable;
pub use error_codes::{CODES, CodeEntry, Fixer};
pub use errors::{ErrorCode, FlittError, NotProven, Unreadable};
pub use fiscal::{AtolLogs, FiscalData};
pub use lang::{LANGUAGES, Lang, UnknownLang};
pub use merchant::{EmptyKey, Key, KeyUse, Merchant, MerchantId, NotAMerchantId};
pub use new_order::{DEFAULT_LIFETIME, LONGEST_LIFETIME, NewOrder};
pub use old_report::OldReport;
pub use order::{Order, OrderStatus, PaymentId, TranType, VerificationStatus};
pub use order_id::OrderId;
pub use params::{Fault, FieldFault, LARGEST_AMOUNT};
pub use protocol::{Protocol, RequestFormat};
pub use purpose::{Period, Purpose, Schedule, ScheduleEnd, ScheduleState, Trial, VerificationKind};
pub use receivers::Receiver;
pub use recurring::RecurringCharge;
pub use refusal::{Refusal, RefusalKind};
pub use reservation::ReservationData;
pub use reverse::{Reversal, Reverse, ReverseId, ReverseStatus};
pub use settlement::Settlement;
pub use status::OrderStatusQuery;
pub use subscription::{SubscriptionAction, SubscriptionStatus, SubscriptionSwitch};
pub use transactions::{Transaction, TransactionListQuery};
pub use words::Words;
