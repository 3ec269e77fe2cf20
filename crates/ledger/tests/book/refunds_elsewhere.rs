use domain::{account::Environment, sale_state::SaleState};
use ledger::Elsewhere;

use crate::shop::{Shop, at, money, now};

fn failed(shop: &Shop, payment: domain::ids::PaymentId, provider_id: &str) {
    let provider_id = provider_id.to_owned().try_into().unwrap();
    shop.ledger.refund_elsewhere_failed(now(), payment, &provider_id).unwrap();
}

#[test]
fn one_that_failed_after_all_counts_no_longer_and_is_never_news_again() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    assert_eq!(shop.elsewhere(payment, "TRN_E1", 2_000, None), Elsewhere::News);
    assert_eq!(shop.elsewhere(payment, "TRN_E2", 300, None), Elsewhere::News);
    assert!(shop.begin_refund(payment, 2_200).is_err());
    failed(&shop, payment, "TRN_E1");

    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert!(
        matches!(record.state(), SaleState::PartlyRefunded { refunded, .. } if refunded == money(300))
    );
    assert_eq!(record.payments[0].facts().left(), money(2_200));
    let day = shop.ledger.totals(Environment::Practice, at(0), at(3_600)).unwrap();
    assert_eq!(day.sums[0].refunded, money(300));
    let ids = ["TRN_E1", "TRN_E2"].map(|id| id.to_owned().try_into().unwrap());
    assert_eq!(shop.ledger.unknown_refunds(shop.account, &ids).unwrap(), []);
    // A list that lags behind still shows it as made.
    assert_eq!(shop.elsewhere(payment, "TRN_E1", 2_000, None), Elsewhere::Known);

    let before = shop.tables();
    failed(&shop, payment, "TRN_E1");
    failed(&shop, payment, "TRN_E9");
    assert_eq!(shop.tables(), before, "nothing new");
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
    assert!(shop.begin_refund(payment, 2_201).is_err());
    shop.begin_refund(payment, 2_200).unwrap();
}

#[test]
fn one_of_another_payment_is_not_touched() {
    let shop = Shop::new();
    let ((_, link), (_, other)) = (shop.waiting(), shop.waiting());
    let payment = shop.pay(link, 2_500);
    let other = {
        let id = shop.fresh();
        let seen = crate::shop::seen("TRN_OTHER", domain::payment::PaymentStatus::Paid, 2_500);
        shop.ledger.payment_seen(now(), other, &seen, id).unwrap().unwrap()
    };
    shop.elsewhere(payment, "TRN_E1", 1_000, None);
    failed(&shop, other, "TRN_E1");
    assert!(shop.begin_refund(payment, 1_501).is_err());
}
