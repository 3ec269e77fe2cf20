//! One call of the gateway: what is sent, and how its answer is read.

use std::{fmt, iter};

use super::{
    envelope::{self, Message, Received, Unsendable},
    errors::{FlittError, NotProven, Unreadable},
    members::{Members, Value},
    merchant::{KeyUse, Merchant},
    params::Params,
    protocol::{Protocol, RequestFormat},
    refusal::{ErrorsIn, Refusal, RefusalKind},
};
use crate::transport::{Method, Request, Response, TimeLimit};

/// The address of the gateway's API. Test and live merchants share it (fact sheet, 1.1).
pub const API: &str = "https://pay.flitt.com/api";

/// A request and the reader of its answer, both without a network. The answer is an `A`.
///
/// It holds no key, so it may wait: the same call is signed for the request and read for the answer.
#[derive(Clone)]
pub struct Call<A> {
    path: &'static str,
    parameters: Members,
    limit: TimeLimit,
    key_use: KeyUse,
    json_only: bool,
    proof: Proof,
    errors_in: ErrorsIn,
    expected: Vec<(&'static str, String)>,
    reader: Reader<A>,
}

/// Whether the answer must be signed.
#[derive(Clone, Copy)]
pub(super) enum Proof {
    /// It must.
    Needed,
    /// It is documented without a signature. One that is there must be right.
    Optional,
    /// The same; and one of protocol 1.0 that is the request's own says nothing, so it counts as none (fact sheet, 2.5).
    OptionalOrRepeated,
    /// It must, unless it holds this member.
    #[cfg(feature = "card-data")]
    NeededWithout(&'static str),
}

/// What makes an `A` of the answer.
#[derive(Clone)]
enum Reader<A> {
    One(fn(&Members) -> Result<A, Unreadable>),
    Many(fn(Vec<Row>) -> A),
}

/// A row of a list, or why it can't be read.
pub(super) type Row = Result<Members, Unreadable>;

/// A signed request. Whoever has the body can send it as another operation: a capture and a reverse are the same text
/// (fact sheet, section 8, trap 1). `Debug` does not show it.
#[derive(Clone)]
pub struct SignedRequest {
    /// Where it goes below the API's address, from the first slash.
    pub path: &'static str,
    /// The `content-type`.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// How long it may take.
    pub limit: TimeLimit,
}

impl SignedRequest {
    /// The HTTP request to the API at `api`, such as [`API`].
    pub fn to(self, api: &str) -> Request {
        let url = api.trim_end_matches('/').to_owned() + self.path;
        Request::new(Method::Post, url, Some(self.body), self.limit)
            .with_header("content-type", self.content_type)
    }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("path", &self.path)
            .field("content_type", &self.content_type)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// Only these come from the gateway itself (fact sheet, 1.4).
fn is_the_gateways(answer: &Response) -> bool {
    matches!(answer.status, 200 | 201)
}

/// True where the gateway refuses who asks, whatever was asked: the key is wrong, or there is no such merchant. Nothing was
/// acted on. Such an answer is in JSON, and nobody signs it.
pub(super) fn refuses_the_merchant(answer: &Response) -> bool {
    if !is_the_gateways(answer) {
        return false;
    }
    let Ok(Received::One(message)) = Received::answer(RequestFormat::Json, &answer.body) else {
        return false;
    };
    let Ok(Some(refusal)) = Refusal::read(message.unproven(), ErrorsIn::Failure) else {
        return false;
    };
    matches!(refusal.kind, RefusalKind::WrongKey | RefusalKind::UnknownMerchant)
}

impl<A> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("path", &self.path)
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}

impl<A> Call<A> {
    /// A call whose answer is one message.
    pub(super) fn new(
        path: &'static str,
        parameters: Params,
        proof: Proof,
        reader: fn(&Members) -> Result<A, Unreadable>,
    ) -> Self {
        Self {
            path,
            parameters: parameters.into_members(),
            limit: TimeLimit::Write,
            key_use: KeyUse::Payment,
            json_only: false,
            proof,
            errors_in: ErrorsIn::Failure,
            expected: Vec::new(),
            reader: Reader::One(reader),
        }
    }

    /// A call whose answer is a list, which only JSON can carry.
    pub(super) fn listing(
        path: &'static str,
        parameters: Params,
        reader: fn(Vec<Row>) -> A,
    ) -> Self {
        let one: fn(&Members) -> _ = |_| Err(Unreadable::Format);
        Self {
            reader: Reader::Many(reader),
            ..Self::new(path, parameters, Proof::Optional, one).json_only().reads()
        }
    }

    /// The same call, as one that changes nothing at the gateway.
    pub(super) fn reads(mut self) -> Self {
        self.limit = TimeLimit::Read;
        self
    }

    /// The same call, known in JSON only.
    pub(super) fn json_only(mut self) -> Self {
        self.json_only = true;
        self
    }

    /// The same call, whose errors come within a success, too.
    pub(super) fn with_errors_in_success(mut self) -> Self {
        self.errors_in = ErrorsIn::Success;
        self
    }

