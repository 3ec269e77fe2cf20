//! Giving money back (fact sheet, 4.4), and reading what was given back.

use domain::{
    Money, Outcome,
    account::Account,
    error::Doubt,
    ids::{IdempotencyKey, ProviderPaymentId, ProviderRefundId},
    outcome::{Rejection, RejectionClass},
    payment::PaymentStatus,
    refund::{NewRefund, RefundOrigin, SeenRefund},
};
use serde_json::json;

use super::{
    currency,
    errors::{self, Failure},
    pages::{Pages, Turn},
    request,
    wire::{Transaction, TransactionStatus, TransactionType, Word},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::{MadeRefund, RefundsSeen, RefundsToFind},
    transport::{Response, TransportFault},
};

/// `POST /transactions/{id}/refund`, always with the amount; where the provider knows the key, `GET
/// /transactions/{id}` of the refund that the first request made.
pub(super) struct MakeRefund {
    account: Account,
    ask: NewRefund,
    key: IdempotencyKey,
    reading_back: bool,
}

impl MakeRefund {
    pub(super) fn new(account: &Account, ask: NewRefund, key: IdempotencyKey) -> Self {
        Self { account: account.clone(), ask, key, reading_back: false }
    }

    fn begin(&self) -> Step<MadeRefund> {
        let Some(amount) = currency::written(self.ask.amount.money()) else {
            return errors::uncountable(self.ask.amount.currency());
        };
        let path = format!("/transactions/{}/refund", self.ask.payment);
        let body = json!({ "amount": amount });
        Step::Send(request::write(&self.account, &path, &body, self.key))
    }

    fn posted(&mut self, answer: Result<Response, TransportFault>) -> Step<MadeRefund> {
        match errors::read(answer) {
            Ok(refund) => Step::End(self.judge(&refund).map(MadeRefund::Stands)),
            Err(Failure::SeenBefore(words)) => match errors::seen_id(&words, "TRN_") {
                Some(id) => {
                    self.reading_back = true;
                    Step::Send(request::get(&self.account, &format!("/transactions/{id}"), &[]))
                }
                None => Step::End(Outcome::Unclear(Doubt::SeenBefore)),
            },
            Err(failure) => Step::End(failure.into()),
        }
    }

    /// The key was used. Whatever goes wrong while its refund is read, it is neither refused nor
    /// unsent; only its own record can say that it was refused.
    fn read_back(&self, answer: Result<Response, TransportFault>) -> Outcome<MadeRefund> {
        let Ok(refund) = errors::read(answer) else {
            return Outcome::Unclear(Doubt::SeenBefore);
        };
        match self.judge(&refund) {
            Outcome::Rejected(no) if self.is_for_the_same_amount(&refund) => {
                Outcome::Done(MadeRefund::Refused(no))
            }
            Outcome::Rejected(_) => Outcome::Unclear(Doubt::Different),
            // The record is there, though it can't be read.
            Outcome::Unclear(Doubt::Unreadable) => Outcome::Unclear(Doubt::SeenBefore),
            other => other.map(MadeRefund::Stands),
        }
    }

    fn is_for_the_same_amount(&self, refund: &Transaction) -> bool {
        let asked = self.ask.amount.money();
        seen(refund, asked).is_some_and(|seen| seen.amount == asked)
    }

    fn judge(&self, refund: &Transaction) -> Outcome<SeenRefund> {
        let asked = self.ask.amount.money();
        let same_kind = refund.kind == TransactionType::Refund
            || (refund.kind.is_absent() && !self.reading_back);
        let ours = names_no_other_payment(refund, self.ask.payment.as_str());
        match fate(refund) {
            _ if refund.id.is_empty() => Outcome::Unclear(Doubt::Unreadable),
            Fate::Refused if same_kind && ours => Outcome::Rejected(refusal(refund)),
            _ if refund.status.is_absent() => Outcome::Unclear(Doubt::Unreadable),
            // A refund that was made and then taken back is for a look-up to explain.
            Fate::Refused | Fate::Reversed => Outcome::Unclear(Doubt::Different),
            Fate::Stands if !same_kind || !ours => Outcome::Unclear(Doubt::Different),
            Fate::Stands => match seen(refund, asked) {
                Some(seen) if seen.amount == asked => Outcome::Done(seen),
                Some(_) => Outcome::Unclear(Doubt::Different),
                None => Outcome::Unclear(Doubt::Unreadable),
            },
        }
    }
}

impl Exchange for MakeRefund {
    type Output = MadeRefund;

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<MadeRefund> {
        match answer {
            None => self.begin(),
            Some(answer) if self.reading_back => Step::End(self.read_back(answer)),
            Some(answer) => self.posted(answer),
        }
    }
}

/// `GET /transactions?reference=…&type=REFUND`: refunds seem to carry the reference of the sale
/// (fact sheet, 4.4).
pub(super) struct RefundsOf {
    account: Account,
    payment: RefundsToFind,
    pages: Pages<Transaction>,
}

