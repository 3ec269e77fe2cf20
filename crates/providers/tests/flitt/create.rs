//! Making a link.

use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    error::{Doubt, Fault},
    link::NewLink,
    link_kind::{Day, LinkKind, Period, Schedule},
    outcome::RejectionClass,
    page_url::PageUrl,
    reference::OurReference,
    usage::{Usage, UseLimit},
};
use providers::{Class, CreatedLink, Request, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, CHECKOUT, LINK_ID, PAYMENT, REFERENCE, ask, became, enveloped, flitt, key,
    lari, link_id, money, order, outcome, play, practice, refusal, refused, response, said,
    said_in_envelope, shop, signed, signed_by, unsigned, with, without,
};

/// The languages of the fact sheet, 3.1.
const LANGUAGES: [&str; 20] = [
    "az", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ka", "ko", "lv", "nl", "pl", "ro",
    "ru", "sk", "uk", "zh",
];

fn link() -> Value {
    json!({ "response_status": "success", "checkout_url": CHECKOUT, "payment_id": PAYMENT })
}

fn sent(account: &Account, ask: NewLink, answer: Answer) -> Vec<Request> {
    play(account, flitt().create_link(account, ask, key()), vec![answer]).1
}

fn created(ask: NewLink, answer: Answer) -> Outcome<CreatedLink> {
    outcome(flitt().create_link(&shop(), ask, key()), vec![answer])
}

fn refused_unsent(ask: NewLink) -> Outcome<CreatedLink> {
    let (outcome, sent) = play(&shop(), flitt().create_link(&shop(), ask, key()), vec![]);
    assert!(sent.is_empty());
    outcome
}

#[test]
fn a_plain_link_says_what_is_paid_for_how_long_and_nothing_else() {
    let sent = sent(&shop(), ask(), unsigned(&link()));
    let said = said(&sent[0], "/checkout/url", Class::Writes);
    let plain = json!({
        "order_id": REFERENCE,
        "order_desc": "ორი ხაჭაპური 🫓",
        "amount": 1020,
        "currency": "GEL",
        "merchant_data": LINK_ID,
        // From 14:03:00 to 14:18:00.25, in whole seconds.
        "lifetime": 900,
    });
    assert_eq!(said, plain);
}

#[test]
fn what_staff_say_of_the_customer_goes_with_each_kind_of_link() {
    let told = |kind| NewLink {
        kind,
        customer_email: Some("ნინო+1@shop.example".to_owned().try_into().unwrap()),
        page_language: Some("ka".to_owned().try_into().unwrap()),
        ..ask()
    };
    let plain = |kind| {
        let sent = sent(&shop(), told(kind), unsigned(&link()));
        said(&sent[0], "/checkout/url", Class::Writes)
    };
    let enveloped = sent(&shop(), told(subscription()), enveloped(&link()));
    for said in [
        plain(LinkKind::Payment),
        plain(LinkKind::Reservation),
        plain(LinkKind::CardCheck),
        said_in_envelope(&enveloped[0], "/checkout/url"),
    ] {
        assert_eq!(
            (&said["sender_email"], &said["lang"], &said["merchant_data"]),
            (&"ნინო+1@shop.example".into(), &"ka".into(), &LINK_ID.into()),
        );
    }
}

#[test]
fn each_language_that_is_offered_is_one_that_the_gateway_takes() {
    let offered = flitt().capabilities().page_languages;
    assert_eq!(offered, LANGUAGES, "the list of the fact sheet, 3.1");
    for language in offered {
        let page_language = Some(language.to_string().try_into().unwrap());
        let sent = sent(&shop(), NewLink { page_language, ..ask() }, unsigned(&link()));
        assert_eq!(said(&sent[0], "/checkout/url", Class::Writes)["lang"], *language);
    }
}

#[test]
fn a_reservation_is_held_and_a_card_check_gives_back_by_itself() {
    let of = |kind| {
        let sent = sent(&shop(), NewLink { kind, ..ask() }, unsigned(&link()));
        said(&sent[0], "/checkout/url", Class::Writes)
    };
    assert_eq!(of(LinkKind::Reservation)["preauth"], "Y");
    let check = of(LinkKind::CardCheck);
    assert_eq!(
        (&check["verification"], &check["verification_type"]),
        (&"Y".into(), &"code".into())
    );
    assert_eq!((check.get("preauth"), check.get("subscription")), (None, None));
}