    /// The same call with the payout key, both ways.
    #[cfg(feature = "card-data")]
    pub(super) fn with_payout_key(mut self) -> Self {
        self.key_use = KeyUse::Payout;
        self
    }

    /// The same call, whose answer is about something else where its member `name` is not `value`.
    pub(super) fn expecting(mut self, name: &'static str, value: &str) -> Self {
        self.expected.push((name, value.to_owned()));
        self
    }

    /// The same call with the parameter `version` = `1.0.1`, which official examples of protocol 1.0 send. It is signed
    /// like any other (fact sheet, 1.3).
    #[must_use]
    pub fn with_version(mut self) -> Self {
        self.parameters.set("version", Value::Text("1.0.1".to_owned()));
        self
    }

    /// Where the call goes below the API's address.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// How long the call may take.
    pub fn limit(&self) -> TimeLimit {
        self.limit
    }

    /// The request of `merchant`, signed.
    pub fn sign(
        &self,
        merchant: &Merchant,
        protocol: Protocol,
    ) -> Result<SignedRequest, Unsendable> {
        let format = protocol.format();
        if self.json_only && format != RequestFormat::Json {
            return Err(Unsendable::NeedsJson);
        }
        let key = merchant.key(self.key_use).ok_or(Unsendable::NoPayoutKey)?;
        let body = envelope::seal(merchant.id, key, protocol, self.parameters.clone())?;
        let content_type = format.content_type();
        Ok(SignedRequest { path: self.path, content_type, body, limit: self.limit })
    }

    /// Reads the answer to the request that [`Call::sign`] made for the same merchant and protocol. A wrong signature is
    /// never taken; what the fact sheet shows signed must be.
    pub fn read(
        &self,
        merchant: &Merchant,
        protocol: Protocol,
        answer: &Response,
    ) -> Result<A, FlittError> {
        if !is_the_gateways(answer) {
            return Err(FlittError::Http { status: answer.status });
        }
        match (Received::answer(protocol.format(), &answer.body)?, &self.reader) {
            (Received::One(message), Reader::One(read)) => {
                let members = self.proven(merchant, protocol, message)?;
                self.check_ours(merchant, &members)?;
                Ok(read(&members)?)
            }
            (Received::One(message), Reader::Many(_)) => {
                // Nothing but a refusal comes where a list was asked for.
                self.proven(merchant, protocol, message)?;
                Err(Unreadable::Format.into())
            }
            (Received::Many(rows), Reader::Many(read)) => {
                let rows = rows.into_iter().map(|row| self.our_row(merchant, row));
                Ok(read(rows.collect::<Result<_, _>>()?))
            }
            (Received::Many(_), Reader::One(_)) => Err(Unreadable::Format.into()),
        }
    }

    /// The members of a message that is proven, and no refusal.
    fn proven(
        &self,
        merchant: &Merchant,
        protocol: Protocol,
        message: Message,
    ) -> Result<Members, FlittError> {
        let key = merchant.key(self.key_use).ok_or(NotProven::NoPayoutKey)?;
        if let Some(refusal) = Refusal::read(message.unproven(), self.errors_in)? {
            // Refusals come unsigned. One that says that the keys differ can't be checked with ours.
            if refusal.kind != RefusalKind::WrongKey {
                message.prove_if_signed(key)?;
            }
            return Err(FlittError::Refused(refusal));
        }
        let needed = match self.proof {
            Proof::Needed => true,
            Proof::Optional => false,
            Proof::OptionalOrRepeated => {
                let repeats = protocol != Protocol::V2
                    && envelope::sign(merchant.id, key, self.parameters.clone())
                        .is_ok_and(|request| message.bears(&request));
                return Ok(if repeats { message.taken() } else { message.prove_if_signed(key)? });
            }
            #[cfg(feature = "card-data")]
            Proof::NeededWithout(member) => message.unproven().text(member).is_none(),
        };
        let members = if needed { message.prove(key)? } else { message.prove_if_signed(key)? };
        Ok(members)
    }

    /// A row that is about what was asked. One that names something else makes the whole list another one; one that
    /// can't be read is told as such.
    fn our_row(&self, merchant: &Merchant, row: Members) -> Result<Row, FlittError> {
        match self.check_ours(merchant, &row) {
            Ok(()) => Ok(Ok(row)),
            Err(FlittError::Unreadable(why)) => Ok(Err(why)),
            Err(error) => Err(error),
        }
    }

    /// Whether `members` are about what was asked. An id of another JSON type than a text or a number is none, and
    /// never counts as absent.
    fn check_ours(&self, merchant: &Merchant, members: &Members) -> Result<(), FlittError> {
        let ours = merchant.id.to_string();
        let expected = self.expected.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in iter::once(("merchant_id", ours.as_str())).chain(expected) {
            // The names of who and what are never told to be none; a key that was not told of may be.
            let is_null = matches!(members.get(name), Some(Value::Null));
            if is_null && ["merchant_id", "order_id"].contains(&name) {
                return Err(Unreadable::Malformed { name }.into());
            }
            if members.plain(name)?.is_some_and(|it| it != value) {
                return Err(FlittError::NotOurs { name });
            }
        }
        Ok(())
    }
}
