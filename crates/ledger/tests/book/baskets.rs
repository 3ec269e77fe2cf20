//! Sales of products, and links that ask for another sum than the till counted.

use domain::{
    TillError,
    ids::LinkId,
    link::{MadeLink, ProviderLinkState},
    link_life::{LinkEffect, LinkEvent, LinkState},
    link_wish::Wish,
    sale::NewSale,
    sale_state::SaleState,
};

use crate::shop::{Shop, basket, eur, made, now, typed};

/// A link that asks for 27.25 where 25.00 was asked.
fn made_for_more() -> LinkEvent {
    let LinkEvent::Made(made) = made("7f0c") else { unreachable!() };
    LinkEvent::Made(MadeLink { total: Some(eur(2_725)), ..made })
}

fn begun(shop: &Shop) -> (domain::ids::SaleId, LinkId) {
    let begun = shop.begin(&NewSale { basket: Some(basket()), ..typed("Table 7") });
    let (state, _) = shop.ledger.link_event(now(), begun.1, &made_for_more()).unwrap();
    assert_eq!(state, LinkState::ToConfirm { total: eur(2_725) });
    begun
}

#[test]
fn a_sale_keeps_what_was_sold_and_is_found_by_it() {
    let shop = Shop::new();
    let (sale, _) = shop.begin(&NewSale { basket: Some(basket()), ..typed("Table 7") });
    assert_eq!(shop.ledger.sale(sale).unwrap().unwrap().basket, Some(basket()));
    let search = ledger::SaleSearch {
        text: "mug",
        ..ledger::SaleSearch::newest(domain::account::Environment::Practice, 10)
    };
    let found = shop.ledger.find_sales(&search).unwrap();
    assert_eq!(found.iter().map(|sale| sale.id).collect::<Vec<_>>(), [sale]);
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_sum_that_staff_take_is_what_the_sale_asks_for() {
    let shop = Shop::new();
    let (sale, link) = begun(&shop);
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.state(), SaleState::ConfirmTotal { total: eur(2_725).money() });
    assert_eq!(record.amount, eur(2_500));
    let (state, effects) = shop.ledger.link_event(now(), link, &LinkEvent::Confirmed).unwrap();
    assert_eq!(state, LinkState::Active);
    assert!(effects.contains(&LinkEffect::Show));
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.amount, eur(2_725));
    assert!(record.link.unwrap().url.is_some());
    assert_eq!(record.basket, Some(basket()), "what was sold stays what it was");
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_link_whose_sum_nobody_takes_loses_its_address_and_is_switched_off() {
    let shop = Shop::new();
    let (sale, link) = begun(&shop);
    let (state, effects) = shop.ledger.link_event(now(), link, &LinkEvent::Declined).unwrap();
    assert_eq!(state, LinkState::Orphan);
    assert!(effects.contains(&LinkEffect::Cancel));
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.state(), SaleState::LinkRefused { error: TillError::TotalDeclined });
    let link = record.link.unwrap();
    assert_eq!((link.url, link.wish), (None, Some(Wish::Cancel)));
    assert_eq!(record.amount, eur(2_500));
    assert_eq!(shop.ledger.watched_links(now().at).unwrap().len(), 1, "money may still come");
}

#[test]
fn a_link_that_ends_before_anybody_took_its_sum_is_never_shown() {
    for state in [ProviderLinkState::Expired, ProviderLinkState::Closed, ProviderLinkState::Paid] {
        let shop = Shop::new();
        let (sale, link) = begun(&shop);
        shop.ledger.link_event(now(), link, &LinkEvent::Observed { state }).unwrap();
        let late = shop.ledger.link_event(now(), link, &LinkEvent::Confirmed).unwrap();
        assert_eq!(late.0, LinkState::Orphan);
        let record = shop.ledger.sale(sale).unwrap().unwrap();
        assert_eq!(record.state(), SaleState::LinkRefused { error: TillError::LinkOver });
        assert_eq!(record.link.unwrap().url, None);
    }
}

#[test]
fn an_account_is_not_forgotten_while_a_sum_waits_to_be_taken() {
    let shop = Shop::new();
    begun(&shop);
    let refused = shop.ledger.forget_account(now(), shop.account);
    assert!(
        matches!(refused, Err(ledger::ForgetAccountError::LinksStillOpen { count: 1 })),
        "{refused:?}"
    );
}

#[test]
fn what_went_back_at_the_provider_is_news_once_and_never_counts_twice() {
    use domain::payment::PaymentStatus;
    use domain::refund::{RefundOrigin, SeenRefund};

    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let back = SeenRefund {
        provider_id: String::from("p1-refunded").try_into().unwrap(),
        payment: Some(String::from("p1").try_into().unwrap()),
        amount: eur(2_500).money(),
        at: None,
        stands: true,
        origin: RefundOrigin::Elsewhere,
    };
    assert!(!shop.ledger.went_back(now(), link, &back).unwrap(), "no such payment yet");
    let paid = crate::shop::seen("p1", PaymentStatus::Paid, 2_500);
    shop.ledger.payment_seen(now(), link, &paid, shop.fresh()).unwrap();
    let fallen = SeenRefund { stands: false, ..back.clone() };
    assert!(!shop.ledger.went_back(now(), link, &fallen).unwrap());
    assert!(shop.ledger.went_back(now(), link, &back).unwrap());
    assert!(!shop.ledger.went_back(now(), link, &back).unwrap());
    let state = shop.ledger.sale(sale).unwrap().unwrap().state();
    assert_eq!(state, SaleState::Refunded { refunded: eur(2_500).money() });
}
