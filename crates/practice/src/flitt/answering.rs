//! Which request goes where, and what stands in its way.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::behaviour::Seal;
use super::endpoint::Endpoint;
use super::envelope::{self, Protocol, Unpacked};
use super::format::Format;
use super::gateway::{Gateway, no_such_place, server_error};
use super::params::Params;
use super::refusal::Refusal;
use super::trouble::{AnswerTrouble, StatusTrouble};
use super::{
    capture, checkout, direct_card, pay_page, payout, portal, recurring, reports, reverse,
    settlement, status, subscription, transaction_list,
};
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::trouble_control;

/// Keys shorter than this may stand in a request by accident.
const SHORTEST_WATCHED_KEY: usize = 12;

/// What is said to a request that is not refused.
#[derive(Debug)]
pub(super) enum Said {
    /// Signed in both protocols.
    Signed(Params),
    /// Signed in protocol 2.0 only, as part of its envelope.
    Plain(Params),
    /// Never signed and never in an envelope.
    Bare(Params),
    /// A list, never signed and never in an envelope.
    List(Vec<Value>),
}

/// An answer on its way out, or what came of it.
enum Sending {
    Said(Result<Said, Refusal>, Seal),
    Page,
    Failure,
    Closed,
}

impl Gateway {
    /// Answers one request.
    pub(super) fn reply(&self, call: &Call) -> Option<GatewayAnswer> {
        self.catch_up();
        let now = self.now();
        let exposed = |key: &str| key.len() >= SHORTEST_WATCHED_KEY && call.contains(key);
        if self.shop().credentials.keys().iter().any(|key| exposed(key.expose())) {
            self.witness().key_exposed();
        }
        let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
        match segments.as_slice() {
            ["practice", "trouble"] => {
                let forget = || self.clear_planned();
                Some(match trouble_control::answer(call, self.plans(), forget) {
                    Ok((status, body)) => GatewayAnswer::json(status, &body, now),
                    Err(_) => server_error(now),
                })
            }
            ["merchants", "style.css"] => Some(GatewayAnswer::stylesheet(now)),
            ["merchants", _, "default", "index.html"] => {
                self.witness().request(Endpoint::PayPage);
                Some(pay_page::answer(self, call))
            }
            ["acs"] if call.method == Method::POST => Some(direct_card::ask_customer(self, call)),
            ["authorizer", "token", "application", "get"] => {
                Some(self.answer_portal(Endpoint::PortalToken, call))
            }
            ["api", "extend", "company", "report"] => {
                Some(self.answer_portal(Endpoint::PortalReport, call))
            }
            ["api", resource @ ..] => self.answer_api(call, resource),
            _ => {
                self.witness().request(Endpoint::Unknown);
                Some(no_such_place(StatusCode::NOT_FOUND, now))
            }
        }
    }

    fn answer_portal(&self, endpoint: Endpoint, call: &Call) -> GatewayAnswer {
        self.witness().request(endpoint);
        if call.method == Method::POST {
            portal::answer(self, endpoint, call)
        } else {
            no_such_place(StatusCode::METHOD_NOT_ALLOWED, self.now())
        }
    }

    fn answer_api(&self, call: &Call, resource: &[&str]) -> Option<GatewayAnswer> {
        let now = self.now();
        let endpoint = Endpoint::read(resource).unwrap_or(Endpoint::Unknown);
        self.witness().request(endpoint);
        if endpoint == Endpoint::Unknown {
            return Some(no_such_place(StatusCode::NOT_FOUND, now));
        }
        if call.method != Method::POST {
            return Some(no_such_place(StatusCode::METHOD_NOT_ALLOWED, now));
        }
        let format = Format::of(call);
        if endpoint == Endpoint::TransactionList && format != Some(Format::Json) {
            // It knows JSON only (fact sheet, 1.4).
            return Some(server_error(now));
        }
        let admitted = read(call, format).and_then(|unpacked| self.admit(endpoint, unpacked));
        let (protocol, sending) = match admitted {
            Ok(asked) => (asked.protocol, self.act_in_trouble(endpoint, &asked)),
            Err(refusal) => (Protocol::V1, Sending::Said(Err(refusal), Seal::Honest)),
        };
        match sending {
            Sending::Said(said, seal) => {
                let body = self.write(endpoint, protocol, seal, said);
                Some(format.unwrap_or(Format::Json).write(&body, now))
            }
            Sending::Page => Some(GatewayAnswer::foreign_page(now)),
            Sending::Failure => Some(server_error(now)),
            Sending::Closed => None,
        }
    }

    /// Merchant first, then signature: a client can so tell a wrong key from a wrong merchant
    /// (fact sheet, 3.7.1).
    fn admit(&self, endpoint: Endpoint, asked: Unpacked) -> Result<Unpacked, Refusal> {
        let credentials = &self.shop().credentials;
        let merchant = asked.params.required("merchant_id", 12)?;
        let merchant: u64 = merchant.parse().map_err(|_| Refusal::incorrect("merchant_id"))?;
        if merchant != credentials.merchant_id.get() {
            return Err(Refusal::merchant_unknown());
        }
        let as_parameter = endpoint.calls_signature_a_parameter();
        asked.check_signature(endpoint.key(credentials), as_parameter)?;
        asked.params.without_separator()?;
        if let Ok(Some(order)) = asked.params.text("order_id", 1024) {
            self.witness().about_order(endpoint, &order);
        }
        Ok(asked)
    }

