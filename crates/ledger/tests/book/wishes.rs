use domain::{
    TillError, Timestamp,
    account::Environment,
    event::Fact,
    ids::{LinkId, SaleId},
    link::ProviderLinkState,
    link_life::{LinkEvent, LinkState},
    link_wish::{LinkFigures, Wish, WishEnd, WishEvent},
    sale_state::SaleState,
    usage::Usage,
};
use ledger::{LedgerError, LinkRecord, SaleRecord, SaleSearch};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, eur, figures, money, now, typed};

fn refused() -> WishEnd {
    WishEnd::Refused { error: TillError::NotOffered }
}

fn change(figures: LinkFigures) -> Wish {
    Wish::Change { figures }
}

fn record(shop: &Shop, sale: SaleId) -> SaleRecord {
    shop.ledger.sale(sale).unwrap().unwrap()
}

fn link_of(shop: &Shop, sale: SaleId) -> LinkRecord {
    record(shop, sale).link.unwrap()
}

fn cancel(shop: &Shop, link: LinkId, seconds: i64) -> Option<Wish> {
    shop.ledger.ask_cancel(now(), link, at(seconds)).unwrap()
}

fn ask_change(shop: &Shop, link: LinkId) -> Option<Wish> {
    shop.ledger.ask_change(now(), link, figures(900), "Three vases", at(5)).unwrap()
}

/// Ends the wish that stands.
fn end(shop: &Shop, sale: SaleId, end: WishEnd) {
    let link = link_of(shop, sale);
    let ended = shop.ledger.end_wish(now(), link.id, link.wish_number.unwrap(), end);
    assert!(ended.unwrap());
}

fn observe(shop: &Shop, link: LinkId, state: ProviderLinkState, when: Timestamp) {
    let event = LinkEvent::Observed { state };
    shop.ledger.link_event(by_the_owner(when), link, &event).unwrap();
}

fn found(shop: &Shop, text: &str) -> Vec<SaleId> {
    let search = SaleSearch { text, ..SaleSearch::newest(Environment::Practice, 10) };
    shop.ledger.find_sales(&search).unwrap().into_iter().map(|sale| sale.id).collect()
}

#[test]
fn a_cancel_is_on_disk_before_the_provider_is_asked() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    assert_eq!(cancel(&shop, link, 5), Some(Wish::Cancel));
    let sale = record(&shop, sale);
    let link = sale.link.as_ref().unwrap();
    assert_eq!((link.wish, link.cancelled_at), (Some(Wish::Cancel), Some(at(5))));
    assert_eq!(sale.state(), SaleState::Cancelling);
    let last = shop.ledger.timeline(sale.id).unwrap().pop().unwrap().fact;
    assert_eq!(
        last,
        Fact::Wish {
            link: link.id,
            event: WishEvent::Asked { wish: Wish::Cancel, provider_time: at(5) },
        }
    );
    assert!(shop.ledger.watched_links(at(0)).unwrap()[0].wished);
}

#[test]
fn a_cancel_that_was_granted_or_overtaken_stays_one_and_a_refused_one_does_not() {
    for (how, cancelled_at, error) in [
        (WishEnd::Granted, Some(at(5)), None),
        (WishEnd::Overtaken, Some(at(5)), None),
        (refused(), None, Some(TillError::NotOffered)),
    ] {
        let shop = Shop::new();
        let (sale, link) = shop.waiting();
        cancel(&shop, link, 5);
        // Asked again, it was still cancelled the first time.
        cancel(&shop, link, 9);
        end(&shop, sale, how.clone());
        let link = link_of(&shop, sale);
        assert_eq!((link.wish, link.wish_number), (None, None));
        assert_eq!(link.cancelled_at, cancelled_at, "{how:?}");
        assert_eq!(link.wish_error, error);
    }
}

#[test]
fn a_refusal_is_told_until_staff_ask_again() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    cancel(&shop, link, 5);
    end(&shop, sale, refused());
    assert_eq!(record(&shop, sale).state(), SaleState::Waiting { expires_at: Some(moment(900)) });
    ask_change(&shop, link);
    assert_eq!(link_of(&shop, sale).wish_error, None);
    end(&shop, sale, refused());
    cancel(&shop, link, 8);
    let link = link_of(&shop, sale);
    assert_eq!((link.wish_error, link.cancelled_at), (None, Some(at(8))));
}

fn moment(seconds: i64) -> domain::sale_state::Moment {
    domain::sale_state::Moment(at(seconds))
}

