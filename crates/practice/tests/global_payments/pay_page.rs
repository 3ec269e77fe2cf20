use chrono::TimeDelta;
use practice::global_payments::{Behaviour, LinkStatus, PayRefusal, TransactionState};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, GOOD_CARD, Shop, page_path, text};

async fn sales_in_link(shop: &Shop, link: &Value) -> Vec<Value> {
    let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
    read["transactions"]["transaction_list"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_page_shows_the_sale_and_escapes_every_text() {
    let shop = Shop::open().await;
    let link = shop
        .link(|body| {
            body["name"] = "<b>Bold</b>".into();
            body["description"] = "\"chairs\" & {{amount}} <script>alert(1)</script>".into();
        })
        .await;
    let (status, page) = shop.open_page(&link).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "PRACTICE",
        "Corner &lt;shop&gt; &amp; sons",
        "19.99 GBP",
        "&lt;b&gt;Bold&lt;/b&gt;",
        "&quot;chairs&quot; &amp; &#123;&#123;amount}} &lt;script&gt;",
        "value=\"4242424242424242\"",
        "4263 9700 0000 5262",
        "4000 1200 0000 1154",
        "<button type=\"submit\">",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    let form = format!("action=\"{}/pay\"", page_path(&link));
    assert!(page.contains(&form), "{page}");
}

#[tokio::test]
async fn the_page_allows_no_scripts_and_its_stylesheet_is_there() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let response = shop.http.get(text(&link["url"])).send().await.unwrap();
    let headers = response.headers();
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["date"], "Fri, 20 Nov 2026 10:00:00 GMT");
    let style = format!("{}/hpp/style.css", shop.server.base_url());
    let style = shop.http.get(style).send().await.unwrap().text().await.unwrap();
    assert!(style.contains("#b4530a"));
}

#[tokio::test]
async fn an_opened_page_is_an_initiated_entry_and_no_payment() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    assert!(sales_in_link(&shop, &link).await.is_empty());
    shop.open_page(&link).await;
    shop.open_page(&link).await;
    let sales = sales_in_link(&shop, &link).await;
    assert_eq!(sales.len(), 1, "opening twice begins one sale");
    assert_eq!((&sales[0]["status"], &sales[0]["type"]), (&json!("INITIATED"), &json!("")));
    let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
    assert_eq!((&read["viewed_count"], &read["status"]), (&json!("2"), &json!("ACTIVE")));

    shop.pay(&link, "card=4242424242424242").await;
    let after = sales_in_link(&shop, &link).await;
    assert_eq!(after.len(), 1);
    assert_eq!(after[0]["id"], sales[0]["id"]);
    assert_eq!((&after[0]["status"], &after[0]["type"]), (&json!("CAPTURED"), &json!("SALE")));
}

#[tokio::test]
async fn each_good_card_pays_once() {
    for card in ["card=4242424242424242", "card=4263+9700+0000+5262", "card=4263-9700-0000-5262"] {
        let shop = Shop::open().await;
        let link = shop.link(|_| {}).await;
        let (status, page) = shop.pay(&link, card).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Paid") && page.contains("19.99 GBP"), "{page}");
        let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
        assert_eq!((&read["status"], &read["usage_count"]), (&json!("PAID"), &json!("1")));

        let (status, page) = shop.pay(&link, card).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(page.contains("has been paid"), "{page}");
        assert_eq!(shop.open_page(&link).await.0, StatusCode::CONFLICT);
        assert_eq!(shop.books().transactions().len(), 1);
    }
}

#[tokio::test]
async fn a_declined_card_leaves_the_link_payable() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let (status, page) = shop.pay(&link, "card=4000120000001154").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("The card was refused. Try another card."), "{page}");
    assert!(page.contains("<button"), "the form is there again");
    let declined = &shop.books().transactions()[0];
    let answer = shop.get(&format!("/transactions/{}", declined.id)).await.ok();
    assert_eq!(answer["status"], "DECLINED");
    assert_eq!(answer["type"], "SALE");
    assert_eq!(answer["payment_method"]["result"], "101");
    assert_eq!(shop.get(&format!("/links/{}", text(&link["id"]))).await.ok()["status"], "ACTIVE");

    shop.pay(&link, "card=4242424242424242").await;
    let sales: Vec<_> =
        sales_in_link(&shop, &link).await.iter().map(|sale| sale["status"].clone()).collect();
    assert_eq!(sales, ["DECLINED", "CAPTURED"]);
}

#[tokio::test]
async fn unknown_cards_and_broken_forms_are_refused_in_words() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    for form in ["card=5555555555554444", "card=", "", "number=4242424242424242", "{\"card\":1}"] {
        let (status, page) = shop.pay(&link, form).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{form}");
        assert!(page.contains("not one of the test cards"), "{page}");
        assert!(!page.contains("5555555555554444"), "a typed number is not shown again");
    }
    assert!(shop.books().transactions().is_empty());
}

#[tokio::test]
async fn a_link_that_is_over_cannot_be_paid() {
    let shop = Shop::open().await;
    let expired = shop.link(|body| body["expiration_date"] = "2026-11-20T10:05:00Z".into()).await;
    let switched_off = shop.link(|_| {}).await;
    shop.clock.advance(TimeDelta::minutes(6));
    let switched_off_id = shop.link_id(text(&switched_off["id"]));
    shop.books().switch_off(&switched_off_id).unwrap();
    for (link, sentence) in [(&expired, "time to pay is over"), (&switched_off, "switched this")] {
        for (status, page) in
            [shop.open_page(link).await, shop.pay(link, "card=4242424242424242").await]
        {
            assert_eq!(status, StatusCode::GONE);
            assert!(page.contains(sentence), "{page}");
        }
    }
    let refusal = shop.books().pay(&switched_off_id, GOOD_CARD).unwrap_err();
    assert!(matches!(refusal, PayRefusal::LinkOver(LinkStatus::Inactive)), "{refusal}");
    assert!(shop.books().transactions().is_empty());
    let read = shop.get(&format!("/links/{switched_off_id}")).await.ok();
    assert_eq!(read["status"], "INACTIVE");
}

