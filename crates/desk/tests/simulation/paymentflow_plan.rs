//! What is PaymentFlow's own in the plan of a run. Its documents leave much of the interface open, so each run has another
//! reading of them, and the till must be safe with all.

use std::time::Duration;

use crate::{
    chance::Chance,
    gateway::Sight,
    plan::{Customer, SalePlan},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How one deployment speaks, where the documents leave it open, and how the banks behind it behave.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own")]
#[derive(Debug, Default, Clone)]
pub(crate) struct Deployment {
    /// True where the refunds of a payment can be listed.
    pub(crate) lists_refunds: bool,
    /// True where a payment tells how much of it went back.
    pub(crate) tells_total: bool,
    /// True where an object comes with the metadata that it was made with.
    pub(crate) gives_metadata_back: bool,
    /// True where a refund's idempotency key counts for nothing.
    pub(crate) ignores_refund_keys: bool,
    /// True where only lists lag behind.
    pub(crate) only_lists_lag: bool,
    /// True where a repeated key shows the object as it is now, and not as it was first answered.
    pub(crate) replays_show_the_present: bool,
    /// True where what was made is answered with 201.
    pub(crate) creates_answer_201: bool,
    /// True where the provider counts requests, those of both tills together.
    pub(crate) counts_requests: bool,
    /// How long a refund is pending.
    pub(crate) refunds_take: Option<Duration>,
    /// How often a refund fails after it was taken, in a thousand.
    pub(crate) refunds_fail: u64,
    pub(crate) portal: PortalNote,
}

/// What stands in the metadata of a refund that was made in the portal.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PortalNote {
    #[default]
    Nothing,
    /// A word of the owner's.
    Words,
    /// An id like ours, of a till with another book.
    AnothersId,
}

impl Deployment {
    pub(crate) fn of(chance: &mut Chance) -> Self {
        let lists_refunds = chance.happens(500);
        let longest = chance.pick(&[10 * SECOND, 2 * MINUTE, HOUR, 30 * HOUR]);
        Self {
            lists_refunds,
            tells_total: chance.happens(if lists_refunds { 700 } else { 500 }),
            gives_metadata_back: chance.happens(700),
            ignores_refund_keys: chance.happens(500),
            only_lists_lag: chance.happens(500),
            replays_show_the_present: chance.happens(500),
            creates_answer_201: chance.happens(500),
            counts_requests: chance.happens(150),
            refunds_take: chance.happens(600).then(|| chance.span(SECOND..=longest)),
            refunds_fail: if chance.happens(250) { chance.number(50..=400) } else { 0 },
            portal: chance.pick(&[PortalNote::Nothing, PortalNote::Words, PortalNote::AnothersId]),
        }
    }

    /// How much of what went back a till can see. A refund made in the portal that says nothing may as well be a till's whose
    /// id the provider did not repeat.
    pub(crate) fn sight(&self) -> Sight {
        let names_all = self.gives_metadata_back && self.portal != PortalNote::Nothing;
        match (self.lists_refunds, names_all, self.tells_total) {
            (true, true, _) => Sight::Named,
            (true, false, _) => Sight::Each,
            (false, _, true) => Sight::Total,
            (false, _, false) => Sight::Nothing,
        }
    }
}

/// A sale as PaymentFlow can make it: one link is one payment, which nobody pays twice, and no link ends by itself.
pub(crate) fn at_paymentflow(mut sale: SalePlan, chance: &mut Chance) -> SalePlan {
    sale.uses = None;
    sale.customer = match sale.customer {
        Customer::PaysTwice if chance.happens(200) => Customer::IsNeverDecided,
        Customer::PaysTwice => {
            Customer::PaysSlowly { processing: chance.pick(&[20, 300, 2_400, 7_200]) }
        }
        customer => customer,
    };
    if let Customer::Pays { after, .. } = sale.customer
        && chance.happens(250)
    {
        // Staff cancel in the moment in which the customer pays.
        let from = after.saturating_sub(2 * SECOND);
        sale.cancelled = Some(chance.span(from..=after + 2 * SECOND));
    }
    sale
}
