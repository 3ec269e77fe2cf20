use domain::{
    TillError,
    error::{Doubt, Fault},
    hold::HoldEndKind,
    ids::{LinkId, PaymentId, RefundId, SaleId},
    link::ProviderLinkState,
    link_life::{Absence, LinkEvent, LinkState},
    payment::PaymentStatus,
    refund_life::RefundEvent,
    usage::Usage,
};
use ledger::{LedgerError, LinkToWatch, OpenQuestion, RefundsToWatch};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, made, now, seen, tail, typed};

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
    let reserved = shop.reserve(link, 2_500);
    let capture = shop.begin_hold_end(reserved, HoldEndKind::Capture, 2_500).unwrap();
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    assert_eq!(
        shop.ledger.open_questions().unwrap(),
        vec![
            OpenQuestion::Link(sending),
            OpenQuestion::Link(unclear),
            OpenQuestion::HoldEnd(capture),
            OpenQuestion::Refund(refund)
        ]
    );
    let no = RefundEvent::Rejected { error: TillError::UnknownError };
    shop.ledger.refund_event(now(), refund, &no).unwrap();
    shop.ledger.hold_end_event(now(), capture, &no).unwrap();
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
            payment_pending: false,
            several_uses: false,
            wished: false,
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

/// A sale whose link can be paid three times.
fn three_times(shop: &Shop) -> (SaleId, LinkId) {
    let usage = Usage::Multiple { limit: 3.try_into().unwrap() };
    let (sale, link) = shop.begin(&domain::sale::NewSale { usage, ..typed("Raffle") });
    shop.made(link);
    (sale, link)
}

fn pay_at(shop: &Shop, link: LinkId, id: &str, seconds: i64) -> PaymentId {
    let mut report = seen(id, PaymentStatus::Paid, 2_500);
    report.at = Some(at(seconds));
    shop.ledger.payment_seen(now(), link, &report, shop.fresh()).unwrap().unwrap()
}

#[test]
fn a_link_for_several_payments_tells_whether_it_can_be_paid_again() {
    let shop = Shop::new();
    let (_, link) = three_times(&shop);
    let watch = || {
        let watch = shop.ledger.watched_links(at(0)).unwrap().remove(0);
        (watch.paid, watch.several_uses)
    };
    assert_eq!(watch(), (false, true));
    for (number, several_uses) in [(1, true), (2, true), (3, false)] {
        pay_at(&shop, link, &format!("TRN_{number}"), number);
        assert_eq!(watch(), (true, several_uses), "{number}");
    }
}

#[test]
fn a_link_called_used_up_is_watched_until_seven_days_after_the_last_of_its_payments() {
    let shop = Shop::new();
    let (_, link) = three_times(&shop);
    pay_at(&shop, link, "TRN_1", 0);
    observe(&shop, link, ProviderLinkState::Paid, DAY);
    // The provider calls it used up, and two payments are still to be found.
    pay_at(&shop, link, "TRN_2", 2 * DAY);
    assert_eq!(watched(&shop, 400 * DAY), vec![link]);
    pay_at(&shop, link, "TRN_3", 20 * DAY);
    assert_eq!(watched(&shop, 27 * DAY - 1), vec![link]);
    assert_eq!(watched(&shop, 27 * DAY), vec![]);
}

#[test]
fn a_payment_that_may_end_any_moment_is_told() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.fresh();
    let pending = || shop.ledger.watched_links(at(0)).unwrap()[0].payment_pending;
    for (status, expected) in [
        (PaymentStatus::Unknown("NEW_WORD".into()), false),
        (PaymentStatus::Pending, true),
        (PaymentStatus::Processing, true),
        (PaymentStatus::Reserved, true),
        (PaymentStatus::Paid, false),
    ] {
        shop.becomes(link, payment, status.clone(), 2_500);
        assert_eq!(pending(), expected, "{status:?}");
    }
}

#[test]
fn reserved_money_is_watched_until_somebody_takes_it_or_gives_it_up() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.reserve(link, 2_500);
    observe(&shop, link, ProviderLinkState::Closed, DAY);
    assert_eq!(watched(&shop, 400 * DAY), vec![link]);
    shop.becomes(link, payment, PaymentStatus::Reversed, 2_500);
    assert_eq!(watched(&shop, 8 * DAY - 1), vec![link]);
    assert_eq!(watched(&shop, 8 * DAY), vec![]);
}

