//! Pretend payment providers for practice and for tests.
//!
//! One server speaks the Global Payments link API and shows its hosted pay page. It is written from
//! the provider's fact sheet alone and shares no code with the till, so that a misreading on one
//! side is caught by the other. It listens on loopback only and never sees real money or real cards.
//!
//! # Ways in
//! - [`PracticeServer`] listens on a port, as the real gateway would.
//! - [`PracticeGateway`](global_payments::PracticeGateway) is the same gateway as one plain call,
//!   for simulations.
//! - [`PracticeBooks`](global_payments::PracticeBooks) of either looks behind the counter: what is in
//!   the books, what the customer does, and what shall go wrong.
//!
//! # Scripted trouble
//! A [`Trouble`](global_payments::Trouble) happens once: to the customer of the next link, or to the
//! answer to the next write. Beside
//! [`PracticeBooks::plan`](global_payments::PracticeBooks::plan), any client can plan it over HTTP,
//! without signing in:
//!
//! | Request | Does |
//! |---|---|
//! | `POST /practice/trouble`, `Content-Type: application/json` | plans the trouble in the body |
//! | `GET /practice/trouble` | lists what is planned and has not begun |
//! | `DELETE /practice/trouble` | forgets all of it, and sends pretend customers away who wait |
//!
//! Each answers `{"planned":[…]}`. These are the bodies; `seconds` may be left out and is then 0:
//!
//! | Body | What happens |
//! |---|---|
//! | `{"trouble":"PAYS_AFTER","seconds":5}` | the next link is paid by itself 5 s after it was made |
//! | `{"trouble":"PAYS_LATE","seconds":60}` | … 60 s after it expired |
//! | `{"trouble":"PAYS_AFTER_CANCEL","seconds":2}` | … 2 s after it was switched off |
//! | `{"trouble":"PAYS_TWICE","seconds":5}` | … two times |
//! | `{"trouble":"PAYS_ANOTHER_AMOUNT","difference":-100,"seconds":5}` | … 100 minor units short |
//! | `{"trouble":"DECLINES","seconds":5}` | a card is refused on it |
//! | `{"trouble":"RESERVES","seconds":5}` | the money is only reserved: PREAUTHORIZED |
//! | `{"trouble":"DROPS_REQUEST"}` | the next write closes the connection and does nothing |
//! | `{"trouble":"DROPS_ANSWER"}` | the next write is done, and the connection closed |
//! | `{"trouble":"ANSWERS_TWICE"}` | the next write arrives twice; the second answer is seen |
//! | `{"trouble":"FAILS_BEFORE_ACTING"}` | the next write is answered 500 and not done |
//! | `{"trouble":"FAILS_AFTER_ACTING"}` | the next write is done and answered 500 |
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use practice::{PracticeConfig, PracticeCredentials, PracticeServer, Random};
//!
//! let random = Random::from_system()?;
//! let credentials = PracticeCredentials::generate(&random);
//! let server = PracticeServer::start(PracticeConfig::new(credentials, random)).await?;
//! assert!(server.base_url().ends_with("/ucp"));
//! server.stop().await;
//! # Ok(())
//! # }
//! ```

mod books_file;
mod clock;
mod credentials;
pub mod global_payments;
mod random;
mod server;
mod tls;

pub use books_file::BooksError;
pub use clock::{Clock, ManualClock, SystemClock};
pub use credentials::{AppKey, PracticeCredentials};
pub use random::Random;
pub use server::{PracticeConfig, PracticeError, PracticeServer};
pub use tls::{TlsError, TlsIdentity};
