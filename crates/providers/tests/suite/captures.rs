//! What official clients really sent, and that ours carries the same facts.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use providers::Request;
use serde_json::Value;
use url::Url;

use crate::{
    recording::{Compared, Difference, Likeness, Spot, Way},
    requests::{header, verb},
    subject::Subject,
};

type Pairs = BTreeMap<String, String>;

fn pairs(recorded: &Value, change: fn(&str) -> String) -> Pairs {
    let text = |pair: &Value, at: usize| pair[at].as_str().unwrap().to_owned();
    let pairs = recorded.as_array().unwrap();
    pairs.iter().map(|pair| (change(&text(pair, 0)), text(pair, 1))).collect()
}

/// Our headers, but those that the recording names and that are not compared.
fn our_headers(ours: &Request) -> Pairs {
    ours.headers
        .iter()
        .map(|one| one.name.to_lowercase())
        .map(|name| (name.clone(), header(ours, &name).unwrap()))
        .collect()
}

/// Takes the values at the spots where the two differ out of both, and sees to it that they do.
struct Comparison<'c> {
    context: String,
    differences: &'c [Difference],
}

impl Comparison<'_> {
    fn assert_differs<T: PartialEq + Debug>(
        &self,
        difference: &Difference,
        values: &[Option<T>; 2],
    ) {
        assert!(!difference.why.is_empty());
        let differs = match (difference.way, values) {
            (Way::OneIsSilent, [ours, theirs]) => ours.is_some() != theirs.is_some(),
            (Way::BothSpeak, [Some(ours), Some(theirs)]) => ours != theirs,
            (Way::BothSpeak, _) => false,
        };
        assert!(differs, "{}: {:?} is {values:?}", self.context, difference.at);
    }

    fn assert_alike(
        &self,
        mut ours: Pairs,
        mut theirs: Pairs,
        spot: fn(Spot) -> Option<&'static str>,
    ) {
        for difference in self.differences {
            if let Some(name) = spot(difference.at) {
                self.assert_differs(difference, &[ours.remove(name), theirs.remove(name)]);
            }
        }
        assert_eq!(ours, theirs, "{}", self.context);
    }

    fn assert_same_body(&self, ours: Option<Value>, theirs: &Value) {
        let mut bodies = [ours.unwrap_or(Value::Null), theirs.clone()];
        for difference in self.differences {
            if let Spot::Body(at) = difference.at {
                let taken = bodies.each_mut().map(|body| take(body, at));
                self.assert_differs(difference, &taken);
            }
        }
        assert_eq!(bodies[0], bodies[1], "{}", self.context);
    }
}

/// Takes out what stands there; everything for the empty pointer.
fn take(body: &mut Value, at: &str) -> Option<Value> {
    match at.rsplit_once('/') {
        None => Some(body.take()),
        Some((parent, field)) => body.pointer_mut(parent)?.as_object_mut()?.remove(field),
    }
}

fn compare(subject: &dyn Subject, context: String, compared: &Compared, recorded: &Value) {
    let Compared { ours, likeness, differences, .. } = compared;
    assert_eq!(recorded["method"], verb(ours.method), "{context}");
    let url = Url::parse(&ours.url).unwrap();
    // A slash at a path's end says nothing.
    let path = recorded["path"].as_str().unwrap().trim_end_matches('/');
    assert_eq!(path, url.path().trim_end_matches('/'), "{context}");

    let secret = |name: &str| subject.secret_headers().contains(&name);
    let uncompared = |name: &str| subject.uncompared_headers().iter().any(|one| one.0 == name);
    let visible = |headers: Pairs| -> Pairs {
        headers
            .into_iter()
            .filter(|(name, _)| !uncompared(name))
            // That there is one is compared, and of what kind.
            .map(|(name, value)| {
                let kind = value.split(' ').next().unwrap_or_default().to_owned();
                let value = if secret(&name) { kind } else { value };
                (name, value)
            })
            .collect()
    };
    let theirs = pairs(&recorded["headers"], str::to_lowercase);
    let comparison = Comparison { context, differences };
    comparison.assert_alike(visible(our_headers(ours)), visible(theirs), |spot| match spot {
        Spot::Header(name) => Some(name),
        _ => None,
    });

    let ours_asked: Pairs = url.query_pairs().into_owned().collect();
    let asked = pairs(&recorded["query"], str::to_owned);
    match likeness {
        Likeness::Same => comparison.assert_alike(ours_asked, asked, |spot| match spot {
            Spot::Query(name) => Some(name),
            _ => None,
        }),
        Likeness::SameKindOfList => {
            for (name, value) in &ours_asked {
                let theirs = asked.get(name);
                let theirs = theirs.unwrap_or_else(|| panic!("nobody sends {name}"));
                assert_eq!(form(value), form(theirs), "{}: {name}", comparison.context);
            }
        }
    }
    let facts = |body| subject.sent_facts(body);
    let body = ours.body.as_ref().map(|body| facts(serde_json::from_str(body).unwrap()));
    comparison.assert_same_body(body, &facts(recorded["body"].clone()));
}

/// What a filter's value looks like: digits as one digit each, words as one.
fn form(value: &str) -> String {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return "0".to_owned();
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        let upper = value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        return if upper { "WORD".to_owned() } else { "text".to_owned() };
    }
    if Url::parse(value).is_err() && value.len() == 10 && value.split('-').count() == 3 {
        return "day".to_owned();
    }
    "text".to_owned()
}

pub(crate) fn each_recorded_request_carries_the_same_facts(subject: &dyn Subject) {
    let captures = subject.captures(subject.provider());
    assert!(!captures.is_empty());
    let mut seen = BTreeSet::new();
    for capture in &captures {
        assert!(seen.insert(capture.name), "{} is compared twice", capture.name);
        let requests = &capture.requests;
        let compared: BTreeSet<_> = capture.compared.iter().map(|one| one.nth).collect();
        let all: BTreeSet<_> = (0..requests.len()).collect();
        assert_eq!(compared, all, "{}: not every request is compared", capture.name);
        for one in &capture.compared {
            let context = format!("{}, request {}", capture.name, one.nth);
            compare(subject, context, one, &requests[one.nth]);
        }
    }
}
