//! Where requests go, and that no id leads them elsewhere.

use providers::merchant_dashboard::{ApiBase, LinkUuid, NotABase, NotALinkUuid, ProductId};

use crate::stage::UUID;

#[test]
fn a_base_is_an_origin_that_is_safe_or_on_this_computer() {
    for (text, base) in [
        ("https://dash.example.com/", "https://dash.example.com"),
        ("https://dash.example.com", "https://dash.example.com"),
        ("https://DASH.example:443/", "https://dash.example"),
        ("https://dash.example:8443/", "https://dash.example:8443"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
    ] {
        assert_eq!(ApiBase::new(text).unwrap().as_str(), base);
    }
    for text in [
        "",
        "dash.example.com",
        "https://",
        "http://dash.example.com/",
        "http://127.0.0.1.evil.example",
        "http://192.168.0.1",
        "ftp://localhost",
        "file:///",
        "https://user@dash.example.com",
        "https://u:p@dash.example.com",
        "https://dash.example.com/api/",
        "https://dash.example.com/api/payment-links/",
        "https://dash.example.com//",
        "https://dash.example.com/?x=1",
        "https://dash.example.com/#x",
        "http://localhost:8080/v1",
    ] {
        assert_eq!(ApiBase::new(text), Err(NotABase), "{text}");
    }
}

#[test]
fn a_uuid_has_its_hyphens_and_nothing_else() {
    assert_eq!(UUID.parse::<LinkUuid>().unwrap().to_string(), UUID);
    assert_eq!(UUID.to_uppercase().parse::<LinkUuid>().unwrap().as_str(), UUID);
    let simple = UUID.replace('-', "");
    for text in [
        "",
        "public",
        simple.as_str(),
        &format!("{UUID}/"),
        &format!(" {UUID}"),
        &format!("{{{UUID}}}"),
        &format!("urn:uuid:{UUID}"),
        &UUID[1..],
        &format!("{}g", &UUID[..35]),
        &format!("{}é", &UUID[..34]),
        &UUID.replace('-', "/"),
    ] {
        assert_eq!(text.parse::<LinkUuid>(), Err(NotALinkUuid), "{text}");
    }
}

#[test]
fn a_products_id_is_printable() {
    let longest = "p".repeat(100);
    for text in ["prd_1", "7", "a/b?c#d", "..", longest.as_str()] {
        assert_eq!(text.parse::<ProductId>().unwrap().as_str(), text);
    }
    for text in ["", "a b", "a\n", "ყავა", "a\u{7f}", &(longest.clone() + "p")] {
        assert!(text.parse::<ProductId>().is_err(), "{text:?}");
    }
}
