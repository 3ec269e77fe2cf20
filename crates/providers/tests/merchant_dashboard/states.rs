//! What the dashboard's links and payments are to the till.

use std::time::Duration;

use domain::{
    Outcome,
    error::Doubt,
    link::ProviderLinkState as State,
    outcome::RejectionClass,
    payment::{PaymentStatus as Status, SeenPayment},
};
use providers::{LinkReport, LinkToRead, RefundsSeen, RefundsToFind, Request, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, BASE, Became, DIFFERENT, LINKS, UNREADABLE, UUID, ago, ahead, became, dashboard,
    last_page, link, link_to_read, list, money, no, now, ok, outcome, page, paths, payment,
    payment_id, play, refunds_to_find, response, shop, shown, with, without,
};

fn read(answers: Vec<Answer>) -> Outcome<LinkReport> {
    outcome(dashboard().read_link(&shop(), link_to_read()), answers)
}

fn report(link: &Value, payments: &[Value]) -> LinkReport {
    match read(vec![ok(link), list(payments)]) {
        Outcome::Done(report) => report,
        other => panic!("{other:?}: {link}"),
    }
}

fn state(link: &Value, payments: &[Value]) -> State {
    report(link, payments).state.unwrap()
}

fn seen(status: Status) -> SeenPayment {
    let at = Some(now().minus(Duration::from_secs(20)));
    SeenPayment { provider_id: payment_id(), status, amount: money(3_490, "EUR"), at, card: None }
}

fn next_payments() -> String {
    format!("{BASE}{LINKS}{UUID}/payments/?page=2")
}

#[test]
fn a_look_is_at_the_link_and_at_its_payments() {
    let (came, sent) = play(
        dashboard().read_link(&shop(), link_to_read()),
        vec![ok(&link()), page(&[payment("failed")], &next_payments()), last_page(&[])],
    );
    assert_eq!(became(&came), Became::Done);
    let below = format!("{UUID}/payments/");
    assert_eq!(paths(&sent), [format!("{UUID}/"), below.clone(), format!("{below}?page=2")]);
}

#[test]
fn each_payment_is_told_as_the_dashboard_tells_it() {
    for (word, due) in [
        ("pending", Status::Pending),
        ("paid", Status::Paid),
        ("failed", Status::Refused),
        ("refunded", Status::Paid),
        ("Paid", Status::Unknown("Paid".to_owned())),
        ("paid ", Status::Unknown("paid ".to_owned())),
        ("disputed", Status::Unknown("disputed".to_owned())),
        ("", Status::Unknown(String::new())),
    ] {
        let report = report(&link(), &[payment(word)]);
        assert_eq!(report.payments, [seen(due)], "{word}");
        assert_eq!(report.broke_off, None);
    }
    let begun = without(payment("pending"), "paid_at");
    let at = report(&link(), &[begun]).payments[0].at;
    assert_eq!(at.map(|at| now().since(at).as_secs()), Some(30));
}

#[test]
fn money_is_told_to_the_cent_and_in_its_own_currency() {
    let paid = |amount: &str, currency: &str| {
        let row = with(with(payment("paid"), "amount", amount), "currency", currency);
        report(&link(), &[row]).payments[0].amount
    };
    assert_eq!(paid("3.49", "EUR"), money(349, "EUR"));
    assert_eq!(paid("34.9", "USD"), money(3_490, "USD"));
    assert_eq!(paid("3490", "JPY"), money(3_490, "JPY"));
}

#[test]
fn money_without_a_sum_proves_nothing() {
    for word in ["paid", "refunded"] {
        for row in [
            without(payment(word), "amount"),
            without(payment(word), "currency"),
            with(payment(word), "amount", "0.00"),
            with(payment(word), "amount", "34.905"),
            with(payment(word), "amount", "-34.90"),
        ] {
            let status = Status::Unknown(word.to_owned());
            let due = SeenPayment { amount: money(0, "EUR"), ..seen(status) };
            assert_eq!(report(&link(), std::slice::from_ref(&row)).payments, [due], "{row}");
        }
    }
}

#[test]
fn a_link_is_open_until_its_switch_its_end_or_its_counter_says_otherwise() {
    let off = with(link(), "is_active", false);
    let over = with(link(), "expires_at", ago(0));
    let used = with(link(), "times_used", 1);
    let endless = with(with(link(), "max_uses", Value::Null), "times_used", 9);
    for (link, due) in [
        (link(), State::Open),
        (with(link(), "expires_at", ahead(1)), State::Open),
        (endless, State::Open),
        (without(link(), "is_active"), State::Open),
        (off.clone(), State::Closed),
        (over.clone(), State::Expired),
        // What staff cancelled does not turn into what ran out.
        (with(over, "is_active", false), State::Closed),
        (used.clone(), State::Paid),
        (with(used, "is_active", false), State::Paid),
        (with(with(link(), "max_uses", 3), "times_used", 2), State::Open),
    ] {
        assert_eq!(state(&link, &[]), due, "{link}");
    }
    assert_eq!(state(&off, &[payment("paid")]), State::Closed);
}

