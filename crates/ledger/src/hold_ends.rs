//! Captures and releases: never a second one of the same reservation, and what happens to each intent.

use std::borrow::Cow;

use domain::{
    Amount, Money,
    event::Fact,
    hold::{HoldEndKind, HoldProof},
    ids::{HoldEndId, PaymentId, PressId, ProviderRefundId},
    payment::PaymentStatus,
    refund_life::{RefundEffect, RefundEvent, RefundState},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{
    Ledger,
    append::Writing,
    columns,
    error::{LedgerError, StartHoldEndError},
    intents,
    project::intent::{self, Intent},
    records::{Entry, HoldEndStarted, StartHoldEnd},
};

impl Ledger {
    /// Writes the intent of a capture or a release and that its first request is about to leave, in one transaction
    /// under the write lock: two at once can't both end the same reservation (RELIABILITY 1.6, R3).
    ///
    /// An earlier one of this payment that provably was never sent is withdrawn first.
    pub fn start_hold_end(
        &self,
        entry: Entry,
        start: &StartHoldEnd,
    ) -> Result<HoldEndStarted, StartHoldEndError> {
        self.write(|writing| {
            if let Some((before, payment)) = hold_end_of_press(&writing.book, start.press)? {
                if payment != start.payment {
                    return Err(StartHoldEndError::OtherPayment);
                }
                return Ok(HoldEndStarted::Before(before));
            }
            let hold = Hold::of(&writing.book, start.payment)?;
            hold.check(start.kind, start.amount)?;
            make_room(writing, entry, start.payment)?;
            write(writing, entry, start)?;
            Ok(HoldEndStarted::Now)
        })
    }

    /// Takes one step in the life of a capture's or a release's intent. Gives where it stands now and what must be
    /// done.
    ///
    /// What changes nothing and asks for nothing but patience is not written down.
    ///
    /// No request begins once the payment is not reserved as it was: a `Begun` withdraws an intent that was never sent.
    /// One that may have been made is confirmed where the payment shows what was asked for, and handed to a person
    /// where it shows something else.
    pub fn hold_end_event(
        &self,
        entry: Entry,
        hold_end: HoldEndId,
        event: &RefundEvent,
    ) -> Result<(RefundState, &'static [RefundEffect]), LedgerError> {
        self.write(|writing| {
            let event = held(&writing.book, hold_end, event)?;
            intents::step(writing, entry, Intent::HoldEnd(hold_end), &event)
        })
    }
}

/// A payment as far as its reservation matters.
struct Hold {
    status: PaymentStatus,
    amount: Money,
}

impl Hold {
    fn of(book: &Connection, payment: PaymentId) -> Result<Self, LedgerError> {
        book.prepare_cached("SELECT status, minor, currency FROM payments WHERE id = ?1")?
            .query_row([payment.to_string()], hold)
            .optional()?
            .ok_or(LedgerError::NotFound)
    }

    fn check(&self, kind: HoldEndKind, amount: Amount) -> Result<(), StartHoldEndError> {
        if self.status != PaymentStatus::Reserved {
            return Err(StartHoldEndError::NotReserved);
        }
        if amount.currency() != self.amount.currency() {
            return Err(StartHoldEndError::OtherCurrency);
        }
        let fits = match kind {
            HoldEndKind::Capture => amount.minor() <= self.amount.minor(),
            HoldEndKind::Release => amount.minor() == self.amount.minor(),
        };
        if fits { Ok(()) } else { Err(StartHoldEndError::TooMuch { reserved: self.amount }) }
    }

    /// True where the payment shows that it ended in just this way.
    fn shows(&self, kind: HoldEndKind, amount: Amount) -> bool {
        kind.proof(amount, &self.status, self.amount) == HoldProof::Done
    }
}

fn hold(row: &Row<'_>) -> rusqlite::Result<Hold> {
    Ok(Hold { status: columns::json(row, "status")?, amount: columns::money(row)? })
}

fn hold_end_of_press(
    book: &Connection,
    press: PressId,
) -> Result<Option<(HoldEndId, PaymentId)>, LedgerError> {
    Ok(book
        .prepare_cached("SELECT id, payment FROM hold_ends WHERE press = ?1")?
        .query_row([press.to_string()], |row| {
            Ok((columns::parsed(row, "id")?, columns::parsed(row, "payment")?))
        })
        .optional()?)
}

/// Withdraws what was never sent. Anything else that may have ended the reservation stands in the way.
fn make_room(
    writing: &mut Writing<'_>,
    entry: Entry,
    payment: PaymentId,
) -> Result<(), StartHoldEndError> {
    for (earlier, state) in hold_ends_of(&writing.book, payment)? {
        match state {
            RefundState::Reserved => {
                let withdrawn = RefundEvent::Withdrawn;
                intents::step(writing, entry, Intent::HoldEnd(earlier), &withdrawn)?;
            }
            state if state.reserves() => return Err(StartHoldEndError::StillSettling),
            _ => {}
        }
    }
    Ok(())
}

fn hold_ends_of(
    book: &Connection,
    payment: PaymentId,
) -> Result<Vec<(HoldEndId, RefundState)>, LedgerError> {
    let mut ends =
        book.prepare_cached("SELECT id, state FROM hold_ends WHERE payment = ?1 ORDER BY seq")?;
    let ends = ends.query_map([payment.to_string()], |row| {
        Ok((columns::parsed(row, "id")?, columns::json(row, "state")?))
    })?;
    Ok(ends.collect::<Result<_, _>>()?)
}

fn write(writing: &mut Writing<'_>, entry: Entry, start: &StartHoldEnd) -> Result<(), LedgerError> {
    writing.append(
        entry,
        &Fact::HoldEndPlanned {
            hold_end: start.hold_end,
            payment: start.payment,
            press: start.press,
            key: start.key,
            kind: start.kind,
            amount: start.amount,
        },
    )?;
    writing.append(
        entry,
        &Fact::HoldEnd {
            hold_end: start.hold_end,
            event: RefundEvent::Begun { provider_time: start.provider_time },
        },
    )
}

/// What `event` is to a capture or a release: itself, unless it is a beginning and the reservation is no longer there
/// for it.
fn held<'e>(
    book: &Connection,
    hold_end: HoldEndId,
    event: &'e RefundEvent,
) -> Result<Cow<'e, RefundEvent>, LedgerError> {
    if !matches!(event, RefundEvent::Begun { .. }) {
        return Ok(Cow::Borrowed(event));
    }
    let intent = Intent::HoldEnd(hold_end);
    let (_, progress) = intent::load(book, intent)?.ok_or(LedgerError::NotFound)?;
    let planned = Planned::of(book, hold_end)?;
    if planned.is_held && !planned.has_rival {
        return Ok(Cow::Borrowed(event));
    }
    Ok(match progress.state() {
        RefundState::Reserved => Cow::Owned(RefundEvent::Withdrawn),
        RefundState::Unknown { .. } => Cow::Owned(match planned.done {
            Some(provider_id) if !planned.has_rival => RefundEvent::Made { provider_id },
            _ => RefundEvent::Contradicted,
        }),
        _ => Cow::Borrowed(event),
    })
}

