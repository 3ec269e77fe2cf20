//! Flitt, as the suite sees it. Everything here is written from the provider's fact sheet, whose sections are named, and
//! each signature is worked out here, not with the crate's own code.

mod callbacks;
mod captures;
mod charges;
mod errors;
mod holds;
mod links;
mod orders;
mod other_kinds;
mod places;
mod records;
mod refunds;
mod reports;
mod sign_in;
mod states;
mod turns;
mod wrapping;

use std::time::Duration;

use domain::{
    Currency, Timestamp,
    account::{Account, ProviderId},
    error::Field,
    hold::{HoldEndKind, NewHoldEnd},
    link::NewLink,
    payment::PaymentStatus,
    place::Place,
    refund::NewRefund,
};
use providers::{Provider, Request, provider};
use serde_json::Value;
use sha2::{Digest, Sha512};

use crate::{
    answers::{Answer, with},
    asks::{APP_KEY, REPORTS_KEY, key, now},
    operations::Op,
    recording::Capture,
    script::{About, Play, Script},
    subject::{Beside, DocumentedError, Housed, Ids, Message, Plays, Proof, Signature, Subject},
    told::Told,
    wrapping::Wrapping,
};

/// The subject.
pub(crate) struct Flitt;

/// What is in the envelope of a request to the gateway (1.3); `None` for one to the reports.
fn asked(request: &Request) -> Option<Value> {
    let body: Value = serde_json::from_str(request.body.as_deref()?).unwrap();
    let request = body.get("request")?;
    Some(match request.get("data") {
        Some(data) => wrapping::unpacked(data.as_str().unwrap())["order"].clone(),
        None => request.clone(),
    })
}

impl Subject for Flitt {
    fn provider(&self) -> &'static dyn Provider {
        provider(ProviderId::Flitt)
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

    /// The merchant says whether money is real (1.1).
    fn hosts_tell_environments(&self) -> bool {
        false
    }

    fn unfit_accounts(&self) -> Vec<(Account, Field)> {
        places::unfit()
    }

    fn notifications(&self) -> Vec<Message> {
        callbacks::all()
    }

    /// A record says that it is of a test (3.7.2).
    fn play_money(&self) -> Option<(Account, Answer)> {
        let merchant: u64 = places::LIVE_MERCHANT.parse().unwrap();
        let order = with(records::order(), "merchant_id", merchant);
        Some((places::live(), records::signed(&order)))
    }

    fn wrapping(&self) -> Wrapping {
        wrapping::WRAPPING
    }

    fn plays(&self) -> Plays {
        Plays {
            sign_in: sign_in::play(),
            warm_up: Play {
                scripts: vec![Script::new(
                    "any answer",
                    turns::turns([turns::STATUS], vec![errors::unknown_order()]),
                    Told::Opened,
                )],
                ..Play::default()
            },
            create_link: links::pay(),
            reserve: Some(links::reserve()),
            check_card: Some(links::check_card()),
            subscribe: Some(links::subscribe()),
            find_link: links::find(),
            read_link: orders::read_link(),
            read_reserved: Some(other_kinds::read_reserved()),
            read_captured: Some(other_kinds::read_captured()),
            read_checked: Some(other_kinds::read_checked()),
            read_begun: None,
            stop_charges: Some(charges::stop()),
            resume_charges: Some(charges::resume()),
            cancel_link: None,
            change_link: None,
            list_links: None,
            list_transactions: None,
            sweep: Some(reports::sweep()),
            preview_link: None,
            read_payment: orders::read_payment(),
            capture: Some(holds::take()),
            release: Some(holds::release()),
            refund: Some(refunds::make()),
            refunds_of: refunds::refunds_of(),
            customers: None,
        }
    }

    fn nothing(&self, _: &Request) -> Answer {
        errors::unknown_order()
    }

    fn errors(&self) -> Vec<DocumentedError> {
        errors::documented().into_iter().chain(reports::documented()).collect()
    }

