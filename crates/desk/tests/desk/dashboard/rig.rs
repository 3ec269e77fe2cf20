//! The rig with an account at a pretend merchant dashboard, whose books the test reads.

use std::ops;

use desk::{
    AccountTerms, NewAccount, NewPlace,
    domain::{
        TillError,
        account::{Environment, ProviderId},
        place::Region,
        product_form::{PriceForm, ProductForm},
    },
    view::{
        AccountView, BasketLineForm, ConnectedEnvironment, NewSaleForm, ProductView, SaleView,
        TotalForm,
    },
};
use practice::{
    Random,
    merchant_dashboard::{
        APPROVED_CARD, Behaviour, Link, MerchantDashboardBooks, MerchantDashboardConfig,
        MerchantDashboardCredentials, MerchantDashboardServer, SEEDED_CATALOGUE, SeededProduct,
        StaffToken,
    },
};
use serde_json::Value;

use crate::rig::{Rig, word};

/// The token that must never be seen anywhere but in the keychain.
pub(crate) const TOKEN: &str = "5ca1ab1e0ddba11c0ffee15bad5eed0fca5cade7";

/// A host of the public net that the pretend server stands in for.
pub(crate) const HOST: &str = "sandbox.dashboard.example";

/// Where its links lead to.
pub(crate) const PAY_HOST: &str = "pay.shop.example";

