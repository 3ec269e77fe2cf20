//! What a customer sees of a link.

use domain::{Outcome, error::Doubt, outcome::RejectionClass};
use providers::{GoneReason, Preview, PreviewLine, PreviewPage, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, DIFFERENT, TOKEN, UNREADABLE, UUID, ago, became, dashboard, header, link,
    money, no, ok, outcome, paths, play, response, shop, shown, to_preview, with, without,
};

fn preview(answers: Vec<Answer>) -> Outcome<Preview> {
    outcome(dashboard().preview_link(&shop(), to_preview()), answers)
}

fn gone(public: Answer, detail: Answer) -> Outcome<Preview> {
    preview(vec![public, detail])
}

fn reason(detail: &Value) -> GoneReason {
    match gone(no(410), ok(detail)) {
        Outcome::Done(Preview::Gone(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_page_is_told_as_customers_see_it_without_a_token() {
    let (came, sent) = play(dashboard().preview_link(&shop(), to_preview()), vec![ok(&shown())]);
    let lines = vec![
        PreviewLine { name: "Blue mug".to_owned(), quantity: 2, total: Some(money(2_500, "EUR")) },
        PreviewLine { name: "Scarf".to_owned(), quantity: 1, total: Some(money(990, "EUR")) },
    ];
    let page = PreviewPage {
        shop: "Corner shop Ltd".to_owned(),
        lines,
        tax: Some(money(653, "EUR")),
        total: money(3_490, "EUR"),
    };
    assert_eq!(came, Outcome::Done(Preview::Shown(page)));
    assert_eq!(paths(&sent), [format!("public/{UUID}/")]);
    assert!(sent[0].without_sign_in && header(&sent[0], "authorization").is_none());
}

#[test]
fn what_is_not_told_is_left_out() {
    let bare = json!({ "currency": "EUR", "total": "34.90", "products": [{}] });
    let Outcome::Done(Preview::Shown(page)) = preview(vec![ok(&bare)]) else { panic!("not shown") };
    assert_eq!((page.shop.as_str(), page.tax), ("", None));
    assert_eq!(page.lines, [PreviewLine { name: String::new(), quantity: 1, total: None }]);
    for (body, due) in [
        (without(shown(), "total"), UNREADABLE),
        (with(shown(), "products", json!(["?"])), UNREADABLE),
        (with(shown(), "products", json!([{ "quantity": "a few" }])), UNREADABLE),
        (with(shown(), "currency", "USD"), DIFFERENT),
    ] {
        assert_eq!(became(&preview(vec![ok(&body)])), due, "{body}");
    }
}

#[test]
fn why_a_link_is_gone_staffs_look_tells() {
    let used = with(link(), "times_used", 1);
    let over = with(link(), "expires_at", ago(0));
    let off = with(link(), "is_active", false);
    for (detail, due) in [
        (used.clone(), GoneReason::UsedUp),
        (with(used, "is_active", false), GoneReason::UsedUp),
        (over.clone(), GoneReason::Expired),
        (with(over, "is_active", false), GoneReason::Expired),
        (off, GoneReason::SwitchedOff),
        (link(), GoneReason::Untold),
    ] {
        assert_eq!(reason(&detail), due, "{detail}");
    }
    let staff = dashboard().preview_link(&shop(), to_preview());
    let (_, sent) = play(staff, vec![no(410), ok(&link())]);
    assert_eq!(paths(&sent), [format!("public/{UUID}/"), format!("{UUID}/")]);
    assert_eq!(header(&sent[1], "authorization"), Some(format!("Token {TOKEN}")));
}

#[test]
fn a_link_is_gone_also_where_staff_are_told_nothing() {
    let untold = Outcome::Done(Preview::Gone(GoneReason::Untold));
    for detail in [no(401), Ok(response(500, "")), Err(TransportFault::TimedOut), no(403)] {
        assert_eq!(gone(no(410), detail), untold);
    }
    assert_eq!(gone(Ok(response(410, "")), ok(&link())), untold);
    // It was deleted.
    let deleted = Outcome::Done(Preview::Gone(GoneReason::SwitchedOff));
    assert_eq!(gone(no(404), no(404)), deleted);
    assert_eq!(gone(no(404), ok(&link())), untold);
    // Another server's words are not the dashboard's, and what is over was not deleted.
    let words = json!({ "message": "no route" }).to_string();
    for detail in [Ok(response(404, words)), Ok(response(404, "<html>")), no(410)] {
        assert_eq!(gone(no(410), detail), untold);
    }
    let another = with(link(), "metadata", json!({ "reference": "another" }));
    assert_eq!(became(&gone(no(410), ok(&another))), DIFFERENT);
}

#[test]
fn what_was_not_answered_says_nothing() {
    for (answer, due) in [
        (Ok(response(404, "<html>")), UNREADABLE),
        (Ok(response(200, "<html>")), UNREADABLE),
        (Ok(response(500, "")), Became::Unclear(Doubt::ProviderError)),
        (no(403), Became::Rejected(RejectionClass::Permission)),
        // Nobody showed a session, so none has ended.
        (no(401), Became::Rejected(RejectionClass::Refused)),
    ] {
        assert_eq!(became(&preview(vec![answer.clone()])), due, "{answer:?}");
    }
}
