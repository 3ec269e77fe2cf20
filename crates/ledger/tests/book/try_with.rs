//! A sale that is taken to another account: one transaction, and the first link never forgotten.

use domain::{
    TillError,
    account::Environment,
    error::{Doubt, Fault},
    ids::{AccountId, LinkId, SaleId},
    link::ProviderLinkState,
    link_life::{Absence, LinkEffect, LinkEvent, LinkState},
    link_wish::{Wish, WishEnd},
    payment::PaymentStatus,
    reference::OurReference,
    sale_state::SaleState,
};
use ledger::{LedgerError, SaleRecord, SaleSearch, Started, TryWith};
use proptest::prelude::*;

use crate::shop::{Shop, at, figures, made, now, typed};

const UNCLEAR: LinkEvent = LinkEvent::Unclear { doubt: Doubt::TimedOut };
const OPEN: LinkEvent = LinkEvent::Observed { state: ProviderLinkState::Open };

fn start(shop: &Shop, instead_of: LinkId, account: AccountId) -> TryWith {
    let link: LinkId = shop.fresh();
    TryWith {
        instead_of,
        first_can_end: true,
        link,
        account,
        press: shop.fresh(),
        key: shop.fresh(),
        reference: OurReference::new("Table 4", link).unwrap(),
        expires_at: at(900),
        provider_time: at(2),
    }
}

/// A sale whose first link came to `events`, taken to another account.
fn tried(events: &[LinkEvent]) -> (Shop, SaleId, LinkId, TryWith) {
    let shop = Shop::new();
    let other = shop.add_account(Environment::Practice);
    let (sale, first) = shop.begin(&typed("Table 4"));
    for event in events {
        shop.ledger.link_event(now(), first, event).unwrap();
    }
    let next = start(&shop, first, other);
    assert_eq!(shop.ledger.try_with(now(), &next).unwrap(), Started::Now);
    (shop, sale, first, next)
}

fn sale_of(shop: &Shop, sale: SaleId) -> SaleRecord {
    shop.ledger.sale(sale).unwrap().unwrap()
}

fn seen_by(shop: &Shop, link: LinkId) -> SaleRecord {
    shop.ledger.sale_by_link(link).unwrap().unwrap()
}

fn is_watched(shop: &Shop, link: LinkId) -> bool {
    shop.ledger.watched_links(at(60)).unwrap().iter().any(|watched| watched.link == link)
}

#[test]
fn the_next_link_is_the_sale_s_and_the_first_keeps_its_own_account() {
    let (shop, sale, first, next) = tried(&[UNCLEAR]);
    let record = sale_of(&shop, sale);
    assert_eq!(record.account, next.account);
    let link = record.link.unwrap();
    assert_eq!((link.id, link.state), (next.link, LinkState::Sending { attempt: 1, seen: false }));
    assert_eq!(link.our_reference, Some(next.reference));
    let [earlier] = record.others.as_slice() else { panic!("{:?}", record.others) };
    assert_eq!((earlier.account, earlier.link.id), (shop.account, first));
    // What is asked about the first link goes to the account that made it.
    let record = seen_by(&shop, first);
    assert_eq!((record.account, record.link.unwrap().id), (shop.account, first));
    assert_eq!(record.others[0].link.id, next.link);
}

#[test]
fn one_that_may_be_at_the_provider_is_looked_for() {
    let (shop, _, first, _) = tried(&[UNCLEAR]);
    assert_eq!(seen_by(&shop, first).link.unwrap().state, LinkState::Orphan);
    assert!(is_watched(&shop, first));
}

#[test]
fn one_that_never_left_is_not() {
    for nothing_there in [
        LinkEvent::NotSent { fault: Fault::Connect },
        LinkEvent::Rejected { error: TillError::UnknownError },
    ] {
        let (shop, _, first, _) = tried(&[nothing_there]);
        let link = seen_by(&shop, first).link.unwrap();
        assert_eq!((link.state, link.error), (LinkState::Orphan, Some(TillError::LinkNeverMade)));
        assert!(!is_watched(&shop, first));
    }
}

#[test]
fn an_answer_that_comes_too_late_shows_nothing_and_the_link_is_ended() {
    let (shop, sale, first, next) = tried(&[UNCLEAR]);
    shop.ledger.link_event(now(), first, &made("LNK_1")).unwrap();
    let link = seen_by(&shop, first).link.unwrap();
    assert_eq!((link.state, link.url), (LinkState::Orphan, None));
    assert_eq!(sale_of(&shop, sale).link.unwrap().id, next.link);
    shop.ledger.link_event(now(), first, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, first).link.unwrap().wish, Some(Wish::Cancel));
    assert!(is_watched(&shop, first));
}

