//! Pretend payment providers for practice and for tests.
//!
//! One server speaks the Global Payments link API, another the Flitt API, a third the PaymentFlow
//! API, a fourth that of a merchant dashboard; each shows its hosted pay page. They are written from the providers' fact sheets alone and share no code with the till, so
//! that a misreading on one side is caught by the other. They listen on loopback only and never see
//! real money or real cards. Flitt's callbacks and PaymentFlow's webhooks are the only things that
//! are sent from here: to the address that was given for them, over plain HTTP.
//!
//! # Ways in
//! | | Global Payments | Flitt | PaymentFlow | merchant dashboard |
//! |---|---|---|---|---|
//! | listens on a port, as the real gateway would | [`PracticeServer`] | [`FlittServer`](flitt::FlittServer) | [`PaymentFlowServer`](paymentflow::PaymentFlowServer) | [`MerchantDashboardServer`](merchant_dashboard::MerchantDashboardServer) |
//! | the same gateway as one plain call, for simulations | [`PracticeGateway`](global_payments::PracticeGateway) | [`FlittGateway`](flitt::FlittGateway) | [`PaymentFlowGateway`](paymentflow::PaymentFlowGateway) | [`MerchantDashboardGateway`](merchant_dashboard::MerchantDashboardGateway) |
//! | looks behind the counter of either: what is in the books, what the customer does, what shall go wrong | [`PracticeBooks`](global_payments::PracticeBooks) | [`FlittBooks`](flitt::FlittBooks) | [`PaymentFlowBooks`](paymentflow::PaymentFlowBooks) | [`MerchantDashboardBooks`](merchant_dashboard::MerchantDashboardBooks) |
//!
//! # Scripted trouble
//! A trouble happens once: to the customer of the next link, or to the answer to the next write.
//! Beside `plan` of the books, any client can plan it over HTTP, without signing in:
//!
//! | Request | Does |
//! |---|---|
//! | `POST /practice/trouble`, `Content-Type: application/json` | plans the trouble in the body |
//! | `GET /practice/trouble` | lists what is planned and has not begun |
//! | `DELETE /practice/trouble` | forgets all of it, and sends pretend customers away who wait |
//!
//! Each answers `{"planned":[…]}`. These are the bodies; `seconds` may be left out and is then 0.
//! All servers know:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"PAYS_AFTER","seconds":5}` | the next link is paid by itself 5 s after it was made |
//! | `{"trouble":"PAYS_LATE","seconds":60}` | … 60 s after it expired; at PaymentFlow, where no link does, 60 s after it was 15 minutes old, and so at the merchant dashboard if it has no end |
//! | `{"trouble":"PAYS_ANOTHER_AMOUNT","difference":-100,"seconds":5}` | … 100 minor units short |
//! | `{"trouble":"DECLINES","seconds":5}` | a card is refused on it |
//! | `{"trouble":"DROPS_REQUEST"}` | the next write closes the connection and does nothing |
//! | `{"trouble":"DROPS_ANSWER"}` | the next write is done, and the connection closed |
//! | `{"trouble":"ANSWERS_TWICE"}` | the next write arrives twice; the second answer is seen |
//! | `{"trouble":"FAILS_BEFORE_ACTING"}` | the next write is answered 500 and not done |
//! | `{"trouble":"FAILS_AFTER_ACTING"}` | the next write is done and answered 500 |
//!
//! Global Payments and Flitt:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"RESERVES","seconds":5}` | the money is only reserved |
//!
//! Global Payments alone:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"PAYS_AFTER_CANCEL","seconds":2}` | the next link is paid 2 s after it was switched off |
//! | `{"trouble":"PAYS_TWICE","seconds":5}` | … two times |
//!
//! Flitt alone:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"DECLINES","code":1037}` | the card is refused with this code |
//! | `{"trouble":"DECLINES_THEN_PAYS","tries":2}` | two cards are refused, a second apart, and then one pays |
//! | `{"trouble":"PAYS_SLOWLY","processing":30}` | the bank takes 30 s: `processing` without a code |
//! | `{"trouble":"ANSWERS_PAGE"}` | the next write is done and answered with an HTML page |
//! | `{"trouble":"SIGNS_WRONGLY"}` | the next write is done, and the answer signed wrongly |
//! | `{"trouble":"REFUSES","code":1013}` | the next write is refused with this code and not done |
//! | `{"trouble":"DECLINES_REFUND","code":1069}` | the bank refuses the next refund |
//! | `{"trouble":"CAPTURE_HOLDS","seconds":30}` | the next capture waits 30 s for the bank |
//! | `{"trouble":"STATUS_DROPS"}` | the next status request closes the connection |
//! | `{"trouble":"STATUS_FAILS"}` | … is answered 500 |
//! | `{"trouble":"STATUS_ANSWERS_PAGE"}` | … is answered with an HTML page |
//! | `{"trouble":"STATUS_SIGNS_WRONGLY"}` | … is signed wrongly |
//! | `{"trouble":"STATUS_UNSIGNED"}` | … is not signed |
//! | `{"trouble":"STATUS_DENIES_ORDER"}` | … is answered 1018, as if there were no such order |
//!
//! PaymentFlow alone, or with another meaning:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"PAYS_AFTER_CANCEL","seconds":2}` | the next link is paid 2 s after it was cancelled |
//! | `{"trouble":"DECLINES","code":"insufficient_funds"}` | the card is refused with this code, for good |
//! | `{"trouble":"PAYS_SLOWLY","processing":30}` | the bank takes 30 s: `processing` |
//! | `{"trouble":"DECLINES_SLOWLY","processing":30}` | the bank takes 30 s: `processing`, and then `failed` |
//! | `{"trouble":"STAYS_PROCESSING"}` | the bank never decides by itself |
//! | `{"trouble":"ANSWERS_PAGE"}` | the next write is done and answered with an HTML page |
//! | `{"trouble":"CUTS_ANSWER"}` | … answered with half of the JSON |
//! | `{"trouble":"ANSWERS_SLOWLY","seconds":30}` | … answered 30 s later |
//! | `{"trouble":"REFUSES_FOR_RATE","seconds":5}` | the next write is answered 429 and not done |
//! | `{"trouble":"REFUND_FAILS","seconds":30}` | the next refund is taken, and fails after 30 s |
//! | `{"trouble":"READ_DROPS"}` | the next read closes the connection |
//! | `{"trouble":"READ_FAILS"}` | … is answered 500 |
//! | `{"trouble":"READ_ANSWERS_PAGE"}` | … is answered with an HTML page |
//! | `{"trouble":"READ_CUTS_ANSWER"}` | … is answered with half of the JSON |
//! | `{"trouble":"READ_ANSWERS_SLOWLY","seconds":30}` | … is answered 30 s later |
//! | `{"trouble":"READ_REFUSED_FOR_RATE","seconds":5}` | … is answered 429 |
//! | `{"trouble":"READ_DENIES_OBJECT"}` | … is answered 404 |
//! | `{"trouble":"READ_UNKNOWN_STATUS"}` | the next read of one payment or refund shows `sleeping` |
//! | `{"trouble":"LIST_LAGS","seconds":60}` | the next list shows what was there 60 s ago |
//!
//! The merchant dashboard alone, or with another meaning; those of PaymentFlow about answers to
//! writes and reads are known here, too, but for `REFUND_FAILS`:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"PAYS_AFTER_CANCEL","seconds":2}` | the next link is paid 2 s after it was switched off or deleted |
//! | `{"trouble":"PAYS_TWICE","seconds":5}` | two customers start at once and both pay, however many uses it has |
//! | `{"trouble":"PAYS_SLOWLY","processing":30}` | the bank takes 30 s: `pending` |
//! | `{"trouble":"STARTS_ONLY","seconds":5}` | a checkout is started and never paid: `pending` |
//! | `{"trouble":"PRICE_CHANGES","difference":100}` | the next link's total is 100 minor units above the catalogue |
//! | `{"trouble":"EXPIRES"}` | the next link has expired right after it was made |
//! | `{"trouble":"USED_UP"}` | … is used up, though nobody paid |
//! | `{"trouble":"SWITCHED_OFF"}` | … is switched off |
//! | `{"trouble":"ENDS_SESSION"}` | the next write is answered 401 and not done; all sessions are over |
//! | `{"trouble":"READ_UNKNOWN_STATUS"}` | the next list of payments shows `sleeping` |
//! | `{"trouble":"LIST_LAGS","seconds":60}` | the next list of links shows what was there 60 s ago |
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use practice::flitt::{FlittConfig, FlittCredentials, FlittServer};
//! use practice::{PracticeConfig, PracticeCredentials, PracticeServer, Random};
//!
//! let random = Random::from_system()?;
//! let credentials = PracticeCredentials::generate(&random);
//! let global_payments = PracticeServer::start(PracticeConfig::new(credentials, random)).await?;
//! assert!(global_payments.base_url().ends_with("/ucp"));
//!
//! let random = Random::from_system()?;
//! let credentials = FlittCredentials::generate(&random);
//! let flitt = FlittServer::start(FlittConfig::new(credentials, random)).await?;
//! assert!(flitt.base_url().ends_with("/api"));
//!
//! global_payments.stop().await;
//! flitt.stop().await;
//! # Ok(())
//! # }
//! ```

mod answer;
mod books_file;
mod call;
mod clock;
mod credentials;
pub mod flitt;
pub mod global_payments;
mod kept;
mod listening;
pub mod merchant_dashboard;
mod messenger;
mod minor_units;
mod moments;
mod page;
pub mod paymentflow;
mod plans;
mod random;
mod rate_limit;
mod served;
mod server;
mod test_cards;
mod text_id;
mod tls;
mod trouble_control;

pub use answer::GatewayAnswer;
pub use books_file::BooksError;
pub use clock::{Clock, ManualClock, SystemClock};
pub use credentials::{AppKey, PracticeCredentials};
pub use listening::PracticeError;
pub use random::Random;
pub use server::{PracticeConfig, PracticeServer};
pub use tls::{TlsError, TlsIdentity};
