//! How a signed request is written, and how a message of the gateway is unwrapped (fact sheet, 1.2, 1.3).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    errors::{NotProven, Unreadable},
    form,
    members::{Members, Value},
    merchant::{Key, MerchantId},
    protocol::{Protocol, RequestFormat},
    sign::{self, NoRule, SIGNATURE, Signature},
    xml,
};
use crate::json_depth::is_too_deep;

/// The version that an envelope of protocol 2.0 names. All official clients send a text.
const VERSION: &str = "2.0";

/// Why parameters can't be written as asked. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// Protocol 1.0 has no rule for nested data: it needs protocol 2.0 (fact sheet, 2.3).
    #[error("{name} needs protocol 2.0")]
    NeedsV2 {
        /// The parameter.
        name: String,
    },
    /// This operation is known in JSON only.
    #[error("this operation needs JSON")]
    NeedsJson,
    /// XML has no way to write this text.
    #[error("{name} can't be written as XML")]
    NotInXml {
        /// The parameter.
        name: String,
    },
    /// The merchant has no payout key here.
    #[error("there is no payout key")]
    NoPayoutKey,
}

/// The signature of the request that asks for `parameters`, in protocol 1.0.
pub(super) fn sign(
    merchant: MerchantId,
    key: &Key,
    mut parameters: Members,
) -> Result<Signature, NoRule> {
    parameters.set("merchant_id", Value::Number(merchant.to_string()));
    sign::sign(key, &parameters)
}

