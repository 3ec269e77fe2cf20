//! How a provider is described to the suite: data, and a few readings of what only the provider itself can point out.

use std::time::Duration;

use domain::{
    Currency, TillError, Timestamp,
    account::{Account, Environment},
    error::Field,
    hold::NewHoldEnd,
    link::NewLink,
    payment::PaymentStatus,
    place::Place,
    refund::{NewRefund, RefundReason},
};
use providers::{KeyWarning, Keys, Notification, Provider, Request};
use serde_json::Value;
use url::Url;

use crate::{
    answers::Answer,
    due::Due,
    operations::Op,
    recording::Capture,
    script::{About, Play},
    wrapping::Wrapping,
};

/// A provider under test.
pub(crate) trait Subject {
    fn provider(&self) -> &'static dyn Provider;

    /// The ids that its answers name.
    fn ids(&self) -> Ids;

    /// An account in the provider's sandbox, which may do everything. It offers euros.
    fn account(&self) -> Account;

    /// One account for each kind of place, and for each way in which an account changes an address.
    fn housed(&self) -> Vec<Housed>;

    /// Places that a key must never be sent to.
    fn forbidden_places(&self) -> Vec<Place>;

    /// True where real money and play have hosts of their own, so that a host says which of the two it is.
    fn hosts_tell_environments(&self) -> bool {
        true
    }

    /// Accounts that can be none of this provider's, with the field that says so.
    fn unfit_accounts(&self) -> Vec<(Account, Field)> {
        Vec::new()
    }

    /// Messages that the provider may have sent, each with what it is worth to [`Subject::account`] and the keys of the
    /// asks. None where it signs none.
    fn notifications(&self) -> Vec<Message> {
        Vec::new()
    }

    /// An account where money is real, and the record of a payment on it that was made with the provider's play money;
    /// `None` where nothing in a record could say so.
    fn play_money(&self) -> Option<(Account, Answer)> {
        None
    }

    /// Keys that an owner may type, each with what is said of it before anything is sent. None where a key shows nothing
    /// by itself.
    fn offered_keys(&self) -> Vec<OfferedKey> {
        Vec::new()
    }

    /// How many requests a minute the provider takes, by its documents; `None` where they do not say.
    fn most_requests_a_minute(&self, _: Environment) -> Option<u32> {
        None
    }

    /// How facts are wrapped in its answers.
    fn wrapping(&self) -> Wrapping {
        Wrapping::BARE
    }

    /// Every operation, as the provider plays it.
    fn plays(&self) -> Plays;

    /// What a provider answers that holds nothing: empty lists, and 'not found'.
    fn nothing(&self, request: &Request) -> Answer;

    /// Every documented error.
    fn errors(&self) -> Vec<DocumentedError>;

    /// True for a request that any customer may send: no secret goes with it.
    fn is_for_anyone(&self, _request: &Request) -> bool {
        false
    }

    /// True where every path ends in a slash, so that whoever leaves it out is sent elsewhere.
    fn paths_end_in_a_slash(&self) -> bool {
        false
    }

    /// The products in a new link, by their ids in the provider's own catalogue and how many of each; empty where links are
    /// made of sums.
    fn products_sent(&self, _create: &Request) -> Vec<(String, u64)> {
        Vec::new()
    }

