//! A run's world: two tills on one book, one provider, and everything that anybody may look at.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use desk::{
    AccountTerms, Book, Desk, NewAccount, NewPlace,
    domain::{
        account::{Account, Environment},
        ids::SaleId,
        link_life::LinkState,
        product_form::{PriceForm, ProductForm},
        sale_state::SaleState,
    },
    seams::{SessionStore, Vault},
    view::{ProductView, SaleView},
};
use ledger::{Ledger, LinkRecord, SaleRecord};
use practice::merchant_dashboard::SEEDED_CATALOGUE;
use tokio::time::sleep;

use crate::{
    chance::{Chance, TillRandom},
    clock::{TillClock, TrueTime},
    gateway::Credentials,
    history::{History, Wrong},
    network::Network,
    plan::{Plan, SalePlan},
    shop::Shop,
    till::{Till, TillParts},
    witness::sales,
};

/// A product of the shop's list.
pub(crate) struct OnSale {
    pub(crate) id: String,
    /// What one piece costs, in minor units.
    pub(crate) unit: u64,
}

/// The world of one run.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) plan: Plan,
    pub(crate) time: TrueTime,
    pub(crate) history: Arc<History>,
    pub(crate) shop: Arc<Shop>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) tills: [Arc<Till>; 2],
    pub(crate) account: Account,
    /// The shop's products, in the order of the practice catalogue; none where nobody sells any.
    pub(crate) products: Vec<OnSale>,
    /// By press, each sum that somebody at a till agreed to.
    agreed: Mutex<BTreeMap<String, BTreeSet<u64>>>,
    /// The address that each sale showed last.
    shown: Mutex<BTreeMap<String, String>>,
}

