//! Giving money back, and giving up what was only held: both are a reverse (fact sheet, 3.9).

use domain::{
    Amount, Money, Outcome,
    account::Account,
    error::Doubt,
    hold::NewHoldEnd,
    ids::{IdempotencyKey, ProviderRefundId},
    outcome::Rejection,
    payment::{PaymentStatus, SeenPayment},
    reference::OurReference,
    refund::{NewRefund, RefundOrigin, SeenRefund},
};

use super::{
    errors::{self, Failure},
    question::{Question, ask},
    status, units,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    flitt::{Order, OrderId, OrderStatus, Reversal, Reverse, ReverseId, ReverseStatus},
    provider::{MadeHoldEnd, MadeRefund, RefundsToFind},
    session::Session,
    transport::{Response, TransportFault},
};

/// What the provider has is there, and tells of another sum.
const DIFFERENT: Outcome<MadeRefund> = Outcome::Unclear(Doubt::Different);

/// `POST /reverse/order_id`; where the answer tells a larger sum than ours, the order's state, which tells whether that
/// is what went back in all.
///
/// The key is the `reverse_id`: the same one again tells what became of the first.
pub(super) struct GiveBack {
    account: Account,
    ask: NewRefund,
    key: IdempotencyKey,
    stage: Stage,
}

enum Stage {
    Begin,
    Asked(Question<Reversal>),
    ReadingBack(Question<Order>, Reversal, Money),
}

impl GiveBack {
    pub(super) fn new(account: &Account, ask: NewRefund, key: IdempotencyKey) -> Self {
        Self { account: account.clone(), ask, key, stage: Stage::Begin }
    }

