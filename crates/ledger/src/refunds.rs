//! Refunds: the reservation that makes an over-refund impossible, and what happens to each intent.

use std::borrow::Cow;

use domain::{
    Amount, Currency, Money,
    event::Fact,
    ids::{AccountId, LinkId, PaymentId, PressId, ProviderRefundId, RefundId},
    payment::PaymentStatus,
    refund::SeenRefund,
    refund_life::{RefundEffect, RefundEvent, RefundState},
    rules::{Rule, holds},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Ledger,
    append::Writing,
    columns, day_limit,
    error::{Failure, LedgerError, StartRefundError},
    intents,
    project::{
        intent::{self, Intent},
        payment,
    },
    records::{Elsewhere, Entry, RefundStarted, StartRefund, TotalSeen},
};

impl Ledger {
    /// Reserves the sum, and writes the refund's intent and that its first request is about to leave, in one
    /// transaction under the write lock: two refunds at once can't both take the same money (RELIABILITY 1.6, R3).
    ///
    /// An earlier refund of this payment that provably was never sent is withdrawn first, since its sum would stand in
    /// the way.
    ///
    /// So is the limit of a day checked under that lock: two refunds at once can't both be the last that is within it.
    pub fn start_refund(
        &self,
        entry: Entry,
        start: &StartRefund,
    ) -> Result<RefundStarted, StartRefundError> {
        self.write(|writing| {
            if let Some((before, payment)) = refund_of_press(&writing.book, start.press)? {
                if payment != start.payment {
                    return Err(StartRefundError::OtherPayment);
                }
                return Ok(RefundStarted::Before(before));
            }
            if holds(Rule::Reservation) {
                withdraw_what_was_never_sent(writing, entry, start.payment)?;
                check_left(&writing.book, start.payment, start.amount)?;
            }
            day_limit::check(&writing.book, entry.by, start)?;
            write(writing, entry, start)?;
            Ok(RefundStarted::Now)
        })
    }

    /// Takes one step in the life of a refund's intent. Gives where it stands now and what must be done.
    ///
    /// What changes nothing and asks for nothing but patience is not written down.
    ///
    /// No request begins that could give back more than came (RELIABILITY 1.6, R3): where the payment no longer
    /// covers all of its refunds, this one included, a `Begun` withdraws a refund that was never sent, and hands one
    /// that may have been made to a person.
    pub fn refund_event(
        &self,
        entry: Entry,
        refund: RefundId,
        event: &RefundEvent,
    ) -> Result<(RefundState, &'static [RefundEffect]), LedgerError> {
        self.write(|writing| {
            let event = covered(&writing.book, refund, event)?;
            intents::step(writing, entry, Intent::Refund(refund), &event)
        })
    }

    /// Those of `ids` that the book knows neither as this till's refunds nor as somebody else's, of whatever payment.
    pub fn unknown_refunds(
        &self,
        account: AccountId,
        ids: &[ProviderRefundId],
    ) -> Result<Vec<ProviderRefundId>, LedgerError> {
        self.read(|book| {
            let mut unknown = Vec::new();
            for id in ids {
                if !is_known(book, account, id)? {
                    unknown.push(id.clone());
                }
            }
            Ok(unknown)
        })
    }

    /// Writes down a refund that this till did not make, as a look at the provider showed it; `looked_for` is the refund
    /// of ours that the look was for and that is surely not this one.
    ///
    /// Nothing is written while any other refund of ours of this payment is not settled: somebody began it beside the
    /// look, and it may be this one.
    pub fn refund_elsewhere(
        &self,
        entry: Entry,
        payment: PaymentId,
        provider_id: &ProviderRefundId,
        amount: Amount,
        looked_for: Option<RefundId>,
    ) -> Result<Elsewhere, LedgerError> {
        self.write(|writing| {
            let (_, account) = payment::sale_and_account(&writing.book, payment)?;
            if is_known(&writing.book, account, provider_id)? {
                return Ok(Elsewhere::Known);
            }
            if may_be_ours(&writing.book, payment, looked_for)? {
                return Ok(Elsewhere::MayBeOurs);
            }
            let provider_id = provider_id.clone();
            writing.append(entry, &Fact::RefundElsewhere { payment, provider_id, amount })?;
            Ok(Elsewhere::News)
        })
    }

    /// Writes down what a look at `link` showed to have gone back of one of its payments without this till. True where that
    /// was news. Nothing is written of a payment that the book does not know.
    pub fn went_back(
        &self,
        entry: Entry,
        link: LinkId,
        refund: &SeenRefund,
    ) -> Result<bool, LedgerError> {
        let (Some(payment), Ok(amount)) = (&refund.payment, Amount::new(refund.amount)) else {
            return Ok(false);
        };
        let known = self.read(|book| {
            let (_, account) = payment::place(book, link)?.ok_or(LedgerError::NotFound)?;
            payment::find(book, account, payment)
        })?;
        let Some((payment, _, _)) = known.filter(|_| refund.stands) else {
            return Ok(false);
        };
        let id = &refund.provider_id;
        Ok(self.refund_elsewhere(entry, payment, id, amount, None)? == Elsewhere::News)
    }

