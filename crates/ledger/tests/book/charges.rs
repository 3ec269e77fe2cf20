use domain::{
    TillError, Timestamp,
    event::Fact,
    ids::{LinkId, SaleId},
    link::ProviderLinkState,
    link_life::LinkEvent,
    link_wish::{Wish, WishEnd, WishEvent},
    sale::NewSale,
};
use ledger::{ForgetAccountError, LedgerError, LinkRecord};

use crate::{
    kinds::monthly,
    shop::{Shop, at, by_the_owner, now, typed},
};

/// A subscription whose first charge was paid.
fn subscribed(shop: &Shop) -> (SaleId, LinkId) {
    let (sale, link) = shop.begin(&NewSale { kind: monthly(), ..typed("Club") });
    shop.made(link);
    shop.pay(link, 2_500);
    let paid = LinkEvent::Observed { state: ProviderLinkState::Paid };
    shop.ledger.link_event(now(), link, &paid).unwrap();
    (sale, link)
}

fn link_of(shop: &Shop, sale: SaleId) -> LinkRecord {
    shop.ledger.sale(sale).unwrap().unwrap().link.unwrap()
}

fn ask(book: &Shop, link: LinkId, stop: bool) -> Option<Wish> {
    book.ledger.ask_charges(now(), link, stop, at(5)).unwrap()
}

fn end(shop: &Shop, sale: SaleId, end: WishEnd) {
    let link = link_of(shop, sale);
    let ended = shop.ledger.end_wish(now(), link.id, link.wish_number.unwrap(), end);
    assert!(ended.unwrap());
}

#[test]
fn a_stop_is_on_disk_before_the_provider_is_asked_and_counts_once_it_is_granted() {
    let shop = Shop::new();
    let (sale, link) = subscribed(&shop);
    assert!(!link_of(&shop, sale).charges_stopped);
    assert_eq!(ask(&shop, link, true), Some(Wish::StopCharges));
    let asked = link_of(&shop, sale);
    assert_eq!((asked.wish, asked.charges_stopped), (Some(Wish::StopCharges), false));
    assert_eq!(asked.cancelled_at, None, "nobody cancelled the link");
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![link]);
    let last = shop.ledger.timeline(sale).unwrap().pop().unwrap().fact;
    let event = WishEvent::Asked { wish: Wish::StopCharges, provider_time: at(5) };
    assert_eq!(last, Fact::Wish { link, event });

    end(&shop, sale, WishEnd::Granted);
    let stopped = link_of(&shop, sale);
    assert_eq!((stopped.wish, stopped.charges_stopped), (None, true));
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);

    assert_eq!(ask(&shop, link, false), Some(Wish::ResumeCharges));
    assert!(link_of(&shop, sale).charges_stopped);
    end(&shop, sale, WishEnd::Granted);
    assert!(!link_of(&shop, sale).charges_stopped);
}

#[test]
fn a_refused_stop_changes_nothing_and_says_why() {
    let shop = Shop::new();
    let (sale, link) = subscribed(&shop);
    ask(&shop, link, true);
    end(&shop, sale, WishEnd::Refused { error: TillError::NotOffered });
    let link = link_of(&shop, sale);
    assert_eq!((link.wish, link.charges_stopped), (None, false));
    assert_eq!(link.wish_error, Some(TillError::NotOffered));
}

#[test]
fn the_last_word_stands_and_an_answer_to_an_earlier_one_ends_nothing() {
    let shop = Shop::new();
    let (sale, link) = subscribed(&shop);
    ask(&shop, link, true);
    let first = link_of(&shop, sale).wish_number.unwrap();
    assert_eq!(ask(&shop, link, false), Some(Wish::ResumeCharges));
    assert!(!shop.ledger.end_wish(now(), link, first, WishEnd::Granted).unwrap());
    let link = link_of(&shop, sale);
    assert_eq!((link.wish, link.charges_stopped), (Some(Wish::ResumeCharges), false));
}

#[test]
fn a_request_is_on_disk_before_it_leaves_and_counts_until_its_answer_is() {
    let shop = Shop::new();
    let (sale, link) = subscribed(&shop);
    ask(&shop, link, false);
    let first = link_of(&shop, sale).wish_number.unwrap();
    assert!(shop.ledger.charges_sent(now(), link, first, at(6)).unwrap());
    let sent = link_of(&shop, sale);
    assert_eq!((sent.wish, sent.wish_number), (Some(Wish::ResumeCharges), Some(first)));
    assert_eq!(sent.charge_requests.opposite_left(Wish::StopCharges), Some(at(6)));

    ask(&shop, link, true);
    let events = shop.tables()["events"].len();
    assert!(!shop.ledger.charges_sent(now(), link, first, at(7)).unwrap(), "it must not leave");
    assert!(!shop.ledger.charges_answered(now(), link, first, true).unwrap());
    assert_eq!(shop.tables()["events"].len(), events);
    let second = link_of(&shop, sale).wish_number.unwrap();
    assert!(shop.ledger.charges_sent(now(), link, second, at(8)).unwrap());
    assert!(shop.ledger.charges_answered(now(), link, second, true).unwrap());
    let link = link_of(&shop, sale);
    assert_eq!((link.wish, link.charges_stopped), (Some(Wish::StopCharges), false));
    assert!(link.charge_requests.carried_out());
    assert_eq!(link.charge_requests.opposite_left(Wish::ResumeCharges), None);
    assert_eq!(link.charge_requests.opposite_left(Wish::StopCharges), Some(at(6)));

    let tables = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), tables);
}

#[test]
fn an_account_whose_subscriptions_charge_is_not_forgotten() {
    let shop = Shop::new();
    let (sale, link) = subscribed(&shop);
    let running = || {
        let forgotten = shop.ledger.forget_account(now(), shop.account);
        assert!(
            matches!(forgotten, Err(ForgetAccountError::SubscriptionsRunning { count: 1 })),
            "{forgotten:?}"
        );
    };
    running();
    ask(&shop, link, true);
    running();
    end(&shop, sale, WishEnd::Granted);
    shop.ledger.may_forget_account(shop.account, now().at).unwrap();
    ask(&shop, link, false);
    running();
    end(&shop, sale, WishEnd::Granted);
    running();
    // The last of its twelve months lies behind it.
    let later = Timestamp::parse("2027-11-22T00:00:00Z").unwrap();
    shop.ledger.forget_account(by_the_owner(later), shop.account).unwrap();
}

#[test]
fn only_a_link_that_was_paid_began_a_subscription() {
    let shop = Shop::new();
    let (_, waiting) = shop.waiting();
    let events = shop.tables()["events"].len();
    let refused = shop.ledger.ask_charges(now(), waiting, true, at(5));
    assert!(matches!(refused, Err(LedgerError::LinkOver)), "{refused:?}");
    assert_eq!(shop.tables()["events"].len(), events);
}

#[test]
fn the_events_tell_whether_it_is_stopped() {
    let shop = Shop::new();
    for ends in [0, 1, 2] {
        let (sale, link) = subscribed(&shop);
        for stop in [true, false].into_iter().take(ends) {
            ask(&shop, link, stop);
            end(&shop, sale, WishEnd::Granted);
        }
        ask(&shop, link, true);
    }
    let tables = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), tables);
}
