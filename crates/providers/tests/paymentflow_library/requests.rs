//! What is sent: methods, addresses, headers, bodies.

use providers::{
    Class, Method, TimeLimit,
    paymentflow::{
        ApiBase, Call, CustomerChange, CustomerId, CustomersQuery, Metadata, NewCustomer,
        NewPayment, NewRefund, PaymentsQuery, RefundReason, RefundsQuery, StatusFilter, customers,
        payments, refunds,
    },
};

use crate::stage::{
    KEY, amount, headers, intent_key, key, metadata, new_payment, new_refund, pay, request,
};

fn ref_id() -> providers::paymentflow::RefundId {
    "ref_abc123".parse().unwrap()
}

fn cus() -> CustomerId {
    "cus_abc123".parse().unwrap()
}

fn nino() -> NewCustomer {
    NewCustomer {
        email: "nino@shop.example".into(),
        name: Some("ნინო 😀".into()),
        phone: Some("+995 555 12 34 56".into()),
        metadata: metadata(&[("vip", "true")]),
    }
}

/// Asserts method, path and body of `call`, all below the sandbox's address.
#[track_caller]
fn sends<A>(call: &Call<A>, method: Method, path: &str, body: Option<&str>) {
    let request = request(call);
    assert_eq!(request.method, method);
    assert_eq!(request.url, format!("https://sandbox.paymentflow.com/v1{path}"));
    assert_eq!(request.body.as_deref(), body);
    let reads = method == Method::Get;
    assert_eq!(request.class, if reads { Class::Reads } else { Class::Writes });
    assert_eq!(request.limit, if reads { TimeLimit::Read } else { TimeLimit::Write });
}

#[test]
fn a_payment_is_asked_for_with_all_that_was_given() {
    let call = payments::create(&NewPayment {
        customer_email: Some("user@example.com".into()),
        description: Some("ყავა \"ორი\" 😀".into()),
        metadata: metadata(&[("order_id", "12345"), ("intent_id", "i-1")]),
        ..new_payment()
    });
    let body = r#"{"amount":2500,"currency":"USD","customer_email":"user@example.com","description":"ყავა \"ორი\" 😀","metadata":{"intent_id":"i-1","order_id":"12345"}}"#;
    sends(&call.unwrap(), Method::Post, "/payments", Some(body));
}

