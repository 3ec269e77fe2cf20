//! The formats of requests and answers: JSON, form, XML, and the envelope of protocol 2.0.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use providers::{
    Method, TimeLimit,
    flitt::{
        CaptureStatus, CheckoutUrl, FlittError, NewOrder, NotProven, OrderStatus, OrderStatusQuery,
        Protocol, Receiver, RefusalKind, TestMark, Unreadable, Unsendable, sign,
    },
};
use serde_json::{Value, json};

use crate::stage::{
    FORM, JSON, XML, enveloped, gel, key, members, merchant, order_id, response, sent_v2, signed,
};

fn checkout(description: &str) -> CheckoutUrl {
    CheckoutUrl { order: NewOrder::new(order_id(), description, gel(100)) }
}

fn status() -> OrderStatusQuery {
    OrderStatusQuery { order_id: order_id() }
}

#[test]
fn a_request_is_a_post_below_the_api() {
    let call = checkout("x").call().unwrap();
    let request = call.sign(&merchant(), JSON).unwrap().to("https://pay.flitt.com/api/");
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.url, "https://pay.flitt.com/api/checkout/url");
    assert_eq!(request.limit, TimeLimit::Write);
    assert_eq!(status().call().unwrap().limit(), TimeLimit::Read);
    assert_eq!(request.headers[0].name, "content-type");
}

#[test]
fn each_format_has_its_content_type() {
    let call = checkout("x").call().unwrap();
    let content_type = |protocol| call.sign(&merchant(), protocol).unwrap().content_type;
    assert_eq!(content_type(JSON), "application/json; charset=utf-8");
    assert_eq!(content_type(FORM), "application/x-www-form-urlencoded; charset=utf-8");
    assert_eq!(content_type(XML), "application/xml; charset=utf-8");
    assert_eq!(content_type(Protocol::V2), "application/json; charset=utf-8");
}