    /// Only the reports' own token, which is none of the till's (3.12).
    fn secret_headers(&self) -> &'static [&'static str] {
        &["authorization"]
    }

    /// Every request is signed with it (2).
    fn key_leaves(&self) -> bool {
        false
    }

    fn proof(&self) -> Proof {
        Proof::Signature
    }

    fn signature(&self, request: &Request) -> Option<Signature> {
        let body: Value = serde_json::from_str(request.body.as_deref()?).unwrap();
        let (signed, due) = match body.get("request") {
            Some(nested) if nested.get("data").is_some() => {
                let data = nested["data"].as_str().unwrap();
                (nested, wrapping::signature_of_data(data, APP_KEY))
            }
            Some(plain) => (plain, wrapping::signature_of(plain.as_object().unwrap(), APP_KEY)),
            // The reports (2.4).
            None => {
                let text = |name: &str| body[name].as_str().map(str::to_owned);
                let text = format!("{REPORTS_KEY}|{}|{}", text("application_id")?, text("date")?);
                (&body, hex::encode(Sha512::digest(text)))
            }
        };
        let sent = signed["signature"].as_str().unwrap_or_default().to_owned();
        Some(Signature { sent, due })
    }

    /// An order's own id is the key of what makes it, and a hold is captured once (3.8, 3.9).
    fn keyed(&self) -> &'static [Op] {
        &[Op::Refund, Op::Release]
    }

    fn unsaid(&self, op: Op) -> &'static [About] {
        match op {
            // The answer has an address and an id, and repeats nothing (3.2).
            Op::CreateLink | Op::Reserve | Op::CheckCard | Op::Subscribe => {
                &[About::Amount, About::Currency, About::Reference, About::Id, About::Terms]
            }
            // An order is asked for by its name, and tells its address to nobody a second time.
            Op::FindLink => &[About::Address, About::Whole],
            // The sum of all is one figure.
            Op::RefundsOf => &[About::Whole],
            _ => &[],
        }
    }

    fn spare_ids(&self, op: Op) -> &'static [(&'static str, &'static str)] {
        match op {
            // Asked again, it answers the same; and no money hangs on the answer.
            Op::StopCharges | Op::ResumeCharges => {
                &[("order_id", "the answer is no proof, and the order is asked for by its name")]
            }
            Op::Refund | Op::Release => &[
                ("reverse_id", "the printed example names none (2.5)"),
                ("transaction_id", "our key names the reverse as well (3.9)"),
            ],
            _ => &[],
        }
    }

    fn refund_id(&self) -> &'static str {
        records::REFUND
    }

    fn amount_sent(&self, request: &Request) -> Option<String> {
        let amount = asked(request)?["amount"].clone();
        amount
            .as_str()
            .map(str::to_owned)
            .or_else(|| amount.as_u64().map(|units| units.to_string()))
    }

    fn description_sent(&self, create: &Request) -> String {
        asked(create).unwrap()["order_desc"].as_str().unwrap().to_owned()
    }

    fn beside(&self, create: &Request) -> Beside {
        let asked = asked(create).unwrap();
        let text = |name: &str| asked.get(name).map(|text| text.as_str().unwrap().to_owned());
        Beside {
            customer_email: text("sender_email"),
            page_language: text("lang"),
            id: text("merchant_data"),
            customer: None,
        }
    }

    /// It lives for so many seconds from now (3.1).
    fn end_sent(&self, create: &Request) -> Option<Timestamp> {
        let lifetime = asked(create)?["lifetime"].clone();
        let seconds = lifetime.as_str().and_then(|text| text.parse().ok()).or(lifetime.as_u64());
        Some(now().plus(Duration::from_secs(seconds.unwrap())))
    }

    fn longest_life(&self) -> Option<Duration> {
        Some(Duration::from_hours(800 * 24))
    }

    fn decimal_sums(&self) -> &'static [&'static str] {
        &["/additional_info/capture_amount"]
    }

    /// Every currency that is named has two; of others no source speaks (6).
    fn digits(&self, _: Currency) -> u8 {
        2
    }

    /// Twelve digits (3.1).
    fn most_units(&self) -> u128 {
        999_999_999_999
    }

    fn link_answer(&self, _: &NewLink, _: &str, url: &str) -> Answer {
        records::plain(&records::made(url))
    }

    fn payment_answer(
        &self,
        status: &PaymentStatus,
        units: &str,
        currency: Currency,
        _: &Request,
    ) -> Answer {
        let code = currency.code();
        records::signed(&match status {
            PaymentStatus::Reserved => records::held_of(units, code),
            _ => records::order_of(units, code),
        })
    }

    fn hold_end_answer(&self, ask: &NewHoldEnd, units: &str, request: &Request) -> Answer {
        match ask.kind {
            // What nobody signs is proven by the order's state (3.8).
            HoldEndKind::Capture if request.url.contains("/status/") => {
                let order = records::held_of(units, ask.currency().code());
                let order = with(order, "additional_info/capture_status", "captured");
                records::signed(&with(order, "additional_info/capture_amount", units))
            }
            HoldEndKind::Capture => records::plain(&records::capture("captured")),
            HoldEndKind::Release => {
                records::signed(&records::reverse_of(units, &key().to_string()))
            }
        }
    }

    fn refund_answer(&self, _: &NewRefund, units: &str) -> Answer {
        records::signed(&records::reverse_of(units, &key().to_string()))
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
            ("accept", "the HTTP library's own"),
            ("user-agent", "the SDK's own name"),
        ]
    }

    fn sent_facts(&self, mut body: Value) -> Value {
        if let Some(data) = body.pointer_mut("/request/data") {
            *data = wrapping::unpacked(data.as_str().unwrap());
        }
        body
    }
}
