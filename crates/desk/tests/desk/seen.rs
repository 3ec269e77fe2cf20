//! Which sales somebody sees and may change: their own, those of today, open ones, or all.

use std::time::Duration;

use desk::{
    domain::{TillError, ids::StaffId, rights::Right, staff::Role},
    view::SaleView,
};

use crate::rig::{
    CASHIER_PIN, MANAGER_PIN, OWNER_PIN, Off, Rig, change_form, every_sale, refund_form, word,
};

const A_DAY: Duration = Duration::from_hours(24);

/// What a search without words finds.
async fn found(rig: &Rig) -> Vec<String> {
    let rows = rig.desk().find_sales(every_sale()).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

async fn sees(rig: &Rig, sale: &SaleView) -> bool {
    let desk = rig.desk();
    let seen = desk.see(desk.actor().unwrap(), &sale.row.id).await;
    let by_link = desk.see_link(desk.actor().unwrap(), &sale.link.as_ref().unwrap().id).await;
    assert_eq!(seen, by_link);
    match seen {
        Ok(id) => {
            assert_eq!(id.to_string(), sale.row.id);
            true
        }
        Err(error) => {
            assert_eq!(error, TillError::NotFound);
            false
        }
    }
}

#[tokio::test]
async fn a_cashier_sees_the_sales_of_today_their_own_and_open_ones() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let of_the_owner = rig.paid("1000").await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let own = rig.paid("1100").await;
    assert!(sees(&rig, &of_the_owner).await, "it is of today");
    rig.clock.advance(A_DAY);
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let open = rig.waiting("1200").await;
    let paid_today = rig.paid("1300").await;

    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    assert!(!sees(&rig, &of_the_owner).await, "it is of yesterday, and somebody else's");
    for sale in [&own, &open, &paid_today] {
        assert!(sees(&rig, sale).await);
    }
    assert_eq!(
        found(&rig).await,
        [&paid_today, &open, &own].map(|sale| sale.row.id.clone()),
        "the newest first, and without what is not theirs to see"
    );
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    assert_eq!(found(&rig).await.len(), 4);
    assert!(sees(&rig, &of_the_owner).await);
}

#[tokio::test]
async fn nothing_can_be_done_with_a_sale_that_is_not_seen() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let form = rig.form("1000");
    let sale = rig.desk().create_link(form.clone()).await.unwrap();
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    rig.clock.advance(A_DAY);
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let desk = rig.desk();
    // The same press: it would show the sale.
    assert_eq!(desk.create_link(form).await.unwrap_err(), TillError::NotFound);
    assert_eq!(desk.cancel_link(&sale.row.id).await.unwrap_err(), TillError::NotFound);
    assert_eq!(desk.change_link(change_form(&sale, "900")).await.unwrap_err(), TillError::NotFound);
    assert_eq!(desk.refund(refund_form(&sale, "100")).await.unwrap_err(), TillError::NotFound);
    assert_eq!(
        desk.choose_customer(&sale.row.id, String::new()).await.unwrap_err(),
        TillError::NotFound
    );
}

#[tokio::test]
async fn ones_own_link_can_be_cancelled_and_another_ones_by_a_manager() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let others = rig.waiting("1000").await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let own = rig.waiting("1100").await;
    assert_eq!(own.row.made_by_id, crew.cashier);
    assert_eq!(own.row.made_by, "Front desk");
    let refusal = TillError::NotAllowed { right: Right::CancelOthers };
    assert_eq!(rig.desk().cancel_link(&others.row.id).await.unwrap_err(), refusal);
    assert_eq!(rig.desk().change_link(change_form(&others, "900")).await.unwrap_err(), refusal);
    assert_eq!(word(&rig.sale(&others).await), "WAITING");
    let own = rig.desk().cancel_link(&own.row.id).await.unwrap();
    assert_eq!(word(&own), "CLOSED");
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    assert_eq!(word(&rig.desk().cancel_link(&others.row.id).await.unwrap()), "CLOSED");
}

#[tokio::test]
async fn the_story_tells_who_did_what_by_their_present_name() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let sale = rig.waiting("1000").await;
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    rig.desk().cancel_link(&sale.row.id).await.unwrap();
    rig.sign_in(&StaffId::OWNER.to_string(), OWNER_PIN).await;
    let desk = rig.desk();
    let by = desk.actor().unwrap();
    desk.rename_staff(by, &crew.cashier, "Counter 2").await.unwrap();
    desk.retire_staff(by, &crew.manager).await.unwrap();
    let story = rig.sale(&sale).await.timeline;
    let people: Vec<_> = story.iter().filter_map(|line| line.by.as_deref()).collect();
    assert_eq!(people, ["Counter 2", "Manager"]);
}

#[tokio::test]
async fn an_open_sale_of_somebody_who_left_is_watched_and_can_be_ended() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let paid = rig.waiting("1000").await;
    let unpaid = rig.waiting("1100").await;
    rig.sign_in(&StaffId::OWNER.to_string(), OWNER_PIN).await;
    let desk = rig.desk();
    desk.retire_staff(desk.actor().unwrap(), &crew.cashier).await.unwrap();
    let other = rig.add_staff("Counter 2", Role::Cashier, "405162738491").await;
    rig.sign_in(&other, "405162738491").await;
    rig.pay(&paid);
    assert!(sees(&rig, &paid).await && sees(&rig, &unpaid).await);
    assert_eq!(word(&rig.desk().check_now(&paid.row.id).await.unwrap()), "PAID");
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    assert_eq!(word(&rig.desk().cancel_link(&unpaid.row.id).await.unwrap()), "CLOSED");
}

#[tokio::test]
async fn a_command_keeps_who_gave_it_though_somebody_else_signs_in_meanwhile() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let desk = rig.desk();
    let owner = desk.actor().unwrap();
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let cashier = desk.actor().unwrap();
    let sale = desk.0.create_link(owner, rig.form("1000")).await.unwrap();
    assert_eq!(sale.row.made_by_id, StaffId::OWNER.to_string());
    rig.sign_in(&StaffId::OWNER.to_string(), OWNER_PIN).await;
    let refused = desk.0.cancel_link(cashier, &sale.row.id).await.unwrap_err();
    assert_eq!(refused, TillError::NotAllowed { right: Right::CancelOthers });
}

#[tokio::test]
async fn a_clock_that_is_set_back_shows_a_cashier_no_older_sales() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let old = rig.paid("1000").await;
    rig.clock.advance(A_DAY * 30);
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let of_today = rig.paid("1100").await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    assert!(!sees(&rig, &old).await);
    rig.clock.set_wall(Off::Behind(A_DAY * 30));
    assert!(!sees(&rig, &old).await, "it is of a month ago, whatever the clock says");
    assert!(sees(&rig, &of_today).await);
    assert_eq!(found(&rig).await, [of_today.row.id]);
}
