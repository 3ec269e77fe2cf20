//! A link that asks for another sum than the till counted: nobody sees its address before staff have taken that sum.

use std::time::Duration;

use desk::{
    domain::{TillError, account::Pricing, rights::Right, sale_state::SaleState},
    view::{NewSaleForm, SaleView},
};
use practice::merchant_dashboard::{
    APPROVED_CARD, AnswerTrouble, Behaviour, CustomerTrouble, LinkState, LinkTrouble, PricingMode,
};
use providers::TransportFault;
use serde_json::json;

use super::rig::{DashboardRig, ONE_MUG, address, state};
use crate::{
    rig::{CASHIER_PIN, Call, Then, Trouble, code, payment, story, word},
    watch::let_watch,
};

/// A mug that costs 1.25 EUR more at the dashboard than in the shop's list.
async fn dearer(rig: &DashboardRig) -> SaleView {
    rig.gateway().plan(LinkTrouble::PriceChanges { difference: 125 });
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!(word(&sale), "CONFIRM_TOTAL", "{sale:?}");
    sale
}

/// The till's own id of the link.
fn link_id(rig: &DashboardRig, sale: &SaleView) -> String {
    rig.link(sale).terms().metadata["intent_id"].clone()
}

/// No screen can show the address, no clipboard and no code get it, and nobody looks at the page.
async fn is_nowhere(rig: &DashboardRig, sale: &SaleView) {
    let sale = rig.sale(sale).await;
    let uuid = rig.uuid(&sale);
    assert_eq!((address(&sale), sale.can_preview), (None, false));
    let told = serde_json::to_string(&sale).unwrap();
    assert!(!told.contains(&uuid) && !told.contains("/pay/"), "{told}");
    let shown = rig.desk().shown_link(&link_id(rig, &sale)).await;
    assert_eq!(shown, Err(TillError::NotFound));
    let looks = rig.network.sent(Call::Preview);
    let seen = rig.desk().check_as_customer(&sale.row.id).await;
    assert_eq!(seen, Err(TillError::NotFound));
    assert_eq!(rig.network.sent(Call::Preview), looks);
}

