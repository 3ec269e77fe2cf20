//! The rig with an account at a pretend PaymentFlow server, whose books the test reads.

use std::{ops, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use desk::{
    AccountTerms, NewAccount, NewPlace,
    domain::account::ProviderId,
    seams::{HttpTransport, TimeLimits, Transport},
    view::SaleView,
};
use practice::{
    Clock, Random,
    paymentflow::{
        APPROVED_CARD, ApiKey, Behaviour, MinorUnits, Payment, PaymentFlowBooks, PaymentFlowConfig,
        PaymentFlowCredentials, PaymentFlowServer, PaymentId, RefundStatus, WebhookSecret,
    },
};
use providers::{Lane, Method, Request, Response, TimeLimit};
use serde_json::{Value, json};

use crate::rig::{Call, Rig, RigClock, word};

pub(crate) const KEY: &str = "sk_test_Jx3CanaryFlowKey8pLd";
pub(crate) const PUBLISHABLE: &str = "pk_test_Mn5CanaryOpenKey2qWe";
pub(crate) const SECRET: &str = "whsec_Tb6CanaryHookKey9Rn";

/// A clock that goes as the till's and shows a later time.
#[derive(Debug)]
struct Ahead {
    clock: Arc<RigClock>,
    ahead: Duration,
}

impl Clock for Ahead {
    fn now(&self) -> DateTime<Utc> {
        Clock::now(&*self.clock) + self.ahead
    }
}

pub(crate) struct PaymentFlowRig {
    rig: Rig,
    server: PaymentFlowServer,
}

impl ops::Deref for PaymentFlowRig {
    type Target = Rig;

    fn deref(&self) -> &Rig {
        &self.rig
    }
}

impl ops::DerefMut for PaymentFlowRig {
    fn deref_mut(&mut self) -> &mut Rig {
        &mut self.rig
    }
}

impl PaymentFlowRig {
    /// A till with one account at the server, signed in.
    pub(crate) async fn start() -> Self {
        Self::without_account().await.with_account().await
    }

    /// The same beside a server whose clock is ahead of the till's.
    pub(crate) async fn start_behind(ahead: Duration) -> Self {
        Self::beside(|clock| Arc::new(Ahead { clock, ahead })).await.with_account().await
    }

    async fn with_account(self) -> Self {
        let mut rig = self;
        let account = rig.desk().add_account(rig.flow_account()).await.unwrap();
        rig.use_account(account.to_string());
        rig
    }

    /// A till on its first day beside a server.
    pub(crate) async fn without_account() -> Self {
        Self::beside(|clock| clock).await
    }

    async fn beside(theirs: impl FnOnce(Arc<RigClock>) -> Arc<dyn Clock>) -> Self {
        let rig = Rig::without_account().await;
        let credentials = PaymentFlowCredentials {
            secret_key: ApiKey::new(KEY),
            publishable_key: ApiKey::new(PUBLISHABLE),
            webhook_secret: WebhookSecret::new(SECRET),
            former_webhook_secret: None,
        };
        let server = PaymentFlowServer::start(PaymentFlowConfig {
            clock: theirs(Arc::clone(&rig.clock)),
            ..PaymentFlowConfig::new(credentials, Random::from_seed(3))
        })
        .await
        .unwrap();
        Self { rig, server }
    }

    pub(crate) fn flow_account(&self) -> NewAccount {
        NewAccount {
            provider: ProviderId::PaymentFlow,
            place: NewPlace::ThisComputer { port: self.server.address().port() },
            name: "Counter".to_owned(),
            key_id: String::new(),
            key: KEY.into(),
            payout_key: String::new().into(),
            reports_id: String::new(),
            reports_key: String::new().into(),
            webhook_secret: SECRET.into(),
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

    pub(crate) fn gateway(&self) -> PaymentFlowBooks {
        self.server.books()
    }

    pub(crate) fn behave(&self, behaviour: Behaviour) {
        self.gateway().set_behaviour(behaviour);
    }

    /// The gateway's payment objects of a sale: each is a link.
    pub(crate) fn objects(&self, sale: &SaleView) -> Vec<Payment> {
        let mut objects = self.gateway().payments();
        objects.retain(|one| {
            one.metadata.get("reference").is_some_and(|word| *word == sale.our_reference)
        });
        objects
    }

    /// The id of the sale's one payment object.
    pub(crate) fn object(&self, sale: &SaleView) -> PaymentId {
        let mut objects = self.objects(sale);
        assert_eq!(objects.len(), 1, "objects of {}", sale.our_reference);
        objects.remove(0).id
    }

    pub(crate) fn customer_pays(&self, sale: &SaleView) {
        self.customer_tries(sale, APPROVED_CARD);
    }

    pub(crate) fn customer_tries(&self, sale: &SaleView, card: &str) {
        self.gateway().pay(self.object(sale).as_str(), card).unwrap();
    }

    /// The till asks, now.
    pub(crate) async fn look(&self, sale: &SaleView) -> SaleView {
        self.desk().check_now(&sale.row.id).await.unwrap()
    }

    /// A sale that was paid, as the till knows.
    pub(crate) async fn paid_at_flow(&self, minor: &str) -> SaleView {
        let sale = self.waiting(minor).await;
        self.customer_pays(&sale);
        let sale = self.look(&sale).await;
        assert_eq!(word(&sale), "PAID");
        sale
    }

    /// What went back of a sale at the gateway or is on its way, in minor units.
    pub(crate) fn gone_back(&self, sale: &SaleView) -> MinorUnits {
        self.gateway().refunded(&self.object(sale))
    }

    /// How many refunds the gateway made that have not failed.
    pub(crate) fn refunds_standing(&self) -> usize {
        let (books, now) = (self.gateway(), self.gateway().now());
        let refunds = books.refunds();
        refunds.iter().filter(|refund| refund.status(now) != RefundStatus::Failed).count()
    }

    /// How many requests to refund the till sent, heard or not.
    pub(crate) fn refunds_sent(&self) -> usize {
        self.network.sent(Call::Refund)
    }

    /// Gives money back as an owner can in the provider's own dashboard.
    pub(crate) async fn refund_in_the_dashboard(
        &self,
        sale: &SaleView,
        minor: u64,
        metadata: &Value,
    ) {
        let payment = self.object(sale);
        let body = json!({ "payment_id": payment.as_str(), "amount": minor, "metadata": metadata });
        let answer = self.post("/refunds", &body).await;
        assert!((200..300).contains(&answer.status), "{answer:?}");
    }

    async fn post(&self, path: &str, body: &Value) -> Response {
        let url = format!("http://{}/v1{path}", self.server.address());
        let request = Request::new(Method::Post, url, Some(body.to_string()), TimeLimit::Write)
            .with_header("authorization", format!("Bearer {KEY}"))
            .with_header("content-type", "application/json".to_owned());
        HttpTransport::new(TimeLimits::default())
            .unwrap()
            .send(Lane::Person, request)
            .await
            .unwrap()
    }
}
