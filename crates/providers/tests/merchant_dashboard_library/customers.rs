//! Customers' calls: no token, the preview, and the start of a checkout.

use domain::page_url::PageUrl;
use providers::{
    Class, Method, TransportFault,
    merchant_dashboard::{
        Billing, CustomerCall, DashboardError, Fault, FieldFault, LinkCurrency, Preview, Start,
        Told, Unreadable, customer,
    },
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::stage::{OTHER, UUID, base, headers, money, response, token, uuid, with, without};

fn page(text: &str) -> PageUrl {
    text.to_owned().try_into().unwrap()
}

fn full() -> Start {
    Start {
        billing: Billing {
            email: Some("nino@shop.example".into()),
            first_name: Some("ნინო".into()),
            last_name: Some("O'Neill".into()),
            phone: Some("+995 555 12 34 56".into()),
            address: Some("1 Rustaveli Ave".into()),
            city: Some("თბილისი".into()),
            postal_code: Some("0108".into()),
            country: Some("GE".into()),
        },
        currency: Some(LinkCurrency::Usd),
        success_url: Some(page("https://shop.example/thanks")),
        cancel_url: Some(page("https://shop.example/back?x=1")),
    }
}

fn started(start: &Start) -> CustomerCall<providers::merchant_dashboard::Checkout> {
    customer::start(&uuid(), start).unwrap()
}

fn told_preview() -> Value {
    json!({
        "uuid": UUID, "organization_name": "Café Example", "currency": "EUR",
        "pricing_mode": "TAX_EXCLUSIVE",
        "products": [{ "name": "Espresso", "quantity": 2, "unit_price": "6.25", "total": "12.50" }],
        "subtotal": "12.50", "tax": "2.50", "total": "15.00", "expires_at": null, "logo": "x",
    })
}

fn preview(told: &Value) -> Result<Preview, DashboardError> {
    customer::preview(&uuid()).read(Ok(&response(200, told.to_string())))
}

#[test]
fn a_customer_shows_no_token() {
    let preview = customer::preview(&uuid()).request(&base());
    let url = format!("https://dash.example.com/api/payment-links/public/{UUID}/");
    assert_eq!((preview.method, &preview.url, &preview.body), (Method::Get, &url, &None));
    assert_eq!(headers(&preview), [("accept", "application/json".to_owned())]);
    let start = started(&full()).request(&base());
    assert_eq!((start.method, start.class), (Method::Post, Class::Writes));
    assert_eq!(start.url, format!("{url}start/"));
    let both = [
        ("accept", "application/json".to_owned()),
        ("content-type", "application/json".to_owned()),
    ];
    assert_eq!(headers(&start), both);
    assert!(preview.without_sign_in && start.without_sign_in);
    // Whoever signs in all that leaves the till leaves these as they are.
    assert_eq!(headers(&token().authorise(start)), both);
    assert_eq!(headers(&token().authorise(preview)), both[..1]);
}

#[test]
fn a_start_sends_what_was_given_and_nothing_else() {
    let sent = |start: &Start| {
        let body = started(start).request(&base()).body.unwrap();
        serde_json::from_str::<Value>(&body).unwrap()
    };
    assert_eq!(sent(&Start::default()), json!({}));
    let whole = json!({
        "email": "nino@shop.example", "first_name": "ნინო", "last_name": "O'Neill",
        "phone": "+995 555 12 34 56", "address": "1 Rustaveli Ave", "city": "თბილისი",
        "postal_code": "0108", "country": "GE", "currency": "USD",
        "success_url": "https://shop.example/thanks",
        "cancel_url": "https://shop.example/back?x=1",
    });
    assert_eq!(sent(&full()), whole);
}

#[test]
fn billing_fields_are_checked() {
    let refused = |billing: Billing, field: &str, fault| {
        let start = Start { billing, ..Start::default() };
        let fault = FieldFault { field: field.to_owned(), fault };
        assert_eq!(customer::start(&uuid(), &start).err(), Some(fault));
    };
    let email = |text: &str| Billing { email: Some(text.into()), ..<_>::default() };
    refused(email("nobody"), "email", Fault::Malformed);
    refused(email(""), "email", Fault::Missing);
    let city = Billing { city: Some("a\nb".into()), ..<_>::default() };
    refused(city, "city", Fault::Control);
    let name = Billing { last_name: Some("ქ".repeat(201).into()), ..<_>::default() };
    refused(name, "last_name", Fault::TooLong { limit: 200, length: 201 });
    for text in ["Georgia", "ge", "G", "G1"] {
        let country = Billing { country: Some(text.into()), ..<_>::default() };
        refused(country, "country", Fault::Malformed);
    }
}

#[test]
fn a_preview_is_read_whole() {
    let preview = preview(&told_preview()).unwrap();
    assert_eq!(preview.organization_name.unwrap().as_str(), "Café Example");
    assert_eq!(preview.total, Told::Is(money(1_500, "EUR")));
    assert_eq!(
        (preview.subtotal, preview.tax),
        (Told::Is(money(1_250, "EUR")), Told::Is(money(250, "EUR")),)
    );
    assert_eq!(preview.expires_at, Told::Nothing);
    let Told::Is(lines) = preview.products else { panic!() };
    let line = lines[0].as_ref().unwrap();
    assert_eq!((line.quantity, line.total), (Told::Is(2), Told::Is(money(1_250, "EUR"))));
    assert_eq!(line.product_id, Told::NotTold);
}

#[test]
fn an_organization_may_be_told_in_three_ways() {
    let bare = without(told_preview(), "organization_name");
    for organization in [json!("Café Example"), json!({ "id": 1, "name": "Café Example" })] {
        let told = with(bare.clone(), "organization", organization);
        assert_eq!(preview(&told).unwrap().organization_name.unwrap().as_str(), "Café Example");
    }
    for odd in [json!(null), json!([]), json!({}), json!(true)] {
        let told = with(bare.clone(), "organization", odd);
        assert_eq!(preview(&told).unwrap().organization_name, None);
    }
}

#[test]
fn an_object_that_shows_a_customer_nothing_is_no_preview() {
    let missing = Some(DashboardError::Unreadable(Unreadable::Missing { name: "products" }));
    for told in [json!({}), json!({ "uuid": UUID }), json!({ "detail": "ok" })] {
        assert_eq!(preview(&told).err(), missing, "{told}");
    }
    assert!(preview(&without(told_preview(), "products")).is_ok());
    assert!(preview(&without(told_preview(), "total")).is_ok());
    assert!(preview(&without(told_preview(), "uuid")).is_ok());
    let other = with(told_preview(), "uuid", OTHER.into());
    let not_ours = DashboardError::Unreadable(Unreadable::NotOurs { name: "uuid" });
    assert_eq!(preview(&other).err(), Some(not_ours));
    let html = customer::preview(&uuid()).read(Ok(&response(200, "<html>pay here</html>")));
    assert_eq!(html.err(), Some(DashboardError::Unreadable(Unreadable::Format)));
}

#[test]
fn a_checkout_is_a_page_and_a_secret() {
    let start = started(&Start::default());
    let read = |told: Value| start.read(Ok(&response(201, told.to_string())));
    let url = "https://checkout.example.com/c/canary?token=canary";
    let checkout = read(json!({ "checkout_url": url, "token": "canary", "expires": 1 })).unwrap();
    assert_eq!(checkout.checkout_url, url);
    assert_eq!(checkout.token.as_ref().unwrap().secret().expose_secret(), "canary");
    let shown = format!("{checkout:?} {:?}", checkout.token);
    assert!(!shown.contains("canary"), "{shown}");
    assert!(read(json!({ "checkout_url": url })).unwrap().token.is_none());
    for told in [json!({}), json!({ "token": "t" }), json!({ "checkout_url": null })] {
        let missing = Unreadable::Missing { name: "checkout_url" };
        assert_eq!(read(told).err(), Some(DashboardError::Unreadable(missing)));
    }
    let odd = read(json!({ "checkout_url": { "href": url } }));
    let malformed = Unreadable::Malformed { name: "checkout_url" };
    assert_eq!(odd.err(), Some(DashboardError::Unreadable(malformed)));
}

#[test]
fn what_is_gone_is_gone_whatever_the_answer_says() {
    for body in ["", "{}", r#"{"detail":"expired"}"#, "<html>gone</html>", "[]"] {
        let answer = response(410, body);
        let read = customer::preview(&uuid()).read(Ok(&answer));
        assert!(matches!(read, Err(DashboardError::Gone { .. })), "{body}");
        let read = started(&full()).read(Ok(&answer));
        assert!(matches!(read, Err(DashboardError::Gone { .. })), "{body}");
    }
}

#[test]
fn no_session_ends_where_none_was_shown() {
    let answer = response(401, r#"{"detail":"Invalid token."}"#);
    let read = customer::preview(&uuid()).read(Ok(&answer));
    assert!(matches!(read, Err(DashboardError::Other { status: 401, .. })), "{read:?}");
    let limits = r#"{"email":["Enter a valid email address."]}"#;
    let read = started(&full()).read(Ok(&response(400, limits)));
    let Err(DashboardError::Refused(refusal)) = read else { panic!() };
    assert_eq!(refusal.fields[0].field, "email");
    let read = started(&full()).read(Err(TransportFault::TimedOut));
    assert_eq!(read.err(), Some(DashboardError::Network(TransportFault::TimedOut)));
}
