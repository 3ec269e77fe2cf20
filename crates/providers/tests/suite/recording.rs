//! Requests that were recorded or documented, and how ours may differ from them.

use providers::Request;
use serde_json::Value;

/// What an official client really sent.
pub(crate) struct Capture {
    /// The recording's name.
    pub(crate) name: &'static str,
    /// Its requests, each with `method`, `path`, `query` and `headers` as pairs, and `body`.
    pub(crate) requests: Vec<Value>,
    /// Which of its requests are compared, and with what.
    pub(crate) compared: Vec<Compared>,
}

/// A recorded request, and ours for the same purpose.
pub(crate) struct Compared {
    /// Which of the recording's requests.
    pub(crate) nth: usize,
    pub(crate) ours: Request,
    pub(crate) likeness: Likeness,
    pub(crate) differences: Vec<Difference>,
}

/// How alike two requests must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// In everything but the differences named.
    Same,
    /// Ours asks for another part of the same list: each of its filters is one that is recorded too.
    SameKindOfList,
}

/// A place where ours differs, and why.
pub(crate) struct Difference {
    pub(crate) at: Spot,
    pub(crate) way: Way,
    pub(crate) why: &'static str,
}

/// How two requests differ at a spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Only one of them says anything there.
    OneIsSilent,
    /// Both do, and not the same.
    BothSpeak,
}

/// A place in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    Header(&'static str),
    Query(&'static str),
    /// A JSON pointer.
    Body(&'static str),
}
