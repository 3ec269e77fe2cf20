//! Taking money that is held (fact sheet, 3.8).

use domain::{
    Outcome,
    account::Account,
    error::Doubt,
    hold::NewHoldEnd,
    link::OwnRecord,
    link_kind::LinkKind,
    outcome::Rejection,
    payment::{PaymentStatus, SeenPayment},
};

use super::{
    errors::{self, Failure},
    question::Question,
    state, status, sum, units,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    flitt::{Capture, CaptureStatus, Captured, Order, OrderId},
    provider::{MadeHoldEnd, PaymentToRead},
    session::Session,
    transport::{Response, TransportFault},
};

/// `POST /capture/order_id`; then the order's state, which is signed: it proves a capture that the answer tells, and where
/// the hold was captured before with another amount, it tells whether that amount is ours after all.
///
/// There is no key: the same amount again is safe and tells the present state, another one is refused with 1109.
pub(super) struct TakeHold {
    account: Account,
    ask: NewHoldEnd,
    stage: Stage,
}

enum Stage {
    Begin,
    Asked(Question<Captured>),
    Proving(Question<Order>),
    ReadingBack(Question<Order>, Rejection),
}

impl TakeHold {
    pub(super) fn new(account: &Account, ask: NewHoldEnd) -> Self {
        Self { account: account.clone(), ask, stage: Stage::Begin }
    }

