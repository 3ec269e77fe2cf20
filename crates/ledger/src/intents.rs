//! Steps in the life of an intent that moves money: what refunds, captures and releases have in common.

use domain::{
    event::Fact,
    refund_life::{RefundEffect, RefundEvent, RefundState},
};

use crate::{
    append::Writing,
    error::LedgerError,
    project::intent::{self, Intent},
    records::Entry,
};

/// Takes one step and writes it down, unless it changes nothing and asks for nothing but patience.
pub(crate) fn step(
    writing: &mut Writing<'_>,
    entry: Entry,
    intent: Intent,
    event: &RefundEvent,
) -> Result<(RefundState, &'static [RefundEffect]), LedgerError> {
    let (_, progress) = intent::load(&writing.book, intent)?.ok_or(LedgerError::NotFound)?;
    let (next, effects) = progress.after(event, entry.at);
    if next != progress || effects.iter().any(|effect| is_news(*effect)) {
        let event = event.clone();
        let fact = match intent {
            Intent::Refund(refund) => Fact::Refund { refund, event },
            Intent::HoldEnd(hold_end) => Fact::HoldEnd { hold_end, event },
        };
        writing.append(entry, &fact)?;
    }
    Ok((next.state(), effects))
}

fn is_news(effect: RefundEffect) -> bool {
    !matches!(effect, RefundEffect::LookUpLater)
}