impl World {
    /// A world whose book lies in `folder`. It is calm until the account is connected.
    pub(crate) async fn open(seed: u64, folder: &Path) -> Arc<Self> {
        let plan = Plan::of(seed);
        let time = TrueTime::start();
        let history = Arc::new(History::new(time));
        let ledger = Arc::new(Ledger::open(folder).unwrap());
        let shop = Shop::open(seed, &plan, time, Arc::clone(&ledger), Arc::clone(&history));
        let shop = Arc::new(shop);
        let keychain = Vault::at_once(SessionStore::new());
        let till = |name: &'static str| {
            let network = Network::new(
                name,
                Arc::clone(&shop),
                Arc::clone(&history),
                plan.kind,
                plan.faults.clone(),
                Chance::of(seed, &format!("network of {name}")),
            );
            Till::new(TillParts {
                name,
                kind: plan.kind,
                clock: Arc::new(TillClock::right(time)),
                network: Arc::new(network),
                book: Book::in_line(Arc::clone(&ledger)),
                keychain: keychain.clone(),
                random: TillRandom(Mutex::new(Chance::of(seed, &format!("random of {name}")))),
                history: Arc::clone(&history),
                mishaps: plan.mishaps.clone(),
                chance: Chance::of(seed, &format!("mishaps of {name}")),
            })
        };
        let tills = [till("till A"), till("till B")];
        let (desk, account) = connect(&tills, &shop, &plan).await;
        let sells = plan.sales.iter().any(|sale| !sale.pieces.is_empty());
        let products = if sells { fill_shelves(&desk).await } else { Vec::new() };
        history.tell("seed", format_args!("{plan:?}"));
        let (agreed, shown) = (Mutex::default(), Mutex::default());
        Arc::new(Self {
            seed,
            plan,
            time,
            history,
            shop,
            ledger,
            tills,
            account,
            products,
            agreed,
            shown,
        })
    }

    /// A stream of chance of this run.
    pub(crate) fn chance(&self, drawer: &str) -> Chance {
        Chance::of(self.seed, drawer)
    }

    /// A till that somebody can press a button at, waiting for one if it must be.
    pub(crate) async fn till_in_use(&self, chance: &mut Chance) -> &Till {
        loop {
            let first = chance.pick(&[0, 1]);
            let mut tills = [first, 1 - first].into_iter().map(|place| &self.tills[place]);
            if let Some(till) = tills.find(|till| !till.is_off()) {
                return till;
            }
            sleep(Duration::from_mins(5)).await;
        }
    }

    /// True where a till can give money back.
    pub(crate) fn refunds_here(&self) -> bool {
        self.plan.kind.provider().capabilities().refund.is_some()
    }

    /// What staff ask for, by the prices of the shop's own list.
    pub(crate) fn asks(&self, plan: &SalePlan) -> u64 {
        let pieces = plan.pieces.iter();
        let sum = |sum, piece: &crate::plan::Piece| {
            sum + self.products[piece.product].unit * u64::from(piece.quantity)
        };
        pieces.fold(plan.minor, sum)
    }

    /// Somebody at a till asks for a sum with this press of Create, or takes the one that its link has.
    pub(crate) fn agreed_to(&self, press: &str, minor: u64) {
        self.agreed.lock().unwrap().entry(press.to_owned()).or_default().insert(minor);
    }

    /// A person sees a sale on a screen.
    pub(crate) fn saw(&self, sale: &SaleView) {
        let agreed = self.agreed.lock().unwrap().get(&sale.press).cloned().unwrap_or_default();
        if matches!(sale.row.state, SaleState::Paid { .. } | SaleState::PaidLate { .. }) {
            let payments: Vec<&str> =
                sale.payments.iter().map(|payment| &*payment.provider_id).collect();
            // Of what was held, part may have been captured.
            let sums = Some(&agreed).filter(|_| !self.plan.holds);
            self.shop.witness().shown_as_paid(&sale.row.id, &payments, sums);
        }
        let Some(link) = &sale.link else { return };
        self.look_at_sum(&link.url, &agreed);
        let mut shown = self.shown.lock().unwrap();
        let record = self.record(sale.row.id.parse().unwrap());
        let before = shown.insert(sale.row.id.clone(), link.url.clone());
        let is_set_aside = |url: &String| {
            let mut others = record.others.iter().filter_map(|other| other.link.url.as_ref());
            others.any(|address| address.as_str() == url)
        };
        if let Some(before) = before.filter(|url| *url != link.url && !is_set_aside(url)) {
            let how = format_args!("{} showed {before} and then {}", sale.row.id, link.url);
            self.history.wrong(Wrong::TwoAddresses, how);
        }
        let link_in_book = record.link;
        let in_book = link_in_book.filter(|link| link.state.is_shown()).and_then(|link| link.url);
        if in_book.is_none_or(|url| url.as_str() != link.url) {
            let how = format_args!("{} is shown and must not be", link.url);
            self.history.wrong(Wrong::TwoAddresses, how);
        }
    }

    /// Whoever is shown an address asks the customer for a sum that somebody agreed to, and that is the link's.
    fn look_at_sum(&self, address: &str, agreed: &BTreeSet<u64>) {
        let gateway = self.shop.gateway();
        let reference = gateway.link_at(address).unwrap_or_default();
        let links = gateway.links();
        let theirs = links.iter().find(|link| link.reference == reference);
        if theirs.is_none_or(|link| !agreed.contains(&link.minor)) {
            let minor = theirs.map(|link| link.minor);
            let how = format_args!("{address} asks for {minor:?}, and staff agreed to {agreed:?}");
            self.history.wrong(Wrong::OtherSum, how);
        }
    }

    /// A person sees the page that a customer of the sale sees.
    pub(crate) fn previewed(&self, sale: SaleId, minor: u64, as_asked: bool) {
        let record = self.record(sale);
        let reference =
            record.link.and_then(|link| link.our_reference).map(|ours| ours.to_string());
        let links = self.shop.gateway().links();
        let theirs = links.iter().find(|link| Some(&link.reference) == reference.as_ref());
        if theirs.is_none_or(|link| link.minor != minor) || !as_asked {
            let theirs = theirs.map(|link| link.minor);
            let how = format_args!("{minor} is shown of {theirs:?}, as asked: {as_asked}");
            self.history.wrong(Wrong::OtherSum, how);
        }
    }

    /// The address that a sale showed last.
    pub(crate) fn shown(&self, sale: &str) -> Option<String> {
        self.shown.lock().unwrap().get(sale).cloned()
    }

    /// Each sale that has shown an address, with the last one.
    pub(crate) fn all_shown(&self) -> Vec<(SaleId, String)> {
        let shown = self.shown.lock().unwrap();
        shown.iter().map(|(sale, address)| (sale.parse().unwrap(), address.clone())).collect()
    }

    /// A sale as the book has it.
    pub(crate) fn record(&self, sale: SaleId) -> SaleRecord {
        self.ledger.sale(sale).unwrap().unwrap()
    }

    /// Every sale, oldest first.
    pub(crate) fn records(&self) -> Vec<SaleRecord> {
        sales(&self.ledger)
    }

    /// The sale whose link with this reference nobody ever saw.
    pub(crate) fn orphan(&self, reference: &str) -> Option<SaleId> {
        let is_it = |link: &LinkRecord| {
            let ours = link.our_reference.as_ref();
            link.state == LinkState::Orphan && ours.is_some_and(|ours| ours.as_str() == reference)
        };
        let sales = self.records();
        sales.iter().find(|sale| sale.links().any(is_it)).map(|sale| sale.id)
    }

    /// True once something went wrong; the rest of the run would tell nothing new.
    pub(crate) fn is_over(&self) -> bool {
        self.history.violation().is_some()
    }
}

