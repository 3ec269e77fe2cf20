//! Global Payments, to practise.

use desk::{Keys, domain::TillError};
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeServer, Random,
    global_payments::{AnswerTrouble, CustomerTrouble, Trouble},
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    server::{Credentials, Offer, Server, Shop, not_cleared, not_started},
    trouble::{CUSTOMER_ACTS_AFTER, PAID_TOO_MUCH, PracticeTrouble},
};

pub(super) const OFFER: Offer = Offer {
    books: "global-payments.json",
    country: "IE",
    currencies: &["EUR", "GBP", "USD", "KRW", "KWD"],
    credentials,
    catalogue: None,
};

fn credentials(random: &Random) -> Credentials {
    let PracticeCredentials { app_id, app_key } = PracticeCredentials::generate(random);
    let keys = Keys::main(SecretString::from(app_key.expose()));
    Credentials { key_id: app_id, reports_id: None, keys }
}

/// Serves a shop.
pub(super) async fn start(shop: Shop) -> Result<PracticeServer, TillError> {
    let Shop { credentials, random, port, books, name } = shop;
    let credentials = PracticeCredentials {
        app_id: credentials.key_id,
        app_key: AppKey::new(credentials.keys.main.expose_secret()),
    };
    let mut config = PracticeConfig::new(credentials, random);
    config.port = port;
    config.books_file = Some(books);
    config.merchant_name = name;
    PracticeServer::start(config).await.map_err(|error| not_started(&error))
}

impl Server for PracticeServer {
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

/// The provider's own trouble, if it knows this one.
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
        PracticeTrouble::Reserves => CustomerTrouble::Reserves { seconds }.into(),
        PracticeTrouble::DropsAnswer => AnswerTrouble::DropsAnswer.into(),
        PracticeTrouble::AnswersTwice => AnswerTrouble::AnswersTwice.into(),
        PracticeTrouble::FailsBeforeActing => AnswerTrouble::FailsBeforeActing.into(),
        PracticeTrouble::FailsAfterActing => AnswerTrouble::FailsAfterActing.into(),
        PracticeTrouble::DeclinesThenPays
        | PracticeTrouble::PaysSlowly
        | PracticeTrouble::CaptureHolds
        | PracticeTrouble::DeclinesRefund
        | PracticeTrouble::EndsSession
        | PracticeTrouble::PriceChanges
        | PracticeTrouble::ExpiresAtOnce
        | PracticeTrouble::UsedUp
        | PracticeTrouble::SwitchedOff => return None,
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
            CustomerTrouble::Reserves { .. } => PracticeTrouble::Reserves,
        },
        Trouble::Answer(answer) => match answer {
            AnswerTrouble::DropsAnswer => PracticeTrouble::DropsAnswer,
            AnswerTrouble::AnswersTwice => PracticeTrouble::AnswersTwice,
            AnswerTrouble::FailsBeforeActing => PracticeTrouble::FailsBeforeActing,
            AnswerTrouble::FailsAfterActing => PracticeTrouble::FailsAfterActing,
            AnswerTrouble::DropsRequest => return None,
        },
    })
}
