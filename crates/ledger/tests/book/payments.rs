use domain::{
    account::Environment,
    hold::HoldEndKind,
    link::ProviderLinkState,
    link_life::LinkEvent,
    payment::{Card, LastFour, PaymentStatus, SeenPayment},
    sale_state::{About, SaleState},
};
use ledger::{ForgetAccountError, LedgerError};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, money, now, seen};

fn every_status() -> Vec<PaymentStatus> {
    vec![
        PaymentStatus::Pending,
        PaymentStatus::Processing,
        PaymentStatus::NotBegun,
        PaymentStatus::Reserved,
        PaymentStatus::Taken,
        PaymentStatus::Paid,
        PaymentStatus::Refused,
        PaymentStatus::Reversed,
        PaymentStatus::CardConfirmed,
        PaymentStatus::Unknown("NEW_WORD".into()),
    ]
}

#[test]
fn a_payment_has_one_id_however_often_it_is_reported() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let (first, second, third) = (shop.fresh(), shop.fresh(), shop.fresh());
    let report = |status, fresh| {
        shop.ledger.payment_seen(now(), link, &seen("TRN_1", status, 2_500), fresh).unwrap()
    };
    assert_eq!(report(PaymentStatus::Pending, first), Some(first));
    assert_eq!(report(PaymentStatus::Paid, second), Some(first));
    let before = shop.tables();
    assert_eq!(report(PaymentStatus::Paid, third), None);
    assert_eq!(shop.tables(), before);

    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.payments.len(), 1);
    assert!(matches!(record.state(), SaleState::Paid { paid, .. } if paid == money(2_500)));
    assert_eq!(shop.ledger.sale_of_payment(first).unwrap(), Some(sale));
    assert_eq!(shop.ledger.sale_of_payment(second).unwrap(), None);
}

#[test]
fn a_report_that_lags_behind_takes_nothing_back() {
    use PaymentStatus::{
        CardConfirmed, NotBegun, Paid, Pending, Processing, Refused, Reserved, Reversed, Taken,
    };

    // What may come after what, written out by hand from the ways a payment can go.
    let follows = |known: &PaymentStatus| match known {
        Pending | Processing | NotBegun | PaymentStatus::Unknown(_) => every_status(),
        Reserved | Taken => vec![Reserved, Taken, Paid, Refused, Reversed, CardConfirmed],
        // After one that failed, the same object may be tried once more.
        Refused => {
            vec![Processing, Reserved, Taken, Paid, Refused, Reversed, CardConfirmed]
        }
        Paid => vec![Paid, Refused, Reversed],
        Reversed => vec![Reversed],
        CardConfirmed => vec![CardConfirmed],
    };
    for known in every_status() {
        for report in every_status() {
            let shop = Shop::new();
            let (sale, link) = shop.waiting();
            for status in [&known, &report] {
                let seen = seen("TRN_1", status.clone(), 2_500);
                let fresh = shop.fresh();
                shop.ledger.payment_seen(now(), link, &seen, fresh).unwrap();
            }
            let expected = if follows(&known).contains(&report) { &report } else { &known };
            let sale = shop.ledger.sale(sale).unwrap().unwrap();
            assert_eq!(&sale.payments[0].status, expected, "{known:?}, {report:?}");
        }
    }
}

#[test]
fn money_of_a_hold_that_somebody_else_took_is_in_question_until_its_sum_is_told() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.fresh();
    let report = |status, minor, second| {
        let seen = seen("TRN_1", status, minor);
        shop.ledger.payment_seen(by_the_owner(at(second)), link, &seen, payment).unwrap();
        shop.ledger.sale(sale).unwrap().unwrap()
    };
    let may_be_ended = || shop.begin_hold_end(payment, HoldEndKind::Capture, 2_500);
    report(PaymentStatus::Reserved, 2_500, 60);
    let taken = report(PaymentStatus::Taken, 2_500, 70);
    assert_eq!(taken.state(), SaleState::NotSure { about: About::Capture });
    assert!(may_be_ended().is_err(), "the provider would refuse it");
    let forgotten = shop.ledger.forget_account(now(), shop.account);
    assert!(matches!(forgotten, Err(ForgetAccountError::MoneyReserved { count: 1 })));
    assert_eq!(shop.ledger.watched_links(at(86_400 * 400)).unwrap().len(), 1);
    // A read that lags behind.
    assert_eq!(report(PaymentStatus::Reserved, 2_500, 80).state(), SaleState::Reserved);
    report(PaymentStatus::Taken, 2_500, 90);
    let paid = report(PaymentStatus::Paid, 2_500, 100);
    assert!(matches!(paid.state(), SaleState::Paid { .. }));
    assert_eq!(paid.payments[0].came_at, Some(at(100)), "not when it was reserved");
}

#[test]
fn money_whose_moment_nobody_tells_is_late_only_where_a_look_had_shown_the_link_over() {
    for (over, late) in [(None, false), (Some(920), true)] {
        let shop = Shop::new();
        let (sale, link) = shop.waiting();
        let observe = |state, second| {
            let observed = LinkEvent::Observed { state };
            shop.ledger.link_event(by_the_owner(at(second)), link, &observed).unwrap();
        };
        if let Some(second) = over {
            observe(ProviderLinkState::Expired, second);
        }
        let untold = SeenPayment { at: None, ..seen("TRN_1", PaymentStatus::Paid, 2_500) };
        shop.ledger.payment_seen(by_the_owner(at(1_000)), link, &untold, shop.fresh()).unwrap();
        observe(ProviderLinkState::Paid, 1_000);
        shop.ledger.rebuild().unwrap();
        let state = shop.ledger.sale(sale).unwrap().unwrap().state();
        assert_eq!(matches!(state, SaleState::PaidLate { .. }), late, "{state:?}");
        assert_eq!(matches!(state, SaleState::Paid { .. }), !late, "{state:?}");
    }
}

