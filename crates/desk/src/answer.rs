//! What a provider's outcome is to the life of an intent.

use domain::{
    Outcome, TillError, Timestamp,
    capabilities::{KeyPromise, WriteRules},
    customer_email::CustomerEmail,
    error::{Doubt, Field},
    link_life::{Absence, LinkEvent},
    outcome::{Rejection, RejectionClass},
    refund_life::RefundEvent,
    rules::{Rule, holds},
};
use ledger::LinkRecord;
use providers::{CreatedLink, MadeRefund};

/// What the answer to a create tells the link's intent; `email` is what was sent of the customer's. It goes into the book as
/// an event, and no event holds contact data: a provider's words that may repeat it are left out.
pub(crate) fn to_create(outcome: Outcome<CreatedLink>, email: Option<&CustomerEmail>) -> LinkEvent {
    match outcome {
        Outcome::Done(link) => made(link),
        Outcome::Rejected(no) => {
            let is_about_it = no.class == RejectionClass::Invalid(Field::CustomerEmail);
            let may_repeat = |email| is_about_it || may_name(&no.detail, email);
            let detail = if email.is_some_and(may_repeat) { String::new() } else { no.detail };
            LinkEvent::Rejected { error: Rejection { detail, ..no }.into() }
        }
        Outcome::NotSent(not_sent) => not_sent.into(),
        Outcome::Unclear(doubt) if !holds(Rule::TimeoutIsUnknown) => {
            LinkEvent::Rejected { error: TillError::UnclearOutcome { doubt } }
        }
        Outcome::Unclear(doubt) => LinkEvent::Unclear { doubt },
    }
}

/// True where `words` may hold the address, be it in other letters or with some of its characters escaped: they have the
/// longest word of what stands before the `@`, or that could be escaped itself.
fn may_name(words: &str, email: &CustomerEmail) -> bool {
    let name = email.as_str().split('@').next().unwrap_or_default().to_lowercase();
    let longest = name.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len());
    longest.is_some_and(|word| !word.is_ascii() || words.to_lowercase().contains(word))
}

/// What a link that the provider shows tells its intent.
pub(crate) fn made(link: CreatedLink) -> LinkEvent {
    match link {
        CreatedLink::Usable(link) => LinkEvent::Made(link),
        CreatedLink::Unusable { provider_id, error } => LinkEvent::Unusable { provider_id, error },
    }
}

/// What the answer to a refund tells its intent.
pub(crate) fn to_refund(outcome: Outcome<MadeRefund>) -> RefundEvent {
    match outcome {
        Outcome::Done(MadeRefund::Stands(refund)) => {
            RefundEvent::Made { provider_id: refund.provider_id }
        }
        Outcome::Done(MadeRefund::Refused(rejection)) => {
            RefundEvent::RefusedByRecord { error: rejection.into() }
        }
        Outcome::Rejected(rejection) if !holds(Rule::RefusalFinalOnce) => {
            RefundEvent::RefusedByRecord { error: rejection.into() }
        }
        Outcome::Rejected(rejection) => RefundEvent::Rejected { error: rejection.into() },
        Outcome::NotSent(not_sent) => not_sent.into(),
        Outcome::Unclear(doubt) if !holds(Rule::TimeoutIsUnknown) => {
            RefundEvent::RefusedByRecord { error: TillError::UnclearOutcome { doubt } }
        }
        Outcome::Unclear(doubt) => RefundEvent::Unclear { doubt },
    }
}

/// The two moments that count for a look, by the provider's clock: the till may have slept in between, over an answer that
/// had come already.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looked {
    /// When it was asked: what is not shown proves nothing about what came later.
    pub(crate) began: Timestamp,
    /// When what it showed is acted on: by then a key may be forgotten.
    pub(crate) now: Timestamp,
}

/// How much 'not found' is worth, all times by the provider's clock (RELIABILITY 1.6, R6 and R7).
pub(crate) fn absence(
    rules: &WriteRules,
    first_sent: Option<Timestamp>,
    last_sent: Option<Timestamp>,
    looked: Looked,
) -> Absence {
    let key_known = match rules.key {
        KeyPromise::None => !holds(Rule::KeylessNeverRepeats),
        _ if !holds(Rule::SafeWindow) => true,
        _ => first_sent.is_some_and(|sent| rules.key_still_known(looked.now.since(sent))),
    };
    if key_known { Absence::KeyKnown } else { keyless_absence(rules, last_sent, looked.began) }
}

/// The same for a link that was to end at `expires_at`: once that is over, a repeat could only make a dead link, so the
/// key counts no longer.
pub(crate) fn link_absence(rules: &WriteRules, link: &LinkRecord, looked: Looked) -> Absence {
    if looked.now < link.expires_at {
        absence(rules, link.first_sent, link.last_sent, looked)
    } else {
        keyless_absence(rules, link.last_sent, looked.began)
    }
}

