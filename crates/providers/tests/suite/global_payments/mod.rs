//! Global Payments, as the suite sees it. Everything here is written from the provider's fact sheet, whose sections are
//! named.

mod alterations;
mod captures;
mod errors;
mod holds;
mod link_reports;
mod links;
mod lists;
mod places;
mod records;
mod refunds;
mod sign_in;
mod states;
mod turns;

use domain::account::ProviderId;
use domain::{
    Currency, Timestamp,
    account::Account,
    hold::{HoldEndKind, NewHoldEnd},
    link::NewLink,
    payment::PaymentStatus,
    place::Place,
    refund::NewRefund,
};
use providers::{Method, Provider, Request, provider};
use serde_json::{Value, json};
use url::Url;

use crate::{
    answers::{Answer, ok},
    operations::Op,
    recording::Capture,
    script::{Play, Script},
    subject::{DocumentedError, Housed, Ids, Plays, Subject},
    told::Told,
};

/// The subject.
pub(crate) struct GlobalPayments;

impl Subject for GlobalPayments {
    fn provider(&self) -> &'static dyn Provider {
        provider(ProviderId::GlobalPayments)
    }

    fn ids(&self) -> Ids {
        Ids { link: records::LINK, payment: records::PAYMENT }
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

    fn plays(&self) -> Plays {
        Plays {
            sign_in: sign_in::play(),
            warm_up: Play {
                scripts: vec![Script::new(
                    "any answer",
                    turns::turns([turns::LINKS], vec![ok(&json!({}))]),
                    Told::Opened,
                )],
                ..Play::default()
            },
            create_link: links::create(),
            reserve: None,
            check_card: None,
            subscribe: None,
            find_link: links::find(),
            read_link: link_reports::read(),
            read_reserved: None,
            read_captured: None,
            read_checked: None,
            read_begun: None,
            stop_charges: None,
            resume_charges: None,
            cancel_link: Some(alterations::cancel()),
            change_link: Some(alterations::change()),
            list_links: Some(lists::links()),
            list_transactions: Some(lists::transactions()),
            sweep: Some(lists::sweep()),
            preview_link: None,
            read_payment: holds::read_payment(),
            capture: Some(holds::capture()),
            release: Some(holds::release()),
            refund: Some(refunds::make()),
            refunds_of: refunds::refunds_of(),
            customers: None,
        }
    }

    fn nothing(&self, request: &Request) -> Answer {
        let url = Url::parse(&request.url).unwrap();
        let list = url.path().rsplit('/').next().unwrap_or_default();
        match (request.method, list) {
            (Method::Get, "links" | "transactions") => records::list(list, &[]),
            _ => errors::not_found(),
        }
    }

    fn errors(&self) -> Vec<DocumentedError> {
        errors::documented()
    }

    fn secret_headers(&self) -> &'static [&'static str] {
        &["authorization"]
    }

    /// Only its hash with a nonce does (2.1).
    fn key_leaves(&self) -> bool {
        false
    }

    fn spare_ids(&self, op: Op) -> &'static [(&'static str, &'static str)] {
        const REFERENCE: (&str, &str) =
            ("reference", "records and rows may leave it out where the id is ours already (4.1)");
        const PARENT: (&str, &str) =
            ("parent_resource_id", "a payment has none, and a record may leave it out (4.1)");
        match op {
            Op::FindLink => {
                &[("reference", "rows and filters only lead to the record, which is doubted (3.5)")]
            }
            Op::ReadLink => &[
                REFERENCE,
                PARENT,
                ("/id", "payments that bear our reference prove themselves (3.7)"),
            ],
            Op::ReadPayment | Op::Capture | Op::Release | Op::Refund => &[REFERENCE, PARENT],
            _ => &[],
        }
    }

    fn refund_id(&self) -> &'static str {
        records::REFUND
    }

    fn amount_sent(&self, request: &Request) -> Option<String> {
        let Some(body) = &request.body else {
            let url = Url::parse(&request.url).unwrap();
            let amount = url.query_pairs().find(|(name, _)| name == "amount")?.1.into_owned();
            return Some(amount);
        };
        let body: Value = serde_json::from_str(body).unwrap();
        let amount = body.get("amount").unwrap_or(&body["transactions"]["amount"]);
        amount.as_str().map(str::to_owned)
    }

    fn description_sent(&self, create: &Request) -> String {
        let body: Value = serde_json::from_str(create.body.as_ref().unwrap()).unwrap();
        body["description"].as_str().unwrap().to_owned()
    }

    /// UTC, marked so by a `Z` (3.1, 7.4).
    fn end_sent(&self, create: &Request) -> Option<Timestamp> {
        let body: Value = serde_json::from_str(create.body.as_ref().unwrap()).unwrap();
        let end = body["expiration_date"].as_str().unwrap();
        assert!(end.ends_with('Z'), "{end}");
        Timestamp::parse(end)
    }

    /// The exponent table (7.1).
    fn digits(&self, currency: Currency) -> u8 {
        match currency.code() {
            "ISK" | "KRW" | "VND" => 0,
            "BHD" | "KWD" | "OMR" => 3,
            _ => 2,
        }
    }

    fn link_answer(&self, ask: &NewLink, units: &str, url: &str) -> Answer {
        ok(&records::link_for(ask, units, url))
    }

    fn payment_answer(
        &self,
        status: &PaymentStatus,
        units: &str,
        currency: Currency,
        _: &Request,
    ) -> Answer {
        let word = match status {
            PaymentStatus::Reserved => "PREAUTHORIZED",
            PaymentStatus::Reversed => "REVERSED",
            _ => "CAPTURED",
        };
        ok(&records::sale_of(word, units, currency.code()))
    }

    fn hold_end_answer(&self, ask: &NewHoldEnd, units: &str, request: &Request) -> Answer {
        let status = match ask.kind {
            HoldEndKind::Capture => PaymentStatus::Paid,
            HoldEndKind::Release => PaymentStatus::Reversed,
        };
        self.payment_answer(&status, units, ask.currency(), request)
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
        &[
            ("host", "the recorder's own"),
            ("content-length", "the transport's"),
            ("connection", "the transport's"),
            ("accept-encoding", "the transport's"),
            ("x-gp-sdk", "the SDK's own name"),
            ("content-type", "sent on reads too, and odd in one SDK; ours is checked by itself"),
        ]
    }
}
