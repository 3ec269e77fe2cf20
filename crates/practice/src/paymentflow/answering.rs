//! Which request goes where, and what stands in its way.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::endpoint::{Action, Endpoint};
use super::gateway::Gateway;
use super::refusal::Refusal;
use super::trouble::{AnswerTrouble, ReadTrouble};
use super::{customers, fields, idempotency, pay_page, payments, refunds};
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::moments::{earlier, time_delta};
use crate::rate_limit::TooEarly;
use crate::trouble_control;

/// Where the key stands; anywhere else it is exposed.
const AUTHORIZATION: &str = "authorization";

/// What [`ReadTrouble::ReadUnknownStatus`] shows.
const UNKNOWN_STATUS: &str = "sleeping";

/// A request to the API that may be answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) call: &'a Call,
    pub(super) action: Action<'a>,
    /// The moment whose books a read shows.
    pub(super) moment: DateTime<Utc>,
}

/// What is said, if it is not refused.
type Said = Result<(StatusCode, Value), Refusal>;

/// An answer on its way out, or what came of it.
enum Sending {
    Whole(Said),
    Half(Said),
    Late(Said, Duration),
    Page,
    Closed,
}

impl Gateway {
    /// Answers one request.
    pub(super) fn reply(&self, call: &Call) -> Option<GatewayAnswer> {
        self.catch_up();
        let now = self.now();
        if call.contains_beside(AUTHORIZATION, self.shop().credentials.secret_key.expose()) {
            self.witness().key_exposed();
        }
        let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
        match (&call.method, segments.as_slice()) {
            (_, ["practice", "trouble"]) => {
                let forget = || self.clear_planned();
                Some(match trouble_control::answer(call, self.plans(), forget) {
                    Ok((status, body)) => GatewayAnswer::json(status, &body, now),
                    Err(error) => refused(&error.into(), now),
                })
            }
            (&Method::GET, ["checkout", "style.css"]) => Some(GatewayAnswer::stylesheet(now)),
            (&Method::GET, ["checkout", page]) => {
                self.witness().request(Endpoint::PayPage);
                Some(GatewayAnswer::page(pay_page::open(self, page), now))
            }
            (&Method::POST, ["checkout", page, "pay"]) => {
                self.witness().request(Endpoint::PayPage);
                Some(GatewayAnswer::page(pay_page::pay(self, page, call), now))
            }
            (_, ["v1", resource @ ..]) => self.answer_api(call, resource),
            _ => {
                self.witness().request(Endpoint::Unknown);
                Some(refused(&Refusal::no_such_place(), now))
            }
        }
    }

    fn answer_api(&self, call: &Call, resource: &[&str]) -> Option<GatewayAnswer> {
        let now = self.now();
        let action = match Action::read(&call.method, resource) {
            Ok(action) => action,
            Err(refusal) => {
                self.witness().request(Endpoint::Unknown);
                return Some(refused(&refusal, now));
            }
        };
        self.witness().request(action.endpoint);
        let sending = match self.admit(call, action) {
            Ok(()) => self.act_in_trouble(call, action),
            Err(refusal) => Sending::Whole(Err(refusal)),
        };
        match sending {
            Sending::Whole(said) => Some(self.write(said)),
            Sending::Half(said) => {
                let mut answer = self.write(said);
                answer.body.truncate(answer.body.len() / 2);
                Some(answer)
            }
            Sending::Late(said, delay) => Some(GatewayAnswer { delay, ..self.write(said) }),
            Sending::Page => Some(GatewayAnswer::foreign_page(now)),
            Sending::Closed => None,
        }
    }

