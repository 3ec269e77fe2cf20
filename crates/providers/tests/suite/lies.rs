//! Good answers with one thing in them that is not true.

use domain::{Outcome, account::Environment};
use serde_json::Value;

use crate::{
    asks::{CUSTOMER_ID, LINK_ID, REFERENCE, REFUND_ID, key},
    due::Due,
    loose::pointers,
    operations::{Kind, Op, Operation, operations},
    script::{About, Script},
    stage::play,
    subject::Subject,
    told::Told,
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
        Op::ReadLink
        | Op::ReadReserved
        | Op::ReadCaptured
        | Op::ReadChecked
        | Op::ReadBegun
        | Op::ReadPayment => &[Amount, Currency, Reference, Id, Belonging],
        Op::StopCharges | Op::ResumeCharges => &[Reference, Belonging],
        Op::CancelLink => &[Reference, Id],
        Op::ChangeLink => &[Amount, Currency, Reference, Id, Terms],
        Op::PreviewLink => &[Amount, Currency, Id],
        Op::ListLinks
        | Op::ListTransactions
        | Op::Sweep
        | Op::FindCustomers
        | Op::DeleteCustomer => &[Id, Whole],
        Op::Capture | Op::Release | Op::Refund => &[Amount, Currency, Id, Belonging],
        Op::RefundsOf => &[Amount, Currency, Id, Belonging, Whole],
        Op::ReadCustomer | Op::CreateCustomer | Op::ChangeCustomer => &[Id, Terms],
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

/// An id that is empty names nothing: wherever one of ours, or one that was asked for, is told so, what stands beside it is
/// not taken for what it would say otherwise.
pub(crate) fn an_empty_id_names_nothing(subject: &dyn Subject) {
    let mut believed = Vec::new();
    for operation in operations(subject) {
        if matches!(operation.kind, Kind::SignsIn | Kind::Opens) {
            continue;
        }
        let spare = subject.spare_ids(operation.op);
        let mut needless: Vec<_> = spare.iter().map(|(field, _)| *field).collect();
        for script in &operation.play.scripts {
            // What a set says when it is written is not believed, but what is read then.
            let is_read_back = |step: &usize| {
                operation.kind == Kind::Rewrites
                    && script.write == Some(*step)
                    && step + 1 < script.answers.len()
            };
            let places = ids_in(subject, script);
            for (step, place) in places.into_iter().filter(|(step, _)| !is_read_back(step)) {
                let outcome = with_an_empty_id(subject, &operation, script, step, &place);
                let Outcome::Done(told) = outcome else { continue };
                let is_believed = match told {
                    // What went back may not be lost with the name of it.
                    Told::Refunds(_) => told.gone() != script.told.gone(),
                    _ => told.vouches(),
                };
                if !is_believed {
                    continue;
                }
                let is_meant = |field: &str| match field.strip_prefix('/') {
                    Some(_) => place == field,
                    None => place.ends_with(field),
                };
                match spare.iter().find(|(field, _)| is_meant(field)) {
                    Some((field, why)) => {
                        assert!(!why.is_empty());
                        needless.retain(|one| one != field);
                    }
                    None => believed.push(format!("{}: {place}", operation.at(script, step))),
                }
            }
        }
        assert!(needless.is_empty(), "{:?} doubts {needless:?} all the same", operation.op);
    }
    assert!(believed.is_empty(), "believed with an empty id: {believed:#?}");
}

/// Where in a script's answers an id stands, and at which step.
fn ids_in(subject: &dyn Subject, script: &Script) -> Vec<(usize, String)> {
    let ids = subject.ids();
    let key = key().to_string();
    let known = [
        ids.link,
        ids.payment,
        subject.refund_id(),
        REFERENCE,
        LINK_ID,
        REFUND_ID,
        CUSTOMER_ID,
        &key,
    ];
    let mut found = Vec::new();
    for (step, answer) in script.answers.iter().enumerate() {
        let Some(facts) = subject.wrapping().facts_of_success(answer) else { continue };
        let mut places = Vec::new();
        pointers(&facts, "", &mut places);
        found.extend(places.into_iter().filter_map(|place| {
            let id = match facts.pointer(&place)? {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            known.contains(&id.as_str()).then_some((step, place))
        }));
    }
    found
}

fn with_an_empty_id(
    subject: &dyn Subject,
    operation: &Operation,
    script: &Script,
    step: usize,
    place: &str,
) -> Outcome<Told> {
    let wrapping = subject.wrapping();
    let answer = &script.answers[step];
    let mut facts = wrapping.facts_of_success(answer).expect("ids stand in a success");
    *facts.pointer_mut(place).expect("no id stands there") = "".into();
    let answer = wrapping.with_facts(answer, &facts);
    operation.play_on(subject, script, (step, &answer)).outcome
}