#[test]
fn nothing_is_resent_for_the_first() {
    let (shop, _, first, _) = tried(&[UNCLEAR]);
    for late in [
        LinkEvent::Absent(Absence::KeyKnown),
        LinkEvent::Begun { provider_time: at(9) },
        LinkEvent::Rejected { error: TillError::UnknownError },
    ] {
        let (state, effects) = shop.ledger.link_event(now(), first, &late).unwrap();
        assert_eq!((state, effects.len()), (LinkState::Orphan, 0), "{late:?}");
    }
}

#[test]
fn one_that_a_customer_has_is_ended_in_the_same_transaction() {
    let (shop, _, first, _) = tried(&[made("LNK_1")]);
    let link = seen_by(&shop, first).link.unwrap();
    assert_eq!((link.state, link.wish), (LinkState::Active, Some(Wish::Cancel)));
    assert!(is_watched(&shop, first));
}

#[test]
fn one_that_opens_again_is_ended_again() {
    let closed = LinkEvent::Observed { state: ProviderLinkState::Closed };
    let (shop, _, first, _) = tried(&[made("LNK_1"), closed]);
    assert_eq!(seen_by(&shop, first).link.unwrap().wish, None);
    shop.ledger.link_event(now(), first, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, first).link.unwrap().wish, Some(Wish::Cancel));
}

#[test]
fn where_no_link_can_be_ended_it_stays_watched_and_nothing_is_wished() {
    let shop = Shop::new();
    let other = shop.add_account(Environment::Practice);
    let (_, first) = shop.waiting();
    let next = TryWith { first_can_end: false, ..start(&shop, first, other) };
    shop.ledger.try_with(now(), &next).unwrap();
    shop.ledger.link_event_without_cancel(now(), first, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, first).link.unwrap().wish, None);
    assert!(is_watched(&shop, first));
}

#[test]
fn money_on_either_link_is_the_sale_s_and_on_both_is_paid_twice() {
    let (shop, sale, first, next) = tried(&[made("LNK_1")]);
    shop.ledger.link_event(now(), next.link, &made("LNK_2")).unwrap();
    let on_first = shop.pay(first, 2_500);
    assert!(matches!(sale_of(&shop, sale).state(), SaleState::Paid { .. }));
    shop.pay(next.link, 2_500);
    assert!(matches!(sale_of(&shop, sale).state(), SaleState::PaidTwice { .. }));
    // A refund goes to where the money came in.
    let record = shop.ledger.sale_by_payment(on_first).unwrap().unwrap();
    assert_eq!(record.account, shop.account);
}

#[test]
fn once_one_link_is_paid_the_other_is_ended() {
    let (shop, _, first, next) = tried(&[made("LNK_1")]);
    shop.ledger.link_event(now(), next.link, &made("LNK_2")).unwrap();
    shop.ledger.link_event(now(), next.link, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, next.link).link.unwrap().wish, None, "it may be paid");
    shop.pay(first, 2_500);
    shop.ledger.link_event(now(), next.link, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, next.link).link.unwrap().wish, Some(Wish::Cancel));
}

#[test]
fn once_one_link_is_paid_no_request_leaves_for_the_other() {
    let not_sent = LinkEvent::NotSent { fault: Fault::Dns };
    let begun = LinkEvent::Begun { provider_time: at(9) };
    let (shop, _, first, next) = tried(&[made("LNK_1")]);
    shop.ledger.link_event(now(), next.link, &not_sent).unwrap();
    shop.pay(first, 2_500);
    let (state, _) = shop.ledger.link_event(now(), next.link, &begun).unwrap();
    assert_eq!(state, LinkState::Failed, "nothing of it is at the provider");
    let link = seen_by(&shop, next.link).link.unwrap();
    assert_eq!(link.error, Some(TillError::LinkNeverMade));

    // One that may be there is looked for until it is found or surely is not there.
    let (shop, _, first, next) = tried(&[made("LNK_1")]);
    shop.ledger.link_event(now(), next.link, &UNCLEAR).unwrap();
    shop.pay(first, 2_500);
    let before = shop.tables();
    for event in [LinkEvent::Absent(Absence::KeyKnown), begun] {
        let (state, effects) = shop.ledger.link_event(now(), next.link, &event).unwrap();
        assert!(matches!(state, LinkState::Unknown { .. }), "{state:?}");
        assert_eq!(effects, [LinkEffect::LookUpLater], "{event:?}");
    }
    assert_eq!(shop.tables(), before);
    let absent = LinkEvent::Absent(Absence::Proven);
    let (state, _) = shop.ledger.link_event(now(), next.link, &absent).unwrap();
    assert_eq!(state, LinkState::Orphan);
}

