//! Reading a link and the payments on it (fact sheet, 3.4, 3.7, 4).

use std::collections::VecDeque;

use domain::{
    Money, Outcome, Timestamp,
    account::Account,
    error::Doubt,
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    outcome::RejectionClass,
    payment::{PaymentStatus, SeenPayment},
};

use super::{
    errors::{self, Failure},
    pages::{Pages, Turn},
    payment, request,
    wire::{Link, Transaction, TransactionStatus, TransactionType, Word},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::{LinkReport, LinkToRead},
    transport::{Response, TransportFault},
};

/// One cheap read that opens the connection: the newest link of today.
pub(super) struct WarmUp {
    account: Account,
}

impl WarmUp {
    pub(super) fn new(account: &Account) -> Self {
        Self { account: account.clone() }
    }
}

impl Exchange for WarmUp {
    type Output = ();

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<()> {
        match answer {
            None => {
                let today = scene.now.utc_day();
                let query = [
                    ("page", "1"),
                    ("page_size", "1"),
                    ("from_time_created", today.as_str()),
                    ("to_time_created", &today),
                    ("order", "DESC"),
                    ("order_by", "TIME_CREATED"),
                ];
                Step::Send(request::get(&self.account, "/links", &query))
            }
            Some(answer) => Step::End(answer.map_or_else(Outcome::from, |_| Outcome::Done(()))),
        }
    }
}

/// `GET /links/{id}`, then `GET /transactions/{id}` for each payment in it. Where the link names no
/// payment, or can't be read, its payments are looked for by our reference: the link's own state
/// and counters lag and prove nothing (fact sheet, 9.12).
pub(super) struct ReadLink {
    account: Account,
    link: LinkToRead,
    stage: Stage,
    /// Why the link itself could not be read.
    unread: Option<Failure>,
    report: LinkReport,
    /// Payments whose own record is still to be read.
    due: VecDeque<Listed>,
    /// The one that is being read.
    asked: Option<Listed>,
    /// True once payments were looked for by reference.
    searched: bool,
}

enum Stage {
    Link,
    Search(Pages<Transaction>),
    Payments,
}

/// A payment as a list shows it.
struct Listed {
    row: Transaction,
    id: ProviderPaymentId,
    /// True where the link itself names it, so that it is ours even without a reference.
    on_the_link: bool,
}

impl ReadLink {
    pub(super) fn new(account: &Account, link: LinkToRead) -> Self {
        Self {
            account: account.clone(),
            link,
            stage: Stage::Link,
            unread: None,
            report: LinkReport { state: None, payments: Vec::new() },
            due: VecDeque::new(),
            asked: None,
            searched: false,
        }
    }

    fn begin(&self) -> Step<LinkReport> {
        let path = format!("/links/{}", self.link.provider_id);
        Step::Send(request::get(&self.account, &path, &[]))
    }

    fn link_came(
        &mut self,
        now: Timestamp,
        answer: Result<Response, TransportFault>,
    ) -> Step<LinkReport> {
        let link: Link = match errors::read(answer) {
            Ok(link) => link,
            // The network, or a provider that asks to wait: a second question would fare no better.
            Err(
                failure @ (Failure::NotSent(_)
                | Failure::Unclear(Doubt::TimedOut | Doubt::ConnectionLost)),
            ) => {
                return Step::End(failure.into());
            }
            Err(failure) => {
                self.unread = Some(failure);
                return self.search(now);
            }
        };
        if link.id.as_str() != self.link.provider_id.as_str() {
            self.unread = Some(Failure::Unclear(Doubt::Different));
            return self.search(now);
        }
        self.report.state = Some(link.status.into());
        if let Err(doubt) = self.list(link.transactions.transaction_list, true) {
            return Step::End(Outcome::Unclear(doubt));
        }
        self.next_payment(now)
    }

    fn search(&mut self, now: Timestamp) -> Step<LinkReport> {
        let reference = self.link.reference.as_str();
        let pages = Pages::new("/transactions", reference, Some("SALE"), self.link.since);
        let request = pages.request(&self.account, now);
        self.searched = true;
        self.stage = Stage::Search(pages);
        Step::Send(request)
    }

