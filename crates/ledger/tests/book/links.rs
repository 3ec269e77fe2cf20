use domain::{
    TillError,
    error::{Doubt, Fault},
    link::ProviderLinkState,
    link_life::{Absence, LinkEffect, LinkEvent, LinkState},
};
use ledger::{Failure, LedgerError, LinkRecord};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, made, now, typed};

fn begun(seconds: i64) -> LinkEvent {
    LinkEvent::Begun { provider_time: at(seconds) }
}

const NOT_SENT: LinkEvent = LinkEvent::NotSent { fault: Fault::Connect };
const UNCLEAR: LinkEvent = LinkEvent::Unclear { doubt: Doubt::TimedOut };

fn unusable(provider_id: Option<&str>) -> LinkEvent {
    LinkEvent::Unusable {
        provider_id: provider_id.map(|id| id.to_owned().try_into().unwrap()),
        error: TillError::ForeignHost { host: "evil.example".into() },
    }
}

/// Carries `events` out on a link whose first request is on its way.
fn after(shop: &Shop, events: &[LinkEvent]) -> LinkRecord {
    let (sale, link) = shop.begin(&typed("Table 4"));
    for event in events {
        shop.ledger.link_event(now(), link, event).unwrap();
    }
    shop.ledger.sale(sale).unwrap().unwrap().link.unwrap()
}

#[test]
fn a_made_link_has_its_address_once_it_may_be_shown() {
    let shop = Shop::new();
    let (sale, link) = shop.begin(&typed("Table 4"));
    let answer = shop.ledger.link_event(now(), link, &made("LNK_1")).unwrap();
    assert_eq!(answer, (LinkState::Active, [LinkEffect::Show, LinkEffect::Watch].as_slice()));
    let record = shop.ledger.sale(sale).unwrap().unwrap().link.unwrap();
    assert_eq!(record.provider_id.unwrap().as_str(), "LNK_1");
    assert_eq!(record.url.unwrap().as_str(), "https://apis.globalpay.com/LNK_1");
    assert_eq!(record.ends_at, Some(at(900)));
}

#[test]
fn the_address_of_an_orphan_is_never_kept() {
    let shop = Shop::new();
    let orphan = after(&shop, &[UNCLEAR, LinkEvent::Absent(Absence::Proven), made("LNK_1")]);
    assert_eq!(orphan.state, LinkState::Orphan);
    assert_eq!(orphan.url, None);
    assert_eq!(orphan.provider_id.unwrap().as_str(), "LNK_1");
}

#[test]
fn an_unusable_link_keeps_its_id_and_the_reason() {
    let shop = Shop::new();
    let orphan = after(&shop, &[unusable(Some("LNK_1"))]);
    assert_eq!(orphan.state, LinkState::Orphan);
    assert_eq!(orphan.provider_id.unwrap().as_str(), "LNK_1");
    assert!(matches!(orphan.error, Some(TillError::ForeignHost { .. })));
}

#[test]
fn a_key_ages_from_the_first_request_that_may_have_arrived() {
    let shop = Shop::new();
    let resent = after(&shop, &[UNCLEAR, begun(50)]);
    assert_eq!((resent.first_sent, resent.last_sent), (Some(at(1)), Some(at(50))));
    let never_left = after(&shop, &[NOT_SENT]);
    assert_eq!(never_left.state, LinkState::Reserved);
    assert_eq!((never_left.first_sent, never_left.last_sent), (None, None));
    let second_try = after(&shop, &[NOT_SENT, begun(50)]);
    assert_eq!(second_try.first_sent, Some(at(50)));
}

#[test]
fn a_request_on_its_way_is_not_begun_again() {
    let shop = Shop::new();
    let (sale, link) = shop.begin(&typed("Table 4"));
    let before = shop.tables();
    let (state, effects) = shop.ledger.link_event(now(), link, &begun(50)).unwrap();
    assert_eq!(state, LinkState::Sending { attempt: 1, seen: false });
    assert!(effects.is_empty());
    assert_eq!(shop.tables(), before);
    let record = shop.ledger.sale(sale).unwrap().unwrap().link.unwrap();
    assert_eq!(record.last_sent, Some(at(1)));
}

