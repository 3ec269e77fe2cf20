//! Pages of links and of transactions, and the sweep over all payments.

use domain::{Outcome, Timestamp, account::Country, payment::LastFour, reference::OurReference};
use providers::{
    LinkQuery, Listed, ListedLink, ListedLinkState, ListedStatus, ListedTransaction, ListedUsage,
    Method, Request, SweepAsk, Swept, TransactionKind, TransactionQuery,
};
use serde_json::{Value, json};

use crate::support::{
    Answer, PAYMENT, REFERENCE, global_payments, link, link_query, list, money, ok, outcome, path,
    payment_id, play, query, sale, sandbox, transaction_query, with, yen_shop,
};

fn links(asked: LinkQuery, answer: Answer) -> (Outcome<Listed<ListedLink>>, Vec<Request>) {
    play(global_payments().list_links(&sandbox(), asked), vec![answer])
}

fn transactions(
    asked: TransactionQuery,
    answer: Answer,
) -> (Outcome<Listed<ListedTransaction>>, Vec<Request>) {
    play(global_payments().list_transactions(&sandbox(), asked), vec![answer])
}

fn assert_query(sent: &Request, expected: &[(&str, &str)]) {
    let sent = query(sent);
    let sent: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(sent, expected);
}

/// The dates, the size and the order are never left to the API's own narrow ones.
const PAGING: [(&str, &str); 6] = [
    ("page", "3"),
    ("page_size", "50"),
    // A day more on each side: the provider's day may not be the one of UTC.
    ("from_time_created", "2026-11-17"),
    ("to_time_created", "2026-11-21"),
    ("order", "DESC"),
    ("order_by", "TIME_CREATED"),
];

fn paging_and(filters: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [&PAGING, filters].concat()
}

#[test]
fn a_list_names_its_page_and_what_is_asked_for_and_nothing_else() {
    let (_, sent) = links(link_query(), list("links", &[]));
    assert_eq!((sent[0].method, path(&sent[0]).as_str()), (Method::Get, "/ucp/links"));
    assert_query(&sent[0], &PAGING);
    let (_, sent) = transactions(transaction_query(), list("transactions", &[]));
    assert_eq!((sent[0].method, path(&sent[0]).as_str()), (Method::Get, "/ucp/transactions"));
    assert_query(&sent[0], &PAGING);

    let oldest = LinkQuery { page: 0, page_size: 5_000, newest_first: false, ..link_query() };
    let (_, sent) = links(oldest, list("links", &[]));
    let sent = query(&sent[0]);
    for (name, value) in [("page", "1"), ("page_size", "1000"), ("order", "ASC")] {
        assert!(sent.contains(&(name.to_owned(), value.to_owned())), "{name}");
    }
}

#[test]
fn every_filter_of_links_is_sent() {
    let asked = LinkQuery {
        state: Some(ListedLinkState::Open),
        usage: Some(ListedUsage::Single),
        reference: Some(OurReference::stored(REFERENCE.to_owned())),
        name: Some("Corner".to_owned()),
        description: Some("chairs & tables".to_owned()),
        amount: Some(money(1999, "GBP")),
        currency: Some("EUR".parse().unwrap()),
        country: Some(Country::try_from("GB".to_owned()).unwrap()),
        ends_on: Timestamp::parse("2026-11-21T23:59:00Z"),
        shipped: Some(false),
        ..link_query()
    };
    let (_, sent) = links(asked, list("links", &[]));
    assert_query(
        &sent[0],
        &paging_and(&[
            ("status", "ACTIVE"),
            ("usage_mode", "SINGLE"),
            ("name", "Corner"),
            ("description", "chairs & tables"),
            ("reference", REFERENCE),
            ("country", "GB"),
            ("expiration_date", "2026-11-21"),
            ("shippable", "NO"),
            ("amount", "1999"),
            ("currency", "GBP"),
        ]),
    );
}

#[test]
fn every_filter_of_transactions_is_sent() {
    let asked = TransactionQuery {
        kind: Some(TransactionKind::Payment),
        status: Some(ListedStatus::Captured),
        provider_id: Some(payment_id()),
        reference: Some(OurReference::stored(REFERENCE.to_owned())),
        amount: Some(money(1999, "GBP")),
        country: Some(Country::try_from("GB".to_owned()).unwrap()),
        last_four: Some(LastFour::of_masked("5262").unwrap()),
        brand: Some("VISA".to_owned()),
        authcode: Some("12345".to_owned()),
        account_name: Some("transaction_processing".to_owned()),
        ..transaction_query()
    };
    let (_, sent) = transactions(asked, list("transactions", &[]));
    assert_query(
        &sent[0],
        &paging_and(&[
            ("type", "SALE"),
            ("status", "CAPTURED"),
            ("id", PAYMENT),
            ("reference", REFERENCE),
            ("country", "GB"),
            ("number_last4", "5262"),
            ("brand", "VISA"),
            ("authcode", "12345"),
            ("account_name", "transaction_processing"),
            ("amount", "1999"),
            ("currency", "GBP"),
        ]),
    );
    let blank = TransactionQuery {
        brand: Some(" ".to_owned()),
        currency: Some("EUR".parse().unwrap()),
        ..transaction_query()
    };
    let (_, sent) = transactions(blank, list("transactions", &[]));
    assert_query(&sent[0], &paging_and(&[("currency", "EUR")]));
}

