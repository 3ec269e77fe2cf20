//! PaymentFlow, as the suite sees it. Everything here is written from the provider's fact sheet, whose sections are named:
//! what its seed says, and what is assumed where the seed is silent.

mod cancel;
mod captures;
mod customers;
mod errors;
mod links;
mod lists;
mod offered_keys;
mod payments;
mod places;
mod records;
mod refunds;
mod sign_in;
mod states;
mod turns;
mod webhooks;

use domain::{
    Currency, Timestamp,
    account::{Account, Environment, ProviderId},
    hold::NewHoldEnd,
    link::NewLink,
    payment::PaymentStatus,
    place::Place,
    refund::{NewRefund, RefundReason},
};
use providers::{Method, Provider, Request, provider};
use serde_json::Value;
use url::Url;

use crate::{
    answers::{Answer, ok},
    operations::Op,
    recording::Capture,
    script::{About, Play, Script},
    subject::{
        Beside, CustomerPlays, CustomerSent, DocumentedError, Housed, Ids, Message, OfferedKey,
        Plays, Proof, Subject,
    },
    told::Told,
};

/// The subject.
pub(crate) struct PaymentFlow;

fn body(request: &Request) -> Value {
    request.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

impl Subject for PaymentFlow {
    fn provider(&self) -> &'static dyn Provider {
        provider(ProviderId::PaymentFlow)
    }

    /// The link and the payment are one object.
    fn ids(&self) -> Ids {
        Ids { link: records::PAYMENT, payment: records::PAYMENT }
    }

    fn account(&self) -> Account {
        places::sandbox()
    }

    fn housed(&self) -> Vec<Housed> {
        places::housed()
    }

    fn forbidden_places(&self) -> Vec<Place> {
        places::forbidden()
    }

    fn notifications(&self) -> Vec<Message> {
        webhooks::all()
    }

    fn offered_keys(&self) -> Vec<OfferedKey> {
        offered_keys::all()
    }

    fn most_requests_a_minute(&self, environment: Environment) -> Option<u32> {
        match environment {
            Environment::Live => Some(1_000),
            Environment::Sandbox => Some(100),
            Environment::Practice => None,
        }
    }

    fn plays(&self) -> Plays {
        Plays {
            sign_in: sign_in::play(),
            warm_up: Play {
                scripts: vec![Script::new(
                    "any answer",
                    turns::turns([turns::PAYMENTS], vec![ok(&records::page(&[]))]),
                    Told::Opened,
                )],
                ..Play::default()
            },
            create_link: links::create(),
            reserve: None,
            check_card: None,
            subscribe: None,
            find_link: links::find(),
            read_link: payments::read_link(),
            read_reserved: None,
            read_captured: None,
            read_checked: None,
            read_begun: Some(payments::read_begun()),
            stop_charges: None,
            resume_charges: None,
            cancel_link: Some(cancel::play()),
            change_link: None,
            list_links: None,
            list_transactions: None,
            sweep: Some(lists::sweep()),
            preview_link: None,
            read_payment: payments::read_payment(),
            capture: None,
            release: None,
            refund: Some(refunds::make()),
            refunds_of: refunds::refunds_of(),
            customers: Some(CustomerPlays {
                find: customers::find(),
                read: customers::read(),
                create: customers::create(),
                change: customers::change(),
                delete: customers::delete(),
            }),
        }
    }

    fn nothing(&self, request: &Request) -> Answer {
        let url = Url::parse(&request.url).unwrap();
        let list = url.path().rsplit('/').next().unwrap_or_default();
        match (request.method, list) {
            (Method::Get, "payments" | "refunds" | "customers") => ok(&records::page(&[])),
            _ => errors::not_found(),
        }
    }

    fn errors(&self) -> Vec<DocumentedError> {
        errors::documented()
    }

    fn secret_headers(&self) -> &'static [&'static str] {
        &["authorization"]
    }

    fn key_leaves(&self) -> bool {
        true
    }

    fn proof(&self) -> Proof {
        Proof::Key
    }

    fn status_that_ends_sessions(&self) -> Option<u16> {
        Some(401)
    }

    fn keyed(&self) -> &'static [Op] {
        &[Op::CreateLink, Op::Refund, Op::CreateCustomer]
    }

    /// The seed names a key for payments alone (Refunds).
    fn unpromised_keys(&self) -> &'static [Op] {
        &[Op::Refund, Op::CreateCustomer]
    }

    fn unsaid(&self, op: Op) -> &'static [About] {
        match op {
            // A payment is for one customer, once, and ships nothing.
            Op::CreateLink => &[About::Terms],
            // The link is the payment, and every payment is of the same kind.
            Op::ReadLink | Op::ReadBegun | Op::ReadPayment => &[About::Belonging],
            _ => &[],
        }
    }

    fn spare_ids(&self, op: Op) -> &'static [(&'static str, &'static str)] {
        match op {
            Op::ReadLink | Op::ReadBegun | Op::ReadPayment | Op::CancelLink => {
                &[("intent_id", "a payment that is there is known by its id and our reference")]
            }
            Op::FindLink => &[
                ("metadata/intent_id", "a second row of the same payment says it"),
                ("metadata/reference", "a row only leads to the record, which is doubted"),
            ],
            Op::Refund => &[(
                "intent_id",
                "a refund need not repeat it: its payment and its sum are compared",
            )],
            _ => &[],
        }
    }

    fn refund_id(&self) -> &'static str {
        records::REFUND
    }

    /// No list can be asked for metadata.
    fn finds_by_reference(&self) -> bool {
        false
    }

    fn lists_by_sum(&self) -> bool {
        false
    }

    fn word_for(&self, reason: RefundReason) -> Option<&'static str> {
        match reason {
            RefundReason::CustomerAsked => Some("customer_request"),
            RefundReason::PaidTwice => Some("duplicate"),
            RefundReason::Fraud => Some("fraudulent"),
            RefundReason::WrongAmount | RefundReason::Other => None,
        }
    }

    fn reason_sent(&self, refund: &Request) -> Option<String> {
        text(&body(refund)["reason"])
    }

    fn refund_id_sent(&self, refund: &Request) -> Option<String> {
        Some(text(&body(refund)["metadata"]["intent_id"]).unwrap())
    }

    fn customer_sent(&self, write: &Request) -> CustomerSent {
        let body = body(write);
        // What shall be gone is sent as null or as nothing.
        let said =
            |name: &str| body.get(name).map(|value| value.as_str().unwrap_or_default().to_owned());
        CustomerSent { email: said("email"), name: said("name"), phone: said("phone") }
    }

    /// A whole number, never a text (Payments).
    fn amount_sent(&self, request: &Request) -> Option<String> {
        body(request)["amount"].as_u64().map(|units| units.to_string())
    }

    fn description_sent(&self, create: &Request) -> String {
        text(&body(create)["description"]).unwrap()
    }

    fn beside(&self, create: &Request) -> Beside {
        let body = body(create);
        let metadata = &body["metadata"];
        assert_eq!(metadata["reference"], crate::asks::REFERENCE);
        Beside {
            customer_email: text(&body["customer_email"]),
            page_language: None,
            id: Some(text(&metadata["intent_id"]).unwrap()),
            customer: text(&metadata["customer_id"]),
        }
    }

    /// None knows of an end.
    fn end_sent(&self, _: &Request) -> Option<Timestamp> {
        None
    }

    /// The smallest unit of the currency, by ISO 4217 (Payments).
    fn digits(&self, currency: Currency) -> u8 {
        currency.exponent()
    }

    fn link_answer(&self, ask: &NewLink, units: &str, url: &str) -> Answer {
        ok(&records::link_for(ask, units, url))
    }

    fn payment_answer(
        &self,
        _: &PaymentStatus,
        units: &str,
        currency: Currency,
        _: &Request,
    ) -> Answer {
        ok(&records::payment_of("succeeded", units, currency.code()))
    }

    /// Nothing can be reserved, so nothing ends.
    fn hold_end_answer(&self, _: &NewHoldEnd, _: &str, _: &Request) -> Answer {
        errors::not_found()
    }

    fn refund_answer(&self, ask: &NewRefund, units: &str) -> Answer {
        ok(&records::refund_of(units, ask.amount.currency().code()))
    }

    fn pay_page(&self, account: &Account) -> String {
        places::pay_page(account)
    }

    fn captures(&self, provider: &dyn Provider) -> Vec<Capture> {
        captures::all(provider)
    }

    fn uncompared_headers(&self) -> &'static [(&'static str, &'static str)] {
        &[("accept", "asks for the form in which every answer comes")]
    }
}