#[test]
fn a_refused_link_tells_why_until_it_turns_out_to_exist() {
    let shop = Shop::new();
    let refused = LinkEvent::Rejected { error: TillError::CredentialsRefused };
    let failed = after(&shop, std::slice::from_ref(&refused));
    assert_eq!(failed.state, LinkState::Failed);
    assert_eq!(failed.error, Some(TillError::CredentialsRefused));
    let after_all = after(&shop, &[refused, made("LNK_1")]);
    assert_eq!((after_all.state, after_all.error), (LinkState::Active, None));
}

#[test]
fn the_same_state_seen_again_is_not_written_down() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let before = shop.tables();
    let open = LinkEvent::Observed { state: ProviderLinkState::Open };
    let (state, effects) = shop.ledger.link_event(by_the_owner(at(30)), link, &open).unwrap();
    assert_eq!((state, effects), (LinkState::Active, [LinkEffect::Watch].as_slice()));
    assert_eq!(shop.tables(), before);
}

#[test]
fn nothing_is_wished_of_an_orphan_that_nobody_can_end() {
    let shop = Shop::new();
    let link = after(&shop, &[unusable(Some("LNK_1"))]).id;
    let events = shop.tables()["events"].len();
    let open = LinkEvent::Observed { state: ProviderLinkState::Open };
    for _ in 0..3 {
        let seen = shop.ledger.link_event_without_cancel(now(), link, &open).unwrap();
        assert_eq!(seen, (LinkState::Orphan, [LinkEffect::Watch].as_slice()));
    }
    assert_eq!(shop.tables()["events"].len(), events);
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![]);
    // Where somebody can, it is wished.
    shop.ledger.link_event(now(), link, &open).unwrap();
    assert_eq!(shop.ledger.wished_links().unwrap(), vec![link]);
}

#[test]
fn leave_to_send_again_is_written_down() {
    let shop = Shop::new();
    let (_, link) = shop.begin(&typed("Table 4"));
    shop.ledger.link_event(now(), link, &UNCLEAR).unwrap();
    let before = shop.tables()["events"].len();
    let known = LinkEvent::Absent(Absence::KeyKnown);
    let (_, effects) = shop.ledger.link_event(now(), link, &known).unwrap();
    assert_eq!(effects, [LinkEffect::Send]);
    assert_eq!(shop.tables()["events"].len(), before + 1);
}

#[test]
fn one_link_of_the_provider_never_stands_for_two_sales() {
    let shop = Shop::new();
    let (_, first) = shop.begin(&typed("Table 4"));
    let (_, second) = shop.begin(&typed("Table 4"));
    shop.ledger.link_event(now(), first, &made("LNK_1")).unwrap();
    let before = shop.tables();
    let taken = shop.ledger.link_event(now(), second, &made("LNK_1"));
    assert!(matches!(taken, Err(LedgerError::Failed(Failure::Conflict))));
    assert_eq!(shop.tables(), before);
}

#[test]
fn an_unknown_link_is_not_found() {
    let shop = Shop::new();
    let nobody = Uuid::max().into();
    let answer = shop.ledger.link_event(now(), nobody, &UNCLEAR);
    assert!(matches!(answer, Err(LedgerError::NotFound)));
    let noted = shop.ledger.note_check(nobody, at(1), true);
    assert!(matches!(noted, Err(LedgerError::NotFound)));
}

#[test]
fn checks_are_noted_without_an_event() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let events = shop.tables()["events"].len();
    let noted = || {
        let link = shop.ledger.sale(sale).unwrap().unwrap().link.unwrap();
        (link.last_checked, link.cannot_check_since)
    };
    assert_eq!(noted(), (None, None));
    shop.ledger.note_check(link, at(10), false).unwrap();
    assert_eq!(noted(), (None, Some(at(10))));
    shop.ledger.note_check(link, at(20), true).unwrap();
    assert_eq!(noted(), (Some(at(20)), None));
    shop.ledger.note_check(link, at(30), false).unwrap();
    shop.ledger.note_check(link, at(40), false).unwrap();
    assert_eq!(noted(), (Some(at(20)), Some(at(30))));
    assert_eq!(shop.tables()["events"].len(), events);
}
