//! Looking for the payment that a create may have made.

use std::time::Duration;

use domain::{Outcome, TillError, error::Doubt, outcome::RejectionClass};
use providers::{CreatedLink, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, DIFFERENT, LINK_ID, PAYMENT, UNREADABLE, ask, became, in_state, key, list, no,
    now, ok, outcome, page, paths, payment, paymentflow, play, response, shop, stranger, with,
    without,
};

const MINUTE: i64 = 60;

/// Looks for what was asked for a minute ago.
fn find(answers: Vec<Answer>) -> (Outcome<Option<CreatedLink>>, Vec<String>) {
    let since = now().minus(Duration::from_mins(1));
    let (outcome, sent) = play(paymentflow().find_link(&shop(), ask(), since), answers);
    (outcome, paths(&sent).into_iter().map(str::to_owned).collect())
}

fn found(answers: Vec<Answer>) -> Became {
    let (outcome, _) = find(answers);
    match outcome {
        Outcome::Done(None) => panic!("it is called absent"),
        other => became(&other),
    }
}

fn is_absent(answers: Vec<Answer>) -> bool {
    find(answers).0 == Outcome::Done(None)
}

/// A row that does not say whose it is.
fn mute(row: Value) -> Value {
    without(row, "metadata")
}

#[test]
fn it_is_found_by_our_id_and_read_before_it_is_adopted() {
    let row = without(in_state("succeeded"), "checkout_url");
    let (came, asked) = find(vec![list(&[stranger("pay_1", 0), row]), ok(&payment())]);
    let create = paymentflow().create_link(&shop(), ask(), key());
    let created = outcome(create, vec![ok(&payment())]);
    assert_eq!(came, created.map(Some));
    assert_eq!(asked, ["/payments?limit=100", "/payments/pay_abc123"]);
}

#[test]
fn what_was_made_in_another_way_than_asked_is_found_and_never_shown() {
    let other = with(payment(), "amount", 199);
    let (outcome, _) = find(vec![list(std::slice::from_ref(&other)), ok(&other)]);
    let Outcome::Done(Some(CreatedLink::Unusable { error, .. })) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(error, TillError::InvalidResponse { doubt: Doubt::Different });
}

#[test]
fn nothing_of_ours_in_all_of_the_list_is_absent() {
    assert!(is_absent(vec![list(&[])]));
    assert!(is_absent(vec![list(&[stranger("pay_1", 0), stranger("pay_2", 9_000)])]));
}

#[test]
fn a_list_is_read_page_by_page_back_to_when_it_was_asked_for() {
    let first = page(&[stranger("pay_3", 0), stranger("pay_2", 2 * MINUTE)], true);
    let past = page(&[stranger("pay_1", 7 * MINUTE)], true);
    let (outcome, asked) = find(vec![first.clone(), past]);
    assert_eq!(outcome, Outcome::Done(None));
    assert_eq!(asked, ["/payments?limit=100", "/payments?limit=100&starting_after=pay_2"]);
    // Clocks differ: what seems to be a little older may be ours.
    let near = page(&[stranger("pay_1", 5 * MINUTE)], true);
    let (outcome, _) = find(vec![first, near, list(&[payment()]), ok(&payment())]);
    assert_eq!(became(&outcome), Became::Done);
}

#[test]
fn an_old_row_ends_only_a_list_that_goes_from_new_to_old() {
    let old = || stranger("pay_1", 9_000);
    let from_old_to_new = stranger("pay_0", 9_001);
    let without_a_moment = without(stranger("pay_0", 0), "created");
    let unreadable = with(without_a_moment.clone(), "amount", "?");
    for first in [from_old_to_new, without_a_moment, unreadable] {
        let listed = vec![page(&[first.clone(), old()], true), list(&[payment()]), ok(&payment())];
        assert_eq!(found(listed), Became::Done, "{first}");
    }
}

#[test]
fn a_row_that_moved_to_the_next_page_is_one() {
    let rows = [stranger("pay_2", 0), payment()];
    let next = [payment(), stranger("pay_1", 30)];
    let (outcome, asked) = find(vec![page(&rows, true), list(&next), ok(&payment())]);
    assert_eq!(became(&outcome), Became::Done);
    assert_eq!(asked.len(), 3, "it is read once");
}

#[test]
fn a_list_that_leads_in_circles_or_nowhere_is_left_and_nothing_is_absent() {
    let rows = [stranger("pay_2", 0), stranger("pay_1", 0)];
    assert_eq!(found(vec![page(&[], true)]), UNREADABLE);
    // The same page again and again, whatever is asked for.
    assert_eq!(found(vec![page(&rows, true), page(&rows, true)]), UNREADABLE);
    // Two pages by turns.
    let others = [stranger("pay_3", 0)];
    assert_eq!(found(vec![page(&rows, true), page(&others, true), page(&rows, true)]), UNREADABLE);
    assert_eq!(found(vec![page(&[json!({ "status": "pending" })], true)]), UNREADABLE);
}