/// The body of the request that asks for `parameters`.
pub(super) fn seal(
    merchant: MerchantId,
    key: &Key,
    protocol: Protocol,
    mut parameters: Members,
) -> Result<String, Unsendable> {
    parameters.set("merchant_id", Value::Number(merchant.to_string()));
    let format = match protocol {
        Protocol::V1(format) => format,
        Protocol::V2 => return Ok(seal_v2(key, &parameters)),
    };
    let signature =
        sign::sign(key, &parameters).map_err(|NoRule { name }| Unsendable::NeedsV2 { name })?;
    parameters.set(SIGNATURE, Value::Text(signature.as_str().to_owned()));
    match format {
        RequestFormat::Json => Ok(format!(r#"{{"request":{}}}"#, parameters.to_json())),
        RequestFormat::Form => Ok(form::write(&parameters)),
        RequestFormat::Xml => {
            xml::write(&parameters).map_err(|xml::NotInXml { name }| Unsendable::NotInXml { name })
        }
    }
}

fn seal_v2(key: &Key, parameters: &Members) -> String {
    let data = STANDARD.encode(format!(r#"{{"order":{}}}"#, parameters.to_json()));
    let mut envelope = Members::default();
    envelope.set(SIGNATURE, Value::Text(sign::sign_data(key, &data).as_str().to_owned()));
    envelope.set("version", Value::Text(VERSION.to_owned()));
    envelope.set("data", Value::Text(data));
    format!(r#"{{"request":{}}}"#, envelope.to_json())
}

/// What came from the gateway.
#[derive(Debug, Clone)]
pub(super) enum Received {
    /// One message.
    One(Message),
    /// A list, which is never signed (fact sheet, 3.10, 3.12).
    Many(Vec<Members>),
}

impl Received {
    /// Reads the answer to a request in `format`.
    pub(super) fn answer(format: RequestFormat, body: &[u8]) -> Result<Self, Unreadable> {
        match format {
            RequestFormat::Json => match json(body)?.get("response") {
                Some(Value::Nested(list)) if list.starts_with('[') => {
                    serde_json::from_str(list).map(Self::Many).map_err(|_| Unreadable::Format)
                }
                Some(Value::Nested(object)) => {
                    let members = serde_json::from_str(object).map_err(|_| Unreadable::Format)?;
                    Message::new(members).map(Self::One)
                }
                _ => Err(Unreadable::Missing { name: "response" }),
            },
            RequestFormat::Form => Message::new(pairs(body)?).map(Self::One),
            RequestFormat::Xml => {
                let text = str::from_utf8(body).map_err(|_| Unreadable::Format)?;
                let members = xml::read(text).map_err(|_| Unreadable::Format)?;
                Message::new(members).map(Self::One)
            }
        }
    }
}

/// A message that came by itself: the object alone, or wrapped in `response` (fact sheet, 4.1).
pub(super) fn callback(format: RequestFormat, body: &[u8]) -> Result<Message, Unreadable> {
    if format == RequestFormat::Form {
        return Message::new(pairs(body)?);
    }
    let members = json(body)?;
    let wrapped = match members.get("response") {
        Some(Value::Nested(object)) if members.len() == 1 => {
            Some(serde_json::from_str(object).map_err(|_| Unreadable::Format)?)
        }
        _ => None,
    };
    Message::new(wrapped.unwrap_or(members))
}

fn json(body: &[u8]) -> Result<Members, Unreadable> {
    if is_too_deep(body) {
        return Err(Unreadable::Format);
    }
    serde_json::from_slice(body).map_err(|_| Unreadable::Format)
}

fn pairs(body: &[u8]) -> Result<Members, Unreadable> {
    form::read(body).map_err(|_| Unreadable::Format)
}

/// One message of the gateway, not yet proven to be one. Its members come out by [`Message::prove`] alone.
#[derive(Debug, Clone)]
pub(super) struct Message {
    members: Members,
    envelope: Option<Envelope>,
}

/// The signed text of protocol 2.0.
#[derive(Clone)]
struct Envelope {
    data: String,
    signature: Option<String>,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Envelope(..)")
    }
}

impl Message {
    /// Opens the envelope of protocol 2.0, if there is one. Errors and tokens come without it (fact sheet, 1.3).
    fn new(members: Members) -> Result<Self, Unreadable> {
        let is_envelope = members.text("version").is_some();
        let Some(data) = members.text("data").filter(|_| is_envelope) else {
            return Ok(Self { members, envelope: None });
        };
        let opened = STANDARD.decode(data).map_err(|_| Unreadable::Format)?;
        let order = match json(&opened)?.get("order") {
            Some(Value::Nested(order)) => {
                serde_json::from_str(order).map_err(|_| Unreadable::Format)?
            }
            _ => return Err(Unreadable::Missing { name: "order" }),
        };
        let envelope = Envelope { data: data.to_owned(), signature: members.owned(SIGNATURE) };
        Ok(Self { members: order, envelope: Some(envelope) })
    }

    /// The members, if `key` signed the message.
    pub(super) fn prove(self, key: &Key) -> Result<Members, NotProven> {
        match self.is_signed_by(key) {
            Some(true) => Ok(self.members),
            Some(false) => Err(NotProven::WrongSignature),
            None => Err(NotProven::Unsigned),
        }
    }

    /// The members of a message that may come unsigned. A wrong signature is never taken, and an envelope of protocol
    /// 2.0 always has one.
    pub(super) fn prove_if_signed(self, key: &Key) -> Result<Members, NotProven> {
        match self.is_signed_by(key) {
            Some(false) => Err(NotProven::WrongSignature),
            None if self.envelope.is_some() => Err(NotProven::Unsigned),
            Some(true) | None => Ok(self.members),
        }
    }

    /// The members of a message whose signature says nothing. Only for what may come unsigned.
    pub(super) fn taken(self) -> Members {
        self.members
    }

    /// True where the message itself bears `signature`.
    pub(super) fn bears(&self, signature: &Signature) -> bool {
        self.envelope.is_none()
            && self.members.text(SIGNATURE).is_some_and(|received| signature.is(received))
    }

    /// The members, proven or not: only to see whether the message is a refusal.
    pub(super) fn unproven(&self) -> &Members {
        &self.members
    }

    fn is_signed_by(&self, key: &Key) -> Option<bool> {
        match &self.envelope {
            None => sign::verifies(key, &self.members),
            Some(envelope) => {
                let received = envelope.signature.as_deref()?;
                Some(sign::sign_data(key, &envelope.data).is(received))
            }
        }
    }
}
