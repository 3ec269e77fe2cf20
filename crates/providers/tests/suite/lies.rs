//! Good answers with one thing in them that is not true.

use crate::{
    answers::ok,
    due::Due,
    operations::{Op, operations},
    subject::{About, Subject},
};

/// What each operation must be seen to doubt.
fn must_doubt(op: Op) -> &'static [About] {
    use About::{Address, Amount, Belonging, Currency, Id, Reference, Terms, Token, Whole};
    match op {
        Op::SignIn => &[Token],
        Op::WarmUp => &[],
        Op::CreateLink => &[Amount, Currency, Reference, Id, Address, Terms],
        Op::FindLink => &[Amount, Currency, Reference, Id, Address, Whole],
        Op::ReadLink | Op::ReadPayment => &[Amount, Currency, Reference, Id, Belonging],
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
            let lied = (lie.step, &ok(&lie.body));
            let played = operation.play_with(subject, script, lied, nothing);
            lie.due.assert(&played.outcome, format!("{context}: {}", lie.body));
        }
    }
}

pub(crate) fn each_operation_doubts_what_it_must(subject: &dyn Subject) {
    for operation in operations(subject) {
        for about in must_doubt(operation.op) {
            let told = operation.play.lies.iter().any(|lie| lie.about == *about);
            assert!(told, "{:?} is told no lie about {about:?}", operation.op);
        }
    }
}
