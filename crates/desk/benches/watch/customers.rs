//! When links are made and when they are paid: the model of RELIABILITY 5.2.

use std::time::Duration;

use crate::clock::BenchRandom;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// How long a link lives.
pub(crate) const LIFE: Duration = Duration::from_hours(10 * 24);

/// So many links a day keep about 4,000 open: each is open for 4.1 days on average.
const LINKS_A_DAY: u32 = 973;

/// A link, and what its customer does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Customer {
    /// When the link is made, after the beginning.
    pub(crate) made: Duration,
    /// When it is paid; `None` for never.
    pub(crate) pays: Option<Duration>,
}

/// Every link that is open `at` a moment or made later, until the `end`.
pub(crate) fn customers(random: &BenchRandom, at: Duration, end: Duration) -> Vec<Customer> {
    let mut customers = Vec::new();
    let mut made = Duration::ZERO;
    while made < end {
        let pays = patience(random).map(|patience| made + patience);
        let customer = Customer { made, pays: pays.filter(|pays| *pays < made + LIFE) };
        if made >= at || customer.pays.is_none_or(|pays| pays >= at) {
            customers.push(customer);
        }
        made += about(random, DAY / LINKS_A_DAY);
    }
    customers
}

/// 45 % pay after 4 minutes on average, 10 % after 3 hours, 5 % after 2 days, and 40 % never.
fn patience(random: &BenchRandom) -> Option<Duration> {
    match random.draw() % 100 {
        0..45 => Some(about(random, 4 * MINUTE)),
        45..55 => Some(about(random, 3 * HOUR)),
        55..60 => Some(about(random, 2 * DAY)),
        _ => None,
    }
}

/// A length of time with this mean, as between events that know nothing of each other.
#[expect(clippy::float_arithmetic, reason = "a model of customers; no money is counted here")]
fn about(random: &BenchRandom, mean: Duration) -> Duration {
    let share = f64::from(u32::try_from(random.draw() >> 32).unwrap_or(u32::MAX));
    mean.mul_f64(-((share + 1.0) / (f64::from(u32::MAX) + 1.0)).ln())
}
