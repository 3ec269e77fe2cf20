//! PaymentFlow, to practise.

use desk::{Keys, domain::TillError};
use practice::{
    Random,
    paymentflow::{
        AnswerTrouble, ApiKey, CustomerTrouble, FailureCode, PaymentFlowConfig,
        PaymentFlowCredentials, PaymentFlowServer, Trouble, WebhookSecret,
    },
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    server::{Credentials, Offer, Server, Shop, not_cleared, not_started},
    trouble::{BANK_TAKES, CUSTOMER_ACTS_AFTER, PAID_TOO_MUCH, PracticeTrouble},
};

pub(super) const OFFER: Offer = Offer {
    books: "paymentflow.json",
    country: "US",
    currencies: &["USD", "EUR", "GBP"],
    credentials,
    catalogue: None,
};

/// The key bears its own name, so there is none beside it.
fn credentials(random: &Random) -> Credentials {
    let made = PaymentFlowCredentials::generate(random);
    let webhook = SecretString::from(made.webhook_secret.expose());
    let main = SecretString::from(made.secret_key.expose());
    let keys = Keys { webhook: Some(webhook), ..Keys::main(main) };
    Credentials { key_id: String::new(), reports_id: None, keys }
}

/// Serves a shop. A secret that the owner took away from its account signs nothing that the till would believe.
pub(super) async fn start(shop: Shop) -> Result<PaymentFlowServer, TillError> {
    let Shop { credentials: Credentials { keys, .. }, random, port, books, name } = shop;
    let unknown = PaymentFlowCredentials::generate(&random);
    let credentials = PaymentFlowCredentials {
        secret_key: ApiKey::new(keys.main.expose_secret()),
        webhook_secret: keys
            .webhook
            .map_or(unknown.webhook_secret, |secret| WebhookSecret::new(secret.expose_secret())),
        publishable_key: unknown.publishable_key,
        former_webhook_secret: unknown.former_webhook_secret,
    };
    let mut config = PaymentFlowConfig::new(credentials, random);
    config.port = port;
    config.books_file = Some(books);
    config.merchant_name = name;
    PaymentFlowServer::start(config).await.map_err(|error| not_started(&error))
}

impl Server for PaymentFlowServer {
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

/// The provider's own trouble, if it knows this one: no link of its ends by itself, so nobody pays too late, and each has
/// one try, so nobody pays after a refusal, or twice.
fn planned(trouble: PracticeTrouble) -> Option<Trouble> {
    let seconds = CUSTOMER_ACTS_AFTER;
    Some(match trouble {
        PracticeTrouble::PaysAfter { seconds } => CustomerTrouble::PaysAfter { seconds }.into(),
        PracticeTrouble::PaysAfterCancel => CustomerTrouble::PaysAfterCancel { seconds }.into(),
        PracticeTrouble::PaysAnotherAmount => {
            CustomerTrouble::PaysAnotherAmount { difference: PAID_TOO_MUCH, seconds }.into()
        }
        PracticeTrouble::Declines => {
            CustomerTrouble::Declines { seconds, code: FailureCode::CardDeclined }.into()
        }
        PracticeTrouble::PaysSlowly => {
            CustomerTrouble::PaysSlowly { processing: BANK_TAKES, seconds }.into()
        }
        PracticeTrouble::DropsAnswer => AnswerTrouble::DropsAnswer.into(),
        PracticeTrouble::AnswersTwice => AnswerTrouble::AnswersTwice.into(),
        PracticeTrouble::FailsBeforeActing => AnswerTrouble::FailsBeforeActing.into(),
        PracticeTrouble::FailsAfterActing => AnswerTrouble::FailsAfterActing.into(),
        PracticeTrouble::DeclinesRefund => AnswerTrouble::RefundFails { seconds: 0 }.into(),
        PracticeTrouble::PaysLate
        | PracticeTrouble::PaysTwice
        | PracticeTrouble::DeclinesThenPays
        | PracticeTrouble::Reserves
        | PracticeTrouble::CaptureHolds
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
            CustomerTrouble::PaysAfterCancel { .. } => PracticeTrouble::PaysAfterCancel,
            CustomerTrouble::PaysAnotherAmount { .. } => PracticeTrouble::PaysAnotherAmount,
            CustomerTrouble::Declines { .. } => PracticeTrouble::Declines,
            CustomerTrouble::PaysSlowly { .. } => PracticeTrouble::PaysSlowly,
            CustomerTrouble::PaysLate { .. }
            | CustomerTrouble::DeclinesSlowly { .. }
            | CustomerTrouble::StaysProcessing { .. } => return None,
        },
        Trouble::Answer(answer) => match answer {
            AnswerTrouble::DropsAnswer => PracticeTrouble::DropsAnswer,
            AnswerTrouble::AnswersTwice => PracticeTrouble::AnswersTwice,
            AnswerTrouble::FailsBeforeActing => PracticeTrouble::FailsBeforeActing,
            AnswerTrouble::FailsAfterActing => PracticeTrouble::FailsAfterActing,
            AnswerTrouble::RefundFails { .. } => PracticeTrouble::DeclinesRefund,
            AnswerTrouble::DropsRequest
            | AnswerTrouble::AnswersPage
            | AnswerTrouble::CutsAnswer
            | AnswerTrouble::AnswersSlowly { .. }
            | AnswerTrouble::RefusesForRate { .. } => return None,
        },
        Trouble::Read(_) => return None,
    })
}
