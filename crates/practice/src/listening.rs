//! Putting a gateway behind a loopback socket, and taking it away again.

use std::future::IntoFuture;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::{Listener, ListenerExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::books_file::BooksError;
use crate::served::{Served, router};
use crate::tls::{TlsIdentity, TlsListener};

/// How long stopping waits for answers that are on their way.
const STOP_LIMIT: Duration = Duration::from_secs(2);

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

/// A port that is taken and not served yet.
#[derive(Debug)]
pub(crate) struct Port {
    tcp: TcpListener,
    address: SocketAddr,
    tls: Option<TlsIdentity>,
}

impl Port {
    /// Takes a port of 127.0.0.1; 0 is a free one.
    pub(crate) async fn take(port: u16, tls: Option<TlsIdentity>) -> Result<Self, PracticeError> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let not_listening = |source| PracticeError::Listen { address: wanted, source };
        let tcp = TcpListener::bind(wanted).await.map_err(not_listening)?;
        let address = tcp.local_addr().map_err(not_listening)?;
        Ok(Self { tcp, address, tls })
    }

    /// Scheme, host and port, without a path.
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Serves in the background of the present tokio runtime.
    pub(crate) fn serve(self, gateway: Arc<dyn Served>) -> Listening {
        let counted = Arc::clone(&gateway);
        let tcp = self.tcp.tap_io(move |stream| {
            counted.connection_opened();
            // A small answer must not wait for the peer's delayed acknowledgement. If the option
            // cannot be set, the answer is late but right.
            let _ = stream.set_nodelay(true);
        });
        let (shutdown, told) = oneshot::channel();
        let serving = match self.tls {
            Some(identity) => serve(TlsListener::new(tcp, identity), gateway, told),
            None => serve(tcp, gateway, told),
        };
        Listening { address: self.address, shutdown, serving }
    }
}

/// A gateway that is being served. It ends when it is stopped or dropped.
#[derive(Debug)]
pub(crate) struct Listening {
    address: SocketAddr,
    shutdown: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<()>>,
}

impl Listening {
    /// The address that was really taken.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no new request, lets answers on their way finish for two seconds at most, and ends.
    pub(crate) async fn stop(self) {
        // The receiver is gone only if serving has ended already.
        let _ = self.shutdown.send(());
        let mut serving = self.serving;
        if timeout(STOP_LIMIT, &mut serving).await.is_err() {
            serving.abort();
        }
    }
}

/// `told` also fires when the sender is dropped with its [`Listening`].
fn serve<L>(
    listener: L,
    gateway: Arc<dyn Served>,
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
