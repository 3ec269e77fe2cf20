//! What can go wrong while a link is made: what staff see at once, and that it always ends in one link or none.

use std::time::Duration;

use desk::{
    domain::TillError,
    view::{NewSaleForm, SaleView},
};
use practice::global_payments::LinkStatus;
use providers::{Lane, Response, TransportFault};
use serde_json::{Value, json};

use crate::rig::{
    Call, Rig, Then, Trouble, answer, code, empty_list, html, refusal, story, too_many_requests,
    word,
};

/// A sale whose create ran into `trouble`. The till was signed in before.
async fn troubled(trouble: Trouble) -> (Rig, SaleView) {
    let rig = Rig::start().await;
    rig.network.once(Call::CreateLink, trouble);
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    assert_eq!(rig.network.sent(Call::CreateLink), 1, "nothing is repeated by itself");
    assert!(sale.link.is_none(), "an address is shown only from the book");
    // What staff typed is not lost.
    assert_eq!(sale.row.what_for, "Two chairs");
    assert_eq!(sale.row.reference, "Table 7 #2");
    assert_eq!(sale.row.staff_note, "by the window");
    rig.audit().await;
    (rig, sale)
}

/// The state as the page reads it.
fn state(sale: &SaleView) -> Value {
    serde_json::to_value(&sale.row.state).unwrap()
}

/// Provably not acted on: nothing is repeated until the same press comes again, and then there is one link.
async fn is_not_sent(trouble: Trouble) {
    let told = format!("{trouble:?}");
    let (rig, sale) = troubled(trouble).await;
    assert_eq!(word(&sale), "NOT_SENT", "{told}");
    assert_eq!(rig.links_made(), 0, "{told}");
    rig.desk().settle_all().await.unwrap();
    assert_eq!(rig.links_made(), 0, "nobody pressed again after {told}");
    let again = press_again(&rig, &sale).await;
    assert_eq!(word(&again), "WAITING", "{told}");
    ends_with_one_link(&rig, &again).await;
}

/// Nobody knows: the same press sends nothing, and the next look settles it.
async fn is_not_sure(trouble: Trouble, made: usize) {
    let told = format!("{trouble:?}");
    let (rig, sale) = troubled(trouble).await;
    assert_eq!(state(&sale), json!({ "kind": "NOT_SURE", "about": "LINK" }), "{told}");
    assert_eq!(rig.links_made(), made, "{told}");
    let again = press_again(&rig, &sale).await;
    assert_eq!(word(&again), "NOT_SURE", "{told}");
    assert_eq!(rig.network.sent(Call::CreateLink), 1, "{told}");
    rig.desk().settle_all().await.unwrap();
    let sends = if made == 0 { 2 } else { 1 };
    assert_eq!(rig.network.sent(Call::CreateLink), sends, "{told}");
    ends_with_one_link(&rig, &sale).await;
}

/// The provider's no: there is no link, and there never will be one.
async fn is_refused(answer: Response) -> TillError {
    let (rig, sale) = troubled(Trouble::Unheard(Then::Answer(answer))).await;
    assert_eq!(word(&sale), "LINK_REFUSED");
    press_again(&rig, &sale).await;
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (0, 1));
    rig.audit_settled().await;
    serde_json::from_value(state(&sale)["error"].clone()).unwrap()
}

async fn press_again(rig: &Rig, sale: &SaleView) -> SaleView {
    let mut form = rig.form("2500");
    form.press.clone_from(&sale.press);
    rig.desk().create_link(form).await.unwrap()
}

/// One link at the provider, on the screen, and good to be paid.
async fn ends_with_one_link(rig: &Rig, sale: &SaleView) {
    let sale = rig.sale(sale).await;
    assert_eq!(word(&sale), "WAITING");
    assert_eq!((rig.links_made(), rig.rows().await.len()), (1, 1));
    let shown = sale.link.as_ref().unwrap();
    assert!(shown.url.ends_with(rig.link_of(&sale).page.as_str()));
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    rig.audit_settled().await;
}

fn fault(fault: TransportFault) -> Then {
    Then::Fault(fault)
}

