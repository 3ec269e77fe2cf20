//! What a shop's own server received from Flitt, pasted: is it genuine, and what does it say?

use std::sync::Arc;

use async_trait::async_trait;
use desk::{
    AccountKeys, AccountTerms, Book, Desk, NewAccount, NewPlace, Parts,
    domain::{Money, account::ProviderId, link_kind::LinkKindForm},
    seams::{Executor, SessionStore, Transport, Vault},
    view::{
        NewSaleForm, NotificationSays as Says, NotificationSigner as Signer, NotificationVerdict,
        SaleView,
    },
};
use practice::{
    Random,
    flitt::{
        Behaviour, FlittCredentials, FlittGateway, FlittGatewayConfig, FlittKey, MerchantId,
        OrderId,
    },
};
use providers::{
    Lane, Method, Request, Response, TransportFault,
    flitt::{Key, Merchant, OrderStatusQuery, Protocol, RequestFormat, Reverse},
};
use secrecy::ExposeSecret;
use serde_json::Value;
use tempfile::TempDir;

use crate::rig::{Rig, RigClock, RigRandom, code, press, word};

/// The merchant and the keys that the vectors are signed for (fact sheet, 6).
const MERCHANT: u64 = 1_549_901;
const KEY: &str = "test";
const PAYOUT_KEY: &str = "testcredit";

/// The vectors that the client library is tested with.
const VECTORS: &str =
    include_str!("../../../providers/tests/flitt_library/fixtures/callbacks.json");

/// A till with one Flitt account at a pretend gateway.
struct Till {
    desk: Desk,
    gateway: FlittGateway,
    account: String,
    _folder: TempDir,
}

/// The gateway without sockets.
struct InProcess(FlittGateway);

#[async_trait]
impl Transport for InProcess {
    async fn send(&self, _: Lane, request: Request) -> Result<Response, TransportFault> {
        Ok(ask(&self.0, &request))
    }
}

fn ask(gateway: &FlittGateway, request: &Request) -> Response {
    assert_eq!(request.method, Method::Post, "{request:?}");
    let place = request.url.find("/api/").unwrap();
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
        .collect();
    let body = request.body.as_deref().unwrap_or_default();
    let answer = gateway.answer("POST", &request.url[place..], &headers, body.as_bytes()).unwrap();
    Response { status: answer.status, date: None, retry_after: None, body: answer.body }
}

impl Till {
    async fn start() -> Self {
        let clock = Arc::new(RigClock::default());
        let credentials = FlittCredentials {
            merchant_id: MerchantId::new(MERCHANT),
            payment_key: FlittKey::new(KEY),
            payout_key: FlittKey::new(PAYOUT_KEY),
            ..FlittCredentials::generate(&Random::from_seed(1))
        };
        let gateway = FlittGateway::new(FlittGatewayConfig::new(
            credentials,
            Random::from_seed(2),
            Arc::clone(&clock) as _,
        ));
        let random = Arc::new(RigRandom::default());
        let folder = TempDir::new().unwrap();
        let desk = Desk::new(Parts {
            book: Book::open(folder.path()).unwrap(),
            executor: Executor::new(
                Arc::new(InProcess(gateway.clone())),
                Arc::clone(&clock) as _,
                Arc::clone(&random) as _,
            ),
            keys: AccountKeys::new(
                Vault::at_once(SessionStore::new()),
                Vault::at_once(SessionStore::new()),
            ),
            clock,
            random,
        });
        desk.open_staff().await.unwrap();
        let account = desk.add_account(desk.actor().unwrap(), account()).await.unwrap().to_string();
        Self { desk, gateway, account, _folder: folder }
    }

