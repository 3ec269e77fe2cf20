//! Which request goes where, and what stands in its way.

use axum::http::Method;
use serde_json::Value;

use super::accounts::MERCHANT_ID;
use super::errors::ApiError;
use super::gateway::Gateway;
use super::grant::{Grant, Reach};
use super::reply::Reply;
use super::route::Action;
use super::trouble::AnswerTrouble;
use super::witness::Endpoint;
use super::{
    capture, link_edit, link_order, links, pay_page, refund, reversal, token, transactions,
};
use crate::call::Call;
use crate::rate_limit::TooEarly;
use crate::trouble_control;

/// The only version that clients send (fact sheet, 1.3).
const API_VERSION: &str = "2021-03-22";

impl Gateway {
    /// Answers one request.
    pub(super) fn reply(&self, call: &Call) -> Reply {
        self.catch_up();
        if call.contains(self.shop().credentials.app_key.expose()) {
            self.witness().app_key_exposed();
        }
        let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
        match (&call.method, segments.as_slice()) {
            (_, ["practice", "trouble"]) => {
                match trouble_control::answer(call, self.plans(), || self.clear_planned()) {
                    Ok((status, body)) => Reply::Json(status, body),
                    Err(error) => Reply::from(Err(error.into())),
                }
            }
            (&Method::GET, ["ucp", "hpp", "style.css"]) => Reply::Stylesheet,
            (&Method::GET, ["ucp", "hpp", "redirect", page]) => {
                self.witness().request(Endpoint::PayPage);
                Reply::Page(pay_page::open(self, page))
            }
            (&Method::POST, ["ucp", "hpp", "redirect", page, "pay"]) => {
                self.witness().request(Endpoint::PayPage);
                Reply::Page(pay_page::pay(self, page, call))
            }
            (&Method::POST, ["ucp", "accesstoken"]) => {
                self.witness().request(Endpoint::AccessToken);
                self.within_rate(|| {
                    let admitted = require_version(call);
                    Reply::from(admitted.and_then(|()| token::create(self, &call.body)))
                })
            }
            (_, ["ucp", "merchants", merchant, resource @ ..]) => {
                self.answer_api(call, Some(merchant), resource)
            }
            (_, ["ucp", resource @ ..]) => self.answer_api(call, None, resource),
            _ => {
                self.witness().request(Endpoint::Unknown);
                Reply::from(Err(ApiError::not_found(&call.path)))
            }
        }
    }

    /// Answers, or refuses because there were too many requests in the last minute.
    fn within_rate(&self, answer: impl FnOnce() -> Reply) -> Reply {
        let limit = self.behaviour().rate_limit;
        match limit.map_or(Ok(()), |limit| self.answered().admit(limit, self.now())) {
            Ok(()) => answer(),
            Err(TooEarly { retry_after }) => Reply::TooManyRequests(retry_after),
        }
    }

    /// Everything that needs a token, with or without the partner prefix (fact sheet, 1.1).
    fn answer_api(&self, call: &Call, merchant: Option<&str>, resource: &[&str]) -> Reply {
        let Some(action) = Action::read(&call.method, resource) else {
            self.witness().request(Endpoint::Unknown);
            return Reply::from(Err(ApiError::not_found(&call.path)));
        };
        self.witness().request(action.endpoint());
        self.within_rate(|| {
            let behaviour = self.behaviour();
            let reach = self
                .sign_in(call)
                .map(|grant| grant.on(behaviour.accounts()))
                .and_then(|reach| admit(call, merchant, action, &reach).map(|()| reach));
            match reach {
                Ok(reach) => self.act_in_trouble(call, action, &reach),
                Err(refusal) => Reply::from(Err(refusal)),
            }
        })
    }

    fn sign_in(&self, call: &Call) -> Result<Grant, ApiError> {
        let token = call
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(ApiError::token_unknown)?;
        let grant = self.sessions().grant_of(token, self.now())?;
        if let (&Method::POST, Some(key)) = (&call.method, call.idempotency_key()) {
            self.witness().key_seen(key);
        }
        Ok(grant)
    }

    /// Acts, unless trouble is planned for a write.
    fn act_in_trouble(&self, call: &Call, action: Action<'_>, reach: &Reach<'_>) -> Reply {
        let act = || self.act(call, action, reach);
        let trouble = if action.writes() { self.plans().take_answer() } else { None };
        match trouble {
            None => Reply::from(act()),
            Some(AnswerTrouble::DropsRequest) => Reply::Closed,
            Some(AnswerTrouble::DropsAnswer) => {
                drop(act());
                Reply::Closed
            }
            Some(AnswerTrouble::AnswersTwice) => {
                drop(act());
                Reply::from(act())
            }
            Some(AnswerTrouble::FailsBeforeActing) => Reply::from(Err(ApiError::miscellaneous())),
            Some(AnswerTrouble::FailsAfterActing) => {
                drop(act());
                Reply::from(Err(ApiError::miscellaneous()))
            }
        }
    }

    fn act(&self, call: &Call, action: Action<'_>, reach: &Reach<'_>) -> Result<Value, ApiError> {
        let result = match action {
            Action::LinkCreate => link_order::create(self, reach, call),
            Action::LinkSingle(id) => links::single(self, id),
            Action::LinkList => links::list(self, reach, &call.query),
            Action::LinkEdit(id) => link_edit::edit(self, id, call),
            Action::TransactionSingle(id) => transactions::single(self, id),
            Action::TransactionList => transactions::list(self, reach, &call.query),
            Action::TransactionRefund(id) => refund::create(self, id, call),
            Action::TransactionCapture(id) => capture::create(self, id, call),
            Action::TransactionReversal(id) => reversal::create(self, id, call),
        };
        let burns = self.behaviour().refused_requests_burn_keys && call.method == Method::POST;
        if let (true, Err(refusal), Some(key)) = (burns, &result, call.idempotency_key())
            && !refusal.is_repeat()
        {
            let now = self.now();
            self.change(|books| {
                books.burn_key(key, now);
                Ok::<(), ApiError>(())
            })?;
        }
        result
    }
}

fn admit(
    call: &Call,
    merchant: Option<&str>,
    action: Action<'_>,
    reach: &Reach<'_>,
) -> Result<(), ApiError> {
    require_version(call)?;
    if merchant.is_some_and(|merchant| merchant != MERCHANT_ID) {
        return Err(ApiError::merchant_mismatch());
    }
    if !reach.allows(action.permission()) {
        return Err(ApiError::permission_missing());
    }
    Ok(())
}

/// The fact sheet calls the header required (1.2) but not what happens without it: a missing field
/// and a wrong value are what it comes closest to.
fn require_version(call: &Call) -> Result<(), ApiError> {
    match call.header("x-gp-version") {
        Some(API_VERSION) => Ok(()),
        Some(_) => Err(ApiError::value_invalid("X-GP-Version")),
        None => Err(ApiError::field_missing("X-GP-Version")),
    }
}
