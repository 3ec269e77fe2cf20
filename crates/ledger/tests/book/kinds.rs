use domain::{
    event::Fact,
    ids::PaymentId,
    link::ProviderLinkState,
    link_kind::{Day, LinkKind, Period, Schedule},
    link_life::LinkEvent,
    payment::PaymentStatus,
    sale::NewSale,
    sale_state::SaleState,
};
use ledger::StartRefundError;

use crate::shop::{Shop, at, by_the_owner, eur, now, seen, typed};

const DAY: i64 = 86_400;

pub(crate) fn monthly() -> LinkKind {
    LinkKind::Subscription(Schedule {
        each: eur(1_000),
        every: 1.try_into().unwrap(),
        period: Period::Month,
        starts_on: Day::parse("2026-12-20").unwrap(),
        times: 12.try_into().unwrap(),
    })
}

#[test]
fn a_sale_keeps_what_its_link_is_for() {
    let shop = Shop::new();
    for kind in [LinkKind::Payment, LinkKind::Reservation, LinkKind::CardCheck, monthly()] {
        let (sale, _) = shop.begin(&NewSale { kind, ..typed("Table 4") });
        assert_eq!(shop.ledger.sale(sale).unwrap().unwrap().kind, kind);
        let fact = shop.ledger.timeline(sale).unwrap().remove(0).fact;
        assert!(matches!(fact, Fact::SaleStarted { kind: k, .. } if k == kind));
    }
    let tables = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), tables);
}

#[test]
fn a_plain_payment_is_written_as_it_always_was() {
    let shop = Shop::new();
    shop.waiting();
    let fact: String = shop
        .file()
        .query_row("SELECT fact FROM events WHERE fact LIKE '%SALE_STARTED%'", [], |row| row.get(0))
        .unwrap();
    assert!(!fact.contains("PAYMENT") && !fact.contains("page_language"), "{fact}");
}

/// A card check whose card the provider confirmed at noon.
fn card_check(shop: &Shop) -> (ledger::SaleRecord, PaymentId) {
    let (sale, link) = shop.begin(&NewSale { kind: LinkKind::CardCheck, ..typed("Table 4") });
    shop.made(link);
    let payment: PaymentId = shop.fresh();
    let confirmed = seen("TRN_1", PaymentStatus::CardConfirmed, 100);
    shop.ledger.payment_seen(now(), link, &confirmed, payment).unwrap();
    let paid = LinkEvent::Observed { state: ProviderLinkState::Paid };
    shop.ledger.link_event(by_the_owner(at(0)), link, &paid).unwrap();
    (shop.ledger.sale(sale).unwrap().unwrap(), payment)
}

#[test]
fn a_confirmed_card_is_no_money() {
    let shop = Shop::new();
    let (sale, payment) = card_check(&shop);
    assert!(matches!(sale.state(), SaleState::CardConfirmed { .. }), "{:?}", sale.state());
    assert_eq!(sale.payments[0].came_at, None);
    let refused = shop.begin_refund(payment, 1);
    assert!(matches!(refused, Err(StartRefundError::NotRefundable)), "{refused:?}");
    let totals = shop.ledger.totals(sale.environment, at(0), at(DAY)).unwrap();
    assert!(totals.sums.is_empty(), "{totals:?}");
}

#[test]
fn the_link_of_a_confirmed_card_is_watched_for_seven_days_more() {
    let shop = Shop::new();
    let (sale, _) = card_check(&shop);
    let link = sale.link.unwrap().id;
    let watched = |seconds| shop.ledger.watched_links(at(seconds)).unwrap();
    assert_eq!(watched(7 * DAY - 1).iter().map(|link| link.link).collect::<Vec<_>>(), [link]);
    assert!(watched(1)[0].paid, "nothing is missing that has to be looked for in a hurry");
    assert!(watched(7 * DAY).is_empty());
    let tables = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), tables);
}
