use domain::{
    account::Environment, ids::LinkId, link::ProviderLinkState, link_life::LinkEvent,
    payment::PaymentStatus,
};
use ledger::{LedgerError, SweptRow};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, now, seen, typed};

const DAY: i64 = 86_400;

fn statuses() -> [PaymentStatus; 7] {
    use PaymentStatus::{Paid, Pending, Processing, Refused, Reserved, Reversed, Unknown};
    [Pending, Processing, Reserved, Paid, Refused, Reversed, Unknown("NEW_WORD".into())]
}

fn reference(shop: &Shop, link: LinkId) -> String {
    let sale = shop.ledger.sale_of_link(link).unwrap().unwrap();
    let link = shop.ledger.sale(sale).unwrap().unwrap().link.unwrap();
    link.our_reference.unwrap().as_str().to_owned()
}

fn row(reference: &str, id: &str, status: PaymentStatus) -> SweptRow {
    let provider_id = id.to_owned().try_into().unwrap();
    SweptRow { provider_id, times_paid: None, reference: reference.into(), status }
}

fn news(shop: &Shop, rows: &[SweptRow]) -> Vec<LinkId> {
    shop.ledger.news(shop.account, rows).unwrap()
}

#[test]
fn a_payment_that_nobody_knew_is_news_unless_the_card_was_declined() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let reference = reference(&shop, link);
    for status in statuses() {
        let expected = if status == PaymentStatus::Refused { vec![] } else { vec![link] };
        assert_eq!(
            news(&shop, &[row(&reference, "TRN_1", status.clone())]),
            expected,
            "{status:?}"
        );
    }
}

#[test]
fn a_link_that_was_paid_more_often_than_the_book_knows_is_news() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let reference = reference(&shop, link);
    let paid = |times| SweptRow {
        times_paid: Some(times),
        ..row(&reference, "7f0c", PaymentStatus::Paid)
    };
    assert_eq!(news(&shop, &[paid(0)]), []);
    assert_eq!(news(&shop, &[paid(1)]), [link]);
    let report = seen("TRN_1", PaymentStatus::Paid, 2_500);
    shop.ledger.payment_seen(now(), link, &report, shop.fresh()).unwrap();
    assert_eq!(news(&shop, &[paid(1)]), []);
    assert_eq!(news(&shop, &[paid(2)]), [link]);
    // What went back was paid all the same.
    let reversed = seen("TRN_1", PaymentStatus::Reversed, 2_500);
    shop.ledger.payment_seen(now(), link, &reversed, shop.fresh()).unwrap();
    assert_eq!(news(&shop, &[paid(1)]), []);
}

#[test]
fn a_link_that_the_book_had_given_up_is_news_until_its_id_is_known() {
    let shop = Shop::new();
    let (_, link) = shop.begin(&typed("Table 7"));
    let reference = reference(&shop, link);
    let unpaid =
        SweptRow { times_paid: Some(0), ..row(&reference, "7f0c", PaymentStatus::Pending) };
    let doubt = domain::error::Doubt::TimedOut;
    shop.ledger.link_event(now(), link, &LinkEvent::Unclear { doubt }).unwrap();
    assert_eq!(news(&shop, std::slice::from_ref(&unpaid)), []);
    let absent = LinkEvent::Absent(domain::link_life::Absence::Proven);
    shop.ledger.link_event(now(), link, &absent).unwrap();
    assert_eq!(news(&shop, std::slice::from_ref(&unpaid)), [link]);
    shop.ledger.link_event(now(), link, &crate::shop::made("7f0c")).unwrap();
    assert_eq!(news(&shop, &[unpaid]), []);
}

#[test]
fn a_known_payment_is_news_where_its_status_may_have_moved_on() {
    for known in statuses() {
        let shop = Shop::new();
        let (_, link) = shop.waiting();
        let reference = reference(&shop, link);
        let report = seen("TRN_1", known.clone(), 2_500);
        shop.ledger.payment_seen(now(), link, &report, shop.fresh()).unwrap();
        for status in statuses() {
            let told = news(&shop, &[row(&reference, "TRN_1", status.clone())]);
            // The book itself says what it would take up.
            let copy = Shop::new();
            let (_, same) = copy.waiting();
            let fresh = copy.fresh();
            copy.ledger.payment_seen(now(), same, &report, fresh).unwrap();
            let next = seen("TRN_1", status.clone(), 2_500);
            let taken = copy.ledger.payment_seen(now(), same, &next, copy.fresh()).unwrap();
            assert_eq!(!told.is_empty(), taken.is_some(), "{known:?}, {status:?}");
        }
    }
}

#[test]
fn a_row_without_our_reference_leads_to_the_link_of_the_payment_that_it_names() {
    let mut shop = Shop::new();
    let (_, link) = shop.waiting();
    let pending = seen("TRN_1", PaymentStatus::Pending, 2_500);
    shop.ledger.payment_seen(now(), link, &pending, shop.fresh()).unwrap();
    let paid = |id: &str| row("", id, PaymentStatus::Paid);
    assert_eq!(news(&shop, &[paid("TRN_1")]), vec![link]);
    assert_eq!(news(&shop, &[paid("TRN_2")]), vec![], "nobody knows it");
    shop.account = shop.add_account(Environment::Sandbox);
    assert_eq!(news(&shop, &[paid("TRN_1")]), vec![], "it is another account's");
}

