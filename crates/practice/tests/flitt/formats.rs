use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::shop::{KEY, MERCHANT, Shop, link, signature, with};

const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";

/// The parameters as texts, signed.
fn signed(params: &Value) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (name, value) in params.as_object().unwrap() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        texts.insert(name.clone(), text);
    }
    let signature = signature(KEY, &json!(texts));
    texts.insert("signature".to_owned(), signature);
    texts
}

fn post(shop: &Shop, path: &str, kind: &str, body: &str) -> (String, String) {
    let answer = shop.post(path, kind, body.as_bytes()).unwrap();
    assert_eq!(answer.status, 200);
    let kind = answer.header("content-type").unwrap().to_owned();
    (kind, String::from_utf8(answer.body).unwrap())
}

fn ask_form(shop: &Shop, path: &str, params: &Value) -> BTreeMap<String, String> {
    let body: String =
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(signed(params)).finish();
    let (kind, answer) = post(shop, path, FORM, &body);
    assert!(kind.starts_with("application/x-www-form-urlencoded"), "{kind}");
    url::form_urlencoded::parse(answer.as_bytes()).into_owned().collect()
}

fn ask_xml(shop: &Shop, path: &str, params: &Value) -> BTreeMap<String, String> {
    let mut body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><request>".to_owned();
    for (name, text) in signed(params) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;");
        write!(body, "<{name}>{text}</{name}>").unwrap();
    }
    body.push_str("</request>");
    let (kind, answer) = post(shop, path, XML, &body);
    assert!(kind.starts_with("application/xml"), "{kind}");
    elements(&answer)
}

/// The children of `response`, read by hand: the answer has no attributes and nothing nested.
fn elements(answer: &str) -> BTreeMap<String, String> {
    let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response>";
    let mut rest = answer.strip_prefix(start).unwrap().strip_suffix("</response>").unwrap();
    let mut found = BTreeMap::new();
    while let Some(inner) = rest.strip_prefix('<') {
        let (name, after) = inner.split_once('>').unwrap();
        let (text, after) = after.split_once(&format!("</{name}>")).unwrap();
        assert!(!text.contains('<'), "{answer}");
        let plain = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&");
        found.insert(name.to_owned(), plain);
        rest = after;
    }
    assert_eq!(rest, "");
    found
}

fn about(order: &str) -> Value {
    json!({ "order_id": order, "merchant_id": MERCHANT })
}

#[test]
fn each_format_answers_in_itself_and_says_the_same() {
    let tricky = "ორი სკამი 🪑 & <b>\"x\"</b>  two  blanks ";
    for ask in [ask_form, ask_xml] {
        let shop = Shop::open();
        let wish = with(link("order-1"), &json!({ "merchant_data": tricky }));
        let made = ask(&shop, "/api/checkout/url/", &wish);
        assert_eq!(made["response_status"], "success");
        assert!(made["checkout_url"].contains("?token="), "{made:?}");
        shop.pay("order-1");
        let told = ask(&shop, "/api/status/order_id/", &about("order-1"));
        assert_eq!(told["merchant_data"], tricky);
        assert_eq!(told["fee"], "", "nothing is dropped");
        let info: Value = serde_json::from_str(&told["additional_info"]).unwrap();
        assert_eq!(info["is_test"], true);
        assert_eq!(told["signature"], signature(KEY, &json!(told)));
        let json = shop.status("order-1");
        assert_eq!(told["payment_id"], json["payment_id"].to_string());
        assert_eq!(told.len(), json.as_object().unwrap().len());
    }
}

#[test]
fn refusals_come_in_the_format_of_the_request() {
    let shop = Shop::open();
    for ask in [ask_form, ask_xml] {
        let told = ask(&shop, "/api/status/order_id", &about("nothing"));
        assert_eq!(
            (told["response_status"].as_str(), told["error_code"].as_str()),
            ("failure", "1018")
        );
    }
}

#[test]
fn what_is_ill_formed_is_refused() {
    let shop = Shop::open();
    let path = "/api/status/order_id";
    let code = |body: &str| elements(&post(&shop, path, XML, body).1)["error_code"].clone();
    for body in [
        "<request><order_id>a & b</order_id></request>",
        "<request><order_id>a</request>",
        "<request><order_id><b>a</b></order_id></request>",
        "<order><order_id>a</order_id></order>",
        "<!DOCTYPE request [<!ENTITY x \"y\">]><request><order_id>&x;</order_id></request>",
        "<request>text</request>",
        "<request><order_id>a</order_id></request><request/>",
        "request",
        "<request><order_id>a</order_id>",
    ] {
        assert_eq!(code(body), "1068", "{body}");
    }
    assert_eq!(code("<request/>"), "1010");
    assert_eq!(code("<request><order_id>a</order_id><order_id>b</order_id></request>"), "1007");
    let form = |body: &str| post(&shop, path, FORM, body).1;
    assert!(form("order_id=%FF").contains("error_code=1046"));
    assert!(form("order_id=a&order_id=b").contains("error_code=1007"));
    assert!(form("version=2.0&data=e30%3D&signature=x").contains("error_code=1021"));
}

#[test]
fn control_characters_do_not_break_xml() {
    let shop = Shop::open();
    shop.create("order-1", &json!({ "merchant_data": "a\u{1}b" }));
    let told = ask_xml(&shop, "/api/status/order_id", &about("order-1"));
    assert_eq!(told["merchant_data"], "a\u{fffd}b");
}
