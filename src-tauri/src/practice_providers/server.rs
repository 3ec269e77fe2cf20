//! What the practice providers have in common, and which one is which.

use std::path::PathBuf;

use desk::{
    Keys,
    domain::{TillError, account::ProviderId, product_form::ProductForm},
};
use practice::{BooksError, PracticeError, Random};

use super::{flitt, global_payments, merchant_dashboard, paymentflow, trouble::PracticeTrouble};

/// A practice provider that serves, until it is dropped.
pub(super) trait Server: Send + Sync {
    /// The port that it took.
    fn port(&self) -> u16;

    /// Plans what shall go wrong next.
    ///
    /// # Errors
    /// `NotOffered` where that never goes wrong at this provider.
    fn plan(&self, trouble: PracticeTrouble) -> Result<(), TillError>;

    /// What is planned to go wrong, the next one first.
    fn planned(&self) -> Vec<PracticeTrouble>;

    /// Forgets all that was planned.
    fn clear(&self) -> Result<(), TillError>;
}

/// What a practice account is known by, and what it signs with.
#[derive(Clone)]
pub(super) struct Credentials {
    /// What names the keys; empty where they bear their own name.
    pub(super) key_id: String,
    /// What names the key of the reports; there where that key is.
    pub(super) reports_id: Option<String>,
    /// The keys.
    pub(super) keys: Keys,
}

/// What a provider offers to those who practise.
pub(super) struct Offer {
    /// The file of its books.
    pub(super) books: &'static str,
    /// The country of the practice merchant.
    pub(super) country: &'static str,
    /// What it offers, the first one first.
    pub(super) currencies: &'static [&'static str],
    /// Makes new credentials.
    pub(super) credentials: fn(&Random) -> Credentials,
    /// What its catalogue has, where links are made of one.
    pub(super) catalogue: Option<fn() -> Vec<ProductForm>>,
}

/// The shop that a provider shall serve.
pub(super) struct Shop {
    /// Who may ask.
    pub(super) credentials: Credentials,
    /// Where ids come from.
    pub(super) random: Random,
    /// The port; 0 takes a free one.
    pub(super) port: u16,
    /// Where the books are.
    pub(super) books: PathBuf,
    /// The shop's name on the pay page.
    pub(super) name: String,
}

/// What `provider` offers.
pub(super) fn offer(provider: ProviderId) -> &'static Offer {
    match provider {
        ProviderId::GlobalPayments => &global_payments::OFFER,
        ProviderId::Flitt => &flitt::OFFER,
        ProviderId::PaymentFlow => &paymentflow::OFFER,
        ProviderId::MerchantDashboard => &merchant_dashboard::OFFER,
    }
}

/// Starts `provider` for a shop.
pub(super) async fn start(provider: ProviderId, shop: Shop) -> Result<Box<dyn Server>, TillError> {
    Ok(match provider {
        ProviderId::GlobalPayments => Box::new(global_payments::start(shop).await?),
        ProviderId::Flitt => Box::new(flitt::start(shop).await?),
        ProviderId::PaymentFlow => Box::new(paymentflow::start(shop).await?),
        ProviderId::MerchantDashboard => Box::new(merchant_dashboard::start(shop).await?),
    })
}

/// The server could not start.
pub(super) fn not_started(error: &PracticeError) -> TillError {
    tracing::error!(%error, "the practice provider did not start");
    TillError::PracticeFailed
}

/// The plans could not be forgotten.
pub(super) fn not_cleared(error: &BooksError) -> TillError {
    tracing::error!(%error, "the practice provider's books can't be written");
    TillError::PracticeFailed
}