#[test]
fn a_provider_that_refused_a_change_is_asked_for_the_end_and_one_that_refused_the_end_is_not() {
    let (shop, _, first, next) = tried(&[made("LNK_1")]);
    let refuse = |link: LinkId| {
        let number = seen_by(&shop, link).link.unwrap().wish_number.unwrap();
        let refused = WishEnd::Refused { error: TillError::NotOffered };
        assert!(shop.ledger.end_wish(now(), link, number, refused).unwrap());
    };
    shop.ledger.link_event(now(), next.link, &made("LNK_2")).unwrap();
    shop.ledger.ask_change(now(), next.link, figures(900), "Lamp", at(5)).unwrap();
    refuse(next.link);
    shop.pay(first, 2_500);
    shop.ledger.link_event(now(), next.link, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, next.link).link.unwrap().wish, Some(Wish::Cancel));
    refuse(next.link);
    shop.ledger.link_event(now(), next.link, &OPEN).unwrap();
    assert_eq!(seen_by(&shop, next.link).link.unwrap().wish, None, "it was refused once");
}

#[test]
fn the_same_press_and_a_second_person_write_nothing() {
    let (shop, sale, first, next) = tried(&[UNCLEAR]);
    let before = shop.tables();
    assert_eq!(shop.ledger.try_with(now(), &next).unwrap(), Started::Before(sale));
    let second = start(&shop, first, next.account);
    assert_eq!(shop.ledger.try_with(now(), &second).unwrap(), Started::Before(sale));
    assert_eq!(shop.tables(), before);
}

#[test]
fn where_money_is_there_or_under_way_nothing_is_tried() {
    for (status, may_try) in [
        (PaymentStatus::Paid, false),
        (PaymentStatus::Pending, false),
        (PaymentStatus::Processing, false),
        (PaymentStatus::Reserved, false),
        (PaymentStatus::Unknown("NEW".into()), false),
        (PaymentStatus::Refused, true),
    ] {
        let shop = Shop::new();
        let other = shop.add_account(Environment::Practice);
        let (sale, first) = shop.waiting();
        shop.becomes(first, shop.fresh(), status.clone(), 2_500);
        let tried = shop.ledger.try_with(now(), &start(&shop, first, other)).unwrap();
        let expected = if may_try { Started::Now } else { Started::Before(sale) };
        assert_eq!(tried, expected, "{status:?}");
    }
}

#[test]
fn a_link_that_is_told_paid_before_its_payment_is_listed_is_not_tried_elsewhere() {
    let shop = Shop::new();
    let other = shop.add_account(Environment::Practice);
    let (sale, first) = shop.waiting();
    shop.becomes(first, shop.fresh(), PaymentStatus::Refused, 2_500);
    let paid = LinkEvent::Observed { state: ProviderLinkState::Paid };
    shop.ledger.link_event(now(), first, &paid).unwrap();
    let before = shop.tables();
    let tried = shop.ledger.try_with(now(), &start(&shop, first, other)).unwrap();
    assert_eq!(tried, Started::Before(sale));
    assert_eq!(shop.tables(), before);
}

#[test]
fn an_account_of_another_environment_takes_over_nothing() {
    let shop = Shop::new();
    let sandbox = shop.add_account(Environment::Sandbox);
    let (sale, first) = shop.begin(&typed("Table 4"));
    shop.ledger.link_event(now(), first, &UNCLEAR).unwrap();
    let before = shop.tables();
    let refused = shop.ledger.try_with(now(), &start(&shop, first, sandbox));
    assert!(matches!(refused, Err(LedgerError::NotFound)));
    assert_eq!(shop.tables(), before);
    assert_eq!(sale_of(&shop, sale).account, shop.account);
}

