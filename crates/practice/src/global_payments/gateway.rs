//! The gateway as a whole: what it knows, and which request goes where.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, DATE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::accounts::{Grant, MERCHANT_ID};
use super::behaviour::Behaviour;
use super::books::Books;
use super::call::{Call, Reply};
use super::errors::ApiError;
use super::route::Action;
use super::token::Sessions;
use super::witness::{Endpoint, Witness};
use super::{link_order, links, pay_page, refund, token, transactions};
use crate::books_file::{BooksError, BooksFile};
use crate::clock::Clock;
use crate::credentials::PracticeCredentials;
use crate::random::Random;

/// The app's name in answers.
pub(super) const APP_NAME: &str = "practice_app";

/// The only version that clients send (fact sheet, 1.3).
const API_VERSION: &str = "2021-03-22";

/// No request of this API is larger.
const LARGEST_BODY: usize = 64 * 1024;

/// A moment as the gateway writes it: UTC, milliseconds, `Z`.
pub(super) fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// What stays the same while the server runs.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) merchant_name: String,
    pub(crate) credentials: PracticeCredentials,
    pub(crate) refund_limit_percent: u32,
    /// Scheme, host and port, without a path.
    pub(crate) origin: String,
}

/// The pretend gateway. It knows nothing of sockets; every request is answered by one plain call.
#[derive(Debug)]
pub(crate) struct Gateway {
    shop: Shop,
    clock: Arc<dyn Clock>,
    random: Random,
    file: Option<BooksFile>,
    books: Mutex<Books>,
    sessions: Sessions,
    behaviour: Mutex<Behaviour>,
    witness: Witness,
}

impl Gateway {
    /// Opens the books, or starts new ones.
    pub(crate) fn open(
        shop: Shop,
        clock: Arc<dyn Clock>,
        random: Random,
        file: Option<BooksFile>,
    ) -> Result<Self, BooksError> {
        let books = file.as_ref().map(BooksFile::load).transpose()?.unwrap_or_default();
        Ok(Self {
            shop,
            clock,
            random,
            file,
            books: Mutex::new(books),
            sessions: Sessions::default(),
            behaviour: Mutex::default(),
            witness: Witness::default(),
        })
    }

    pub(crate) fn router(gateway: &Arc<Self>) -> Router {
        Router::new().fallback(receive).with_state(Arc::clone(gateway))
    }

    pub(crate) fn shop(&self) -> &Shop {
        &self.shop
    }

