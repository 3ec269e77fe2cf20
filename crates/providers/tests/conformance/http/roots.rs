//! Root certificates that an account brings along, over real TLS.

use std::{net::SocketAddr, sync::Arc};

use providers::{ExtraRoot, HttpTransport, Lane, Method, Response, Transport, TransportFault};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{request, transport};

/// A root that nobody but a test trusts, and its key.
struct Root {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Root {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    fn extra(&self) -> ExtraRoot {
        ExtraRoot::from_pem(&self.pem).unwrap()
    }

    /// A server that this root vouches for. It answers each request with nothing, as long as it is trusted.
    async fn server(&self) -> SocketAddr {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        serve(certificate.der().clone(), key.serialize_der().try_into().unwrap()).await
    }
}

async fn serve(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut chunk = [0; 4096];
                while stream.read(&mut chunk).await.is_ok_and(|count| count > 0) {
                    let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
                    stream.write_all(answer).await.unwrap();
                }
            });
        }
    });
    address
}

async fn get(
    transport: &HttpTransport,
    lane: Lane,
    address: SocketAddr,
    root: Option<ExtraRoot>,
) -> Result<u16, TransportFault> {
    let mut request = request(Method::Get, format!("https://{address}/x"));
    request.extra_root = root;
    transport.send(lane, request).await.map(|Response { status, .. }| status)
}

#[tokio::test]
async fn a_root_is_trusted_for_the_requests_that_carry_it_and_for_no_others() {
    let (root, another) = (Root::new(), Root::new());
    let address = root.server().await;
    let transport = transport();
    for lane in [Lane::Person, Lane::Sweep] {
        assert_eq!(get(&transport, lane, address, None).await, Err(TransportFault::Tls));
        assert_eq!(get(&transport, lane, address, Some(root.extra())).await, Ok(204));
        // Not even over the connection that stands.
        assert_eq!(get(&transport, lane, address, None).await, Err(TransportFault::Tls));
        let wrong = Some(another.extra());
        assert_eq!(get(&transport, lane, address, wrong).await, Err(TransportFault::Tls));
    }
}

#[tokio::test]
async fn a_root_vouches_for_no_other_name() {
    let root = Root::new();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["somewhere.example".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &root.issuer).unwrap();
    let address = serve(certificate.der().clone(), key.serialize_der().try_into().unwrap()).await;
    let answer = get(&transport(), Lane::Person, address, Some(root.extra())).await;
    assert_eq!(answer, Err(TransportFault::Tls));
}
