//! Staff who take a sale to another account when its link came to nothing, sometimes two of them at once.

use desk::domain::ids::SaleId;

use crate::{chance::Chance, plan::SalePlan, staff, till::Till, world::World};

/// How often somebody who may take a sale elsewhere does so, in a thousand.
const TRIES: u64 = 400;

/// How often a second one does at the same moment, in a thousand.
const TWO_TRY: u64 = 250;

/// Presses Try with the other account, if the till offers that.
pub(crate) async fn try_with(
    world: &World,
    till: &Till,
    sale: SaleId,
    plan: &SalePlan,
    chance: &mut Chance,
) {
    if !chance.happens(TRIES) {
        return;
    }
    let Some(Ok(view)) = till.does(|desk| async move { desk.sale(sale).await }).await else {
        return;
    };
    world.saw(&view);
    let Some(other) = view.try_with.first().map(|other| other.id.clone()) else { return };
    let press = async |till: &Till, press: String| {
        world.agreed_to(&press, world.asks(plan));
        world.history.tell(till.name, format_args!("Try with {other}"));
        let (sale, other) = (sale.to_string(), other.clone());
        let answer = till
            .does(|desk| async move { desk.try_with(desk.actor()?, &sale, &other, &press).await })
            .await;
        staff::tell(world, till, "Try with", answer.as_ref());
    };
    let first = chance.press();
    if chance.happens(TWO_TRY) {
        let second = if chance.happens(500) { first.clone() } else { chance.press() };
        let [one, other] = &world.tills;
        tokio::join!(press(one, first), press(other, second));
    } else {
        press(till, first).await;
    }
}
