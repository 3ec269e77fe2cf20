//! What went back of a payment at a provider that shows only the total.

use domain::{
    error::Doubt,
    ids::{PaymentId, RefundId, SaleId},
    refund_life::RefundEvent,
};
use ledger::{Elsewhere, TotalSeen};

use crate::shop::{Shop, money, now};

/// A sale of 25.00 EUR, paid.
fn paid(shop: &Shop) -> (SaleId, PaymentId) {
    let (sale, link) = shop.waiting();
    (sale, shop.pay(link, 2_500))
}

fn left(shop: &Shop, sale: SaleId) -> u64 {
    shop.ledger.sale(sale).unwrap().unwrap().payments[0].facts().left().minor()
}

/// The provider shows `total` where the book counted `in_book`.
fn note(
    shop: &Shop,
    payment: PaymentId,
    (in_book, total): (u64, u64),
    looked_for: Option<RefundId>,
) -> Elsewhere {
    let seen = TotalSeen {
        total: money(total),
        in_book: money(in_book),
        elsewhere: money(total - in_book),
    };
    shop.ledger.total_elsewhere(now(), payment, seen, looked_for).unwrap()
}

fn made(shop: &Shop, payment: PaymentId, minor: u64, id: &str) -> RefundId {
    let refund = shop.begin_refund(payment, minor).unwrap();
    let made = RefundEvent::Made { provider_id: id.to_owned().try_into().unwrap() };
    shop.ledger.refund_event(now(), refund, &made).unwrap();
    refund
}

#[test]
fn what_the_total_has_more_counts_once() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    made(&shop, payment, 500, "R1");
    assert_eq!(note(&shop, payment, (500, 1_200), None), Elsewhere::News);
    assert_eq!(left(&shop, sale), 1_300);
    // The same look once more is older than the book.
    assert_eq!(note(&shop, payment, (500, 1_200), None), Elsewhere::MayBeOurs);
    assert_eq!(left(&shop, sale), 1_300);
    assert_eq!(note(&shop, payment, (1_200, 2_000), None), Elsewhere::News);
    assert_eq!(left(&shop, sale), 500);
}

#[test]
fn the_same_total_after_a_failed_refund_counts_once_more() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = made(&shop, payment, 1_000, "R1");
    assert_eq!(note(&shop, payment, (1_000, 2_000), None), Elsewhere::News);
    shop.ledger.refund_event(now(), refund, &RefundEvent::FailedLate).unwrap();
    assert_eq!(left(&shop, sale), 1_500);
    assert_eq!(note(&shop, payment, (1_000, 2_000), None), Elsewhere::News);
    assert_eq!(left(&shop, sale), 500);
}

#[test]
fn a_refund_of_ours_that_was_made_since_the_look_is_no_stranger_s() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    // The look saw it before the book did.
    made(&shop, payment, 1_000, "R1");
    assert_eq!(note(&shop, payment, (0, 1_000), None), Elsewhere::MayBeOurs);
    assert_eq!(left(&shop, sale), 1_500);
}

#[test]
fn nothing_is_a_stranger_s_while_one_of_ours_is_not_settled() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    for step in [RefundEvent::Unclear { doubt: Doubt::TimedOut }, RefundEvent::Contradicted] {
        assert_eq!(note(&shop, payment, (0, 1_000), None), Elsewhere::MayBeOurs);
        shop.ledger.refund_event(now(), refund, &step).unwrap();
    }
    assert_eq!(note(&shop, payment, (0, 1_000), None), Elsewhere::MayBeOurs);
    // What surely can't be it is.
    assert_eq!(note(&shop, payment, (0, 700), Some(refund)), Elsewhere::News);
    assert_eq!(left(&shop, sale), 800);
}

#[test]
fn the_events_tell_it_again() {
    let shop = Shop::new();
    let (_, payment) = paid(&shop);
    made(&shop, payment, 500, "R1");
    note(&shop, payment, (500, 1_200), None);
    let tables = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), tables);
}
