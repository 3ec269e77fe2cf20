//! A pretend merchant dashboard with its payment links and its pay page, written from the fact
//! sheet `merchant-dashboard.md`.
//!
//! It serves the staff routes and the customer routes below `/api/payment-links/`, the pay pages
//! below `/pay`, the hosted checkout below `/checkout`, and below `/dashboard/` a page on which
//! staff sign in, see what was paid, and refund it. Links are made from [`SEEDED_CATALOGUE`].
//!
//! The fact sheet assumes most of what answers look like; what is unproven there can be changed in
//! [`Behaviour`]. Where it leaves a rule open, this dashboard takes the reading that is harder for a
//! client, so that a client which works here is more likely to work there; the choices are noted
//! where they are made. The sentences in refusals are this dashboard's own.

mod answering;
mod behaviour;
mod books;
mod catalogue;
mod checkout;
mod credentials;
mod currency;
mod dashboard_page;
mod endpoint;
mod form;
mod gateway;
mod ids;
mod in_process;
mod inspection;
mod link;
mod link_order;
mod links;
mod listing;
mod pay_page;
mod paying;
mod payment;
mod pricing;
mod public_routes;
mod refusal;
mod server;
mod sessions;
mod statistics;
mod trouble;
mod witness;

pub use behaviour::{Behaviour, ListShape, PaymentLimits};
pub use catalogue::{CatalogueError, SEEDED_CATALOGUE, SeededProduct};
pub use credentials::{MerchantDashboardCredentials, StaffToken};
pub use currency::Currency;
pub use endpoint::Endpoint;
pub use ids::{CheckoutToken, LinkUuid, PaymentId};
pub use in_process::{MerchantDashboardGateway, MerchantDashboardGatewayConfig};
pub use inspection::MerchantDashboardBooks;
pub use link::{Link, LinkState, Terms};
pub use paying::{PayRefusal, RefundRefusal};
pub use payment::{Attempt, Billing, Payment, PaymentStatus};
pub use pricing::{Line, PricingMode, Totals};
pub use server::{MerchantDashboardConfig, MerchantDashboardServer};
pub use statistics::Statistics;
pub use trouble::{AnswerTrouble, CustomerTrouble, LinkTrouble, ReadTrouble, Trouble};
pub use witness::Happened;

pub use crate::answer::GatewayAnswer;
pub use crate::minor_units::MinorUnits;
pub use crate::rate_limit::{RateLimit, RetryAfter};
pub use crate::test_cards::{
    APPROVED_CARD, DECLINED_CARDS, EXPIRED_CARDS, FailureCode, INSUFFICIENT_FUNDS_CARDS, Verdict,
};
