//! What a seed stands for: a provider, its troubles, those of the tills, and what people do. Each seed leaves most troubles
//! out and has much of the others, so that runs differ more than if all had a little of everything.

use std::time::Duration;

use desk::domain::{hold::HoldEndKind, link_kind::LinkKindForm};

use crate::{
    chance::Chance,
    flitt_plan::{Moods, at_flitt},
    merchant_dashboard_plan::{Organization, at_merchant_dashboard, pieces},
    paymentflow_plan::{Deployment, at_paymentflow},
    promises::Kind,
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// A run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    /// How far the provider's reads lag behind its writes.
    pub(crate) read_lag: Option<Duration>,
    /// True where a refused request uses its key up.
    pub(crate) refusals_burn_keys: bool,
    /// How long a token lives, in seconds.
    pub(crate) token_seconds: Option<u32>,
    /// True where cards are only authorised.
    pub(crate) holds: bool,
    /// How Flitt and the banks behind it behave.
    pub(crate) moods: Moods,
    /// How PaymentFlow speaks, and the banks behind it behave.
    pub(crate) deployment: Deployment,
    /// How the merchant dashboard behaves.
    pub(crate) organization: Organization,
    pub(crate) faults: Faults,
    pub(crate) mishaps: Mishaps,
    pub(crate) sales: Vec<SalePlan>,
}

/// How often a request runs into what, in a thousand.
#[derive(Debug, Default, Clone)]
pub(crate) struct Faults {
    /// No connection.
    pub(crate) refused: u64,
    /// The provider never hears of it.
    pub(crate) lost: u64,
    /// The provider acts, and its answer is lost.
    pub(crate) answer_lost: u64,
    /// The provider hears of it up to ten minutes later, when nobody waits any more.
    pub(crate) late: u64,
    /// It arrives twice.
    pub(crate) twice: u64,
    /// Too many requests.
    pub(crate) too_many: u64,
    /// An error before the provider acts.
    pub(crate) fails_before: u64,
    /// An error after it acted.
    pub(crate) fails_after: u64,
    /// A web page in place of an answer, before or after it acted.
    pub(crate) web_page: u64,
    /// Half an answer.
    pub(crate) truncated: u64,
    /// Every token is over.
    pub(crate) tokens_over: u64,
    /// The answer's signature is wrong.
    pub(crate) forged: u64,
    /// It takes up to 25 seconds each way.
    pub(crate) slow: u64,
    /// Now and then the provider can't be reached for some minutes.
    pub(crate) outages: bool,
}

/// What happens to a till.
#[derive(Debug, Default, Clone)]
pub(crate) struct Mishaps {
    /// The program is killed between two of its steps; in a thousand steps.
    pub(crate) crash: u64,
    /// The lid is closed between two steps, for up to three hours; in a thousand steps.
    pub(crate) lid: u64,
    /// Whoever waits for the program's answer goes away between two steps; in a thousand steps.
    pub(crate) gives_up: u64,
    /// A killed program may stay away for up to 40 hours.
    pub(crate) long_off: bool,
    /// The clock is put wrong by up to 36 hours, now and then.
    pub(crate) clock_jumps: bool,
    /// Both tills are switched off for a day or two, in the middle of a question that is open.
    pub(crate) shop_closes: bool,
}

/// A sale and all that becomes of it.
#[derive(Debug, Clone)]
pub(crate) struct SalePlan {
    pub(crate) starts: Duration,
    /// What staff type beside the products, in minor units; 0 for nothing.
    pub(crate) minor: u64,
    /// The products that are sold.
    pub(crate) pieces: Vec<Piece>,
    /// What happens to its link at the provider, as soon as it is made.
    pub(crate) befalls: Option<Befalls>,
    /// How often in a thousand staff take a sum that the provider counted otherwise, and how long they think about it.
    pub(crate) takes_total: u64,
    pub(crate) thinks_for: Duration,
    pub(crate) kind: LinkKindForm,
    /// In seconds.
    pub(crate) payable_for: u32,
    /// How often it can be paid; `None` for once.
    pub(crate) uses: Option<u32>,
    /// True where Create is pressed twice at once.
    pub(crate) double_press: bool,
    pub(crate) customer: Customer,
    /// How long after the link is there it is cancelled.
    pub(crate) cancelled: Option<Duration>,
    /// What becomes of a reservation, how long after it was seen.
    pub(crate) hold_ends: Vec<(Duration, HoldEndKind)>,
    pub(crate) refunds: Vec<RefundPlan>,
    /// When a subscription's charges are stopped, which is true, or resumed, from the link's beginning on.
    pub(crate) charges: Vec<(Duration, bool)>,
}

