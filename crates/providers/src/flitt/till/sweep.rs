//! Looking at the payments of all links at once: the report of all transactions, from a portal with keys of its own
//! (fact sheet, 3.12).

use std::time::Duration;

use domain::{
    Outcome, Timestamp,
    account::Account,
    error::Doubt,
    ids::ProviderPaymentId,
    outcome::{Rejection, RejectionClass},
    payment::PaymentStatus,
};

use super::{
    errors::{self, Failure},
    hosts,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    flitt::{
        FlittError, Key, Members, OrderStatus, Words,
        portal::{Application, Filter, PageSize, PortalToken, Report, ReportPage, ReportQuery},
    },
    listing::{SweepAsk, Swept, SweptPayment},
    session::Session,
    transport::{Request, Response, TransportFault},
};

/// How far the window is wider than needed: moments are of a zone that nobody states.
const MARGIN: Duration = Duration::from_hours(24);

/// Rows on a page: those of [`PageSize::LARGEST`].
const ROWS: u64 = 500;

/// The field of a row that tells when its order was made.
const MADE: &str = "order_timestart";

/// What the portal answers to an application or a token that may not read.
const MAY_NOT: [&str; 2] = ["401", "403"];

/// A token, then one page of the report. A token lives for an hour, but the next page may be asked for later than that,
/// and nobody waits for a sweep.
pub(super) struct Sweep {
    account: Account,
    ask: SweepAsk,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Token,
    Page,
}

impl Sweep {
    pub(super) fn new(account: &Account, ask: SweepAsk) -> Self {
        Self { account: account.clone(), ask, stage: Stage::Token }
    }

    fn begin(&self, scene: &Scene<'_>) -> Step<Swept> {
        let portal = hosts::portal(&self.account.place);
        match self.application(scene.session) {
            // The date is a salt: any text will do, and no other one is asked for twice.
            Some(application) => Step::Send(
                application.sign_in(&portal, &scene.now.rfc3339()).reading().of_reports(),
            ),
            None => Step::End(Outcome::Rejected(may_not("REPORTS", ""))),
        }
    }

    fn application(&self, session: &Session) -> Option<Application> {
        let key = session.signed_in().reports_key.clone()?;
        Some(Application { id: self.account.reports_id.clone()?, key: Key::new(key).ok()? })
    }

    /// Whatever the portal refuses here, it refuses to this application.
    fn token_came(
        &mut self,
        now: Timestamp,
        answer: Result<Response, TransportFault>,
    ) -> Step<Swept> {
        let token = read(answer, PortalToken::read).map_err(|failure| match failure {
            Failure::Rejected(no) => Failure::Rejected(may_not(&no.provider_code, &no.detail)),
            other => other,
        });
        match token.and_then(|token| self.page(&token, now)) {
            Ok(request) => {
                self.stage = Stage::Page;
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn page(&self, token: &PortalToken, now: Timestamp) -> Result<Request, Failure> {
        let merchant = self.account.key_id.parse();
        let merchant = merchant.map_err(|_| errors::refused_here("MERCHANT", ""))?;
        let filter = |operand: &str, value: String| Filter {
            field: MADE.to_owned(),
            operand: operand.to_owned(),
            value,
        };
        let from = self.ask.since.minus(MARGIN).utc_day() + " 00:00:00";
        let to = now.plus(MARGIN).utc_day() + " 23:59:59";
        let query = ReportQuery {
            report: Report::All,
            merchant,
            filters: vec![filter("from", from), filter("to", to)],
            page: self.ask.page,
            page_size: PageSize::LARGEST,
        };
        Ok(query.request(&hosts::portal(&self.account.place), token).reading().of_reports())
    }

    fn page_came(&self, answer: Result<Response, TransportFault>) -> Outcome<Swept> {
        match read(answer, ReportPage::read) {
            Ok(page) => Outcome::Done(Swept {
                last: page.rows.is_empty() || self.rows_so_far() >= page.rows_count,
                payments: page.rows.iter().filter_map(swept).collect(),
                cursor: None,
            }),
            Err(failure) => failure.into(),
        }
    }

    /// How many rows this page and those before it have.
    fn rows_so_far(&self) -> u64 {
        u64::from(self.ask.page).saturating_mul(ROWS)
    }
}

impl Exchange for Sweep {
    type Output = Swept;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Swept> {
        match (self.stage, answer) {
            (Stage::Token, None) => self.begin(scene),
            (Stage::Token, Some(answer)) => self.token_came(scene.now, answer),
            (Stage::Page, Some(answer)) => Step::End(self.page_came(answer)),
            (Stage::Page, None) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
        }
    }
}

fn read<A>(
    answer: Result<Response, TransportFault>,
    read: fn(&Response) -> Result<A, FlittError>,
) -> Result<A, Failure> {
    let answer = errors::worth_reading(answer)?;
    read(&answer).map_err(|error| match Failure::from(error) {
        Failure::Rejected(no) if MAY_NOT.contains(&no.provider_code.as_str()) => {
            Failure::Rejected(may_not(&no.provider_code, &no.detail))
        }
        other => other,
    })
}

/// These keys may not read reports. The watcher asks without them then.
fn may_not(code: &str, detail: &str) -> Rejection {
    Rejection {
        class: RejectionClass::Permission,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    }
}

/// A row without an id that can be asked for is left out: a sweep is a hint, and the link itself is read from time to
/// time all the same. When it was made is told in an unknown zone, so not at all.
fn swept(row: &Members) -> Option<SweptPayment> {
    let id = row.text("payment_id")?.to_owned();
    let status = row.text("order_status").or_else(|| row.text("status")).unwrap_or_default();
    Some(SweptPayment {
        provider_id: ProviderPaymentId::try_from(id).ok()?,
        times_paid: None,
        reference: Words::new(row.text("order_id")?).as_str().to_owned(),
        status: hint(&OrderStatus::from_word(status)),
        at: None,
    })
}

/// What a row says, as far as a row can: whether money is only held, only the order's own state tells.
fn hint(status: &OrderStatus) -> PaymentStatus {
    match status {
        OrderStatus::Created | OrderStatus::Processing => PaymentStatus::Pending,
        OrderStatus::Approved => PaymentStatus::Paid,
        OrderStatus::Declined | OrderStatus::Expired => PaymentStatus::Refused,
        OrderStatus::Reversed => PaymentStatus::Reversed,
        OrderStatus::Unknown(word) => PaymentStatus::Unknown(word.clone()),
    }
}
