//! What is sent, whoever may send it.

use super::{errors::Unreadable, ids::LinkUuid, lenient, protocol::ApiBase, told::Told};
use crate::{
    members::Members,
    transport::{Method, Request, TimeLimit},
};

/// A request without an address and without a sign-in. Its reader is told of it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Ask {
    method: Method,
    /// Begins and ends with a slash.
    path: String,
    /// As it stands behind the question mark.
    query: Option<String>,
    body: Option<String>,
    /// The link that the answer must be about.
    about: Option<LinkUuid>,
}

impl Ask {
    pub(super) fn new(method: Method, path: String) -> Self {
        Self { method, path, query: None, body: None, about: None }
    }

    pub(super) fn with_body(self, body: String) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(super) fn with_query(self, query: Option<String>) -> Self {
        Self { query, ..self }
    }

    pub(super) fn about(self, link: &LinkUuid) -> Self {
        Self { about: Some(link.clone()), ..self }
    }

    /// The link that the answer must be about, if it is about one.
    pub(super) fn link(&self) -> Option<&LinkUuid> {
        self.about.as_ref()
    }

    /// Refuses an answer that names another link. One that names none is about what was asked.
    pub(super) fn check(&self, members: &Members) -> Result<(), Unreadable> {
        let name = "uuid";
        match lenient::told_id::<LinkUuid>(members, name) {
            Told::NotTold | Told::Nothing => Ok(()),
            Told::Is(told) if self.link().is_none_or(|asked| *asked == told) => Ok(()),
            Told::Is(_) => Err(Unreadable::NotOurs { name }),
            Told::Unreadable => Err(Unreadable::Malformed { name }),
        }
    }

    pub(super) fn method(&self) -> Method {
        self.method
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    pub(super) fn request(&self, base: &ApiBase) -> Request {
        let mut url = format!("{}{}", base.as_str(), self.path);
        if let Some(query) = &self.query {
            url.push('?');
            url.push_str(query);
        }
        let limit = match self.method {
            Method::Get => TimeLimit::Read,
            Method::Post | Method::Patch | Method::Delete => TimeLimit::Write,
        };
        let request = Request::new(self.method, url, self.body.clone(), limit)
            .with_header("accept", "application/json");
        if self.body.is_some() {
            request.with_header("content-type", "application/json")
        } else {
            request
        }
    }
}
