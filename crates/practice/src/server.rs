//! Starting and stopping the pretend Global Payments server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::books_file::BooksFile;
use crate::clock::{Clock, SystemClock};
use crate::credentials::PracticeCredentials;
use crate::global_payments::{Gateway, PracticeBooks, Shop};
use crate::listening::{Listening, Port, PracticeError};
use crate::random::Random;
use crate::served::Served;
use crate::tls::TlsIdentity;

/// Raised when the shape of the books changes in a way that older programs cannot read.
const BOOKS_VERSION: u32 = 2;

/// How a practice server shall run.
#[derive(Debug)]
pub struct PracticeConfig {
    /// The loopback port; 0 takes a free one.
    pub port: u16,
    /// Where the books are kept. `None` keeps them in memory.
    pub books_file: Option<PathBuf>,
    /// Who may sign in.
    pub credentials: PracticeCredentials,
    /// The shop's name on the pay page and in answers.
    pub merchant_name: String,
    /// The most that may be refunded of one sale, in percent of it: 115 at most merchants, 100 at
    /// some (fact sheet, 4.4).
    pub refund_limit_percent: u32,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub random: Random,
    /// Serve TLS instead of plain HTTP.
    pub tls: Option<TlsIdentity>,
}

impl PracticeConfig {
    /// A free port, books in memory, the system's clock, plain HTTP, refunds up to 115 %.
    pub fn new(credentials: PracticeCredentials, random: Random) -> Self {
        Self {
            port: 0,
            books_file: None,
            credentials,
            merchant_name: "Practice shop".to_owned(),
            refund_limit_percent: 115,
            clock: Arc::new(SystemClock),
            random,
            tls: None,
        }
    }
}

/// A running practice server. It ends when it is stopped or dropped.
#[derive(Debug)]
pub struct PracticeServer {
    gateway: Arc<Gateway>,
    listening: Listening,
}

impl PracticeServer {
    /// Reads the books, listens on 127.0.0.1, and serves in the background of the present tokio
    /// runtime.
    ///
    /// # Errors
    /// The port cannot be had, or the books cannot be read.
    pub async fn start(config: PracticeConfig) -> Result<Self, PracticeError> {
        let port = Port::take(config.port, config.tls).await?;
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            refund_limit_percent: config.refund_limit_percent,
            origin: port.origin(),
        };
        let file = config.books_file.map(|path| BooksFile::new(path, BOOKS_VERSION));
        let gateway = Arc::new(Gateway::open(shop, config.clock, config.random, file)?);
        let listening = port.serve(Arc::clone(&gateway) as Arc<dyn Served>);
        Ok(Self { gateway, listening })
    }

    /// The address that was really taken.
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// The base URL for a client, such as `http://127.0.0.1:7701/ucp`.
    pub fn base_url(&self) -> String {
        format!("{}/ucp", self.gateway.shop().origin)
    }

    /// The credentials that this server accepts.
    pub fn credentials(&self) -> &PracticeCredentials {
        &self.gateway.shop().credentials
    }

    /// A look into the books, and the customer's side of the shop.
    pub fn books(&self) -> PracticeBooks {
        PracticeBooks::of(Arc::clone(&self.gateway))
    }

    /// Takes no new request, lets answers on their way finish for two seconds at most, and ends.
    pub async fn stop(self) {
        self.listening.stop().await;
    }
}
