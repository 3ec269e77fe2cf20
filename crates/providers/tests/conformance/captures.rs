//! What official SDKs really sent, and that the till sends the same facts. The recordings lie in
//! `tests/captures`.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    account::{Account, Country, Environment},
    hold::{HoldEndKind, NewHoldEnd},
    ids::{ProviderLinkId, ProviderMerchantId, ProviderPaymentId},
    link::{Alteration, LinkTerms, NewLink},
    link_wish::LinkFigures,
    page_url::PageUrl,
    reference::OurReference,
};
use providers::{
    BoxedExchange, Keys, LinkQuery, LinkToAlter, LinkToRead, ListedLinkState, ListedStatus,
    ListedUsage, Method, RefundsToFind, Request, Scene, Session, Step, SweepAsk, TransactionKind,
    TransactionQuery,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

use crate::support::{
    CountingRandom, account, amount, ask, body, five_uses, global_payments, header, key, money,
    now, ok, path, pounds, refund_of, sale, signed_in, with,
};

/// Headers that every recording has and the till leaves to its HTTP client, or has no use for.
const NOT_COMPARED: [&str; 8] = [
    "host",
    "content-length",
    "connection",
    "accept-encoding",
    // The SDK's own name.
    "x-gp-sdk",
    // Sent on reads too by the SDKs; the fact sheet (1.2) advises against it. Compared on writes
    // below.
    "content-type",
    // Present or absent is compared; the value is the caller's.
    "x-gp-idempotency",
    "authorization",
];

struct Capture {
    requests: Vec<Value>,
}

fn capture(text: &str) -> Capture {
    let capture: Value = serde_json::from_str(text).unwrap();
    Capture { requests: capture["requests"].as_array().unwrap().clone() }
}

macro_rules! capture {
    ($name:literal) => {
        capture(include_str!(concat!("../captures/", $name, ".json")))
    };
}

/// The one request that an exchange begins with.
fn first<T>(mut exchange: BoxedExchange<T>) -> Request {
    nth(&mut exchange, vec![])
}

/// The request that an exchange sends after these answers, with its sign-in.
fn nth<T>(exchange: &mut BoxedExchange<T>, answers: Vec<crate::support::Answer>) -> Request {
    let session = Session::new(signed_in(), std::time::Duration::ZERO);
    let scene = Scene { session: &session, now: now() };
    let mut answers = answers.into_iter().map(Some).collect::<Vec<_>>().into_iter();
    let mut step = exchange.next(&scene, None);
    loop {
        match (step, answers.next().flatten()) {
            (Step::Send(request), None) => return global_payments().authorise(&session, request),
            (Step::Send(_), answer) => step = exchange.next(&scene, answer),
            (Step::End(_), _) => panic!("ended before the request"),
        }
    }
}

fn header_names(recorded: &Value) -> BTreeMap<String, String> {
    recorded["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let text = |at: usize| pair[at].as_str().unwrap().to_owned();
            (text(0).to_lowercase(), text(1))
        })
        .collect()
}

fn assert_same_head(ours: &Request, recorded: &Value) {
    let method = match ours.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    };
    assert_eq!(recorded["method"], method);
    let names = header_names(recorded);
    for (name, value) in &names {
        if !NOT_COMPARED.contains(&name.as_str()) {
            assert_eq!(header(ours, name).as_ref(), Some(value), "{name}");
        }
    }
    assert_eq!(
        header(ours, "authorization").is_some_and(|value| value.starts_with("Bearer ")),
        names.contains_key("authorization")
    );
    if ours.body.is_some() {
        assert_eq!(header(ours, "content-type").as_deref(), Some("application/json"));
    } else {
        assert_eq!(header(ours, "content-type"), None);
    }
}