#[test]
fn a_use_that_is_counted_before_it_is_paid_ends_nothing() {
    let used = with(link(), "times_used", 1);
    assert_eq!(state(&used, &[payment("pending")]), State::Open);
    assert_eq!(state(&used, &[payment("paid")]), State::Paid);
    assert_eq!(state(&used, &[payment("failed")]), State::Closed);
    let failed = with(payment("failed"), "id", "pmt_first");
    assert_eq!(state(&used, &[failed, payment("paid")]), State::Paid);
}

#[test]
fn without_a_counter_the_payments_say_that_a_link_is_used_up() {
    let paid = |nth: u32| with(payment("paid"), "id", format!("pmt_{nth}"));
    for quiet in [without(link(), "times_used"), with(link(), "times_used", "many")] {
        assert_eq!(state(&quiet, &[paid(1)]), State::Paid, "{quiet}");
        assert_eq!(state(&with(quiet.clone(), "is_active", false), &[paid(1)]), State::Paid);
        let thrice = with(quiet.clone(), "max_uses", 3);
        assert_eq!(state(&thrice, &[paid(1), paid(2)]), State::Open);
        assert_eq!(state(&thrice, &[paid(1), paid(2), paid(3)]), State::Paid);
        // What went back was paid; what failed was not.
        assert_eq!(state(&quiet, &[payment("refunded")]), State::Paid);
        assert_eq!(state(&quiet, &[payment("failed")]), State::Open);
        assert_eq!(state(&quiet, &[]), State::Open);
        // Another customer is at it.
        let begun = with(payment("pending"), "id", "pmt_begun");
        assert_eq!(state(&quiet, &[paid(1), begun]), State::Open);
        assert_eq!(state(&with(quiet, "max_uses", Value::Null), &[paid(1)]), State::Open);
    }
}

#[test]
fn what_went_back_is_told_with_the_look_as_when_it_is_asked_for() {
    let refunded = with(payment("refunded"), "id", "pmt_back");
    let rows = [payment("paid"), refunded.clone(), payment("failed")];
    let refunds = |row: &Value| {
        let payment = format!("{UUID}.{}", row["id"].as_str().unwrap()).try_into().unwrap();
        let ask = RefundsToFind { payment, ..refunds_to_find() };
        let answers = vec![list(std::slice::from_ref(row))];
        outcome(dashboard().refunds_of(&shop(), ask), answers)
    };
    let came = report(&link(), &rows);
    assert_eq!(came.went_back.len(), 1);
    assert_eq!(came.went_back[0].payment, Some(came.payments[1].provider_id.clone()));
    assert_eq!(refunds(&refunded), Outcome::Done(RefundsSeen::Each(came.went_back)));
    assert!(report(&link(), &[payment("paid")]).went_back.is_empty());
    for doubted in [
        without(refunded.clone(), "amount"),
        with(refunded.clone(), "amount", "0.00"),
        with(refunded.clone(), "currency", "USD"),
    ] {
        assert!(report(&link(), std::slice::from_ref(&doubted)).went_back.is_empty());
        assert!(matches!(refunds(&doubted), Outcome::Unclear(_)), "{doubted}");
    }
    // What was read is told also where the rest was not.
    let pages = vec![ok(&link()), page(&[refunded], &next_payments()), no(401)];
    let Outcome::Done(came) = read(pages) else { panic!("what was read is lost") };
    assert_eq!(came.went_back.len(), 1);
}

#[test]
fn counters_prove_no_payment() {
    let counted = with(with(link(), "paid_count", 1), "times_used", 1);
    assert!(report(&counted, &[]).payments.is_empty());
}

#[test]
fn what_is_not_ours_is_doubted() {
    for (answer, due) in [
        (with(link(), "metadata", json!({ "reference": "another" })), DIFFERENT),
        (with(link(), "metadata", json!({})), DIFFERENT),
        (with(link(), "currency", "USD"), DIFFERENT),
        (with(link(), "uuid", "7c0e1a52-0000-4c38-9d55-000000000001"), UNREADABLE),
        (without(link(), "uuid"), UNREADABLE),
    ] {
        assert_eq!(became(&read(vec![ok(&answer)])), due, "{answer}");
    }
    // Where metadata is not given back at all, the id alone says whose it is: staff may have changed the label.
    let mute = with(without(link(), "metadata"), "name", "Somebody's");
    assert_eq!(report(&mute, &[payment("paid")]).payments, [seen(Status::Paid)]);
}