#[test]
fn money_whose_moment_nobody_tells_counts_on_the_day_on_which_the_till_learned_of_it() {
    const DAY: i64 = 86_400;
    for before in [
        PaymentStatus::Pending,
        PaymentStatus::Processing,
        PaymentStatus::NotBegun,
        PaymentStatus::Refused,
    ] {
        let shop = Shop::new();
        let (sale, link) = shop.waiting();
        let report = |status, second| {
            let untold = SeenPayment { at: None, ..seen("TRN_1", status, 2_500) };
            let entry = by_the_owner(at(second));
            shop.ledger.payment_seen(entry, link, &untold, shop.fresh()).unwrap();
        };
        report(before.clone(), 60);
        report(PaymentStatus::Paid, 3 * DAY);
        // Seen once more with nothing but its card, it came no later.
        let card = LastFour::of_masked("5262").unwrap();
        let card = Some(Card { brand: "VISA".into(), last_four: card });
        let again = SeenPayment { at: None, card, ..seen("TRN_1", PaymentStatus::Paid, 2_500) };
        shop.ledger.payment_seen(by_the_owner(at(4 * DAY)), link, &again, shop.fresh()).unwrap();
        shop.ledger.rebuild().unwrap();
        let came = |from| {
            let until = at(from + DAY);
            shop.ledger.totals(Environment::Practice, at(from), until).unwrap().payments
        };
        assert_eq!([0, DAY, 3 * DAY, 4 * DAY].map(came), [0, 0, 1, 0], "{before:?}");
        let state = shop.ledger.sale(sale).unwrap().unwrap().state();
        assert!(
            matches!(state, SaleState::Paid { at: paid_at, .. } if paid_at.0 == at(3 * DAY)),
            "{before:?}: {state:?}"
        );
    }
}

#[test]
fn an_old_report_does_not_change_the_sum_either() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    shop.ledger
        .payment_seen(now(), link, &seen("TRN_1", PaymentStatus::Paid, 2_500), shop.fresh())
        .unwrap();
    let old = seen("TRN_1", PaymentStatus::Pending, 1);
    let answer = shop.ledger.payment_seen(now(), link, &old, shop.fresh());
    assert_eq!(answer.unwrap(), None);
    let sale = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(sale.payments[0].amount, money(2_500));
}

#[test]
fn another_sum_is_news() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.fresh();
    for minor in [2_500, 2_400] {
        let seen = seen("TRN_1", PaymentStatus::Paid, minor);
        let answer = shop.ledger.payment_seen(now(), link, &seen, payment);
        assert_eq!(answer.unwrap(), Some(payment));
    }
    let sale = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(sale.payments[0].amount, money(2_400));
    assert!(matches!(sale.state(), SaleState::PaidDifferentAmount { .. }));
}

#[test]
fn a_card_and_a_moment_once_known_stay_known() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let mut report = seen("TRN_1", PaymentStatus::Pending, 2_500);
    report.at = None;
    let entry = by_the_owner(at(100));
    shop.ledger.payment_seen(entry, link, &report, shop.fresh()).unwrap();
    let payment = || shop.ledger.sale(sale).unwrap().unwrap().payments.remove(0);
    assert_eq!((payment().at, payment().card), (at(100), None));

    let card =
        Card { brand: "VISA".into(), last_four: LastFour::of_masked("XXXXXXXXXXXX5262").unwrap() };
    let mut full = report.clone();
    full.at = Some(at(60));
    full.card = Some(card.clone());
    shop.ledger.payment_seen(entry, link, &full, shop.fresh()).unwrap();
    report.status = PaymentStatus::Paid;
    shop.ledger.payment_seen(entry, link, &report, shop.fresh()).unwrap();
    assert_eq!(payment().status, PaymentStatus::Paid);
    assert_eq!((payment().at, payment().card), (at(60), Some(card)));
}

#[test]
fn a_payment_stays_with_the_link_that_it_was_first_seen_on() {
    let shop = Shop::new();
    let ((first_sale, first), (second_sale, second)) = (shop.waiting(), shop.waiting());
    let pending = seen("TRN_1", PaymentStatus::Pending, 2_500);
    let payment = shop.fresh();
    shop.ledger.payment_seen(now(), first, &pending, payment).unwrap();
    let paid = seen("TRN_1", PaymentStatus::Paid, 2_500);
    let answer = shop.ledger.payment_seen(now(), second, &paid, shop.fresh());
    assert_eq!(answer.unwrap(), Some(payment));
    assert_eq!(shop.ledger.sale(second_sale).unwrap().unwrap().payments, vec![]);
    let sale = shop.ledger.sale(first_sale).unwrap().unwrap();
    assert_eq!(sale.payments[0].status, PaymentStatus::Paid);
}

#[test]
fn a_payment_on_an_unknown_link_is_not_found() {
    let shop = Shop::new();
    let report = seen("TRN_1", PaymentStatus::Paid, 2_500);
    let answer = shop.ledger.payment_seen(now(), Uuid::max().into(), &report, shop.fresh());
    assert!(matches!(answer, Err(LedgerError::NotFound)));
}
