//! The practice servers, stand-alone, so that any client can be pointed at them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use practice::flitt::{FlittConfig, FlittCredentials, FlittKey, FlittServer, MerchantId};
use practice::merchant_dashboard::{
    MerchantDashboardConfig, MerchantDashboardCredentials, MerchantDashboardServer, StaffToken,
};
use practice::paymentflow::{
    Allowance, ApiKey, PaymentFlowConfig, PaymentFlowCredentials, PaymentFlowServer, WebhookSecret,
};
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeError, PracticeServer, Random, TlsError,
    TlsIdentity,
};

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
    #[command(after_help = include_str!("trouble_help.txt"))]
    Serve(Serve),
}

#[derive(Debug, Args)]
#[group(id = "servers", multiple = true, required = true, args = ["global_payments", "flitt", "paymentflow", "merchant_dashboard"])]
struct Serve {
    /// Port of the pretend Global Payments API; 0 takes a free one.
    #[arg(long, value_name = "PORT")]
    global_payments: Option<u16>,
    /// Port of the pretend Flitt API; 0 takes a free one.
    #[arg(long, value_name = "PORT")]
    flitt: Option<u16>,
    #[arg(
        long,
        value_name = "PORT",
        help = "Port of the pretend PaymentFlow API; 0 takes a free one"
    )]
    paymentflow: Option<u16>,
    /// Port of the pretend merchant dashboard; 0 takes a free one.
    #[arg(long, value_name = "PORT")]
    merchant_dashboard: Option<u16>,
    /// Serve TLS with this certificate and key, both PEM files.
    #[arg(long, num_args = 2, value_names = ["CERT", "KEY"])]
    tls: Option<Vec<PathBuf>>,
    /// The shop's name on the pay pages.
    #[arg(long, value_name = "NAME")]
    merchant: Option<String>,
    /// Global Payments: the app id to accept; made up if left out.
    #[arg(long, requires = "global_payments")]
    app_id: Option<String>,
    /// Global Payments: the app key to accept; made up if left out.
    #[arg(long, requires = "global_payments")]
    app_key: Option<String>,
    /// Global Payments: keep the books in this file, so that practice sales survive a restart.
    #[arg(long, value_name = "FILE", requires = "global_payments")]
    books: Option<PathBuf>,
    /// Flitt: the merchant id to accept; made up if left out.
    #[arg(long, value_name = "NUMBER", requires = "flitt")]
    flitt_merchant: Option<u64>,
    /// Flitt: the payment key to accept; made up if left out.
    #[arg(long, value_name = "KEY", requires = "flitt")]
    flitt_key: Option<String>,
    /// Flitt: keep the books in this file, so that practice sales survive a restart.
    #[arg(long, value_name = "FILE", requires = "flitt")]
    flitt_books: Option<PathBuf>,
    #[command(flatten)]
    paymentflow_own: PaymentFlowWish,
    #[command(flatten)]
    merchant_dashboard_own: MerchantDashboardWish,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "PaymentFlow")]
struct PaymentFlowWish {
    /// The secret key to accept, such as `sk_test_x`; made up if left out.
    #[arg(
        id = "paymentflow_key",
        long = "paymentflow-key",
        value_name = "KEY",
        requires = "paymentflow"
    )]
    key: Option<String>,
    /// Send webhooks to this address, over plain HTTP.
    #[arg(
        id = "paymentflow_webhook",
        long = "paymentflow-webhook",
        value_name = "URL",
        requires = "paymentflow"
    )]
    webhook: Option<String>,
    /// The secret that signs webhooks; made up if left out.
    #[arg(
        id = "paymentflow_webhook_secret",
        long = "paymentflow-webhook-secret",
        value_name = "SECRET",
        requires = "paymentflow"
    )]
    webhook_secret: Option<String>,
    /// Keep the books in this file, so that practice sales survive a restart.
    #[arg(
        id = "paymentflow_books",
        long = "paymentflow-books",
        value_name = "FILE",
        requires = "paymentflow"
    )]
    books: Option<PathBuf>,
    /// Answer 1,000 requests a minute, as in production; otherwise 100.
    #[arg(
        id = "paymentflow_production_rate",
        long = "paymentflow-production-rate",
        requires = "paymentflow"
    )]
    production_rate: bool,
    /// Have no list of refunds and no `amount_refunded`, which are both unproven.
    #[arg(
        id = "paymentflow_hides_refunds",
        long = "paymentflow-hides-refunds",
        requires = "paymentflow"
    )]
    hides_refunds: bool,
    /// Do not look at the idempotency key of a refund.
    #[arg(
        id = "paymentflow_ignores_refund_keys",
        long = "paymentflow-ignores-refund-keys",
        requires = "paymentflow"
    )]
    ignores_refund_keys: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Merchant dashboard")]