fn subscription() -> LinkKind {
    LinkKind::Subscription(Schedule {
        each: lari(500),
        every: 2.try_into().unwrap(),
        period: Period::Week,
        starts_on: Day::parse("2026-12-01").unwrap(),
        times: 12.try_into().unwrap(),
    })
}

#[test]
fn a_subscription_says_all_that_was_agreed_in_protocol_2() {
    let asked = NewLink { kind: subscription(), ..ask() };
    let sent = sent(&shop(), asked.clone(), enveloped(&link()));
    let said = said_in_envelope(&sent[0], "/checkout/url");
    assert_eq!((&said["subscription"], &said["amount"]), (&"Y".into(), &1_020.into()));
    let recurring = json!({
        "amount": 500, "every": 2, "period": "week", "start_time": "2026-12-01", "quantity": 12,
        "state": "shown_readonly", "readonly": "y",
    });
    assert_eq!(said["recurring_data"], recurring);

    let usable = created(asked.clone(), enveloped(&link()));
    assert!(matches!(usable, Outcome::Done(CreatedLink::Usable(_))), "{usable:?}");
    // A refusal comes without an envelope.
    let no = created(asked, refusal("1060", "Recurring not allowed"));
    assert_eq!(no, Outcome::Rejected(refused("1060", "Recurring not allowed")));
}

#[test]
fn the_shops_own_page_is_named_where_there_is_one() {
    let page = PageUrl::try_from("https://shop.example/thanks".to_owned()).unwrap();
    let account = Account { return_page: Some(page), ..shop() };
    let sent = sent(&account, ask(), unsigned(&link()));
    let said = said(&sent[0], "/checkout/url", Class::Writes);
    assert_eq!(said["response_url"], "https://shop.example/thanks");
}

#[test]
fn a_link_is_shown_exactly_as_it_came_and_ends_when_it_was_asked_to() {
    for answer in [unsigned(&link()), signed(&link())] {
        let Outcome::Done(CreatedLink::Usable(made)) = created(ask(), answer) else {
            panic!("not usable");
        };
        assert_eq!(made.url.as_str(), CHECKOUT);
        assert_eq!(made.provider_id, link_id());
        assert_eq!(made.expires_at, Some(ask().expires_at));
    }
}

#[test]
fn an_id_that_the_answer_leaves_out_is_asked_for() {
    for nameless in [with(link(), "payment_id", ""), without(link(), "payment_id")] {
        let create = || flitt().create_link(&shop(), ask(), key());
        let answers = vec![unsigned(&nameless), signed(&with(order(), "order_status", "created"))];
        let (outcome, sent) = play(&shop(), create(), answers);
        let asked = said(&sent[1], "/status/order_id", Class::Reads);
        assert_eq!(asked, json!({ "order_id": REFERENCE }));
        let Outcome::Done(CreatedLink::Usable(made)) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((made.provider_id, made.url.as_str()), (link_id(), CHECKOUT));

        // Whatever goes wrong with that, the order is there.
        for (answer, doubt) in [
            (signed(&with(order(), "payment_id", "")), Doubt::SeenBefore),
            (refusal("1018", ""), Doubt::SeenBefore),
            (unsigned(&order()), Doubt::SeenBefore),
            (Err(TransportFault::Connect), Doubt::SeenBefore),
            (signed(&with(order(), "order_id", "INV-13-0123456789")), Doubt::SeenBefore),
        ] {
            let (outcome, _) = play(&shop(), create(), vec![unsigned(&nameless), answer]);
            assert_eq!(became(&outcome), Became::Unclear(doubt));
        }
        let other_sum = vec![unsigned(&nameless), signed(&with(order(), "amount", "1021"))];
        let error = TillError::InvalidResponse { doubt: Doubt::Different };
        let unusable = CreatedLink::Unusable { provider_id: Some(link_id()), error };
        assert_eq!(play(&shop(), create(), other_sum).0, Outcome::Done(unusable));
    }
}

