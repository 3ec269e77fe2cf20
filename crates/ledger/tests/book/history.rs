//! Who did what, filtered and in pages.

use domain::{
    event::Fact,
    ids::{SaleId, StaffId},
    refund_life::RefundEvent,
};
use ledger::{Entry, HistoryRow, HistorySearch};

use crate::{
    crew::{OWNER, ana, by, nino, staffed},
    shop::{Shop, at, money, typed},
};

const ALL: HistorySearch<'static> = HistorySearch {
    by: None,
    only_people: false,
    kinds: &[],
    from: None,
    to: None,
    sale: None,
    before: None,
    limit: 1_000,
};

fn find(shop: &Shop, search: &HistorySearch<'_>) -> Vec<HistoryRow> {
    shop.ledger.history(search).unwrap()
}

/// A day with two people, the till's own news, wrong PINs and a refund. Gives the refunded sale.
fn day() -> (Shop, SaleId) {
    let shop = staffed();
    let mut refunded = None;
    for number in 0..12_i64 {
        let staff = [nino(), OWNER, ana()][usize::try_from(number % 3).unwrap()];
        shop.ledger.signed_in(Entry { by: staff, at: at(number * 60) }).unwrap();
        let new_sale = typed("Table 4");
        let start = shop.start(&new_sale);
        shop.ledger.start_sale(Entry { by: staff, at: at(number * 60) }, &start).unwrap();
        let till = Entry { by: StaffId::TILL, at: at(number * 60 + 1) };
        let made = crate::shop::made(&format!("LNK_{number}"));
        shop.ledger.link_event(till, start.link, &made).unwrap();
        if number == 7 {
            let payment = shop.pay(start.link, 2_500);
            let refund = shop.refund(payment, 700);
            shop.ledger.pin_proven(by(OWNER), OWNER, refund.press).unwrap();
            shop.ledger.start_refund(by(OWNER), &refund).unwrap();
            let id = String::from("TRN_R1").try_into().unwrap();
            let gone = RefundEvent::Made { provider_id: id };
            shop.ledger.refund_event(till, refund.refund, &gone).unwrap();
            refunded = Some(start.sale);
        }
        shop.ledger.pin_refused(till, Some(nino())).unwrap();
    }
    (shop, refunded.unwrap())
}

fn word(row: &HistoryRow) -> String {
    let fact = serde_json::to_value(&row.fact).unwrap();
    fact["fact"].as_str().unwrap().to_owned()
}

#[test]
fn every_event_is_there_newest_first_with_its_hash() {
    let (shop, _) = day();
    let rows = find(&shop, &ALL);
    let (newest, head) = shop.ledger.head().unwrap().unwrap();
    assert_eq!((rows[0].seq, &rows[0].hash), (newest, &head));
    let numbers: Vec<u64> = rows.iter().map(|row| row.seq).collect();
    assert_eq!(numbers, (1..=newest).rev().collect::<Vec<_>>());
}

/// What a search must find, told in plain words.
fn fits(search: &HistorySearch<'_>, row: &HistoryRow) -> bool {
    search.by.is_none_or(|by| row.by == by)
        && (!search.only_people || row.by != StaffId::TILL || word(row) == "PIN_REFUSED")
        && (search.kinds.is_empty() || search.kinds.contains(&word(row).as_str()))
        && search.from.is_none_or(|from| row.at >= from)
        && search.to.is_none_or(|to| row.at < to)
        && search.sale.is_none_or(|sale| row.sale == Some(sale) && word(row) != "PIN_PROVEN")
}