struct MerchantDashboardWish {
    /// The access token of the first session; made up if left out. Once its session has ended, a
    /// new one comes from the page below `/dashboard/`.
    #[arg(
        id = "merchant_dashboard_token",
        long = "merchant-dashboard-token",
        value_name = "TOKEN",
        requires = "merchant_dashboard"
    )]
    token: Option<String>,
    /// Keep the books in this file, so that practice sales survive a restart.
    #[arg(
        id = "merchant_dashboard_books",
        long = "merchant-dashboard-books",
        value_name = "FILE",
        requires = "merchant_dashboard"
    )]
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
    let tls = match wish.tls.as_deref() {
        Some([certificate, key]) => Some(TlsIdentity::from_pem_files(certificate, key)?),
        _ => None,
    };
    let global_payments = match wish.global_payments {
        Some(port) => Some(serve_global_payments(&wish, port, tls.clone()).await?),
        None => None,
    };
    let flitt = match wish.flitt {
        Some(port) => Some(serve_flitt(&wish, port, tls.clone()).await?),
        None => None,
    };
    let paymentflow = match wish.paymentflow {
        Some(port) => Some(serve_paymentflow(&wish, port, tls.clone()).await?),
        None => None,
    };
    let merchant_dashboard = match wish.merchant_dashboard {
        Some(port) => Some(serve_merchant_dashboard(&wish, port, tls).await?),
        None => None,
    };
    tokio::signal::ctrl_c().await?;
    if let Some(server) = global_payments {
        server.stop().await;
    }
    if let Some(server) = flitt {
        server.stop().await;
    }
    if let Some(server) = paymentflow {
        server.stop().await;
    }
    if let Some(server) = merchant_dashboard {
        server.stop().await;
    }
    Ok(())
}

async fn serve_global_payments(
    wish: &Serve,
    port: u16,
    tls: Option<TlsIdentity>,
) -> Result<PracticeServer, Failure> {
    let random = Random::from_system()?;
    let mut credentials = PracticeCredentials::generate(&random);
    if let Some(app_id) = &wish.app_id {
        credentials.app_id.clone_from(app_id);
    }
    if let Some(app_key) = &wish.app_key {
        credentials.app_key = AppKey::new(app_key);
    }
    let mut config = PracticeConfig::new(credentials, random);
    config.port = port;
    config.tls = tls;
    config.books_file.clone_from(&wish.books);
    if let Some(merchant_name) = &wish.merchant {
        config.merchant_name.clone_from(merchant_name);
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
    Ok(server)
}

async fn serve_flitt(
    wish: &Serve,
    port: u16,
    tls: Option<TlsIdentity>,
) -> Result<FlittServer, Failure> {
    let random = Random::from_system()?;
    let mut credentials = FlittCredentials::generate(&random);
    if let Some(merchant) = wish.flitt_merchant {
        credentials.merchant_id = MerchantId::new(merchant);
    }
    if let Some(key) = &wish.flitt_key {
        credentials.payment_key = FlittKey::new(key);
    }
    let mut config = FlittConfig::new(credentials, random);
    config.port = port;
    config.tls = tls;
    config.books_file.clone_from(&wish.flitt_books);
    if let Some(merchant_name) = &wish.merchant {
        config.merchant_name.clone_from(merchant_name);
    }
    let server = FlittServer::start(config).await?;
    let credentials = server.credentials();
    writeln!(
        io::stdout(),
        "flitt {} merchant_id={} payment_key={} payout_key={} reports_application={} reports_key={}",
        server.base_url(),
        credentials.merchant_id,
        credentials.payment_key.expose(),
        credentials.payout_key.expose(),
        credentials.reports_application,
        credentials.reports_key.expose()
    )?;
    Ok(server)
}

async fn serve_paymentflow(
    wish: &Serve,
    port: u16,
    tls: Option<TlsIdentity>,
) -> Result<PaymentFlowServer, Failure> {
    let random = Random::from_system()?;
    let mut credentials = PaymentFlowCredentials::generate(&random);
    let own = &wish.paymentflow_own;
    if let Some(key) = &own.key {
        credentials.secret_key = ApiKey::new(key);
    }
    if let Some(secret) = &own.webhook_secret {
        credentials.webhook_secret = WebhookSecret::new(secret);
    }
    let mut config = PaymentFlowConfig::new(credentials, random);
    config.port = port;
    config.tls = tls;
    config.books_file.clone_from(&own.books);
    config.webhook_url.clone_from(&own.webhook);
    if own.production_rate {
        config.behaviour.allowance = Allowance::Production;
    }
    config.behaviour.refund_list_missing = own.hides_refunds;
    config.behaviour.amount_refunded_missing = own.hides_refunds;
    config.behaviour.refund_keys_ignored = own.ignores_refund_keys;
    if let Some(merchant_name) = &wish.merchant {
        config.merchant_name.clone_from(merchant_name);
    }
    let server = PaymentFlowServer::start(config).await?;
    let credentials = server.credentials();
    writeln!(
        io::stdout(),
        "paymentflow {} secret_key={} publishable_key={} webhook_secret={}",
        server.base_url(),
        credentials.secret_key.expose(),
        credentials.publishable_key.expose(),
        credentials.webhook_secret.expose()
    )?;
    Ok(server)
}

async fn serve_merchant_dashboard(
    wish: &Serve,
    port: u16,
    tls: Option<TlsIdentity>,
) -> Result<MerchantDashboardServer, Failure> {
    let random = Random::from_system()?;
    let mut credentials = MerchantDashboardCredentials::generate(&random);
    let own = &wish.merchant_dashboard_own;
    if let Some(token) = &own.token {
        credentials.token = StaffToken::new(token);
    }
    let mut config = MerchantDashboardConfig::new(credentials, random);
    config.port = port;
    config.tls = tls;
    config.books_file.clone_from(&own.books);
    if let Some(merchant_name) = &wish.merchant {
        config.merchant_name.clone_from(merchant_name);
    }
    let server = MerchantDashboardServer::start(config).await?;
    writeln!(
        io::stdout(),
        "merchant-dashboard {} token={} dashboard={} public_page={}",
        server.base_url(),
        server.credentials().token.expose(),
        server.dashboard_url(),
        server.public_page()
    )?;
    Ok(server)
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