/// What a capture or a release meets now.
struct Planned {
    /// True where the payment is still reserved for it.
    is_held: bool,
    /// True where another one may have ended the reservation.
    has_rival: bool,
    /// The payment's own id, where the payment shows that this one was made.
    done: Option<ProviderRefundId>,
}

impl Planned {
    fn of(book: &Connection, hold_end: HoldEndId) -> Result<Self, LedgerError> {
        let (payment, kind, amount, provider_id) = book
            .prepare_cached(
                "SELECT hold_ends.payment, hold_ends.kind, hold_ends.minor, hold_ends.currency,
                     payments.provider_id
                 FROM hold_ends JOIN payments ON payments.id = payment WHERE hold_ends.id = ?1",
            )?
            .query_row([hold_end.to_string()], |row| {
                Ok((
                    columns::parsed(row, "payment")?,
                    columns::word(row, "kind")?,
                    columns::amount(row)?,
                    columns::required(row, "provider_id")?,
                ))
            })?;
        let has_rival = book
            .prepare_cached(
                "SELECT 1 FROM hold_ends
                 WHERE payment = ?1 AND id <> ?2 AND reserves = 1 AND state <> ?3",
            )?
            .exists(params![
                PaymentId::to_string(&payment),
                hold_end.to_string(),
                columns::to_json(&RefundState::Reserved)?,
            ])?;
        let hold = Hold::of(book, payment)?;
        Ok(Self {
            is_held: hold.check(kind, amount).is_ok(),
            has_rival,
            done: hold.shows(kind, amount).then_some(provider_id),
        })
    }
}
