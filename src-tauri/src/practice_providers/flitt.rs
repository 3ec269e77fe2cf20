//! Flitt, to practise.

use desk::{Keys, domain::TillError};
use practice::{
    Random,
    flitt::{
        AnswerTrouble, CustomerTrouble, FlittConfig, FlittCredentials, FlittKey, FlittServer,
        MerchantId, Trouble,
    },
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    server::{Credentials, Offer, Server, Shop, not_cleared, not_started},
    trouble::{BANK_TAKES, CUSTOMER_ACTS_AFTER, PAID_TOO_MUCH, PracticeTrouble, TRIES},
};

pub(super) const OFFER: Offer = Offer {
    books: "flitt.json",
    country: "GE",
    currencies: &["GEL", "USD", "EUR"],
    credentials,
    catalogue: None,
};

/// The code of a bank that gives no reason.
const GENERAL_DECLINE: u16 = 1000;

fn credentials(random: &Random) -> Credentials {
    let made = FlittCredentials::generate(random);
    let secret = |key: &FlittKey| SecretString::from(key.expose());
    Credentials {
        key_id: made.merchant_id.to_string(),
        reports_id: Some(made.reports_application.clone()),
        keys: Keys {
            main: secret(&made.payment_key),
            payout: Some(secret(&made.payout_key)),
            reports: Some(secret(&made.reports_key)),
            webhook: None,
        },
    }
}

/// Serves a shop. What its account does not know, such as a payout key that the owner took away, opens nothing.
pub(super) async fn start(shop: Shop) -> Result<FlittServer, TillError> {
    let Shop { credentials: Credentials { key_id, reports_id, keys }, random, port, books, name } =
        shop;
    let unknown = FlittCredentials::generate(&random);
    let key = |known: Option<SecretString>, unknown| {
        known.map_or(unknown, |key| FlittKey::new(key.expose_secret()))
    };
    let merchant_id = key_id.parse().map_err(|_| TillError::PracticeFailed)?;
    let credentials = FlittCredentials {
        merchant_id: MerchantId::new(merchant_id),
        payment_key: FlittKey::new(keys.main.expose_secret()),
        payout_key: key(keys.payout, unknown.payout_key),
        reports_application: reports_id.unwrap_or(unknown.reports_application),
        reports_key: key(keys.reports, unknown.reports_key),
    };
    let mut config = FlittConfig::new(credentials, random);
    config.port = port;
    config.books_file = Some(books);
    config.merchant_name = name;
    FlittServer::start(config).await.map_err(|error| not_started(&error))
}

impl Server for FlittServer {
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

/// The provider's own trouble, if it knows this one: no link of its can be cancelled, or paid two times.
fn planned(trouble: PracticeTrouble) -> Option<Trouble> {
    let (seconds, code) = (CUSTOMER_ACTS_AFTER, GENERAL_DECLINE);
    Some(match trouble {
        PracticeTrouble::PaysAfter { seconds } => CustomerTrouble::PaysAfter { seconds }.into(),
        PracticeTrouble::PaysLate => CustomerTrouble::PaysLate { seconds }.into(),
        PracticeTrouble::PaysAnotherAmount => {
            CustomerTrouble::PaysAnotherAmount { difference: PAID_TOO_MUCH, seconds }.into()
        }
        PracticeTrouble::Declines => CustomerTrouble::Declines { seconds, code }.into(),
        PracticeTrouble::DeclinesThenPays => {
            CustomerTrouble::DeclinesThenPays { tries: TRIES, seconds }.into()
        }
        PracticeTrouble::PaysSlowly => {
            CustomerTrouble::PaysSlowly { processing: BANK_TAKES, seconds }.into()
        }
        PracticeTrouble::Reserves => CustomerTrouble::Reserves { seconds }.into(),
        PracticeTrouble::DropsAnswer => AnswerTrouble::DropsAnswer.into(),
        PracticeTrouble::AnswersTwice => AnswerTrouble::AnswersTwice.into(),
        PracticeTrouble::FailsBeforeActing => AnswerTrouble::FailsBeforeActing.into(),
        PracticeTrouble::FailsAfterActing => AnswerTrouble::FailsAfterActing.into(),
        PracticeTrouble::CaptureHolds => AnswerTrouble::CaptureHolds { seconds: BANK_TAKES }.into(),
        PracticeTrouble::DeclinesRefund => AnswerTrouble::DeclinesRefund { code }.into(),
        PracticeTrouble::PaysAfterCancel
        | PracticeTrouble::PaysTwice
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
            CustomerTrouble::PaysAnotherAmount { .. } => PracticeTrouble::PaysAnotherAmount,
            CustomerTrouble::Declines { .. } => PracticeTrouble::Declines,
            CustomerTrouble::DeclinesThenPays { .. } => PracticeTrouble::DeclinesThenPays,
            CustomerTrouble::Reserves { .. } => PracticeTrouble::Reserves,
            CustomerTrouble::PaysSlowly { .. } => PracticeTrouble::PaysSlowly,
        },
        Trouble::Answer(answer) => match answer {
            AnswerTrouble::DropsAnswer => PracticeTrouble::DropsAnswer,
            AnswerTrouble::AnswersTwice => PracticeTrouble::AnswersTwice,
            AnswerTrouble::FailsBeforeActing => PracticeTrouble::FailsBeforeActing,
            AnswerTrouble::FailsAfterActing => PracticeTrouble::FailsAfterActing,
            AnswerTrouble::DeclinesRefund { .. } => PracticeTrouble::DeclinesRefund,
            AnswerTrouble::CaptureHolds { .. } => PracticeTrouble::CaptureHolds,
            AnswerTrouble::DropsRequest
            | AnswerTrouble::AnswersPage
            | AnswerTrouble::SignsWrongly
            | AnswerTrouble::Refuses { .. } => return None,
        },
        Trouble::Status(_) => return None,
    })
}
