//! What is wrapped around the facts in an answer: an envelope, a signature, or nothing.
//!
//! A test changes facts. What is around them is then made right again, so that the test is about the facts; or it is left
//! as it was, and then nobody may believe them.

use providers::Response;
use serde_json::{Value, json};

use crate::answers::Answer;

/// How a provider wraps facts. Plain functions, so that it can be handed about.
#[derive(Clone, Copy)]
pub(crate) struct Wrapping {
    /// The facts in a body; `None` where it is none of the provider's.
    pub(crate) facts: fn(&[u8]) -> Option<Value>,
    /// A body like this one with other facts, and with all else made right again.
    pub(crate) rewrap: fn(&[u8], &Value) -> Vec<u8>,
    /// A body like this one with other facts, and with all else as it was; `None` where nothing vouches for the facts.
    pub(crate) tamper: fn(&[u8], &Value) -> Option<Vec<u8>>,
    /// Bodies with the same facts, for which what should vouch is missing or somebody else's.
    pub(crate) forge: fn(&[u8]) -> Vec<Vec<u8>>,
    /// True where a body says no, whatever its HTTP status.
    pub(crate) says_no: fn(&[u8]) -> bool,
    /// Fields that no answer has yet, of every kind that could come.
    pub(crate) tomorrow: fn() -> Value,
}

impl Wrapping {
    /// The body is the facts, and the status says whether it is a no.
    pub(crate) const BARE: Self = Self {
        facts: |body| serde_json::from_slice(body).ok(),
        rewrap: |_, facts| facts.to_string().into_bytes(),
        tamper: |_, _| None,
        forge: |_| Vec::new(),
        says_no: |_| false,
        tomorrow: || json!({ "a_field_of_tomorrow": { "deep": [1, null, "x"] }, "another": 1.5 }),
    };

    /// The facts in an answer, also in one that says no.
    pub(crate) fn facts(&self, answer: &Answer) -> Option<Value> {
        (self.facts)(&answer.as_ref().ok()?.body)
    }

    /// The facts in an answer with a success for its status.
    pub(crate) fn facts_of_success(&self, answer: &Answer) -> Option<Value> {
        self.facts(answer).filter(|_| is_success(answer))
    }

    /// True for a plain yes.
    pub(crate) fn is_yes(&self, answer: &Answer) -> bool {
        let no = answer.as_ref().is_ok_and(|answer| (self.says_no)(&answer.body));
        !no && self.facts_of_success(answer).is_some()
    }

    /// The same answer with other facts.
    pub(crate) fn with_facts(&self, answer: &Answer, facts: &Value) -> Answer {
        answer.clone().map(|answer| Response { body: (self.rewrap)(&answer.body, facts), ..answer })
    }

    /// The same answer with other facts for which nobody vouches; `None` where nobody ever does.
    pub(crate) fn with_forged_facts(&self, answer: &Answer, facts: &Value) -> Option<Answer> {
        let answer = answer.clone().ok()?;
        let body = (self.tamper)(&answer.body, facts)?;
        Some(Ok(Response { body, ..answer }))
    }

    /// Answers with the same facts for which nobody vouches.
    pub(crate) fn forged(&self, answer: &Answer) -> Vec<Answer> {
        let Ok(answer) = answer else { return Vec::new() };
        let forged = (self.forge)(&answer.body);
        forged.into_iter().map(|body| Ok(Response { body, ..answer.clone() })).collect()
    }
}

fn is_success(answer: &Answer) -> bool {
    answer.as_ref().is_ok_and(|answer| (200..300).contains(&answer.status))
}