#[tokio::test]
async fn an_unknown_page_is_not_found() {
    let shop = Shop::open().await;
    let link = json!({ "url": format!("{}/hpp/redirect/none", shop.server.base_url()) });
    assert_eq!(shop.open_page(&link).await.0, StatusCode::NOT_FOUND);
    assert_eq!(shop.pay(&link, "card=4242424242424242").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_multiple_use_link_is_paid_up_to_its_limit() {
    let shop = Shop::open().await;
    let link = shop
        .link(|body| {
            body["usage_mode"] = "MULTIPLE".into();
            body["usage_limit"] = 2.into();
        })
        .await;
    let id = shop.link_id(text(&link["id"]));
    let books = shop.books();
    books.pay(&id, GOOD_CARD).unwrap();
    books.pay(&id, BAD_CARD).unwrap();
    assert_eq!(books.link_status(&id), Some(LinkStatus::Active));
    books.pay(&id, GOOD_CARD).unwrap();
    assert_eq!(books.link_status(&id), Some(LinkStatus::Paid));
    assert!(matches!(books.pay(&id, GOOD_CARD), Err(PayRefusal::LinkOver(LinkStatus::Paid))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_customers_at_once_pay_a_single_use_link_once() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let pay = || shop.pay(&link, "card=4242424242424242");
    let (first, second) = tokio::join!(pay(), pay());
    let mut statuses = [first.0.as_u16(), second.0.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let captured = shop
        .books()
        .transactions()
        .iter()
        .filter(|sale| matches!(sale.state, TransactionState::Captured { .. }))
        .count();
    assert_eq!(captured, 1);
}

#[tokio::test]
async fn a_test_can_make_the_link_list_stale() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    shop.pay(&link, "card=4242424242424242").await;
    shop.books().set_behaviour(Behaviour {
        status_in_transaction_list: Some("PREAUTHORIZED".to_owned()),
        ..Behaviour::default()
    });
    let listed = &sales_in_link(&shop, &link).await[0];
    assert_eq!(listed["status"], "PREAUTHORIZED");
    let read = shop.get(&format!("/transactions/{}", text(&listed["id"]))).await.ok();
    assert_eq!(read["status"], "CAPTURED");
}

#[tokio::test]
async fn a_test_can_keep_the_latest_entry_of_a_link_from_going_on() {
    let shop = Shop::open().await;
    let link = shop
        .link(|body| {
            body["usage_mode"] = "MULTIPLE".into();
            body["usage_limit"] = "2".into();
        })
        .await;
    for _ in 0..2 {
        shop.open_page(&link).await;
        shop.pay(&link, "card=4242424242424242").await;
    }
    let behaviour = Behaviour { latest_entry_stays_begun: true, ..Behaviour::default() };
    shop.books().set_behaviour(behaviour);
    let entries = sales_in_link(&shop, &link).await;
    let shown: Vec<_> =
        entries.iter().map(|entry| (text(&entry["type"]), text(&entry["status"]))).collect();
    assert_eq!(shown, [("SALE", "CAPTURED"), ("", "INITIATED")]);
    let read = shop.get(&format!("/transactions/{}", text(&entries[1]["id"]))).await.ok();
    assert_eq!((&read["type"], &read["status"]), (&json!("SALE"), &json!("CAPTURED")));
}

#[tokio::test]
async fn a_test_can_keep_the_counters_of_a_link_from_moving() {
    let shop = Shop::open().await;
    let behaviour = Behaviour { counters_never_move: true, ..Behaviour::default() };
    shop.books().set_behaviour(behaviour);
    let link = shop.link(|_| {}).await;
    shop.open_page(&link).await;
    shop.pay(&link, "card=4242424242424242").await;
    let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
    let shown = [&read["usage_count"], &read["viewed_count"], &read["status"]];
    assert_eq!(shown, ["0", "0", "ACTIVE"]);
    assert_eq!(sales_in_link(&shop, &link).await[0]["status"], "CAPTURED");
    // Nobody can pay it twice all the same.
    assert_eq!(shop.pay(&link, "card=4242424242424242").await.0.as_u16(), 409);
    // Lists know no more of it.
    let listed = shop.get("/links?status=PAID").await.ok();
    assert_eq!(listed["links"], json!([]));
}

#[tokio::test]
async fn amounts_have_the_digits_that_the_provider_gives_their_currency() {
    let shop = Shop::open().await;
    for (currency, country, written) in [
        ("JPY", "JP", "123.45 JPY"),
        ("CLP", "CL", "123.45 CLP"),
        ("KRW", "KR", "12345 KRW"),
        ("KWD", "KW", "12.345 KWD"),
    ] {
        let link = shop
            .link(|body| {
                body["transactions"]["amount"] = "12345".into();
                body["transactions"]["currency"] = currency.into();
                body["transactions"]["country"] = country.into();
            })
            .await;
        let (_, page) = shop.open_page(&link).await;
        assert!(page.contains(written), "{written} is not in {page}");
        let (_, page) = shop.pay(&link, "card=4242424242424242").await;
        assert!(page.contains(written), "{written} is not in {page}");
    }
}
