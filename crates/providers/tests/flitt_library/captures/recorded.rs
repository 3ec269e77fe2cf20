//! A recording, and how ours is compared with it.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use providers::flitt::{Call, Key, Members, Merchant, Protocol, sign};
use quick_xml::escape::unescape;
use regex::Regex;
use serde_json::{Map, Value};

use crate::stage::{FORM, JSON, XML, key, members};

/// A parameter in which the two differ, and why.
pub(crate) struct Difference {
    at: &'static str,
    way: Way,
    why: &'static str,
}

enum Way {
    /// Ours does not send it.
    Silent,
    /// The same JSON, written differently within base64.
    Encoded,
}

impl Difference {
    pub(crate) fn silent(at: &'static str, why: &'static str) -> Self {
        Self { at, way: Way::Silent, why }
    }

    pub(crate) fn encoded(at: &'static str, why: &'static str) -> Self {
        Self { at, way: Way::Encoded, why }
    }

    /// Takes the two values out, and sees to it that they differ in just this way.
    fn take(&self, context: &str, ours: &mut Value, theirs: &mut Value) {
        assert!(!self.why.is_empty());
        let [ours, theirs] = [ours, theirs].map(|object| {
            let (within, name) = self.at.split_once('.').unwrap_or(("", self.at));
            let object = if within.is_empty() { object } else { &mut object[within] };
            object.as_object_mut().unwrap().remove(name)
        });
        let differs = match (&self.way, ours, theirs) {
            (Way::Silent, None, Some(_)) => true,
            (Way::Encoded, Some(ours), Some(theirs)) => {
                ours != theirs && decoded(&ours) == decoded(&theirs)
            }
            _ => false,
        };
        assert!(differs, "{context}: {}", self.at);
    }
}

fn decoded(base64: &Value) -> Value {
    let bytes = STANDARD.decode(base64.as_str().unwrap()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The recordings of a file.
pub(crate) fn captures(file: &str) -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures/flitt");
    let text = fs::read_to_string(format!("{folder}/{file}.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    all["captures"].as_array().unwrap().clone()
}

/// Compares each recording of a file with what `ours` gives for its name.
pub(crate) fn all_alike<A>(file: &str, ours: impl Fn(&str) -> (Call<A>, Vec<Difference>)) {
    let captures = captures(file);
    assert!(!captures.is_empty());
    for capture in captures {
        let name = capture["name"].as_str().unwrap();
        let (call, differences) = ours(name);
        assert_alike(&capture, &call, &differences);
    }
}

fn assert_alike<A>(capture: &Value, call: &Call<A>, differences: &[Difference]) {
    let context = capture["name"].as_str().unwrap();
    let [request] = capture["requests"].as_array().unwrap().as_slice() else { panic!("{context}") };
    let api = &capture["call"]["api"];
    let protocol = match (api["api_protocol"].as_str(), api["request_type"].as_str()) {
        (Some("2.0"), _) => Protocol::V2,
        (_, Some("form")) => FORM,
        (_, Some("xml")) => XML,
        _ => JSON,
    };
    let secret = api["secret_key"].as_str().unwrap();
    let merchant = Merchant {
        id: api["merchant_id"].as_u64().unwrap().try_into().unwrap(),
        payment_key: key(secret),
        payout_key: Some(key(secret)),
    };
    let signed = call.sign(&merchant, protocol).unwrap();

    // Both forms of a path are in use by official clients; ours has no slash at its end.
    let path = request["path"].as_str().unwrap().trim_end_matches('/');
    assert_eq!(format!("/api{}", signed.path), path, "{context}");
    let headers = request["headers"].as_array().unwrap();
    let content_type = headers.iter().find(|header| header[0] == "Content-Type").unwrap();
    assert_eq!(content_type[1], signed.content_type, "{context}");

    let body = request["body"].as_str().unwrap();
    let mut ours = parameters(protocol, &signed.body, &merchant.payment_key);
    let mut theirs = parameters(protocol, body, &merchant.payment_key);
    for difference in differences {
        difference.take(context, &mut ours, &mut theirs);
    }
    // What differs in what is signed has another signature. What is empty is not signed.
    if differences.iter().any(|one| matches!(one.way, Way::Encoded)) {
        for one in [&mut ours, &mut theirs] {
            one.as_object_mut().unwrap().remove(sign::SIGNATURE);
        }
    }
    assert_eq!(ours, theirs, "{context}");
}

/// The parameters of a body, whose signature must be right.
fn parameters(protocol: Protocol, body: &str, key: &Key) -> Value {
    let found = match protocol {
        Protocol::V2 => {
            let request = &serde_json::from_str::<Value>(body).unwrap()["request"];
            let data = request["data"].as_str().unwrap();
            assert!(sign::sign_data(key, data).is(request["signature"].as_str().unwrap()));
            return decoded(&request["data"])["order"].take();
        }
        FORM => texts(url::form_urlencoded::parse(body.as_bytes()).into_owned()),
        XML => texts(elements(body)),
        Protocol::V1(_) => serde_json::from_str::<Value>(body).unwrap()["request"].take(),
    };
    let members: Members = members(&found);
    assert_eq!(sign::verifies(key, &members), Some(true), "{body}");
    found
}

fn texts(pairs: impl IntoIterator<Item = (String, String)>) -> Value {
    Value::Object(pairs.into_iter().map(|(name, text)| (name, text.into())).collect::<Map<_, _>>())
}

fn elements(document: &str) -> Vec<(String, String)> {
    let inside = document.split_once("<request>").unwrap().1.strip_suffix("</request>").unwrap();
    let element = Regex::new(r"<(\w+)>([^<]*)</(\w+)>").unwrap();
    let found: Vec<_> = element
        .captures_iter(inside)
        .map(|one| (one[1].to_owned(), unescape(&one[2]).unwrap().into_owned()))
        .collect();
    assert_eq!(found.len(), inside.matches("</").count());
    found
}
