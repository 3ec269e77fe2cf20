//! What one person may give back in a day, and who approved a refund.

use std::sync::Barrier;

use domain::{
    Money,
    account::Environment,
    error::Fault,
    event::Fact,
    ids::{PaymentId, StaffId},
    refund_life::RefundEvent,
};
use ledger::{DayLimit, Entry, LedgerError, RefundStarted, StartRefund, StartRefundError};

use crate::{
    crew::{ana, nino},
    shop::{Shop, at, eur, money, now},
};

const LIVE: Environment = Environment::Live;
const PLAY: Environment = Environment::Practice;

fn paid(shop: &Shop) -> PaymentId {
    let (_, link) = shop.waiting();
    shop.pay(link, 2_500)
}

/// A refund by `staff` at `seconds` after noon, who may give back 30.00 since noon.
fn refund(
    shop: &Shop,
    staff: StaffId,
    seconds: i64,
    minor: u64,
) -> Result<StartRefund, StartRefundError> {
    let limit = DayLimit { since: at(0), most: money(3_000) };
    let start = StartRefund { day_limit: Some(limit), ..shop.refund(paid(shop), minor) };
    let started = shop.ledger.start_refund(Entry { by: staff, at: at(seconds) }, &start)?;
    assert_eq!(started, RefundStarted::Now);
    Ok(start)
}

fn back(shop: &Shop, staff: StaffId, environment: Environment, since: i64) -> u64 {
    let currency = "EUR".parse().unwrap();
    shop.ledger.refunded_by(staff, environment, currency, at(since)).unwrap().minor()
}

fn is_over(refused: &Result<StartRefund, StartRefundError>) -> bool {
    matches!(refused, Err(StartRefundError::OverDayLimit))
}

#[test]
fn a_day_has_its_limit_and_the_last_cent_is_within_it() {
    let shop = Shop::new();
    refund(&shop, nino(), 10, 1_500).unwrap();
    let before = shop.tables()["refunds"].len();
    let refused = refund(&shop, nino(), 20, 1_501);
    assert!(is_over(&refused), "{refused:?}");
    assert_eq!(shop.tables()["refunds"].len(), before);
    refund(&shop, nino(), 20, 1_500).unwrap();
    assert!(is_over(&refund(&shop, nino(), 30, 1)));
    assert_eq!(back(&shop, nino(), PLAY, 0), 3_000);
}

#[test]
fn only_refunds_of_this_person_on_this_day_in_this_currency_and_place_count() {
    let mut shop = Shop::new();
    refund(&shop, ana(), 10, 2_500).unwrap();
    refund(&shop, nino(), -1, 2_500).unwrap();
    refund(&shop, nino(), 10, 1_000).unwrap();
    assert_eq!((back(&shop, nino(), PLAY, 0), back(&shop, nino(), PLAY, -1)), (1_000, 3_500));
    assert_eq!((back(&shop, ana(), PLAY, 0), back(&shop, StaffId::OWNER, PLAY, 0)), (2_500, 0));
    let yen = shop.ledger.refunded_by(nino(), PLAY, "JPY".parse().unwrap(), at(0)).unwrap();
    assert_eq!(yen, Money::zero("JPY".parse().unwrap()));

    shop.account = shop.add_account(LIVE);
    refund(&shop, nino(), 10, 2_500).unwrap();
    assert_eq!((back(&shop, nino(), LIVE, 0), back(&shop, nino(), PLAY, 0)), (2_500, 1_000));
    // A limit in another currency says nothing of euros, and lets none through.
    let most = Money::new(9_999_999, "JPY".parse().unwrap());
    let limit = Some(DayLimit { since: at(0), most });
    let start = StartRefund { day_limit: limit, ..shop.refund(paid(&shop), 1) };
    let refused = shop.ledger.start_refund(now(), &start);
    assert!(matches!(refused, Err(StartRefundError::OverDayLimit)));
}

#[test]
fn what_did_not_go_back_does_not_count() {
    let shop = Shop::new();
    let begun = refund(&shop, nino(), 10, 2_000).unwrap();
    assert!(is_over(&refund(&shop, nino(), 20, 2_000)));
    // Nobody knows: it may have been made.
    let unclear = RefundEvent::Unclear { doubt: domain::error::Doubt::TimedOut };
    shop.ledger.refund_event(now(), begun.refund, &unclear).unwrap();
    assert!(is_over(&refund(&shop, nino(), 20, 2_000)));
    shop.ledger.refund_event(now(), begun.refund, &RefundEvent::Contradicted).unwrap();
    shop.ledger.refund_event(now(), begun.refund, &RefundEvent::PersonFoundNone).unwrap();
    assert_eq!(back(&shop, nino(), PLAY, 0), 0);
    let made = refund(&shop, nino(), 20, 2_000).unwrap();
    let gone = RefundEvent::Made { provider_id: String::from("TRN_R1").try_into().unwrap() };
    shop.ledger.refund_event(now(), made.refund, &gone).unwrap();
    assert_eq!(back(&shop, nino(), PLAY, 0), 2_000);
    shop.ledger.refund_event(now(), made.refund, &RefundEvent::FailedLate).unwrap();
    assert_eq!(back(&shop, nino(), PLAY, 0), 0);
}