#[test]
fn a_link_called_paid_whose_money_was_given_up_is_watched_for_seven_days_more() {
    for before in [PaymentStatus::Reserved, PaymentStatus::Paid] {
        let shop = Shop::new();
        let (_, link) = shop.waiting();
        let payment = shop.fresh();
        shop.becomes(link, payment, before.clone(), 2_500);
        observe(&shop, link, ProviderLinkState::Paid, 60);
        let gone = seen(&format!("TRN_{}", tail(payment)), PaymentStatus::Reversed, 2_500);
        let entry = by_the_owner(at(10 * DAY));
        shop.ledger.payment_seen(entry, link, &gone, payment).unwrap();
        assert_eq!(watched(&shop, 17 * DAY - 1), vec![link], "{before:?}");
        assert_eq!(watched(&shop, 17 * DAY), vec![], "{before:?}");
        let tables = shop.tables();
        shop.ledger.rebuild().unwrap();
        assert_eq!(shop.tables(), tables);
    }
}

#[test]
fn a_link_called_paid_is_watched_for_seven_days_after_its_money_was_taken() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.reserve(link, 2_500);
    observe(&shop, link, ProviderLinkState::Paid, 60);
    let taken = seen(&format!("TRN_{}", tail(payment)), PaymentStatus::Paid, 2_500);
    let entry = by_the_owner(at(10 * DAY));
    shop.ledger.payment_seen(entry, link, &taken, payment).unwrap();
    assert_eq!(watched(&shop, 17 * DAY - 1), vec![link]);
    assert_eq!(watched(&shop, 17 * DAY), vec![]);
}

fn refund(shop: &Shop, payment: PaymentId, id: &str, seconds: i64) -> RefundId {
    let refund = shop.begin_refund(payment, 500).unwrap();
    let made = RefundEvent::Made { provider_id: id.to_owned().try_into().unwrap() };
    shop.ledger.refund_event(by_the_owner(at(seconds)), refund, &made).unwrap();
    refund
}

#[test]
fn a_confirmed_refund_is_watched_for_fourteen_days() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let watched = |seconds| shop.ledger.watched_refunds(at(seconds)).unwrap();
    shop.begin_refund(payment, 100).unwrap();
    assert_eq!(watched(0), vec![], "one on its way is an open question");

    let (other_sale, link) = shop.waiting();
    let other = shop.pay(link, 2_500);
    refund(&shop, other, "TRN_R1", 0);
    let latest = refund(&shop, other, "TRN_R2", DAY);
    let to_watch = |confirmed_at, last_checked| RefundsToWatch {
        payment: other,
        sale: other_sale,
        account: shop.account,
        confirmed_at,
        last_checked,
    };
    assert_eq!(watched(DAY), vec![to_watch(at(DAY), None)]);
    for checked in [at(DAY), at(2 * DAY)] {
        shop.ledger.note_refund_check(other, checked).unwrap();
        assert_eq!(watched(DAY), vec![to_watch(at(DAY), Some(checked))]);
    }
    assert_eq!(watched(15 * DAY - 1).len(), 1);
    assert_eq!(watched(15 * DAY), vec![]);

    shop.ledger.refund_event(now(), latest, &RefundEvent::FailedLate).unwrap();
    assert_eq!(watched(DAY)[0].confirmed_at, at(0), "only what stands is watched");
    let unknown = shop.ledger.note_refund_check(Uuid::max().into(), at(0));
    assert!(matches!(unknown, Err(LedgerError::NotFound)));
    assert_ne!(sale, other_sale);
}

#[test]
fn a_refund_without_an_account_can_t_be_watched() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    refund(&shop, payment, "TRN_R1", 0);
    observe(&shop, link, ProviderLinkState::Paid, 60);
    assert_eq!(shop.ledger.watched_refunds(at(0)).unwrap().len(), 1);
    shop.ledger.forget_account(now(), shop.account).unwrap();
    assert_eq!(shop.ledger.watched_refunds(at(0)).unwrap(), vec![]);
}
