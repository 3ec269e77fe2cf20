//! What every request says.

use std::time::Duration;

use domain::{
    customer::{CustomerChange, CustomerDetails},
    link::NewLink,
    refund::{NewRefund, RefundReason},
};
use proptest::{
    prop_assert,
    test_runner::{Config, TestRunner},
};
use providers::{Class, CustomersToFind, Method, Request, SweepAsk, TimeLimit};
use secrecy::ExposeSecret;

use crate::{
    answers::html,
    asks::{
        self, CUSTOMER_ID, LINK_ID, REFUND_ID, customer_id, key, new_link, new_link_of, new_refund,
        now,
    },
    keys::whole,
    operations::{Kind, Op, operations},
    stage::{play, session, telling},
    subject::{CustomerSent, Subject},
    told::Told,
};

/// The method, as it stands on the wire.
pub(crate) fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// The value of a header that is there once at most.
pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    let mut found = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value.expose_secret().to_owned());
    let first = found.next();
    assert_eq!(found.next(), None, "{name} is sent twice");
    first
}

/// What reads may be sent again by itself, what writes never: so a request says which of the two it is, whatever its
/// method.
pub(crate) fn each_read_is_marked_as_a_read_and_each_write_as_a_write(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                let acts = script.write == Some(step);
                let class = if acts { Class::Writes } else { Class::Reads };
                assert_eq!(request.class, class, "{}", operation.at(script, step));
            }
        }
    }
}

pub(crate) fn each_request_has_its_time_limit_and_says_what_its_body_is(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                let context = operation.at(script, step);
                if operation.kind != Kind::SignsIn {
                    let acts = script.write == Some(step);
                    let limit = if acts { TimeLimit::Write } else { TimeLimit::Read };
                    assert_eq!(request.limit, limit, "{context}");
                }
                let said = header(request, "content-type");
                let said = said.as_deref().map(|said| said.split(';').next().unwrap_or_default());
                let json = request.body.as_ref().map(|_| "application/json");
                assert_eq!(said, json, "{context}");
                assert!(request.extra_root.is_none(), "{context}: a root of its own");
                // These belong to the transport.
                for name in ["host", "content-length", "accept-encoding", "connection"] {
                    assert_eq!(header(request, name), None, "{context}");
                }
            }
        }
    }
}

/// Whoever leaves the slash out is sent elsewhere, and loses what was to be written.
pub(crate) fn a_path_ends_as_its_documents_say(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                let path = request.url.split('?').next().unwrap_or_default();
                let ends = path.ends_with('/') || !subject.paths_end_in_a_slash();
                assert!(ends, "{}: {path}", operation.at(script, step));
            }
        }
    }
}

/// With signs that mean something in an address.
const EMAIL: &str = "ნინო.k+1&x=%40#2@shop.example";

/// Words of other scripts, and characters that mean something to a wire format.
const TEXTS: [&str; 5] = [
    "ორი სკამი და მაგიდა",
    "Two chairs \u{1fa91}\u{1f469}\u{200d}\u{1f373}",
    "<b>Two</b> &amp; \"three\" 'four' \\\\ %20 + ?x=1#y",
    "cafe\u{301} and caf\u{e9}",
    "null",
];

pub(crate) fn what_staff_wrote_goes_out_to_the_letter(subject: &dyn Subject) {
    let session = session(subject);
    for text in TEXTS {
        let ask = NewLink { description: text.to_owned(), ..new_link() };
        let exchange = subject.provider().create_link(&subject.account(), ask, key());
        let exchange = telling(exchange, Told::Link);
        let sent = play(subject, &session, Kind::Writes, exchange, |_, _| html(500)).sent;
        assert_eq!(subject.description_sent(&sent[0]), text);
        if let Some(signature) = subject.signature(&sent[0]) {
            assert_eq!(signature.sent, signature.due, "{text}");
        }
    }
}

