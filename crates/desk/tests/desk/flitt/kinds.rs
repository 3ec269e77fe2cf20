//! Links that reserve, that confirm a card, and that nobody can end before their time.

use std::time::Duration;

use desk::{
    domain::{
        Clock as _, TillError,
        error::Field,
        hold::HoldEndKind,
        link_kind::{LinkKindForm, Period},
        sale_state::{About, SaleState},
    },
    view::{CustomerPage, NewSaleForm},
};
use practice::flitt::{Behaviour, DECLINED_CARDS};
use providers::{Lane, TransportFault};

use super::rig::{FlittRig, order_id};
use crate::rig::{
    Call, Then, Trouble, hold_end, hold_end_form, payment, progress_word, refund_form, story, word,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_is_taken_in_part_and_refunded_no_further() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Reservation, "2500").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "RESERVED");
    assert!(payment(&sale).reserved && payment(&sale).can_end_hold && !payment(&sale).paid);
    let refused = rig.desk().refund(refund_form(&sale, "100")).await;
    assert_eq!(refused.unwrap_err(), TillError::NotRefundable);

    let form = hold_end_form(&sale, HoldEndKind::Capture, "1800");
    let sale = rig.desk().end_hold(form).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "DONE");
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID", 1_800));
    // The rest went back to the card by itself: to refund it too would give it back twice.
    let too_much = rig.desk().refund(refund_form(&sale, "1801")).await;
    assert!(matches!(too_much, Err(TillError::OverRefund { left }) if left.minor() == 1_800));
    rig.desk().refund(refund_form(&sale, "1800")).await.unwrap();
    assert_eq!(rig.gone_back(&sale), "1800");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_whose_answer_was_lost_ends_as_one() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Reservation, "2500").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    rig.network.once(Call::Capture, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    let form = hold_end_form(&sale, HoldEndKind::Capture, "1800");
    let sale = rig.desk().end_hold(form).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "NOT_SURE");
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress_word(hold_end(&sale).state), "DONE");
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID", 1_800));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_that_was_taken_elsewhere_is_told_and_no_longer_ended() {
    for part in [2_500, 1_200, 1_240] {
        let rig = FlittRig::start().await;
        let sale = rig.waiting_for(LinkKindForm::Reservation, "2500").await;
        rig.customer_pays(&sale);
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        rig.end_hold_elsewhere(&sale, HoldEndKind::Capture, part).await;
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(payment(&sale).amount.minor(), part, "{}", word(&sale));
        assert!(payment(&sale).paid && !payment(&sale).can_end_hold, "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_of_which_nobody_knows_how_much_was_taken_is_in_question() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Reservation, "250000").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert!(payment(&sale).can_end_hold);
    // `2500` may be 25.00, and 2,500.00 as well.
    let in_minor = Behaviour { capture_amount_in_minor_units: true, ..Behaviour::default() };
    rig.gateway().set_behaviour(in_minor);
    rig.end_hold_elsewhere(&sale, HoldEndKind::Capture, 2_500).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    let about = SaleState::NotSure { about: About::Capture };
    assert_eq!(sale.row.state, about);
    assert!(!payment(&sale).can_end_hold && !payment(&sale).reserved && !payment(&sale).paid);
    assert!(!sale.link.as_ref().unwrap().payable);
    // Once the figure can mean one thing only, it is the sum.
    rig.gateway().set_behaviour(Behaviour::default());
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert!(payment(&sale).paid && payment(&sale).amount.minor() == 2_500, "{}", word(&sale));
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_came_in_time_is_not_late_because_the_till_looked_late() {
    for (looked_before, state) in [(false, "PAID"), (true, "PAID_LATE")] {
        let rig = FlittRig::start().await;
        let sale = rig.waiting_for(LinkKindForm::Payment, "2500").await;
        rig.clock.advance(Duration::from_mins(14));
        if looked_before {
            // The gateway had called it over, and took money for it after all.
            rig.expired_order_is_told(&sale).await;
        }
        rig.customer_pays(&sale);
        rig.clock.advance(Duration::from_mins(3));
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), state);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_never_charges_again_before_its_link_has_ended() {
    let rig = FlittRig::start().await;
    let starting = |starts_on: &str| NewSaleForm {
        payable_for: 10 * 86_400,
        kind: LinkKindForm::Subscription {
            each_minor: "1000".to_owned(),
            every: 1,
            period: Period::Month,
            starts_on: starts_on.to_owned(),
            times: 12,
        },
        ..rig.form("2500")
    };
    let day = |days: u64| rig.clock.now().plus(Duration::from_hours(24 * days)).utc_day();
    for too_early in ["2020-01-01".to_owned(), day(1), day(10)] {
        let refused = rig.desk().create_link(starting(&too_early)).await;
        let starts_on = TillError::InvalidField { field: Field::StartsOn };
        assert_eq!(refused.unwrap_err(), starts_on, "{too_early}");
    }
    assert!(rig.gateway().orders().is_empty() && rig.rows().await.is_empty());
    rig.desk().create_link(starting(&day(11))).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_is_given_up_whole() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Reservation, "2500").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let part = rig.desk().end_hold(hold_end_form(&sale, HoldEndKind::Release, "1000")).await;
    assert_eq!(part.unwrap_err(), TillError::NotOffered);
    let sale =
        rig.desk().end_hold(hold_end_form(&sale, HoldEndKind::Release, "2500")).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "DONE");
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), rig.gone_back(&sale).as_str()), ("RELEASED", "2500"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_check_confirms_the_card_and_takes_nothing() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::CardCheck, "100").await;
    assert!(
        matches!(sale.customer, CustomerPage::Pay { link_kind, .. } if !link_kind.is_payment())
    );
    // A card that was refused first ends nothing.
    rig.gateway().pay(&order_id(&sale), DECLINED_CARDS[0]).unwrap();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CARD_REFUSED");
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CARD_CONFIRMED");
    assert!(matches!(sale.customer, CustomerPage::CardConfirmed { .. }));
    let confirmed = payment(&sale);
    assert!(!confirmed.paid && !confirmed.reserved && !confirmed.can_end_hold);
    assert!(confirmed.left.is_zero());
    assert!(!sale.link.as_ref().unwrap().payable);
    assert_eq!(story(&sale).last().unwrap(), "CARD_CONFIRMED");
    let refused = rig.desk().refund(refund_form(&sale, "100")).await;
    assert_eq!(refused.unwrap_err(), TillError::NotRefundable);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_can_t_be_ended_before_its_time_and_is_watched_until_then() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Payment, "2500").await;
    assert!(!sale.link.as_ref().unwrap().can_cancel && !sale.link.as_ref().unwrap().can_change);
    let refused = rig.desk().cancel_link(&sale.row.id).await;
    assert_eq!(refused.unwrap_err(), TillError::NotOffered);
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    rig.clock.advance(Duration::from_mins(16));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "EXPIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_address_was_lost_is_watched_and_nobody_is_asked_to_end_it() {
    let rig = FlittRig::start().await;
    rig.network.once(Call::CreateLink, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    rig.desk().settle_all().await.unwrap();
    let lost = rig.sale(&sale).await;
    assert_eq!(word(&lost), "LINK_REFUSED");
    assert!(lost.link.is_none(), "nobody may be shown it");
    let told = serde_json::to_value(&lost.row.state).unwrap();
    assert_eq!(told["error"]["code"], "ADDRESS_LOST");

    let before = story(&lost);
    for _ in 0..3 {
        rig.desk().check_now(&sale.row.id).await.unwrap();
        rig.desk().settle_all().await.unwrap();
        rig.desk().work_due(Lane::Settling).await;
        rig.rested();
    }
    assert_eq!(story(&rig.sale(&sale).await), before, "nothing is asked for, and nothing written");
    assert_eq!(rig.network.sent(Call::CreateLink), 1);

    // Should anybody have got hold of it all the same, its money is this sale's.
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert!(payment(&sale).paid);
    rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(rig.gone_back(&sale), "2500");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_would_refuse_is_refused_before_anything_is_sent() {
    let rig = FlittRig::start().await;
    let sent = rig.network.sent_in_all();
    let form = NewSaleForm { description: "Two | chairs".to_owned(), ..rig.form("2500") };
    let refused = rig.desk().create_link(form).await.unwrap_err();
    assert!(matches!(refused, TillError::ForbiddenCharacter { character: '|', .. }), "{refused:?}");
    let several = NewSaleForm { use_limit: Some(2), ..rig.form("2500") };
    assert!(rig.desk().create_link(several).await.is_err());
    assert_eq!(rig.network.sent_in_all(), sent);
    // Whatever language the shop speaks.
    let georgian = NewSaleForm {
        description: "ორი სკამი 🪑".to_owned(), ..rig.form("2500")
    };
    let sale = rig.desk().create_link(georgian).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_at_a_provider_without_such_links_offers_none() {
    let rig = crate::rig::Rig::start().await;
    for kind in [LinkKindForm::Reservation, LinkKindForm::CardCheck] {
        let refused = rig.desk().create_link(NewSaleForm { kind, ..rig.form("2500") }).await;
        assert_eq!(refused.unwrap_err(), TillError::NotOffered);
    }
}
