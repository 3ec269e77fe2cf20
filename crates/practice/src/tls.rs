//! TLS for clients that refuse plain HTTP even on loopback.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A peer that connects and says nothing must not hold its place for ever.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// The certificate and the key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate file cannot be read as PEM.
    #[error("the certificate file cannot be read")]
    Certificate(#[source] pem::Error),
    /// The key file cannot be read as PEM.
    #[error("the key file cannot be read")]
    Key(#[source] pem::Error),
    /// The two do not make a TLS identity.
    #[error("the certificate and the key do not fit")]
    Identity(#[from] rustls::Error),
}

/// A certificate chain with its key, ready to serve.
#[derive(Debug, Clone)]
pub struct TlsIdentity(Arc<ServerConfig>);

impl TlsIdentity {
    /// Reads a certificate chain and its private key from two PEM files.
    ///
    /// # Errors
    /// A file is missing, is not PEM, or the key does not belong to the certificate.
    pub fn from_pem_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(TlsError::Certificate)?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(TlsError::Key)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }
}

type Handshake = Option<(TlsStream<TcpStream>, SocketAddr)>;

/// Accepts TCP connections and hands them on once their TLS handshake is done.
pub(crate) struct TlsListener<L> {
    tcp: L,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Handshake>,
}

impl<L> TlsListener<L> {
    pub(crate) fn new(tcp: L, identity: TlsIdentity) -> Self {
        Self { tcp, acceptor: TlsAcceptor::from(identity.0), handshakes: JoinSet::new() }
    }
}

impl<L: Listener<Io = TcpStream, Addr = SocketAddr>> Listener for TlsListener<L> {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                (stream, peer) = self.tcp.accept() => {
                    let handshake = self.acceptor.accept(stream);
                    self.handshakes.spawn(async move {
                        let stream = timeout(HANDSHAKE_LIMIT, handshake).await.ok()?.ok()?;
                        Some((stream, peer))
                    });
                }
                Some(finished) = self.handshakes.join_next() => {
                    if let Ok(Some(connection)) = finished {
                        return connection;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}