    /// Writes down that the provider failed a refund that it had taken and that this till did not make. Nothing is written
    /// of one that the book does not count.
    pub fn refund_elsewhere_failed(
        &self,
        entry: Entry,
        payment: PaymentId,
        provider_id: &ProviderRefundId,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            let counted = writing
                .book
                .prepare_cached(
                    "SELECT minor, currency FROM refunds_elsewhere
                     WHERE payment = ?1 AND provider_id = ?2 AND failed_at IS NULL",
                )?
                .query_row(params![payment.to_string(), provider_id.as_str()], columns::amount)
                .optional()?;
            if let Some(amount) = counted {
                let provider_id = provider_id.clone();
                let fact = Fact::RefundElsewhereFailed { payment, provider_id, amount };
                writing.append(entry, &fact)?;
            }
            Ok(())
        })
    }

    /// Writes down what went back of a payment without this till, as [`Ledger::refund_elsewhere`] does, where the
    /// provider shows only the total. It gets a name made of the payment and the total, for the provider has none.
    ///
    /// Nothing is written where the book counts something else by now than when the provider was asked: then the total is
    /// older than the book.
    pub fn total_elsewhere(
        &self,
        entry: Entry,
        payment: PaymentId,
        seen: TotalSeen,
        looked_for: Option<RefundId>,
    ) -> Result<Elsewhere, LedgerError> {
        self.write(|writing| {
            let gone = gone(&writing.book, payment)?;
            let Ok(amount) = Amount::new(seen.elsewhere) else {
                return Ok(Elsewhere::Known);
            };
            if gone.sum != seen.in_book || may_be_ours(&writing.book, payment, looked_for)? {
                return Ok(Elsewhere::MayBeOurs);
            }
            let name = format!("{payment}-{}-{}", gone.elsewhere, seen.total.minor());
            let provider_id = name.try_into().map_err(|_| Failure::Misuse)?;
            writing.append(entry, &Fact::RefundElsewhere { payment, provider_id, amount })?;
            Ok(Elsewhere::News)
        })
    }
}

/// True where a refund of ours of this payment, other than `looked_for`, is not settled: somebody began it beside the
/// look.
fn may_be_ours(
    book: &Connection,
    payment: PaymentId,
    looked_for: Option<RefundId>,
) -> Result<bool, LedgerError> {
    let may_be_it = |(refund, state): (RefundId, RefundState)| {
        Some(refund) != looked_for && state.is_unsettled()
    };
    Ok(refunds_of(book, payment)?.into_iter().any(may_be_it))
}

/// What surely went back of a payment.
struct Gone {
    /// In all: by this till and elsewhere.
    sum: Money,
    /// How many refunds elsewhere the book knows.
    elsewhere: u32,
}

fn gone(book: &Connection, payment: PaymentId) -> Result<Gone, LedgerError> {
    let confirmed = columns::to_json(&RefundState::Confirmed)?;
    book.prepare_cached(
        "SELECT currency,
                (SELECT coalesce(sum(minor), 0) FROM refunds
                    WHERE payment = payments.id AND state = ?2)
                + (SELECT coalesce(sum(minor), 0) FROM refunds_elsewhere
                    WHERE payment = payments.id AND currency = payments.currency
                        AND failed_at IS NULL) AS minor,
                (SELECT count(*) FROM refunds_elsewhere WHERE payment = payments.id) AS elsewhere
             FROM payments WHERE id = ?1",
    )?
    .query_row(params![payment.to_string(), confirmed], |row| {
        Ok(Gone { sum: columns::money(row)?, elsewhere: row.get("elsewhere")? })
    })
    .optional()?
    .ok_or(LedgerError::NotFound)
}

fn is_known(
    book: &Connection,
    account: AccountId,
    provider_id: &ProviderRefundId,
) -> Result<bool, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT 1 FROM refunds WHERE account = ?1 AND provider_id = ?2
             UNION ALL
             SELECT 1 FROM refunds_elsewhere WHERE account = ?1 AND provider_id = ?2",
        )?
        .exists(params![account.to_string(), provider_id.as_str()])?)
}

fn refund_of_press(
    book: &Connection,
    press: PressId,
) -> Result<Option<(RefundId, PaymentId)>, LedgerError> {
    Ok(book
        .prepare_cached("SELECT id, payment FROM refunds WHERE press = ?1")?
        .query_row([press.to_string()], |row| {
            Ok((columns::parsed(row, "id")?, columns::parsed(row, "payment")?))
        })
        .optional()?)
}