/// Connects the shop's accounts at the first till, on a network that is still good. Gives the one that sales begin with.
async fn connect(tills: &[Arc<Till>; 2], shop: &Shop, plan: &Plan) -> (Arc<Desk>, Account) {
    let desk = tills[0].switch_on().await;
    tills[1].switch_on().await;
    let by = desk.actor().unwrap();
    let credentials = shop.gateway().credentials();
    desk.add_account(by, new_account(&credentials, plan)).await.unwrap();
    let account = desk.accounts().await.unwrap().remove(0);
    if let Some(key_id) = shop.gateway().other_key_id() {
        let other = Credentials { key_id, ..credentials };
        desk.add_account(by, new_account(&other, plan)).await.unwrap();
    }
    (desk, account)
}

fn new_account(shop: &Credentials, plan: &Plan) -> NewAccount {
    NewAccount {
        provider: shop.provider,
        place: NewPlace::ThisComputer { port: shop.port },
        name: "Simulated".to_owned(),
        key_id: shop.key_id.to_owned(),
        key: shop.key.into(),
        payout_key: String::new().into(),
        reports_id: shop.reports.0.to_owned(),
        reports_key: shop.reports.1.into(),
        webhook_secret: String::new().into(),
        merchant: String::new(),
        terms: AccountTerms {
            country: "IE".to_owned(),
            currencies: vec!["EUR".to_owned()],
            allowed_disputed: Vec::new(),
            description: "Your purchase".to_owned(),
            link_account: String::new(),
            payment_account: String::new(),
            return_page: String::new(),
            pay_host: String::new(),
            pay_page: String::new(),
            pricing: plan.organization.pricing,
        },
        session_only: false,
    }
}

/// Puts the practice catalogue into the shop's list.
async fn fill_shelves(desk: &Desk) -> Vec<OnSale> {
    let forms = SEEDED_CATALOGUE.iter().map(|seeded| ProductForm {
        id: None,
        environment: Environment::Practice,
        name: seeded.name.to_owned(),
        category: seeded.category.to_owned(),
        barcode: seeded.barcode.to_owned(),
        catalogue_id: seeded.product_id.to_owned(),
        prices: vec![PriceForm { currency: "EUR".to_owned(), minor: seeded.eur.get().to_string() }],
    });
    let list = desk.add_products(Environment::Practice, forms.collect()).await.unwrap().products;
    let on_sale = |seeded: &practice::merchant_dashboard::SeededProduct| {
        let is_it = |view: &&ProductView| view.catalogue_id.as_deref() == Some(seeded.product_id);
        let id = list.iter().find(is_it).unwrap().id.clone();
        OnSale { id, unit: seeded.eur.get() }
    };
    SEEDED_CATALOGUE.iter().map(on_sale).collect()
}