fn capture_ask() -> NewLink {
    NewLink {
        reference: OurReference::stored("INV-1001-REF".to_owned()),
        name: "Invoice 1001".to_owned(),
        description: "Invoice 1001 - two chairs".to_owned(),
        expires_at: Timestamp::parse("2025-07-02T10:15:30Z").unwrap(),
        ..ask()
    }
}

fn create() -> Request {
    first(global_payments().create_link(&account(Environment::Sandbox), capture_ask(), key()))
}

#[test]
fn sign_in() {
    for recorded in [
        &capture!("php-token-default").requests[0],
        &capture!("php-expired-token-retry-refund-idempotent").requests[1],
    ] {
        let keys = Keys { app_key: "stub_app_key".into() };
        let account = account(Environment::Sandbox);
        let ours = global_payments().sign_in(&account, &keys, &CountingRandom::default());
        assert_same_head(&ours, recorded);
        assert_eq!(recorded["path"], path(&ours));
        // The SDK leaks the key of the write onto the sign-in in the second recording; ours never
        // has one.
        assert_eq!(header(&ours, "x-gp-idempotency"), None);
        let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(fields(&body(&ours)), fields(&recorded["body"]));
        for field in ["app_id", "grant_type"] {
            assert_eq!(body(&ours)[field], recorded["body"][field], "{field}");
        }
        // Both secrets come from their nonces in the same way.
        for body in [&body(&ours), &recorded["body"]] {
            let nonce = body["nonce"].as_str().unwrap();
            let hash = hex::encode(Sha512::digest(format!("{nonce}stub_app_key")));
            assert_eq!(body["secret"], hash);
        }
    }
}

#[test]
fn create_a_link() {
    let recorded = &capture!("php-link-create-single").requests[0];
    let ours = create();
    assert_same_head(&ours, recorded);
    assert_eq!(recorded["path"], path(&ours));
    let mut expected = recorded["body"].clone();
    let fields = expected.as_object_mut().unwrap();
    // The till has no public address to be called at (fact sheet, 3.1).
    assert!(fields.remove("notifications").is_some());
    // Nothing is shipped, so no price of shipping is named; the SDK sends its zero (fact sheet,
    // 3.1).
    assert_eq!(fields.remove("shipping_amount"), Some("000".into()));
    assert_eq!(body(&ours), expected);
}

#[test]
fn create_a_link_for_several_payments_with_shipping_and_a_page_to_return_to() {
    let recorded = &capture!("php-link-create-multiple-shipping-idempotency").requests[0];
    let shop = Account {
        return_page: Some(PageUrl::try_from("https://shop.example/return".to_owned()).unwrap()),
        ..account(Environment::Sandbox)
    };
    let ask = NewLink {
        amount: amount(1999, "EUR"),
        reference: OurReference::stored("INV-1002-REF".to_owned()),
        description: "Caf\u{e9} table".to_owned(),
        usage: five_uses(),
        shipping: Some(money(123, "EUR")),
        ..capture_ask()
    };
    let ours = first(global_payments().create_link(&shop, ask, key()));
    assert_same_head(&ours, recorded);
    assert_eq!(recorded["path"], path(&ours));
    let mut expected = recorded["body"].clone();
    // A till has no pictures, and the shop's page is the only address it can name.
    assert!(expected.as_object_mut().unwrap().remove("images").is_some());
    let notifications = expected["notifications"].as_object_mut().unwrap();
    notifications.retain(|name, _| name == "return_url");
    assert_eq!(body(&ours), expected);
}

/// What the second request of a cancel or a change is, where the link is `own`.
fn altered(alteration: Alteration, own: &Value) -> Request {
    let link = LinkToAlter {
        provider_id: ProviderLinkId::try_from("LNK_0000000000000000000000000000001".to_owned())
            .unwrap(),
        reference: OurReference::stored("INV-1001-REF".to_owned()),
        alteration,
    };
    let own = with(own.clone(), "id", link.provider_id.as_str());
    let own = with(own, "reference", link.reference.as_str());
    nth(&mut global_payments().alter_link(&account(Environment::Sandbox), link), vec![ok(&own)])
}