/// Some pieces of one product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Which of the catalogue's products, from 0.
    pub(crate) product: usize,
    pub(crate) quantity: u32,
}

/// What a customer does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Customer {
    /// Pays the address that they were shown, so often, after a while.
    Pays { times: u32, after: Duration },
    /// Tries a card that is declined, then pays.
    DeclinedFirst { after: Duration },
    /// Pays once the link is over.
    PaysLate,
    /// Pays what was cancelled.
    PaysCancelled,
    /// Two pay at the same moment.
    PaysTwice,
    /// Pays another amount, by so many minor units.
    PaysOther(i64),
    /// Tries so many cards that are declined, then pays.
    DeclinedOften { tries: u8 },
    /// Pays, and the bank takes so many seconds over it.
    PaysSlowly { processing: u32 },
    /// The money is only held, though nobody asked for that.
    OnlyReserves,
    /// Pays, and no bank says anything while the trouble lasts.
    IsNeverDecided,
    /// Opens the page, begins to pay, and goes away.
    OnlyStarts,
}

/// What happens to a link right after it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Befalls {
    /// A price was just changed at the provider, so its sum differs by so many minor units.
    PriceChanged(i64),
    /// It is over.
    Expired,
    /// It counts as used up, though nobody paid.
    UsedUp,
    /// Somebody switches it off in the dashboard.
    SwitchedOff,
}

/// A refund that somebody presses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefundPlan {
    /// After the payment was seen.
    pub(crate) after: Duration,
    /// At the first till or the second.
    pub(crate) till: usize,
    pub(crate) share: Share,
    pub(crate) who: Who,
}

/// Who gives money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Staff at a till.
    Staff,
    /// The owner, in the provider's own portal.
    Portal,
}

/// How much of a payment goes back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Share {
    Full,
    /// So many hundredths.
    Percent(u64),
}

impl Plan {
    /// The plan of a seed. What is left of it, divided by four, says whose it is.
    pub(crate) fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed, "plan");
        match seed % 4 {
            0 => Self::global_payments(&mut chance),
            1 => Self::flitt(&mut chance),
            2 => Self::paymentflow(&mut chance),
            _ => Self::merchant_dashboard(&mut chance),
        }
    }

    fn global_payments(chance: &mut Chance) -> Self {
        let holds = chance.happens(200);
        let sales = (0..chance.number(1..=3)).map(|_| sale(chance, holds)).collect();
        Self {
            // What has no key leans on more rules than the others.
            kind: if chance.happens(200) {
                Kind::Keyless
            } else {
                chance.pick(&Kind::GLOBAL_PAYMENTS)
            },
            read_lag: read_lag(chance),
            refusals_burn_keys: chance.happens(150),
            token_seconds: chance.happens(300).then_some(300),
            holds,
            moods: Moods::default(),
            deployment: Deployment::default(),
            organization: Organization::default(),
            faults: faults(chance),
            mishaps: mishaps(chance),
            sales,
        }
    }

    fn flitt(chance: &mut Chance) -> Self {
        let holds = chance.happens(400);
        let sales = (0..chance.number(1..=3))
            .map(|_| {
                let planned = sale(chance, holds);
                at_flitt(planned, holds, chance)
            })
            .collect();
        let faults = faults(chance);
        Self {
            kind: Kind::Flitt,
            read_lag: read_lag(chance),
            refusals_burn_keys: false,
            token_seconds: None,
            holds,
            moods: Moods::of(chance),
            deployment: Deployment::default(),
            organization: Organization::default(),
            // Nobody signs in, so nothing is over; answers are signed instead.
            faults: Faults { tokens_over: 0, forged: faults.tokens_over, ..faults },
            mishaps: mishaps(chance),
            sales,
        }
    }

    fn paymentflow(chance: &mut Chance) -> Self {
        let sales = (0..chance.number(1..=3))
            .map(|_| {
                let planned = sale(chance, false);
                at_paymentflow(planned, chance)
            })
            .collect();
        Self {
            kind: Kind::PaymentFlow,
            read_lag: read_lag(chance),
            refusals_burn_keys: false,
            token_seconds: None,
            holds: false,
            moods: Moods::default(),
            deployment: Deployment::of(chance),
            organization: Organization::default(),
            // Nobody signs in, so nothing is over, and answers bear no signature.
            faults: Faults { tokens_over: 0, ..faults(chance) },
            mishaps: mishaps(chance),
            sales,
        }
    }

    fn merchant_dashboard(chance: &mut Chance) -> Self {
        let sales = (0..chance.number(1..=3))
            .map(|_| {
                let planned = sale(chance, false);
                at_merchant_dashboard(planned, chance)
            })
            .collect();
        let faults = faults(chance);
        Self {
            kind: Kind::MerchantDashboard,
            read_lag: read_lag(chance),
            refusals_burn_keys: false,
            token_seconds: None,
            holds: false,
            moods: Moods::default(),
            deployment: Deployment::default(),
            organization: Organization::of(chance),
            // A session that ends needs a person to begin the next one.
            faults: Faults { tokens_over: faults.tokens_over / 4, ..faults },
            mishaps: mishaps(chance),
            sales,
        }
    }
}

