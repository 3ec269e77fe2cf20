//! The rig with an account at a pretend Flitt gateway, whose books the test reads.

use std::{ops, sync::Arc};

use desk::{
    AccountTerms, NewAccount, NewPlace,
    domain::{account::ProviderId, link_kind::LinkKindForm},
    view::{NewSaleForm, SaleView},
};
use practice::{
    Random,
    flitt::{
        APPROVED_CARDS, Behaviour, FlittBooks, FlittConfig, FlittCredentials, FlittKey,
        FlittServer, MerchantId, Order, OrderId,
    },
};

use serde_json::json;

use crate::rig::{CANARY, Call, Rig, Then, Trouble, answer, word};

pub(crate) const MERCHANT: u64 = 1_412_763;
pub(crate) const PAYOUT_KEY: &str = "Yw3CanaryPayout8Kq";
pub(crate) const REPORTS_ID: &str = "1019";
pub(crate) const REPORTS_KEY: &str = "Hd5CanaryReports2Vt";

pub(crate) struct FlittRig {
    rig: Rig,
    server: FlittServer,
}

impl ops::Deref for FlittRig {
    type Target = Rig;

    fn deref(&self) -> &Rig {
        &self.rig
    }
}

impl ops::DerefMut for FlittRig {
    fn deref_mut(&mut self) -> &mut Rig {
        &mut self.rig
    }
}

impl FlittRig {
    /// A till with one account at the gateway, signed in.
    pub(crate) async fn start() -> Self {
        let mut rig = Self::without_account().await;
        let account = rig.desk().add_account(rig.flitt_account()).await.unwrap();
        rig.use_account(account.to_string());
        rig
    }

    /// A till on its first day beside a gateway.
    pub(crate) async fn without_account() -> Self {
        let rig = Rig::without_account().await;
        let credentials = FlittCredentials {
            merchant_id: MerchantId::new(MERCHANT),
            payment_key: FlittKey::new(CANARY),
            payout_key: FlittKey::new(PAYOUT_KEY),
            reports_application: REPORTS_ID.to_owned(),
            reports_key: FlittKey::new(REPORTS_KEY),
        };
        let server = FlittServer::start(FlittConfig {
            clock: Arc::clone(&rig.clock) as Arc<dyn practice::Clock>,
            ..FlittConfig::new(credentials, Random::from_seed(2))
        })
        .await
        .unwrap();
        Self { rig, server }
    }

    /// A till with an account that has all three keys, and a portal that shows these rows to them.
    pub(crate) async fn start_with_reports(rows: &[[&str; 3]]) -> Self {
        let mut rig = Self::without_account().await;
        rig.show_report(rows);
        let account = rig.desk().add_account(rig.account_with_every_key()).await.unwrap();
        rig.use_account(account.to_string());
        rig
    }

    /// The portal shows these orders: id, payment id and status.
    pub(crate) fn show_report(&self, rows: &[[&str; 3]]) {
        self.network.heal();
        let token = json!({ "token": "cb2f01", "expires_in": 3_600, "request_id": "1" });
        let page = json!({
            "fields": ["order_id", "payment_id", "order_status"],
            "data": rows,
            "rows_count": rows.len(),
            "rows_page": 1,
            "rows_on_page": 500,
        });
        for (call, said) in [(Call::ReportToken, token), (Call::Report, page)] {
            self.network.always(call, Trouble::Unheard(Then::Answer(answer(200, &said))));
        }
    }

    /// The portal refuses the application, or its key.
    pub(crate) fn refuse_reports(&self) {
        self.network.heal();
        let no = json!({ "error_code": 403, "error_message": "Forbidden", "request_id": "1" });
        self.network.always(Call::ReportToken, Trouble::Unheard(Then::Answer(answer(403, &no))));
    }

    pub(crate) fn account_with_every_key(&self) -> NewAccount {
        NewAccount {
            payout_key: PAYOUT_KEY.into(),
            reports_id: REPORTS_ID.to_owned(),
            reports_key: REPORTS_KEY.into(),
            ..self.flitt_account()
        }
    }

    /// The account with its payment key alone.
    pub(crate) fn flitt_account(&self) -> NewAccount {
        NewAccount {
            provider: ProviderId::Flitt,
            place: NewPlace::ThisComputer { port: self.server.address().port() },
            name: "Counter".to_owned(),
            key_id: MERCHANT.to_string(),
            key: CANARY.into(),
            payout_key: String::new().into(),
            reports_id: String::new(),
            reports_key: String::new().into(),
            webhook_secret: String::new().into(),
            merchant: String::new(),
            terms: AccountTerms {
                country: "GE".to_owned(),
                currencies: vec!["GEL".to_owned(), "EUR".to_owned()],
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

    pub(crate) fn gateway(&self) -> FlittBooks {
        self.server.books()
    }

    /// A sale whose link waits for the customer.
    pub(crate) async fn waiting_for(&self, kind: LinkKindForm, minor: &str) -> SaleView {
        let form = NewSaleForm { kind, ..self.form(minor) };
        let sale = self.desk().create_link(form).await.unwrap();
        assert_eq!(word(&sale), "WAITING");
        sale
    }

    /// A sale that was paid, as the till knows.
    pub(crate) async fn paid_at_flitt(&self, minor: &str) -> SaleView {
        let sale = self.waiting_for(LinkKindForm::Payment, minor).await;
        self.customer_pays(&sale);
        let sale = self.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "PAID");
        sale
    }

    /// The till looks while the gateway calls an order over that nobody has paid.
    pub(crate) async fn expired_order_is_told(&self, sale: &SaleView) {
        let over = Some("expired".to_owned());
        let behaviour = Behaviour { order_status_in_answer: over, ..Behaviour::default() };
        self.gateway().set_behaviour(behaviour);
        let sale = self.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "EXPIRED");
        self.gateway().set_behaviour(Behaviour::default());
    }

    pub(crate) fn customer_pays(&self, sale: &SaleView) {
        self.gateway().pay(&order_id(sale), APPROVED_CARDS[0]).unwrap();
    }

    /// The gateway's order of a sale.
    pub(crate) fn order(&self, sale: &SaleView) -> Order {
        self.gateway().order(&order_id(sale)).unwrap()
    }

    /// What went back of a sale at the gateway, in minor units.
    pub(crate) fn gone_back(&self, sale: &SaleView) -> String {
        self.gateway().reversed(&order_id(sale)).to_string()
    }

    /// How many refunds of a sale the gateway made.
    pub(crate) fn reversals(&self, sale: &SaleView) -> usize {
        self.order(sale).reversals.iter().filter(|made| made.declined.is_none()).count()
    }
}

pub(crate) fn order_id(sale: &SaleView) -> OrderId {
    OrderId::new(sale.our_reference.clone())
}