#[test]
fn change_a_link() {
    let recorded = &capture!("php-link-edit").requests[0];
    let terms = LinkTerms {
        figures: LinkFigures {
            amount: pounds(1008),
            usage: five_uses(),
            shipping: None,
            expires_at: Timestamp::parse("2025-08-02T10:15:30Z").unwrap(),
        },
        name: "Invoice 1001 corrected".to_owned(),
        description: "Corrected description".to_owned(),
    };
    let ours = altered(Alteration::Change(terms), &crate::support::link());
    assert_same_head(&ours, recorded);
    assert_eq!(recorded["path"], path(&ours));
    assert_eq!(header(&ours, "x-gp-idempotency"), None);
    let mut ours = body(&ours);
    // This SDK forgets whether the link ships; others, and the till, say it (fact sheet, 3.6).
    assert_eq!(ours.as_object_mut().unwrap().remove("shippable"), Some("NO".into()));
    assert_eq!(ours, recorded["body"]);
}

/// The recording as the fact sheet prints it (3.6).
#[test]
fn cancel_a_link() {
    let recorded = json!({
        "usage_mode": "SINGLE", "usage_limit": 1, "name": "Invoice 1001",
        "description": "Invoice 1001 - two chairs", "type": "PAYMENT", "status": "INACTIVE",
        "transactions": { "amount": "1999" },
    });
    let own = with(crate::support::link(), "name", "Invoice 1001");
    let own = with(own, "description", "Invoice 1001 - two chairs");
    let ours = altered(Alteration::Cancel, &own);
    assert_same_head(&ours, &capture!("php-link-edit").requests[0]);
    assert_eq!(header(&ours, "x-gp-idempotency"), None);
    let mut ours = body(&ours);
    // What the SDK leaves out as it is, the till writes as it is: left out, it could be reset.
    let fields = ours.as_object_mut().unwrap();
    assert_eq!(fields.remove("shippable"), Some("NO".into()));
    assert_eq!(fields.remove("expiration_date"), Some("2026-11-20T14:18:00Z".into()));
    assert_eq!(ours, recorded);
}

#[test]
fn read_a_link_for_a_merchant() {
    let recorded = capture!("php-link-get-merchant-scoped");
    let merchant = "MER_00000000000000000000000000000001".to_owned();
    let partner = Account {
        merchant: Some(ProviderMerchantId::try_from(merchant).unwrap()),
        ..account(Environment::Sandbox)
    };
    let keys = Keys { app_key: "stub_app_key".into() };
    let sign_in = global_payments().sign_in(&partner, &keys, &CountingRandom::default());
    assert_same_head(&sign_in, &recorded.requests[0]);
    assert_eq!(recorded.requests[0]["path"], path(&sign_in));
    let link = LinkToRead {
        provider_id: ProviderLinkId::try_from("LNK_0000000000000000000000000000001".to_owned())
            .unwrap(),
        ..crate::support::link_to_read()
    };
    let ours = first(global_payments().read_link(&partner, link));
    assert_same_head(&ours, &recorded.requests[1]);
    assert_eq!(recorded.requests[1]["path"], path(&ours));
}

#[test]
fn capture_and_release() {
    for (kind, recorded) in [
        (HoldEndKind::Capture, capture!("php-capture")),
        (HoldEndKind::Capture, capture!("node-capture")),
        (HoldEndKind::Release, capture!("node-reversal")),
    ] {
        let recorded = &recorded.requests[0];
        let payment = "TRN_00000000000000000000000000001".to_owned();
        let ask = NewHoldEnd {
            kind,
            payment: ProviderPaymentId::try_from(payment).unwrap(),
            amount: pounds(1999),
        };
        let ours = first(global_payments().end_hold(&account(Environment::Sandbox), ask, key()));
        assert_same_head(&ours, recorded);
        assert_eq!(recorded["path"], path(&ours));
        assert_eq!(body(&ours), recorded["body"]);
        assert_eq!(header(&ours, "x-gp-idempotency"), Some(key().to_string()));
    }
}

