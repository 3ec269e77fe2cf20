//! Envelopes and signatures (1.3, 2), worked out here and not with the crate's own code.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

use crate::{asks::APP_KEY, wrapping::Wrapping};

/// What is kept as text that holds JSON (3.7.2).
const TEXT_OF_JSON: &str = "additional_info";

pub(super) const WRAPPING: Wrapping = Wrapping { facts, rewrap, tamper, forge, says_no, tomorrow };

/// What takes part in a signature of protocol 1.0; `None` for what vanishes (2.1).
fn signed_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn sha1(text: &str) -> String {
    hex::encode(Sha1::digest(text))
}

/// The signature of protocol 1.0 over an object with texts and numbers (2.1).
pub(super) fn signature_of(members: &Map<String, Value>, key: &str) -> String {
    let mut names: Vec<_> = members
        .keys()
        .filter(|name| !["signature", "response_signature_string"].contains(&name.as_str()))
        .collect();
    names.sort();
    let values = names.into_iter().filter_map(|name| signed_text(&members[name]));
    let text: Vec<_> = [key.to_owned()].into_iter().chain(values).collect();
    sha1(&text.join("|"))
}

/// The signature of protocol 2.0 (2.2).
pub(super) fn signature_of_data(data: &str, key: &str) -> String {
    sha1(&format!("{key}|{data}"))
}

/// What is signed now, as a function of the key.
type Over<'o> = &'o dyn Fn(&str) -> String;

/// The signature that an answer gets, of the one that it had and what is signed now.
type Sign<'s> = &'s dyn Fn(&str, Over<'_>) -> Option<String>;

/// What an answer comes in.
enum Form {
    /// The facts themselves: the reports.
    Bare,
    /// An object of protocol 1.0 without a signature.
    Unsigned,
    /// One with a signature.
    Signed(String),
    /// An envelope of protocol 2.0.
    Nested(String),
}

fn form(body: &Value) -> Form {
    let Some(response) = body.get("response") else { return Form::Bare };
    let signature = response["signature"].as_str().map(str::to_owned);
    match signature {
        Some(signature) if response.get("data").is_some() => Form::Nested(signature),
        Some(signature) => Form::Signed(signature),
        None => Form::Unsigned,
    }
}

fn parsed(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}

/// What is in base64 in protocol 2.0.
pub(super) fn unpacked(data: &str) -> Value {
    serde_json::from_slice(&STANDARD.decode(data).unwrap()).unwrap()
}

fn facts(body: &[u8]) -> Option<Value> {
    let body = parsed(body)?;
    let mut facts = match form(&body) {
        Form::Bare => return Some(body),
        Form::Unsigned | Form::Signed(_) => body["response"].clone(),
        Form::Nested(_) => unpacked(body["response"]["data"].as_str()?)["order"].clone(),
    };
    if let Some(facts) = facts.as_object_mut() {
        facts.remove("signature");
        let inner = facts.get(TEXT_OF_JSON).and_then(Value::as_str);
        if let Some(inner) = inner.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
            facts.insert(TEXT_OF_JSON.to_owned(), inner);
        }
    }
    Some(facts)
}

/// The facts as they stand in an answer.
fn written(facts: &Value) -> Value {
    let mut facts = facts.clone();
    if let Some(inner) = facts.get_mut(TEXT_OF_JSON)
        && (inner.is_object() || inner.is_array())
    {
        *inner = inner.to_string().into();
    }
    facts
}

/// `facts` in the form of the answer `like`.
fn wrapped(like: &[u8], facts: &Value, sign: Sign<'_>) -> Option<Value> {
    let facts = written(facts);
    let response = match form(&parsed(like)?) {
        Form::Bare => return Some(facts),
        Form::Unsigned => facts,
        Form::Signed(before) => {
            let mut signed = facts;
            if let Some(members) = signed.as_object_mut() {
                let signature = sign(&before, &|key| signature_of(members, key));
                members.extend(signature.map(|text| ("signature".to_owned(), text.into())));
            }
            signed
        }
        Form::Nested(before) => {
            let data = STANDARD.encode(json!({ "order": facts }).to_string());
            let signature = sign(&before, &|key| signature_of_data(&data, key));
            let mut response = json!({ "version": "2.0", "data": data });
            if let Some(signature) = signature {
                response["signature"] = signature.into();
            }
            response
        }
    };
    Some(json!({ "response": response }))
}

fn bytes(body: &Value) -> Vec<u8> {
    body.to_string().into_bytes()
}

fn rewrap(like: &[u8], facts: &Value) -> Vec<u8> {
    bytes(&wrapped(like, facts, &|_, over| Some(over(APP_KEY))).unwrap())
}

fn is_signed(body: &[u8]) -> bool {
    parsed(body).is_some_and(|body| matches!(form(&body), Form::Signed(_) | Form::Nested(_)))
}

fn tamper(like: &[u8], facts: &Value) -> Option<Vec<u8>> {
    let body = wrapped(like, facts, &|before, _| Some(before.to_owned()))?;
    is_signed(like).then(|| bytes(&body))
}

/// The same facts without a signature, and with ones that are none (4.3, 2.4).
fn forge(body: &[u8]) -> Vec<Vec<u8>> {
    let Some(facts) = facts(body).filter(|_| is_signed(body)) else { return Vec::new() };
    let with = |sign: Sign<'_>| bytes(&wrapped(body, &facts, sign).unwrap());
    // Signed, but with a name that stands there twice: which of the two was signed (4.2)?
    let right = String::from_utf8(body.to_owned()).unwrap();
    let twice = right.replacen("\"response\":{", "\"response\":{\"signature\":\"\",", 1);
    vec![
        with(&|_, _| None),
        with(&|_, _| Some(String::new())),
        with(&|before, _| Some(before.to_uppercase())),
        with(&|before, _| Some(before[1..].to_owned())),
        with(&|before, _| Some(format!("{before}0"))),
        with(&|_, over| Some(over("another key"))),
        with(&|_, over| Some(over(""))),
        with(&|_, over| Some(over(crate::asks::PAYOUT_KEY))),
        twice.into_bytes(),
    ]
}

/// A refusal comes with HTTP 200 (1.4); the reports' has no envelope (3.12).
fn says_no(body: &[u8]) -> bool {
    let Some(body) = parsed(body) else { return false };
    let response = body.get("response").unwrap_or(&body);
    response["response_status"] == "failure"
        || ["error_code", "err_code", "error"].iter().any(|name| response.get(name).is_some())
}

/// Whole numbers and text: how anything else is signed is not known (2.3).
fn tomorrow() -> Value {
    json!({ "a_field_of_tomorrow": "of tomorrow", "another": 15 })
}
