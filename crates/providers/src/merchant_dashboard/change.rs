//! What of a link may be changed, and its checks (seed, 'Merchant APIs').

use domain::Timestamp;
use serde_json::Value;

use super::{
    Private,
    body::Body,
    field_fault::{Fault, FieldFault, LONGEST_NAME, fault, line},
    metadata::Metadata,
    new_link::{moment, uses},
};

/// What a link shall become. What is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct LinkChange {
    /// Another internal label.
    pub name: Option<Private>,
    /// False switches it off, true on again.
    pub is_active: Option<bool>,
    /// Another end, or none.
    pub expires_at: Option<Replace<Timestamp>>,
    /// Another number of uses, within [`USES`](super::USES), or no limit.
    pub max_uses: Option<Replace<u32>>,
    /// Other names and values. Whether they come in place of the old ones or beside them, nothing tells: whoever changes
    /// them gives all of them, the intent's first.
    pub metadata: Option<Metadata>,
}

/// What comes in place of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replace<T> {
    /// This.
    With(T),
    /// None at all. It is sent as null, which is assumed.
    WithNothing,
}

impl<T> Replace<T> {
    /// As it is sent, once it is checked.
    fn sent<V: Into<Value>>(
        self,
        checked: fn(T) -> Result<V, FieldFault>,
    ) -> Result<Value, FieldFault> {
        match self {
            Self::With(value) => checked(value).map(Into::into),
            Self::WithNothing => Ok(Value::Null),
        }
    }
}

pub(super) fn body(change: &LinkChange) -> Result<Body, FieldFault> {
    let field = "name";
    let name = change.name.as_ref().map(|name| line(field, name.as_str(), LONGEST_NAME));
    let expires_at = change.expires_at.map(|to| to.sent(moment)).transpose()?;
    let max_uses = change.max_uses.map(|to| to.sent(uses)).transpose()?;
    let body = Body::default()
        .set_some("expires_at", expires_at)
        .set_some("is_active", change.is_active)
        .set_some("max_uses", max_uses);
    let body = match &change.metadata {
        Some(metadata) => body.metadata(metadata),
        None => body,
    };
    let body = body.set_some(field, name.transpose()?);
    if body.is_empty() { Err(fault("link", Fault::Missing)) } else { Ok(body) }
}
