//! Pretend payment providers for practice and for tests.
//!
//! One server speaks the Global Payments link API and shows its hosted pay page. It is written from
//! the provider's fact sheet alone and shares no code with the till, so that a misreading on one
//! side is caught by the other. It listens on loopback only and never sees real money or real cards.
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