    /// The headers in which a secret may stand.
    fn secret_headers(&self) -> &'static [&'static str];

    /// True where the app's own key leaves in one of those, rather than never.
    fn key_leaves(&self) -> bool;

    /// How a request proves whose it is.
    fn proof(&self) -> Proof {
        Proof::Token
    }

    /// The signature in a request, and the one that its documents ask for; `None` where requests of its kind have none.
    fn signature(&self, _request: &Request) -> Option<Signature> {
        None
    }

    /// True where a session can be over before its time, so that a new sign-in helps.
    fn sessions_end(&self) -> bool {
        true
    }

    /// The HTTP status that says so in whatever words of the provider's own; `None` where the words say it.
    fn status_that_ends_sessions(&self) -> Option<u16> {
        None
    }

    /// The operations whose write names the intent's key.
    fn keyed(&self) -> &'static [Op] {
        &[Op::CreateLink, Op::Refund, Op::Capture, Op::Release]
    }

    /// Those of them whose key goes although nothing is promised of it: it is never relied on.
    fn unpromised_keys(&self) -> &'static [Op] {
        &[]
    }

    /// What no answer to an operation says anything about, so that nothing about it can be doubted.
    fn unsaid(&self, _op: Op) -> &'static [About] {
        &[]
    }

    /// Fields that hold an id in answers to an operation, and that may be empty all the same, each with the reason: as a
    /// whole pointer, or by the end of one.
    fn spare_ids(&self, _op: Op) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The provider's id of the refund that its answers name.
    fn refund_id(&self) -> &'static str;

    /// True where the provider finds by our reference, rather than the till in what the provider lists.
    fn finds_by_reference(&self) -> bool {
        true
    }

    /// True where a list can be asked for one sum.
    fn lists_by_sum(&self) -> bool {
        true
    }

    /// The provider's word for why staff refund; `None` where it has none, or is not told.
    fn word_for(&self, _: RefundReason) -> Option<&'static str> {
        None
    }

    /// That word as it goes out.
    fn reason_sent(&self, _refund: &Request) -> Option<String> {
        None
    }

    /// Our own id of a refund as it goes out; `None` where no place is made for it.
    fn refund_id_sent(&self, _refund: &Request) -> Option<String> {
        None
    }

    /// What is said of a customer, as it goes out.
    fn customer_sent(&self, _write: &Request) -> CustomerSent {
        CustomerSent::default()
    }

    /// The sum in a write, or in a filter, as it goes out.
    fn amount_sent(&self, request: &Request) -> Option<String>;

    /// What a customer pays for, as it goes out.
    fn description_sent(&self, create: &Request) -> String;

    /// What goes out about the customer, and about whose link it is.
    fn beside(&self, _create: &Request) -> Beside {
        Beside::default()
    }

    /// When a link ends that is asked for so; `None` where the provider knows no end.
    fn end_sent(&self, create: &Request) -> Option<Timestamp>;

    /// How long a link can live at most; `None` where it may end at any moment that there is.
    fn longest_life(&self) -> Option<Duration> {
        None
    }

    /// Where in the facts of its answers a sum stands with a decimal point, so that a figure with one can be meant.
    fn decimal_sums(&self) -> &'static [&'static str] {
        &[]
    }

    /// False for money that the provider does not take, by its documents.
    fn takes(&self, _currency: Currency) -> bool {
        true
    }

    /// True where a list may come as a bare array, so that an empty one is a whole list with nothing in it.
    fn lists_are_bare(&self) -> bool {
        false
    }

    /// Fields whose null says something that their absence does not.
    fn speaking_nulls(&self) -> &'static [&'static str] {
        &[]
    }

    /// Where in the facts of its answers a payment is named first, so that whatever stands there is its name.
    fn payment_names(&self) -> &'static [&'static str] {
        &[]
    }

    /// True where a request for the next page of a sweep says where the last one ended.
    fn goes_on_at(&self, request: &Request, cursor: &str) -> bool {
        let url = Url::parse(&request.url).unwrap();
        url.query_pairs().filter(|(_, value)| value == cursor).count() == 1
    }

    /// The minor digits in which the provider counts, by its documents.
    fn digits(&self, currency: Currency) -> u8;

    /// The most units that a sum can have, by its documents.
    fn most_units(&self) -> u128 {
        u128::MAX
    }

    /// The answer of a link as it was asked for, with a sum of so many of the provider's units and this address.
    fn link_answer(&self, ask: &NewLink, units: &str, url: &str) -> Answer;

    /// The answer to one of the requests by which a payment is read, with the payment in this state.
    fn payment_answer(
        &self,
        status: &PaymentStatus,
        units: &str,
        currency: Currency,
        request: &Request,
    ) -> Answer;

    /// The answer to one of the requests with which a reservation ends.
    fn hold_end_answer(&self, ask: &NewHoldEnd, units: &str, request: &Request) -> Answer;

    /// The answer with a refund.
    fn refund_answer(&self, ask: &NewRefund, units: &str) -> Answer;

    /// The address of a page where customers of this account pay.
    fn pay_page(&self, account: &Account) -> String;

    /// What official clients really sent.
    fn captures(&self, provider: &dyn Provider) -> Vec<Capture>;

    /// Headers of recordings that are not compared, each with the reason.
    fn uncompared_headers(&self) -> &'static [(&'static str, &'static str)];

    /// A request's body with all that is packed in it unpacked, to be compared.
    fn sent_facts(&self, body: Value) -> Value {
        body
    }
}