#[test]
fn what_was_read_is_told_where_the_rest_could_not_be() {
    for (trouble, due) in [
        (Err(TransportFault::TimedOut), Became::Unclear(Doubt::TimedOut)),
        (no(401), Became::Rejected(RejectionClass::Credentials)),
        (ok(&json!({})), UNREADABLE),
    ] {
        let first = || page(&[payment("paid")], &next_payments());
        let Outcome::Done(report) = read(vec![ok(&link()), first(), trouble.clone()]) else {
            panic!("what was read is lost")
        };
        assert_eq!(report.payments, [seen(Status::Paid)]);
        assert_eq!(report.broke_off.as_ref().map(became), Some(due));
        // Without a single payment there is nothing to tell.
        assert_eq!(became(&read(vec![ok(&link()), trouble])), due);
    }
    let Outcome::Done(report) = read(vec![ok(&link()), list(&[json!("?"), payment("paid")])])
    else {
        panic!("a row hides another")
    };
    assert_eq!(report.payments, [seen(Status::Paid)]);
    assert_eq!(report.broke_off.as_ref().map(became), Some(UNREADABLE));
    assert_eq!(became(&read(vec![ok(&link()), list(&[json!("?")])])), UNREADABLE);
}

#[test]
fn a_link_that_is_not_there_is_not_called_closed() {
    let not_found = Became::Rejected(RejectionClass::NotFound);
    for second in [no(404), list(&[]), Ok(response(500, ""))] {
        assert_eq!(became(&read(vec![no(404), second])), not_found);
    }
    let Outcome::Done(report) = read(vec![no(404), list(&[payment("paid")])]) else {
        panic!("money is lost with its link")
    };
    assert_eq!((report.state, report.payments), (None, vec![seen(Status::Paid)]));
}

/// The look at a link that was asked for so many seconds ago.
fn read_made(age: u64, answers: Vec<Answer>) -> (Outcome<LinkReport>, Vec<Request>) {
    let since = now().minus(Duration::from_secs(age));
    play(dashboard().read_link(&shop(), LinkToRead { since, ..link_to_read() }), answers)
}

#[test]
fn a_link_that_customers_do_not_find_either_was_deleted() {
    for gone in [no(404), no(410), Ok(response(410, ""))] {
        for payments in [no(404), list(&[])] {
            let (came, sent) = read_made(60, vec![no(404), payments, gone.clone()]);
            let Outcome::Done(report) = came else { panic!("{came:?}") };
            assert_eq!(
                (report.state.clone(), report.broke_off.clone()),
                (Some(State::Closed), None)
            );
            assert!(report.shows_nothing());
            let public = format!("public/{UUID}/");
            assert_eq!(paths(&sent), [format!("{UUID}/"), format!("{UUID}/payments/"), public]);
            assert!(sent[2].without_sign_in);
        }
        // What came on it is true all the same.
        let rows = [payment("paid"), with(payment("refunded"), "id", "pmt_back")];
        let (came, _) = read_made(60, vec![no(404), list(&rows), gone]);
        let Outcome::Done(report) = came else { panic!("{came:?}") };
        assert_eq!((report.state, report.payments.len()), (Some(State::Closed), 2));
        assert_eq!((&report.payments[0], report.went_back.len()), (&seen(Status::Paid), 1));
    }
}

#[test]
fn a_link_that_may_only_not_be_shown_is_not_called_deleted() {
    let not_found = Became::Rejected(RejectionClass::NotFound);
    let unproven = [
        ok(&shown()),
        Ok(response(404, "<html>")),
        Ok(response(500, "")),
        no(403),
        Err(TransportFault::TimedOut),
    ];
    for answer in unproven {
        let (came, _) = read_made(86_400, vec![no(404), no(404), answer.clone()]);
        assert_eq!(became(&came), not_found, "{answer:?}");
        let paid = list(&[payment("paid")]);
        let (came, _) = read_made(86_400, vec![no(404), paid, answer]);
        let Outcome::Done(report) = came else { panic!("money is lost with its link") };
        assert_eq!((report.state, report.payments), (None, vec![seen(Status::Paid)]));
    }
    // A new one is not asked for as customers do.
    assert_eq!(became(&read_made(59, vec![no(404), no(404)]).0), not_found);
    // Nor one whose payments nobody knows, or that is said to have been there.
    for answers in [
        vec![no(404), Ok(response(500, ""))],
        vec![no(404), Err(TransportFault::TimedOut)],
        vec![no(404), list(&[json!("?")])],
        vec![no(410), no(404)],
    ] {
        assert_eq!(became(&read_made(86_400, answers).0), not_found);
    }
    assert_eq!(became(&read_made(86_400, vec![Ok(response(404, "<html>"))]).0), UNREADABLE);
}

#[test]
fn what_was_not_answered_says_nothing_of_the_link() {
    for (answer, due) in [
        (Ok(response(404, "<html>")), UNREADABLE),
        (Ok(response(503, "")), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(204, "")), UNREADABLE),
        (no(401), Became::Rejected(RejectionClass::Credentials)),
    ] {
        assert_eq!(became(&read(vec![answer])), due);
    }
}
