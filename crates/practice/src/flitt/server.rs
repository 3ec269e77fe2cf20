//! Starting and stopping the pretend Flitt server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use super::credentials::FlittCredentials;
use super::gateway::{Gateway, Shop};
use super::inspection::FlittBooks;
use crate::books_file::BooksFile;
use crate::clock::{Clock, SystemClock};
use crate::listening::{Listening, Port, PracticeError};
use crate::messenger::Messenger;
use crate::random::Random;
use crate::served::Served;
use crate::tls::TlsIdentity;

/// Raised when the shape of the books changes in a way that older programs cannot read.
const BOOKS_VERSION: u32 = 1;

/// How a pretend Flitt server shall run.
#[derive(Debug)]
pub struct FlittConfig {
    /// The loopback port; 0 takes a free one.
    pub port: u16,
    /// Where the books are kept. `None` keeps them in memory.
    pub books_file: Option<PathBuf>,
    /// Who may ask.
    pub credentials: FlittCredentials,
    /// The shop's name on the pay page.
    pub merchant_name: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub random: Random,
    /// Serve TLS instead of plain HTTP.
    pub tls: Option<TlsIdentity>,
}

impl FlittConfig {
    /// A free port, books in memory, the system's clock, plain HTTP.
    pub fn new(credentials: FlittCredentials, random: Random) -> Self {
        Self {
            port: 0,
            books_file: None,
            credentials,
            merchant_name: "Practice shop".to_owned(),
            clock: Arc::new(SystemClock),
            random,
            tls: None,
        }
    }
}

/// A running pretend Flitt server. It sends callbacks, too. It ends when it is stopped or dropped.
#[derive(Debug)]
pub struct FlittServer {
    gateway: Arc<Gateway>,
    listening: Listening,
    _messenger: Messenger,
}

impl FlittServer {
    /// Reads the books, listens on 127.0.0.1, and serves in the background of the present tokio
    /// runtime.
    ///
    /// # Errors
    /// The port cannot be had, or the books cannot be read.
    pub async fn start(config: FlittConfig) -> Result<Self, PracticeError> {
        let port = Port::take(config.port, config.tls).await?;
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            origin: port.origin(),
        };
        let file = config.books_file.map(|path| BooksFile::new(path, BOOKS_VERSION));
        let gateway = Arc::new(Gateway::open(shop, config.clock, config.random, file)?);
        let listening = port.serve(Arc::clone(&gateway) as Arc<dyn Served>);
        let messenger = Messenger::start(Arc::clone(&gateway));
        Ok(Self { gateway, listening, _messenger: messenger })
    }

    /// The address that was really taken.
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// The base URL for a client, such as `http://127.0.0.1:7702/api`.
    pub fn base_url(&self) -> String {
        format!("{}/api", self.gateway.shop().origin)
    }

    /// The credentials that this server accepts.
    pub fn credentials(&self) -> &FlittCredentials {
        &self.gateway.shop().credentials
    }

    /// A look into the books, and the customer's side of the shop.
    pub fn books(&self) -> FlittBooks {
        FlittBooks::of(Arc::clone(&self.gateway))
    }

    /// Takes no new request, lets answers on their way finish for two seconds at most, and ends.
    pub async fn stop(self) {
        self.listening.stop().await;
    }
}
