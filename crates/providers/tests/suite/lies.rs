//! Good answers with one thing in them that is not true.

use domain::{Outcome, account::Environment};

use crate::{
    asks::key,
    due::Due,
    operations::{Op, operations},
    stage::play,
    subject::{About, Subject},
};

/// What each operation must be seen to doubt.
fn must_doubt(op: Op) -> &'static [About] {
    use About::{Address, Amount, Belonging, Currency, Id, Reference, Terms, Token, Whole};
    match op {
        Op::SignIn => &[Token],
        Op::WarmUp => &[],
        Op::CreateLink | Op::Reserve | Op::CheckCard | Op::Subscribe => {
            &[Amount, Currency, Reference, Id, Address, Terms]
        }
        Op::FindLink => &[Amount, Currency, Reference, Id, Address, Whole],
        Op::ReadLink | Op::ReadReserved | Op::ReadCaptured | Op::ReadChecked | Op::ReadPayment => {
            &[Amount, Currency, Reference, Id, Belonging]
        }
        Op::StopCharges | Op::ResumeCharges => &[Reference, Belonging],
        Op::CancelLink => &[Reference, Id],
        Op::ChangeLink => &[Amount, Currency, Reference, Id, Terms],
        Op::ListLinks | Op::ListTransactions | Op::Sweep => &[Id, Whole],
        Op::Capture | Op::Release | Op::Refund => &[Amount, Currency, Id, Belonging],
        Op::RefundsOf => &[Amount, Currency, Id, Belonging, Whole],
    }
}

pub(crate) fn no_lie_is_believed(subject: &dyn Subject) {
    for operation in operations(subject) {
        for (nth, lie) in operation.play.lies.iter().enumerate() {
            let script = &operation.play.scripts[lie.script];
            let context =
                format!("{}: lie {nth} about {:?}", operation.at(script, lie.step), lie.about);
            assert_ne!(lie.due, Due::Done(script.told.clone()), "{context}: no lie at all");
            let nothing = |request: &_| subject.nothing(request);
            let lied = subject.wrapping().with_facts(&script.answers[lie.step], &lie.body);
            let played = operation.play_with(subject, script, (lie.step, &lied), nothing);
            lie.due.assert(&played.outcome, format!("{context}: {}", lie.body));
        }
    }
}

pub(crate) fn each_operation_doubts_what_it_must(subject: &dyn Subject) {
    for operation in operations(subject) {
        let unsaid = subject.unsaid(operation.op);
        for about in must_doubt(operation.op).iter().filter(|about| !unsaid.contains(about)) {
            let told = operation.play.lies.iter().any(|lie| lie.about == *about);
            assert!(told, "{:?} is told no lie about {about:?}", operation.op);
        }
    }
}

/// A payment with play money is none where money is real, whatever else its record says.
pub(crate) fn play_money_is_never_real(subject: &dyn Subject) {
    let Some((account, answer)) = subject.play_money() else { return };
    assert_eq!(account.environment(), Environment::Live);
    for operation in operations(subject) {
        if !matches!(operation.op, Op::ReadLink | Op::ReadPayment) {
            continue;
        }
        let exchange = (operation.begin)(subject.provider(), &account, key());
        let played =
            play(subject, &operation.session, operation.kind, exchange, |_, _| answer.clone());
        let Outcome::Done(told) = played.outcome else {
            panic!("{:?}: {:?}", operation.op, played.outcome);
        };
        assert!(told.paid().is_empty(), "{:?}: {told:?}", operation.op);
    }
}