    /// Who has no key of ours is refused before anything else, and does not use up the rate of
    /// those who have.
    fn admit(&self, call: &Call, action: Action<'_>) -> Result<(), Refusal> {
        let key = call.header(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let key = key.ok_or_else(Refusal::unauthorized)?;
        if !self.shop().credentials.admits(key) {
            let live = key.starts_with("sk_live_") || key.starts_with("pk_live_");
            return Err(if live { Refusal::live_key() } else { Refusal::unauthorized() });
        }
        if let Some(limit) = self.behaviour().allowance.limit() {
            let admitted = self.answered().admit(limit, self.now());
            admitted.map_err(|TooEarly { retry_after }| Refusal::too_many_requests(retry_after))?;
        }
        if !action.id.is_empty() {
            self.witness().about(action.endpoint, action.id);
        }
        if let Some(key) = idempotency::key(call).filter(|_| action.endpoint.creates()) {
            self.witness().key_seen(key);
        }
        Ok(())
    }

    /// Acts, unless trouble is planned.
    fn act_in_trouble(&self, call: &Call, action: Action<'_>) -> Sending {
        if !action.endpoint.writes() {
            return self.tell(call, action);
        }
        let fits = |trouble| match trouble {
            AnswerTrouble::RefundFails { .. } => action.endpoint == Endpoint::RefundCreate,
            _ => true,
        };
        let trouble = self.plans().take_answer(fits);
        let act = || self.act(Asked { call, action, moment: self.now() }, trouble);
        match trouble {
            None | Some(AnswerTrouble::RefundFails { .. }) => Sending::Whole(act()),
            Some(AnswerTrouble::DropsRequest) => Sending::Closed,
            Some(AnswerTrouble::DropsAnswer) => {
                drop(act());
                Sending::Closed
            }
            Some(AnswerTrouble::AnswersTwice) => {
                drop(act());
                Sending::Whole(act())
            }
            Some(AnswerTrouble::FailsBeforeActing) => Sending::Whole(Err(Refusal::broken())),
            Some(AnswerTrouble::FailsAfterActing) => {
                drop(act());
                Sending::Whole(Err(Refusal::broken()))
            }
            Some(AnswerTrouble::AnswersPage) => {
                drop(act());
                Sending::Page
            }
            Some(AnswerTrouble::CutsAnswer) => Sending::Half(act()),
            Some(AnswerTrouble::AnswersSlowly { seconds }) => {
                Sending::Late(act(), Duration::from_secs(seconds.into()))
            }
            Some(AnswerTrouble::RefusesForRate { seconds }) => {
                Sending::Whole(Err(Refusal::too_many_requests(Some(seconds.to_string()))))
            }
        }
    }

    /// Reads, unless trouble is planned.
    fn tell(&self, call: &Call, action: Action<'_>) -> Sending {
        let lists = action.endpoint.lists();
        let trouble = self.plans().take_read(|trouble| match trouble {
            ReadTrouble::ListLags { .. } => lists,
            ReadTrouble::ReadUnknownStatus => {
                matches!(action.endpoint, Endpoint::PaymentRetrieve | Endpoint::RefundRetrieve)
            }
            _ => true,
        });
        let behaviour = self.behaviour();
        let list_lag = behaviour.list_lag.filter(|_| lists);
        let mut lag = behaviour.replication_lag.max(list_lag).map_or(TimeDelta::zero(), time_delta);
        if let Some(ReadTrouble::ListLags { seconds }) = trouble {
            lag = lag.max(TimeDelta::seconds(seconds.into()));
        }
        let moment = earlier(self.now(), lag);
        let read = || self.act(Asked { call, action, moment }, None);
        match trouble {
            None | Some(ReadTrouble::ListLags { .. }) => Sending::Whole(read()),
            Some(ReadTrouble::ReadDrops) => Sending::Closed,
            Some(ReadTrouble::ReadFails) => Sending::Whole(Err(Refusal::broken())),
            Some(ReadTrouble::ReadAnswersPage) => Sending::Page,
            Some(ReadTrouble::ReadCutsAnswer) => Sending::Half(read()),
            Some(ReadTrouble::ReadAnswersSlowly { seconds }) => {
                Sending::Late(read(), Duration::from_secs(seconds.into()))
            }
            Some(ReadTrouble::ReadRefusedForRate { seconds }) => {
                Sending::Whole(Err(Refusal::too_many_requests(Some(seconds.to_string()))))
            }
            Some(ReadTrouble::ReadDeniesObject) => {
                Sending::Whole(Err(Refusal::no_such("object", action.id)))
            }
            Some(ReadTrouble::ReadUnknownStatus) => {
                Sending::Whole(read().map(|(status, mut object)| {
                    object["status"] = UNKNOWN_STATUS.into();
                    (status, object)
                }))
            }
        }
    }

    fn act(&self, asked: Asked<'_>, trouble: Option<AnswerTrouble>) -> Said {
        let body = || fields::parse(asked.call);
        match asked.action.endpoint {
            Endpoint::PaymentCreate => payments::create(self, &asked, &body()?),
            Endpoint::PaymentRetrieve => payments::retrieve(self, &asked),
            Endpoint::PaymentList => payments::list(self, &asked),
            Endpoint::PaymentCancel => payments::cancel(self, &asked),
            Endpoint::RefundCreate => refunds::create(self, &asked, &body()?, trouble),
            Endpoint::RefundRetrieve => refunds::retrieve(self, &asked),
            Endpoint::RefundList => refunds::list(self, &asked),
            Endpoint::CustomerCreate => customers::create(self, &asked, &body()?),
            Endpoint::CustomerRetrieve => customers::retrieve(self, &asked),
            Endpoint::CustomerList => customers::list(self, &asked),
            Endpoint::CustomerUpdate => customers::update(self, &asked, &body()?),
            Endpoint::CustomerDelete => customers::delete(self, &asked),
            Endpoint::PayPage | Endpoint::Unknown => Err(Refusal::no_such_place()),
        }
    }

    fn write(&self, said: Said) -> GatewayAnswer {
        let now = self.now();
        match said {
            Ok((status, body)) => GatewayAnswer::json(status, &body, now),
            Err(refusal) => {
                if refusal.status == StatusCode::TOO_MANY_REQUESTS {
                    self.witness().refused_for_rate();
                }
                refused(&refusal, now)
            }
        }
    }
}

/// A refusal as it is sent.
pub(super) fn refused(refusal: &Refusal, now: DateTime<Utc>) -> GatewayAnswer {
    let answer = GatewayAnswer::json(refusal.status, &refusal.body(), now);
    match &refusal.retry_after {
        Some(wait) => answer.with("retry-after", wait),
        None => answer,
    }
}