impl RefundsOf {
    pub(super) fn new(account: &Account, payment: RefundsToFind) -> Self {
        let reference = payment.reference.as_str();
        let pages = Pages::new("/transactions", reference, Some("REFUND"), payment.paid_at);
        Self { account: account.clone(), payment, pages }
    }

    /// A refund that can't be read, or told from something else, makes the list unreadable: too few would allow too much.
    fn all(&self, rows: &[Transaction]) -> Outcome<RefundsSeen> {
        let nobodys = |row: &Transaction| {
            let names = [row.reference.as_str(), row.parent_resource_id.as_str()];
            may_be_refund(row) && names.iter().all(|name| name.is_empty())
        };
        if rows.iter().any(nobodys) {
            return Outcome::Unclear(Doubt::Unreadable);
        }
        let mut refunds: Vec<SeenRefund> = Vec::new();
        for row in rows.iter().filter(|row| self.is_ours(row)) {
            let Some(money) = row.money().filter(|_| row.kind == TransactionType::Refund) else {
                return Outcome::Unclear(Doubt::Unreadable);
            };
            let Some(refund) = seen(row, money) else {
                return Outcome::Unclear(Doubt::Unreadable);
            };
            if refunds.iter().all(|known| known.provider_id != refund.provider_id) {
                refunds.push(refund);
            }
        }
        Outcome::Done(RefundsSeen::Each(refunds))
    }

    fn is_ours(&self, row: &Transaction) -> bool {
        let payment = self.payment.payment.as_str();
        let reference = row.reference.as_str();
        let named = reference == self.payment.reference.as_str()
            || (reference.is_empty() && row.parent_resource_id.as_str() == payment);
        may_be_refund(row) && named && names_no_other_payment(row, payment)
    }
}

/// A row of a kind that nobody knows may be a refund: only refunds were asked for. One without a kind is none while it is
/// only begun (fact sheet, 3.7).
fn may_be_refund(row: &Transaction) -> bool {
    let begun = row.kind.is_absent() && row.status == TransactionStatus::Initiated;
    row.kind != TransactionType::Sale && !begun
}

impl Exchange for RefundsOf {
    type Output = RefundsSeen;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<RefundsSeen> {
        let Some(answer) = answer else {
            return Step::Send(self.pages.request(&self.account, scene.now));
        };
        match self.pages.take(&self.account, scene.now, answer) {
            Turn::Ask(request) => Step::Send(request),
            Turn::All(rows) => Step::End(self.all(&rows)),
            Turn::Failed(failure) => Step::End(failure.into()),
        }
    }
}

/// What became of a refund, as far as its status says.
enum Fate {
    /// Taken, and under way or done.
    Stands,
    /// Refused, in an answer with HTTP 200 (fact sheet, 4.3).
    Refused,
    /// Taken and then taken back.
    Reversed,
}

fn fate(refund: &Transaction) -> Fate {
    if refund.status.is_absent() && refund.action.result_code.as_str() == "DECLINED" {
        return Fate::Refused;
    }
    match PaymentStatus::from(refund.status.clone()) {
        PaymentStatus::Refused => Fate::Refused,
        PaymentStatus::Reversed => Fate::Reversed,
        // Without a word that it is final, a refund is taken to stand: so it is never made twice.
        PaymentStatus::Pending
        | PaymentStatus::Processing
        | PaymentStatus::NotBegun
        | PaymentStatus::Reserved
        | PaymentStatus::Paid
        | PaymentStatus::CardConfirmed
        | PaymentStatus::Taken
        | PaymentStatus::Unknown(_) => Fate::Stands,
    }
}

/// The refund; its currency is the payment's where it names none.
fn seen(refund: &Transaction, payment: Money) -> Option<SeenRefund> {
    let currency = match refund.currency() {
        Some(currency) => currency,
        None if refund.names_no_currency() => payment.currency(),
        None => return None,
    };
    let parent = refund.parent_resource_id.as_str();
    let names_itself = parent == refund.id.as_str();
    Some(SeenRefund {
        payment: ProviderPaymentId::try_from(parent.to_owned()).ok().filter(|_| !names_itself),
        provider_id: ProviderRefundId::try_from(refund.id.as_str().to_owned()).ok()?,
        amount: refund.sum_in(currency)?,
        at: refund.at(),
        stands: matches!(fate(refund), Fate::Stands),
        origin: RefundOrigin::NotTold,
    })
}

/// `parent_resource_id` is compared where it is there; some records name themselves in it (fact
/// sheet, 4.1, 4.4).
pub(super) fn names_no_other_payment(refund: &Transaction, payment: &str) -> bool {
    let parent = refund.parent_resource_id.as_str();
    parent.is_empty() || parent == payment || parent == refund.id.as_str()
}

/// The decline's own code and words (fact sheet, 4.3).
pub(super) fn refusal(refund: &Transaction) -> Rejection {
    let method = &refund.payment_method;
    let code = if method.result.is_empty() { &refund.action.result_code } else { &method.result };
    Rejection {
        class: RejectionClass::Refused,
        provider_code: code.for_people(),
        detail: method.message.for_people(),
    }
}