/// The same where no key can be relied on: only the quiet period proves anything, and only to a look that began after it.
pub(crate) fn keyless_absence(
    rules: &WriteRules,
    last_sent: Option<Timestamp>,
    began: Timestamp,
) -> Absence {
    let is_over = |sent| !holds(Rule::QuietPeriod) || began.since(sent) > rules.quiet_period();
    if last_sent.is_none_or(is_over) { Absence::Proven } else { Absence::TooEarly }
}

/// What follows where all looks for a link tell nothing for long: none ever will. While the provider surely knows the key,
/// that tells instead, as it gives the same link again. Later nobody can tell whether there is one: nobody saw its address,
/// so a new one may be made, and no word may say that this one was never made.
pub(crate) fn looked_in_vain(absence: Absence) -> Option<LinkEvent> {
    let error = TillError::InvalidResponse { doubt: Doubt::Unreadable };
    match absence {
        Absence::KeyKnown => Some(LinkEvent::Absent(absence)),
        Absence::Proven => Some(LinkEvent::Unusable { provider_id: None, error }),
        Absence::TooEarly => None,
    }
}

/// What follows from a look at a refund, capture or release that tells nothing, once nothing can arrive any more: no
/// further look would tell more, so a person has to look elsewhere.
pub(crate) fn of_no_use<T>(
    look: &Outcome<T>,
    rules: &WriteRules,
    last_sent: Option<Timestamp>,
    began: Timestamp,
) -> Option<RefundEvent> {
    let is_over = keyless_absence(rules, last_sent, began) == Absence::Proven;
    (tells_nothing(look) && is_over).then_some(RefundEvent::Contradicted)
}

/// What follows from a look that was refused, where something does: these keys may never look, but the provider itself
/// still tells a repeat by its key.
pub(crate) fn after_refused_look(no: &Rejection, absence: Absence) -> Option<RefundEvent> {
    let by_key = no.class == RejectionClass::Permission && absence == Absence::KeyKnown;
    by_key.then_some(RefundEvent::Absent(absence))
}

/// True for a look that was answered and tells nothing: the next one would be answered alike.
pub(crate) fn tells_nothing<T>(look: &Outcome<T>) -> bool {
    match look {
        // Refused keys say nothing about what was looked for, and others will come.
        Outcome::Rejected(no) => no.class != RejectionClass::Credentials,
        Outcome::Unclear(doubt) => {
            matches!(doubt, Doubt::Unreadable | Doubt::Different | Doubt::Refused)
        }
        Outcome::Done(_) | Outcome::NotSent(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const HOUR: Duration = Duration::from_hours(1);
    const RULES: WriteRules = WriteRules {
        key: KeyPromise::ConflictWithId,
        key_window: Some(Duration::from_hours(24)),
        late_bound: Duration::from_mins(15),
        read_lag: Duration::from_mins(1),
    };

    #[test]
    fn not_found_is_worth_more_the_older_the_request() {
        let sent = Timestamp::parse("2026-11-20T12:00:00Z");
        let at = |later: Duration| sent.unwrap().plus(later);
        let looked = |later: Duration| Looked { began: at(later), now: at(later) };
        assert_eq!(absence(&RULES, sent, sent, looked(HOUR)), Absence::KeyKnown);
        assert_eq!(
            absence(&RULES, sent, Some(at(30 * HOUR)), looked(30 * HOUR + HOUR / 6)),
            Absence::TooEarly
        );
        assert_eq!(absence(&RULES, sent, sent, looked(30 * HOUR)), Absence::Proven);
    }

    #[test]
    fn without_a_key_only_the_quiet_period_proves_anything() {
        let keyless = WriteRules { key: KeyPromise::None, key_window: None, ..RULES };
        let sent = Timestamp::parse("2026-11-20T12:00:00Z");
        let at = |later: Duration| sent.unwrap().plus(later);
        let looked = |later: Duration| Looked { began: at(later), now: at(later) };
        assert_eq!(absence(&keyless, sent, sent, looked(HOUR / 6)), Absence::TooEarly);
        assert_eq!(absence(&keyless, sent, sent, looked(HOUR)), Absence::Proven);
    }

    #[test]
    fn a_till_that_slept_over_an_answer_takes_it_for_as_old_as_it_is_and_its_key_too() {
        let sent = Timestamp::parse("2026-11-20T12:00:00Z");
        let at = |later: Duration| sent.unwrap().plus(later);
        let slept = |hours: u32| Looked { began: at(HOUR / 60), now: at(hours * HOUR) };
        assert_eq!(absence(&RULES, sent, sent, slept(19)), Absence::KeyKnown);
        assert_eq!(absence(&RULES, sent, sent, slept(30)), Absence::TooEarly);
    }
}
