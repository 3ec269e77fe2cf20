//! A link for many payments: each look costs little, and brings on what is not known yet.

use domain::{
    Outcome,
    error::Doubt,
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    payment::{PaymentStatus, SeenPayment},
};
use providers::{LinkReport, LinkToRead, Request, Response};
use serde_json::{Value, json};

use crate::support::{
    Answer, LINK, global_payments, link, link_to_read, list, path, play_by, response, sale,
    sandbox, signed_in, with,
};

const MANY: usize = 250;

fn id(place: usize) -> String {
    format!("TRN_{place}")
}

fn row(place: usize, status: &str) -> Value {
    json!({ "id": id(place), "type": "SALE", "status": status, "reference": "" })
}

fn begun(place: usize) -> Value {
    with(row(place, "INITIATED"), "type", "")
}

fn known(place: usize, status: PaymentStatus) -> (ProviderPaymentId, PaymentStatus) {
    (ProviderPaymentId::try_from(id(place)).unwrap(), status)
}

fn all_known() -> Vec<(ProviderPaymentId, PaymentStatus)> {
    (0..MANY).map(|place| known(place, PaymentStatus::Paid)).collect()
}

/// A look at a link with these rows, at a provider that shows each payment by itself as captured, unless `other` says
/// otherwise.
fn look(
    known: Vec<(ProviderPaymentId, PaymentStatus)>,
    turn: u64,
    rows: &[Value],
    other: impl Fn(&str) -> Option<Answer>,
) -> (Outcome<LinkReport>, Vec<Request>) {
    let mut read =
        global_payments().read_link(&sandbox(), LinkToRead { known, turn, ..link_to_read() });
    play_by(signed_in(), &mut read, |request| {
        let path = path(request);
        let asked = path.rsplit('/').next().unwrap();
        other(asked).unwrap_or_else(|| match asked {
            LINK => Ok(answered(&with(link(), "transactions/transaction_list", rows))),
            "transactions" => list("transactions", &[]),
            payment => Ok(answered(&with(sale(), "id", payment))),
        })
    })
}

fn answered(body: &Value) -> Response {
    response(200, body.to_string())
}

fn told(outcome: Outcome<LinkReport>) -> LinkReport {
    match outcome {
        Outcome::Done(report) => report,
        other => panic!("no report: {other:?}"),
    }
}

fn ids(payments: &[SeenPayment]) -> Vec<String> {
    payments.iter().map(|seen| seen.provider_id.to_string()).collect()
}

fn rows(status: &str) -> Vec<Value> {
    (0..MANY).map(|place| row(place, status)).collect()
}

#[test]
fn a_first_look_reads_them_all() {
    let (outcome, sent) = look(Vec::new(), 0, &rows("CAPTURED"), |_| None);
    assert_eq!(told(outcome).payments.len(), MANY);
    assert_eq!(sent.len(), 1 + MANY);
}

#[test]
fn what_came_to_its_end_is_read_again_a_few_at_a_time_until_all_were() {
    let mut seen = Vec::new();
    for turn in 0..25 {
        // The list is not refreshed: what it still shows as reserved is known to be paid.
        let word = if turn % 2 == 0 { "CAPTURED" } else { "PREAUTHORIZED" };
        let (outcome, sent) = look(all_known(), turn, &rows(word), |_| None);
        assert_eq!(sent.len(), 11, "turn {turn}");
        let report = told(outcome);
        assert_eq!(report.state, Some(ProviderLinkState::Open));
        seen.extend(ids(&report.payments));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), MANY);
}

#[test]
fn what_is_new_or_not_over_or_listed_otherwise_is_read_each_time_and_first() {
    let mut rows = rows("CAPTURED");
    rows.push(row(MANY, "CAPTURED"));
    rows[100] = row(100, "REVERSED");
    let mut book = all_known();
    book[50] = known(50, PaymentStatus::Reserved);
    book[51] = known(51, PaymentStatus::Pending);
    book[52] = known(52, PaymentStatus::Unknown("FOR_REVIEW".to_owned()));
    for turn in [0, 7, u64::MAX] {
        let (outcome, _) = look(book.clone(), turn, &rows, |_| None);
        let read = ids(&told(outcome).payments);
        assert_eq!(read.len(), 15);
        assert_eq!(read[..5], [50, 51, 52, 100, MANY].map(id), "turn {turn}");
    }
}