#[test]
fn a_write_carries_a_key() {
    let links = capture!("php-link-create-multiple-shipping-idempotency");
    let refunds = capture!("php-refund-full");
    let refund =
        first(global_payments().refund(&account(Environment::Sandbox), refund_of(1999), key()));
    for (ours, recorded) in [(create(), &links.requests[0]), (refund, &refunds.requests[0])] {
        assert!(header_names(recorded).contains_key("x-gp-idempotency"));
        assert_eq!(header(&ours, "x-gp-idempotency"), Some(key().to_string()));
    }
}

#[test]
fn read_a_link_and_a_payment() {
    let links = capture!("php-link-get");
    let transactions = capture!("php-transaction-get");
    let id = |recorded: &Value| {
        let path = recorded["path"].as_str().unwrap();
        path.rsplit('/').next().unwrap().to_owned()
    };
    let link_id = id(&links.requests[0]);
    let payment_id = id(&transactions.requests[0]);
    let read = || {
        global_payments().read_link(
            &account(Environment::Sandbox),
            LinkToRead {
                provider_id: ProviderLinkId::try_from(link_id.clone()).unwrap(),
                reference: OurReference::stored("INV-1001-REF".to_owned()),
                currency: "GBP".parse().unwrap(),
                since: now(),
            },
        )
    };
    let ours = first(read());
    assert_same_head(&ours, &links.requests[0]);
    assert_eq!(links.requests[0]["path"], path(&ours));
    assert_eq!(ours.body, None);

    let row = with(sale(), "id", payment_id.as_str());
    let link = with(crate::support::link(), "id", link_id.as_str());
    let link = with(link, "transactions/transaction_list", [row]);
    let ours = nth(&mut read(), vec![ok(&link)]);
    assert_same_head(&ours, &transactions.requests[0]);
    assert_eq!(transactions.requests[0]["path"], path(&ours));
}

