//! The merchant dashboard, as the suite sees it. Everything here is written from the provider's fact sheet, whose sections
//! are named: what its seed says, and what is assumed where the seed is silent.

mod alterations;
mod captures;
mod errors;
mod found;
mod links;
mod lists;
mod payments;
mod places;
mod previews;
mod records;
mod refunds;
mod sign_in;
mod states;
mod tokens;
mod turns;

use domain::{
    Currency, Timestamp,
    account::{Account, ProviderId},
    error::Field,
    hold::NewHoldEnd,
    link::NewLink,
    payment::PaymentStatus,
    place::Place,
    refund::NewRefund,
};
use providers::{Method, Provider, Request, provider};
use serde_json::Value;
use url::Url;

use crate::{
    answers::{Answer, ok},
    asks::REFERENCE,
    operations::Op,
    recording::Capture,
    script::{About, Play, Script},
    subject::{Beside, DocumentedError, Housed, Ids, OfferedKey, Plays, Proof, Subject},
    told::Told,
};

/// The subject.
pub(crate) struct MerchantDashboard;

fn body(request: &Request) -> Value {
    request.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn path(request: &Request) -> String {
    Url::parse(&request.url).unwrap().path().to_owned()
}

impl Subject for MerchantDashboard {
    fn provider(&self) -> &'static dyn Provider {
        provider(ProviderId::MerchantDashboard)
    }

    fn ids(&self) -> Ids {
        Ids { link: records::LINK, payment: records::OUR_PAYMENT }
    }

    fn account(&self) -> Account {
        places::sandbox()
    }

    fn housed(&self) -> Vec<Housed> {
        places::housed()
    }

    fn forbidden_places(&self) -> Vec<Place> {
        places::forbidden()
    }

    fn unfit_accounts(&self) -> Vec<(Account, Field)> {
        places::unfit()
    }

    fn offered_keys(&self) -> Vec<OfferedKey> {
        tokens::all()
    }

    fn plays(&self) -> Plays {
        Plays {
            sign_in: sign_in::play(),
            warm_up: Play {
                scripts: vec![Script::new(
                    "any answer",
                    turns::turns([turns::LINKS], vec![ok(&records::page(&[]))]),
                    Told::Opened,
                )],
                ..Play::default()
            },
            create_link: links::create(),
            reserve: None,
            check_card: None,
            subscribe: None,
            find_link: found::find(),
            read_link: payments::read_link(),
            read_reserved: None,
            read_captured: None,
            read_checked: None,
            read_begun: None,
            stop_charges: None,
            resume_charges: None,
            cancel_link: Some(alterations::cancel()),
            change_link: Some(alterations::change()),
            list_links: None,
            list_transactions: None,
            sweep: Some(lists::sweep()),
            preview_link: Some(previews::play()),
            read_payment: payments::read_payment(),
            capture: None,
            release: None,
            refund: None,
            refunds_of: refunds::refunds_of(),
            customers: None,
        }
    }

    fn nothing(&self, request: &Request) -> Answer {
        let path = path(request);
        let is_list = path.ends_with("/payments/") || path == "/api/payment-links/";
        match request.method {
            Method::Get if is_list => ok(&records::page(&[])),
            _ => errors::not_found(),
        }
    }

    fn errors(&self) -> Vec<DocumentedError> {
        errors::documented()
    }

    /// 'Customer routes': no key, no session.
    fn is_for_anyone(&self, request: &Request) -> bool {
        path(request).starts_with("/api/payment-links/public/")
    }

    fn paths_end_in_a_slash(&self) -> bool {
        true
    }

    fn products_sent(&self, create: &Request) -> Vec<(String, u64)> {
        let body = body(create);
        let products = body["products"].as_array().unwrap();
        let product = |one: &Value| {
            assert_eq!(one.as_object().unwrap().len(), 2, "{one}");
            (text(&one["product_id"]).unwrap(), one["quantity"].as_u64().unwrap())
        };
        products.iter().map(product).collect()
    }

    fn secret_headers(&self) -> &'static [&'static str] {
        &["authorization"]
    }

    fn key_leaves(&self) -> bool {
        true
    }

    fn proof(&self) -> Proof {
        Proof::Key
    }

    fn status_that_ends_sessions(&self) -> Option<u16> {
        Some(401)
    }

    /// There is no idempotency key ('What it does not have').
    fn keyed(&self) -> &'static [Op] {
        &[]
    }

    fn unsaid(&self, op: Op) -> &'static [About] {
        match op {
            // A payment does not name its link: it is read by it.
            Op::ReadLink | Op::RefundsOf => &[About::Belonging],
            // Nor what it was made for: the till's own id of it names the link, which was compared when it was read.
            Op::ReadPayment => &[About::Belonging, About::Reference],
            _ => &[],
        }
    }

    fn spare_ids(&self, op: Op) -> &'static [(&'static str, &'static str)] {
        const REFERENCE: &str = "metadata/reference";
        const INTENT: &str = "metadata/intent_id";
        match op {
            Op::CreateLink => &[
                (REFERENCE, "what is empty is not told, and the answer is one to our own create"),
                (INTENT, "what is empty is not told, and the answer is one to our own create"),
            ],
            Op::ReadLink | Op::CancelLink | Op::ChangeLink => &[
                (REFERENCE, "what is empty is not told, and the link is known by its UUID"),
                (INTENT, "a link that is there is known by its UUID and our reference"),
            ],
            Op::FindLink => &[
                (INTENT, "the label says it, too: our references are unique"),
                (REFERENCE, "our own id of the link says it, too"),
            ],
            _ => &[],
        }
    }

    fn refund_id(&self) -> &'static str {
        records::REFUND
    }

    /// No list can be asked for metadata.
    fn finds_by_reference(&self) -> bool {
        false
    }

    fn lists_by_sum(&self) -> bool {
        false
    }

    /// The dashboard counts by itself.
    fn amount_sent(&self, request: &Request) -> Option<String> {
        let body = body(request);
        ["amount", "total", "subtotal", "unit_price", "price"]
            .into_iter()
            .find_map(|name| body.get(name))
            .map(Value::to_string)
    }

    /// The internal label: our reference, and the rest.
    fn description_sent(&self, create: &Request) -> String {
        let name = text(&body(create)["name"]).unwrap();
        name.strip_prefix(&format!("{REFERENCE} ")).unwrap().to_owned()
    }

    fn beside(&self, create: &Request) -> Beside {
        let body = body(create);
        let metadata = &body["metadata"];
        assert_eq!(metadata["reference"], REFERENCE);
        assert_eq!(metadata.as_object().unwrap().len(), 2, "{metadata}");
        Beside { id: Some(text(&metadata["intent_id"]).unwrap()), ..Beside::default() }
    }

    fn end_sent(&self, create: &Request) -> Option<Timestamp> {
        Some(Timestamp::parse(body(create)["expires_at"].as_str()?).unwrap())
    }

    /// Decimals in major units, in both forms of a list. The total of a link that was made for another one may turn out to
    /// be what was asked.
    fn decimal_sums(&self) -> &'static [&'static str] {
        &["/total", "/0/amount", "/1/amount", "/results/0/amount", "/results/1/amount"]
    }

    /// Dollars and euros ('What it is').
    fn takes(&self, currency: Currency) -> bool {
        ["USD", "EUR"].contains(&currency.code())
    }

    fn lists_are_bare(&self) -> bool {
        true
    }

    /// Nothing follows.
    fn speaking_nulls(&self) -> &'static [&'static str] {
        &["next"]
    }

    fn payment_names(&self) -> &'static [&'static str] {
        &["/0/id", "/results/0/id"]
    }

    fn goes_on_at(&self, request: &Request, cursor: &str) -> bool {
        let query = Url::parse(&request.url).unwrap().query().unwrap_or_default().to_owned();
        lists::cursor(&query) == cursor
    }

    fn digits(&self, currency: Currency) -> u8 {
        currency.exponent()
    }

    fn link_answer(&self, ask: &NewLink, units: &str, url: &str) -> Answer {
        ok(&records::link_for(ask, units, url))
    }

    /// A payment is one of its link's.
    fn payment_answer(
        &self,
        status: &PaymentStatus,
        units: &str,
        currency: Currency,
        _: &Request,
    ) -> Answer {
        ok(&records::bare(&[records::payment_of(payments::word_for(status), units, currency)]))
    }

    /// Nothing can be reserved, so nothing ends.
    fn hold_end_answer(&self, _: &NewHoldEnd, _: &str, _: &Request) -> Answer {
        errors::not_found()
    }

    /// Nothing is given back here.
    fn refund_answer(&self, _: &NewRefund, _: &str) -> Answer {
        errors::not_found()
    }

    fn pay_page(&self, account: &Account) -> String {
        places::pay_page(account)
    }

    fn captures(&self, provider: &dyn Provider) -> Vec<Capture> {
        captures::all(provider)
    }

    fn uncompared_headers(&self) -> &'static [(&'static str, &'static str)] {
        &[("accept", "asks for the form in which every answer comes")]
    }
}