/// Each combination for each kind of link that the provider makes: what is asked for is sent, and what is not is left out.
pub(crate) fn what_is_known_of_the_customer_goes_out_to_the_letter(subject: &dyn Subject) {
    let session = session(subject);
    let can = subject.provider().capabilities();
    let kinds = asks::kinds().into_iter().filter(|kind| kind.is_offered(can));
    let emails =
        [None, Some(EMAIL)].into_iter().filter(|email| email.is_none() || can.customer_email);
    let languages: Vec<_> =
        [None].into_iter().chain(can.page_languages.iter().copied().map(Some)).collect();
    let customers =
        [None, Some(CUSTOMER_ID)].into_iter().filter(|one| one.is_none() || can.customers);
    let emails: Vec<_> =
        customers.flat_map(|customer| emails.clone().map(move |email| (email, customer))).collect();
    for kind in kinds {
        for (email, customer) in emails.clone() {
            for language in &languages {
                let ask = NewLink {
                    customer_email: email.map(|email| email.to_owned().try_into().unwrap()),
                    page_language: language.map(|code| code.to_owned().try_into().unwrap()),
                    customer: customer.map(|_| customer_id()),
                    ..new_link_of(kind)
                };
                let exchange = subject.provider().create_link(&subject.account(), ask, key());
                let exchange = telling(exchange, Told::Link);
                let sent = play(subject, &session, Kind::Writes, exchange, |_, _| html(500)).sent;
                let beside = subject.beside(&sent[0]);
                assert_eq!(beside.customer_email.as_deref(), email, "{kind:?}");
                assert_eq!(beside.page_language.as_deref(), *language, "{kind:?}");
                assert_eq!(beside.customer.as_deref(), customer, "{kind:?}");
                // Not every provider has a place for it.
                assert!(beside.id.as_deref().is_none_or(|id| id == LINK_ID), "{beside:?}");
            }
        }
    }
}

/// A moment written in the shop's own zone would shift the end by hours (RELIABILITY 6).
pub(crate) fn a_link_ends_when_it_was_asked_to_in_utc(subject: &dyn Subject) {
    // The years 2020 to 2050, or from in a second to the last second of the longest life.
    let moments = match subject.longest_life() {
        None => 1_577_836_800_000_i64..2_524_608_000_000,
        Some(life) => now().millis() + 1_000..now().plus(life).millis(),
    };
    let session = session(subject);
    let sent = |expires_at| {
        let ask = NewLink { expires_at, ..new_link() };
        let exchange = subject.provider().create_link(&subject.account(), ask, key());
        play(subject, &session, Kind::Writes, telling(exchange, Told::Link), |_, _| html(500)).sent
    };
    let can = subject.provider().capabilities();
    assert_eq!(subject.end_sent(&sent(new_link().expires_at)[0]).is_some(), can.links_end);
    if let Some(life) = subject.longest_life() {
        let second = Duration::from_secs(1);
        for end in [now(), now().minus(second), now().plus(life + second)] {
            assert!(sent(end).is_empty(), "{end:?} is asked for");
        }
    }
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    runner
        .run(&moments, |millis| {
            let expires_at = domain::Timestamp::from_millis(millis).unwrap();
            if let Some(end) = subject.end_sent(&sent(expires_at)[0]) {
                let second = millis - millis.rem_euclid(1_000);
                prop_assert!([millis, second].contains(&end.millis()), "{millis}: {end:?}");
            }
            Ok(())
        })
        .unwrap();
}

/// The provider's reasons are few: where none of them fits, none is told.
pub(crate) fn why_staff_refund_goes_out_in_the_providers_words(subject: &dyn Subject) {
    use RefundReason::{CustomerAsked, Fraud, Other, PaidTwice, WrongAmount};

    if subject.provider().capabilities().refund.is_none() {
        return;
    }
    let session = session(subject);
    for reason in [CustomerAsked, PaidTwice, WrongAmount, Fraud, Other] {
        let ask = NewRefund { reason, ..new_refund(&subject.ids()) };
        let exchange = subject.provider().refund(&subject.account(), ask, key());
        let exchange = telling(exchange, Told::Refund);
        let sent = play(subject, &session, Kind::Writes, exchange, |_, _| html(500)).sent;
        assert_eq!(subject.reason_sent(&sent[0]).as_deref(), subject.word_for(reason));
        // Not every provider has a place for it.
        let id = subject.refund_id_sent(&sent[0]);
        assert!(id.as_deref().is_none_or(|id| id == REFUND_ID), "{id:?}");
    }
}

