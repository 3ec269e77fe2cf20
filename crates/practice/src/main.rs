//! The practice servers, stand-alone, so that any client can be pointed at them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeError, PracticeServer, Random, TlsError,
    TlsIdentity,
};

const TROUBLE_HELP: &str = r#"A customer pays a link on its page, or: POST {link URL}/pay with card=4242424242424242

Scripted trouble, once for each request, without signing in:
  curl -H 'Content-Type: application/json' -d '{"trouble":"PAYS_AFTER","seconds":5}' \
      http://127.0.0.1:PORT/practice/trouble
  GET lists what is planned, DELETE forgets it.

  With the customer of the next link; "seconds" may be left out:
    {"trouble":"PAYS_AFTER","seconds":5}         pays by itself, 5 s after the link was made
    {"trouble":"PAYS_LATE","seconds":60}         pays 60 s after the link expired
    {"trouble":"PAYS_AFTER_CANCEL","seconds":2}  pays 2 s after the link was switched off
    {"trouble":"PAYS_TWICE"}                     pays two times
    {"trouble":"PAYS_ANOTHER_AMOUNT","difference":-100}
                                                 pays 100 minor units less than asked
    {"trouble":"DECLINES"}                       tries a card that is refused
    {"trouble":"RESERVES"}                       the money is only reserved

  With the next write (POST or PATCH of a link or a transaction):
    {"trouble":"DROPS_REQUEST"}                  not done, connection closed
    {"trouble":"DROPS_ANSWER"}                   done, connection closed
    {"trouble":"ANSWERS_TWICE"}                  arrives twice, the second answer is seen
    {"trouble":"FAILS_BEFORE_ACTING"}            not done, answered 500
    {"trouble":"FAILS_AFTER_ACTING"}             done, answered 500"#;

/// Pretend payment providers with hosted pay pages, on loopback.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Serve until ended, and print one line per server: base URL and practice credentials.
    #[command(after_help = TROUBLE_HELP)]
    Serve(Serve),
}

#[derive(Debug, Args)]
struct Serve {
    /// Port of the pretend Global Payments API; 0 takes a free one.
    #[arg(long, value_name = "PORT")]
    global_payments: u16,
    /// Serve TLS with this certificate and key, both PEM files.
    #[arg(long, num_args = 2, value_names = ["CERT", "KEY"])]
    tls: Option<Vec<PathBuf>>,
    /// The app id to accept; made up if left out.
    #[arg(long)]
    app_id: Option<String>,
    /// The app key to accept; made up if left out.
    #[arg(long)]
    app_key: Option<String>,
    /// The shop's name on the pay page.
    #[arg(long, value_name = "NAME")]
    merchant: Option<String>,
    /// Keep the books in this file, so that practice sales survive a restart.
    #[arg(long, value_name = "FILE")]
    books: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the operating system gives no randomness")]
    Randomness(#[from] getrandom::Error),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Start(#[from] PracticeError),
    #[error("standard input and output cannot be used")]
    Terminal(#[from] io::Error),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Arguments { task: Task::Serve(wish) } = Arguments::parse();
    match serve(wish).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report(&failure);
            ExitCode::FAILURE
        }
    }
}

async fn serve(wish: Serve) -> Result<(), Failure> {
    let random = Random::from_system()?;
    let mut credentials = PracticeCredentials::generate(&random);
    if let Some(app_id) = wish.app_id {
        credentials.app_id = app_id;
    }
    if let Some(app_key) = wish.app_key {
        credentials.app_key = AppKey::new(app_key);
    }
    let mut config = PracticeConfig::new(credentials, random);
    config.port = wish.global_payments;
    config.books_file = wish.books;
    if let Some(merchant_name) = wish.merchant {
        config.merchant_name = merchant_name;
    }
    if let Some([certificate, key]) = wish.tls.as_deref() {
        config.tls = Some(TlsIdentity::from_pem_files(certificate, key)?);
    }
    let server = PracticeServer::start(config).await?;
    let credentials = server.credentials();
    writeln!(
        io::stdout(),
        "global-payments {} app_id={} app_key={}",
        server.base_url(),
        credentials.app_id,
        credentials.app_key.expose()
    )?;
    tokio::signal::ctrl_c().await?;
    server.stop().await;
    Ok(())
}

/// Writes the whole chain of causes; if even standard error is gone, the exit code still tells.
fn report(failure: &Failure) {
    let mut text = format!("practice: {failure}");
    let mut cause = std::error::Error::source(failure);
    while let Some(reason) = cause {
        text.push_str(": ");
        text.push_str(&reason.to_string());
        cause = reason.source();
    }
    let _ = writeln!(io::stderr(), "{text}");
}
