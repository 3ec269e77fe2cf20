use domain::{
    account::Environment, payment::PaymentStatus, refund_life::RefundEvent, sale::NewSale,
    sale_state::SaleState, usage::Usage,
};
use ledger::{CurrencyTotal, Totals};

use crate::shop::{Shop, at, by_the_owner, money, now, seen, typed};

fn total(shop: &Shop, from: i64, to: i64) -> Totals {
    shop.ledger.totals(Environment::Practice, at(from), at(to)).unwrap()
}

fn sum(paid: u64, refunded: u64) -> Vec<CurrencyTotal> {
    vec![CurrencyTotal { paid: money(paid), refunded: money(refunded) }]
}

#[test]
fn a_day_counts_what_came_and_what_went_back() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let (_, link) = shop.waiting();
    shop.pay(link, 1_000);
    let refund = shop.begin_refund(payment, 700).unwrap();
    assert_eq!(total(&shop, 0, 3_600).sums, sum(3_500, 0));
    let made = RefundEvent::Made { provider_id: String::from("TRN_R1").try_into().unwrap() };
    let later = by_the_owner(at(7_200));
    shop.ledger.refund_event(later, refund, &made).unwrap();

    let first_hour = total(&shop, 0, 3_600);
    assert_eq!((first_hour.payments, first_hour.sums), (2, sum(3_500, 0)));
    let third_hour = total(&shop, 7_200, 10_800);
    assert_eq!((third_hour.payments, third_hour.sums), (0, sum(0, 700)));
    let day = total(&shop, 0, 86_400);
    assert_eq!((day.payments, day.sums), (2, sum(3_500, 700)));
}

#[test]
fn a_refund_elsewhere_and_one_that_failed_late_are_counted_as_they_stand() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    shop.elsewhere(payment, "TRN_E", 300, None);
    let refund = shop.begin_refund(payment, 700).unwrap();
    let made = RefundEvent::Made { provider_id: String::from("TRN_R1").try_into().unwrap() };
    shop.ledger.refund_event(now(), refund, &made).unwrap();
    assert_eq!(total(&shop, 0, 3_600).sums, sum(2_500, 1_000));
    shop.ledger.refund_event(now(), refund, &RefundEvent::FailedLate).unwrap();
    assert_eq!(total(&shop, 0, 3_600).sums, sum(2_500, 300));
}

#[test]
fn only_money_that_is_there_counts() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    for (number, status) in [
        PaymentStatus::Pending,
        PaymentStatus::Reserved,
        PaymentStatus::Refused,
        PaymentStatus::Reversed,
        PaymentStatus::Unknown("NEW_WORD".into()),
    ]
    .into_iter()
    .enumerate()
    {
        let report = seen(&format!("TRN_{number}"), status, 2_500);
        shop.ledger.payment_seen(now(), link, &report, shop.fresh()).unwrap();
    }
    let nothing = Totals { payments: 0, sums: vec![] };
    assert_eq!(total(&shop, 0, 86_400), nothing);
}

#[test]
fn captured_money_counts_when_the_till_learned_of_it_and_not_when_it_was_reserved() {
    const DAY: i64 = 86_400;

    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let report = |status, seconds| {
        let entry = by_the_owner(at(seconds));
        let seen = seen("TRN_1", status, 2_500);
        shop.ledger.payment_seen(entry, link, &seen, shop.fresh()).unwrap();
    };
    report(PaymentStatus::Reserved, 60);
    report(PaymentStatus::Paid, DAY + 60);
    assert_eq!(total(&shop, 0, DAY).sums, vec![]);
    assert_eq!(total(&shop, DAY, 2 * DAY).sums, sum(2_500, 0));
    // What was only begun before counts at the provider's own moment, however late the till learns of it.
    let pending = |status, seconds| {
        let entry = by_the_owner(at(seconds));
        let seen = seen("TRN_2", status, 1_000);
        shop.ledger.payment_seen(entry, link, &seen, shop.fresh()).unwrap();
    };
    pending(PaymentStatus::Pending, 60);
    pending(PaymentStatus::Paid, 3 * DAY);
    assert_eq!(total(&shop, 0, DAY).sums, sum(1_000, 0));
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn environments_never_share_a_total_and_a_period_ends_before_its_end() {
    let mut shop = Shop::new();
    let (_, link) = shop.waiting();
    shop.pay(link, 2_500);
    shop.account = shop.add_account(Environment::Live);
    let (_, link) = shop.waiting();
    shop.pay(link, 100);
    // Paid at second 60.
    assert_eq!(total(&shop, 60, 61).sums, sum(2_500, 0));
    assert_eq!(total(&shop, 0, 60).sums, vec![]);
    let live = shop.ledger.totals(Environment::Live, at(0), at(3_600)).unwrap();
    assert_eq!(live.sums, sum(100, 0));
}

#[test]
fn a_link_that_is_still_collecting_counts_what_came_so_far() {
    let shop = Shop::new();
    let usage = Usage::Multiple { limit: 3.try_into().unwrap() };
    let (sale, link) = shop.begin(&NewSale { usage, ..typed("Raffle") });
    shop.made(link);
    shop.pay(link, 2_500);
    shop.pay(link, 2_500);
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert!(matches!(record.state(), SaleState::Collecting { times: 2, limit: 3, .. }));
    let day = total(&shop, 0, 86_400);
    assert_eq!((day.payments, day.sums), (2, sum(5_000, 0)));
    let open = shop.ledger.open_sales(Environment::Practice).unwrap();
    assert_eq!(open, vec![record]);
}