/// Each of our filters is one that the SDKs send, in the same form.
fn assert_known_filters(ours: &Request, recorded: &Value) {
    assert_same_head(ours, recorded);
    assert_eq!(recorded["path"], path(ours));
    let recorded: BTreeMap<_, _> = recorded["query"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect();
    let is_day =
        |text: &str| text.len() == 10 && Timestamp::parse(&format!("{text}T00:00:00Z")).is_some();
    for (name, value) in crate::support::query(ours) {
        let theirs = recorded.get(name.as_str()).copied();
        let theirs = theirs.unwrap_or_else(|| panic!("no SDK sends {name}"));
        match name.as_str() {
            "page" | "order_by" | "reference" => assert_eq!(value, theirs, "{name}"),
            "from_time_created" | "to_time_created" => assert!(is_day(&value) && is_day(theirs)),
            "page_size" => assert!(value.parse::<u32>().is_ok()),
            "order" => assert!(matches!(value.as_str(), "ASC" | "DESC")),
            "type" => assert!(matches!(value.as_str(), "SALE" | "REFUND")),
            other => panic!("{other} is not compared"),
        }
    }
}

#[test]
fn list_links() {
    let recorded = capture!("php-link-list-filters");
    let find = global_payments().find_link(&account(Environment::Sandbox), capture_ask(), now());
    assert_known_filters(&first(find), &recorded.requests[0]);
    let spaces = ask();
    let find = global_payments().find_link(&account(Environment::Sandbox), spaces, now());
    // A space goes as a plus sign, as the SDK sends it; a number sign is escaped.
    let url = first(find).url;
    assert!(url.ends_with("&reference=Table+7+%232-0123456789"), "{url}");
}

/// Every filter of the recording is one that a person can ask for, in the same form.
fn assert_same_query(ours: &Request, recorded: &Value) {
    assert_same_head(ours, recorded);
    assert_eq!(recorded["path"], path(ours));
    let ours: BTreeMap<_, _> = crate::support::query(ours).into_iter().collect();
    let recorded: BTreeMap<_, _> = recorded["query"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(ours, recorded);
}

fn day(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}T12:00:00Z")).unwrap()
}

#[test]
fn list_links_with_every_filter() {
    let query = LinkQuery {
        page: 1,
        page_size: 10,
        newest_first: false,
        from: day("2025-05-01"),
        to: day("2025-06-01"),
        state: Some(ListedLinkState::Open),
        usage: Some(ListedUsage::Single),
        reference: Some(OurReference::stored("INV-1001-REF".to_owned())),
        name: Some("Invoice 1001".to_owned()),
        description: Some("Invoice 1001 - two chairs".to_owned()),
        amount: Some(money(1999, "GBP")),
        currency: None,
        country: Some(Country::try_from("GB".to_owned()).unwrap()),
        ends_on: Some(day("2025-07-02")),
        shipped: None,
    };
    let ours = first(global_payments().list_links(&account(Environment::Sandbox), query));
    assert_same_query(&ours, &capture!("php-link-list-filters").requests[0]);
    // A space goes as a plus sign, as the SDK sends it.
    assert!(ours.url.contains("&description=Invoice+1001+-+two+chairs&"), "{}", ours.url);
}

#[test]
fn list_transactions_with_every_filter() {
    let query = TransactionQuery {
        page: 1,
        page_size: 10,
        from: day("2025-05-01"),
        to: day("2025-06-30"),
        kind: Some(TransactionKind::Payment),
        status: Some(ListedStatus::Captured),
        reference: Some(OurReference::stored("INV-1001-REF".to_owned())),
        amount: Some(money(1999, "GBP")),
        ..crate::support::transaction_query()
    };
    let ours = first(global_payments().list_transactions(&account(Environment::Sandbox), query));
    assert_same_query(&ours, &capture!("node-transaction-list-filters").requests[0]);
    let sweep = SweepAsk { since: day("2025-05-02"), page: 1 };
    let sweep = first(global_payments().sweep(&account(Environment::Sandbox), sweep));
    assert_known_filters(&sweep, &capture!("node-transaction-list-filters").requests[0]);
}

#[test]
fn list_transactions() {
    let recorded = capture!("node-transaction-list-filters");
    let reference = || OurReference::stored("INV-1001-REF".to_owned());
    let payment = RefundsToFind {
        payment: ProviderPaymentId::try_from("TRN_1".to_owned()).unwrap(),
        reference: reference(),
        paid_at: now(),
    };
    let account = account(Environment::Sandbox);
    let refunds = global_payments().refunds_of(&account, payment);
    assert_known_filters(&first(refunds), &recorded.requests[0]);

    let link = LinkToRead { reference: reference(), ..crate::support::link_to_read() };
    let mut read = global_payments().read_link(&account, link);
    let search = nth(&mut read, vec![ok(&crate::support::link())]);
    assert_known_filters(&search, &recorded.requests[0]);
}

#[test]
fn refund() {
    for (recorded, minor) in
        [(capture!("php-refund-full"), 1999), (capture!("node-refund-partial"), 500)]
    {
        let recorded = &recorded.requests[0];
        let mut ask = refund_of(minor);
        ask.payment =
            ProviderPaymentId::try_from("TRN_00000000000000000000000000001".to_owned()).unwrap();
        assert_eq!(ask.amount, pounds(minor));
        let ours = first(global_payments().refund(&account(Environment::Sandbox), ask, key()));
        assert_same_head(&ours, recorded);
        assert_eq!(recorded["path"], path(&ours));
        assert_eq!(body(&ours), recorded["body"]);
    }
}
