//! What is Flitt's own in the plan of a run.

use std::time::Duration;

use desk::domain::link_kind::{LinkKindForm, Period};

use crate::{
    chance::Chance,
    plan::{Customer, SalePlan},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How the gateway and the banks behind it behave.
#[expect(clippy::struct_excessive_bools, reason = "each is a mood of its own")]
#[derive(Debug, Default, Clone)]
pub(crate) struct Moods {
    /// How long a refund waits for the bank.
    pub(crate) refunds_wait: Option<Duration>,
    /// How long a capture waits for the bank.
    pub(crate) captures_wait: Option<Duration>,
    /// How long the money of a card check stays away.
    pub(crate) checks_wait: Option<Duration>,
    /// How often a bank declines a refund or a release, in a thousand.
    pub(crate) declines_refunds: u64,
    /// True where part of a payment can't go back.
    pub(crate) only_full_refunds: bool,
    /// In which of its two readings the gateway tells what was captured.
    pub(crate) captured_in_minor_units: bool,
    /// True where a repeated checkout gives the first address again, as no document promises.
    pub(crate) repeats_give_the_link: bool,
    /// True where the shop may read the reports, so that one look shows many links.
    pub(crate) reports: bool,
}

impl Moods {
    pub(crate) fn of(chance: &mut Chance) -> Self {
        let wait = |chance: &mut Chance| {
            let longest = chance.pick(&[10 * SECOND, 2 * MINUTE, HOUR]);
            chance.happens(300).then(|| chance.span(SECOND..=longest))
        };
        Self {
            refunds_wait: wait(chance),
            captures_wait: wait(chance),
            checks_wait: wait(chance),
            declines_refunds: if chance.happens(250) { chance.number(50..=500) } else { 0 },
            only_full_refunds: chance.happens(60),
            captured_in_minor_units: chance.happens(500),
            repeats_give_the_link: chance.happens(150),
            reports: chance.happens(300),
        }
    }
}

/// A sale as Flitt can make it: payable once, with more to it than a payment, and with customers that only Flitt knows.
pub(crate) fn at_flitt(mut sale: SalePlan, holds: bool, chance: &mut Chance) -> SalePlan {
    sale.uses = None;
    // Nothing but its own end keeps a late link from being paid: some are over before their request arrives.
    if chance.happens(250) {
        sale.payable_for = 60;
    }
    sale.customer = match sale.customer {
        Customer::PaysCancelled => {
            Customer::PaysSlowly { processing: chance.pick(&[20, 300, 2_400]) }
        }
        Customer::PaysTwice => Customer::DeclinedOften { tries: chance.pick(&[1, 2, 5]) },
        Customer::PaysOther(difference) if chance.happens(300) => {
            if difference < 0 {
                Customer::OnlyReserves
            } else {
                Customer::PaysOther(difference)
            }
        }
        customer => customer,
    };
    sale.kind = if holds && chance.happens(800) {
        LinkKindForm::Reservation
    } else if chance.happens(60) {
        LinkKindForm::CardCheck
    } else if chance.happens(150) {
        sale.charges = (0..chance.number(0..=4)).map(|_| charges(chance)).collect();
        LinkKindForm::Subscription {
            each_minor: "900".to_owned(),
            every: 1,
            period: Period::Day,
            starts_on: "2026-11-21".to_owned(),
            times: 5,
        }
    } else {
        LinkKindForm::Payment
    };
    sale
}

/// When somebody presses Stop charges, or Resume.
fn charges(chance: &mut Chance) -> (Duration, bool) {
    (chance.span(5 * MINUTE..=2 * HOUR), chance.happens(500))
}
