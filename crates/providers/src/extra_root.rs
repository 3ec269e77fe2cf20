//! A root certificate that the owner asked the till to trust for one account.

use std::{fmt, sync::Arc};

use domain::place::RootPem;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

/// A root certificate that is trusted beside the public ones, for the requests that carry it and no
/// others. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ExtraRoot(Arc<[u8]>);

/// Why a text is no root certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARoot {
    /// It holds no certificate in PEM form.
    #[error("there is no PEM certificate")]
    NoCertificate,
    /// It holds more than one: nobody can say which one is meant to be trusted.
    #[error("there is more than one certificate")]
    Several,
    /// It holds a private key, which is nobody else's business.
    #[error("there is a private key")]
    PrivateKey,
    /// What stands between the marks is no certificate.
    #[error("the certificate can't be read")]
    Malformed,
}

impl ExtraRoot {
    /// Reads PEM text with exactly one certificate.
    pub fn from_pem(text: &str) -> Result<Self, NotARoot> {
        if text.contains("PRIVATE KEY-----") {
            return Err(NotARoot::PrivateKey);
        }
        let mut found = CertificateDer::pem_slice_iter(text.as_bytes());
        let first = found.next().ok_or(NotARoot::NoCertificate)?;
        let der = first.map_err(|_| NotARoot::Malformed)?;
        if found.next().is_some() {
            return Err(NotARoot::Several);
        }
        let mut store = RootCertStore::empty();
        store.add(der.clone()).map_err(|_| NotARoot::Malformed)?;
        Ok(Self(der.as_ref().into()))
    }

    /// The certificate in DER form.
    pub(crate) fn der(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<&RootPem> for ExtraRoot {
    type Error = NotARoot;

    fn try_from(pem: &RootPem) -> Result<Self, NotARoot> {
        Self::from_pem(pem.as_str())
    }
}

impl fmt::Debug for ExtraRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExtraRoot").field("bytes", &self.0.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate() -> (String, String) {
        let own = rcgen::generate_simple_self_signed(["till.example".to_owned()]).unwrap();
        (own.cert.pem(), own.signing_key.serialize_pem())
    }

    #[test]
    fn exactly_one_certificate_is_a_root() {
        let (pem, key) = certificate();
        assert!(ExtraRoot::from_pem(&pem).is_ok());
        assert_eq!(ExtraRoot::from_pem(&pem), ExtraRoot::from_pem(&format!("a root\n{pem}\n")));
        let broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        let not_base64 = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
        for (text, why) in [
            (String::new(), NotARoot::NoCertificate),
            ("MIIB".to_owned(), NotARoot::NoCertificate),
            (broken.to_owned(), NotARoot::Malformed),
            (not_base64.to_owned(), NotARoot::Malformed),
            (format!("{pem}{pem}"), NotARoot::Several),
            (format!("{pem}{key}"), NotARoot::PrivateKey),
        ] {
            assert_eq!(ExtraRoot::from_pem(&text), Err(why), "{text}");
        }
    }
}
