//! Practising at each provider, on a real book and over real HTTP.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    sync::Arc,
};

use desk::{
    AccountKeys, Book, Desk, Parts,
    domain::{
        TillError,
        account::{Account, Environment, ProviderId},
        product_form::{PriceForm, ProductForm},
    },
    seams::{Executor, HttpTransport, SessionStore, TimeLimits, Vault},
    view::ProductView,
};
use practice::merchant_dashboard::SEEDED_CATALOGUE;
use tempfile::TempDir;

use super::{PracticeProviders, PracticeTrouble};
use crate::{clock::SystemClock, random::SystemRandom};

const ALL: [ProviderId; 4] = [
    ProviderId::GlobalPayments,
    ProviderId::Flitt,
    ProviderId::PaymentFlow,
    ProviderId::MerchantDashboard,
];

const TROUBLES: [PracticeTrouble; 20] = [
    PracticeTrouble::PaysAfter { seconds: 5 },
    PracticeTrouble::PaysLate,
    PracticeTrouble::PaysAfterCancel,
    PracticeTrouble::PaysTwice,
    PracticeTrouble::PaysAnotherAmount,
    PracticeTrouble::Declines,
    PracticeTrouble::DeclinesThenPays,
    PracticeTrouble::PaysSlowly,
    PracticeTrouble::Reserves,
    PracticeTrouble::DropsAnswer,
    PracticeTrouble::AnswersTwice,
    PracticeTrouble::FailsBeforeActing,
    PracticeTrouble::FailsAfterActing,
    PracticeTrouble::CaptureHolds,
    PracticeTrouble::DeclinesRefund,
    PracticeTrouble::EndsSession,
    PracticeTrouble::PriceChanges,
    PracticeTrouble::ExpiresAtOnce,
    PracticeTrouble::UsedUp,
    PracticeTrouble::SwitchedOff,
];

/// What goes wrong where links are made of a catalogue by somebody who is signed in.
const OF_DASHBOARDS: [PracticeTrouble; 5] = [
    PracticeTrouble::EndsSession,
    PracticeTrouble::PriceChanges,
    PracticeTrouble::ExpiresAtOnce,
    PracticeTrouble::UsedUp,
    PracticeTrouble::SwitchedOff,
];

/// One run of the program, with what `keychain` holds.
struct Run {
    desk: Desk,
    practice: PracticeProviders,
}

impl Run {
    async fn start(folder: &Path, keychain: &Vault) -> Self {
        let (clock, random) = (Arc::new(SystemClock::new()), Arc::new(SystemRandom));
        let transport = Arc::new(HttpTransport::new(TimeLimits::default()).unwrap());
        let desk = Desk::new(Parts {
            book: Book::open(folder).unwrap(),
            executor: Executor::new(transport, clock.clone(), random.clone()),
            keys: AccountKeys::new(keychain.clone(), Vault::at_once(SessionStore::new())),
            clock,
            random,
        });
        desk.open_staff().await.unwrap();
        Self { desk, practice: PracticeProviders::new(folder) }
    }

    async fn begin(&mut self, provider: ProviderId) -> Account {
        let by = self.desk.actor().unwrap();
        let begun = self.practice.begin(&self.desk, by, provider, "Quince & Sons", "Your purchase");
        begun.await.unwrap();
        self.account(provider).await
    }

    async fn account(&self, provider: ProviderId) -> Account {
        let mut accounts = self.desk.accounts().await.unwrap();
        accounts.retain(|account| account.provider == provider);
        assert_eq!(accounts.len(), 1, "{provider:?}");
        accounts.remove(0)
    }

    /// True where the account's provider takes the account's keys.
    async fn signs_in(&self, account: &Account) -> bool {
        self.desk.test_connection(&account.id.to_string()).await.is_ok()
    }

    async fn products(&self) -> Vec<ProductView> {
        self.desk.products(Environment::Practice).await.unwrap().products
    }

    async fn active(&self) -> Option<String> {
        self.desk.till_state(self.desk.actor().unwrap()).await.unwrap().active_account
    }
}

/// The port that an account's provider had, once the server that is being ended has let go of it.
async fn taken(account: &Account) -> TcpListener {
    let port = account.place.practice_port().unwrap();
    loop {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return listener,
            Err(error) => assert_eq!(error.kind(), ErrorKind::AddrInUse, "{error}"),
        }
        tokio::task::yield_now().await;
    }
}

