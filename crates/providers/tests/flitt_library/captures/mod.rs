//! What official clients really sent, and that ours carries the same facts.

#[cfg(feature = "card-data")]
mod card_data;
mod recorded;

use domain::Money;
use providers::flitt::{
    AtolLogs, Call, Capture, CheckoutLink, CheckoutToken, CheckoutUrl, FiscalData, NewOrder,
    OldReport, OrderId, OrderStatusQuery, Period, Purpose, Receiver, RecurringCharge, ReportTime,
    ReservationData, Reverse, ReverseId, Schedule, ScheduleEnd, ScheduleState, ScheduleTime,
    Settlement, SubscriptionAction, SubscriptionSwitch, TransactionListQuery, Trial,
    VerificationKind,
    portal::{Application, Filter, PORTAL, PageSize, PortalToken, Report, ReportQuery},
};
use serde_json::{Value, json};

use self::recorded::{Difference, all_alike, captures};
use crate::stage::{gel, key, order_id, response};

/// The order id that the recordings pin.
const PINNED: &str = "00000000-0000-4000-8000-000000000001";

fn pinned() -> OrderId {
    OrderId::new(PINNED).unwrap()
}

/// What the client says about an order about which nothing was said.
fn unsaid() -> String {
    format!("Pay for order #: {PINNED}")
}

fn usd(minor: u64) -> Money {
    Money::new(minor, "USD".parse().unwrap())
}

fn link(order: NewOrder) -> Call<CheckoutLink> {
    CheckoutUrl { order }.call().unwrap()
}

