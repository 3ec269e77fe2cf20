//! Which sales somebody sees who may not see them all.

use domain::{
    Timestamp,
    account::Environment,
    ids::{LinkId, SaleId, StaffId},
    link::ProviderLinkState,
    link_life::LinkEvent,
};
use ledger::{Entry, Period, SaleFilter, SaleSearch, Seen, Started};
use uuid::Uuid;

use crate::{
    crew::{ana, nino},
    shop::{Shop, at, now, typed},
};

/// When the day began.
const MORNING: i64 = 1_000;

fn begin(shop: &Shop, staff: StaffId, seconds: i64) -> (SaleId, LinkId) {
    let new_sale = typed("Table 4");
    let start = shop.start(&new_sale);
    let entry = Entry { by: staff, at: at(seconds) };
    assert_eq!(shop.ledger.start_sale(entry, &start).unwrap(), Started::Now);
    shop.made(start.link);
    (start.sale, start.link)
}

fn expire(shop: &Shop, link: LinkId) {
    let expired = LinkEvent::Observed { state: ProviderLinkState::Expired };
    shop.ledger.link_event(now(), link, &expired).unwrap();
}

fn over(shop: &Shop, staff: StaffId, seconds: i64) -> SaleId {
    let (sale, link) = begin(shop, staff, seconds);
    expire(shop, link);
    sale
}

fn paid(shop: &Shop, staff: StaffId, seconds: i64) -> SaleId {
    let (sale, link) = begin(shop, staff, seconds);
    shop.pay(link, 2_500);
    sale
}

fn seen_by(staff: StaffId) -> Seen {
    Seen::By { staff, since: at(MORNING) }
}

fn list(shop: &Shop, seen: Seen, filter: SaleFilter, text: &str) -> Vec<SaleId> {
    let environment = Environment::Practice;
    let search = SaleSearch { text, filter, seen, ..SaleSearch::newest(environment, 50) };
    let found = shop.ledger.find_sales(&search).unwrap();
    found.into_iter().map(|sale| sale.id).collect()
}

#[test]
fn a_cashier_sees_own_sales_those_of_today_and_open_ones() {
    let shop = Shop::new();
    let open = begin(&shop, ana(), 0).0;
    let own = over(&shop, nino(), 0);
    let hidden = over(&shop, ana(), MORNING - 1);
    let own_paid = paid(&shop, nino(), 0);
    let hidden_paid = paid(&shop, ana(), 0);
    let today = over(&shop, ana(), MORNING);
    let today_paid = paid(&shop, ana(), MORNING + 5);

    for text in ["", "table"] {
        let of_nino = |filter| list(&shop, seen_by(nino()), filter, text);
        assert_eq!(of_nino(SaleFilter::All), [today_paid, today, own_paid, own, open], "{text}");
        assert_eq!(of_nino(SaleFilter::Open), [open], "{text}");
        assert_eq!(of_nino(SaleFilter::Paid), [today_paid, own_paid], "{text}");
        assert_eq!(of_nino(SaleFilter::Refunded), [], "{text}");
        let all = list(&shop, Seen::All, SaleFilter::All, text);
        assert_eq!(all, [today_paid, today, hidden_paid, own_paid, hidden, own, open], "{text}");
    }
    for (sale, may) in [(open, true), (own, true), (hidden, false), (hidden_paid, false)]
        .into_iter()
        .chain([(today, true), (today_paid, true), (Uuid::max().into(), false)])
    {
        assert_eq!(shop.ledger.may_see(sale, nino(), at(MORNING)).unwrap(), may);
    }
    // It was there for everybody while it was open.
    let link = shop.ledger.sale(open).unwrap().unwrap().link.unwrap().id;
    expire(&shop, link);
    assert!(!shop.ledger.may_see(open, nino(), at(MORNING)).unwrap());
    assert!(shop.ledger.may_see(open, ana(), at(MORNING)).unwrap());
    assert!(!list(&shop, seen_by(nino()), SaleFilter::All, "").contains(&open));
}

#[test]
fn no_filter_shows_a_cashier_more() {
    let shop = Shop::new();
    let open = begin(&shop, ana(), 0).0;
    let own = over(&shop, nino(), 0);
    over(&shop, ana(), MORNING - 1);
    let today = over(&shop, ana(), MORNING);
    let all =
        || SaleSearch { seen: seen_by(nino()), ..SaleSearch::newest(Environment::Practice, 50) };
    let list = |search: &SaleSearch<'_>| -> Vec<SaleId> {
        shop.ledger.find_sales(search).unwrap().into_iter().map(|sale| sale.id).collect()
    };
    let ever = Some(Period { from: at(0), to: at(MORNING * 2) });
    for text in ["", "table"] {
        assert_eq!(list(&SaleSearch { text, days: ever, ..all() }), [today, own, open], "{text}");
        let account = Some(shop.account);
        assert_eq!(list(&SaleSearch { text, account, ..all() }), [today, own, open], "{text}");
        let of = |staff| list(&SaleSearch { text, begun_by: Some(staff), ..all() });
        assert_eq!(of(nino()), [own], "{text}");
        assert_eq!(of(ana()), [today, open], "{text}");
        let early = Some(Period { from: at(0), to: at(MORNING) });
        assert_eq!(list(&SaleSearch { text, days: early, ..all() }), [own, open], "{text}");
    }
}

