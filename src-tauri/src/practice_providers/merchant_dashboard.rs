//! The merchant dashboard, to practise.

use desk::{
    Keys,
    domain::{
        TillError,
        account::Environment,
        product_form::{PriceForm, ProductForm},
    },
};
use practice::{
    Random,
    merchant_dashboard::{
        AnswerTrouble, CustomerTrouble, LinkTrouble, MerchantDashboardConfig,
        MerchantDashboardCredentials, MerchantDashboardServer, SEEDED_CATALOGUE, SeededProduct,
        StaffToken, Trouble,
    },
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    server::{Credentials, Offer, Server, Shop, not_cleared, not_started},
    trouble::{BANK_TAKES, CUSTOMER_ACTS_AFTER, PAID_TOO_MUCH, PRICE_RISES, PracticeTrouble},
};

pub(super) const OFFER: Offer = Offer {
    books: "merchant-dashboard.json",
    country: "US",
    currencies: &["USD", "EUR"],
    credentials,
    catalogue: Some(catalogue),
};

/// The token bears its own name, so there is none beside it.
fn credentials(random: &Random) -> Credentials {
    let made = MerchantDashboardCredentials::generate(random);
    let keys = Keys::main(SecretString::from(made.token.expose()));
    Credentials { key_id: String::new(), reports_id: None, keys }
}

/// What the practice organization sells, as products of the till.
fn catalogue() -> Vec<ProductForm> {
    SEEDED_CATALOGUE.iter().map(product).collect()
}

fn product(seeded: &SeededProduct) -> ProductForm {
    let prices = [("USD", seeded.usd), ("EUR", seeded.eur)];
    ProductForm {
        id: None,
        environment: Environment::Practice,
        name: seeded.name.to_owned(),
        category: seeded.category.to_owned(),
        barcode: seeded.barcode.to_owned(),
        catalogue_id: seeded.product_id.to_owned(),
        prices: prices
            .map(|(currency, price)| PriceForm {
                currency: currency.to_owned(),
                minor: price.get().to_string(),
            })
            .to_vec(),
    }
}

/// Serves a shop. The account's token is one of a session that is open until the practice dashboard ends it.
pub(super) async fn start(shop: Shop) -> Result<MerchantDashboardServer, TillError> {
    let Shop { credentials: Credentials { keys, .. }, random, port, books, name } = shop;
    let token = StaffToken::new(keys.main.expose_secret());
    let mut config = MerchantDashboardConfig::new(MerchantDashboardCredentials { token }, random);
    config.port = port;
    config.books_file = Some(books);
    config.merchant_name = name;
    MerchantDashboardServer::start(config).await.map_err(|error| not_started(&error))
}

impl Server for MerchantDashboardServer {
    fn port(&self) -> u16 {
        self.address().port()
    }

    fn plan(&self, trouble: PracticeTrouble) -> Result<(), TillError> {
        self.books().plan(planned(trouble).ok_or(TillError::NotOffered)?);
        Ok(())
    }

    fn planned(&self) -> Vec<PracticeTrouble> {
        self.books().planned().into_iter().filter_map(told).collect()
    }

    fn clear(&self) -> Result<(), TillError> {
        self.books().clear_planned().map_err(|error| not_cleared(&error))
    }
}

/// The provider's own trouble, if it knows this one: it captures and refunds nothing for a till, and reserves nothing.
fn planned(trouble: PracticeTrouble) -> Option<Trouble> {
    let seconds = CUSTOMER_ACTS_AFTER;
    Some(match trouble {
        PracticeTrouble::PaysAfter { seconds } => CustomerTrouble::PaysAfter { seconds }.into(),
        PracticeTrouble::PaysLate => CustomerTrouble::PaysLate { seconds }.into(),
        PracticeTrouble::PaysAfterCancel => CustomerTrouble::PaysAfterCancel { seconds }.into(),
        PracticeTrouble::PaysTwice => CustomerTrouble::PaysTwice { seconds }.into(),
        PracticeTrouble::PaysAnotherAmount => {
            CustomerTrouble::PaysAnotherAmount { difference: PAID_TOO_MUCH, seconds }.into()
        }
        PracticeTrouble::Declines => CustomerTrouble::Declines { seconds }.into(),
        PracticeTrouble::PaysSlowly => {
            CustomerTrouble::PaysSlowly { processing: BANK_TAKES, seconds }.into()
        }
        PracticeTrouble::DropsAnswer => AnswerTrouble::DropsAnswer.into(),
        PracticeTrouble::AnswersTwice => AnswerTrouble::AnswersTwice.into(),
        PracticeTrouble::FailsBeforeActing => AnswerTrouble::FailsBeforeActing.into(),
        PracticeTrouble::FailsAfterActing => AnswerTrouble::FailsAfterActing.into(),
        PracticeTrouble::EndsSession => AnswerTrouble::EndsSession.into(),
        PracticeTrouble::PriceChanges => {
            LinkTrouble::PriceChanges { difference: PRICE_RISES }.into()
        }
        PracticeTrouble::ExpiresAtOnce => LinkTrouble::Expires.into(),
        PracticeTrouble::UsedUp => LinkTrouble::UsedUp.into(),
        PracticeTrouble::SwitchedOff => LinkTrouble::SwitchedOff.into(),
        PracticeTrouble::DeclinesThenPays
        | PracticeTrouble::Reserves
        | PracticeTrouble::CaptureHolds
        | PracticeTrouble::DeclinesRefund => return None,
    })
}

/// What the page is told of a planned trouble; `None` for one that only a test plans.
fn told(trouble: Trouble) -> Option<PracticeTrouble> {
    Some(match trouble {
        Trouble::Customer(customer) => match customer {
            CustomerTrouble::PaysAfter { seconds } => PracticeTrouble::PaysAfter { seconds },
            CustomerTrouble::PaysLate { .. } => PracticeTrouble::PaysLate,
            CustomerTrouble::PaysAfterCancel { .. } => PracticeTrouble::PaysAfterCancel,
            CustomerTrouble::PaysTwice { .. } => PracticeTrouble::PaysTwice,
            CustomerTrouble::PaysAnotherAmount { .. } => PracticeTrouble::PaysAnotherAmount,
            CustomerTrouble::Declines { .. } => PracticeTrouble::Declines,
            CustomerTrouble::PaysSlowly { .. } => PracticeTrouble::PaysSlowly,
            CustomerTrouble::StartsOnly { .. } => return None,
        },
        Trouble::Link(link) => match link {
            LinkTrouble::PriceChanges { .. } => PracticeTrouble::PriceChanges,
            LinkTrouble::Expires => PracticeTrouble::ExpiresAtOnce,
            LinkTrouble::UsedUp => PracticeTrouble::UsedUp,
            LinkTrouble::SwitchedOff => PracticeTrouble::SwitchedOff,
        },
        Trouble::Answer(answer) => match answer {
            AnswerTrouble::DropsAnswer => PracticeTrouble::DropsAnswer,
            AnswerTrouble::AnswersTwice => PracticeTrouble::AnswersTwice,
            AnswerTrouble::FailsBeforeActing => PracticeTrouble::FailsBeforeActing,
            AnswerTrouble::FailsAfterActing => PracticeTrouble::FailsAfterActing,
            AnswerTrouble::EndsSession => PracticeTrouble::EndsSession,
            AnswerTrouble::DropsRequest
            | AnswerTrouble::AnswersPage
            | AnswerTrouble::CutsAnswer
            | AnswerTrouble::AnswersSlowly { .. }
            | AnswerTrouble::RefusesForRate { .. } => return None,
        },
        Trouble::Read(_) => return None,
    })
}
