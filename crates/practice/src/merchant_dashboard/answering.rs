//! Which request goes where, and what stands in its way.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::endpoint::{Action, Endpoint, Resource};
use super::gateway::Gateway;
use super::links::Said;
use super::refusal::Refusal;
use super::sessions::Standing;
use super::trouble::{AnswerTrouble, ReadTrouble};
use super::{checkout, dashboard_page, links, pay_page, public_routes};
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::moments::{earlier, time_delta};
use crate::page::Page;
use crate::rate_limit::TooEarly;
use crate::trouble_control;

/// Where the token stands; anywhere else it is exposed.
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
        let path = call.path.strip_prefix('/').unwrap_or(&call.path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let segments: Vec<&str> = path.split('/').collect();
        let pay_page = |page: Page| {
            self.witness().request(Endpoint::PayPage);
            Some(GatewayAnswer::page(page, now))
        };
        let dashboard = |page: Page| {
            self.witness().request(Endpoint::Dashboard);
            Some(GatewayAnswer::page(page, now))
        };
        match (&call.method, segments.as_slice()) {
            (_, ["practice", "trouble"]) => {
                let forget = || self.clear_planned();
                Some(match trouble_control::answer(call, self.plans(), forget) {
                    Ok((status, body)) => GatewayAnswer::json(status, &body, now),
                    Err(error) => refused(&error.into(), now),
                })
            }
            (_, ["api", "payment-links", resource @ ..]) => self.answer_api(call, resource),
            (&Method::GET, ["pay", "style.css"]) => Some(GatewayAnswer::stylesheet(now)),
            (&Method::GET, ["pay", uuid]) => pay_page(pay_page::open(self, uuid)),
            (&Method::POST, ["pay", uuid, "pay"]) => pay_page(pay_page::pay(self, uuid, call)),
            (&Method::GET, ["checkout", token]) => pay_page(checkout::open(self, token)),
            (&Method::POST, ["checkout", token, "pay"]) => {
                pay_page(checkout::pay(self, token, call))
            }
            (&Method::GET, ["dashboard"]) => dashboard(dashboard_page::open(self)),
            (&Method::POST, ["dashboard"]) => dashboard(dashboard_page::sign_in(self)),
            (&Method::POST, ["dashboard", "refund"]) => {
                dashboard(dashboard_page::refund(self, call))
            }
            _ => {
                self.note_exposure(call, None);
                self.witness().request(Endpoint::Unknown);
                Some(refused(&Refusal::not_found(), now))
            }
        }
    }

    fn answer_api(&self, call: &Call, segments: &[&str]) -> Option<GatewayAnswer> {
        let now = self.now();
        let Some(resource) = Resource::read(segments) else {
            self.note_exposure(call, None);
            self.witness().request(Endpoint::Unknown);
            return Some(refused(&Refusal::not_found(), now));
        };
        self.note_exposure(call, resource.is_for_staff().then_some(AUTHORIZATION));
        // A browser or a library that follows this repeats it as a GET without the body.
        if !call.path.ends_with('/') {
            self.witness().request(Endpoint::Redirect);
            return Some(redirected(call, now));
        }
        let action = resource.action(&call.method);
        self.witness().request(action.as_ref().map_or(Endpoint::Unknown, |action| action.endpoint));
        let admitted = self.admit(call, resource).and(action);
        let sending = match admitted {
            Ok(action) => {
                if !action.uuid.is_empty() {
                    self.witness().about(action.endpoint, action.uuid);
                }
                self.act_in_trouble(call, action)
            }
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

    fn note_exposure(&self, call: &Call, header: Option<&str>) {
        if self.exposes_a_token(call, header) {
            self.witness().token_exposed();
        }
    }

    /// Staff who are not signed in are refused before anything else, and do not use up the rate of
    /// those who are.
    fn admit(&self, call: &Call, resource: Resource<'_>) -> Result<(), Refusal> {
        let (now, behaviour) = (self.now(), self.behaviour());
        if resource.is_for_staff() {
            let token = call.header(AUTHORIZATION).and_then(|value| value.strip_prefix("Token "));
            let token = token.ok_or_else(Refusal::nobody)?;
            match self.books().sessions.standing(token, behaviour.session_life(), now) {
                Standing::Open => {}
                Standing::Ended => return Err(Refusal::session_ended()),
                Standing::Unknown => return Err(Refusal::unknown_token()),
            }
        }
        let Some(limit) = behaviour.rate_limit else { return Ok(()) };
        let admitted = self.answered().admit(limit, now);
        admitted.map_err(|TooEarly { retry_after }| Refusal::too_many_requests(retry_after))
    }

    /// Acts, unless trouble is planned. A customer who starts a checkout has none.
    fn act_in_trouble(&self, call: &Call, action: Action<'_>) -> Sending {
        let act = || self.act(Asked { call, action, moment: self.now() });
        if action.endpoint == Endpoint::Start {
            return Sending::Whole(act());
        }
        if !action.endpoint.writes() {
            return self.tell(call, action);
        }
        match self.plans().take_answer() {
            None => Sending::Whole(act()),
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
            Some(AnswerTrouble::EndsSession) => Sending::Whole(Err(match self.end_sessions() {
                Ok(()) => Refusal::session_ended(),
                Err(error) => error.into(),
            })),
        }
    }

    /// Reads, unless trouble is planned.
    fn tell(&self, call: &Call, action: Action<'_>) -> Sending {
        let lists = action.endpoint == Endpoint::LinkList;
        let trouble = self.plans().take_read(|trouble| match trouble {
            ReadTrouble::ListLags { .. } => lists,
            ReadTrouble::ReadUnknownStatus => action.endpoint == Endpoint::LinkPayments,
            _ => true,
        });
        let behaviour = self.behaviour();
        let list_lag = behaviour.list_lag.filter(|_| lists);
        let mut lag = behaviour.replication_lag.max(list_lag).map_or(TimeDelta::zero(), time_delta);
        if let Some(ReadTrouble::ListLags { seconds }) = trouble {
            lag = lag.max(TimeDelta::seconds(seconds.into()));
        }
        let moment = earlier(self.now(), lag);
        let read = || self.act(Asked { call, action, moment });
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
            Some(ReadTrouble::ReadDeniesObject) => Sending::Whole(Err(Refusal::not_found())),
            Some(ReadTrouble::ReadUnknownStatus) => {
                Sending::Whole(read().map(|(status, mut list)| {
                    put_to_sleep(&mut list);
                    (status, list)
                }))
            }
        }
    }

    fn act(&self, asked: Asked<'_>) -> Said {
        match asked.action.endpoint {
            Endpoint::LinkList => links::list(self, &asked),
            Endpoint::LinkCreate => links::create(self, &asked),
            Endpoint::LinkDetail => links::detail(self, &asked),
            Endpoint::LinkChange => links::change(self, &asked),
            Endpoint::LinkDelete => links::delete(self, &asked),
            Endpoint::LinkPayments => links::payments(self, &asked),
            Endpoint::Preview => public_routes::preview(self, &asked),
            Endpoint::Start => public_routes::start(self, &asked),
            Endpoint::Redirect | Endpoint::PayPage | Endpoint::Dashboard | Endpoint::Unknown => {
                Err(Refusal::not_found())
            }
        }
    }

    fn write(&self, said: Said) -> GatewayAnswer {
        let now = self.now();
        match said {
            Ok((StatusCode::NO_CONTENT, _)) => {
                GatewayAnswer::new(StatusCode::NO_CONTENT, "application/json", "", now)
            }
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

/// Gives every row of a list a status that nobody knows.
fn put_to_sleep(list: &mut Value) {
    let rows = if list.is_array() { Some(list) } else { list.get_mut("results") };
    for row in rows.and_then(Value::as_array_mut).into_iter().flatten() {
        row["status"] = UNKNOWN_STATUS.into();
    }
}

/// The way to the same path with its last slash (fact sheet, Staff routes).
fn redirected(call: &Call, now: DateTime<Utc>) -> GatewayAnswer {
    let query = if call.query.is_empty() { String::new() } else { format!("?{}", call.query) };
    let location = format!("{}/{query}", call.path);
    GatewayAnswer::new(StatusCode::MOVED_PERMANENTLY, "text/html; charset=utf-8", "", now)
        .with("location", location)
}

/// A refusal as it is sent.
pub(super) fn refused(refusal: &Refusal, now: DateTime<Utc>) -> GatewayAnswer {
    let answer = GatewayAnswer::json(refusal.status, &refusal.body(), now);
    match &refusal.retry_after {
        Some(wait) => answer.with("retry-after", wait),
        None if refusal.status == StatusCode::UNAUTHORIZED => {
            answer.with("www-authenticate", "Token")
        }
        None => answer,
    }
}