#[test]
fn where_a_payment_is_the_link_itself_its_row_needs_no_reference_and_a_declined_one_is_its_end() {
    let mut shop = Shop::new();
    let (sale, link) = shop.waiting();
    let id = format!("LNK_{}", link.reference_tail());
    let told = |shop: &Shop, status| news(shop, &[row("", &id, status)]);
    for status in statuses() {
        assert_eq!(told(&shop, status.clone()), vec![link], "{status:?}");
    }
    let declined = seen(&id, PaymentStatus::Refused, 2_500);
    shop.ledger.payment_seen(now(), link, &declined, shop.fresh()).unwrap();
    assert_eq!(told(&shop, PaymentStatus::Refused), vec![], "it is known");
    assert_eq!(told(&shop, PaymentStatus::Paid), vec![link], "and the money came after all");

    let provider_link = id.clone().try_into().unwrap();
    let sale_of =
        |shop: &Shop| shop.ledger.sale_of_provider_link(shop.account, &provider_link).unwrap();
    assert_eq!(sale_of(&shop), Some(sale));
    shop.account = shop.add_account(Environment::Sandbox);
    assert_eq!(sale_of(&shop), None, "it is another account's");
    assert_eq!(told(&shop, PaymentStatus::Paid), vec![]);
}

#[test]
fn only_the_exact_reference_of_this_account_is_ours() {
    let mut shop = Shop::new();
    let (_, link) = shop.waiting();
    let ours = reference(&shop, link);
    let paid = |reference: &str| row(reference, "TRN_1", PaymentStatus::Paid);
    for other in
        [ours.to_lowercase(), ours[..ours.len() - 1].to_owned(), format!("{ours} "), String::new()]
    {
        assert_ne!(other, ours);
        assert_eq!(news(&shop, &[paid(&other)]), vec![], "{other}");
    }
    assert_eq!(news(&shop, &[paid(&ours)]), vec![link]);
    shop.account = shop.add_account(Environment::Sandbox);
    assert_eq!(news(&shop, &[paid(&ours)]), vec![]);
}

#[test]
fn each_link_is_told_once_in_the_order_of_the_rows() {
    let shop = Shop::new();
    let links = [shop.waiting().1, shop.waiting().1, shop.waiting().1];
    let references = links.map(|link| reference(&shop, link));
    let paid = |number: usize, id: &str| row(&references[number], id, PaymentStatus::Paid);
    shop.ledger
        .payment_seen(now(), links[1], &seen("TRN_KNOWN", PaymentStatus::Paid, 2_500), shop.fresh())
        .unwrap();
    let rows = [paid(2, "TRN_1"), paid(1, "TRN_KNOWN"), paid(0, "TRN_2"), paid(2, "TRN_3")];
    assert_eq!(news(&shop, &rows), vec![links[2], links[0]]);
}

#[test]
fn a_sweep_goes_on_where_the_last_one_ended() {
    let shop = Shop::new();
    let other = shop.add_account(Environment::Sandbox);
    let events = shop.tables()["events"].len();
    assert_eq!(shop.ledger.sweep_mark(shop.account).unwrap(), None);
    for seconds in [10, 20] {
        shop.ledger.set_sweep_mark(shop.account, at(seconds)).unwrap();
        assert_eq!(shop.ledger.sweep_mark(shop.account).unwrap(), Some(at(seconds)));
    }
    assert_eq!(shop.ledger.sweep_mark(other).unwrap(), None);
    assert_eq!(shop.tables()["events"].len(), events);
    let unknown = shop.ledger.set_sweep_mark(Uuid::max().into(), at(0));
    assert!(matches!(unknown, Err(LedgerError::NotFound)));
}

#[test]
fn a_sweep_reaches_back_to_the_oldest_link_that_is_watched() {
    let shop = Shop::new();
    let oldest = |seconds| shop.ledger.oldest_watched(shop.account, at(seconds)).unwrap();
    assert_eq!(oldest(0), None);
    let begin = |sent: i64| {
        let new_sale = typed("Table 4");
        let mut start = shop.start(&new_sale);
        start.provider_time = at(sent);
        shop.ledger.start_sale(by_the_owner(at(sent)), &start).unwrap();
        shop.made(start.link);
        start.link
    };
    let (first, _) = (begin(100), begin(200));
    assert_eq!(oldest(300), Some(at(100)));
    let over = LinkEvent::Observed { state: ProviderLinkState::Expired };
    shop.ledger.link_event(by_the_owner(at(900)), first, &over).unwrap();
    assert_eq!(oldest(900 + 7 * DAY - 1), Some(at(100)));
    assert_eq!(oldest(900 + 7 * DAY), Some(at(200)));
    let other = shop.add_account(Environment::Sandbox);
    assert_eq!(shop.ledger.oldest_watched(other, at(300)).unwrap(), None);
}
