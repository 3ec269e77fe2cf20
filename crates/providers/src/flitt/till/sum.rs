//! What came with an order's payment: the sums of an answer in the till's own units (fact sheet, section 8, traps
//! 15-18).

use domain::{Amount, Currency, Money, money::minor_units};

use super::units;
use crate::flitt::{Decimal, Order};

/// What was asked; `None` where the answer does not tell it, or in other units than the till can count.
pub(super) fn asked(order: &Order) -> Option<Money> {
    let said = order.amount?;
    units::read(said.minor(), said.currency())
}

/// What came: what was asked, or less where less was charged in the same currency. What a customer paid on top, or in a
/// currency of their own, is not the shop's.
pub(super) fn came(order: &Order) -> Option<Money> {
    let asked = asked(order)?;
    match charged(order, asked.currency()) {
        Ok(Some(charged)) if charged.minor() < asked.minor() => Some(charged),
        Ok(_) => Some(asked),
        Err(Uncountable) => None,
    }
}

/// What is held. A capture or a release of all of it must name what was really held, also where that is more than was
/// asked (fact sheet, 3.8, 3.9).
pub(super) fn held(order: &Order) -> Option<Money> {
    let asked = asked(order)?;
    charged(order, asked.currency()).ok().map(|charged| charged.unwrap_or(asked))
}

/// True where all that was held or charged surely went back. In which of two currencies the figure is counted, no source
/// says.
pub(super) fn all_is_back(order: &Order) -> bool {
    let Some(all) = held(order).filter(|all| !all.is_zero()) else { return false };
    let is_foreign = order.actual.is_some_and(|actual| actual.currency() != all.currency());
    let back = order.reversal_amount.and_then(|units| units::read(units, all.currency()));
    !is_foreign && back.is_some_and(|back| back.minor() >= all.minor())
}

/// What was really held or charged, where the answer tells it in the currency that was asked: no more than that goes back
/// (fact sheet, 3.9).
pub(super) fn charged_as_told(order: &Order) -> Option<Money> {
    charged(order, order.amount?.currency()).ok().flatten()
}

/// A sum that is no whole number of our minor units.
struct Uncountable;

/// What was really held or charged, where that was in `currency`.
fn charged(order: &Order, currency: Currency) -> Result<Option<Money>, Uncountable> {
    match order.actual.filter(|actual| actual.currency() == currency) {
        None => Ok(None),
        Some(actual) => units::read(actual.minor(), currency).map(Some).ok_or(Uncountable),
    }
}

/// What was captured of a hold; `own` is every sum that this till ever asked to capture of it.
///
/// The one known example of `capture_amount` counts major units, and the page around it minor ones (trap 15), so our
/// own record decides: a figure that is a sum of it in major units is that. Where it is none, somebody else may have
/// captured it, and the figure must have one meaning alone, or a point, which minor units have no use for. So one that is
/// ours in minor units is ours only where it can't be a hundredfold of it.
pub(super) fn captured(order: &Order, own: &[Amount]) -> Option<Money> {
    let all = meanings_of_capture(order);
    if has_point(order) {
        return one_meaning(all, true);
    }
    let ours = all.map(|sum| sum.filter(|sum| own.iter().any(|own| own.money() == *sum)));
    match ours {
        [Some(_), _] => one_meaning(ours, false),
        [None, _] => one_meaning(all, false),
    }
}

fn has_point(order: &Order) -> bool {
    let figure = order.additional_info.capture_amount.as_ref();
    figure.is_some_and(|figure| figure.as_str().contains('.'))
}

/// True where the figure can only be read as `own`: in major units, with the point that shows them.
pub(super) fn is_surely_captured(order: &Order, own: Amount) -> bool {
    let [major, _] = meanings_of_capture(order);
    has_point(order) && major == Some(own.money())
}

/// True where the figure is `own` in one unit or the other.
pub(super) fn is_perhaps_captured(order: &Order, own: Amount) -> bool {
    meanings_of_capture(order).contains(&Some(own.money()))
}

/// The sum that a figure means, out of what it means in major units and in minor ones.
fn one_meaning(meanings: [Option<Money>; 2], has_point: bool) -> Option<Money> {
    match meanings {
        [Some(major), Some(minor)] => (has_point || major == minor).then_some(major),
        [one, other] => one.or(other),
    }
}

/// True where the answer tells how much was captured, and in no unit is that `own`.
pub(super) fn is_captured_otherwise(order: &Order, own: Amount) -> bool {
    let mut meanings = meanings_of_capture(order).into_iter().flatten().peekable();
    meanings.peek().is_some() && meanings.all(|sum| sum != own.money())
}

/// What `capture_amount` may mean, in major units and in minor ones: a hold is never captured beyond its sum.
fn meanings_of_capture(order: &Order) -> [Option<Money>; 2] {
    let held = held(order);
    let Some((held, figure)) = held.zip(order.additional_info.capture_amount.as_ref()) else {
        return [None, None];
    };
    let may_be = |sum: &Money| !sum.is_zero() && sum.minor() <= held.minor();
    let currency = held.currency();
    [figure.in_major_units(currency).ok(), in_minor_units(figure, currency)]
        .map(|sum| sum.filter(may_be))
}

/// True where the answer tells that anything was captured at all.
pub(super) fn tells_of_capture(order: &Order) -> bool {
    let figure = order.additional_info.capture_amount.as_ref();
    figure.is_some_and(|figure| figure.as_str().bytes().any(|byte| matches!(byte, b'1'..=b'9')))
}

/// The sum, where the figure counts minor units: then nothing but zeros stands behind a point.
fn in_minor_units(figure: &Decimal, currency: Currency) -> Option<Money> {
    let (whole, part) = figure.as_str().split_once('.').unwrap_or((figure.as_str(), ""));
    let is_whole = part.bytes().all(|byte| byte == b'0');
    let units = minor_units(whole).filter(|_| is_whole)?;
    units::read(units, currency)
}