/// The ids that a subject's answers name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ids {
    pub(crate) link: &'static str,
    pub(crate) payment: &'static str,
}

/// What a link says beside what is paid for, as it goes out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) customer_email: Option<String>,
    pub(crate) page_language: Option<String>,
    /// Our own id of it.
    pub(crate) id: Option<String>,
    /// Which of the shop's customers it is for.
    pub(crate) customer: Option<String>,
}

/// What is said of a customer, as it goes out; what is empty may be said so.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CustomerSent {
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
}

/// Keys that an owner may type for an account.
pub(crate) struct OfferedKey {
    pub(crate) account: Account,
    pub(crate) keys: Keys,
    /// What is said of them.
    pub(crate) worth: Result<Accepted, TillError>,
}

/// What is said of keys that can be the account's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// What names them, where they bear a name of their own.
    pub(crate) id: Option<String>,
    /// What the owner should know of them.
    pub(crate) warning: Option<KeyWarning>,
}

/// An account and where its requests go.
pub(crate) struct Housed {
    pub(crate) account: Account,
    /// What every request's address begins with.
    pub(crate) base: &'static str,
    /// What those begin with that go to another of the provider's services.
    pub(crate) beside: Option<&'static str>,
}

/// A message that a shop's own server may have received.
pub(crate) struct Message {
    pub(crate) name: &'static str,
    pub(crate) body: String,
    /// The header that its signature stands in; empty where there is none.
    pub(crate) signature: String,
    pub(crate) worth: Notification,
}

/// How a request proves whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It shows what the sign-in gave.
    Token,
    /// It is signed with the key itself, and shows no secret.
    Signature,
    /// It shows the key itself.
    Key,
}

/// The signature of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The one that it bears.
    pub(crate) sent: String,
    /// The one that it should bear, worked out with the key of the asks.
    pub(crate) due: String,
}

/// Every operation. One that a provider does not offer is `None`, and its capabilities must say so.
pub(crate) struct Plays {
    pub(crate) sign_in: Play,
    pub(crate) warm_up: Play,
    pub(crate) create_link: Play,
    /// The link only reserves money.
    pub(crate) reserve: Option<Play>,
    /// The link only confirms a card.
    pub(crate) check_card: Option<Play>,
    /// The link begins a subscription.
    pub(crate) subscribe: Option<Play>,
    pub(crate) find_link: Play,
    pub(crate) read_link: Play,
    /// The link that only reserves money.
    pub(crate) read_reserved: Option<Play>,
    /// The same after the book has seen 12 euros of it captured.
    pub(crate) read_captured: Option<Play>,
    /// The link that only confirms a card.
    pub(crate) read_checked: Option<Play>,
    /// The link of which an earlier look saw a payment under way, where that changes what is told.
    pub(crate) read_begun: Option<Play>,
    pub(crate) stop_charges: Option<Play>,
    pub(crate) resume_charges: Option<Play>,
    pub(crate) cancel_link: Option<Play>,
    pub(crate) change_link: Option<Play>,
    pub(crate) list_links: Option<Play>,
    pub(crate) list_transactions: Option<Play>,
    pub(crate) sweep: Option<Play>,
    /// What a customer sees of the link.
    pub(crate) preview_link: Option<Play>,
    pub(crate) read_payment: Play,
    pub(crate) capture: Option<Play>,
    pub(crate) release: Option<Play>,
    pub(crate) refund: Option<Play>,
    pub(crate) refunds_of: Play,
    pub(crate) customers: Option<CustomerPlays>,
}

/// What is done with the shop's customers: all of it, or nothing.
pub(crate) struct CustomerPlays {
    pub(crate) find: Play,
    pub(crate) read: Play,
    pub(crate) create: Play,
    pub(crate) change: Play,
    pub(crate) delete: Play,
}

/// An error that the provider's documents list.
pub(crate) struct DocumentedError {
    pub(crate) name: &'static str,
    pub(crate) answer: Answer,
    /// What it means for a request that nothing was sent before.
    pub(crate) due: Due,
    /// The operations to which it means something else, where nothing was written before.
    pub(crate) elsewhere: Vec<(Op, Due)>,
    /// True where a new sign-in helps.
    pub(crate) ends_session: bool,
    /// The provider's code and words in it.
    pub(crate) code: &'static str,
    pub(crate) words: &'static str,
}