/// Products and how many of each.
pub(crate) type Lines<'a> = &'a [(&'a str, u32)];

/// 11.00 EUR.
pub(crate) const ONE_MUG: Lines<'static> = &[("prod_mug_blue", 1)];

pub(crate) struct DashboardRig {
    rig: Rig,
    server: MerchantDashboardServer,
    environment: Environment,
}

impl ops::Deref for DashboardRig {
    type Target = Rig;

    fn deref(&self) -> &Rig {
        &self.rig
    }
}

impl ops::DerefMut for DashboardRig {
    fn deref_mut(&mut self) -> &mut Rig {
        &mut self.rig
    }
}

impl DashboardRig {
    /// A till with one account at the practice dashboard of this computer, signed in, and the dashboard's products.
    pub(crate) async fn start() -> Self {
        Self::start_with_token(TOKEN).await
    }

    /// The same with another token.
    pub(crate) async fn start_with_token(token: &str) -> Self {
        let rig = Self::without_account_with_token(token).await;
        let account = NewAccount { key: token.into(), ..rig.dashboard_account() };
        rig.with_account(account).await
    }

    /// The same with an account at a host of the public net, whose links lead to another one.
    pub(crate) async fn start_elsewhere() -> Self {
        let mut rig = Self::without_account().await;
        rig.stand_in();
        rig.environment = Environment::Sandbox;
        let mut account = rig.account_elsewhere();
        PAY_HOST.clone_into(&mut account.terms.pay_host);
        rig.with_account(account).await
    }

    /// The same with an account that says otherwise how it is priced, or where its pages lie.
    pub(crate) async fn start_elsewhere_with(terms: impl FnOnce(&mut AccountTerms)) -> Self {
        let mut rig = Self::without_account().await;
        rig.stand_in();
        rig.environment = Environment::Sandbox;
        let mut account = rig.account_elsewhere();
        PAY_HOST.clone_into(&mut account.terms.pay_host);
        terms(&mut account.terms);
        rig.with_account(account).await
    }

    async fn with_account(self, account: NewAccount) -> Self {
        let mut rig = self;
        let account = rig.desk().add_account(account).await.unwrap();
        rig.use_account(account.to_string());
        rig.sells(rig.environment).await;
        rig
    }

    /// A till on its first day beside a server.
    pub(crate) async fn without_account() -> Self {
        Self::without_account_with_token(TOKEN).await
    }

    async fn without_account_with_token(token: &str) -> Self {
        let rig = Rig::without_account().await;
        let credentials = MerchantDashboardCredentials { token: StaffToken::new(token) };
        let server = MerchantDashboardServer::start(MerchantDashboardConfig {
            clock: std::sync::Arc::clone(&rig.clock) as _,
            ..MerchantDashboardConfig::new(credentials, Random::from_seed(5))
        })
        .await
        .unwrap();
        Self { rig, server, environment: Environment::Practice }
    }

    /// The server answers for [`HOST`], and its links lead to [`PAY_HOST`].
    pub(crate) fn stand_in(&self) {
        self.network.lead(&format!("https://{HOST}"), &self.server.base_url());
        self.behave(Behaviour::default());
    }

    /// Puts the dashboard's products into the shop's list of `environment`.
    pub(crate) async fn sells(&self, environment: Environment) {
        let forms = SEEDED_CATALOGUE.iter().map(|seeded| product_form(environment, seeded));
        self.desk().add_products(environment, forms.collect()).await.unwrap();
    }

    pub(crate) fn dashboard_account(&self) -> NewAccount {
        NewAccount {
            provider: ProviderId::MerchantDashboard,
            place: NewPlace::ThisComputer { port: self.server.address().port() },
            name: "Counter".to_owned(),
            key_id: String::new(),
            key: TOKEN.into(),
            payout_key: String::new().into(),
            reports_id: String::new(),
            reports_key: String::new().into(),
            webhook_secret: String::new().into(),
            merchant: String::new(),
            terms: AccountTerms {
                country: "IE".to_owned(),
                currencies: vec!["EUR".to_owned(), "USD".to_owned()],
                allowed_disputed: Vec::new(),
                description: "Your purchase".to_owned(),
                link_account: String::new(),
                payment_account: String::new(),
                return_page: String::new(),
                pay_host: String::new(),
                pay_page: String::new(),
                pricing: None,
            },
            session_only: false,
        }
    }

    /// The account at [`HOST`], whose pay pages nobody has confirmed yet.
    pub(crate) fn account_elsewhere(&self) -> NewAccount {
        let place = NewPlace::Elsewhere {
            environment: ConnectedEnvironment::Sandbox,
            region: Region::Custom,
            api_base: format!("https://{HOST}"),
            extra_root: String::new(),
        };
        NewAccount { place, ..self.dashboard_account() }
    }

    pub(crate) fn gateway(&self) -> MerchantDashboardBooks {
        self.server.books()
    }

    /// What the dashboard does from now on, wherever it is taken to stand.
    pub(crate) fn behave(&self, behaviour: Behaviour) {
        let elsewhere = self.network.is_led(&format!("https://{HOST}"));
        let origin = |name: &str| elsewhere.then(|| format!("https://{name}"));
        self.gateway().set_behaviour(Behaviour {
            link_origin: behaviour.link_origin.or_else(|| origin(PAY_HOST)),
            next_origin: behaviour.next_origin.or_else(|| origin(HOST)),
            ..behaviour
        });
    }

    /// A product of the shop's list, by the dashboard's id of it.
    pub(crate) async fn product(&self, catalogue_id: &str) -> ProductView {
        let list = self.desk().products(self.environment).await.unwrap().products;
        let is_it = |product: &ProductView| product.catalogue_id.as_deref() == Some(catalogue_id);
        list.into_iter().find(is_it).unwrap()
    }

    /// A sale of `lines` in euros at the prices of the shop's list; every call is another press of the button.
    pub(crate) async fn form_of(&self, lines: Lines<'_>) -> NewSaleForm {
        self.form_in("EUR", lines).await
    }

    /// The same in `currency`.
    pub(crate) async fn form_in(&self, currency: &str, lines: Lines<'_>) -> NewSaleForm {
        let mut all = Vec::new();
        for (catalogue_id, quantity) in lines {
            all.push(line(&self.product(catalogue_id).await, *quantity, currency));
        }
        NewSaleForm {
            amount_minor: String::new(),
            currency: currency.to_owned(),
            description: String::new(),
            lines: all,
            ..self.form("0")
        }
    }

    /// A sale of `lines`, as far as it came.
    pub(crate) async fn sale_of(&self, lines: Lines<'_>) -> SaleView {
        self.desk().create_link(self.form_of(lines).await).await.unwrap()
    }

    /// A sale of one mug whose link waits for the customer.
    pub(crate) async fn waiting_mug(&self) -> SaleView {
        let sale = self.sale_of(ONE_MUG).await;
        assert_eq!(word(&sale), "WAITING", "{sale:?}");
        sale
    }

    /// A sale of one mug whose link takes so many payments.
    pub(crate) async fn collecting(&self, limit: u32) -> SaleView {
        let form = NewSaleForm { use_limit: Some(limit), ..self.form_of(ONE_MUG).await };
        self.desk().create_link(form).await.unwrap()
    }

    /// The dashboard's links of a sale, also those that were deleted.
    pub(crate) fn links(&self, sale: &SaleView) -> Vec<Link> {
        let mut links = self.gateway().links();
        links.retain(|link| {
            link.terms().metadata.get("reference").is_some_and(|word| *word == sale.our_reference)
        });
        links
    }

    /// The dashboard's one link of a sale.
    pub(crate) fn link(&self, sale: &SaleView) -> Link {
        let mut links = self.links(sale);
        assert_eq!(links.len(), 1, "links of {}", sale.our_reference);
        links.remove(0)
    }

    /// The id of the dashboard's one link of a sale.
    pub(crate) fn uuid(&self, sale: &SaleView) -> String {
        self.link(sale).uuid.as_str().to_owned()
    }

    pub(crate) fn customer_pays(&self, sale: &SaleView) {
        self.gateway().pay(&self.uuid(sale), APPROVED_CARD).unwrap();
    }

    /// The till asks, now.
    pub(crate) async fn look(&self, sale: &SaleView) -> SaleView {
        self.desk().check_now(&sale.row.id).await.unwrap()
    }

    /// Staff take the sum that a sale's link asks for, or decline it.
    pub(crate) async fn settle_total(
        &self,
        sale: &SaleView,
        minor: &str,
        take: bool,
    ) -> Result<SaleView, TillError> {
        let form = TotalForm { sale: sale.row.id.clone(), total_minor: minor.to_owned(), take };
        self.desk().settle_total(form).await
    }

    /// The account's card.
    pub(crate) async fn card(&self) -> AccountView {
        self.desk().till_state().await.unwrap().accounts.remove(0)
    }
}

/// A line of the form, at the price that the list shows.
pub(crate) fn line(product: &ProductView, quantity: u32, currency: &str) -> BasketLineForm {
    let price = product.prices.iter().find(|price| price.currency().code() == currency);
    BasketLineForm {
        product: product.id.clone(),
        quantity,
        unit_minor: price.map(|price| price.minor().to_string()).unwrap_or_default(),
    }
}

fn product_form(environment: Environment, seeded: &SeededProduct) -> ProductForm {
    let price = |currency: &str, minor: u64| PriceForm {
        currency: currency.to_owned(),
        minor: minor.to_string(),
    };
    ProductForm {
        id: None,
        environment,
        name: seeded.name.to_owned(),
        category: seeded.category.to_owned(),
        barcode: seeded.barcode.to_owned(),
        catalogue_id: seeded.product_id.to_owned(),
        prices: vec![price("EUR", seeded.eur.get()), price("USD", seeded.usd.get())],
    }
}

/// The sale's state, as the page reads it.
pub(crate) fn state(sale: &SaleView) -> Value {
    serde_json::to_value(&sale.row.state).unwrap()
}

/// What staff may show of the sale's link.
pub(crate) fn address(sale: &SaleView) -> Option<String> {
    sale.link.as_ref().map(|link| link.url.clone())
}