#[test]
fn all_formats_of_protocol_1_carry_the_same_signature() {
    let text = "<b>&\"it's\"</b> 100% \\ ქართული ☕\r\n";
    let call = checkout(text).call().unwrap();
    let body = |protocol| call.sign(&merchant(), protocol).unwrap().body;
    let json: Value = serde_json::from_str(&body(JSON)).unwrap();
    let signature = json["request"]["signature"].as_str().unwrap();
    assert_eq!(sign::verifies(&key("test"), &members(&json["request"])), Some(true));

    let form: Vec<(String, String)> =
        url::form_urlencoded::parse(body(FORM).as_bytes()).into_owned().collect();
    assert!(form.is_sorted());
    assert!(form.contains(&("signature".into(), signature.into())));
    assert!(form.contains(&("order_desc".into(), text.into())));

    let xml = body(XML);
    assert!(
        xml.starts_with(r#"<?xml version="1.0" encoding="UTF-8"?><request><amount>100</amount>"#)
    );
    assert!(xml.contains("&lt;b&gt;&amp;&quot;it&apos;s&quot;&lt;/b&gt;"));
    // A bare carriage return would be read as a line feed.
    assert!(xml.contains("☕&#13;\n</order_desc>"));
    assert!(xml.ends_with(&format!("<signature>{signature}</signature></request>")));
}

#[test]
fn what_xml_cannot_hold_is_refused() {
    let call = checkout("a\u{0}b").call().unwrap();
    let refused = call.sign(&merchant(), XML).err();
    assert_eq!(refused, Some(Unsendable::NotInXml { name: "order_desc".into() }));
    assert!(call.sign(&merchant(), JSON).is_ok());
}

#[test]
fn protocol_2_wraps_and_signs_the_whole() {
    let call = checkout("ყავა").call().unwrap();
    let body = call.sign(&merchant(), Protocol::V2).unwrap().body;
    let request = serde_json::from_str::<Value>(&body).unwrap()["request"].take();
    assert_eq!(request.as_object().unwrap().len(), 3);
    assert_eq!(request["version"], "2.0");
    let signature = sign::sign_data(&key("test"), request["data"].as_str().unwrap());
    assert_eq!(request["signature"], signature.as_str());
    assert_eq!(
        sent_v2(&call),
        json!({
            "order_id": "order_12345", "order_desc": "ყავა", "amount": 100, "currency": "GEL",
            "merchant_id": 1_549_901,
        })
    );
}

#[test]
fn nested_data_needs_protocol_2() {
    let mut checkout = checkout("x");
    checkout.order.receivers = vec![Receiver {
        merchant: "600001".parse().unwrap(),
        amount: 100,
        description: Some("beans".into()),
        partner_fee: Some(5),
    }];
    let call = checkout.call().unwrap();
    for protocol in [JSON, FORM, XML] {
        let refused = call.sign(&merchant(), protocol).err();
        assert_eq!(refused, Some(Unsendable::NeedsV2 { name: "receiver".into() }));
    }
    assert_eq!(
        sent_v2(&call)["receiver"],
        json!([{
            "type": "merchant",
            "requisites": {
                "merchant_id": 600_001, "amount": 100, "settlement_description": "beans",
                "fee_partner_amount": 5,
            },
        }])
    );
}

const LINK: &str = "https://pay.flitt.com/merchants/5a/default/index.html?token=6b&x=1";

#[test]
fn a_link_is_read_in_every_format() {
    let call = checkout("x").call().unwrap();
    let link = json!({ "response_status": "success", "checkout_url": LINK, "payment_id": "805" });
    let form = "response_status=success&payment_id=805&checkout_url=\
        https%3A%2F%2Fpay.flitt.com%2Fmerchants%2F5a%2Fdefault%2Findex.html%3Ftoken%3D6b%26x%3D1";
    let xml = "<?xml version=\"1.0\"?>\n<response>\n <response_status>success</response_status>\
        <checkout_url>https://pay.flitt.com/merchants/5a/default/index.html?token=<![CDATA[6b]]>&amp;x=&#49;\
        </checkout_url><payment_id>805</payment_id><signature/></response>";
    for (protocol, body) in [
        (JSON, json!({ "response": link }).to_string()),
        (Protocol::V2, json!({ "response": enveloped(&link) }).to_string()),
        (FORM, form.to_owned()),
        (XML, xml.to_owned()),
    ] {
        let read = call.read(&merchant(), protocol, &response(body));
        let read = read.unwrap_or_else(|no| panic!("{protocol:?}: {no}"));
        assert_eq!(read.checkout_url, LINK, "{protocol:?}");
        assert_eq!(read.payment_id.unwrap().as_str(), "805");
    }
}

fn paid() -> Value {
    json!({ "order_id": "order_12345", "merchant_id": 1_549_901, "order_status": "approved" })
}

#[test]
fn a_state_in_protocol_2_is_proven_by_its_envelope() {
    let call = status().call().unwrap();
    let read = |message: &Value| {
        let body = json!({ "response": message }).to_string();
        call.read(&merchant(), Protocol::V2, &response(body)).map(|order| order.status)
    };
    assert_eq!(read(&enveloped(&paid())), Ok(OrderStatus::Approved));

    let mut changed = enveloped(&paid());
    changed["data"] = STANDARD.encode(json!({ "order": paid() }).to_string() + " ").into();
    assert_eq!(read(&changed), Err(NotProven::WrongSignature.into()));
    let mut unsigned = enveloped(&paid());
    unsigned["signature"] = Value::Null;
    assert_eq!(read(&unsigned), Err(NotProven::Unsigned.into()));
    // What comes without an envelope needs a signature of its own.
    assert_eq!(read(&paid()), Err(NotProven::Unsigned.into()));
    assert_eq!(read(&signed(paid())), Ok(OrderStatus::Approved));
}

#[test]
fn an_envelope_without_a_signature_is_never_taken() {
    let call = checkout("x").call().unwrap();
    let mut link = enveloped(&json!({ "response_status": "success", "checkout_url": LINK }));
    link["signature"] = "".into();
    let body = json!({ "response": link }).to_string();
    let read = call.read(&merchant(), Protocol::V2, &response(body));
    assert_eq!(read, Err(NotProven::Unsigned.into()));
}

#[test]
fn errors_of_protocol_2_come_with_or_without_the_envelope() {
    let call = checkout("x").call().unwrap();
    let no = json!({
        "response_status": "failure", "error_code": "1013", "error_message": "Duplicate order_id",
        "request_id": "3mwpcKoenYZ0w",
    });
    for message in [no.clone(), enveloped(&no)] {
        let body = json!({ "response": message }).to_string();
        let read = call.read(&merchant(), Protocol::V2, &response(body));
        let Err(FlittError::Refused(refusal)) = read else { panic!("{read:?}") };
        assert_eq!(refusal.kind, RefusalKind::DuplicateOrder);
        assert_eq!(refusal.request_id.as_str(), "3mwpcKoenYZ0w");
    }
}

#[test]
fn xml_that_hides_something_is_not_read() {
    let call = status().call().unwrap();
    for xml in [
        "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><response><order_id>&e;</order_id></response>",
        "<response><order_id>&e;</order_id></response>",
        "<response><order_id>1</order_id><order_id>2</order_id></response>",
        "<response><order_id><b>1</b></order_id></response>",
        "<response><order_id>1</order_id></response><response/>",
        "<request><order_id>1</order_id></request>",
        "<response><order_id>1</order_id>",
        "<response>text</response>",
        "<response><order_id>1</status></response>",
    ] {
        let read = call.read(&merchant(), XML, &response(xml));
        assert_eq!(read.err(), Some(Unreadable::Format.into()), "{xml}");
    }
}

#[test]
fn additional_info_may_come_as_an_object() {
    let mut order = paid();
    order["additional_info"] = json!({ "capture_status": "captured", "is_test": true });
    let body = json!({ "response": enveloped(&order) }).to_string();
    let call = status().call().unwrap();
    let read = call.read(&merchant(), Protocol::V2, &response(body)).unwrap();
    assert_eq!(read.additional_info.capture_status, Some(CaptureStatus::Captured));
    assert_eq!(read.additional_info.is_test, Some(TestMark::Test));
}
