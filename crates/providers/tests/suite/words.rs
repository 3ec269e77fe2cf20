//! The provider's words: each documented one has its state, and one that nobody knows proves no money.

use domain::Outcome;

use crate::{operations::operations, subject::Subject};

const OF_TOMORROW: &str = "SOMETHING_OF_TOMORROW";

pub(crate) fn each_word_has_its_state_and_no_other_is_money(subject: &dyn Subject) {
    for operation in operations(subject) {
        for words in &operation.play.words {
            let script = &operation.play.scripts[words.script];
            let good = &script.answers[words.step];
            let told = |word: &str| {
                let wrapping = subject.wrapping();
                let mut body = wrapping.facts_of_success(good).expect("words stand in a success");
                *body.pointer_mut(words.at).expect("no word stands there") = word.into();
                let answer = wrapping.with_facts(good, &body);
                operation.play_on(subject, script, (words.step, &answer)).outcome
            };
            let context =
                |word: &str| format!("{} {}: '{word}'", operation.at(script, words.step), words.at);
            for word in words.known {
                (words.due)(word).assert(&told(word), context(word));
            }
            let strange = words
                .known
                .iter()
                .flat_map(|word| [word.to_lowercase(), format!("{word} "), format!("{word}_X")])
                .chain([OF_TOMORROW.to_owned()])
                .filter(|word| !words.known.contains(&word.as_str()));
            for word in strange {
                let outcome = told(&word);
                (words.due)(&word).assert(&outcome, context(&word));
                if let (true, Outcome::Done(told)) = (words.tells_of_money, &outcome) {
                    assert!(told.paid().is_empty(), "{}: paid", context(&word));
                }
            }
        }
    }
}
