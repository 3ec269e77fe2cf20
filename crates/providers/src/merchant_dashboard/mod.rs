//! The merchant dashboard's payment links as a client library: every call as a pure function.
//!
//! Two sorts of calls are two types. Staff's are a [`Call`], which makes its request for an [`ApiBase`] and a
//! [`StaffToken`]; customers' are a [`CustomerCall`], which takes no token at all. [`links`] and [`customer`] check what
//! shall be sent and give the calls. Nothing here has a network, a clock or a memory of its own.
//!
//! ```
//! use providers::merchant_dashboard::{ApiBase, StaffToken, customer, links};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let base = ApiBase::new("https://dash.example.com/")?;
//! let token = StaffToken::new("Token 0123456789abcdef0123456789abcdef01234567".into())?;
//! assert_eq!(token.masked(), "0123456...4567");
//!
//! let uuid = "0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11".parse()?;
//! let request = links::detail(&uuid).request(&base, &token);
//! assert_eq!(
//!     request.url,
//!     "https://dash.example.com/api/payment-links/0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11/"
//! );
//! // Once there is an answer: let link = call.read(Ok(&answer))?;
//! let preview = customer::preview(&uuid).request(&base);
//! assert!(preview.headers.iter().all(|header| header.name != "authorization"));
//! # Ok(())
//! # }
//! ```
//!
//! # What is known, and what is assumed
//!
//! Known from the seed are: the routes with their methods, the header, what a link is made from, what of it may be
//! changed, the two currencies, the two pricing modes, the calls of customers, and the 410. Assumed, and marked so in the
//! fact sheet, is the rest, each in one place:
//!
//! | Assumed | Where |
//! |---|---|
//! | the members of a link and of its products, moments as RFC 3339 | `link.rs`, `product_line.rs` |
//! | the members of a payment, and its states | `payment.rs` |
//! | the forms of a list | `page.rs` |
//! | sums as decimals in major units | `sums.rs` |
//! | what the billing fields and the redirect addresses are called; the members of a preview | `customer.rs`, `preview.rs` |
//! | the body of a 400, and what the other statuses mean | `errors.rs`, `refusal.rs` |
//! | how long texts may be, and how many of a thing there may be | `field_fault.rs`, `metadata.rs` |
//! | that a null ends a limit | `change.rs` |
//! | the form of a UUID, and of a `product_id` | `ids.rs` |
//!
//! What is assumed is optional in what is read, and [`Told`] keeps four things apart: that it is not told, that there is
//! none, what it is, and that it can't be read.

mod ask;
mod body;
mod call;
mod change;
pub mod customer;
mod errors;
mod field_fault;
mod gone;
mod ids;
mod lenient;
mod link;
pub mod links;
mod metadata;
mod new_link;
mod next_page;
mod page;
mod payment;
mod preview;
mod pricing;
mod product_line;
mod protocol;
mod refusal;
mod sums;
pub(crate) mod till;
mod token;
mod told;
mod words;

pub use crate::private::Private;
pub use call::{Call, CustomerCall};
pub use change::{LinkChange, Replace};
pub use customer::{Billing, Checkout, CheckoutToken, Start};
pub use errors::{DashboardError, Unreadable};
pub use field_fault::{
    Fault, FieldFault, LONGEST_BILLING_FIELD, LONGEST_NAME, MOST_PRODUCTS, QUANTITIES, USES,
};
pub use gone::{GoneReason, gone_reason};
pub use ids::{LinkUuid, NotALinkUuid, NotAProductId, ProductId};
pub use link::Link;
pub use links::Deleted;
pub use metadata::{LONGEST_METADATA_NAME, LONGEST_METADATA_VALUE, MOST_NAMES, Metadata};
pub use new_link::{NewLink, OrderedProduct};
pub use next_page::{NextFault, NextPage};
pub use page::{Next, Page, Row, UnreadableRow};
pub use payment::{Payment, PaymentStatus};
pub use preview::Preview;
pub use pricing::{LinkCurrency, NotALinkCurrency, PricingMode, SeenPricingMode};
pub use product_line::ProductLine;
pub use protocol::{ApiBase, NotABase};
pub use refusal::{FieldMessage, Refusal};
pub use token::{NotAToken, StaffToken};
pub use told::Told;
pub use words::Words;

pub use crate::seen_metadata::{Named, SeenMetadata};