#[test]
fn an_address_that_is_not_the_gateways_is_never_shown() {
    for (address, error) in [
        (
            "https://pay.flitt.com.evil.example/merchants/1",
            TillError::ForeignHost { host: "pay.flitt.com.evil.example".to_owned() },
        ),
        (
            "https://evil.flitt.com/merchants/1",
            TillError::ForeignHost { host: "evil.flitt.com".to_owned() },
        ),
        ("tbcbank://pay/1", TillError::ForeignHost { host: "pay".to_owned() }),
        ("javascript:alert(1)", TillError::InvalidResponse { doubt: Doubt::Unreadable }),
        (
            "http://pay.flitt.com/merchants/1",
            TillError::InvalidResponse { doubt: Doubt::Unreadable },
        ),
    ] {
        let judged = created(ask(), unsigned(&with(link(), "checkout_url", address)));
        let unusable = CreatedLink::Unusable { provider_id: Some(link_id()), error };
        assert_eq!(judged, Outcome::Done(unusable), "{address}");
    }
    let at_home = with(link(), "checkout_url", "http://127.0.0.1:7702/pay/1");
    let exchange = flitt().create_link(&practice(), ask(), key());
    let (judged, _) = play(&practice(), exchange, vec![unsigned(&at_home)]);
    assert!(matches!(judged, Outcome::Done(CreatedLink::Usable(_))));
}

#[test]
fn an_answer_that_says_otherwise_or_is_signed_wrongly_is_no_link() {
    for (answer, doubt) in [
        (signed_by("another key", &link()), Doubt::Unreadable),
        (unsigned(&with(link(), "order_id", "INV-13-0123456789")), Doubt::Unreadable),
        (unsigned(&with(link(), "merchant_id", 1_549_902)), Doubt::Unreadable),
        (unsigned(&with(link(), "amount", "1021")), Doubt::Unreadable),
        (unsigned(&with(link(), "currency", "USD")), Doubt::Unreadable),
        (unsigned(&with(link(), "checkout_url", "")), Doubt::Unreadable),
        (unsigned(&json!({})), Doubt::Unreadable),
    ] {
        assert_eq!(became(&created(ask(), answer)), Became::Unclear(doubt));
    }
    // In protocol 2.0 an envelope is always signed.
    let loose = unsigned(&json!({ "version": "2.0", "data": "eyJvcmRlciI6e319" }));
    let asked = NewLink { kind: subscription(), ..ask() };
    assert_eq!(became(&created(asked, loose)), Became::Unclear(Doubt::Unreadable));
}

#[test]
fn a_used_order_id_is_looked_up_and_never_taken_for_a_no() {
    let answer = || refusal("1013", "Duplicate order");
    assert_eq!(became(&created(ask(), answer())), Became::Unclear(Doubt::SeenBefore));
    assert!(Doubt::SeenBefore.proves_existence());
}

#[test]
fn each_documented_no_keeps_its_code_and_words() {
    for code in ["1005", "1012", "1017", "1023", "1027", "1034", "9999"] {
        let no = created(ask(), refusal(code, "No."));
        assert_eq!(no, Outcome::Rejected(refused(code, "No.")), "{code}");
    }
    for (code, words) in
        [("1014", "Invalid signature"), ("1007", "Parameter `signature` is bad"), ("1016", "")]
    {
        let no = became(&created(ask(), refusal(code, words)));
        assert_eq!(no, Became::Rejected(RejectionClass::Credentials), "{code}");
    }
    let number = unsigned(&json!({ "response_status": "failure", "error_code": 1012 }));
    assert_eq!(created(ask(), number), Outcome::Rejected(refused("1012", "")));
}