    /// A sale whose link waits for the customer.
    async fn waiting(&self, minor: &str) -> SaleView {
        let form = NewSaleForm {
            press: press(),
            account: self.account.clone(),
            amount_minor: minor.to_owned(),
            currency: "GEL".to_owned(),
            reference: "მაგიდა 7 #2".to_owned(),
            name: "Corner shop".to_owned(),
            description: "Two chairs".to_owned(),
            staff_note: String::new(),
            payable_for: 900,
            use_limit: None,
            shipping_minor: None,
            kind: LinkKindForm::Payment,
            customer_email: String::new(),
            page_language: String::new(),
            customer: String::new(),
            lines: vec![],
        };
        let sale = self.desk.create_link(self.desk.actor().unwrap(), form).await.unwrap();
        assert_eq!(word(&sale), "WAITING");
        sale
    }

    fn pay(&self, sale: &SaleView) {
        let order = OrderId::new(sale.our_reference.as_str());
        self.gateway.books().pay(&order, "4242424242424242").unwrap();
    }

    /// What the gateway says of a sale's order, signed: a callback is the same message.
    fn said(&self, sale: &SaleView) -> String {
        let order_id = providers::flitt::OrderId::new(sale.our_reference.as_str()).unwrap();
        let call = OrderStatusQuery { order_id }.call().unwrap();
        let request = call.sign(&merchant(), Protocol::V1(RequestFormat::Json)).unwrap();
        let answer = ask(&self.gateway, &request.to("http://127.0.0.1:7702/api"));
        let mut wrapped: Value = serde_json::from_slice(&answer.body).unwrap();
        wrapped["response"].take().to_string()
    }

    async fn check(&self, body: &str) -> NotificationVerdict {
        self.desk.check_notification(&self.account, body, "").await.unwrap()
    }
}

fn merchant() -> Merchant {
    Merchant {
        id: MERCHANT.try_into().unwrap(),
        payment_key: Key::new(KEY.into()).unwrap(),
        payout_key: None,
    }
}

