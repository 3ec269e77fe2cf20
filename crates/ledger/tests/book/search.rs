use domain::{
    Amount, Money,
    account::Environment,
    ids::SaleId,
    link::ProviderLinkState,
    link_life::LinkEvent,
    payment::{Card, LastFour, PaymentStatus},
    refund_life::RefundEvent,
};
use ledger::{Entry, Period, SaleFilter, SaleSearch};
use proptest::prelude::*;

use crate::{
    crew::{ana, nino},
    shop::{Shop, at, eur, made, now, seen, typed},
};

fn find_in(shop: &Shop, environment: Environment, text: &str, filter: SaleFilter) -> Vec<SaleId> {
    let search = SaleSearch { text, filter, ..SaleSearch::newest(environment, 50) };
    let found = shop.ledger.find_sales(&search).unwrap();
    found.into_iter().map(|sale| sale.id).collect()
}

fn find(shop: &Shop, text: &str) -> Vec<SaleId> {
    find_in(shop, Environment::Practice, text, SaleFilter::All)
}

#[test]
fn a_sale_is_found_by_everything_that_staff_remember() {
    let shop = Shop::new();
    let mut new_sale = typed("Invoice #2026-1043");
    new_sale.description = "Café crème für Müller".into();
    let (sale, link) = shop.begin(&new_sale);
    shop.ledger.link_event(now(), link, &made("LNK_abc123")).unwrap();
    let mut payment = seen("TRN_pay456", PaymentStatus::Paid, 2_500);
    payment.card =
        Some(Card { brand: "VISA".into(), last_four: LastFour::of_masked("XXXX5262").unwrap() });
    let fresh = shop.fresh();
    shop.ledger.payment_seen(now(), link, &payment, fresh).unwrap();
    let refund = shop.begin_refund(fresh, 975).unwrap();
    let gone = RefundEvent::Made { provider_id: String::from("TRN_back789").try_into().unwrap() };
    shop.ledger.refund_event(now(), refund, &gone).unwrap();
    let other = shop.begin(&lamp()).0;

    for text in [
        "2026-1043",
        "invoice",
        "INV",
        "#2026",
        "cafe",
        "müller",
        "Muller creme",
        "blue",
        "coat",
        "nino",
        "nino@shop.example",
        "LNK_abc123",
        "abc123",
        "TRN_pay456",
        "TRN_back789",
        "5262",
        "visa 5262",
        "25.00",
        "25",
        "25,00",
        "€25",
        "25.00€",
        "25.0",
        "9.75",
        "9",
        "came back",
        &link.reference_tail(),
        "1043 blue 25",
    ] {
        assert_eq!(find(&shop, text), vec![sale], "{text}");
    }
    for text in ["1044", "26.00", "mullerx", "invoice lamp", "practice", "25.01"] {
        assert_eq!(find(&shop, text), vec![], "{text}");
    }
    assert_eq!(find(&shop, "lamp"), vec![other]);
    assert_eq!(find(&shop, "  "), vec![other, sale]);
}

fn lamp() -> domain::sale::NewSale {
    let mut new_sale = typed("Lamp");
    new_sale.amount = Amount::new(Money::new(7_000, "JPY".parse().unwrap())).unwrap();
    new_sale.description = "Shade".into();
    new_sale.staff_note = String::new();
    new_sale.customer_email = None;
    new_sale
}

#[test]
fn an_amount_without_minor_digits_is_found_as_it_is_written() {
    let shop = Shop::new();
    let (sale, _) = shop.begin(&lamp());
    assert_eq!(find(&shop, "7000"), vec![sale]);
}

#[test]
fn a_sum_is_found_however_its_digits_are_grouped() {
    let shop = Shop::new();
    let (yen, _) = shop.begin(&lamp());
    let mut new_sale = typed("Sofa");
    new_sale.amount = eur(128_450);
    let (euro, _) = shop.begin(&new_sale);
    for (text, sale) in
        [("7,000", yen), ("7.000", yen), ("1284", euro), ("1.284,50", euro), ("1,284.5", euro)]
    {
        assert_eq!(find(&shop, text), vec![sale], "{text}");
    }
}