#[test]
fn a_link_that_would_be_dead_on_arrival_is_not_sent() {
    for ends in ["2026-11-20T14:03:00.900Z", "2026-11-20T14:03:00Z", "2026-11-20T13:00:00Z"] {
        let asked = NewLink { expires_at: Timestamp::parse(ends).unwrap(), ..ask() };
        assert_eq!(became(&refused_unsent(asked)), Became::NotSent(Fault::HeldUp), "{ends}");
    }
    let longest = "2029-01-28T14:03:00Z";
    let sent = sent(
        &shop(),
        NewLink { expires_at: Timestamp::parse(longest).unwrap(), ..ask() },
        unsigned(&link()),
    );
    assert_eq!(said(&sent[0], "/checkout/url", Class::Writes)["lifetime"], 69_120_000);
    let too_long = Timestamp::parse("2029-01-28T14:03:01Z").unwrap();
    let no = refused_unsent(NewLink { expires_at: too_long, ..ask() });
    assert_eq!(became(&no), Became::Rejected(RejectionClass::Refused));
}

#[test]
fn what_the_gateway_would_refuse_or_misread_is_not_sent() {
    let long = OurReference::stored("x".repeat(1_025));
    for (asked, code) in [
        (NewLink { description: "two|three".to_owned(), ..ask() }, "order_desc"),
        (NewLink { description: "ხ".repeat(1_025), ..ask() }, "order_desc"),
        (NewLink { reference: long, ..ask() }, "order_id"),
        (NewLink { reference: OurReference::stored("a|b".to_owned()), ..ask() }, "order_id"),
        (NewLink { shipping: Some(money(0, "GEL")), ..ask() }, "SHIPPING"),
        (
            NewLink {
                customer_email: Some("ni|no@shop.example".to_owned().try_into().unwrap()),
                ..ask()
            },
            "sender_email",
        ),
        (NewLink { page_language: Some("hy".to_owned().try_into().unwrap()), ..ask() }, "LANGUAGE"),
        (
            NewLink { usage: Usage::Multiple { limit: UseLimit::try_from(2).unwrap() }, ..ask() },
            "USAGE",
        ),
        (NewLink { amount: money(15, "JPY").try_into().unwrap(), ..ask() }, "CURRENCY"),
    ] {
        match refused_unsent(asked) {
            Outcome::Rejected(no) => assert_eq!(no.provider_code, code),
            other => panic!("{code}: {other:?}"),
        }
    }
}

#[test]
fn any_words_without_a_separator_reach_the_gateway_as_they_are() {
    for words in ["& # < > @ % \" \\ '", "👩‍👩‍👧 ქართული ÅÅ", " x "] {
        let asked = NewLink { description: words.to_owned(), ..ask() };
        let sent = sent(&shop(), asked, unsigned(&link()));
        assert_eq!(said(&sent[0], "/checkout/url", Class::Writes)["order_desc"], words);
    }
    let asked = NewLink {
        reference: OurReference::stored("მაგიდა 7 #2-0123456789".to_owned()),
        ..ask()
    };
    let sent = sent(&shop(), asked, unsigned(&link()));
    let said = said(&sent[0], "/checkout/url", Class::Writes);
    assert_eq!(said["order_id"], "მაგიდა 7 #2-0123456789");
}

#[test]
fn a_currency_that_nobody_describes_is_counted_with_two_digits_where_the_owner_allowed_it() {
    let yen = "JPY".parse().unwrap();
    let account = Account { currencies: vec![yen], allowed_disputed: vec![yen], ..shop() };
    let asked = NewLink { amount: money(15, "JPY").try_into().unwrap(), ..ask() };
    let sent = sent(&account, asked, unsigned(&link()));
    assert_eq!(said(&sent[0], "/checkout/url", Class::Writes)["amount"], 1_500);
}

#[test]
fn trouble_on_the_way_is_never_a_no() {
    for (answer, due) in [
        (Ok(response(500, "oops")), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(404, "<html>")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, "<html>")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, r#"{"response": {"checkout"#)), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, r#"{"response": null}"#)), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, r#"{"response": []}"#)), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(429, "")), Became::NotSent(Fault::TooManyRequests)),
        (Err(TransportFault::TimedOut), Became::Unclear(Doubt::TimedOut)),
        (Err(TransportFault::Connect), Became::NotSent(Fault::Connect)),
        (refusal("1002", "Application error"), Became::Unclear(Doubt::ProviderError)),
    ] {
        assert_eq!(became(&created(ask(), answer.clone())), due, "{answer:?}");
    }
}
