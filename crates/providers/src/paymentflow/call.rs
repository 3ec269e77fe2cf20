//! One call of the API: what is sent, and how its answer is read.

use std::fmt;

use domain::ids::IdempotencyKey;
use url::form_urlencoded::Serializer;

use super::{
    body::Body,
    errors::{PaymentFlowError, Unreadable},
    key::ApiKey,
    lenient,
    page::Readable,
    protocol::{ApiBase, IDEMPOTENCY_KEY, VERSION, VERSION_HEADER},
};
use crate::{
    members::Members,
    transport::{Method, Request, Response, TimeLimit, TransportFault},
};

/// A request and the reader of its answer, both without a network. The answer is an `A`.
///
/// It holds no API key, so it may wait. `Debug` shows the method and the path.
#[derive(Clone)]
pub struct Call<A> {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<String>,
    key: Option<IdempotencyKey>,
    asked: Asked,
    reader: fn(&Members, &Asked) -> Result<A, Unreadable>,
}

/// What the answer must be about.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    members: Vec<(&'static str, String)>,
    /// The cursor that the page was asked for.
    pub(super) after: Option<String>,
}

impl Asked {
    /// Whether `members` are about what was asked.
    pub(super) fn check(&self, members: &Members) -> Result<(), Unreadable> {
        for (name, asked) in &self.members {
            if lenient::required(members, name)? != asked {
                return Err(Unreadable::NotOurs { name });
            }
        }
        Ok(())
    }
}

impl<A> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl<A> Call<A> {
    /// A call without a body.
    pub(super) fn new(
        method: Method,
        path: String,
        reader: fn(&Members, &Asked) -> Result<A, Unreadable>,
    ) -> Self {
        let asked = Asked::default();
        Self { method, path, query: Vec::new(), body: None, key: None, asked, reader }
    }

    /// The same call with a body.
    pub(super) fn with_body(self, body: &Body) -> Self {
        Self { body: Some(body.to_json()), ..self }
    }

    /// The same call, which acts once for `key`.
    pub(super) fn with_key(self, key: IdempotencyKey) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The same call with one more parameter in its address.
    pub(super) fn with(mut self, name: &'static str, value: Option<String>) -> Self {
        self.query.extend(value.map(|value| (name, value)));
        self
    }

    /// The same call, for what follows the row `id`.
    pub(super) fn after(mut self, id: Option<&str>) -> Self {
        self.asked.after = id.map(ToOwned::to_owned);
        self.with("starting_after", id.map(ToOwned::to_owned))
    }

    /// The same call, whose answer is about something else where its member `name` is not `value`.
    pub(super) fn expecting(mut self, name: &'static str, value: &str) -> Self {
        self.asked.members.push((name, value.to_owned()));
        self
    }

    /// The request without a sign-in, for [`ApiKey::authorise`].
    pub fn unsigned(&self, base: &ApiBase) -> Request {
        let mut url = format!("{}{}", base.as_str(), self.path);
        if !self.query.is_empty() {
            let query = Serializer::new(String::new()).extend_pairs(&self.query).finish();
            url.push('?');
            url.push_str(&query);
        }
        let limit = match self.method {
            Method::Get => TimeLimit::Read,
            Method::Post | Method::Patch | Method::Delete => TimeLimit::Write,
        };
        let mut request = Request::new(self.method, url, self.body.clone(), limit)
            .with_header("accept", "application/json")
            .with_header(VERSION_HEADER, VERSION);
        if self.body.is_some() {
            request = request.with_header("content-type", "application/json");
        }
        match self.key {
            Some(key) => request.with_header(IDEMPOTENCY_KEY, key.to_string()),
            None => request,
        }
    }

    /// The whole request.
    pub fn request(&self, base: &ApiBase, key: &ApiKey) -> Request {
        key.authorise(self.unsigned(base))
    }

    /// Reads what came of the request.
    pub fn read(&self, answer: Result<&Response, TransportFault>) -> Result<A, PaymentFlowError> {
        let answer = answer?;
        if !matches!(answer.status, 200..=299) {
            return Err(PaymentFlowError::of(answer));
        }
        let members = lenient::object(&answer.body)?;
        Ok((self.reader)(&members, &self.asked)?)
    }
}

/// The reader of an answer that is one object, about what was asked.
pub(super) fn one<R: Readable>(members: &Members, asked: &Asked) -> Result<R, Unreadable> {
    asked.check(members)?;
    R::read(members)
}