#[test]
fn the_digits_behind_the_mark_are_no_sum_of_their_own() {
    let shop = Shop::new();
    let mut new_sale = lamp();
    new_sale.amount = eur(783);
    let (sale, _) = shop.begin(&new_sale);
    for text in ["7", "7.8", "7,83"] {
        assert_eq!(find(&shop, text), vec![sale], "{text}");
    }
    assert_eq!(find(&shop, "83"), vec![]);
}

#[test]
fn odd_signs_are_no_commands() {
    let shop = Shop::new();
    let mut new_sale = typed("a-b NEAR OR");
    new_sale.staff_note = "🎉 100% \"quoted\" (x) col:umn".into();
    let (sale, _) = shop.begin(&new_sale);
    for text in [
        "a-b",
        "NEAR(or",
        "near",
        "OR",
        "\"quoted\"",
        "(x)",
        "col:umn",
        "100%",
        "a b",
        "🎉 quoted",
        "quo*",
        "^a",
        "{reference}: a-b",
    ] {
        let expected = if text.contains('{') { vec![] } else { vec![sale] };
        assert_eq!(find(&shop, text), expected, "{text}");
    }
    for text in ["\"", "*", "-", "🎉", "'", "\0", "NEAR(zzz", ")", "a\0zzz", "reference:nothing"]
    {
        assert_eq!(find(&shop, text), vec![], "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_is_a_wrong_question(text in any::<String>()) {
        thread_local! {
            static SHOP: Shop = Shop::new();
        }
        SHOP.with(|shop| find(shop, &text));
    }
}

#[test]
fn lists_are_filtered_by_how_sales_stand() {
    let shop = Shop::new();
    let (open, _) = shop.waiting();
    let (paid, link) = shop.waiting();
    shop.pay(link, 2_500);
    let (refunded, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let refund = shop.begin_refund(payment, 500).unwrap();
    let list = |filter| find_in(&shop, Environment::Practice, "", filter);
    assert_eq!(list(SaleFilter::Open), vec![refunded, open]);
    let made = RefundEvent::Made { provider_id: String::from("TRN_R1").try_into().unwrap() };
    shop.ledger.refund_event(now(), refund, &made).unwrap();
    let (over, link) = shop.waiting();
    let expired = LinkEvent::Observed { state: ProviderLinkState::Expired };
    shop.ledger.link_event(now(), link, &expired).unwrap();

    assert_eq!(list(SaleFilter::All), vec![over, refunded, paid, open]);
    assert_eq!(list(SaleFilter::Open), vec![open]);
    assert_eq!(list(SaleFilter::Paid), vec![paid]);
    assert_eq!(list(SaleFilter::Refunded), vec![refunded]);
    let left_open = shop.ledger.open_sales(Environment::Practice).unwrap();
    let left_open: Vec<SaleId> = left_open.iter().map(|sale| sale.id).collect();
    assert_eq!(left_open, vec![open]);
    let words = find_in(&shop, Environment::Practice, "table", SaleFilter::Paid);
    assert_eq!(words, vec![paid]);
}

#[test]
fn what_needs_a_person_is_listed_until_they_have_done_it() {
    let shop = Shop::new();
    let (twice, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    shop.pay(link, 2_500);
    let (short, link) = shop.waiting();
    shop.pay(link, 2_400);
    let (_, link) = shop.waiting();
    shop.pay(link, 2_500);
    let list = |text| find_in(&shop, Environment::Practice, text, SaleFilter::NeedsPerson);
    assert_eq!(list(""), vec![short, twice]);
    assert_eq!(list("24.00"), vec![short]);
    let refund = shop.begin_refund(payment, 2_500).unwrap();
    let made = RefundEvent::Made { provider_id: String::from("TRN_R1").try_into().unwrap() };
    shop.ledger.refund_event(now(), refund, &made).unwrap();
    assert_eq!(list(""), vec![short]);
}

#[test]
fn a_list_can_be_of_some_days_of_one_person_and_of_one_account() {
    let mut shop = Shop::new();
    let begin = |shop: &Shop, staff, seconds| {
        let new_sale = typed("Table 4");
        let start = shop.start(&new_sale);
        shop.ledger.start_sale(Entry { by: staff, at: at(seconds) }, &start).unwrap();
        start.sale
    };
    let early = begin(&shop, ana(), 100);
    let of_nino = begin(&shop, nino(), 200);
    // The clock was set back between these two.
    let late = begin(&shop, ana(), 300);
    let set_back = begin(&shop, ana(), 150);
    let first_account = shop.account;
    shop.account = shop.add_account(Environment::Practice);
    let elsewhere = begin(&shop, nino(), 250);
    let all = || SaleSearch::newest(Environment::Practice, 50);
    let list = |search: &SaleSearch<'_>| -> Vec<SaleId> {
        shop.ledger.find_sales(search).unwrap().into_iter().map(|sale| sale.id).collect()
    };
    let days = |from, to| Some(Period { from: at(from), to: at(to) });
    for text in ["", "table"] {
        let some_days = |from, to| list(&SaleSearch { text, days: days(from, to), ..all() });
        assert_eq!(some_days(150, 300), [elsewhere, set_back, of_nino], "{text}");
        assert_eq!(some_days(0, 150), [early], "{text}");
        assert_eq!(some_days(301, 900), [], "{text}");
        let begun_by = |staff| list(&SaleSearch { text, begun_by: Some(staff), ..all() });
        assert_eq!(begun_by(nino()), [elsewhere, of_nino], "{text}");
        assert_eq!(begun_by(ana()), [set_back, late, early], "{text}");
        let of = |account| list(&SaleSearch { text, account: Some(account), ..all() });
        assert_eq!(of(shop.account), [elsewhere], "{text}");
        assert_eq!(of(first_account), [set_back, late, of_nino, early], "{text}");
        let page = SaleSearch { text, days: days(150, 300), before: Some(elsewhere), ..all() };
        assert_eq!(list(&SaleSearch { limit: 1, ..page }), [set_back], "{text}");
    }
}

#[test]
fn environments_never_share_a_list() {
    let mut shop = Shop::new();
    let (practice, _) = shop.waiting();
    shop.account = shop.add_account(Environment::Live);
    let (live, _) = shop.waiting();
    for text in ["", "table"] {
        let list = |environment| find_in(&shop, environment, text, SaleFilter::All);
        assert_eq!(list(Environment::Practice), vec![practice]);
        assert_eq!(list(Environment::Live), vec![live]);
        assert_eq!(list(Environment::Sandbox), vec![]);
    }
}

#[test]
fn erased_words_find_nothing_and_figures_still_do() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    shop.ledger.erase_texts(sale).unwrap();
    assert_eq!(find(&shop, "table"), vec![]);
    assert_eq!(find(&shop, "nino"), vec![]);
    assert_eq!(find(&shop, "25.00"), vec![sale]);
    assert_eq!(find(&shop, &format!("LNK_{}", link.reference_tail())), vec![sale]);
}

#[test]
fn five_thousand_sales_are_listed_page_by_page_without_a_gap() {
    let shop = Shop::new();
    let sales: Vec<SaleId> =
        (0..5_000).map(|number| shop.begin(&typed(&format!("Order {number:04}"))).0).collect();
    let page = |text: &str, before| {
        let search = SaleSearch { text, before, ..SaleSearch::newest(Environment::Practice, 700) };
        let found = shop.ledger.find_sales(&search).unwrap();
        found.into_iter().map(|sale| sale.id).collect::<Vec<_>>()
    };
    for text in ["", "order"] {
        let mut listed = Vec::new();
        loop {
            let next = page(text, listed.last().copied());
            if next.is_empty() {
                break;
            }
            listed.extend(next);
        }
        assert!(listed.iter().eq(sales.iter().rev()), "{text}");
    }
    assert_eq!(find(&shop, "order 4711"), vec![sales[4_711]]);
    let hundred: Vec<SaleId> = sales[4_200..4_300].iter().rev().copied().collect();
    assert_eq!(page("order 42", None)[..100], hundred[..]);
}
