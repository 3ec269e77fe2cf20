//! A link whose create ran into trouble. Nothing has a key here: it is looked for by our own id in the list, and never made
//! twice.

use std::time::Duration;

use desk::{domain::TillError, view::NewSaleForm};
use practice::merchant_dashboard::{
    AnswerTrouble, Behaviour, LinkState, ListShape, MinorUnits, ReadTrouble,
};
use providers::{Response, TransportFault};

use super::rig::{DashboardRig, ONE_MUG, address, state};
use crate::{
    rig::{Call, Then, Trouble, answer, html, press, word},
    watch::let_watch,
};

/// By then the dashboard has acted on whatever it got, and shows it.
const QUIET: Duration = Duration::from_mins(17);

async fn settle(rig: &DashboardRig) {
    rig.rested();
    rig.desk().settle_all().await.unwrap();
}

fn unheard() -> Trouble {
    Trouble::Unheard(Then::Fault(TransportFault::TimedOut))
}

/// Other people's links.
async fn others(rig: &DashboardRig, count: usize) {
    for _ in 0..count {
        rig.waiting_mug().await;
        rig.rested();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_made_is_found_among_others_and_not_made_again() {
    for trouble in [
        AnswerTrouble::DropsAnswer,
        AnswerTrouble::FailsAfterActing,
        AnswerTrouble::AnswersPage,
        AnswerTrouble::CutsAnswer,
    ] {
        for list_shape in [ListShape::Pages { size: 2 }, ListShape::Bare] {
            let rig = DashboardRig::start().await;
            rig.behave(Behaviour { list_shape, ..Behaviour::default() });
            others(&rig, 3).await;
            rig.gateway().plan(trouble);
            let sale = rig.sale_of(ONE_MUG).await;
            assert_eq!(word(&sale), "NOT_SURE", "{trouble:?}");
            others(&rig, 3).await;
            settle(&rig).await;
            let sale = rig.sale(&sale).await;
            assert_eq!(word(&sale), "WAITING", "{trouble:?} {list_shape:?}");
            assert_eq!(rig.network.sent(Call::CreateLink), 7, "{trouble:?}");
            assert_eq!(address(&sale), rig.gateway().page_url(&rig.uuid(&sale)));
            rig.customer_pays(&sale);
            assert_eq!(word(&rig.look(&sale).await), "PAID");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_lists_do_not_tell_our_id_the_links_own_page_does() {
    let rig = DashboardRig::start().await;
    rig.behave(Behaviour { list_metadata_missing: true, ..Behaviour::default() });
    others(&rig, 2).await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.sale_of(ONE_MUG).await;
    others(&rig, 1).await;
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    assert_eq!(rig.links(&sale).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_never_arrived_is_absent_only_after_the_quiet_period_and_never_sent_again() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(AnswerTrouble::DropsRequest);
    let form = NewSaleForm { payable_for: 24 * 3_600, ..rig.form_of(ONE_MUG).await };
    let sale = rig.desk().create_link(form.clone()).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    // The same press asks nothing of the dashboard.
    assert_eq!(word(&rig.desk().create_link(form.clone()).await.unwrap()), "NOT_SURE");
    rig.clock.advance(Duration::from_mins(14));
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "it may still arrive");
    rig.clock.advance(Duration::from_mins(3));
    settle(&rig).await;
    let given_up = rig.sale(&sale).await;
    assert_eq!(state(&given_up)["error"]["code"], "LINK_NEVER_MADE");
    assert_eq!(word(&rig.desk().create_link(form.clone()).await.unwrap()), "LINK_REFUSED");
    assert_eq!((rig.network.sent(Call::CreateLink), rig.gateway().links().len()), (1, 0));
    // Another press is another link.
    let again = rig.desk().create_link(NewSaleForm { press: press(), ..form }).await.unwrap();
    assert_eq!(word(&again), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_arrives_late_and_unseen_is_switched_off_by_the_till() {
    let rig = DashboardRig::start().await;
    let form = || async { NewSaleForm { payable_for: 24 * 3_600, ..rig.form_of(ONE_MUG).await } };
    rig.desk().create_link(form().await).await.unwrap();
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let form = form().await;
    let sale = rig.desk().create_link(form).await.unwrap();
    let lags = Some(Duration::from_hours(1));
    rig.behave(Behaviour { list_lag: lags, ..Behaviour::default() });
    rig.clock.advance(QUIET);
    settle(&rig).await;
    assert_eq!(state(&rig.sale(&sale).await)["error"]["code"], "LINK_NEVER_MADE");
    rig.behave(Behaviour::default());
    // The dashboard shows it by now, and nobody must pay it. The list that is read for the older one tells of it.
    let_watch(&rig, Duration::from_mins(30)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
    assert_eq!(rig.gateway().link_state(&rig.uuid(&sale)), Some(LinkState::SwitchedOff));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_read_proves_nothing() {
    let rig = DashboardRig::start().await;
    others(&rig, 3).await;
    rig.behave(Behaviour { list_shape: ListShape::Pages { size: 2 }, ..Behaviour::default() });
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let form = NewSaleForm { payable_for: 24 * 3_600, ..rig.form_of(ONE_MUG).await };
    let sale = rig.desk().create_link(form).await.unwrap();
    others(&rig, 3).await;
    rig.clock.advance(QUIET);
    let broken = |status| Response { status, ..html() };
    for then in [
        Then::Answer(html()),
        Then::Answer(broken(500)),
        Then::Answer(broken(404)),
        Then::Half,
        Then::Fault(TransportFault::TimedOut),
        Then::Answer(answer(200, &serde_json::json!({ "count": 0 }))),
        Then::Answer(answer(200, &serde_json::json!("nothing"))),
        Then::Field("next", serde_json::json!("https://evil.example/api/payment-links/?page=2")),
        Then::Field("next", serde_json::json!(17)),
    ] {
        let told = format!("{then:?}");
        rig.network.always(Call::ListLinks, Trouble::Acted(then));
        settle(&rig).await;
        assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "{told}");
        rig.network.heal();
    }
    assert!(rig.network.urls().iter().all(|url| !url.contains("evil.example")));
    rig.gateway().plan(ReadTrouble::ReadCutsAnswer);
    settle(&rig).await;
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "WAITING", "none of it said that there is none");
    assert_eq!(rig.links(&sale).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_lags_behind_makes_no_second_link() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.sale_of(ONE_MUG).await;
    rig.behave(Behaviour { list_lag: Some(Duration::from_mins(10)), ..Behaviour::default() });
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
    let_watch(&rig, Duration::from_mins(14)).await;
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    assert_eq!((rig.network.sent(Call::CreateLink), rig.links(&sale).len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_request_that_a_dashboard_got_twice_one_link_is_shown() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(AnswerTrouble::AnswersTwice);
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!(word(&sale), "WAITING");
    let links = rig.links(&sale);
    assert_eq!(links.len(), 2);
    let shown = address(&sale).unwrap();
    let is_shown = |link: &practice::merchant_dashboard::Link| shown.contains(link.uuid.as_str());
    assert_eq!(links.iter().filter(|link| is_shown(link)).count(), 1);
    let_watch(&rig, Duration::from_mins(20)).await;
    assert_eq!(address(&rig.sale(&sale).await), Some(shown), "the customer never sees another");
    // Nobody ever saw the other one's address, and it has ended by itself.
    for link in &links {
        assert_ne!(rig.gateway().link_state(link.uuid.as_str()), Some(LinkState::Payable));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_links_that_nobody_saw_one_is_shown_and_the_other_switched_off() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(AnswerTrouble::AnswersTwice);
    let lost = Then::Fault(TransportFault::ConnectionLost);
    rig.network.once(Call::CreateLink, Trouble::Acted(lost));
    let form = NewSaleForm { payable_for: 24 * 3_600, ..rig.form_of(ONE_MUG).await };
    let sale = rig.desk().create_link(form.clone()).await.unwrap();
    assert_eq!((word(&sale).as_str(), rig.links(&sale).len()), ("NOT_SURE", 2));
    let_watch(&rig, Duration::from_mins(5)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "WAITING");
    let shown = address(&sale).unwrap();
    for link in rig.links(&sale) {
        let uuid = link.uuid.as_str();
        let is_shown = shown.contains(uuid);
        let due = if is_shown { LinkState::Payable } else { LinkState::SwitchedOff };
        assert_eq!(rig.gateway().link_state(uuid), Some(due));
    }
    rig.desk().create_link(form).await.unwrap();
    assert_eq!((rig.network.sent(Call::CreateLink), rig.links(&sale).len()), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_provably_was_not_made_goes_again_with_the_same_press() {
    let rig = DashboardRig::start().await;
    for refused in [
        Trouble::Unheard(Then::Fault(TransportFault::Connect)),
        Trouble::Unheard(Then::Fault(TransportFault::Dns)),
    ] {
        rig.network.once(Call::CreateLink, refused);
        let form = rig.form_of(ONE_MUG).await;
        let sale = rig.desk().create_link(form.clone()).await.unwrap();
        assert_eq!(word(&sale), "NOT_SENT");
        let sale = rig.desk().create_link(form).await.unwrap();
        assert_eq!((word(&sale).as_str(), rig.links(&sale).len()), ("WAITING", 1));
    }
    rig.gateway().plan(AnswerTrouble::RefusesForRate { seconds: 2 });
    let form = rig.form_of(ONE_MUG).await;
    let sale = rig.desk().create_link(form.clone()).await.unwrap();
    assert_eq!(word(&sale), "NOT_SENT");
    rig.rested();
    assert_eq!(word(&rig.desk().create_link(form).await.unwrap()), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_is_killed_while_it_is_made() {
    for unheard in [false, true] {
        let mut rig = DashboardRig::start().await;
        let silence =
            if unheard { Trouble::Unheard(Then::Silence) } else { Trouble::Acted(Then::Silence) };
        rig.network.once(Call::CreateLink, silence);
        let (desk, form) = (rig.desk(), rig.form_of(ONE_MUG).await);
        let press = form.press.clone();
        rig.kill_at_silence(async move { desk.create_link(form).await }).await;
        rig.reopen().await;
        let sale = rig.sale_of_press(&press).await.unwrap();
        let told = if unheard { "NOT_SURE" } else { "WAITING" };
        assert_eq!(word(&sale), told);
        assert_eq!(rig.links(&sale).len(), usize::from(!unheard));
        let_watch(&rig, QUIET).await;
        assert_eq!(rig.network.sent(Call::CreateLink), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_what_was_asked_for_is_never_shown_and_switched_off() {
    for lie in [
        Behaviour { currency_in_answer: Some("USD".into()), ..Behaviour::default() },
        Behaviour { currency_in_answer: Some("XXX".into()), ..Behaviour::default() },
        Behaviour { total_in_answer: Some(MinorUnits::new(0)), ..Behaviour::default() },
    ] {
        let rig = DashboardRig::start().await;
        rig.behave(lie.clone());
        let sale = rig.sale_of(ONE_MUG).await;
        assert!(["LINK_REFUSED", "NOT_SURE"].contains(&&*word(&sale)), "{lie:?} {sale:?}");
        assert_eq!(address(&sale), None, "{lie:?}");
        settle(&rig).await;
        assert_eq!(address(&rig.sale(&sale).await), None, "{lie:?}");
    }
    // A link that could be paid more often than staff asked.
    let rig = DashboardRig::start().await;
    let often = Then::Field("max_uses", serde_json::json!(1_000));
    rig.network.once(Call::CreateLink, Trouble::Acted(often));
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
    let_watch(&rig, Duration::from_mins(5)).await;
    assert_eq!(rig.gateway().link_state(&rig.uuid(&sale)), Some(LinkState::SwitchedOff));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_deletes_the_record_of_a_sale_that_may_have_a_link() {
    let rig = DashboardRig::start().await;
    rig.network.once(Call::CreateLink, unheard());
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!(word(&sale), "NOT_SURE");
    let forgotten = rig.desk().forget_account(&rig.account()).await;
    assert!(
        matches!(forgotten, Err(TillError::LinksStillOpen { .. } | TillError::StillSettling)),
        "{forgotten:?}"
    );
}
