//! What the owner sets: how the till looks, when its day ends, how long its links live.

use std::time::Duration;

use desk::{
    Change,
    domain::{
        TillError,
        error::Field,
        money::Money,
        rights::Right,
        till_rules::{ApprovalReason, RefundPin, TillRules},
        till_settings::{DisplayChoice, Theme, TillSettings},
    },
    view::{HistoryGroup, HistoryQuery, Look, SessionView},
};

use crate::{
    rig::{CASHIER_PIN, MANAGER_PIN, OWNER_PIN, Rig, refund, refund_form},
    staff::{
        refund_proofs::missing,
        rig::{StaffTill, everything, owner},
    },
};

fn look(view: SessionView) -> Look {
    match view {
        SessionView::Locked { look, .. } | SessionView::Open { look, .. } => look,
    }
}

#[tokio::test]
async fn a_till_looks_as_its_owner_set_it_before_anybody_signs_in() {
    let (till, _) = StaffTill::with_owner().await;
    let mut changes = till.desk().changes();
    let settings = TillSettings {
        theme: Theme::Dark,
        time_zone: Some("Asia/Tbilisi".into()),
        day_ends_at: 240,
        ..TillSettings::default()
    };
    let answered = till.desk().change_settings(till.by(), settings.clone()).await.unwrap();
    assert_eq!(answered, settings);
    assert_eq!(till.desk().settings().await.unwrap(), settings);
    // Every window draws itself anew.
    let told = [changes.recv().await.unwrap(), changes.recv().await.unwrap()];
    assert!(told.contains(&Change::Till) && told.contains(&Change::Session), "{told:?}");
    let worn = Look {
        language: None,
        theme: Theme::Dark,
        time_zone: Some("Asia/Tbilisi".into()),
        day_ends_at: 240,
    };
    assert_eq!(look(till.desk().session().await.unwrap()), worn);
    let locked = till.desk().lock().await.unwrap();
    assert!(matches!(locked, SessionView::Locked { .. }));
    assert_eq!(look(locked), worn);
}

#[tokio::test]
async fn only_an_owner_changes_them_and_only_to_what_makes_sense() {
    let (till, _, [manager, _]) = StaffTill::with_staff().await;
    let late = TillSettings { day_ends_at: 720, ..TillSettings::default() };
    assert_eq!(
        till.desk().change_settings(till.by(), late).await,
        Err(TillError::InvalidField { field: Field::DayEnd })
    );
    let dark = TillSettings { theme: Theme::Dark, ..TillSettings::default() };
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    assert_eq!(
        till.desk().change_settings(till.by(), dark.clone()).await,
        Err(TillError::NotAllowed { right: Right::ChangeSettings })
    );
    // Whoever stands at the counter says where the customer's page is, and changes nothing else by it.
    till.desk().change_display(till.by(), DisplayChoice::OneScreen).await.unwrap();
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    let after = till.desk().change_settings(till.by(), dark).await.unwrap();
    assert_eq!((after.theme, after.display), (Theme::Dark, DisplayChoice::OneScreen));
}

#[tokio::test]
async fn who_did_what_tells_of_it_by_the_clocks_in_the_shop() {
    let (till, _) = StaffTill::with_owner().await;
    let settings =
        TillSettings { time_zone: Some("Asia/Tbilisi".into()), ..TillSettings::default() };
    till.desk().change_settings(till.by(), settings.clone()).await.unwrap();
    let asked = HistoryQuery { group: Some(HistoryGroup::Settings), ..everything() };
    let page = till.desk().history(till.by(), asked.clone()).await.unwrap();
    assert_eq!(page.entries.len(), 1);
    assert_eq!(page.entries[0].by.as_ref().unwrap().name, "Owner");
    assert_eq!(page.entries[0].settings.as_ref(), Some(&settings));
    let file = till.desk().history_file(till.by(), asked).await.unwrap();
    assert!(file.contains("2026-11-20T14:00:00.000+04:00"), "{file}");
    assert!(file.contains("Asia/Tbilisi"), "{file}");
}

#[tokio::test]
async fn links_are_payable_for_as_long_as_the_owner_says() {
    let rig = Rig::start().await;
    let desk = rig.desk();
    let settings = TillSettings {
        counter_payable_for: 300,
        sent_payable_for: 86_400,
        ..TillSettings::default()
    };
    desk.change_settings(desk.actor().unwrap(), settings).await.unwrap();
    let state = desk.till_state().await.unwrap();
    assert_eq!((state.counter_payable_for, state.sent_payable_for), (300, 86_400));
}

#[tokio::test]
async fn a_cashiers_day_is_the_shops() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let of_the_owner = rig.paid("1000").await;
    rig.clock.advance(Duration::from_hours(1));
    let sees = async || {
        let desk = rig.desk();
        desk.see(desk.actor().unwrap(), &of_the_owner.row.id).await.is_ok()
    };
    let set = async |settings: TillSettings| {
        rig.sign_in(&owner(), OWNER_PIN).await;
        let desk = rig.desk();
        desk.change_settings(desk.actor().unwrap(), settings).await.unwrap();
        rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    };
    let ends_at = |day_ends_at| TillSettings { day_ends_at, ..TillSettings::default() };
    let zone = |name: &str| TillSettings { time_zone: Some(name.into()), ..ends_at(0) };
    // The till begins at ten o'clock in UTC, which is a quarter to midnight on the Chatham Islands.
    for (settings, is_of_today) in [
        (ends_at(0), true),
        (ends_at(10 * 60 + 30), false),
        (ends_at(9 * 60 + 30), true),
        (zone("Pacific/Chatham"), false),
        (zone("Europe/Berlin"), true),
    ] {
        set(settings.clone()).await;
        assert_eq!(sees().await, is_of_today, "{settings:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_person_refunds_in_a_day_is_counted_by_the_shops_day() {
    let euros = |minor| Money::new(minor, "EUR".parse().unwrap());
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let desk = rig.desk();
    let limited = TillRules {
        refund_pin: RefundPin::Never,
        day_limit: vec![euros(1500)],
        lock_after_idle: None,
        ..TillRules::default()
    };
    desk.change_rules(desk.actor().unwrap(), limited).await.unwrap();
    // The till begins at ten o'clock.
    let settings = TillSettings { day_ends_at: 10 * 60 + 30, ..TillSettings::default() };
    desk.change_settings(desk.actor().unwrap(), settings).await.unwrap();
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let sale = rig.paid("5000").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(refund(&sale).amount, euros(1000));
    let above = (false, Some(ApprovalReason::Day));
    assert_eq!(missing(&rig, &refund_form(&sale, "501")).await, above);
    rig.clock.advance(Duration::from_mins(31));
    let sale = rig.desk().refund(refund_form(&sale, "501")).await.unwrap();
    assert_eq!(sale.payments[0].refunded, euros(1501));
}
