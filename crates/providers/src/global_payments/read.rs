//! Reading a link and the payments on it (fact sheet, 3.4, 3.7, 4).

use std::collections::{HashMap, VecDeque};

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

/// So many payments that are known to have come to their end are read again in each look.
const READ_AGAIN: usize = 10;

/// So many payments that were read are kept where the read breaks off. To read fewer once more costs little.
const WORTH_KEEPING: usize = 10;

/// `GET /links/{id}`, then `GET /transactions/{id}` for each payment in it that is not known to have come to its end.
/// Where the link names no payment, or one that it does not say what became of, or can't be read, its payments are
/// looked for by our reference: the link's own state and counters lag and prove nothing (fact sheet, 9.12).
pub(super) struct ReadLink {
    account: Account,
    link: LinkToRead,
    /// What was known before.
    known: HashMap<ProviderPaymentId, PaymentStatus>,
    stage: Stage,
    /// Why the link itself could not be read.
    unread: Option<Failure>,
    report: LinkReport,
    /// Payments whose own record is still to be read.
    due: VecDeque<Listed>,
    /// Known payments that the lists show as they are known.
    settled: Vec<Listed>,
    /// How many of those may still be read again.
    again: usize,
    /// The one that is being read.
    asked: Option<Listed>,
    /// True where the link shows a payment that was only begun and that nobody knows.
    begun: bool,
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
            known: link.known.iter().cloned().collect(),
            link,
            stage: Stage::Link,
            unread: None,
            report: LinkReport {
                state: None,
                payments: Vec::new(),
                went_back: Vec::new(),
                broke_off: None,
                is_deleted: false,
            },
            due: VecDeque::new(),
            settled: Vec::new(),
            again: READ_AGAIN,
            asked: None,
            begun: false,
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

    /// Notes the payments among `rows`: those that must be read, and those that are known to have come to their end.
    fn list(&mut self, rows: Vec<Transaction>, on_the_link: bool) -> Result<(), Doubt> {
        let mut settled = Vec::new();
        for row in rows {
            let id = ProviderPaymentId::try_from(row.id.as_str().to_owned());
            let is_known = id.as_ref().is_ok_and(|id| self.known.contains_key(id));
            if !is_known && !may_be_payment(&row) {
                // The list is not refreshed: what was only begun may have gone on since (fact sheet, 3.7, 9.13).
                self.begun |= on_the_link && row.kind.is_absent();
                continue;
            }
            let id = id.map_err(|_| Doubt::Unreadable)?;
            let noted = [&settled, &self.settled].into_iter().flatten().chain(&self.due);
            let noted = noted.map(|listed| &listed.id).any(|noted| *noted == id);
            let ours = on_the_link || row.reference.as_str() == self.link.reference.as_str();
            if noted || self.has_read(&id) || !ours {
                continue;
            }
            let listed = Listed { row, id, on_the_link };
            if self.is_settled(&listed) {
                settled.push(listed);
            } else {
                self.due.push_back(listed);
            }
        }
        self.read_some_again(settled);
        Ok(())
    }

    /// True where the payment is known to have come to its end, and the list says the same, or what it was before.
    fn is_settled(&self, listed: &Listed) -> bool {
        let known = self.known.get(&listed.id);
        let status = PaymentStatus::from(listed.row.status.clone());
        known.is_some_and(|known| {
            let over = payment::is_over(known);
            let before = matches!(status, PaymentStatus::Pending | PaymentStatus::Reserved);
            over && (before || status == *known)
        })
    }

    /// What has come to its end may still change: a payment is taken back before it is settled. So some of `settled` are
    /// read again, other ones with each look.
    fn read_some_again(&mut self, mut settled: Vec<Listed>) {
        let some = self.again.min(settled.len());
        if let Some(begin) = begin(self.link.turn, settled.len()) {
            settled.rotate_left(begin);
        }
        self.due.extend(settled.drain(..some));
        self.again -= some;
        self.settled.extend(settled);
    }

    fn next_payment(&mut self, now: Timestamp) -> Step<LinkReport> {
        self.stage = Stage::Payments;
        self.asked = self.due.pop_front();
        if let Some(listed) = &self.asked {
            let path = format!("/transactions/{}", listed.id);
            return Step::Send(request::get(&self.account, &path, &[]));
        }
        if self.is_unexplained() && !self.searched {
            return self.search(now);
        }
        match self.unread.take() {
            Some(failure) if self.report.payments.is_empty() => Step::End(failure.into()),
            _ => Step::End(Outcome::Done(self.report.clone())),
        }
    }

    /// True where there may be payments that the link does not show.
    fn is_unexplained(&self) -> bool {
        let read = self.report.payments.iter().map(|seen| &seen.status);
        let known = self.settled.iter().filter_map(|listed| self.known.get(&listed.id));
        let mut payments = read.chain(known).peekable();
        let paid = self.report.state == Some(ProviderLinkState::Paid);
        payments.peek().is_none()
            || (paid && !payments.any(payment::holds_money))
            || self.begun
            || self.known.iter().any(|(id, status)| !payment::is_over(status) && !self.has_read(id))
    }

    fn has_read(&self, id: &ProviderPaymentId) -> bool {
        self.report.payments.iter().any(|seen| seen.provider_id == *id)
    }

    /// The read came to grief. Where it has brought many payments, the book shall have them: of a link with hundreds, no
    /// look would ever come to its end if each had to begin anew.
    fn broke_off(&mut self, failure: Failure) -> Step<LinkReport> {
        if self.report.payments.len() < WORTH_KEEPING {
            return Step::End(failure.into());
        }
        // What the link says of itself can't be weighed before all its payments are there.
        self.report.state = None;
        self.report.broke_off = Some(failure.into());
        Step::End(Outcome::Done(self.report.clone()))
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
                // is. Any other no is none to whether there are payments.
                Turn::Failed(Failure::Rejected(no)) if no.class == RejectionClass::Permission => {
                    self.next_payment(scene.now)
                }
                Turn::Failed(failure) => self.broke_off(failure),
            },
            Stage::Payments => match self.payment_came(answer) {
                Ok(()) => self.next_payment(scene.now),
                Err(failure) => self.broke_off(failure),
            },
        }
    }
}

/// A sale, or a row that does not say what it is and has gone beyond `INITIATED` (fact sheet, 3.7,
/// 9.15).
fn may_be_payment(row: &Transaction) -> bool {
    row.kind == TransactionType::Sale
        || (row.kind.is_absent() && row.status != TransactionStatus::Initiated)
}

/// Where among so many the look of that turn begins.
fn begin(turn: u64, of: usize) -> Option<usize> {
    let of = u64::try_from(of).ok().filter(|of| *of > 0)?;
    let step = u64::try_from(READ_AGAIN).ok()?;
    usize::try_from((turn % of) * step % of).ok()
}
