use chrono::TimeDelta;
use practice::global_payments::{Behaviour, Currency, Endpoint, KeyUses, LinkStatus, MinorUnits};
use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, link_body, text};

#[tokio::test]
async fn a_new_link_is_answered_as_asked() {
    let shop = Shop::open().await;
    let mut body = link_body();
    body["expiration_date"] = "2026-11-20T10:15:00Z".into();
    let link = shop.post("/links", &body).await.ok();
    assert!(text(&link["id"]).starts_with("LNK_") && text(&link["id"]).len() == 34, "{link}");
    let url = text(&link["url"]);
    let origin = format!("{}/hpp/redirect/", shop.server.base_url());
    assert!(url.starts_with(&origin) && !url.contains(text(&link["id"])), "{url}");
    for (field, value) in [
        ("status", "ACTIVE"),
        ("account_name", "paylink"),
        ("usage_mode", "SINGLE"),
        ("usage_limit", "1"),
        ("usage_count", "0"),
        ("reference", "INV-1001-REF"),
        ("name", "Corner shop"),
        ("description", "Two chairs"),
        ("shippable", "NO"),
        ("expiration_date", "2026-11-20T10:15:00.000Z"),
    ] {
        assert_eq!(link[field], value, "{field}");
    }
    let money = &link["transactions"];
    assert_eq!((&money["amount"], &money["currency"]), (&json!("1999"), &json!("GBP")));
    assert_eq!(money["transaction_list"], json!([]));
    assert_eq!(link["action"]["type"], "LINK_CREATE");
    assert_eq!(link["action"]["result_code"], "SUCCESS");
    assert_eq!(shop.books().links().len(), 1);
}

/// Removes or replaces a field given as `field` or `transactions.field`.
fn set(body: &mut Value, path: &str, value: Option<Value>) {
    let (object, field) = match path.split_once('.') {
        Some((outer, inner)) => (&mut body[outer], inner),
        None => (body, path),
    };
    let object = object.as_object_mut().unwrap();
    match value {
        Some(value) => drop(object.insert(field.to_owned(), value)),
        None => drop(object.remove(field)),
    }
}

#[tokio::test]
async fn each_missing_field_is_named() {
    let shop = Shop::open().await;
    for field in [
        "type",
        "usage_mode",
        "reference",
        "name",
        "description",
        "transactions.currency",
        "transactions.allowed_payment_methods",
        "transactions.amount",
        "transactions.country",
        "transactions.channel",
    ] {
        for value in [None, Some(json!("")), Some(json!(null))] {
            let mut body = link_body();
            set(&mut body, field, value);
            let answer = shop.post("/links", &body).await;
            let told = answer.refused(400, "MANDATORY_DATA_MISSING", "40005");
            assert_eq!(told, format!("Request expects the following field {field}"));
        }
    }
    let told = shop.post("/links", &json!({ "account_name": "paylink" })).await.refused(
        400,
        "MANDATORY_DATA_MISSING",
        "40005",
    );
    assert_eq!(told, "Request expects the following field type", "only the first is named");
    assert!(shop.books().links().is_empty());
}

#[tokio::test]
async fn wrong_values_are_refused_with_their_codes() {
    let shop = Shop::open().await;
    let long = |length: usize| json!("x".repeat(length));
    for (field, value, detail) in [
        ("type", json!("GIFT"), "40090"),
        ("usage_mode", json!("TWICE"), "40090"),
        ("shippable", json!("MAYBE"), "40090"),
        ("status", json!("PAID"), "40090"),
        ("reference", long(51), "40213"),
        ("name", long(121), "40213"),
        ("description", long(251), "40213"),
        ("name", json!(5), "40213"),
        ("expiration_date", json!("tomorrow"), "40213"),
        ("transactions.amount", json!("19.99"), "40213"),
        ("transactions.amount", json!(-5), "40213"),
        ("transactions.amount", json!(19.99), "40213"),
        ("transactions.amount", json!("0"), "50020"),
        ("transactions.currency", json!("XAF"), "40041"),
        ("transactions.currency", json!("gbp"), "40041"),
        ("transactions.country", json!("UK"), "40041"),
        ("transactions.channel", json!("CP"), "40041"),
        ("transactions.allowed_payment_methods", json!(["BLIK"]), "40041"),
        ("transactions.allowed_payment_methods", json!([]), "40041"),
        ("notifications", json!({ "return_url": "http://shop.example" }), "40090"),
    ] {
        let mut body = link_body();
        set(&mut body, field, Some(value.clone()));
        let answer = shop.post("/links", &body).await;
        let told = answer.refused(400, "INVALID_REQUEST_DATA", detail);
        let names_it = detail == "40041" || detail == "50020" || told.contains(field);
        assert!(names_it || field == "notifications", "{field} = {value}: {told}");
    }
    let request = shop.signed(Method::POST, "/links").body("{\"type\":");
    Shop::send(request).await.refused(400, "INVALID_REQUEST_DATA", "40006");
    assert!(shop.books().links().is_empty());
}