/// What is empty may be left out, also where it was there before: then the provider's answer tells that it stays.
pub(crate) fn what_is_kept_of_a_customer_goes_out_to_the_letter(subject: &dyn Subject) {
    let provider = subject.provider();
    if !provider.capabilities().customers {
        return;
    }
    let session = session(subject);
    let phones = [None, Some("+995 (32) 212-34-67 x5")];
    for (name, phone) in
        TEXTS.into_iter().chain([""]).flat_map(|name| phones.map(|one| (name, one)))
    {
        let details = CustomerDetails {
            email: EMAIL.to_owned().try_into().unwrap(),
            name: name.to_owned(),
            phone: phone.map(|phone| phone.to_owned().try_into().unwrap()),
        };
        let sent = |exchange| {
            let exchange = telling(exchange, Told::Customer);
            play(subject, &session, Kind::Writes, exchange, |_, _| html(500)).sent
        };
        // Whoever had another name and number has these now, or none any more.
        let before = CustomerDetails {
            email: "before@shop.example".to_owned().try_into().unwrap(),
            name: "Before".to_owned(),
            phone: Some("+49 89 1234".to_owned().try_into().unwrap()),
        };
        let whole = CustomerChange { id: customer_id(), before, after: details.clone() };
        let change = sent(provider.change_customer(&subject.account(), whole));
        let due = CustomerSent {
            email: Some(EMAIL.to_owned()),
            name: Some(name.to_owned()),
            phone: Some(phone.unwrap_or_default().to_owned()),
        };
        let create = sent(provider.create_customer(&subject.account(), details, key()));
        for write in [&change[0], &create[0]] {
            let said = subject.customer_sent(write);
            let (name, phone) = (said.name.unwrap_or_default(), said.phone.unwrap_or_default());
            let said = CustomerSent { email: said.email, name: Some(name), phone: Some(phone) };
            assert_eq!(said, due);
        }
    }
}

/// An address that nobody typed finds everybody; and a page is asked for by the customer before it.
pub(crate) fn customers_are_asked_for_by_their_address_and_page_by_page(subject: &dyn Subject) {
    let provider = subject.provider();
    if !provider.capabilities().customers {
        return;
    }
    let session = session(subject);
    for email in [None, Some(EMAIL)] {
        for after in [None, Some(CUSTOMER_ID)] {
            let ask = CustomersToFind {
                email: email.map(|email| email.to_owned().try_into().unwrap()),
                after: after.map(|_| customer_id()),
            };
            let exchange =
                telling(provider.find_customers(&subject.account(), ask), Told::Customers);
            let sent = play(subject, &session, Kind::Reads, exchange, |_, _| html(500)).sent;
            let url = url::Url::parse(&sent[0].url).unwrap();
            let asked = |value: &str| url.query_pairs().filter(|(_, one)| one == value).count();
            assert_eq!(asked(EMAIL), usize::from(email.is_some()), "{url}");
            assert_eq!(asked(CUSTOMER_ID), usize::from(after.is_some()), "{url}");
        }
    }
}

/// The second page of a sweep is another one than the first: by its number, or by what the first one ended with.
pub(crate) fn a_sweep_goes_on_where_it_ended(subject: &dyn Subject) {
    let (provider, account) = (subject.provider(), subject.account());
    if !provider.sweeps(&account) {
        return;
    }
    let sweep = operations(subject).into_iter().find(|one| one.op == Op::Sweep).unwrap();
    let goes_on = |told: &Told| matches!(told, Told::Swept(swept) if !swept.last);
    for script in sweep.play.scripts.iter().filter(|script| goes_on(&script.told)) {
        let Told::Swept(swept) = &script.told else { continue };
        let page = |page, after| {
            let exchange = provider.sweep(&account, SweepAsk { page, after, ..asks::sweep() });
            let exchange = telling(exchange, Told::Swept);
            let answers = |step: usize, _: &Request| script.answers[step].clone();
            play(subject, &sweep.session, Kind::Reads, exchange, answers).sent.pop().unwrap()
        };
        let (first, second) = (page(1, None), page(2, swept.cursor.clone()));
        assert_ne!(whole(&first), whole(&second), "{}", script.name);
        if let Some(cursor) = &swept.cursor {
            assert!(subject.goes_on_at(&second, cursor.as_str()), "{}", second.url);
        }
    }
}