#[test]
fn a_change_shows_nowhere_until_it_is_granted() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    assert_eq!(ask_change(&shop, link), Some(change(figures(900))));
    let asked = record(&shop, sale);
    assert_eq!((asked.amount, asked.shipping, asked.usage), (eur(2_500), None, Usage::Single));
    let wished = asked.link.unwrap();
    assert_eq!(wished.wish, Some(change(figures(900))));
    assert_eq!(wished.wished_description.as_deref(), Some("Three vases"));
    assert_eq!((wished.cancelled_at, wished.ends_at), (None, Some(at(900))));
    assert_eq!(found(&shop, "vases"), vec![]);

    end(&shop, sale, WishEnd::Granted);
    let granted = record(&shop, sale);
    let figures = figures(900);
    assert_eq!(granted.amount, figures.amount);
    assert_eq!((granted.shipping, granted.usage), (figures.shipping, figures.usage));
    let texts = granted.texts.as_ref().unwrap();
    assert_eq!((texts.description.as_str(), texts.name.as_str()), ("Three vases", "Corner Shop"));
    let link = granted.link.as_ref().unwrap();
    assert_eq!((link.wish, &link.wished_description), (None, &None));
    assert_eq!((link.expires_at, link.ends_at), (figures.expires_at, Some(figures.expires_at)));
    for text in ["vases", "9.00", "12.50"] {
        assert_eq!(found(&shop, text), vec![sale], "{text}");
    }
    for text in ["lamps", "25.00"] {
        assert_eq!(found(&shop, text), vec![], "{text}");
    }
    shop.pay(link.id, 1_250);
    let state = record(&shop, sale).state();
    assert!(
        matches!(state, SaleState::Collecting { paid, .. } if paid == money(1_250)),
        "{state:?}"
    );
}

#[test]
fn a_change_that_was_not_carried_out_leaves_nothing_behind() {
    for how in [refused(), WishEnd::Overtaken] {
        let shop = Shop::new();
        let (sale, link) = shop.waiting();
        let before = record(&shop, sale);
        ask_change(&shop, link);
        end(&shop, sale, how.clone());
        let mut after = record(&shop, sale);
        after.link.as_mut().unwrap().wish_error = None;
        assert_eq!(after, before, "{how:?}");
        assert_eq!(shop.tables()["wish_texts"], Vec::<Vec<_>>::new());
    }
}

#[test]
fn the_last_change_asked_for_counts_and_a_cancel_stands_above_any() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    ask_change(&shop, link);
    let again = shop.ledger.ask_change(now(), link, figures(800), "Two vases", at(6)).unwrap();
    assert_eq!(again, Some(change(figures(800))));
    let wished = link_of(&shop, sale);
    assert_eq!(wished.wished_description.as_deref(), Some("Two vases"));

    cancel(&shop, link, 7);
    assert_eq!(link_of(&shop, sale).wished_description, None);
    let before = shop.tables();
    let too_late = shop.ledger.ask_change(now(), link, figures(700), "A vase", at(8)).unwrap();
    assert_eq!(too_late, Some(Wish::Cancel));
    assert_eq!(shop.tables(), before);
    end(&shop, sale, WishEnd::Granted);
    assert_eq!(record(&shop, sale).amount, eur(2_500));
}

#[test]
fn an_erased_sale_takes_the_figures_and_no_words() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    shop.ledger.erase_texts(sale).unwrap();
    ask_change(&shop, link);
    end(&shop, sale, WishEnd::Granted);
    let record = record(&shop, sale);
    assert_eq!((record.texts, record.amount), (None, eur(900)));
}

#[test]
fn nothing_is_asked_of_a_link_that_is_not_open() {
    let shop = Shop::new();
    let (_, sending) = shop.begin(&typed("Table 4"));
    let (_, over) = shop.waiting();
    observe(&shop, over, ProviderLinkState::Expired, at(900));
    let before = shop.tables();
    for link in [sending, over] {
        let asked = shop.ledger.ask_cancel(now(), link, at(5));
        assert!(matches!(asked, Err(LedgerError::LinkOver)), "{asked:?}");
        let asked = shop.ledger.ask_change(now(), link, figures(900), "Three vases", at(5));
        assert!(matches!(asked, Err(LedgerError::LinkOver)), "{asked:?}");
    }
    let nobody = shop.ledger.ask_cancel(now(), Uuid::max().into(), at(5));
    assert!(matches!(nobody, Err(LedgerError::NotFound)));
    assert_eq!(shop.tables(), before);
}

