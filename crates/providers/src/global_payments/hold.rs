//! Capturing or giving up what was only authorised (fact sheet, 4.5, 4.6).

use domain::{
    Money, Outcome,
    account::Account,
    error::Doubt,
    hold::{HoldEndKind, NewHoldEnd},
    ids::IdempotencyKey,
    payment::{PaymentStatus, SeenPayment},
};
use serde_json::json;

use super::{
    currency,
    errors::{self, Failure},
    payment,
    refund::{names_no_other_payment, refusal},
    request,
    wire::{Transaction, TransactionType, Word},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::MadeHoldEnd,
    transport::{Response, TransportFault},
};

/// `POST /transactions/{id}/capture` or `/reversal`, always with the amount; where the provider knows the key, `GET
/// /transactions/{id}` of the payment, whose own record tells what became of it.
pub(super) struct EndHold {
    account: Account,
    ask: NewHoldEnd,
    key: IdempotencyKey,
    reading_back: bool,
}

impl EndHold {
    pub(super) fn new(account: &Account, ask: NewHoldEnd, key: IdempotencyKey) -> Self {
        Self { account: account.clone(), ask, key, reading_back: false }
    }

    fn begin(&self) -> Step<MadeHoldEnd> {
        let Some(amount) = currency::written(self.ask.amount.money()) else {
            return errors::uncountable(self.ask.currency());
        };
        let action = match self.ask.kind {
            HoldEndKind::Capture => "capture",
            HoldEndKind::Release => "reversal",
        };
        let path = format!("/transactions/{}/{action}", self.ask.payment);
        let body = json!({ "amount": amount });
        Step::Send(request::write(&self.account, &path, &body, self.key))
    }

    fn posted(&mut self, answer: Result<Response, TransportFault>) -> Step<MadeHoldEnd> {
        match errors::read(answer) {
            Ok(transaction) => Step::End(self.judge(&transaction).map(MadeHoldEnd::Done)),
            Err(Failure::SeenBefore(_)) => {
                self.reading_back = true;
                Step::Send(payment::request(&self.account, &self.ask.payment))
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    /// The key was used. Whatever goes wrong while the payment is read, its hold is neither surely there nor surely
    /// ended; only its own record can say that it was refused, and one that tells of no end may lag behind (fact sheet,
    /// 3.7).
    fn read_back(&self, answer: Result<Response, TransportFault>) -> Outcome<MadeHoldEnd> {
        let Ok(transaction) = errors::read::<Transaction>(answer) else {
            return Outcome::Unclear(Doubt::SeenBefore);
        };
        if transaction.id.as_str() != self.ask.payment.as_str() {
            return Outcome::Unclear(Doubt::Different);
        }
        match self.judge(&transaction) {
            Outcome::Rejected(no) => Outcome::Done(MadeHoldEnd::Refused(no)),
            Outcome::Unclear(Doubt::Unreadable) => Outcome::Unclear(Doubt::SeenBefore),
            judged => judged.map(MadeHoldEnd::Done),
        }
    }

    /// A decline is a no like any other: what it is worth depends on what came before (RELIABILITY 1.6, R10).
    fn judge(&self, transaction: &Transaction) -> Outcome<SeenPayment> {
        if transaction.id.is_empty() {
            return Outcome::Unclear(Doubt::Unreadable);
        }
        let ours = names_no_other_payment(transaction, self.ask.payment.as_str());
        if !ours || transaction.kind == TransactionType::Refund {
            return Outcome::Unclear(Doubt::Different);
        }
        let hoped = match self.ask.kind {
            HoldEndKind::Capture => PaymentStatus::Paid,
            HoldEndKind::Release => PaymentStatus::Reversed,
        };
        match (outcome_status(transaction), self.amount(transaction)) {
            // A decline comes with HTTP 200 (fact sheet, 4.3).
            (PaymentStatus::Refused, _) => Outcome::Rejected(refusal(transaction)),
            (status, Some(amount)) if status == hoped && amount == self.ask.amount.money() => {
                Outcome::Done(self.seen(transaction, status, amount))
            }
            // Ended in another way, or with another sum.
            (
                PaymentStatus::Paid | PaymentStatus::Reversed | PaymentStatus::CardConfirmed,
                Some(_),
            ) => Outcome::Unclear(Doubt::Different),
            // Not ended, or of a sum that can't be read.
            (
                PaymentStatus::Pending
                | PaymentStatus::Processing
                | PaymentStatus::NotBegun
                | PaymentStatus::Reserved
                | PaymentStatus::Taken
                | PaymentStatus::Unknown(_),
                _,
            )
            | (_, None) => Outcome::Unclear(Doubt::Unreadable),
        }
    }

    /// The amount; its currency is the reservation's where it names none.
    fn amount(&self, transaction: &Transaction) -> Option<Money> {
        if transaction.names_no_currency() {
            transaction.sum_in(self.ask.currency())
        } else {
            transaction.money()
        }
    }

    /// Nobody says that the answer bears the payment's own id (fact sheet, 4.5): what is told of another record's time
    /// is not the payment's.
    fn seen(&self, of: &Transaction, status: PaymentStatus, amount: Money) -> SeenPayment {
        let seen = payment::seen(self.ask.payment.clone(), of, status, amount);
        let itself = of.id.as_str() == self.ask.payment.as_str();
        SeenPayment { at: seen.at.filter(|_| itself), ..seen }
    }
}

impl Exchange for EndHold {
    type Output = MadeHoldEnd;

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<MadeHoldEnd> {
        match answer {
            None => self.begin(),
            Some(answer) if self.reading_back => Step::End(self.read_back(answer)),
            Some(answer) => self.posted(answer),
        }
    }
}

/// The status that an answer ends with; a decline may be told by the action alone.
fn outcome_status(transaction: &Transaction) -> PaymentStatus {
    if transaction.status.is_absent() && transaction.action.result_code.as_str() == "DECLINED" {
        return PaymentStatus::Refused;
    }
    transaction.status.clone().into()
}