#[test]
fn every_filter_finds_what_fits_on_pages_without_a_gap() {
    let (shop, refunded) = day();
    let all = find(&shop, &ALL);
    let people = [None, Some(nino()), Some(OWNER), Some(StaffId::TILL)];
    let kinds: [&[&str]; 4] = [
        &[],
        &["SIGNED_IN"],
        &["REFUND", "REFUND_PLANNED", "PIN_PROVEN", "PIN_REFUSED", "NO_SUCH_WORD"],
        &["LINK", "SALE_STARTED"],
    ];
    let periods =
        [(None, None), (Some(at(120)), None), (None, Some(at(300))), (Some(at(60)), Some(at(421)))];
    for by in people {
        for only_people in [false, true] {
            for kinds in kinds {
                for (from, to) in periods {
                    for sale in [None, Some(refunded)] {
                        let search = HistorySearch {
                            by,
                            only_people,
                            kinds,
                            from,
                            to,
                            sale,
                            limit: 5,
                            ..ALL
                        };
                        let expected: Vec<HistoryRow> =
                            all.iter().filter(|row| fits(&search, row)).cloned().collect();
                        assert_eq!(pages(&shop, &search), expected, "{search:?}");
                    }
                }
            }
        }
    }
}

fn pages(shop: &Shop, search: &HistorySearch<'_>) -> Vec<HistoryRow> {
    let mut found: Vec<HistoryRow> = Vec::new();
    loop {
        let before = found.last().map(|row| row.seq);
        let page = find(shop, &HistorySearch { before, ..search.clone() });
        assert!(page.len() <= search.limit as usize);
        if page.is_empty() {
            return found;
        }
        found.extend(page);
    }
}

#[test]
fn a_clock_that_was_set_back_hides_nothing_of_a_period() {
    let shop = Shop::new();
    for seconds in [100, 5_000, 200, 9_000, 150] {
        shop.ledger.signed_in(Entry { by: OWNER, at: at(seconds) }).unwrap();
    }
    let search = HistorySearch { from: Some(at(100)), to: Some(at(201)), ..ALL };
    let moments = |search| find(&shop, &search).into_iter().map(|row| row.at).collect::<Vec<_>>();
    assert_eq!(moments(search.clone()), [at(150), at(200), at(100)]);
    let by_owner = HistorySearch { by: Some(OWNER), kinds: &["SIGNED_IN"], ..search };
    assert_eq!(moments(by_owner.clone()), [at(150), at(200), at(100)]);
    let never = HistorySearch { from: Some(at(20_000)), ..by_owner };
    assert_eq!(moments(never), []);
}

#[test]
fn a_row_tells_the_sale_and_the_sum_that_it_is_about() {
    let (shop, refunded) = day();
    let of = |words: &[&str]| {
        let rows = find(&shop, &HistorySearch { kinds: words, ..ALL });
        let about = |row: HistoryRow| (row.by, row.sale, row.money);
        rows.into_iter().map(about).collect::<Vec<_>>()
    };
    let back = (Some(refunded), Some(money(700)));
    assert_eq!(of(&["REFUND_PLANNED"]), [(OWNER, back.0, back.1)]);
    assert_eq!(of(&["REFUND"]), [(StaffId::TILL, back.0, back.1), (OWNER, back.0, back.1)]);
    assert_eq!(of(&["PIN_PROVEN"]), [(OWNER, back.0, back.1)]);
    assert_eq!(of(&["PAYMENT_SEEN"]), [(OWNER, Some(refunded), Some(money(2_500)))]);
    assert_eq!(of(&["PIN_SET"]), [(OWNER, None, None), (OWNER, None, None)]);
    let started = of(&["SALE_STARTED"]);
    assert_eq!(started.len(), 12);
    assert!(started.iter().all(|(_, sale, sum)| sale.is_some() && *sum == Some(money(2_500))));
    let links = of(&["LINK", "LINK_PLANNED"]);
    assert!(links.iter().all(|(_, sale, _)| sale.is_some()));
    // A PIN that was typed for a refund that never began.
    shop.ledger.pin_proven(by(OWNER), OWNER, shop.fresh()).unwrap();
    let newest = find(&shop, &HistorySearch { limit: 1, ..ALL }).remove(0);
    assert!(matches!(newest.fact, Fact::PinProven { .. }));
    assert_eq!((newest.sale, newest.money), (None, None));
}