fn account() -> NewAccount {
    NewAccount {
        provider: ProviderId::Flitt,
        place: NewPlace::ThisComputer { port: 7702 },
        name: "Practice".to_owned(),
        key_id: MERCHANT.to_string(),
        key: KEY.into(),
        payout_key: PAYOUT_KEY.into(),
        reports_id: String::new(),
        reports_key: String::new().into(),
        webhook_secret: String::new().into(),
        merchant: String::new(),
        terms: AccountTerms {
            country: "GE".to_owned(),
            currencies: vec!["GEL".to_owned()],
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

fn lari(minor: u64) -> Money {
    Money::new(minor, "GEL".parse().unwrap())
}

#[tokio::test]
async fn a_genuine_message_names_its_sale_and_makes_the_till_ask_the_provider_itself() {
    let till = Till::start().await;
    let sale = till.waiting("2500").await;
    till.pay(&sale);
    let said = till.check(&till.said(&sale)).await;
    let expected = NotificationVerdict {
        verdict: Says::Approved,
        key: Some(Signer::Main),
        old: false,
        order_id: sale.our_reference.clone(),
        order_status: "approved".to_owned(),
        amount: Some(lari(2500)),
        sale: Some(sale.row.id.clone()),
    };
    assert_eq!(said, expected);
    assert_eq!(word(&till.desk.sale(sale.row.id.parse().unwrap()).await.unwrap()), "PAID");
}

#[tokio::test]
async fn what_a_genuine_message_says_is_never_proof() {
    let till = Till::start().await;
    let sale = till.waiting("2500").await;
    // The message says that it is paid; the provider, asked by the till itself, does not.
    let lie = Behaviour { order_status_in_answer: Some("approved".into()), ..Behaviour::default() };
    till.gateway.books().set_behaviour(lie);
    let said = till.said(&sale);
    till.gateway.books().set_behaviour(Behaviour::default());
    assert_eq!(till.check(&said).await.verdict, Says::Approved);
    assert_eq!(word(&till.desk.sale(sale.row.id.parse().unwrap()).await.unwrap()), "WAITING");
}

#[tokio::test]
async fn a_message_about_a_refund_tells_what_went_back() {
    let till = Till::start().await;
    let sale = till.waiting("2500").await;
    till.pay(&sale);
    let order_id = providers::flitt::OrderId::new(sale.our_reference.as_str()).unwrap();
    let call = Reverse::new(order_id, lari(1000), None).call().unwrap();
    let request = call.sign(&merchant(), Protocol::V1(RequestFormat::Json)).unwrap();
    ask(&till.gateway, &request.to("http://127.0.0.1:7702/api"));

    let said = till.check(&till.said(&sale)).await;
    assert_eq!((said.verdict, said.amount), (Says::Refund, Some(lari(1000))));
    assert_eq!(said.order_status, "approved", "it stays so after a partial refund");
    assert_eq!(said.sale, Some(sale.row.id));
}

#[tokio::test]
async fn a_changed_message_is_not_genuine_and_shows_nothing() {
    let till = Till::start().await;
    let sale = till.waiting("2500").await;
    till.pay(&sale);
    let said = till.said(&sale);
    assert_eq!(till.check(&said).await.verdict, Says::Approved);
    let changed = said.replace("\"amount\":\"2500\"", "\"amount\":\"250000\"");
    assert_ne!(changed, said);
    let checked = till.check(&changed).await;
    assert_eq!((checked.verdict, checked.key, checked.sale), (Says::NotGenuine, None, None));
    assert_eq!((checked.order_id.as_str(), checked.amount), ("", None));
}

#[tokio::test]
async fn another_merchants_message_is_none_of_the_accounts() {
    let till = Till::start().await;
    let sale = till.waiting("2500").await;
    till.pay(&sale);
    let theirs = Some(MerchantId::new(1_396_424));
    till.gateway
        .books()
        .set_behaviour(Behaviour { merchant_id_in_answer: theirs, ..Behaviour::default() });
    let said = till.check(&till.said(&sale)).await;
    assert_eq!((said.verdict, said.sale), (Says::OtherMerchant, None));
}

#[tokio::test]
async fn what_is_no_message_is_unreadable() {
    let till = Till::start().await;
    let long = format!("{{\"order_id\":\"{}\"}}", "x".repeat(64 * 1024));
    let bodies =
        ["", " ", "Paid, I promise", "<!doctype html><p>order_id=1", "{\"order_id\":", "[]", &long];
    for body in bodies {
        let said = till.check(body).await;
        assert_eq!(said.verdict, Says::Unreadable, "{}", body.chars().take(40).collect::<String>());
    }
}

#[tokio::test]
async fn each_vector_is_what_it_should_be() {
    let till = Till::start().await;
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let mut seen = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let (id, should) = (case["id"].as_str().unwrap(), &case["should"]);
        let said = till.check(&case["payload"].to_string()).await;
        let told = &case["payload"];
        let expected = match id {
            // It is checked there with another key than the one that signed it, which is the account's.
            "wrong-secret" => Says::Approved,
            _ if should["valid"] == false => Says::NotGenuine,
            _ if told.get("data").is_none() && told["merchant_id"] != MERCHANT => {
                Says::OtherMerchant
            }
            "reverse-callback" | "partial-reverse-callback" | "status-reversed" => Says::Refund,
            _ if should["approved"] == true => Says::Approved,
            _ => Says::NotApproved,
        };
        assert_eq!(said.verdict, expected, "{id}");
        let signer = match expected {
            Says::NotGenuine => None,
            _ if case["secret"] == PAYOUT_KEY => Some(Signer::Payout),
            _ => Some(Signer::Main),
        };
        assert_eq!(said.key, signer, "{id}");
        seen += 1;
    }
    for case in vectors["raw_bodies"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let said = till.check(case["body"].as_str().unwrap()).await;
        let expected = match id {
            "raw-json-list" | "raw-json-duplicate-name" => Says::Unreadable,
            _ => Says::Approved,
        };
        assert_eq!(said.verdict, expected, "{id}");
        seen += 1;
    }
    assert_eq!(seen, 45, "every vector was looked at");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_signs_nothing_offers_no_check() {
    let rig = Rig::start().await;
    let refused = rig.desk().check_notification(&rig.account(), "{}", "").await.unwrap_err();
    assert_eq!(code(&refused), "NOT_OFFERED");
}