fn at_gateway(rig: &DashboardRig, sale: &SaleView) -> Option<LinkState> {
    rig.gateway().link_state(&rig.uuid(sale))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboards_sum_is_shown_and_the_address_is_not() {
    let rig = DashboardRig::start().await;
    let sale = dearer(&rig).await;
    let total = json!({ "minor": "1225", "currency": "EUR", "exponent": 2 });
    assert_eq!(state(&sale), json!({ "kind": "CONFIRM_TOTAL", "total": total }));
    assert_eq!(sale.row.amount.minor(), 1100, "that is what the till counted");
    assert_eq!(story(&sale), ["SALE_STARTED", "LINK_ASKED", "LINK_MADE_FOR_ANOTHER_TOTAL"]);
    is_nowhere(&rig, &sale).await;
    // Looking at it changes nothing of that.
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "CONFIRM_TOTAL");
    let_watch(&rig, Duration::from_mins(2)).await;
    is_nowhere(&rig, &sale).await;
    assert_eq!(at_gateway(&rig, &sale), Some(LinkState::Payable), "nobody has declined it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sum_that_staff_take_is_what_is_paid() {
    let rig = DashboardRig::start().await;
    let sale = dearer(&rig).await;
    let sale = rig.settle_total(&sale, "1225", true).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("WAITING", 1225));
    assert_eq!(address(&sale), rig.gateway().page_url(&rig.uuid(&sale)));
    let link = sale.link.as_ref().unwrap();
    assert_eq!(rig.desk().shown_link(&link.id).await.unwrap().url, link.url);
    rig.customer_pays(&sale);
    let sale = rig.look(&sale).await;
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID", 1225));
    let told = story(&sale);
    assert!(told.contains(&"TOTAL_TAKEN".to_owned()), "{told:?}");
    assert_eq!(sale.basket.unwrap().sum.minor(), 1100, "what was chosen stays what it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn tax_on_top_of_the_prices_is_another_sum() {
    let rig = DashboardRig::start_elsewhere_with(|terms| {
        terms.pricing = Some(Pricing::TaxExclusive);
    })
    .await;
    let taxed = Behaviour { tax_basis_points: 1_900, ..Behaviour::default() };
    rig.behave(taxed.clone());
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!(state(&sale)["total"]["minor"], "1309");
    is_nowhere(&rig, &sale).await;
    // Within the prices it is none.
    let within = |terms: &mut desk::AccountTerms| terms.pricing = Some(Pricing::TaxInclusive);
    let rig = DashboardRig::start_elsewhere_with(within).await;
    rig.behave(Behaviour { pricing_mode: PricingMode::TaxExclusive, ..taxed });
    rig.waiting_mug().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sum_that_staff_decline_is_switched_off_at_the_dashboard() {
    let rig = DashboardRig::start().await;
    let sale = dearer(&rig).await;
    let sale = rig.settle_total(&sale, "1225", false).await.unwrap();
    assert_eq!(
        state(&sale),
        json!({ "kind": "LINK_REFUSED", "error": { "code": "TOTAL_DECLINED" } })
    );
    assert_eq!(at_gateway(&rig, &sale), Some(LinkState::SwitchedOff));
    assert!(story(&sale).contains(&"TOTAL_DECLINED".to_owned()));
    is_nowhere(&rig, &sale).await;
    // A new press is a new link at the price of today.
    rig.waiting_mug().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_could_not_be_switched_off_at_once_is_so_later() {
    let rig = DashboardRig::start().await;
    for trouble in [
        AnswerTrouble::DropsRequest,
        AnswerTrouble::FailsBeforeActing,
        AnswerTrouble::RefusesForRate { seconds: 3 },
    ] {
        let sale = dearer(&rig).await;
        rig.gateway().plan(trouble);
        let sale = rig.settle_total(&sale, "1225", false).await.unwrap();
        assert_eq!(state(&sale)["error"]["code"], "TOTAL_DECLINED", "{trouble:?}");
        let_watch(&rig, Duration::from_mins(5)).await;
        assert_eq!(at_gateway(&rig, &sale), Some(LinkState::SwitchedOff), "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_on_a_declined_sum_shows() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysAfterCancel { seconds: 30 });
    let sale = dearer(&rig).await;
    let sale = rig.settle_total(&sale, "1225", false).await.unwrap();
    assert_eq!(word(&sale), "LINK_REFUSED");
    rig.clock.advance(Duration::from_mins(1));
    let_watch(&rig, Duration::from_mins(10)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(
        (word(&sale).as_str(), payment(&sale).amount.minor()),
        ("PAID_DIFFERENT_AMOUNT", 1225)
    );
    assert_eq!(address(&sale), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_before_anybody_took_the_sum_shows_and_never_green() {
    let rig = DashboardRig::start().await;
    let sale = dearer(&rig).await;
    rig.gateway().pay(&rig.uuid(&sale), APPROVED_CARD).unwrap();
    let sale = rig.look(&sale).await;
    assert_eq!(
        (word(&sale).as_str(), payment(&sale).amount.minor()),
        ("PAID_DIFFERENT_AMOUNT", 1225)
    );
    assert_eq!(address(&sale), None);
    assert_eq!(rig.settle_total(&sale, "1225", true).await, Err(TillError::LinkOver));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sum_than_the_one_on_the_screen_is_not_taken_and_not_declined() {
    let rig = DashboardRig::start().await;
    let sale = dearer(&rig).await;
    for shown in ["1100", "1226", "", "-1225", "12.25"] {
        for take in [true, false] {
            let refused = rig.settle_total(&sale, shown, take).await;
            assert_eq!(refused, Err(TillError::TotalChanged), "{shown} {take}");
        }
    }
    assert_eq!(word(&rig.sale(&sale).await), "CONFIRM_TOTAL");
    is_nowhere(&rig, &sale).await;
    let none = rig.waiting_mug().await;
    assert_eq!(rig.settle_total(&none, "1100", false).await, Err(TillError::NotFound));
    assert_eq!(word(&rig.sale(&none).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn pressed_twice_is_pressed_once() {
    let rig = DashboardRig::start().await;
    let taken = dearer(&rig).await;
    let (one, other) = tokio::join!(
        rig.settle_total(&taken, "1225", true),
        rig.settle_total(&taken, "1225", true),
    );
    assert_eq!((word(&one.unwrap()), word(&other.unwrap())), ("WAITING".into(), "WAITING".into()));
    let sale = rig.sale(&taken).await;
    let took = story(&sale).into_iter().filter(|line| line == "TOTAL_TAKEN").count();
    assert_eq!(took, 1);

    let declined = dearer(&rig).await;
    for _ in 0..2 {
        let sale = rig.settle_total(&declined, "1225", false).await.unwrap();
        assert_eq!(word(&sale), "LINK_REFUSED");
    }
    assert_eq!(rig.network.sent(Call::AlterLink), 1);
    // Whoever declined it can't be overruled by a late press.
    assert_eq!(rig.settle_total(&declined, "1225", true).await, Err(TillError::LinkOver));
    assert_eq!(address(&rig.sale(&declined).await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_press_that_made_it_tells_of_it_again_and_makes_no_other() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(LinkTrouble::PriceChanges { difference: -50 });
    let form = rig.form_of(ONE_MUG).await;
    let sale = rig.desk().create_link(form.clone()).await.unwrap();
    let again = rig.desk().create_link(NewSaleForm { ..form }).await.unwrap();
    assert_eq!((word(&again).as_str(), &again.row.id), ("CONFIRM_TOTAL", &sale.row.id));
    assert_eq!(rig.network.sent(Call::CreateLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_found_after_a_lost_answer_asks_for_its_sum_as_well() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(LinkTrouble::PriceChanges { difference: 125 });
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!(word(&sale), "NOT_SURE");
    rig.rested();
    rig.desk().settle_all().await.unwrap();
    assert_eq!(state(&rig.sale(&sale).await)["total"]["minor"], "1225");
    is_nowhere(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_was_killed_asks_again() {
    let mut rig = DashboardRig::start().await;
    let taken = dearer(&rig).await;
    let declined = dearer(&rig).await;
    rig.reopen().await;
    is_nowhere(&rig, &taken).await;
    let taken = rig.settle_total(&taken, "1225", true).await.unwrap();
    assert_eq!(word(&taken), "WAITING");

    // Killed while it was being switched off.
    rig.network.once(Call::AlterLink, Trouble::Unheard(Then::Silence));
    let (desk, sale) = (rig.desk(), declined.row.id.clone());
    let form = desk::view::TotalForm { sale, total_minor: "1225".to_owned(), take: false };
    rig.kill_at_silence(async move { desk.settle_total(form).await }).await;
    rig.reopen().await;
    assert_eq!(state(&rig.sale(&declined).await)["error"]["code"], "TOTAL_DECLINED");
    let_watch(&rig, Duration::from_mins(1)).await;
    assert_eq!(at_gateway(&rig, &declined), Some(LinkState::SwitchedOff));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_ended_before_anybody_took_its_sum_is_never_shown() {
    let rig = DashboardRig::start().await;
    let seen = dearer(&rig).await;
    let_watch(&rig, Duration::from_mins(20)).await;
    let told = rig.sale(&seen).await;
    assert_eq!(state(&told), json!({ "kind": "LINK_REFUSED", "error": { "code": "LINK_OVER" } }));
    assert_eq!(rig.settle_total(&seen, "1225", true).await, Err(TillError::LinkOver));

    // The same where nobody has looked since.
    let unseen = dearer(&rig).await;
    rig.clock.advance(Duration::from_mins(16));
    assert_eq!(word(&rig.sale(&unseen).await), "CONFIRM_TOTAL");
    assert_eq!(rig.settle_total(&unseen, "1225", true).await, Err(TillError::LinkOver));
    assert_eq!(address(&rig.sale(&unseen).await), None);

    // Where nobody can look, nothing is shown either, and staff are told why.
    let offline = dearer(&rig).await;
    rig.clock.advance(Duration::from_mins(16));
    let lost = Trouble::Unheard(Then::Fault(TransportFault::Connect));
    rig.network.always(Call::ReadLink, lost);
    let refused = rig.settle_total(&offline, "1225", true).await.unwrap_err();
    assert_eq!(code(&refused), "NOT_SENT", "nobody knows whether it is over");
    let sale = rig.sale(&offline).await;
    assert!(matches!(sale.row.state, SaleState::ConfirmTotal { .. }), "{sale:?}");
    assert_eq!(address(&sale), None);

    rig.network.heal();
    rig.gateway().end_sessions().unwrap();
    let refused = rig.settle_total(&offline, "1225", true).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused), "a new token is asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_cancel_anothers_link_may_not_decline_its_sum_either() {
    let rig = DashboardRig::start().await;
    let crew = rig.staffed().await;
    let sale = dearer(&rig).await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let declined = rig.settle_total(&sale, "1225", false).await;
    assert_eq!(declined.unwrap_err(), TillError::NotAllowed { right: Right::CancelOthers });
    assert_eq!(at_gateway(&rig, &sale), Some(LinkState::Payable));
    let sale = rig.settle_total(&sale, "1225", true).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
}