#[test]
fn what_was_never_sent_or_was_approved_does_not_count() {
    let shop = Shop::new();
    let begun = refund(&shop, nino(), 10, 2_500).unwrap();
    assert!(is_over(&refund(&shop, nino(), 20, 501)));
    let not_sent = RefundEvent::NotSent { fault: Fault::Dns };
    shop.ledger.refund_event(now(), begun.refund, &not_sent).unwrap();
    assert_eq!(back(&shop, nino(), PLAY, 0), 0);
    // The same intent may still go, and then it does.
    let again = RefundEvent::Begun { provider_time: at(11) };
    shop.ledger.refund_event(now(), begun.refund, &again).unwrap();
    assert_eq!(back(&shop, nino(), PLAY, 0), 2_500);
    shop.ledger.refund_event(now(), begun.refund, &not_sent).unwrap();

    let start = StartRefund { approved_by: Some(ana()), ..shop.refund(paid(&shop), 2_500) };
    shop.ledger.start_refund(Entry { by: nino(), at: at(20) }, &start).unwrap();
    assert_eq!((back(&shop, nino(), PLAY, 0), back(&shop, ana(), PLAY, 0)), (0, 0));
    refund(&shop, nino(), 30, 2_500).unwrap();
    assert!(is_over(&refund(&shop, nino(), 40, 501)));
}

#[test]
fn a_hand_in_the_tables_makes_no_day_longer() {
    for tampering in [
        format!("UPDATE refunds SET planned_by = '{}'", ana()),
        "UPDATE refunds SET planned_at = 0".into(),
        "UPDATE refunds SET reserves = 0, open = 0, state = '{\"kind\":\"WITHDRAWN\"}'".into(),
        "UPDATE refunds SET minor = 1, currency = 'JPY'".into(),
        format!("UPDATE refunds SET approved_by = '{}'", ana()),
        "DELETE FROM refunds".into(),
        "UPDATE sales SET environment = 'LIVE'".into(),
        "UPDATE accounts SET environment = 'LIVE'".into(),
        "UPDATE sales SET account = (SELECT id FROM accounts WHERE environment = 'LIVE')".into(),
        "UPDATE payments SET link = (SELECT id FROM links ORDER BY seq DESC LIMIT 1)".into(),
        "UPDATE payments SET seq = seq + 90000".into(),
    ] {
        let mut shop = Shop::new();
        let practice = shop.account;
        shop.account = shop.add_account(LIVE);
        paid(&shop);
        shop.account = practice;
        refund(&shop, nino(), 10, 2_500).unwrap();
        let file = shop.file();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        assert!(file.execute(&tampering, []).unwrap() > 0, "{tampering}");
        assert_eq!(back(&shop, nino(), PLAY, 0), 2_500, "{tampering}");
        assert!(is_over(&refund(&shop, nino(), 20, 501)), "{tampering}");
    }
}

#[test]
fn a_payment_that_a_hand_moved_to_another_place_is_held_to_the_limit_of_its_own() {
    for tampering in [
        "UPDATE sales SET environment = 'LIVE' WHERE seq = (SELECT max(seq) FROM sales)",
        "UPDATE accounts SET environment = 'LIVE'",
        "UPDATE sales SET account = 'nobody'",
        "UPDATE payments SET seq = seq + 90000",
        "UPDATE links SET seq = seq + 90000",
    ] {
        let shop = Shop::new();
        refund(&shop, nino(), 10, 2_500).unwrap();
        let payment = paid(&shop);
        let file = shop.file();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        file.execute(tampering, []).unwrap();
        let day_limit = Some(DayLimit { since: at(0), most: money(3_000) });
        let start = StartRefund { day_limit, ..shop.refund(payment, 501) };
        let refused = shop.ledger.start_refund(Entry { by: nino(), at: at(20) }, &start);
        let changed = LedgerError::ChangedOutside { seq: None };
        let changed = StartRefundError::Ledger(changed).to_string();
        assert!(
            refused.as_ref().is_err_and(|why| {
                matches!(why, StartRefundError::OverDayLimit) || why.to_string() == changed
            }),
            "{tampering}: {refused:?}"
        );
    }
}

#[test]
fn two_at_once_can_t_both_be_the_last_within_the_limit() {
    let shop = Shop::new();
    let limit = Some(DayLimit { since: at(0), most: money(2_500) });
    let starts: Vec<StartRefund> = (0..8)
        .map(|_| StartRefund { day_limit: limit, ..shop.refund(paid(&shop), 1_000) })
        .collect();
    let (gate, ledger) = (Barrier::new(starts.len()), &shop.ledger);
    let begun = std::thread::scope(|scope| {
        let threads: Vec<_> = starts
            .iter()
            .map(|start| {
                scope.spawn(|| {
                    gate.wait();
                    ledger.start_refund(Entry { by: nino(), at: at(1) }, start).is_ok()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).filter(|begun| *begun).count()
    });
    assert_eq!(begun, 2);
    assert_eq!(back(&shop, nino(), PLAY, 0), 2_000);
}

#[test]
fn who_approved_a_refund_stands_in_the_book() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let start = StartRefund { approved_by: Some(ana()), ..shop.refund(payment, 500) };
    shop.ledger.start_refund(Entry { by: nino(), at: at(1) }, &start).unwrap();
    let alone = StartRefund { amount: eur(300), ..shop.refund(paid(&shop), 300) };
    shop.ledger.start_refund(now(), &alone).unwrap();
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    let (_, refund) = record.refund(start.refund).unwrap();
    assert_eq!((refund.by, refund.approved_by), (nino(), Some(ana())));
    let other = shop.ledger.sale_of_refund(alone.refund).unwrap().unwrap();
    let other = shop.ledger.sale(other).unwrap().unwrap();
    assert_eq!(other.refund(alone.refund).unwrap().1.approved_by, None);
    let told = shop.ledger.timeline(sale).unwrap();
    assert!(told.iter().any(|line| {
        matches!(&line.fact, Fact::RefundPlanned { approved_by, .. } if *approved_by == Some(ana()))
    }));
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}