#[test]
fn each_state_is_asked_for_by_the_providers_word() {
    for (state, word) in [
        (ListedLinkState::Open, "ACTIVE"),
        (ListedLinkState::Paid, "PAID"),
        (ListedLinkState::Expired, "EXPIRED"),
        (ListedLinkState::Closed, "CLOSED"),
        (ListedLinkState::SwitchedOff, "INACTIVE"),
    ] {
        let asked = LinkQuery { state: Some(state), ..link_query() };
        assert_query(&links(asked, list("links", &[])).1[0], &paging_and(&[("status", word)]));
    }
    let asked =
        LinkQuery { usage: Some(ListedUsage::Multiple), shipped: Some(true), ..link_query() };
    assert_query(
        &links(asked, list("links", &[])).1[0],
        &paging_and(&[("usage_mode", "MULTIPLE"), ("shippable", "YES")]),
    );
    for (status, word) in [
        (ListedStatus::Reserved, "PREAUTHORIZED"),
        (ListedStatus::Captured, "CAPTURED"),
        (ListedStatus::Batched, "BATCHED"),
        (ListedStatus::Funded, "FUNDED"),
        (ListedStatus::Declined, "DECLINED"),
        (ListedStatus::Reversed, "REVERSED"),
    ] {
        let kind = Some(TransactionKind::Refund);
        let asked = TransactionQuery { status: Some(status), kind, ..transaction_query() };
        let (_, sent) = transactions(asked, list("transactions", &[]));
        assert_query(&sent[0], &paging_and(&[("type", "REFUND"), ("status", word)]));
    }
}

#[test]
fn a_sum_is_asked_for_as_the_provider_counts_it() {
    let asked = |minor, code| LinkQuery { amount: Some(money(minor, code)), ..link_query() };
    let exchange = global_payments().list_links(&yen_shop(), asked(1_999, "JPY"));
    let yen = with(link(), "transactions/currency", "JPY");
    let yen = with(yen, "transactions/amount", "199900");
    let half = with(yen.clone(), "transactions/amount", "199950");
    let (outcome, sent) = play(exchange, vec![list("links", &[yen, half])]);
    assert_query(&sent[0], &paging_and(&[("amount", "199900"), ("currency", "JPY")]));
    let Outcome::Done(listed) = outcome else {
        panic!("no list");
    };
    let amounts: Vec<_> = listed.rows.iter().map(|row| row.amount).collect();
    assert_eq!(amounts, [Some(money(1_999, "JPY")), None]);

    // Nothing can be of a sum that the provider has no digits for.
    let (outcome, sent) =
        play(global_payments().list_links(&sandbox(), asked(1_999, "TND")), vec![]);
    assert!(sent.is_empty());
    assert_eq!(outcome, Outcome::Done(Listed { rows: vec![], total: Some(0) }));
}

fn since(text: &str, page: u32) -> SweepAsk {
    SweepAsk { since: Timestamp::parse(text).unwrap(), page, after: None }
}

fn swept(ask: SweepAsk, answer: &Value) -> Swept {
    match outcome(global_payments().sweep(&sandbox(), ask), vec![ok(answer)]) {
        Outcome::Done(swept) => swept,
        other => panic!("nothing swept: {other:?}"),
    }
}

/// `count` payments made second by second, the newest first.
fn full_page(count: usize) -> Vec<Value> {
    let newest = Timestamp::parse("2026-11-20T14:00:00Z").unwrap();
    (0..count)
        .map(|age| {
            let age = std::time::Duration::from_secs(u64::try_from(age).unwrap());
            let row = with(sale(), "time_created", newest.minus(age).rfc3339());
            with(row, "id", format!("TRN_{}", age.as_secs()))
        })
        .collect()
}

#[test]
fn a_sweep_asks_for_the_newest_payments_in_a_window_that_no_zone_can_shift() {
    let exchange = global_payments().sweep(&sandbox(), since("2026-11-20T13:00:00Z", 2));
    let (_, sent) = play(exchange, vec![list("transactions", &[])]);
    assert_eq!(path(&sent[0]), "/ucp/transactions");
    assert_query(
        &sent[0],
        &[
            ("page", "2"),
            ("page_size", "100"),
            ("from_time_created", "2026-11-19"),
            ("to_time_created", "2026-11-21"),
            ("order", "DESC"),
            ("order_by", "TIME_CREATED"),
            ("type", "SALE"),
        ],
    );
}

#[test]
fn a_sweep_ends_with_the_list() {
    let early = |page| since("2026-11-20T13:00:00Z", page);
    let page = |rows: &[Value]| json!({ "transactions": rows });
    let of =
        |rows: &[Value], total: u32| json!({ "total_record_count": total, "transactions": rows });
    let full = full_page(100);
    for (name, ask, answer, last) in [
        ("nothing", early(1), page(&[]), true),
        ("a short page", early(1), page(&full[..99]), true),
        ("a full page", early(1), page(&full), false),
        ("all of them", early(1), of(&full, 100), true),
        ("one more", early(1), of(&full, 101), false),
        ("the rest", early(2), of(&full[..1], 101), true),
        ("a short page of a long list", early(1), of(&full[..50], 200), false),
        ("an empty page of a long list", early(3), of(&[], 1_000), true),
    ] {
        assert_eq!(swept(ask, &answer).last, last, "{name}");
    }
}

#[test]
fn a_sweep_does_not_go_on_past_what_was_asked_for() {
    let answer = |rows: &[Value]| json!({ "total_record_count": 5_000, "transactions": rows });
    let rows = full_page(100);
    // The oldest row is of 13:58:21.
    assert!(!swept(since("2026-11-20T13:58:21Z", 1), &answer(&rows)).last);
    assert!(swept(since("2026-11-20T13:58:22Z", 1), &answer(&rows)).last);
    // A provider that does not keep the order is not taken at its last row.
    let mut mixed = rows.clone();
    mixed.swap(0, 50);
    assert!(!swept(since("2026-11-20T13:58:22Z", 1), &answer(&mixed)).last);
    mixed.reverse();
    assert!(!swept(since("2026-11-20T13:58:22Z", 1), &answer(&mixed)).last);
}