#[test]
fn an_answer_to_an_earlier_wish_ends_no_later_one() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let number = || link_of(&shop, sale).wish_number.unwrap();
    ask_change(&shop, link);
    let first = number();
    // The same figures with other words.
    shop.ledger.ask_change(now(), link, figures(900), "Two vases", at(6)).unwrap();
    let second = number();
    cancel(&shop, link, 7);
    let third = number();
    let before = shop.tables();
    for earlier in [first, second] {
        for how in [WishEnd::Granted, WishEnd::Overtaken, refused()] {
            assert!(!shop.ledger.end_wish(now(), link, earlier, how).unwrap());
        }
    }
    assert_eq!(shop.tables(), before);
    assert!(shop.ledger.end_wish(now(), link, third, WishEnd::Granted).unwrap());
    assert!(!shop.ledger.end_wish(now(), link, third, refused()).unwrap(), "it has ended");
    let over = link_of(&shop, sale);
    assert_eq!((over.wish, over.wish_error, over.cancelled_at), (None, None, Some(at(7))));
    assert_eq!(record(&shop, sale).amount, eur(2_500));
}

#[test]
fn a_look_from_before_the_cancel_does_not_open_the_link_again() {
    for (before, after) in [
        (ProviderLinkState::Closed, LinkState::Closed),
        (ProviderLinkState::Expired, LinkState::Expired),
        (ProviderLinkState::Open, LinkState::Active),
    ] {
        let shop = Shop::new();
        let (sale, link) = shop.waiting();
        cancel(&shop, link, 5);
        end(&shop, sale, WishEnd::Granted);
        observe(&shop, link, before, at(6));
        observe(&shop, link, ProviderLinkState::Open, at(7));
        let seen = link_of(&shop, sale);
        assert_eq!((seen.state, seen.cancelled_at), (after, Some(at(5))));
        // It may be open all the same, so the provider is asked again, and once.
        assert_eq!(seen.wish, Some(Wish::Cancel), "{after:?}");
        observe(&shop, link, ProviderLinkState::Open, at(8));
        assert_eq!(link_of(&shop, sale).wish_number, seen.wish_number);
        end(&shop, sale, WishEnd::Granted);
        assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);
    }
}

#[test]
fn an_orphan_that_can_be_paid_is_to_be_cancelled_unless_the_provider_refuses() {
    let shop = Shop::new();
    let (sale, link) = shop.begin(&typed("Table 4"));
    let provider_id = String::from("LNK_3").try_into().unwrap();
    let unusable =
        LinkEvent::Unusable { provider_id: Some(provider_id), error: TillError::NotOffered };
    shop.ledger.link_event(now(), link, &unusable).unwrap();
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);
    observe(&shop, link, ProviderLinkState::Open, at(60));
    observe(&shop, link, ProviderLinkState::Open, at(61));
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![link]);
    let orphan = link_of(&shop, sale);
    // Nobody asked for it.
    assert_eq!((orphan.state, orphan.cancelled_at), (LinkState::Orphan, None));
    end(&shop, sale, WishEnd::Granted);
    observe(&shop, link, ProviderLinkState::Open, at(62));
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![link], "it was opened again");
    end(&shop, sale, refused());
    observe(&shop, link, ProviderLinkState::Open, at(63));
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);
}

#[test]
fn a_wish_outlives_its_link_until_it_is_answered() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    cancel(&shop, link, 5);
    observe(&shop, link, ProviderLinkState::Paid, at(60));
    assert_eq!(link_of(&shop, sale).wish, Some(Wish::Cancel));
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![link]);
    end(&shop, sale, WishEnd::Overtaken);
    assert_eq!(link_of(&shop, sale).cancelled_at, Some(at(5)));
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);
    // Paid at second 60.
    shop.pay(link, 2_500);
    let state = record(&shop, sale).state();
    assert!(matches!(state, SaleState::PaidAfterCancel { .. }), "{state:?}");
}

#[test]
fn wished_links_are_listed_oldest_first_while_their_account_is_in_use() {
    let shop = Shop::new();
    let links = [shop.waiting().1, shop.waiting().1, shop.waiting().1];
    cancel(&shop, links[2], 5);
    ask_change(&shop, links[0]);
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![links[0], links[2]]);
    for link in links {
        observe(&shop, link, ProviderLinkState::Closed, at(60));
    }
    shop.ledger.forget_account(now(), shop.account).unwrap();
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);
}

#[test]
fn a_cancelled_link_is_watched_for_seven_days_after_it_closed() {
    const DAY: i64 = 86_400;
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    cancel(&shop, link, 5);
    let watched = |seconds| !shop.ledger.watched_links(at(seconds)).unwrap().is_empty();
    assert!(watched(400 * DAY));
    end(&shop, sale, WishEnd::Granted);
    observe(&shop, link, ProviderLinkState::Closed, at(DAY));
    assert!(watched(8 * DAY - 1));
    assert!(!watched(8 * DAY));
}