fn read_lag(chance: &mut Chance) -> Option<Duration> {
    chance.happens(400).then(|| chance.span(SECOND..=MINUTE))
}

fn faults(chance: &mut Chance) -> Faults {
    let mut rate = || if chance.happens(450) { chance.number(20..=200) } else { 0 };
    Faults {
        refused: rate(),
        lost: rate(),
        answer_lost: rate(),
        late: rate(),
        twice: rate(),
        too_many: rate() / 3,
        fails_before: rate(),
        fails_after: rate(),
        web_page: rate() / 2,
        truncated: rate() / 2,
        tokens_over: rate() / 2,
        forged: 0,
        slow: rate(),
        outages: chance.happens(200),
    }
}

fn mishaps(chance: &mut Chance) -> Mishaps {
    let mut rate = |most| if chance.happens(400) { chance.number(1..=most) } else { 0 };
    Mishaps {
        crash: rate(5),
        lid: rate(40),
        gives_up: rate(4),
        long_off: chance.happens(250),
        clock_jumps: chance.happens(300),
        shop_closes: chance.happens(100),
    }
}

fn sale(chance: &mut Chance, holds: bool) -> SalePlan {
    let minor = chance.number(1_000..=50_000);
    let customer = match chance.number(0..=11) {
        0 => Customer::PaysLate,
        1 => Customer::PaysCancelled,
        2 => Customer::PaysTwice,
        3 => Customer::PaysOther(chance.pick(&[-200, -1, 1, 500])),
        4 => Customer::DeclinedFirst { after: chance.span(SECOND..=5 * MINUTE) },
        times => Customer::Pays {
            times: if times == 5 { 2 } else { 1 },
            after: chance.span(SECOND..=10 * MINUTE),
        },
    };
    let cancels = matches!(customer, Customer::PaysCancelled) || chance.happens(80);
    let products = chance.happens(150);
    SalePlan {
        starts: chance.span(Duration::ZERO..=20 * MINUTE),
        minor: if products && chance.happens(500) { 0 } else { minor },
        pieces: if products { pieces(chance) } else { Vec::new() },
        befalls: None,
        takes_total: chance.pick(&[0, 700, 1_000]),
        thinks_for: chance.span(SECOND..=10 * MINUTE),
        kind: LinkKindForm::Payment,
        payable_for: chance.pick(&[900, 3_600, 86_400]),
        uses: chance.happens(150).then_some(3),
        double_press: chance.happens(300),
        customer,
        cancelled: cancels.then(|| chance.span(SECOND..=5 * MINUTE)),
        hold_ends: if holds { hold_ends(chance) } else { Vec::new() },
        refunds: refunds(chance),
        charges: Vec::new(),
    }
}

fn hold_ends(chance: &mut Chance) -> Vec<(Duration, HoldEndKind)> {
    let kinds = [HoldEndKind::Capture, HoldEndKind::Capture, HoldEndKind::Release];
    let at = chance.span(SECOND..=10 * MINUTE);
    // Two at the same moment, sometimes of different kinds.
    (0..chance.number(1..=2)).map(|_| (at, chance.pick(&kinds))).collect()
}

fn refunds(chance: &mut Chance) -> Vec<RefundPlan> {
    let same_moment = chance.happens(500);
    let equal_parts = chance.happens(350).then(|| Share::Percent(chance.pick(&[25, 33, 50])));
    let together = chance.span(SECOND..=30 * MINUTE);
    let portal = chance.happens(150);
    (0..chance.number(0..=4))
        .map(|place| RefundPlan {
            after: if same_moment {
                together + chance.span(Duration::ZERO..=2 * SECOND)
            } else {
                chance.span(SECOND..=HOUR)
            },
            till: usize::from(chance.happens(500)),
            share: equal_parts.unwrap_or_else(|| share(chance)),
            who: if portal && place == 1 { Who::Portal } else { Who::Staff },
        })
        .collect()
}

fn share(chance: &mut Chance) -> Share {
    match chance.number(0..=9) {
        0..=3 => Share::Full,
        4 => Share::Percent(chance.number(101..=120)),
        _ => Share::Percent(chance.number(5..=95)),
    }
}
