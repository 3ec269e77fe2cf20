//! Where requests go, and that no id leads them elsewhere.

use providers::paymentflow::{
    ApiBase, CustomerId, Environment, NotABase, NotAnId, PaymentId, payments,
};

#[test]
fn each_environment_has_its_documented_base() {
    let base = |environment| ApiBase::of(environment).as_str().to_owned();
    assert_eq!(base(Environment::Production), "https://api.paymentflow.com/v1");
    assert_eq!(base(Environment::Sandbox), "https://sandbox.paymentflow.com/v1");
}

#[test]
fn a_base_is_safe_or_on_this_computer() {
    for (text, base) in [
        ("https://pay.shop.example/api/", "https://pay.shop.example/api"),
        ("https://PAY.example", "https://pay.example"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
    ] {
        assert_eq!(ApiBase::new(text).unwrap().as_str(), base);
    }
    for text in [
        "",
        "api.paymentflow.com",
        "http://api.paymentflow.com/v1",
        "http://127.0.0.1.evil.example",
        "http://192.168.0.1",
        "ftp://localhost",
        "file:///etc",
        "https://user@api.example",
        "https://u:p@api.example",
        "https://api.example/v1?x=1",
        "https://api.example/v1#x",
    ] {
        assert_eq!(ApiBase::new(text), Err(NotABase), "{text}");
    }
}

#[test]
fn an_id_that_could_leave_its_place_is_none() {
    let longest = "p".repeat(255);
    for text in ["pay_abc123", "1", "a.b", "...", "pay_é€😀", "პ", "a&b=c", "a;b", &longest]
    {
        assert_eq!(text.parse::<PaymentId>().unwrap().as_str(), text);
    }
    for text in [
        "",
        ".",
        "..",
        "a/b",
        "../x",
        "a\\b",
        "a?b",
        "a#b",
        "%2e%2e",
        "a b",
        "a\tb",
        "a\nb",
        "a\u{0}b",
        "a\u{7f}b",
        "a\u{85}b",
        "a\u{a0}b",
        &format!("{longest}p"),
    ] {
        assert_eq!(text.parse::<PaymentId>(), Err(NotAnId), "{text:?}");
        assert_eq!(CustomerId::new(text), Err(NotAnId), "{text:?}");
    }
}

#[test]
fn an_id_is_one_segment_of_the_address() {
    for (id, segment) in
        [("a.b", "a.b"), ("pay_é", "pay_%C3%A9"), ("a&b=c;d@e", "a%26b%3Dc%3Bd%40e")]
    {
        let request = payments::cancel(&id.parse().unwrap()).unsigned(&ApiBase::SANDBOX);
        let url = format!("https://sandbox.paymentflow.com/v1/payments/{segment}/cancel");
        assert_eq!(request.url, url);
    }
}
