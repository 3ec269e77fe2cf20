use std::{fs, path::Path};

use practice::TlsIdentity;

/// Who a practice provider elsewhere is over TLS: nobody knows its certificate but who is told.
pub(crate) struct OwnCertificate {
    /// What it serves with.
    pub(crate) identity: TlsIdentity,
    /// What its clients trust.
    pub(crate) pem: String,
}

impl OwnCertificate {
    pub(crate) fn of_localhost(folder: &Path) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.join("own.pem"), folder.join("own.key"));
        fs::write(&certificate, made.cert.pem()).unwrap();
        fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        let identity = TlsIdentity::from_pem_files(&certificate, &key).unwrap();
        Self { identity, pem: made.cert.pem() }
    }
}