    /// Acts, unless trouble is planned.
    fn act_in_trouble(&self, endpoint: Endpoint, asked: &Unpacked) -> Sending {
        let seal = self.behaviour().seal;
        if endpoint == Endpoint::Status {
            return self.tell_status(asked, seal);
        }
        let fits = |trouble| match trouble {
            AnswerTrouble::DeclinesRefund { .. } => endpoint == Endpoint::Reverse,
            AnswerTrouble::CaptureHolds { .. } => endpoint == Endpoint::Capture,
            _ => endpoint.writes(),
        };
        let trouble = self.plans().take_answer(fits);
        let act = || self.act(endpoint, asked, trouble);
        match trouble {
            None
            | Some(AnswerTrouble::DeclinesRefund { .. } | AnswerTrouble::CaptureHolds { .. }) => {
                Sending::Said(act(), seal)
            }
            Some(AnswerTrouble::DropsRequest) => Sending::Closed,
            Some(AnswerTrouble::DropsAnswer) => {
                drop(act());
                Sending::Closed
            }
            Some(AnswerTrouble::AnswersTwice) => {
                drop(act());
                Sending::Said(act(), seal)
            }
            Some(AnswerTrouble::FailsBeforeActing) => Sending::Failure,
            Some(AnswerTrouble::FailsAfterActing) => {
                drop(act());
                Sending::Failure
            }
            Some(AnswerTrouble::AnswersPage) => {
                drop(act());
                Sending::Page
            }
            Some(AnswerTrouble::SignsWrongly) => Sending::Said(act(), Seal::Wrong),
            Some(AnswerTrouble::Refuses { code }) => {
                Sending::Said(Err(Refusal::planned(code)), seal)
            }
        }
    }

    fn tell_status(&self, asked: &Unpacked, seal: Seal) -> Sending {
        let tell = || status::tell(self, &asked.params);
        match self.plans().take_status() {
            None => Sending::Said(tell(), seal),
            Some(StatusTrouble::StatusDrops) => Sending::Closed,
            Some(StatusTrouble::StatusFails) => Sending::Failure,
            Some(StatusTrouble::StatusAnswersPage) => Sending::Page,
            Some(StatusTrouble::StatusSignsWrongly) => Sending::Said(tell(), Seal::Wrong),
            Some(StatusTrouble::StatusUnsigned) => Sending::Said(tell(), Seal::Missing),
            Some(StatusTrouble::StatusDeniesOrder) => {
                Sending::Said(Err(Refusal::order_unknown()), seal)
            }
        }
    }

    fn act(
        &self,
        endpoint: Endpoint,
        asked: &Unpacked,
        trouble: Option<AnswerTrouble>,
    ) -> Result<Said, Refusal> {
        match endpoint {
            Endpoint::CheckoutUrl => checkout::create(self, asked),
            Endpoint::CheckoutToken => checkout::create_token(self, asked),
            Endpoint::Subscription => subscription::switch(self, asked),
            Endpoint::Recurring => recurring::create(self, asked),
            Endpoint::TransactionList => transaction_list::tell(self, &asked.params),
            Endpoint::Reports => reports::tell(self, &asked.params),
            Endpoint::Status => status::tell(self, &asked.params),
            Endpoint::Capture => capture::create(self, &asked.params, trouble),
            Endpoint::Reverse => reverse::create(self, &asked.params, trouble),
            Endpoint::Settlement => settlement::create(self, asked),
            Endpoint::PayoutToCard | Endpoint::PayoutToAccount => {
                payout::create(self, endpoint, asked)
            }
            Endpoint::CardStepOne => direct_card::begin(self, asked),
            Endpoint::CardStepTwo => direct_card::complete(self, &asked.params),
            Endpoint::FiscalData => fiscal_data(&asked.params),
            Endpoint::PayPage
            | Endpoint::PortalToken
            | Endpoint::PortalReport
            | Endpoint::Unknown => Err(Refusal::not_allowed()),
        }
    }

    fn write(
        &self,
        endpoint: Endpoint,
        protocol: Protocol,
        seal: Seal,
        said: Result<Said, Refusal>,
    ) -> Value {
        let key = endpoint.key(&self.shop().credentials);
        match (said, protocol) {
            (Ok(Said::Signed(params)), _) | (Ok(Said::Plain(params)), Protocol::V2) => {
                envelope::seal(protocol, key, seal, params)
            }
            (Ok(Said::Plain(params)), Protocol::V1) | (Ok(Said::Bare(params)), _) => {
                params.as_value()
            }
            (Ok(Said::List(rows)), _) => Value::Array(rows),
            (Err(refusal), _) => {
                let id = self.random().alphanumeric(13);
                let params = refusal.params(id, endpoint.writes_codes_as_text());
                if protocol == Protocol::V2 && self.behaviour().refusals_in_envelope {
                    envelope::seal(protocol, key, seal, params)
                } else {
                    params.as_value()
                }
            }
        }
    }
}

/// Tax receipts are for Uzbekistan only (fact sheet, 3.13).
fn fiscal_data(params: &Params) -> Result<Said, Refusal> {
    params.required("order_id", 1024)?;
    Ok(Said::Plain(Params::from_iter([
        ("response_status", "success"),
        ("error", "Fiscal data is not available for the merchant"),
    ])))
}

fn read(call: &Call, format: Option<Format>) -> Result<Unpacked, Refusal> {
    let format = format.ok_or_else(Refusal::content_type)?;
    envelope::unpack(format, format.read(&call.body)?)
}
