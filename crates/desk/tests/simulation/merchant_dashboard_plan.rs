//! What is the merchant dashboard's own in the plan of a run: how the organization behaves, what happens to its links and
//! sessions, and which products people sell. Much of the interface is assumed, so each run has another reading of it.

use std::time::Duration;

use desk::domain::account::Pricing;

use crate::{
    chance::Chance,
    plan::{Befalls, Customer, Piece, SalePlan, Share, Who},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// The products of the practice catalogue that are sold.
const PRODUCTS: u64 = 11;

/// How one organization's dashboard speaks.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own")]
#[derive(Debug, Default, Clone)]
pub(crate) struct Organization {
    /// How many rows a page of a list has; `None` where lists are bare arrays.
    pub(crate) page_size: Option<usize>,
    /// How far the list of links lags behind, where it lags more than other reads.
    pub(crate) list_lag: Option<Duration>,
    /// True where rows of lists come without metadata.
    pub(crate) lists_lack_metadata: bool,
    /// True where nothing comes with metadata.
    pub(crate) lacks_metadata: bool,
    /// True where nothing tells how often a link was used.
    pub(crate) lacks_statistics: bool,
    /// True where links come without their address.
    pub(crate) lacks_addresses: bool,
    pub(crate) creates_answer_200: bool,
    /// True where the provider counts requests, those of both tills together.
    pub(crate) counts_requests: bool,
    /// True where tax comes on top unless a link says otherwise.
    pub(crate) adds_tax: bool,
    /// In basis points.
    pub(crate) tax: u32,
    /// What the owner says of the tax.
    pub(crate) pricing: Option<Pricing>,
    /// How long a session lives.
    pub(crate) session_life: Option<Duration>,
}

impl Organization {
    pub(crate) fn of(chance: &mut Chance) -> Self {
        let pricings = [Some(Pricing::TaxInclusive), Some(Pricing::TaxExclusive), None];
        Self {
            page_size: chance.happens(750).then(|| chance.pick(&[1, 2, 3, 50])),
            list_lag: chance.happens(300).then(|| chance.span(SECOND..=MINUTE)),
            lists_lack_metadata: chance.happens(300),
            lacks_metadata: chance.happens(120),
            lacks_statistics: chance.happens(150),
            lacks_addresses: chance.happens(300),
            creates_answer_200: chance.happens(500),
            counts_requests: chance.happens(150),
            adds_tax: chance.happens(200),
            tax: if chance.happens(400) { chance.pick(&[700, 1_900, 2_300]) } else { 0 },
            pricing: if chance.happens(400) { chance.pick(&pricings) } else { None },
            session_life: chance.happens(150).then(|| chance.span(20 * MINUTE..=12 * HOUR)),
        }
    }
}

/// A sale as a dashboard can make it: of products alone, refunded nowhere but there, and with what befalls links there.
pub(crate) fn at_merchant_dashboard(mut sale: SalePlan, chance: &mut Chance) -> SalePlan {
    sale.minor = 0;
    sale.pieces = pieces(chance);
    sale.customer = match sale.customer {
        Customer::Pays { times: 1, .. } if chance.happens(80) => Customer::OnlyStarts,
        Customer::DeclinedFirst { .. } if chance.happens(400) => {
            Customer::PaysSlowly { processing: chance.pick(&[20, 300, 2_400]) }
        }
        customer => customer,
    };
    if let Customer::Pays { after, .. } = sale.customer
        && chance.happens(150)
    {
        // Staff cancel in the moment in which the customer pays.
        let from = after.saturating_sub(2 * SECOND);
        sale.cancelled = Some(chance.span(from..=after + 2 * SECOND));
    }
    sale.befalls = chance.happens(350).then(|| match chance.number(0..=6) {
        0 => Befalls::Expired,
        1 => Befalls::UsedUp,
        2 => Befalls::SwitchedOff,
        _ => Befalls::PriceChanged(chance.pick(&[-110, -1, 1, 125, 5_000])),
    });
    for refund in &mut sale.refunds {
        refund.share = Share::Full;
        if chance.happens(700) {
            refund.who = Who::Portal;
        }
    }
    sale
}

/// Some pieces of one to four products.
pub(crate) fn pieces(chance: &mut Chance) -> Vec<Piece> {
    let first = chance.number(0..=PRODUCTS - 1);
    (0..chance.number(1..=4))
        .map(|next| Piece {
            product: usize::try_from((first + next) % PRODUCTS).unwrap(),
            quantity: u32::try_from(chance.number(1..=5)).unwrap(),
        })
        .collect()
}
