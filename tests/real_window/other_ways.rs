//! What else becomes of a sale: its link is cancelled and paid all the same, its money is only reserved, an answer is lost,
//! several customers pay it.

use crate::window::{
    Windows, capture, detail, find_sale, on_stage, pay, plan_trouble, start_practice,
    state_becomes, take, take_for_several, until,
};

const SHOP: &str = "Quince & Sons";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_cancelled_link_shows_no_code_and_late_money_is_no_plain_green() {
    on_stage("cancelled", async |stage| {
        let Windows { counter, customer } = &stage.open().await;
        start_practice(counter, SHOP).await;
        plan_trouble(counter, "PAYS_AFTER_CANCEL").await;
        let sale = take(counter, "2500", "25.00").await;
        assert_eq!(counter.code().await, sale.link);

        counter.click("cancel-link").await;
        counter.click("cancel-yes").await;
        customer.see_with("customer", "data-page", "OVER").await;
        until("the cancelled link's code is gone", async || {
            counter.picture().await.code().is_none().then_some(())
        })
        .await;

        state_becomes(counter, &sale.sale, "PAID_AFTER_CANCEL").await;
        counter.see_with("paid-screen", "data-sale", &sale.sale).await;
        counter.see("paid-refund-all").await;
        counter.click("paid-details").await;
        counter.see_with("state", "data-state", "PAID_AFTER_CANCEL").await;
        counter.says("left", "€25.00").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn reserved_money_is_taken_in_part_and_only_then_green() {
    on_stage("reserved", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        plan_trouble(counter, "RESERVES").await;
        let sale = take(counter, "2500", "25.00").await;
        counter.see_with("state", "data-state", "RESERVED").await;

        capture(counter, "2000").await;
        state_becomes(counter, &sale.sale, "PAID").await;
        let payment = detail(counter, &sale.sale).await["payments"][0].take();
        assert_eq!(payment["amount"]["minor"], "2000");
        assert_eq!(payment["left"]["minor"], "2000");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_refund_whose_answer_is_lost_goes_back_once() {
    on_stage("lost-answer", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        let sale = take(counter, "2500", "25.00").await;
        pay(&sale.link).await;
        state_becomes(counter, &sale.sale, "PAID").await;
        plan_trouble(counter, "DROPS_ANSWER").await;

        find_sale(counter, &sale.sale).await;
        counter.click("refund").await;
        counter.see("refund-amount").await;
        counter.type_keys("1000".chars()).await;
        counter.click("refund-submit").await;
        state_becomes(counter, &sale.sale, "PARTLY_REFUNDED").await;
        let payment = detail(counter, &sale.sale).await["payments"][0].take();
        assert_eq!(payment["left"]["minor"], "1500");
        assert_eq!(payment["refunds"].as_array().map(Vec::len), Some(1));
        assert_eq!(payment["refunds"][0]["state"], "DONE");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_link_for_several_customers_counts_them() {
    on_stage("several", async |stage| {
        let Windows { counter, customer } = &stage.open().await;
        start_practice(counter, SHOP).await;
        let sale = take_for_several(counter, "500", "5.00", "2").await;
        pay(&sale.link).await;
        state_becomes(counter, &sale.sale, "COLLECTING").await;
        assert_eq!(customer.code().await, sale.link);
        pay(&sale.link).await;
        state_becomes(counter, &sale.sale, "PAID").await;
        let paid = detail(counter, &sale.sale).await;
        assert_eq!(paid["state"]["paid"]["minor"], "1000");
    })
    .await;
}
