//! Starting and stopping a practice server.

use std::future::IntoFuture;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::{Listener, ListenerExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::books_file::{BooksError, BooksFile};
use crate::clock::{Clock, SystemClock};
use crate::credentials::PracticeCredentials;
use crate::global_payments::{Gateway, PracticeBooks, Shop, router};
use crate::random::Random;
use crate::tls::{TlsIdentity, TlsListener};

/// How long [`PracticeServer::stop`] waits for answers that are on their way.
const STOP_LIMIT: Duration = Duration::from_secs(2);

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

/// A practice server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// The port is taken, or loopback is not there.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was tried.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The books cannot be read.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// A running practice server. It ends when it is stopped or dropped.
#[derive(Debug)]
pub struct PracticeServer {
    address: SocketAddr,
    gateway: Arc<Gateway>,
    shutdown: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<()>>,
}

impl PracticeServer {
    /// Reads the books, listens on 127.0.0.1, and serves in the background of the present tokio
    /// runtime.
    ///
    /// # Errors
    /// The port cannot be had, or the books cannot be read.
    pub async fn start(config: PracticeConfig) -> Result<Self, PracticeError> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, config.port));
        let not_listening = |source| PracticeError::Listen { address: wanted, source };
        let file = config.books_file.map(BooksFile::new);
        let tcp = TcpListener::bind(wanted).await.map_err(not_listening)?;
        let address = tcp.local_addr().map_err(not_listening)?;
        let scheme = if config.tls.is_some() { "https" } else { "http" };
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            refund_limit_percent: config.refund_limit_percent,
            origin: format!("{scheme}://{address}"),
        };
        let gateway = Arc::new(Gateway::open(shop, config.clock, config.random, file)?);

        let counted = Arc::clone(&gateway);
        let tcp = tcp.tap_io(move |stream| {
            counted.witness().connection_opened();
            // A small answer must not wait for the peer's delayed acknowledgement. If the option
            // cannot be set, the answer is late but right.
            let _ = stream.set_nodelay(true);
        });
        let (shutdown, told) = oneshot::channel();
        let serving = match config.tls {
            Some(identity) => serve(TlsListener::new(tcp, identity), &gateway, told),
            None => serve(tcp, &gateway, told),
        };
        Ok(Self { address, gateway, shutdown, serving })
    }

    /// The address that was really taken.
    pub fn address(&self) -> SocketAddr {
        self.address
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
        // The receiver is gone only if serving has ended already.
        let _ = self.shutdown.send(());
        let mut serving = self.serving;
        if timeout(STOP_LIMIT, &mut serving).await.is_err() {
            serving.abort();
        }
    }
}

/// `told` also fires when the sender is dropped with its [`PracticeServer`].
fn serve<L>(
    listener: L,
    gateway: &Arc<Gateway>,
    told: oneshot::Receiver<()>,
) -> JoinHandle<io::Result<()>>
where
    L: Listener<Addr = SocketAddr>,
{
    let serving = axum::serve(listener, router(gateway)).with_graceful_shutdown(async {
        let _ = told.await;
    });
    tokio::spawn(serving.into_future())
}