/// A link that says that it was paid is explained by the payments that are known.
#[test]
fn known_payments_explain_a_link_as_well_as_those_that_are_read() {
    let paid = with(link(), "status", "PAID");
    let refused: Vec<_> = (0..11).map(|place| known(place, PaymentStatus::Refused)).collect();
    let mut one_paid = refused.clone();
    one_paid.push(known(11, PaymentStatus::Paid));
    for (book, searches) in [(refused, 1), (one_paid, 0)] {
        let rows: Vec<_> = book
            .iter()
            .enumerate()
            .map(|(place, (_, status))| match status {
                PaymentStatus::Paid => row(place, "CAPTURED"),
                _ => row(place, "DECLINED"),
            })
            .collect();
        let link = with(paid.clone(), "transactions/transaction_list", rows);
        let (_, sent) = look(book, 0, &[], |asked| match asked {
            LINK => Some(Ok(answered(&link))),
            "transactions" => None,
            payment => {
                let record = with(with(sale(), "id", payment), "status", "DECLINED");
                Some(Ok(answered(&record)))
            }
        });
        let searched = sent.iter().filter(|request| path(request) == "/ucp/transactions").count();
        assert_eq!(searched, searches);
    }
}

/// What a list shows as begun may be paid by now, whatever else the link shows.
#[test]
fn a_payment_that_the_link_shows_as_begun_is_looked_for_by_reference() {
    let found = |book: Vec<_>| {
        let (outcome, sent) = look(book, 0, &[row(1, "CAPTURED"), begun(2)], |asked| {
            let rows = [with(sale(), "id", id(1)), with(sale(), "id", id(2))];
            (asked == "transactions").then(|| list("transactions", &rows))
        });
        let searched = sent.iter().any(|request| path(request) == "/ucp/transactions");
        (ids(&told(outcome).payments), searched)
    };
    assert_eq!(found(Vec::new()), (vec![id(1), id(2)], true));
    // Once it is known, its row is one of a payment.
    for status in [PaymentStatus::Paid, PaymentStatus::Reserved] {
        let book = vec![known(1, PaymentStatus::Paid), known(2, status)];
        let (mut read, searched) = found(book);
        read.sort();
        assert_eq!((read, searched), (vec![id(1), id(2)], false));
    }
}

#[test]
fn a_known_payment_that_is_not_over_and_not_on_the_link_is_looked_for() {
    let book = vec![known(1, PaymentStatus::Paid), known(2, PaymentStatus::Reserved)];
    let (outcome, _) = look(book, 0, &[row(1, "CAPTURED")], |asked| {
        let rows = [with(sale(), "id", id(2))];
        (asked == "transactions").then(|| list("transactions", &rows))
    });
    assert_eq!(ids(&told(outcome).payments), [id(1), id(2)]);
}

#[test]
fn a_look_that_breaks_off_keeps_what_it_has_read() {
    let broken = |at: usize, answer: fn() -> Answer| {
        let (outcome, _) =
            look(Vec::new(), 0, &rows("CAPTURED"), |asked| (asked == id(at)).then(answer));
        outcome
    };
    let busy = || Ok(response(429, ""));
    let report = told(broken(120, busy));
    assert_eq!(report.payments.len(), 120);
    assert!(matches!(report.broke_off, Some(Outcome::NotSent(_))));
    // What the link says of itself is not weighed before all is there.
    assert_eq!(report.state, None);
    let report = told(broken(10, || Ok(response(500, ""))));
    assert_eq!(report.broke_off, Some(Outcome::Unclear(Doubt::ProviderError)));
    // The next look goes on from there.
    let book = (0..120).map(|place| known(place, PaymentStatus::Paid)).collect();
    let (outcome, _) = look(book, 0, &rows("CAPTURED"), |_| None);
    let report = told(outcome);
    assert_eq!((report.payments.len(), report.broke_off), (130 + 10, None));
    // Little is lost where little was read.
    assert!(matches!(broken(9, busy), Outcome::NotSent(_)));
}
