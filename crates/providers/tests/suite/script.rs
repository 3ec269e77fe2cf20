//! How a provider plays one operation: the ways that an exchange can take, and good answers with one thing in them that is
//! not true.

use serde_json::Value;

use crate::{answers::Answer, due::Due, told::Told};

/// How a provider plays one operation.
#[derive(Default)]
pub(crate) struct Play {
    /// The ways that the exchange can take, the plain one first.
    pub(crate) scripts: Vec<Script>,
    /// Good answers with one thing in them that is not true.
    pub(crate) lies: Vec<Lie>,
    /// Where the provider's words stand.
    pub(crate) words: Vec<Words>,
}

/// One way that an exchange can take.
pub(crate) struct Script {
    pub(crate) name: &'static str,
    /// One for each request.
    pub(crate) answers: Vec<Answer>,
    /// What each request asks, as `GET /path`, from where the account's addresses begin.
    pub(crate) asked: Vec<String>,
    /// Which request acts, where one does.
    pub(crate) write: Option<usize>,
    pub(crate) told: Told,
    /// The troubles that do not end it.
    pub(crate) survives: Vec<Survival>,
    /// A request whose trouble, whichever it is, does not end it, and what is told then.
    pub(crate) survives_all: Option<(usize, Told)>,
    /// The request from which on it is known that what is looked for is there.
    pub(crate) knows: Option<usize>,
}

impl Script {
    /// Requests, and the answers to them.
    pub(crate) fn new(name: &'static str, turns: Vec<(String, Answer)>, told: Told) -> Self {
        let (asked, answers) = turns.into_iter().unzip();
        Self {
            name,
            answers,
            asked,
            write: None,
            told,
            survives: Vec::new(),
            survives_all: None,
            knows: None,
        }
    }

    /// The same where the request `step` acts.
    pub(crate) fn writing(self, step: usize) -> Self {
        Self { write: Some(step), ..self }
    }

    /// The same where trouble with this outcome does not end it.
    pub(crate) fn surviving(mut self, step: usize, trouble: Due, told: Told) -> Self {
        self.survives.push(Survival { step, trouble, told });
        self
    }

    /// The same where no trouble at all ends it at that request.
    pub(crate) fn surviving_all(self, step: usize, told: Told) -> Self {
        Self { survives_all: Some((step, told)), ..self }
    }

    /// The same where it is known before that request that what is looked for is there.
    pub(crate) fn knowing(self, step: usize) -> Self {
        Self { knows: Some(step), ..self }
    }

    /// What is told all the same where this trouble comes for the request `step`.
    pub(crate) fn told_after(&self, step: usize, trouble: &Due) -> Option<&Told> {
        let any = self.survives_all.as_ref().filter(|(at, _)| *at == step).map(|(_, told)| told);
        let this = |way: &&Survival| way.step == step && way.trouble == *trouble;
        self.survives.iter().find(this).map(|way| &way.told).or(any)
    }

    /// True where the request `step` comes after one that acts.
    pub(crate) fn has_written(&self, step: usize) -> bool {
        self.write.is_some_and(|write| step > write)
    }
}

/// Trouble that does not end an exchange. The provider's code tells why.
pub(crate) struct Survival {
    /// At which request.
    pub(crate) step: usize,
    /// What it would be elsewhere.
    pub(crate) trouble: Due,
    /// What is told all the same.
    pub(crate) told: Told,
}

/// What a lie is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Amount,
    Currency,
    Reference,
    /// The provider's id of what was asked for.
    Id,
    /// Whose payment it is, or what kind of record.
    Belonging,
    /// The address that a customer shall open.
    Address,
    /// On which of the merchant's accounts, how often, or with what shipping.
    Terms,
    /// That a list is whole.
    Whole,
    /// What a sign-in gives.
    Token,
}

/// A good answer with one thing in it that is not true.
pub(crate) struct Lie {
    pub(crate) about: About,
    /// In which script, and at which request.
    pub(crate) script: usize,
    pub(crate) step: usize,
    /// The facts, as [`Wrapping`] shows them.
    pub(crate) body: Value,
    pub(crate) due: Due,
}

/// A place in an answer where one of the provider's words stands.
pub(crate) struct Words {
    /// In which script, and at which request.
    pub(crate) script: usize,
    pub(crate) step: usize,
    /// A JSON pointer into the facts.
    pub(crate) at: &'static str,
    /// The documented words.
    pub(crate) known: &'static [&'static str],
    /// What is due for a word, also for one that nobody knows.
    pub(crate) due: Box<dyn Fn(&str) -> Due>,
    /// True where a word that nobody knows proves no money.
    pub(crate) tells_of_money: bool,
}