fn seen_before_without_an_id() -> Response {
    refusal(409, "DUPLICATE_ACTION", "40039", "Idempotency Key seen before")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network() {
    for before_it_left in [TransportFault::Dns, TransportFault::Connect, TransportFault::Tls] {
        is_not_sent(Trouble::Unheard(fault(before_it_left))).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network_before_sign_in_says_why_and_records_nothing() {
    let mut rig = Rig::start().await;
    rig.reopen().await;
    for (lost, why) in [
        (TransportFault::Dns, "DNS"),
        (TransportFault::Connect, "CONNECT"),
        (TransportFault::Tls, "TLS"),
        (TransportFault::TimedOut, "SIGN_IN"),
        (TransportFault::ConnectionLost, "SIGN_IN"),
    ] {
        rig.network.once(Call::SignIn, Trouble::Unheard(fault(lost)));
        let error = rig.desk().create_link(rig.form("2500")).await.unwrap_err();
        let error = serde_json::to_value(&error).unwrap();
        assert_eq!(error, json!({ "code": "NOT_SENT", "fault": why }));
    }
    assert_eq!(rig.rows().await, []);
    assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_out_or_a_lost_connection_before_the_provider_acted() {
    for lost in [TransportFault::TimedOut, TransportFault::ConnectionLost] {
        is_not_sure(Trouble::Unheard(fault(lost)), 0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_out_or_a_lost_connection_after_the_provider_acted() {
    for lost in [TransportFault::TimedOut, TransportFault::ConnectionLost] {
        is_not_sure(Trouble::Acted(fault(lost)), 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_too_large_or_leads_elsewhere() {
    for refused in [TransportFault::TooLarge, TransportFault::Redirected] {
        is_not_sure(Trouble::Acted(fault(refused)), 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_over_is_renewed_once_and_nobody_notices() {
    let rig = Rig::start().await;
    rig.books().forget_tokens();
    let sale = rig.waiting("2500").await;
    assert_eq!(rig.network.sent(Call::SignIn), 2);
    assert_eq!(rig.network.sent(Call::CreateLink), 2);
    ends_with_one_link(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_never_good_is_not_sent() {
    let rig = Rig::start().await;
    let never = refusal(401, "NOT_AUTHENTICATED", "40001", "Invalid access token used");
    rig.network.always(Call::CreateLink, Trouble::Unheard(Then::Answer(never)));
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SENT");
    assert_eq!(rig.network.sent(Call::CreateLink), 2, "one renewal and no more");
    rig.network.heal();
    press_again(&rig, &sale).await;
    ends_with_one_link(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission() {
    let no =
        refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled to execute action");
    assert_eq!(code(&is_refused(no).await), "PERMISSION_MISSING");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unprocessable_request() {
    let no = refusal(422, "MANDATORY_DATA_MISSING", "40251", "a field is missing");
    let error = is_refused(no).await;
    assert_eq!(
        error,
        TillError::ApiError {
            provider_code: "40251".to_owned(),
            detail: "a field is missing".to_owned()
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_is_not_sent() {
    let wait = too_many_requests(Duration::from_secs(7));
    is_not_sent(Trouble::Unheard(Then::Answer(wait))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_key_without_an_id() {
    is_not_sure(Trouble::Unheard(Then::Answer(seen_before_without_an_id())), 0).await;
    is_not_sure(Trouble::Acted(Then::Answer(seen_before_without_an_id())), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_fails_before_and_after_it_acted() {
    for status in [500, 502, 503] {
        let broken = || Then::Answer(refusal(status, "SYSTEM_ERROR", "50002", "try later"));
        is_not_sure(Trouble::Unheard(broken()), 0).await;
        is_not_sure(Trouble::Acted(broken()), 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn html_instead_of_json() {
    is_not_sure(Trouble::Unheard(Then::Answer(html())), 0).await;
    is_not_sure(Trouble::Acted(Then::Answer(html())), 1).await;
    // A proxy's own no proves nothing about the provider.
    let blocked = Response { status: 403, ..html() };
    is_not_sure(Trouble::Unheard(Then::Answer(blocked)), 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_body_or_none() {
    is_not_sure(Trouble::Acted(Then::Half), 1).await;
    is_not_sure(Trouble::Acted(Then::Answer(answer(200, &json!({})))), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_list_lags_behind_the_key_finds_the_link() {
    let (rig, sale) = troubled(Trouble::Acted(fault(TransportFault::TimedOut))).await;
    rig.network.once(Call::FindLink, Trouble::Unheard(Then::Answer(empty_list())));
    rig.desk().settle_all().await.unwrap();
    // The same key went again, and the provider named what it had made.
    let writes = rig.network.writes();
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[0], writes[1]);
    ends_with_one_link(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_fails_leaves_the_question_open() {
    let (rig, sale) = troubled(Trouble::Acted(fault(TransportFault::TimedOut))).await;
    for failing in [
        fault(TransportFault::Dns),
        fault(TransportFault::TimedOut),
        Then::Answer(html()),
        Then::Answer(refusal(500, "SYSTEM_ERROR", "50002", "try later")),
        Then::Answer(refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "no")),
        Then::Answer(answer(200, &json!({ "paging": {} }))),
    ] {
        let told = format!("{failing:?}");
        rig.network.once(Call::FindLink, Trouble::Unheard(failing));
        rig.desk().settle_all().await.unwrap();
        assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "{told}");
        rig.rested();
    }
    assert_eq!(rig.network.sent(Call::CreateLink), 1);
    let settled = rig.desk().check_now(&sale.row.id).await.unwrap();
    ends_with_one_link(&rig, &settled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_again_and_again_still_ends_in_one_link() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    for trouble in [
        Trouble::Unheard(fault(TransportFault::Connect)),
        Trouble::Unheard(Then::Answer(too_many_requests(Duration::from_secs(1)))),
        Trouble::Unheard(Then::Answer(refusal(422, "INVALID", "40090", "no"))),
        Trouble::Acted(Then::Half),
    ] {
        rig.network.once(Call::CreateLink, trouble);
        rig.desk().settle_all().await.unwrap();
        assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
        rig.rested();
    }
    rig.desk().settle_all().await.unwrap();
    ends_with_one_link(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_provider_may_have_forgotten_is_never_sent_again() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    rig.clock.advance(Duration::from_hours(30));
    rig.desk().settle_all().await.unwrap();
    let given_up = rig.sale(&sale).await;
    assert_eq!(word(&given_up), "LINK_REFUSED");
    assert_eq!(state(&given_up)["error"], json!({ "code": "LINK_NEVER_MADE" }));
    assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (0, 1));
    // A new press is a new sale.
    rig.waiting("2500").await;
    assert_eq!(rig.links_made(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_made_long_ago_is_still_found() {
    let mut rig = Rig::start().await;
    rig.network.once(Call::CreateLink, Trouble::Acted(fault(TransportFault::ConnectionLost)));
    let mut form = rig.form("2500");
    form.payable_for = 10 * 24 * 3_600;
    let sale = rig.desk().create_link(form).await.unwrap();
    rig.clock.advance(Duration::from_hours(60));
    rig.reopen().await;
    assert_eq!(rig.network.sent(Call::CreateLink), 1);
    ends_with_one_link(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_never_asked_for_after_its_own_end() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    // Payable for 15 minutes, and the quiet period is 16.
    rig.clock.advance(Duration::from_secs(15 * 60 + 1));
    rig.desk().settle_all().await.unwrap();
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
    rig.clock.advance(Duration::from_mins(2));
    rig.desk().settle_all().await.unwrap();
    let given_up = rig.sale(&sale).await;
    assert_eq!(state(&given_up)["error"], json!({ "code": "LINK_NEVER_MADE" }));
    assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_not_sent_is_not_sent_after_its_own_end_either() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::Connect))).await;
    rig.clock.advance(Duration::from_mins(20));
    let given_up = press_again(&rig, &sale).await;
    assert_eq!(state(&given_up)["error"], json!({ "code": "LINK_NEVER_MADE" }));
    assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_the_provider_has_seen_is_looked_for_until_it_shows_up() {
    let (rig, sale) = troubled(Trouble::Acted(Then::Answer(seen_before_without_an_id()))).await;
    rig.clock.advance(Duration::from_hours(30));
    rig.network.once(Call::FindLink, Trouble::Unheard(Then::Answer(empty_list())));
    rig.desk().settle_all().await.unwrap();
    let orphan = rig.sale(&sale).await;
    assert_eq!(state(&orphan)["error"]["code"], "INVALID_RESPONSE");
    let found = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert!(found.link.is_none(), "a new link may be on show already");
    // The list says no more than its id, so the same look asks for the link itself.
    assert_eq!(rig.network.sent(Call::ReadLink), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orphan_that_can_be_paid_is_closed_by_the_till_itself() {
    let rig = Rig::start().await;
    let seen = Trouble::Acted(Then::Answer(seen_before_without_an_id()));
    rig.network.once(Call::CreateLink, seen);
    let lasting = NewSaleForm { payable_for: 10 * 24 * 3_600, ..rig.form("2500") };
    let sale = rig.desk().create_link(lasting).await.unwrap();
    rig.clock.advance(Duration::from_hours(30));
    rig.network.once(Call::FindLink, Trouble::Unheard(Then::Answer(empty_list())));
    rig.desk().settle_all().await.unwrap();
    // One look finds its id, and sees that it can be paid.
    rig.desk().check_now(&sale.row.id).await.unwrap();
    rig.network.once(Call::AlterLink, Trouble::Unheard(fault(TransportFault::TimedOut)));
    for _ in 0..3 {
        rig.desk().work_due(Lane::Settling).await;
        rig.clock.advance(Duration::from_secs(30));
    }
    assert_eq!(rig.network.sent(Call::AlterLink), 2);
    let link = rig.link_of(&sale).id;
    assert_eq!(rig.books().link_status(&link), Some(LinkStatus::Inactive));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "LINK_REFUSED");
    assert!(!story(&sale).contains(&"CANCEL_ASKED".to_owned()), "no person asked for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_to_a_repeat_is_not_told_as_the_end() {
    let (rig, sale) = troubled(Trouble::Unheard(Then::Fault(TransportFault::TimedOut))).await;
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Answer(no)));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), rig.network.sent(Call::CreateLink)), ("NOT_SURE", 2));
    assert_eq!(story(&sale).last().unwrap(), "LINK_UNCLEAR");
}