fn empty_keychain() -> Vault {
    Vault::at_once(SessionStore::new())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_provider_is_practised_with_an_account_of_its_own() {
    let folder = TempDir::new().unwrap();
    let mut run = Run::start(folder.path(), &empty_keychain()).await;
    for provider in ALL {
        let account = run.begin(provider).await;
        assert!(run.signs_in(&account).await, "{provider:?}");
        assert_eq!(run.active().await, Some(account.id.to_string()));
    }
    for provider in ALL {
        let known = run.account(provider).await;
        let chosen = run.begin(provider).await;
        assert_eq!(chosen, known, "there is one account of each, which is chosen again");
        assert_eq!(run.active().await, Some(known.id.to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_provider_serves_again_at_the_next_start() {
    let folder = TempDir::new().unwrap();
    let keychain = empty_keychain();
    let mut run = Run::start(folder.path(), &keychain).await;
    for provider in ALL {
        run.begin(provider).await;
    }
    drop(run);
    for keychain in [keychain, empty_keychain()] {
        let mut run = Run::start(folder.path(), &keychain).await;
        for provider in ALL {
            let account = run.account(provider).await;
            drop(taken(&account).await);
            assert!(!run.signs_in(&account).await, "nobody serves yet");
        }
        run.practice.resume(&run.desk).await.unwrap();
        for provider in ALL {
            let account = run.account(provider).await;
            assert!(run.signs_in(&account).await, "{provider:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_whose_port_was_taken_serves_once_it_is_needed() {
    let folder = TempDir::new().unwrap();
    let keychain = empty_keychain();
    let mut run = Run::start(folder.path(), &keychain).await;
    let flitt = run.begin(ProviderId::Flitt).await;
    run.begin(ProviderId::GlobalPayments).await;
    drop(run);
    let taken = taken(&flitt).await;
    let mut run = Run::start(folder.path(), &keychain).await;
    assert_eq!(run.practice.resume(&run.desk).await, Err(TillError::PracticeFailed));
    let other = run.account(ProviderId::GlobalPayments).await;
    assert!(run.signs_in(&other).await, "one that can't be served keeps no other from it");
    drop(taken);
    run.practice.serve_for(&run.desk, &flitt.id.to_string()).await.unwrap();
    assert!(run.signs_in(&flitt).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_is_planned_at_the_provider_of_the_account_and_only_what_it_knows() {
    use PracticeTrouble as Trouble;
    let folder = TempDir::new().unwrap();
    let mut run = Run::start(folder.path(), &empty_keychain()).await;
    let unknown = [
        (
            ProviderId::GlobalPayments,
            vec![
                Trouble::DeclinesThenPays,
                Trouble::PaysSlowly,
                Trouble::CaptureHolds,
                Trouble::DeclinesRefund,
            ],
        ),
        (ProviderId::Flitt, vec![Trouble::PaysAfterCancel, Trouble::PaysTwice]),
        (
            ProviderId::PaymentFlow,
            vec![
                Trouble::PaysLate,
                Trouble::PaysTwice,
                Trouble::DeclinesThenPays,
                Trouble::Reserves,
                Trouble::CaptureHolds,
            ],
        ),
        (
            ProviderId::MerchantDashboard,
            vec![
                Trouble::DeclinesThenPays,
                Trouble::Reserves,
                Trouble::CaptureHolds,
                Trouble::DeclinesRefund,
            ],
        ),
    ];
    for provider in ALL {
        run.begin(provider).await;
    }
    for (provider, mut unknown) in unknown {
        if provider != ProviderId::MerchantDashboard {
            unknown.extend(OF_DASHBOARDS);
        }
        let account = run.account(provider).await.id.to_string();
        for trouble in TROUBLES {
            let planned = run.practice.plan(&account, trouble);
            if unknown.contains(&trouble) {
                assert_eq!(planned, Err(TillError::NotOffered), "{provider:?} {trouble:?}");
            } else {
                assert_eq!(planned.unwrap().last(), Some(&trouble), "{provider:?}");
            }
        }
        let planned = run.practice.planned(&account).unwrap();
        assert_eq!(planned.len(), TROUBLES.len() - unknown.len(), "none of the other provider's");
        assert_eq!(run.practice.clear(&account), Ok(Vec::new()));
    }
    let nobody = "00000000-0000-4000-8000-000000000000";
    assert_eq!(run.practice.planned(nobody), Err(TillError::PracticeFailed));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboards_catalogue_comes_with_its_account() {
    let folder = TempDir::new().unwrap();
    let mut run = Run::start(folder.path(), &empty_keychain()).await;
    run.begin(ProviderId::PaymentFlow).await;
    assert!(run.products().await.is_empty(), "a provider without a catalogue brings no products");

    run.begin(ProviderId::MerchantDashboard).await;
    let seeded = run.products().await;
    assert_eq!(seeded.len(), SEEDED_CATALOGUE.len());
    for (product, seeded) in seeded.iter().zip(SEEDED_CATALOGUE) {
        let prices: Vec<(&str, u64)> =
            product.prices.iter().map(|price| (price.currency().code(), price.minor())).collect();
        assert_eq!(product.name, seeded.name);
        assert_eq!(product.category.as_deref(), Some(seeded.category));
        assert_eq!(product.barcode.as_deref(), Some(seeded.barcode));
        assert_eq!(product.catalogue_id.as_deref(), Some(seeded.product_id));
        assert_eq!(prices, [("EUR", seeded.eur.get()), ("USD", seeded.usd.get())]);
    }
    for other in [Environment::Live, Environment::Sandbox] {
        let list = run.desk.products(other).await.unwrap();
        assert!(list.products.is_empty(), "{other:?}: practice never mixes with the shop's own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn products_that_a_learner_has_are_left_alone() {
    let folder = TempDir::new().unwrap();
    let mut run = Run::start(folder.path(), &empty_keychain()).await;
    let own = |catalogue_id: &str, barcode: &str| ProductForm {
        id: None,
        environment: Environment::Practice,
        name: "My mug".to_owned(),
        category: String::new(),
        barcode: barcode.to_owned(),
        catalogue_id: catalogue_id.to_owned(),
        prices: vec![PriceForm { currency: "EUR".to_owned(), minor: "1300".to_owned() }],
    };
    run.desk.save_product(own(SEEDED_CATALOGUE[0].product_id, "")).await.unwrap();
    run.begin(ProviderId::MerchantDashboard).await;
    let products = run.products().await;
    assert_eq!(products[0].name, "My mug");
    assert_eq!(products.len(), SEEDED_CATALOGUE.len(), "and the others are beside it");

    let folder = TempDir::new().unwrap();
    let mut run = Run::start(folder.path(), &empty_keychain()).await;
    run.desk.save_product(own("", SEEDED_CATALOGUE[0].barcode)).await.unwrap();
    run.begin(ProviderId::MerchantDashboard).await;
    assert_eq!(run.products().await.len(), 1, "a barcode of theirs keeps nobody from practising");
}
