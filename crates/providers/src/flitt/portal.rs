//! The reports portal: another service with keys of its own (fact sheet, 3.12). First a token, then pages of a report.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value as Json, json};

use super::{
    errors::{FlittError, Unreadable},
    members::{Members, Value},
    merchant::{Key, MerchantId},
    refusal::Refusal,
    sign,
};
use crate::transport::{Method, Request, Response, TimeLimit};

/// The portal's address (fact sheet, 1.1).
pub const PORTAL: &str = "https://portal.flitt.com";

/// How long a token lives that does not say (fact sheet, 3.12).
const UNSAID_LIFETIME: Duration = Duration::from_hours(1);

/// An application that may read reports.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its id.
    pub id: String,
    /// Its private key.
    pub key: Key,
}

/// What the portal gave for a signature.
#[derive(Debug, Clone)]
pub struct PortalToken {
    /// The token.
    pub token: SecretString,
    /// How long it works.
    pub lifetime: Duration,
}

impl Application {
    /// Asks for a token. `salt` is any text; the portal calls it a date.
    pub fn sign_in(&self, portal: &str, salt: &str) -> Request {
        let signature = sign::sign_for_portal(&self.key, &self.id, salt);
        let body = json!({
            "application_id": self.id, "date": salt, "signature": signature.as_str(),
        });
        post(portal, "/authorizer/token/application/get", &body)
    }
}

impl PortalToken {
    /// Reads the answer to [`Application::sign_in`].
    pub fn read(answer: &Response) -> Result<Self, FlittError> {
        let members = unrefused(answer)?;
        let seconds = members.minor("expires_in")?;
        Ok(Self {
            token: members.required("token")?.into(),
            lifetime: seconds.map_or(UNSAID_LIFETIME, Duration::from_secs),
        })
    }
}

/// A kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Report {
    /// Payments that a bank took back.
    Chargebacks,
    /// Transactions that worked.
    Successful,
    /// All transactions.
    All,
    /// What the gateway paid to the merchant.
    Reimbursements,
}

impl Report {
    /// The portal's number of it.
    pub fn number(self) -> u16 {
        match self {
            Self::Chargebacks => 500,
            Self::Successful => 528,
            Self::All => 745,
            Self::Reimbursements => 969,
        }
    }
}

/// What a row must have to be in a report. The sources disagree about names: the documentation filters
/// `order_timestart` by `from` and `to`, an official client `order_timestart_from` and `order_timestart_to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub field: String,
    /// How it is compared.
    pub operand: String,
    /// With what.
    pub value: String,
}

/// How many rows a page has: 10 to 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(u16);

impl PageSize {
    /// The largest.
    pub const LARGEST: Self = Self(500);

    /// `rows` on a page, if the portal allows so many.
    pub fn new(rows: u16) -> Option<Self> {
        (10..=500).contains(&rows).then_some(Self(rows))
    }

    /// How many rows that are.
    pub fn rows(self) -> u16 {
        self.0
    }
}

/// Asks for one page of a report.
#[derive(Debug, Clone)]
pub struct ReportQuery {
    /// Which report.
    pub report: Report,
    /// Whose.
    pub merchant: MerchantId,
    /// What its rows must have.
    pub filters: Vec<Filter>,
    /// Which page, from 1.
    pub page: u32,
    /// How many rows it has.
    pub page_size: PageSize,
}

/// One page of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPage {
    /// Its rows by the names of their fields. Sums are decimals in major units, to be read with [`Members::decimal`];
    /// moments are `YYYY-MM-DD HH:MM:SS` in an unknown zone.
    pub rows: Vec<Members>,
    /// How many rows the whole report has.
    pub rows_count: u64,
}

impl ReportQuery {
    /// The request.
    pub fn request(&self, portal: &str, token: &PortalToken) -> Request {
        let filters: Vec<Json> = self
            .filters
            .iter()
            .map(|filter| json!({ "s": filter.field, "m": filter.operand, "v": filter.value }))
            .collect();
        let body = json!({
            "report_id": self.report.number(),
            "merchant_id": self.merchant.number(),
            "filters": filters,
            "on_page": self.page_size.rows(),
            "page": self.page,
        });
        let token = format!("Token {}", token.token.expose_secret());
        post(portal, "/api/extend/company/report/", &body).with_header("authorization", token)
    }
}

impl ReportPage {
    /// Reads the answer to [`ReportQuery::request`].
    pub fn read(answer: &Response) -> Result<Self, FlittError> {
        let page = unrefused(answer)?;
        let fields: Vec<String> = list(&page, "fields")?;
        let data: Vec<Vec<Value>> = list(&page, "data")?;
        let rows = data.into_iter().map(|values| row(&fields, values)).collect::<Result<_, _>>()?;
        let rows_count = page.minor("rows_count")?;
        let rows_count = rows_count.ok_or(Unreadable::Missing { name: "rows_count" })?;
        Ok(Self { rows, rows_count })
    }
}

fn row(fields: &[String], values: Vec<Value>) -> Result<Members, Unreadable> {
    let malformed = Unreadable::Malformed { name: "data" };
    if fields.len() != values.len() {
        return Err(malformed);
    }
    let mut row = Members::default();
    for (field, value) in fields.iter().zip(values) {
        row.insert(field, value).map_err(|_| malformed)?;
    }
    Ok(row)
}

fn list<T: serde::de::DeserializeOwned>(
    page: &Members,
    name: &'static str,
) -> Result<Vec<T>, Unreadable> {
    match page.get(name) {
        Some(Value::Nested(list)) => {
            serde_json::from_str(list).map_err(|_| Unreadable::Malformed { name })
        }
        _ => Err(Unreadable::Missing { name }),
    }
}

/// The members of an answer that is no refusal. The portal refuses with other status codes than 200, too.
fn unrefused(answer: &Response) -> Result<Members, FlittError> {
    let members: Result<Members, _> = serde_json::from_slice(&answer.body);
    if let Ok(members) = &members
        && let Some(refusal) = Refusal::of_portal(members)?
    {
        return Err(FlittError::Refused(refusal));
    }
    match answer.status {
        200 | 201 => members.map_err(|_| Unreadable::Format.into()),
        status => Err(FlittError::Http { status }),
    }
}

fn post(portal: &str, path: &str, body: &Json) -> Request {
    let url = portal.trim_end_matches('/').to_owned() + path;
    Request::new(Method::Post, url, Some(body.to_string()), TimeLimit::Read)
        .with_header("content-type", "application/json")
}
