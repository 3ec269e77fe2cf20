//! Starting and stopping the pretend merchant dashboard.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use super::behaviour::Behaviour;
use super::credentials::MerchantDashboardCredentials;
use super::gateway::{Gateway, Shop};
use super::inspection::MerchantDashboardBooks;
use crate::books_file::BooksFile;
use crate::clock::{Clock, SystemClock};
use crate::listening::{Listening, Port, PracticeError};
use crate::random::Random;
use crate::served::Served;
use crate::tls::TlsIdentity;

/// Raised when the shape of the books changes in a way that older programs cannot read.
const BOOKS_VERSION: u32 = 1;

/// How a pretend merchant dashboard shall run.
#[derive(Debug)]
pub struct MerchantDashboardConfig {
    /// The loopback port; 0 takes a free one.
    pub port: u16,
    /// Where the books are kept. `None` keeps them in memory.
    pub books_file: Option<PathBuf>,
    /// Who is signed in from the start.
    pub credentials: MerchantDashboardCredentials,
    /// The organization's name.
    pub merchant_name: String,
    /// What the server does from the start.
    pub behaviour: Behaviour,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub random: Random,
    /// Serve TLS instead of plain HTTP.
    pub tls: Option<TlsIdentity>,
}

impl MerchantDashboardConfig {
    /// A free port, books in memory, no lies, the system's clock, plain HTTP.
    pub fn new(credentials: MerchantDashboardCredentials, random: Random) -> Self {
        Self {
            port: 0,
            books_file: None,
            credentials,
            merchant_name: "Practice Shop".to_owned(),
            behaviour: Behaviour::default(),
            clock: Arc::new(SystemClock),
            random,
            tls: None,
        }
    }
}

/// A running pretend merchant dashboard. It ends when it is stopped or dropped.
#[derive(Debug)]
pub struct MerchantDashboardServer {
    gateway: Arc<Gateway>,
    listening: Listening,
}

impl MerchantDashboardServer {
    /// Reads the books, listens on 127.0.0.1, and serves in the background of the present tokio
    /// runtime.
    ///
    /// # Errors
    /// The port cannot be had, or the books cannot be read or written.
    pub async fn start(config: MerchantDashboardConfig) -> Result<Self, PracticeError> {
        let port = Port::take(config.port, config.tls).await?;
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            origin: port.origin(),
        };
        let file = config.books_file.map(|path| BooksFile::new(path, BOOKS_VERSION));
        let gateway = Gateway::open(shop, config.behaviour, config.clock, config.random, file)?;
        let gateway = Arc::new(gateway);
        let listening = port.serve(Arc::clone(&gateway) as Arc<dyn Served>);
        Ok(Self { gateway, listening })
    }

    /// The address that was really taken.
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// The base URL for a client, such as `http://127.0.0.1:7704`; the API is below
    /// `/api/payment-links/`.
    pub fn base_url(&self) -> String {
        self.gateway.shop().origin.clone()
    }

    /// The page on which staff sign in for a new token, and refund.
    pub fn dashboard_url(&self) -> String {
        format!("{}/dashboard/", self.gateway.shop().origin)
    }

    /// Where a link's page is: `{uuid}` stands for the link.
    pub fn public_page(&self) -> String {
        format!("{}/pay/{{uuid}}", self.gateway.shop().origin)
    }

    /// The token that opens the first session.
    pub fn credentials(&self) -> &MerchantDashboardCredentials {
        &self.gateway.shop().credentials
    }

    /// A look into the books, and the customer's side of the shop.
    pub fn books(&self) -> MerchantDashboardBooks {
        MerchantDashboardBooks::of(Arc::clone(&self.gateway))
    }

    /// Takes no new request, lets answers on their way finish for two seconds at most, and ends.
    pub async fn stop(self) {
        self.listening.stop().await;
    }
}
