//! The view from behind the counter, for the app and for tests.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::behaviour::Behaviour;
use super::catalogue::{self, CatalogueError};
use super::credentials::StaffToken;
use super::currency::Currency;
use super::endpoint::Endpoint;
use super::gateway::Gateway;
use super::link::{Link, LinkState};
use super::pay_page;
use super::paying::{self, PayRefusal, RefundRefusal, Visit};
use super::payment::{Payment, PaymentStatus};
use super::statistics::Statistics;
use super::trouble::Trouble;
use super::witness::Happened;
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;
use crate::test_cards::TypedCard;

/// Looks into a dashboard's books, plays the customer and the organization, and tells the dashboard
/// to misbehave. It stays usable after the server has stopped.
#[derive(Debug, Clone)]
pub struct MerchantDashboardBooks(Arc<Gateway>);

impl MerchantDashboardBooks {
    pub(super) fn of(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// The dashboard, after everything that was due by now.
    fn caught_up(&self) -> &Gateway {
        self.0.catch_up();
        &self.0
    }

    /// The present moment by the dashboard's clock: for [`Payment::status`] and its like.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    /// All links, oldest first, also those that were deleted.
    pub fn links(&self) -> Vec<Link> {
        self.caught_up().books().links().to_vec()
    }

    /// One link, also one that was deleted.
    pub fn link(&self, uuid: &str) -> Option<Link> {
        self.caught_up().books().link(uuid).cloned()
    }

    /// Whether a customer can pay a link at the present moment.
    pub fn link_state(&self, uuid: &str) -> Option<LinkState> {
        let now = self.0.now();
        let books = self.caught_up().books();
        Some(books.state(books.link(uuid)?, now))
    }

    /// What a link has brought by now.
    pub fn statistics(&self, uuid: &str) -> Option<Statistics> {
        let now = self.0.now();
        let books = self.caught_up().books();
        Some(books.statistics(books.link(uuid)?, now))
    }

    /// The address of a link's page, as `public_url` gives it.
    pub fn page_url(&self, uuid: &str) -> Option<String> {
        let behaviour = self.0.behaviour();
        self.link(uuid).map(|link| pay_page::address(&self.0, &behaviour, &link.uuid))
    }

    /// All payments, oldest first.
    pub fn payments(&self) -> Vec<Payment> {
        self.caught_up().books().payments().to_vec()
    }

    /// The payments of one link, oldest first.
    pub fn payments_of(&self, uuid: &str) -> Vec<Payment> {
        let now = self.0.now();
        let books = self.caught_up().books();
        let link = books.link(uuid);
        link.map(|link| books.payments_of(&link.uuid, now).cloned().collect()).unwrap_or_default()
    }

    /// What really happened, whatever was answered.
    pub fn happened(&self) -> Happened {
        let now = self.0.now();
        let gateway = self.caught_up();
        let refused_for_rate = gateway.witness().times_refused_for_rate();
        let books = gateway.books();
        let links_made = books.links().len();
        let start = Happened { links_made, refused_for_rate, ..Happened::default() };
        books.payments().iter().fold(start, |mut sum, payment| {
            let status = payment.status(now);
            if matches!(status, PaymentStatus::Paid | PaymentStatus::Refunded) {
                sum.payments_paid += 1;
                sum.money_in = sum.money_in.plus(payment.amount);
            }
            if status == PaymentStatus::Refunded {
                sum.payments_refunded += 1;
                sum.money_back = sum.money_back.plus(payment.amount);
            }
            sum
        })
    }

    /// Opens a link and pays it as a customer does on its page. The card is one of the test cards.
    /// Returns the payment as it is then; the bank may have refused.
    ///
    /// # Errors
    /// The link or the card is unknown, the link takes no payment, or the books cannot be written.
    pub fn pay(&self, uuid: &str, card: &str) -> Result<Payment, PayRefusal> {
        let card = TypedCard { number: card.to_owned(), ..TypedCard::default() };
        paying::pay_link(self.caught_up(), uuid, Visit::by(None), &card)
    }

    /// Gives a payment back, as the organization does in its own dashboard.
    ///
    /// # Errors
    /// The payment is unknown or not paid, or the books cannot be written.
    pub fn refund(&self, payment: &str) -> Result<Payment, RefundRefusal> {
        paying::refund(self.caught_up(), payment)
    }

    /// Changes a price of the catalogue. Links that were made before keep theirs.
    ///
    /// # Errors
    /// The product is unknown, the price is zero, or the books cannot be written.
    pub fn change_price(
        &self,
        product_id: &str,
        currency: Currency,
        price: MinorUnits,
    ) -> Result<(), CatalogueError> {
        let product = catalogue::product(product_id).ok_or(CatalogueError::UnknownProduct)?;
        if price.is_zero() {
            return Err(CatalogueError::NoPrice);
        }
        self.0.change(|books| {
            books.prices.change(product, currency, price);
            Ok(())
        })
    }

    /// Begins one more session, as the page below `/dashboard/` does.
    ///
    /// # Errors
    /// The books cannot be written.
    pub fn sign_in(&self) -> Result<StaffToken, BooksError> {
        self.0.sign_in()
    }

    /// Ends all sessions; the next request of staff is answered 401.
    ///
    /// # Errors
    /// The books cannot be written.
    pub fn end_sessions(&self) -> Result<(), BooksError> {
        self.0.end_sessions()
    }

    /// Plans trouble: with the next link or its customer, or with the answer to the next write or
    /// read. Each happens once, the oldest of its kind first.
    pub fn plan(&self, trouble: impl Into<Trouble>) {
        self.0.plans().add(trouble.into());
    }

    /// The troubles that are planned and have not begun, oldest first.
    pub fn planned(&self) -> Vec<Trouble> {
        self.0.plans().all()
    }

    /// Forgets all planned trouble, and sends away the pretend customers who wait for their moment.
    ///
    /// # Errors
    /// The books cannot be written; the customers then stay.
    pub fn clear_planned(&self) -> Result<(), BooksError> {
        self.0.clear_planned()
    }

    /// Replaces what the dashboard does; the default is plain and truthful.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        self.0.set_behaviour(behaviour);
    }

    /// How often an endpoint was asked since the start, whatever was answered.
    pub fn requests(&self, endpoint: Endpoint) -> u64 {
        self.0.witness().requests(endpoint)
    }

    /// How often an endpoint was asked about one link since the start, signed in where staff must
    /// be, and within the rate limit.
    pub fn requests_about(&self, endpoint: Endpoint, uuid: &str) -> u64 {
        self.0.witness().requests_about(endpoint, uuid)
    }

    /// All requests since the start.
    pub fn all_requests(&self) -> u64 {
        self.0.witness().all_requests()
    }

    /// TCP connections taken since the start.
    pub fn connections(&self) -> u64 {
        self.0.witness().connections()
    }

    /// Requests that carried a token of this run anywhere but in `Authorization` of a staff route.
    /// A good client never sends one.
    pub fn token_exposures(&self) -> u64 {
        self.0.witness().token_exposures()
    }
}