    fn begin(&mut self, session: &Session) -> Step<MadeRefund> {
        let asked = question(&self.ask.reference, self.ask.amount, self.key)
            .and_then(|question| Ok((question.request(&self.account, session)?, question)));
        match asked {
            Ok((request, question)) => {
                self.stage = Stage::Asked(question);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn posted(&mut self, session: &Session, answer: Result<Reversal, Failure>) -> Step<MadeRefund> {
        match judge(answer, self.ask.amount) {
            Judged::Made(reversal) => Step::End(self.stands(&reversal)),
            Judged::Refused(no) => Step::End(Outcome::Done(MadeRefund::Refused(no))),
            Judged::OfMore(reversal, told) => self.read_back(session, reversal, told),
            Judged::Not(failure) => Step::End(failure.into()),
        }
    }

    fn read_back(
        &mut self,
        session: &Session,
        reversal: Reversal,
        told: Money,
    ) -> Step<MadeRefund> {
        let request = status::of_order(self.ask.reference.as_str())
            .and_then(|question| Ok((question.request(&self.account, session)?, question)));
        match request {
            Ok((request, question)) => {
                self.stage = Stage::ReadingBack(question, reversal, told);
                Step::Send(request)
            }
            Err(_) => Step::End(DIFFERENT),
        }
    }

    /// In the order's state the same name is surely the sum of all (fact sheet, 3.9). Where both tell the same, the answer
    /// told that sum as well, and the answer to this key says that the refund stands.
    fn came_back(&self, order: &Order, reversal: &Reversal, told: Money) -> Outcome<MadeRefund> {
        let find = RefundsToFind {
            payment: self.ask.payment.clone(),
            reference: self.ask.reference.clone(),
            currency: self.ask.amount.currency(),
            paid_at: self.ask.paid_at,
        };
        let is_paid = matches!(order.status, OrderStatus::Approved | OrderStatus::Reversed);
        match status::refunded(&find, order) {
            Ok(total) if is_paid && total == told => self.stands(reversal),
            Ok(_) | Err(_) => DIFFERENT,
        }
    }

    fn stands(&self, reversal: &Reversal) -> Outcome<MadeRefund> {
        let Some(provider_id) = refund_id(reversal, self.key) else {
            return Outcome::Unclear(Doubt::Unreadable);
        };
        Outcome::Done(MadeRefund::Stands(SeenRefund {
            provider_id,
            payment: Some(self.ask.payment.clone()),
            amount: self.ask.amount.money(),
            at: None,
            stands: true,
            origin: RefundOrigin::NotTold,
        }))
    }
}

impl Exchange for GiveBack {
    type Output = MadeRefund;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<MadeRefund> {
        let Some(answer) = answer else {
            return self.begin(scene.session);
        };
        match &self.stage {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Asked(question) => {
                let answer = question.answer(&self.account, scene.session, answer);
                self.posted(scene.session, answer)
            }
            Stage::ReadingBack(question, reversal, told) => {
                match question.answer(&self.account, scene.session, answer) {
                    Ok(order) => Step::End(self.came_back(&order, reversal, *told)),
                    Err(_) => Step::End(DIFFERENT),
                }
            }
        }
    }
}

/// Gives a hold up. Before a capture only all that is held can go back.
pub(super) fn release(
    account: &Account,
    hold: NewHoldEnd,
    key: IdempotencyKey,
) -> BoxedExchange<MadeHoldEnd> {
    let amount = hold.amount;
    ask(account, question(&hold.reference, amount, key), move |answer| {
        match judge(answer, amount) {
            Judged::Made(_) => Outcome::Done(MadeHoldEnd::Done(SeenPayment {
                provider_id: hold.payment.clone(),
                status: PaymentStatus::Reversed,
                amount: amount.money(),
                at: None,
                card: None,
            })),
            Judged::Refused(no) => Outcome::Done(MadeHoldEnd::Refused(no)),
            // Nothing went back before it, so there is no other sum that could be told.
            Judged::OfMore(..) => Outcome::Unclear(Doubt::Different),
            Judged::Not(failure) => failure.into(),
        }
    })
}

fn question(
    reference: &OurReference,
    amount: Amount,
    key: IdempotencyKey,
) -> Result<Question<Reversal>, Failure> {
    let currency = amount.currency();
    let order_id = OrderId::new(reference.as_str())?;
    let reverse_id = ReverseId::new(key.to_string())?;
    let call = Reverse::new(order_id, units::to_send(amount.money())?, Some(reverse_id)).call()?;
    Ok(Question::plain(call.expecting("currency", currency.code())))
}

/// What became of a reverse.
enum Judged {
    /// It stands.
    Made(Reversal),
    /// It stands, and the answer tells this larger sum: perhaps what went back in all.
    OfMore(Reversal, Money),
    /// Its own record says that it never will.
    Refused(Rejection),
    /// Anything else.
    Not(Failure),
}

/// What the answer to a reverse of `amount` says.
fn judge(answer: Result<Reversal, Failure>, amount: Amount) -> Judged {
    let reversal = match answer {
        Ok(reversal) => reversal,
        Err(failure) => return Judged::Not(failure),
    };
    match reversal.status {
        // The order's state stands for that of its refund (fact sheet, 3.9).
        ReverseStatus::Approved | ReverseStatus::Reversed => standing(reversal, amount),
        // Only an answer that names our key says that ours is there.
        ReverseStatus::Created | ReverseStatus::Processing if reversal.reverse_id.is_some() => {
            unclear(Doubt::InWork)
        }
        ReverseStatus::Created | ReverseStatus::Processing => unclear(Doubt::ProviderError),
        ReverseStatus::Declined | ReverseStatus::Expired => {
            match errors::refused(reversal.response_code.as_ref(), &reversal.response_description) {
                // Where the answer names our key, it is the record of all that this key ever asked for.
                Failure::Rejected(no) if reversal.reverse_id.is_some() => Judged::Refused(no),
                other => Judged::Not(other),
            }
        }
        ReverseStatus::Unknown(_) if reversal.response_code.is_some() => Judged::Not(
            errors::refused(reversal.response_code.as_ref(), &reversal.response_description),
        ),
        ReverseStatus::Unknown(_) => unclear(Doubt::Unreadable),
    }
}

/// A reverse that stands. In the known examples the sum is its own; whether it may be that of all, nobody says (fact
/// sheet, 3.9). Only an answer that names our key can tell of ours among others.
fn standing(reversal: Reversal, amount: Amount) -> Judged {
    let Some(units) = reversal.reversal_amount else {
        return unclear(Doubt::Unreadable);
    };
    match units::read(units, amount.currency()) {
        Some(told) if told == amount.money() => Judged::Made(reversal),
        Some(told) if told.minor() > amount.minor() && reversal.reverse_id.is_some() => {
            Judged::OfMore(reversal, told)
        }
        Some(_) | None if reversal.reverse_id.is_some() => unclear(Doubt::Different),
        Some(_) | None => unclear(Doubt::Unreadable),
    }
}

fn unclear(doubt: Doubt) -> Judged {
    Judged::Not(Failure::Unclear(doubt))
}

/// The gateway's own id, or the key, by which it knows the refund as well. `None` for neither: no key is so.
fn refund_id(reversal: &Reversal, key: IdempotencyKey) -> Option<ProviderRefundId> {
    let theirs = reversal.transaction_id.clone().and_then(|id| id.try_into().ok());
    theirs.or_else(|| key.to_string().try_into().ok())
}
