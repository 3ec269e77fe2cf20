//! One payment: what its record says, and reading it (fact sheet, 4.1, 4.3).

use domain::{
    Money, Outcome,
    account::Account,
    error::Doubt,
    ids::ProviderPaymentId,
    payment::{PaymentStatus, SeenPayment},
};

use super::{
    errors, request,
    wire::{Transaction, TransactionType, Word},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::PaymentToRead,
    transport::{Request, Response, TransportFault},
};

/// How far a payment is. What can't be understood or counted is not taken for paid.
pub(super) fn status(transaction: &Transaction) -> PaymentStatus {
    let status = PaymentStatus::from(transaction.status.clone());
    match &transaction.kind {
        TransactionType::Unknown(kind) if !kind.is_empty() => PaymentStatus::Unknown(kind.clone()),
        _ if transaction.money().is_none() && holds_money(&status) => {
            PaymentStatus::Unknown(transaction.status.word().to_owned())
        }
        _ => status,
    }
}

/// True where the status claims that there is, or was, money.
pub(super) fn holds_money(status: &PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Paid | PaymentStatus::Reserved | PaymentStatus::Reversed)
}

/// True where the status is one that a payment ends with, as far as anybody can tell.
pub(super) fn is_over(status: &PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Paid | PaymentStatus::Refused | PaymentStatus::Reversed)
}

/// The payment as its record shows it.
pub(super) fn seen(
    provider_id: ProviderPaymentId,
    of: &Transaction,
    status: PaymentStatus,
    amount: Money,
) -> SeenPayment {
    SeenPayment { provider_id, status, amount, at: of.at(), card: of.payment_method.card() }
}

/// `GET /transactions/{id}`.
pub(super) fn request(account: &Account, payment: &ProviderPaymentId) -> Request {
    request::get(account, &format!("/transactions/{payment}"), &[])
}

/// Reads one payment.
pub(super) struct ReadPayment {
    account: Account,
    payment: PaymentToRead,
}

impl ReadPayment {
    pub(super) fn new(account: &Account, payment: PaymentToRead) -> Self {
        Self { account: account.clone(), payment }
    }

    fn came(&self, answer: Result<Response, TransportFault>) -> Outcome<SeenPayment> {
        let transaction: Transaction = match errors::read(answer) {
            Ok(transaction) => transaction,
            Err(failure) => return failure.into(),
        };
        if transaction.id.is_empty() {
            return Outcome::Unclear(Doubt::Unreadable);
        }
        // A record may leave the reference out (fact sheet, 4.1); the id is ours already.
        let reference = transaction.reference.as_str();
        let ours = transaction.id.as_str() == self.payment.provider_id.as_str()
            && (reference.is_empty() || reference == self.payment.reference.as_str())
            && transaction.kind != TransactionType::Refund;
        if !ours {
            return Outcome::Unclear(Doubt::Different);
        }
        let Some(amount) = transaction.money() else {
            return Outcome::Unclear(Doubt::Unreadable);
        };
        let id = self.payment.provider_id.clone();
        Outcome::Done(seen(id, &transaction, status(&transaction), amount))
    }
}

impl Exchange for ReadPayment {
    type Output = SeenPayment;

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<SeenPayment> {
        match answer {
            None => Step::Send(request(&self.account, &self.payment.provider_id)),
            Some(answer) => Step::End(self.came(answer)),
        }
    }
}