/// What `event` is to a refund: itself, unless it is a beginning that the payment does not cover.
fn covered<'e>(
    book: &Connection,
    refund: RefundId,
    event: &'e RefundEvent,
) -> Result<Cow<'e, RefundEvent>, LedgerError> {
    if !matches!(event, RefundEvent::Begun { .. }) || !holds(Rule::Reservation) {
        return Ok(Cow::Borrowed(event));
    }
    let (_, progress) = intent::load(book, Intent::Refund(refund))?.ok_or(LedgerError::NotFound)?;
    let (state, covered) = (progress.state(), is_covered(book, refund)?);
    Ok(match state {
        RefundState::Reserved if !covered => Cow::Owned(RefundEvent::Withdrawn),
        RefundState::Unknown { .. } if !covered => Cow::Owned(RefundEvent::Contradicted),
        _ => Cow::Borrowed(event),
    })
}

/// True where the money of the refund's payment is there, and is enough for every refund of it that may have been or
/// may yet be made, here and elsewhere.
fn is_covered(book: &Connection, refund: RefundId) -> Result<bool, LedgerError> {
    let payment = book
        .prepare_cached("SELECT payment FROM refunds WHERE id = ?1")?
        .query_row([refund.to_string()], |row| columns::parsed(row, "payment"))?;
    let (status, remaining) = remaining(book, payment)?;
    Ok(status == PaymentStatus::Paid && remaining.minor >= 0)
}

fn withdraw_what_was_never_sent(
    writing: &mut Writing<'_>,
    entry: Entry,
    payment: PaymentId,
) -> Result<(), StartRefundError> {
    for (refund, state) in refunds_of(&writing.book, payment)? {
        if state.is_unsettled() {
            return Err(StartRefundError::StillSettling);
        }
        if state == RefundState::Reserved {
            intents::step(writing, entry, Intent::Refund(refund), &RefundEvent::Withdrawn)?;
        }
    }
    Ok(())
}

fn refunds_of(
    book: &Connection,
    payment: PaymentId,
) -> Result<Vec<(RefundId, RefundState)>, LedgerError> {
    let mut refunds =
        book.prepare_cached("SELECT id, state FROM refunds WHERE payment = ?1 ORDER BY seq")?;
    let refunds = refunds.query_map([payment.to_string()], |row| {
        Ok((columns::parsed(row, "id")?, columns::json(row, "state")?))
    })?;
    Ok(refunds.collect::<Result<_, _>>()?)
}

fn check_left(
    book: &Connection,
    payment: PaymentId,
    wanted: Amount,
) -> Result<(), StartRefundError> {
    let (status, left) = left(book, payment)?;
    if status != PaymentStatus::Paid {
        return Err(StartRefundError::NotRefundable);
    }
    if wanted.currency() != left.currency() {
        return Err(StartRefundError::OtherCurrency { paid: left.currency() });
    }
    if wanted.minor() > left.minor() {
        return Err(StartRefundError::OverRefund { left });
    }
    Ok(())
}

fn left(book: &Connection, payment: PaymentId) -> Result<(PaymentStatus, Money), LedgerError> {
    let (status, remaining) = remaining(book, payment)?;
    let left = u64::try_from(remaining.minor).unwrap_or_default();
    Ok((status, Money::new(left, remaining.currency)))
}

/// What remains of a payment, in minor units; below zero where more is promised than came.
struct Remaining {
    minor: i64,
    currency: Currency,
}

/// How far the payment is, and what remains of it: paid − every refund of ours that may have been or may yet be made −
/// refunds made elsewhere.
fn remaining(
    book: &Connection,
    payment: PaymentId,
) -> Result<(PaymentStatus, Remaining), LedgerError> {
    book.prepare_cached(
        "SELECT status, currency, minor
                 - (SELECT coalesce(sum(minor), 0) FROM refunds
                    WHERE payment = payments.id AND reserves = 1)
                 - (SELECT coalesce(sum(minor), 0) FROM refunds_elsewhere
                    WHERE payment = payments.id AND currency = payments.currency
                        AND failed_at IS NULL) AS remaining
             FROM payments WHERE id = ?1",
    )?
    .query_row([payment.to_string()], |row| {
        let remaining =
            Remaining { minor: row.get("remaining")?, currency: columns::parsed(row, "currency")? };
        Ok((columns::json(row, "status")?, remaining))
    })
    .optional()?
    .ok_or(LedgerError::NotFound)
}

fn write(writing: &mut Writing<'_>, entry: Entry, start: &StartRefund) -> Result<(), LedgerError> {
    writing.append(
        entry,
        &Fact::RefundPlanned {
            refund: start.refund,
            payment: start.payment,
            press: start.press,
            key: start.key,
            amount: start.amount,
            reason: start.reason,
            approved_by: start.approved_by,
        },
    )?;
    if !start.note.is_empty() {
        writing
            .book
            .prepare_cached("INSERT INTO refund_notes (refund, note) VALUES (?1, ?2)")?
            .execute(params![start.refund.to_string(), start.note])?;
    }
    writing.append(
        entry,
        &Fact::Refund {
            refund: start.refund,
            event: RefundEvent::Begun { provider_time: start.provider_time },
        },
    )
}