#[tokio::test]
async fn the_account_is_chosen_by_its_rights() {
    let mut shop = Shop::open().await;
    let paylink = "TRA_00000000000000000000000000000002";
    let processing = "TRA_00000000000000000000000000000001";
    let with = |id: Option<&str>, name: Option<&str>| {
        let mut body = link_body();
        set(&mut body, "account_name", name.map(Value::from));
        set(&mut body, "account_id", id.map(Value::from));
        body
    };
    for (id, name) in
        [(Some(paylink), None), (None, Some("paylink")), (Some(paylink), Some("paylink"))]
    {
        shop.post("/links", &with(id, name)).await.ok();
    }
    let answer = shop.post("/links", &with(None, None)).await;
    answer.refused(400, "INVALID_REQUEST_DATA", "40007");
    for (id, name) in [
        (None, Some("no such account")),
        (Some("TRA_9"), None),
        (Some(paylink), Some("transaction_processing")),
    ] {
        let answer = shop.post("/links", &with(id, name)).await;
        answer.refused(403, "ACTION_NOT_AUTHORIZED", "40003");
    }
    let answer = shop.post("/links", &with(Some(processing), None)).await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40212");

    shop.restrict(&["LNK_GET_List", "TRN_GET_Single"]).await;
    let answer = shop.post("/links", &link_body()).await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
    assert_eq!(shop.books().links().len(), 3);
}

#[tokio::test]
async fn other_kinds_of_links_are_not_enabled() {
    let shop = Shop::open().await;
    let mut body = link_body();
    body["type"] = "HOSTED_PAYMENT_PAGE".into();
    shop.post("/links", &body).await.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
}

#[tokio::test]
async fn usage_limits_are_text_or_number() {
    let shop = Shop::open().await;
    for limit in [json!("3"), json!(3)] {
        let link = shop
            .link(|body| {
                body["usage_mode"] = "MULTIPLE".into();
                body["usage_limit"] = limit;
            })
            .await;
        assert_eq!(link["usage_limit"], "3", "text right after creation");
        let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
        assert_eq!(read["usage_limit"], 3, "a number when read again");
        assert_eq!(read["usage_count"], "0");
    }
    let listed = shop.get("/links").await.ok();
    assert_eq!(listed["links"][0]["usage_count"], 0, "a number in a list");
    for (limit, code) in [(json!(0), "40090"), (json!(1001), "40090"), (json!("many"), "40213")] {
        let mut body = link_body();
        body["usage_mode"] = "MULTIPLE".into();
        body["usage_limit"] = limit;
        shop.post("/links", &body).await.refused(400, "INVALID_REQUEST_DATA", code);
    }
}

#[tokio::test]
async fn shipping_needs_its_amount_and_is_paid_too() {
    let shop = Shop::open().await;
    let mut body = link_body();
    body["shippable"] = "YES".into();
    shop.post("/links", &body).await.refused(422, "MANDATORY_DATA_MISSING", "40251");
    body["shipping_amount"] = "350".into();
    let link = shop.post("/links", &body).await.ok();
    assert_eq!((&link["shippable"], &link["shipping_amount"]), (&json!("YES"), &json!("350")));
    let sale = shop.books().pay(&shop.link_id(text(&link["id"])), GOOD_CARD).unwrap();
    assert_eq!(sale.amount, MinorUnits::new(2349));
}

#[tokio::test]
async fn a_repeated_key_makes_one_link_and_names_it() {
    let shop = Shop::open().await;
    let first = shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    let id = text(&first["id"]);
    let mut other = link_body();
    other["reference"] = "ANOTHER-REFERENCE".into();
    for body in [link_body(), other, json!({})] {
        let answer = shop.post_with_key("/links", "key-1", &body).await;
        let told = answer.refused(409, "DUPLICATE_ACTION", "40039");
        assert!(told.ends_with(&format!("id={id}, status=ACTIVE")), "{told}");
    }
    assert_eq!(shop.books().links().len(), 1);
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 4, executed: 1 });
    shop.post_with_key("/links", "key-2", &link_body()).await.ok();
    assert_eq!(shop.books().links().len(), 2);
}