    pub(crate) fn witness(&self) -> &Witness {
        &self.witness
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn random(&self) -> &Random {
        &self.random
    }

    pub(super) fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    pub(super) fn behaviour(&self) -> Behaviour {
        self.behaviour.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_behaviour(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// The books, to read. Nobody changes them while the guard lives.
    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the books. The change is on disk before this returns `Ok`; after an error nothing
    /// has changed.
    pub(super) fn change<T, E: From<BooksError>>(
        &self,
        change: impl FnOnce(&mut Books) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut books = self.books();
        let Some(file) = &self.file else {
            return change(&mut books);
        };
        let before = books.clone();
        let result = change(&mut books).and_then(|done| {
            file.save(&*books)?;
            Ok(done)
        });
        if result.is_err() {
            *books = before;
        }
        result
    }

    /// The `action` object of an answer (fact sheet, 3.2).
    pub(super) fn action(&self, kind: &str) -> Value {
        json!({
            "id": format!("ACT_{}", self.random.alphanumeric(30)),
            "type": kind,
            "time_created": timestamp(self.now()),
            "result_code": "SUCCESS",
            "app_id": self.shop.credentials.app_id,
            "app_name": APP_NAME,
        })
    }

    /// Answers one request.
    pub(super) fn answer(&self, call: &Call) -> Reply {
        if call.contains(self.shop.credentials.app_key.expose()) {
            self.witness.app_key_exposed();
        }
        let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
        match (&call.method, segments.as_slice()) {
            (&Method::GET, ["ucp", "hpp", "style.css"]) => Reply::Stylesheet,
            (&Method::GET, ["ucp", "hpp", "redirect", page]) => {
                self.witness.request(Endpoint::PayPage);
                Reply::Page(pay_page::open(self, page))
            }
            (&Method::POST, ["ucp", "hpp", "redirect", page, "pay"]) => {
                self.witness.request(Endpoint::PayPage);
                Reply::Page(pay_page::pay(self, page, call))
            }
            (&Method::POST, ["ucp", "accesstoken"]) => {
                self.witness.request(Endpoint::AccessToken);
                Reply::from(require_version(call).and_then(|()| token::create(self, &call.body)))
            }
            (_, ["ucp", "merchants", merchant, resource @ ..]) => {
                Reply::from(self.answer_api(call, Some(merchant), resource))
            }
            (_, ["ucp", resource @ ..]) => Reply::from(self.answer_api(call, None, resource)),
            _ => {
                self.witness.request(Endpoint::Unknown);
                Reply::from(Err(ApiError::not_found(&call.path)))
            }
        }
    }

    /// Everything that needs a token, with or without the partner prefix (fact sheet, 1.1).
    fn answer_api(
        &self,
        call: &Call,
        merchant: Option<&str>,
        resource: &[&str],
    ) -> Result<Value, ApiError> {
        let Some(action) = Action::read(&call.method, resource) else {
            self.witness.request(Endpoint::Unknown);
            return Err(ApiError::not_found(&call.path));
        };
        self.witness.request(action.endpoint());
        let grant = self.sign_in(call)?;
        require_version(call)?;
        if merchant.is_some_and(|merchant| merchant != MERCHANT_ID) {
            return Err(ApiError::merchant_mismatch());
        }
        if !grant.allows(action.permission()) {
            return Err(ApiError::permission_missing());
        }
        match action {
            Action::LinkCreate => link_order::create(self, &grant, call),
            Action::LinkSingle(id) => links::single(self, id),
            Action::LinkList => links::list(self, &grant, &call.query),
            Action::TransactionSingle(id) => transactions::single(self, id),
            Action::TransactionList => transactions::list(self, &grant, &call.query),
            Action::TransactionRefund(id) => refund::create(self, id, call),
        }
    }

    fn sign_in(&self, call: &Call) -> Result<Grant, ApiError> {
        let token = call
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(ApiError::token_unknown)?;
        let grant = self.sessions.grant_of(token, self.now())?;
        if let (&Method::POST, Some(key)) = (&call.method, call.idempotency_key()) {
            self.witness.key_seen(key);
        }
        Ok(grant)
    }
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

/// Turns an HTTP request into a [`Call`] and a [`Reply`] into an HTTP answer. The work is done on
/// a thread that may wait for the disk, and to its end even if the client goes away.
async fn receive(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let date = gateway.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let (parts, body) = request.into_parts();
    let reply = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => {
            let call = Call {
                method: parts.method,
                path: parts.uri.path().to_owned(),
                query: parts.uri.query().unwrap_or_default().to_owned(),
                headers: parts.headers,
                body,
            };
            tokio::task::spawn_blocking(move || gateway.answer(&call))
                .await
                .unwrap_or_else(|_| Reply::from(Err(ApiError::nothing_kept())))
        }
        Err(_) => Reply::from(Err(ApiError::body_unreadable())),
    };
    let mut response = match reply {
        Reply::Json(status, value) => json_response(status, &value),
        Reply::Page(page) => (
            page.status,
            [
                (CONTENT_TYPE, "text/html; charset=utf-8"),
                (CONTENT_SECURITY_POLICY, pay_page::SECURITY_POLICY),
                (REFERRER_POLICY, "no-referrer"),
            ],
            page.html,
        )
            .into_response(),
        Reply::Stylesheet => {
            ([(CONTENT_TYPE, "text/css; charset=utf-8")], pay_page::STYLESHEET).into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(date) = HeaderValue::from_str(&date) {
        headers.insert(DATE, date);
    }
    response
}

fn json_response(status: StatusCode, value: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}
