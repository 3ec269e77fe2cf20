//! The provider's own Python SDK, which knows nothing of this project, works against the pretend server as it would
//! against the real one.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use practice::{
    Random, TlsIdentity,
    flitt::{FlittConfig, FlittCredentials, FlittServer},
};
use tempfile::TempDir;

/// One version, so that a new one cannot break an old checkout. It is the one that the fact sheet describes as SDK1.
const SDK: &str = "flittpayments==1.0.4";

/// What a user of the SDK does.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/flitt/python_sdk.py");

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Python 3 and the package index: cargo xtask test --long"]
async fn the_official_python_sdk_works_against_the_practice_server() {
    let folder = TempDir::new().unwrap();
    let (certificate, server) = serve(folder.path()).await;
    let python = python_with_sdk(folder.path());
    let credentials = server.credentials();
    run(Command::new(python)
        .arg(SCRIPT)
        .arg(server.address().to_string())
        .arg(credentials.merchant_id.to_string())
        .args([credentials.payment_key.expose(), credentials.payout_key.expose()])
        .env("REQUESTS_CA_BUNDLE", certificate)
        .env("NO_PROXY", "127.0.0.1"));
    assert_eq!(server.books().key_exposures(), 0, "no request carried a key");
    server.stop().await;
}

/// The SDK speaks nothing but TLS.
async fn serve(folder: &Path) -> (PathBuf, FlittServer) {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let random = Random::from_system().unwrap();
    let config = FlittConfig {
        tls: Some(TlsIdentity::from_pem_files(&certificate, &key).unwrap()),
        ..FlittConfig::new(FlittCredentials::generate(&random), random)
    };
    (certificate, FlittServer::start(config).await.unwrap())
}

/// A Python with the SDK beside it and nothing else, in a folder of its own.
fn python_with_sdk(folder: &Path) -> PathBuf {
    let environment = folder.join("python");
    let (system, own) =
        if cfg!(windows) { ("python", "Scripts/python.exe") } else { ("python3", "bin/python") };
    run(Command::new(system).args(["-m", "venv"]).arg(&environment));
    let python = environment.join(own);
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", SDK]));
    python
}

fn run(command: &mut Command) {
    let ended = command.status().unwrap();
    assert!(ended.success(), "{command:?} ended with {ended}");
}
