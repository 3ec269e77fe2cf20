use std::sync::Once;

use reqwest::{Client, ClientBuilder};

/// A client of the practice providers, which are on this computer.
pub(crate) fn http() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // reqwest wants one even for plain HTTP.
        rustls::crypto::ring::default_provider().install_default().unwrap();
    });
    Client::builder().no_proxy()
}
