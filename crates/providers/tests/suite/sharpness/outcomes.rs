//! Flaws of what is told where nothing is done.

use domain::{
    Outcome,
    error::{Doubt, Fault},
    outcome::{NotSent, Rejection, RejectionClass},
};

use super::Case;
use crate::{asks::TOKEN, errors, faults, secrets, subject::Subject, wrapped::Flaw};

type Check = fn(&dyn Subject);

fn no() -> Rejection {
    Rejection {
        class: RejectionClass::Refused,
        provider_code: String::new(),
        detail: String::new(),
    }
}

pub(super) fn of_outcomes() -> Vec<Case> {
    let told = |undone| Flaw { undone: Some(undone), ..Flaw::default() };
    let faults: Check = faults::each_fault_at_each_step_has_its_outcome;
    vec![
        (
            "takes a time-out for not sent",
            faults,
            told(|_, outcome| match outcome {
                Outcome::Unclear(Doubt::TimedOut) => Outcome::NotSent(Fault::Connect.into()),
                other => other,
            }),
        ),
        (
            "takes a server's error for a no",
            faults,
            told(|_, outcome| match outcome {
                Outcome::Unclear(Doubt::ProviderError) => Outcome::Rejected(no()),
                other => other,
            }),
        ),
        (
            "takes a page for a no",
            faults,
            told(|_, outcome| match outcome {
                Outcome::Unclear(Doubt::Unreadable) => Outcome::Rejected(no()),
                other => other,
            }),
        ),
        (
            "does not know whether a request left that did not",
            faults,
            told(|_, outcome| match outcome {
                Outcome::NotSent(_) => Outcome::Unclear(Doubt::ConnectionLost),
                other => other,
            }),
        ),
        (
            "forgets how long to wait",
            faults,
            told(|_, outcome| match outcome {
                Outcome::NotSent(NotSent { fault, .. }) => Outcome::NotSent(fault.into()),
                other => other,
            }),
        ),
        (
            "calls a write unsent because what followed was",
            faults,
            told(|sent, outcome| match outcome {
                Outcome::Unclear(_) if sent > 1 => Outcome::NotSent(Fault::Connect.into()),
                other => other,
            }),
        ),
        (
            "tells one no from no other",
            errors::each_documented_error_has_its_outcome_at_each_step,
            told(|_, outcome| match outcome {
                Outcome::Rejected(no) => {
                    Outcome::Rejected(Rejection { class: RejectionClass::Refused, ..no })
                }
                other => other,
            }),
        ),
        (
            "drops the provider's words",
            errors::a_no_keeps_the_providers_code_and_words_but_not_endlessly,
            told(|_, outcome| match outcome {
                Outcome::Rejected(rejection) => {
                    Outcome::Rejected(Rejection { detail: String::new(), ..rejection })
                }
                other => other,
            }),
        ),
        (
            "shows the token in an error",
            secrets::no_secret_is_shown,
            told(|_, outcome| match outcome {
                Outcome::Unclear(_) => {
                    Outcome::Rejected(Rejection { detail: TOKEN.to_owned(), ..no() })
                }
                other => other,
            }),
        ),
    ]
}