#[test]
fn a_link() {
    let shop = |tail: &str| Some(format!("https://yoursite.com/{tail}"));
    all_alike("v1.0.4-checkout-url", |name| {
        let known = |text: &str| NewOrder::new(order_id(), text, gel(100));
        let call = if name.contains("minimal") {
            link(NewOrder::new(pinned(), unsaid(), usd(10_000)))
        } else if name.contains("full") {
            let order = known("Payment for Order #12345");
            let [back, hook] = [shop("callback"), shop("webhook")];
            link(NewOrder { response_url: back, server_callback_url: hook, ..order })
        } else if name.contains("unicode") {
            let id = OrderId::new("заказ-7").unwrap();
            let text = "გადახდა №7 – café ☕ <b>&\"quoted\"</b> 100%";
            let order = NewOrder {
                sender_email: Some("buyer@example.com".into()),
                lang: Some("ka".parse().unwrap()),
                lifetime: Some(3_600),
                merchant_data: Some(r#"{"cart": 7}"#.into()),
                product_id: Some(String::new()),
                preauth: Some(true),
                ..NewOrder::new(id, text, gel(100))
            };
            let silent = Difference::silent("product_id", "what is empty is not sent");
            return (link(order), vec![silent]);
        } else if name.contains("reservation_data") {
            let product = json!({ "id": 1, "name": "Product A", "price": 100.0, "quantity": 2 });
            let mut data = ReservationData {
                phone: Some("+12345678".into()),
                account: Some("id32648480".into()),
                ..ReservationData::default()
            };
            data.further.insert("products".into(), json!([product]));
            let order = known("With reservation data");
            let blanks = Difference::encoded("reservation_data", "the JSON inside has no blanks");
            return (link(NewOrder { reservation_data: Some(data), ..order }), vec![blanks]);
        } else {
            link(known("x")).with_version()
        };
        (call, vec![])
    });
}

#[test]
fn a_widgets_token() {
    all_alike("v1.0.4-checkout-token", |_| {
        let order = NewOrder::new(pinned(), "Widget Payment", gel(100));
        (CheckoutToken { order }.call().unwrap(), vec![])
    });
}

#[test]
fn a_cards_check() {
    all_alike("v1.0.4-checkout-verification", |name| {
        let order = if name.contains("amount") {
            let text = "Pay for order #: order_12345";
            let purpose = Purpose::Verification(Some(VerificationKind::Amount));
            NewOrder { purpose, ..NewOrder::new(order_id(), text, gel(100)) }
        } else {
            let purpose = Purpose::Verification(Some(VerificationKind::Code));
            NewOrder { purpose, ..NewOrder::new(pinned(), unsaid(), gel(100)) }
        };
        (link(order), vec![])
    });
}

#[test]
fn a_link_into_a_banks_app() {
    for (file, minor, systems) in [
        ("v3.0.0-checkout-open-banking", 10_000, "opb"),
        ("v3.0.0-checkout-installments", 5_000, "installments"),
    ] {
        all_alike(file, |_| {
            let order = NewOrder {
                payment_systems: Some(systems.into()),
                payment_method: Some("tbc".into()),
                ..NewOrder::new(pinned(), unsaid(), gel(minor))
            };
            (link(order), vec![])
        });
    }
}

#[test]
fn a_subscription() {
    all_alike("v3.0.0-checkout-subscription", |name| {
        let has_more = name.contains("extra keys");
        let period = if name.contains("week") { Period::Week } else { Period::Month };
        let time = |text| ScheduleTime::new(text).unwrap();
        let schedule = Schedule {
            start: Some(time("2024-12-01")),
            state: Some(ScheduleState::On),
            readonly: Some(true),
            end: has_more.then_some(ScheduleEnd::After(12)),
            trial: has_more.then_some(Trial { period: Period::Month, quantity: 1 }),
            ..Schedule::new(10_000, period)
        };
        let purpose = Purpose::Subscription(schedule);
        let order = NewOrder { purpose, ..NewOrder::new(pinned(), unsaid(), usd(10_000)) };
        let one_end = Difference::silent(
            "recurring_data.end_time",
            "a schedule ends after so many charges or at a time, not both",
        );
        (link(order), if has_more { vec![one_end] } else { vec![] })
    });
    all_alike("v1.0.4-subscription-stop", |_| {
        let order_id = OrderId::new("subscription_order_12345").unwrap();
        let stop = SubscriptionSwitch { order_id, action: SubscriptionAction::Stop };
        (stop.call().unwrap(), vec![])
    });
}

#[test]
fn a_question_about_an_order() {
    all_alike("v1.0.4-order-status", |name| {
        let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
        (if name.contains("with version") { call.with_version() } else { call }, vec![])
    });
    all_alike("v1.0.4-order-transaction-list", |_| {
        (TransactionListQuery { order_id: order_id() }.call().unwrap(), vec![])
    });
    all_alike("v1.0.4-order-atol-logs", |_| {
        (AtolLogs { order_id: order_id() }.call().unwrap(), vec![])
    });
    all_alike("v3.0.0-order-fiscal-data", |_| {
        (FiscalData { order_id: order_id() }.call().unwrap(), vec![])
    });
}

#[test]
fn a_capture() {
    all_alike("v1.0.4-order-capture", |_| {
        let order_id = OrderId::new("preauth_order_12345").unwrap();
        (Capture { order_id, money: gel(100) }.call().unwrap(), vec![])
    });
}

#[test]
fn a_refund() {
    all_alike("v1.0.4-order-reverse", |name| {
        let reverse = if name.contains("reverse_id") {
            let key = ReverseId::new("refund_order_12345_001").unwrap();
            Reverse {
                comment: Some("უკან დაბრუნება".into()),
                email: Some("staff@example.com".into()),
                ..Reverse::new(order_id(), gel(40), Some(key))
            }
        } else {
            Reverse::new(order_id(), gel(100), None)
        };
        (reverse.call().unwrap(), vec![])
    });
}

#[test]
fn a_charge_by_token() {
    all_alike("v3.0.0-payment-recurring", |_| {
        let text = "Monthly subscription";
        let charge = RecurringCharge::new(pinned(), text, gel(100), "REC_TOKEN".into());
        (charge.call().unwrap(), vec![])
    });
}

#[test]
fn a_split() {
    all_alike("v1.0.4-order-settlement", |_| {
        let part = |merchant: &str| Receiver {
            merchant: merchant.parse().unwrap(),
            amount: 500,
            description: None,
            partner_fee: None,
        };
        let paid = OrderId::new("original_order_12345").unwrap();
        let parts = vec![part("600001"), part("700001")];
        (Settlement::new(pinned(), paid, gel(1_000), parts).call().unwrap(), vec![])
    });
}

#[test]
fn an_old_report() {
    all_alike("v1.0.4-payment-reports", |_| {
        let time = |text| ReportTime::new(text).unwrap();
        let [from, to] = [time("01.01.2023 00:00:00"), time("07.01.2023 23:59:59")];
        (OldReport { from, to }.call().unwrap(), vec![])
    });
}

#[test]
fn a_report_of_the_portal() {
    let [capture] = captures("v3.0.0-company-reports").try_into().unwrap();
    let recorded = |at: usize| {
        let request = &capture["requests"][at];
        let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
        (PORTAL.to_owned() + request["path"].as_str().unwrap(), body)
    };
    let ours = |request: providers::Request| {
        (request.url, serde_json::from_str::<Value>(request.body.as_deref().unwrap()).unwrap())
    };
    let application = Application { id: "1019".into(), key: key("test") };
    assert_eq!(ours(application.sign_in(PORTAL, "2025-11-20 12:00:00.000001")), recorded(0));

    let token = PortalToken::read(&response(r#"{"token":"TOK"}"#)).unwrap();
    let filter = |field: &str, operand: &str, value: &str| Filter {
        field: field.into(),
        operand: operand.into(),
        value: value.into(),
    };
    let query = ReportQuery {
        report: Report::All,
        merchant: "1549902".parse().unwrap(),
        filters: vec![
            filter("order_timestart_from", "from", "2026-08-01"),
            filter("order_timestart_to", "to", "2026-08-27"),
        ],
        page: 1,
        page_size: PageSize::new(10).unwrap(),
    };
    assert_eq!(ours(query.request(PORTAL, &token)), recorded(1));
}
