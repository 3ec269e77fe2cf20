//! The customer's way back to the shop: a form with the signed result.

use serde_json::{Map, Value, json};

use crate::pay_page::{open, path, pay};
use crate::shop::{BAD_CARD, GOOD_CARD, KEY, Shop, link, opened, sha1, signature, text, with};

const BACK: &str = "https://shop.example/back?table=7&x=<1>";

/// What the form on `page` would post; `None` where there is no way back.
fn posted(page: &str) -> Option<Value> {
    let action = "action=\"https://shop.example/back?table=7&amp;x=&lt;1&gt;\"";
    let (_, form) = page.split_once(action)?;
    let pairs = form.split("<input type=\"hidden\" name=\"").skip(1).map(|input| {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        let (value, _) = rest.split_once('"').unwrap();
        (unescaped(name), Value::from(unescaped(value)))
    });
    Some(Value::Object(pairs.collect::<Map<_, _>>()))
}

fn unescaped(html: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#123;", "{"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn the_signed_result_goes_back_with_the_customer() {
    let shop = Shop::open();
    let more = json!({ "response_url": BACK, "merchant_data": "a\"b'{{c}}" });
    let path = path(&shop.create("order-1", &more));
    assert_eq!(posted(&open(&shop, &path).1), None, "nothing happened yet");
    let (_, page) = pay(&shop, &path, GOOD_CARD);
    let result = posted(&page).unwrap();
    assert_eq!(result["signature"], signature(KEY, &result));
    assert_eq!(result["order_status"], "approved");
    assert_eq!((&result["order_id"], &result["amount"]), (&json!("order-1"), &json!("1020")));
    assert_eq!(result["merchant_data"], "a\"b'{{c}}");
    assert!(page.contains(">Back to the shop</button>"));
    assert_eq!(posted(&open(&shop, &path).1).unwrap()["order_status"], "approved");
}

#[test]
fn the_page_may_post_to_the_shop_and_nowhere_else() {
    let shop = Shop::open();
    let path = path(&shop.create("order-1", &json!({ "response_url": BACK })));
    let policy = || {
        let answer = shop.gateway.answer("GET", &path, &[], b"").unwrap();
        answer.header("content-security-policy").unwrap().to_owned()
    };
    assert!(policy().contains("form-action 'self';"), "{}", policy());
    shop.pay("order-1");
    assert!(policy().contains("form-action 'self' https://shop.example;"), "{}", policy());
}

#[test]
fn an_address_that_would_change_the_policy_gets_no_form() {
    let shop = Shop::open();
    let odd = json!({ "response_url": "http://a;sandbox/back" });
    let path = path(&shop.create("order-1", &odd));
    shop.pay("order-1");
    let answer = shop.gateway.answer("GET", &path, &[], b"").unwrap();
    assert!(!answer.header("content-security-policy").unwrap().contains("sandbox"));
    assert!(!String::from_utf8(answer.body).unwrap().contains("<form"));
}

#[test]
fn a_final_no_goes_back_too_and_a_try_does_not() {
    let shop = Shop::open();
    let last = path(&shop.create("last", &json!({ "delayed": "N", "response_url": BACK })));
    let result = posted(&pay(&shop, &last, BAD_CARD).1).unwrap();
    assert_eq!(result["order_status"], "declined");
    let tried = path(&shop.create("tried", &json!({ "response_url": BACK })));
    assert_eq!(posted(&pay(&shop, &tried, BAD_CARD).1), None);
    let nowhere = path(&shop.create("nowhere", &json!({})));
    assert!(!pay(&shop, &nowhere, GOOD_CARD).1.contains("<form"));
}

#[test]
fn protocol_2_goes_back_in_its_envelope() {
    let shop = Shop::open();
    let wish = with(link("order-1"), &json!({ "response_url": BACK }));
    let path = path(&opened(&shop.ask_2_0("/api/checkout/url", &wish)));
    let result = posted(&pay(&shop, &path, GOOD_CARD).1).unwrap();
    assert_eq!(result["signature"], sha1(&format!("{KEY}|{}", text(&result["data"]))));
    assert_eq!(opened(&result)["order_status"], "approved");
}