#[test]
fn the_book_is_rebuilt_to_the_same_tables() {
    let (shop, _, first, next) = tried(&[made("LNK_1")]);
    shop.pay(first, 2_500);
    shop.ledger.link_event(now(), next.link, &made("LNK_2")).unwrap();
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_sale_is_found_by_what_either_provider_calls_it() {
    let (shop, sale, _, next) = tried(&[made("LNK_FIRST")]);
    shop.ledger.link_event(now(), next.link, &made("LNK_NEXT")).unwrap();
    for words in ["LNK_FIRST", "LNK_NEXT"] {
        let search = SaleSearch { text: words, ..SaleSearch::newest(Environment::Practice, 9) };
        let found = shop.ledger.find_sales(&search).unwrap();
        assert_eq!(found.iter().map(|sale| sale.id).collect::<Vec<_>>(), [sale], "{words}");
    }
}

#[test]
fn a_sale_is_listed_for_each_account_that_was_asked_for_a_link() {
    let (shop, sale, _, next) = tried(&[made("LNK_FIRST")]);
    let (other, _) = shop.waiting();
    let of = |account| {
        let account = Some(account);
        let search = SaleSearch { account, ..SaleSearch::newest(Environment::Practice, 9) };
        let found = shop.ledger.find_sales(&search).unwrap();
        found.iter().map(|sale| sale.id).collect::<Vec<_>>()
    };
    assert_eq!(of(next.account), [sale]);
    assert_eq!(of(shop.account), [other, sale], "money may be there");
}

/// What can happen to a sale of which staff lose patience.
#[derive(Debug, Clone)]
enum Turn {
    /// A provider's answer about one of the links.
    Told(usize, LinkEvent),
    /// A customer pays one of them.
    Pays(usize),
    /// Staff try with the other account.
    Tries,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let observed = |state| LinkEvent::Observed { state };
    let told = prop_oneof![
        Just(made("LNK")),
        Just(UNCLEAR),
        Just(LinkEvent::NotSent { fault: Fault::Connect }),
        Just(LinkEvent::Rejected { error: TillError::UnknownError }),
        Just(LinkEvent::Absent(Absence::KeyKnown)),
        Just(LinkEvent::Absent(Absence::Proven)),
        Just(OPEN),
        Just(observed(ProviderLinkState::Closed)),
        Just(observed(ProviderLinkState::Expired)),
        Just(observed(ProviderLinkState::Paid)),
    ];
    let turn = prop_oneof![
        6 => (0..4_usize, told).prop_map(|(link, event)| Turn::Told(link, event)),
        1 => (0..4_usize).prop_map(Turn::Pays),
        2 => Just(Turn::Tries),
    ];
    prop::collection::vec(turn, 1..30)
}

/// A provider names each of its links otherwise.
fn of_link(event: &LinkEvent, number: usize) -> LinkEvent {
    match event {
        LinkEvent::Made(_) => made(&format!("LNK_{number}")),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_two_links_that_can_be_paid_without_the_first_ended_or_flagged_and_watched(
        turns in turns(),
    ) {
        let shop = Shop::new();
        let accounts = [shop.account, shop.add_account(Environment::Practice)];
        let (sale, first) = shop.begin(&typed("Table 4"));
        let mut links = vec![first];
        for turn in &turns {
            match turn {
                Turn::Told(number, event) => {
                    let number = number % links.len();
                    shop.ledger.link_event(now(), links[number], &of_link(event, number)).unwrap();
                }
                Turn::Pays(number) => {
                    shop.pay(links[number % links.len()], 2_500);
                }
                Turn::Tries => {
                    let next =
                        start(&shop, *links.last().unwrap(), accounts[links.len() % accounts.len()]);
                    if shop.ledger.try_with(now(), &next).unwrap() == Started::Now {
                        links.push(next.link);
                    }
                }
            }
            let record = sale_of(&shop, sale);
            prop_assert_eq!(record.link.map(|link| link.id), links.last().copied());
            prop_assert_eq!(record.others.len(), links.len() - 1);
            for other in &record.others {
                let (link, id) = (&other.link, other.link.id);
                let never_made = link.error == Some(TillError::LinkNeverMade);
                prop_assert!(never_made || is_watched(&shop, id), "{:?} is forgotten", link);
                match link.state {
                    LinkState::Active => prop_assert_eq!(link.wish, Some(Wish::Cancel)),
                    LinkState::Orphan => prop_assert!(link.url.is_none()),
                    LinkState::Paid | LinkState::Expired | LinkState::Closed => {}
                    state => prop_assert!(false, "an earlier link is {:?}", state),
                }
            }
        }
    }
}