#[test]
fn who_began_a_sale_and_when_is_what_its_event_says() {
    let shop = Shop::new();
    let own = over(&shop, nino(), 0);
    let sale = over(&shop, ana(), 0);
    let (other, link) = begin(&shop, nino(), MORNING);
    expire(&shop, link);
    let by_a_hand = |sql: String| {
        let file = shop.file();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        assert_eq!(file.execute(&sql, []).unwrap(), 1, "{sql}");
    };
    let before = shop.ledger.begun_by(sale).unwrap();
    assert_eq!(before, Some(ana()));
    for column in [
        format!("started_by = '{}'", nino()),
        "started_at = 99999999999999".into(),
        // The number of an event of Nino's, which began no sale.
        format!("started_by = '{}', seq = (SELECT seq FROM links WHERE id = '{link}')", nino()),
        // And of no event at all.
        format!("started_by = '{}', seq = 90000", nino()),
    ] {
        by_a_hand(format!("UPDATE sales SET {column} WHERE id = '{sale}'"));
        assert!(!shop.ledger.may_see(sale, nino(), at(MORNING)).unwrap(), "{column}");
        assert_ne!(shop.ledger.begun_by(sale).unwrap(), Some(nino()), "{column}");
        for text in ["", "table"] {
            let listed = list(&shop, seen_by(nino()), SaleFilter::All, text);
            assert_eq!(listed, [other, own], "{column}, {text}");
        }
    }
    // What the table hides of one's own is missing in the list alone.
    by_a_hand(format!("UPDATE sales SET started_by = '{}' WHERE id = '{own}'", ana()));
    assert_eq!(shop.ledger.begun_by(own).unwrap(), Some(nino()));
    assert!(shop.ledger.may_see(own, nino(), at(MORNING)).unwrap());
    assert!(!list(&shop, seen_by(ana()), SaleFilter::All, "").contains(&own));
    assert_eq!(shop.ledger.begun_by(Uuid::max().into()).unwrap(), None);
}

#[test]
fn open_sales_are_counted_where_they_are() {
    let mut shop = Shop::new();
    begin(&shop, ana(), 0);
    begin(&shop, nino(), 0);
    over(&shop, nino(), 0);
    shop.account = shop.add_account(Environment::Live);
    begin(&shop, nino(), 0);
    let open = |environment| shop.ledger.count_open_sales(environment).unwrap();
    let places = [Environment::Practice, Environment::Live, Environment::Sandbox];
    assert_eq!(places.map(open), [2, 1, 0]);
    for place in places {
        assert_eq!(shop.ledger.open_sales(place).unwrap().len(), open(place) as usize);
    }
}

#[test]
fn nobody_sees_sales_of_another_environment() {
    let mut shop = Shop::new();
    shop.account = shop.add_account(Environment::Live);
    begin(&shop, nino(), MORNING);
    over(&shop, nino(), MORNING);
    assert_eq!(list(&shop, seen_by(nino()), SaleFilter::All, ""), []);
}

#[test]
fn pages_have_no_gap_and_show_nothing_twice() {
    let shop = Shop::new();
    let mut expected = Vec::new();
    let mut expected_paid = Vec::new();
    for number in 0..60_i64 {
        let staff = if number % 3 == 0 { nino() } else { ana() };
        // Clocks are set back: the numbers of sales follow no clock.
        let moment: Timestamp = at((number * 37) % 60 * 40);
        let seconds = (moment.millis() - at(0).millis()) / 1_000;
        let (is_open, is_paid) = (number % 5 == 0, matches!(number % 5, 1 | 2));
        let sale = if is_open {
            begin(&shop, staff, seconds).0
        } else if is_paid {
            paid(&shop, staff, seconds)
        } else {
            over(&shop, staff, seconds)
        };
        if staff == nino() || is_open || seconds >= MORNING {
            expected.insert(0, sale);
            if is_paid {
                expected_paid.insert(0, sale);
            }
        }
    }
    // More of a day than a page holds.
    assert!(expected_paid.len() > 14);
    for (text, filter, expected) in [
        ("", SaleFilter::All, &expected),
        ("table", SaleFilter::All, &expected),
        ("", SaleFilter::Paid, &expected_paid),
        ("table", SaleFilter::Paid, &expected_paid),
    ] {
        let mut listed: Vec<SaleId> = Vec::new();
        loop {
            let search = SaleSearch {
                text,
                filter,
                seen: seen_by(nino()),
                before: listed.last().copied(),
                ..SaleSearch::newest(Environment::Practice, 7)
            };
            let page = shop.ledger.find_sales(&search).unwrap();
            assert!(page.len() <= 7);
            if page.is_empty() {
                break;
            }
            listed.extend(page.into_iter().map(|sale| sale.id));
        }
        assert_eq!(&listed, expected, "{text} {filter:?}");
    }
}
