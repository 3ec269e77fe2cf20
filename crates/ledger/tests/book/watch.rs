use domain::{
    TillError,
    error::{Doubt, Fault},
    ids::LinkId,
    link::ProviderLinkState,
    link_life::{Absence, LinkEvent, LinkState},
    payment::PaymentStatus,
    refund_life::RefundEvent,
};
use ledger::{LinkToWatch, OpenQuestion};

use crate::shop::{Shop, at, by_the_owner, made, now, seen, typed};

const DAY: i64 = 86_400;

fn watched(shop: &Shop, seconds: i64) -> Vec<LinkId> {
    let links = shop.ledger.watched_links(at(seconds)).unwrap();
    links.into_iter().map(|watch| watch.link).collect()
}

fn observe(shop: &Shop, link: LinkId, state: ProviderLinkState, seconds: i64) {
    let entry = by_the_owner(at(seconds));
    shop.ledger.link_event(entry, link, &LinkEvent::Observed { state }).unwrap();
}

#[test]
fn what_nobody_knows_is_asked_first_come_first() {
    let shop = Shop::new();
    let (_, sending) = shop.begin(&typed("1"));
    let (_, unclear) = shop.begin(&typed("2"));
    let doubt = LinkEvent::Unclear { doubt: Doubt::Interrupted };
    shop.ledger.link_event(now(), unclear, &doubt).unwrap();
    let (_, never_left) = shop.begin(&typed("3"));
    let not_sent = LinkEvent::NotSent { fault: Fault::Dns };
    shop.ledger.link_event(now(), never_left, &not_sent).unwrap();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    assert_eq!(
        shop.ledger.open_questions().unwrap(),
        vec![
            OpenQuestion::Link(sending),
            OpenQuestion::Link(unclear),
            OpenQuestion::Refund(refund)
        ]
    );
    let no = RefundEvent::Rejected { error: TillError::UnknownError };
    shop.ledger.refund_event(now(), refund, &no).unwrap();
    shop.made(sending);
    assert_eq!(shop.ledger.open_questions().unwrap(), vec![OpenQuestion::Link(unclear)]);
}

#[test]
fn a_link_that_can_be_paid_is_watched_for_ever() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    shop.ledger.note_check(link, at(5), true).unwrap();
    assert_eq!(
        shop.ledger.watched_links(at(400 * DAY)).unwrap(),
        vec![LinkToWatch {
            link,
            sale,
            account: shop.account,
            provider_id: Some(format!("LNK_{}", link.reference_tail()).try_into().unwrap()),
            state: LinkState::Active,
            paid: false,
            ends_at: at(900),
            last_checked: Some(at(5)),
        }]
    );
}

#[test]
fn a_link_that_is_over_is_watched_for_seven_days_more() {
    for state in [ProviderLinkState::Expired, ProviderLinkState::Closed] {
        let shop = Shop::new();
        let (_, link) = shop.waiting();
        observe(&shop, link, state.clone(), DAY);
        observe(&shop, link, state, 6 * DAY);
        assert_eq!(watched(&shop, 8 * DAY - 1), vec![link]);
        assert_eq!(watched(&shop, 8 * DAY), vec![]);
    }
}

#[test]
fn a_link_that_opens_again_is_watched_again() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    observe(&shop, link, ProviderLinkState::Closed, DAY);
    observe(&shop, link, ProviderLinkState::Open, 20 * DAY);
    assert_eq!(watched(&shop, 40 * DAY), vec![link]);
}

#[test]
fn a_link_called_paid_is_watched_until_the_money_is_proven_and_seven_days_more() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    observe(&shop, link, ProviderLinkState::Paid, 60);
    assert_eq!(watched(&shop, 400 * DAY), vec![link]);
    let pending = seen("TRN_1", PaymentStatus::Pending, 2_500);
    shop.ledger.payment_seen(now(), link, &pending, shop.fresh()).unwrap();
    assert_eq!(watched(&shop, 400 * DAY), vec![link]);
    // It was paid at second 60. Who pays it once more is seen for a week.
    let paid = seen("TRN_1", PaymentStatus::Paid, 2_500);
    shop.ledger.payment_seen(now(), link, &paid, shop.fresh()).unwrap();
    assert_eq!(watched(&shop, 60 + 7 * DAY - 1), vec![link]);
    assert!(shop.ledger.watched_links(at(DAY)).unwrap()[0].paid);
    assert_eq!(watched(&shop, 60 + 7 * DAY), vec![]);
}

#[test]
fn an_orphan_is_watched_until_seven_days_after_its_own_end() {
    let shop = Shop::new();
    let (_, link) = shop.begin(&typed("Table 4"));
    for event in [LinkEvent::Unclear { doubt: Doubt::TimedOut }, LinkEvent::Absent(Absence::Proven)]
    {
        shop.ledger.link_event(now(), link, &event).unwrap();
    }
    assert_eq!(watched(&shop, 0), vec![]);
    shop.ledger.link_event(now(), link, &made("LNK_1")).unwrap();
    assert_eq!(watched(&shop, 900 + 7 * DAY - 1), vec![link]);
    assert_eq!(watched(&shop, 900 + 7 * DAY), vec![]);
}

#[test]
fn an_orphan_that_the_provider_has_seen_is_looked_for_though_nobody_knows_its_id() {
    let shop = Shop::new();
    let (_, link) = shop.begin(&typed("Table 4"));
    let seen = LinkEvent::Unclear { doubt: Doubt::SeenBefore };
    for event in [seen, LinkEvent::Absent(Absence::Proven)] {
        shop.ledger.link_event(now(), link, &event).unwrap();
    }
    assert_eq!(watched(&shop, 900 + 7 * DAY - 1), vec![link]);
    assert_eq!(shop.ledger.watched_links(at(0)).unwrap()[0].provider_id, None);
    assert_eq!(watched(&shop, 900 + 7 * DAY), vec![]);
}

#[test]
fn a_link_without_an_account_can_t_be_watched() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    observe(&shop, link, ProviderLinkState::Expired, 900);
    assert_eq!(watched(&shop, 900), vec![link]);
    shop.ledger.forget_account(now(), shop.account).unwrap();
    assert_eq!(watched(&shop, 900), vec![]);
}