    /// Notes the payments among `rows` that are not known yet.
    fn list(&mut self, rows: Vec<Transaction>, on_the_link: bool) -> Result<(), Doubt> {
        for row in rows.into_iter().filter(may_be_payment) {
            let id = row.id.as_str().to_owned();
            let id = ProviderPaymentId::try_from(id).map_err(|_| Doubt::Unreadable)?;
            let known = self.due.iter().any(|listed| listed.id == id)
                || self.report.payments.iter().any(|seen| seen.provider_id == id);
            if !known && (on_the_link || row.reference.as_str() == self.link.reference.as_str()) {
                self.due.push_back(Listed { row, id, on_the_link });
            }
        }
        Ok(())
    }

    fn next_payment(&mut self, now: Timestamp) -> Step<LinkReport> {
        self.stage = Stage::Payments;
        self.asked = self.due.pop_front();
        if let Some(listed) = &self.asked {
            let path = format!("/transactions/{}", listed.id);
            return Step::Send(request::get(&self.account, &path, &[]));
        }
        let payments = &self.report.payments;
        let unexplained = payments.is_empty()
            || (self.report.state == Some(ProviderLinkState::Paid)
                && !payments.iter().any(|seen| payment::holds_money(&seen.status)));
        if unexplained && !self.searched {
            return self.search(now);
        }
        match self.unread.take() {
            Some(failure) if payments.is_empty() => Step::End(failure.into()),
            _ => Step::End(Outcome::Done(self.report.clone())),
        }
    }

    fn payment_came(&mut self, answer: Result<Response, TransportFault>) -> Result<(), Failure> {
        let Some(listed) = self.asked.take() else {
            return Err(Failure::Unclear(Doubt::Interrupted));
        };
        let transaction: Transaction = match errors::read(answer) {
            Ok(transaction) => transaction,
            // Listed, but not to be read by itself: what the list says of it is no proof.
            Err(Failure::Rejected(no)) if no.class == RejectionClass::NotFound => {
                let status = PaymentStatus::Unknown(listed.row.status.word().to_owned());
                self.report.payments.push(self.seen(&listed, &listed.row, status));
                return Ok(());
            }
            Err(failure) => return Err(failure),
        };
        if transaction.id.as_str() != listed.id.as_str() {
            return Err(Failure::Unclear(Doubt::Different));
        }
        let reference = transaction.reference.as_str();
        let ours = reference == self.link.reference.as_str()
            || (reference.is_empty() && listed.on_the_link);
        let begun = transaction.status == TransactionStatus::Initiated;
        if !ours || begun || transaction.kind == TransactionType::Refund {
            return Ok(());
        }
        let status = payment::status(&transaction);
        self.report.payments.push(self.seen(&listed, &transaction, status));
        Ok(())
    }

    fn seen(&self, listed: &Listed, of: &Transaction, status: PaymentStatus) -> SeenPayment {
        // Where the amount can't be read, the status says that nothing is proven.
        let amount = of.money().unwrap_or_else(|| Money::zero(self.link.currency));
        payment::seen(listed.id.clone(), of, status, amount)
    }
}

impl Exchange for ReadLink {
    type Output = LinkReport;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<LinkReport> {
        let Some(answer) = answer else {
            return self.begin();
        };
        match &mut self.stage {
            Stage::Link => self.link_came(scene.now, answer),
            Stage::Search(pages) => match pages.take(&self.account, scene.now, answer) {
                Turn::Ask(request) => Step::Send(request),
                Turn::All(rows) => match self.list(rows, false) {
                    Ok(()) => self.next_payment(scene.now),
                    Err(doubt) => Step::End(Outcome::Unclear(doubt)),
                },
                // Without the right to list transactions, what the link itself shows is all there
                // is.
                Turn::Failed(Failure::Rejected(_)) => self.next_payment(scene.now),
                Turn::Failed(failure) => Step::End(failure.into()),
            },
            Stage::Payments => match self.payment_came(answer) {
                Ok(()) => self.next_payment(scene.now),
                Err(failure) => Step::End(failure.into()),
            },
        }
    }
}

/// A sale, or a row that does not say what it is and has gone beyond `INITIATED` (fact sheet, 3.7,
/// 9.15). A sale's status in a list may be old, so a listed sale is always read.
fn may_be_payment(row: &Transaction) -> bool {
    row.kind == TransactionType::Sale
        || (row.kind.is_absent() && row.status != TransactionStatus::Initiated)
}