    fn begin(&mut self, session: &Session) -> Step<MadeHoldEnd> {
        let question = match self.question() {
            Ok(question) => question,
            Err(failure) => return Step::End(failure.into()),
        };
        match question.request(&self.account, session) {
            Ok(request) => {
                self.stage = Stage::Asked(question);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn question(&self) -> Result<Question<Captured>, Failure> {
        let currency = self.ask.currency();
        let money = units::to_send(self.ask.amount.money())?;
        let order_id = OrderId::new(self.ask.reference.as_str())?;
        let call = Capture { order_id, money }.call()?;
        // No answer is known to repeat them. One that does must repeat ours.
        let call = call.expecting("amount", &money.minor().to_string());
        Ok(Question::plain(call.expecting("currency", currency.code())))
    }

    fn posted(
        &mut self,
        session: &Session,
        answer: Result<Captured, Failure>,
    ) -> Step<MadeHoldEnd> {
        match answer {
            Ok(captured) if is_taken(&captured) => {
                self.read(session, Stage::Proving, Doubt::InWork)
            }
            Ok(captured) => Step::End(judge(&captured)),
            Err(Failure::Rejected(no)) if errors::is_captured_otherwise(&no) => {
                let reading_back = |question| Stage::ReadingBack(question, no);
                self.read(session, reading_back, Doubt::SeenBefore)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    /// Asks for the order's state. Where it can't be asked for, all that is left is `doubt`.
    fn read(
        &mut self,
        session: &Session,
        stage: impl FnOnce(Question<Order>) -> Stage,
        doubt: Doubt,
    ) -> Step<MadeHoldEnd> {
        let request = status::of_order(self.ask.reference.as_str())
            .and_then(|question| Ok((question.request(&self.account, session)?, question)));
        match request {
            Ok((request, question)) => {
                self.stage = stage(question);
                Step::Send(request)
            }
            Err(_) => Step::End(Outcome::Unclear(doubt)),
        }
    }

    fn own(&self) -> OwnRecord {
        OwnRecord { kind: LinkKind::Reservation, captured: vec![self.ask.amount] }
    }

    fn seen(&self, order: &Order) -> Result<SeenPayment, Doubt> {
        let payment = PaymentToRead {
            provider_id: self.ask.payment.clone(),
            reference: self.ask.reference.clone(),
            currency: self.ask.currency(),
            own: self.own(),
        };
        status::seen(&self.account, &payment, order)
    }

    /// The answer told nobody's sum and nobody signed it (fact sheet, 3.8). Another sum than the captured one would have
    /// been refused, so the order's state proves ours where it says that the hold was captured, and names no other sum.
    fn proved(&self, order: &Order) -> Outcome<MadeHoldEnd> {
        let seen = match self.seen(order) {
            Ok(seen) => seen,
            Err(Doubt::Different) => return Outcome::Unclear(Doubt::Different),
            Err(_) => return Outcome::Unclear(Doubt::InWork),
        };
        if !state::is_captured(&self.account, &self.own(), order) {
            return Outcome::Unclear(Doubt::InWork);
        }
        let tells_a_sum = order.additional_info.capture_amount.is_some();
        if tells_a_sum && !sum::is_perhaps_captured(order, self.ask.amount) {
            return Outcome::Unclear(Doubt::Different);
        }
        Outcome::Done(MadeHoldEnd::Done(SeenPayment {
            status: PaymentStatus::Paid,
            amount: self.ask.amount.money(),
            ..seen
        }))
    }

    /// A hold is captured once. Where the order's state tells of another amount than ours, ours never was captured and
    /// never will be. It is ours only where the figure can't be read as another: the gateway has just said that it is.
    /// Where the state tells anything else, it may lag behind.
    fn came_back(&self, order: &Order, no: &Rejection) -> Outcome<MadeHoldEnd> {
        let seen = match self.seen(order) {
            Ok(seen) => seen,
            Err(Doubt::Different) => return Outcome::Unclear(Doubt::Different),
            Err(_) => return Outcome::Unclear(Doubt::SeenBefore),
        };
        let amount = self.ask.amount;
        let is_captured = state::is_captured(&self.account, &self.own(), order);
        if sum::is_captured_otherwise(order, amount) {
            Outcome::Done(MadeHoldEnd::Refused(no.clone()))
        } else if is_captured && sum::is_surely_captured(order, amount) {
            Outcome::Done(MadeHoldEnd::Done(seen))
        } else if is_captured && sum::is_perhaps_captured(order, amount) {
            Outcome::Unclear(Doubt::Different)
        } else {
            Outcome::Unclear(Doubt::SeenBefore)
        }
    }
}

/// True where the answer says that the hold was captured, and nothing against it.
fn is_taken(captured: &Captured) -> bool {
    captured.status == CaptureStatus::Captured && captured.response_code.is_none()
}

/// What an answer means that does not plainly say so.
fn judge(captured: &Captured) -> Outcome<MadeHoldEnd> {
    match captured.status {
        // A no can come as a success with a code (fact sheet, 5.1).
        CaptureStatus::Hold | CaptureStatus::Unknown(_) if captured.response_code.is_some() => {
            let code = captured.response_code.as_ref();
            errors::refused(code, &captured.response_description).into()
        }
        // Made, and not yet confirmed.
        CaptureStatus::Hold => Outcome::Unclear(Doubt::InWork),
        CaptureStatus::Reversed => Outcome::Unclear(Doubt::Different),
        // A yes and a no at once, or a word that nobody knows.
        CaptureStatus::Captured | CaptureStatus::Unknown(_) => Outcome::Unclear(Doubt::Unreadable),
    }
}

impl Exchange for TakeHold {
    type Output = MadeHoldEnd;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<MadeHoldEnd> {
        let Some(answer) = answer else {
            return self.begin(scene.session);
        };
        match &self.stage {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Asked(question) => {
                let answer = question.answer(&self.account, scene.session, answer);
                self.posted(scene.session, answer)
            }
            Stage::Proving(question) => {
                match question.answer(&self.account, scene.session, answer) {
                    Ok(order) => Step::End(self.proved(&order)),
                    Err(_) => Step::End(Outcome::Unclear(Doubt::InWork)),
                }
            }
            Stage::ReadingBack(question, no) => {
                match question.answer(&self.account, scene.session, answer) {
                    Ok(order) => Step::End(self.came_back(&order, no)),
                    Err(_) => Step::End(Outcome::Unclear(Doubt::SeenBefore)),
                }
            }
        }
    }
}