#[test]
fn what_was_not_given_is_not_sent() {
    let call = payments::create(&new_payment()).unwrap();
    sends(&call, Method::Post, "/payments", Some(r#"{"amount":2500,"currency":"USD"}"#));
    let yen = NewPayment { amount: amount(1, "JPY"), ..new_payment() };
    let call = payments::create(&yen).unwrap();
    sends(&call, Method::Post, "/payments", Some(r#"{"amount":1,"currency":"JPY"}"#));
}

#[test]
fn a_write_carries_the_key_of_its_intent_the_version_and_the_sign_in() {
    let bearer = format!("Bearer {KEY}");
    let all = [
        ("accept", "application/json".to_owned()),
        ("authorization", bearer.clone()),
        ("content-type", "application/json".to_owned()),
        ("idempotency-key", "01234567-89ab-4cde-8f01-23456789abcd".to_owned()),
        ("paymentflow-version", "2.1".to_owned()),
    ];
    let create = payments::create(&new_payment()).unwrap();
    assert_eq!(headers(&request(&create)), all);
    assert_eq!(headers(&request(&refunds::create(&new_refund()))), all);
    // The same call again is the same request.
    assert_eq!(headers(&request(&create)), headers(&request(&create)));

    let read = headers(&request(&payments::retrieve(&pay("pay_abc123"))));
    let accept = ("accept", "application/json".to_owned());
    let version = ("paymentflow-version", "2.1".to_owned());
    assert_eq!(read, [accept.clone(), ("authorization", bearer), version.clone()]);
    let unsigned = payments::retrieve(&pay("pay_abc123")).unsigned(&ApiBase::SANDBOX);
    assert_eq!(headers(&unsigned), [accept, version]);
}

#[test]
fn a_payment_is_read_and_cancelled_by_its_id() {
    sends(&payments::retrieve(&pay("pay_abc123")), Method::Get, "/payments/pay_abc123", None);
    let cancel = payments::cancel(&pay("pay_abc123"));
    sends(&cancel, Method::Post, "/payments/pay_abc123/cancel", None);
}

#[test]
fn payments_are_listed_page_by_page_and_by_filter() {
    let plain = payments::list(&PaymentsQuery::default()).unwrap();
    sends(&plain, Method::Get, "/payments", None);
    let all = PaymentsQuery {
        limit: Some(100),
        starting_after: Some(pay("pay_é")),
        customer_email: Some("a+b@shop.example".into()),
        status: Some(StatusFilter::Succeeded),
    };
    let query = "/payments?limit=100&starting_after=pay_%C3%A9\
                 &customer_email=a%2Bb%40shop.example&status=succeeded";
    sends(&payments::list(&all).unwrap(), Method::Get, query, None);
    for (status, word) in [(StatusFilter::Pending, "pending"), (StatusFilter::Failed, "failed")] {
        let query = PaymentsQuery { status: Some(status), ..PaymentsQuery::default() };
        let path = format!("/payments?status={word}");
        sends(&payments::list(&query).unwrap(), Method::Get, &path, None);
    }
}

#[test]
fn a_refund_is_full_or_partial_and_says_why() {
    let full = r#"{"payment_id":"pay_abc123"}"#;
    sends(&refunds::create(&new_refund()), Method::Post, "/refunds", Some(full));
    for (reason, word) in [
        (RefundReason::CustomerRequest, "customer_request"),
        (RefundReason::Fraudulent, "fraudulent"),
        (RefundReason::Duplicate, "duplicate"),
    ] {
        let partial = NewRefund {
            amount: Some(amount(1_000, "EUR")),
            reason: Some(reason),
            metadata: metadata(&[("intent_id", "r-1")]),
            ..new_refund()
        };
        let body = format!(
            r#"{{"amount":1000,"metadata":{{"intent_id":"r-1"}},"payment_id":"pay_abc123","reason":"{word}"}}"#
        );
        sends(&refunds::create(&partial), Method::Post, "/refunds", Some(&body));
    }
}

#[test]
fn refunds_are_read_by_id_and_listed_by_payment() {
    sends(&refunds::retrieve(&ref_id()), Method::Get, "/refunds/ref_abc123", None);
    let query = RefundsQuery {
        payment_id: pay("pay_abc123"),
        limit: Some(1),
        starting_after: Some(ref_id()),
    };
    let path = "/refunds?payment_id=pay_abc123&limit=1&starting_after=ref_abc123";
    sends(&refunds::list(&query).unwrap(), Method::Get, path, None);
}

#[test]
fn a_customer_is_made_read_changed_deleted_and_found() {
    let body = r#"{"email":"nino@shop.example","metadata":{"vip":"true"},"name":"ნინო 😀","phone":"+995 555 12 34 56"}"#;
    sends(&customers::create(&nino()).unwrap(), Method::Post, "/customers", Some(body));
    sends(&customers::retrieve(&cus()), Method::Get, "/customers/cus_abc123", None);
    sends(&customers::delete(&cus()), Method::Delete, "/customers/cus_abc123", None);
    let query = CustomersQuery {
        limit: Some(25),
        starting_after: Some(cus()),
        email: Some("n@shop.example".into()),
    };
    let path = "/customers?limit=25&starting_after=cus_abc123&email=n%40shop.example";
    sends(&customers::list(&query).unwrap(), Method::Get, path, None);
}

#[test]
fn a_change_of_a_customer_names_only_what_changes() {
    let path = "/customers/cus_abc123";
    let email =
        CustomerChange { email: Some("new@shop.example".into()), ..CustomerChange::default() };
    let call = customers::update(&cus(), &email).unwrap();
    sends(&call, Method::Patch, path, Some(r#"{"email":"new@shop.example"}"#));
    let names = CustomerChange { metadata: Some(Metadata::default()), ..CustomerChange::default() };
    let call = customers::update(&cus(), &names).unwrap();
    sends(&call, Method::Patch, path, Some(r#"{"metadata":{}}"#));
}

#[test]
fn another_base_is_another_place_for_the_same_call() {
    let base = ApiBase::new("http://127.0.0.1:4711/paymentflow/v1/").unwrap();
    let request = payments::retrieve(&pay("pay_1")).request(&base, &key());
    assert_eq!(request.url, "http://127.0.0.1:4711/paymentflow/v1/payments/pay_1");
    let live = payments::retrieve(&pay("pay_1")).unsigned(&ApiBase::PRODUCTION);
    assert_eq!(live.url, "https://api.paymentflow.com/v1/payments/pay_1");
}

#[test]
fn two_intents_have_two_keys() {
    let other = NewPayment { key: uuid::Uuid::from_u128(7).into(), ..new_payment() };
    assert_ne!(other.key, intent_key());
    let sent = headers(&request(&payments::create(&other).unwrap()));
    assert!(sent.contains(&("idempotency-key", uuid::Uuid::from_u128(7).to_string())));
}