#[tokio::test]
async fn a_refused_request_does_not_use_its_key_up() {
    let shop = Shop::open().await;
    let answer = shop.post_with_key("/links", "key-1", &json!({ "account_name": "paylink" })).await;
    answer.refused(400, "MANDATORY_DATA_MISSING", "40005");
    shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 2, executed: 1 });
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let mut shop = Shop::open().await;
    shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    shop.clock.advance(TimeDelta::hours(24));
    shop.sign_in().await;
    let answer = shop.post_with_key("/links", "key-1", &link_body()).await;
    answer.refused(409, "DUPLICATE_ACTION", "40039");
    shop.clock.advance(TimeDelta::seconds(1));
    shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    assert_eq!(shop.books().key_uses("key-1").executed, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_at_the_same_time_makes_one_link() {
    let shop = Shop::open().await;
    let body = link_body();
    let ask = || shop.post_with_key("/links", "key-1", &body);
    let answers = tokio::join!(ask(), ask(), ask(), ask());
    let answers = [answers.0, answers.1, answers.2, answers.3];
    let made = answers.iter().filter(|answer| answer.status.is_success()).count();
    let repeated = answers.iter().filter(|answer| answer.status.as_u16() == 409).count();
    assert_eq!((made, repeated), (1, 3));
    assert_eq!(shop.books().links().len(), 1);
}

#[tokio::test]
async fn an_unknown_link_is_not_found() {
    let shop = Shop::open().await;
    shop.get("/links/LNK_unknown").await.refused(404, "RESOURCE_NOT_FOUND", "40118");
}

#[tokio::test]
async fn paths_that_are_not_there_answer_in_the_documented_shape() {
    let shop = Shop::open().await;
    shop.get("/nothing").await.refused(404, "RESOURCE_NOT_FOUND", "40118");
    shop.get("/accesstoken").await.refused(404, "RESOURCE_NOT_FOUND", "40118");
    let elsewhere = shop.http.get(format!("http://{}/", shop.server.address()));
    Shop::send(elsewhere).await.refused(404, "RESOURCE_NOT_FOUND", "40118");
    assert_eq!(shop.books().requests(Endpoint::Unknown), 3);
}

#[tokio::test]
async fn the_partner_prefix_leads_to_the_same_links() {
    let shop = Shop::open().await;
    let ours = "/merchants/MER_00000000000000000000000000000001";
    let link = shop.post(&format!("{ours}/links"), &link_body()).await.ok();
    let id = text(&link["id"]);
    assert_eq!(shop.get(&format!("{ours}/links/{id}")).await.ok()["id"], id);
    assert_eq!(shop.get(&format!("/links/{id}")).await.ok()["id"], id);
    let answer = shop.get(&format!("/merchants/MER_other/links/{id}")).await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40003");
}

#[tokio::test]
async fn a_link_expires_by_the_servers_clock() {
    let shop = Shop::open().await;
    let dated = shop.link(|body| body["expiration_date"] = "2026-11-20".into()).await;
    let timed = shop.link(|body| body["expiration_date"] = "2026-11-20T10:15:00Z".into()).await;
    let open = shop.link(|_| {}).await;
    assert_eq!(open["expiration_date"], "2026-11-21T10:00:00.000Z");
    let books = shop.books();
    let status = |link: &Value| books.link_status(&shop.link_id(text(&link["id"]))).unwrap();
    shop.clock.advance(TimeDelta::minutes(15));
    assert_eq!(status(&timed), LinkStatus::Active);
    shop.clock.advance(TimeDelta::seconds(1));
    assert_eq!(status(&timed), LinkStatus::Expired);
    assert_eq!(status(&dated), LinkStatus::Active);
    let read = shop.get(&format!("/links/{}", text(&timed["id"]))).await.ok();
    assert_eq!(read["status"], "EXPIRED");
    shop.clock.advance(TimeDelta::hours(14));
    assert_eq!((status(&dated), status(&open)), (LinkStatus::Expired, LinkStatus::Active));
}

#[tokio::test]
async fn the_list_has_the_defaults_of_the_real_one() {
    let mut shop = Shop::open().await;
    for number in 1..=7 {
        shop.link(|body| body["reference"] = format!("REF-{number}").into()).await;
        shop.clock.advance(TimeDelta::minutes(1));
    }
    let list = shop.get("/links").await.ok();
    assert_eq!(list["total_record_count"], 7);
    assert_eq!(list["current_page_size"], 5);
    assert_eq!(
        list["paging"],
        json!({
            "page": 1, "page_size": 5, "order": "ASC", "order_by": "TIME_CREATED"
        })
    );
    assert_eq!(list["filter"]["from_time_created"], "2026-10-21T00:00:00.000Z");
    assert_eq!(list["filter"]["to_time_created"], "2026-11-20T23:59:59.999Z");
    assert_eq!(list["links"][0]["reference"], "REF-1");

    let second = shop.get("/links?page=2&page_size=3&order=DESC").await.ok();
    let references: Vec<_> =
        second["links"].as_array().unwrap().iter().map(|link| text(&link["reference"])).collect();
    assert_eq!(references, ["REF-4", "REF-3", "REF-2"]);

    shop.clock.advance(TimeDelta::days(31));
    shop.sign_in().await;
    let list = shop.get("/links").await.ok();
    assert_eq!((&list["total_record_count"], &list["links"]), (&json!(0), &json!([])));
    let dated = "/links?from_time_created=2026-11-20&to_time_created=2026-11-20";
    assert_eq!(shop.get(dated).await.ok()["total_record_count"], 7);
}

#[tokio::test]
async fn the_list_filters() {
    let shop = Shop::open().await;
    shop.link(|body| body["reference"] = "TABLE 7-0123456789".into()).await;
    let paid = shop
        .link(|body| {
            body["name"] = "Garden house".into();
            body["expiration_date"] = "2026-11-25".into();
            body["transactions"]["amount"] = "2500".into();
            body["transactions"]["currency"] = "EUR".into();
            body["transactions"]["country"] = "IE".into();
        })
        .await;
    shop.books().pay(&shop.link_id(text(&paid["id"])), GOOD_CARD).unwrap();
    for (query, count) in [
        ("reference=table+7-0123456789", 1),
        ("reference=table", 0),
        ("status=PAID", 1),
        ("status=ACTIVE", 1),
        ("usage_mode=MULTIPLE", 0),
        ("name=garden", 1),
        ("description=chairs", 2),
        ("amount=2500", 1),
        ("currency=EUR", 1),
        ("country=GB", 1),
        ("expiration_date=2026-11-25", 1),
        ("shippable=YES", 0),
        ("type=PAYMENT", 2),
        ("type=HOSTED_PAYMENT_PAGE", 0),
        ("account_name=paylink", 2),
        ("account_name=transaction_processing", 0),
        ("from_time_created=2026-11-21", 0),
        ("to_time_created=2026-11-19", 0),
    ] {
        let list = shop.get(&format!("/links?{query}")).await.ok();
        assert_eq!(list["total_record_count"], count, "{query}");
        assert_eq!(list["links"].as_array().unwrap().len(), count, "{query}");
    }
    for query in [
        "page=0",
        "page_size=1001",
        "order=UP",
        "order_by=SIZE",
        "status=GONE",
        "amount=x",
        "type=X",
        "expiration_date=soon",
        "shippable=1",
    ] {
        let answer = shop.get(&format!("/links?{query}")).await;
        answer.refused(400, "INVALID_REQUEST_DATA", "40105");
    }
    let answer = shop.get("/links?from_time_created=2026-11-20T10:00:00Z").await;
    answer.refused(400, "INVALID_REQUEST_DATA", "40105");
    let answer = shop.get("/links?account_name=other").await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40003");
}

#[tokio::test]
async fn a_test_can_make_the_answers_lie_while_the_books_stay_true() {
    let shop = Shop::open().await;
    shop.books().set_behaviour(Behaviour {
        amount_in_answer: Some(MinorUnits::new(1)),
        currency_in_answer: Currency::offered("EUR"),
        link_origin: Some("https://pay.foreign.example".to_owned()),
        ..Behaviour::default()
    });
    let link = shop.link(|_| {}).await;
    assert_eq!(link["transactions"]["amount"], "1");
    assert_eq!(link["transactions"]["currency"], "EUR");
    assert!(text(&link["url"]).starts_with("https://pay.foreign.example/ucp/hpp/redirect/"));
    let kept = &shop.books().links()[0];
    assert_eq!((kept.amount, kept.currency.code()), (MinorUnits::new(1999), "GBP"));
    shop.books().set_behaviour(Behaviour::default());
    let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
    assert_eq!(read["transactions"]["amount"], "1999");
}