#[test]
fn a_list_that_never_ends_is_left_after_twenty_pages() {
    let pages = (0..20).map(|n| page(&[stranger(&format!("pay_x{n}"), 0)], true)).collect();
    assert_eq!(found(pages), UNREADABLE);
}

#[test]
fn a_page_that_is_too_long_is_asked_for_with_fewer_rows() {
    let too_long = || Err(TransportFault::TooLarge);
    let first = || page(&[stranger("pay_2", 0)], true);
    let short = || page(&[payment()], true);
    let last = list(&[stranger("pay_1", 0)]);
    let (came, asked) = find(vec![first(), too_long(), short(), last, ok(&payment())]);
    assert_eq!(became(&came), Became::Done);
    let next = "starting_after=pay_2";
    let [many, few] = [100, 10].map(|rows| format!("/payments?limit={rows}&{next}"));
    assert_eq!(asked[1..3], [many, few]);
    assert_ne!(found(vec![first(), too_long(), too_long()]), Became::Done);
    // What was too long is not all of a sudden the short end of the list.
    assert_eq!(found(vec![first(), too_long(), list(&[stranger("pay_1", 0)])]), UNREADABLE);
}

#[test]
fn a_list_without_metadata_is_looked_into() {
    let rows = [
        mute(stranger("pay_1", 0)),
        with(mute(stranger("pay_2", 0)), "amount", 5),
        mute(payment()),
    ];
    let (outcome, asked) = find(vec![list(&rows), ok(&stranger("pay_1", 0)), ok(&payment())]);
    assert_eq!(became(&outcome), Became::Done);
    assert_eq!(asked[1..], ["/payments/pay_1", "/payments/pay_abc123"]);
    assert!(is_absent(vec![list(&rows[..1]), ok(&stranger("pay_1", 0))]));
    // An empty id tells nothing.
    let empty = with(payment(), "metadata", json!({ "intent_id": "" }));
    assert_eq!(found(vec![list(&[empty]), ok(&payment())]), Became::Done);
    // Where a payment itself does not tell, nobody knows.
    assert_eq!(found(vec![list(&rows[..1]), ok(&rows[0])]), UNREADABLE);
    let many: Vec<_> = (0..21).map(|n| mute(stranger(&format!("pay_{n}"), 0))).collect();
    assert_eq!(found(vec![list(&many)]), UNREADABLE);
}

#[test]
fn a_row_that_can_not_be_read_is_read_by_itself_or_hides_what_is_looked_for() {
    let broken = json!({ "id": PAYMENT, "amount": "?" });
    assert_eq!(found(vec![list(std::slice::from_ref(&broken)), ok(&payment())]), Became::Done);
    assert!(is_absent(vec![list(&[broken]), ok(&with(stranger("pay_1", 0), "id", PAYMENT))]));
    assert_eq!(found(vec![list(&[json!("?")])]), UNREADABLE);
}

#[test]
fn a_sum_that_no_till_knows_is_no_doubt_where_the_row_says_whose_it_is() {
    let coins = |row: Value| with(with(row, "currency", "USDC"), "amount", 25.5);
    let theirs = coins(stranger("pay_1", 0));
    assert!(is_absent(vec![list(std::slice::from_ref(&theirs))]));
    let (came, asked) = find(vec![list(&[theirs.clone(), payment()]), ok(&payment())]);
    assert_eq!((became(&came), asked.len()), (Became::Done, 2));
    // It keeps its place in a list that goes from new to old.
    assert!(is_absent(vec![page(&[theirs.clone(), coins(stranger("pay_2", 9_000))], true)]));
    // One of ours, and one that does not say, is looked into.
    for row in [coins(payment()), mute(coins(payment()))] {
        assert_eq!(found(vec![list(std::slice::from_ref(&row)), ok(&row)]), UNREADABLE, "{row}");
    }
}

#[test]
fn of_two_payments_with_our_id_none_is_chosen() {
    let twin = with(payment(), "id", "pay_twin");
    let answers = vec![list(&[payment(), twin.clone()]), ok(&payment()), ok(&twin)];
    assert_eq!(found(answers), DIFFERENT);
}

#[test]
fn a_payment_that_says_our_reference_and_another_id_is_not_it() {
    let other = json!({ "intent_id": format!("{LINK_ID}0"), "reference": "INV-12-0123456789" });
    assert!(is_absent(vec![list(&[with(payment(), "metadata", other)])]));
}

#[test]
fn what_was_not_answered_is_not_absent() {
    for answer in [
        Ok(response(500, "")),
        Ok(response(404, "<html>")),
        ok(&json!({})),
        ok(&json!({ "data": [] })),
        Err(TransportFault::TimedOut),
    ] {
        assert_ne!(found(vec![answer.clone()]), Became::Done, "{answer:?}");
        assert_ne!(found(vec![list(&[payment()]), answer.clone()]), Became::Done, "{answer:?}");
    }
    assert_eq!(found(vec![no(403, "", None)]), Became::Rejected(RejectionClass::Credentials));
    // It stood in the list.
    assert_eq!(found(vec![list(&[payment()]), no(404, "", None)]), UNREADABLE);
}
