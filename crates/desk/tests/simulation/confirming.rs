//! Staff at a sale whose link asks for another sum than the till counted: they take it, or they don't, and sometimes two
//! of them decide at once.

use desk::{
    domain::{ids::SaleId, link_life::LinkState, sale_state::SaleState},
    view::TotalForm,
};
use tokio::time::sleep;

use crate::{chance::Chance, plan::SalePlan, staff, till::Till, world::World};

/// How often a second one decides at the same moment, in a thousand.
const TWO_DECIDE: u64 = 200;

/// Decides about the sum of a sale's link, if there is one to decide about. Gives how the link stands then.
pub(crate) async fn decide(
    world: &World,
    till: &Till,
    sale: SaleId,
    plan: &SalePlan,
    chance: &mut Chance,
) -> Option<LinkState> {
    let state = || world.record(sale).link.map(|link| link.state);
    if !matches!(state(), Some(LinkState::ToConfirm { .. })) {
        return state();
    }
    sleep(plan.thinks_for).await;
    let Some(Ok(view)) = till.does(|desk| async move { desk.sale(sale).await }).await else {
        return state();
    };
    world.saw(&view);
    // It may have ended meanwhile.
    let SaleState::ConfirmTotal { total } = view.row.state else { return state() };
    let press = async |till: &Till, take: bool| {
        if take {
            world.agreed_to(&view.press, total.minor());
        }
        let pressed = if take { "Take the sum" } else { "Decline the sum" };
        world.history.tell(till.name, format_args!("{pressed} of {total}"));
        let total_minor = total.minor().to_string();
        let form = TotalForm { sale: sale.to_string(), total_minor, take };
        let answer =
            till.does(|desk| async move { desk.settle_total(desk.actor()?, form).await }).await;
        staff::tell(world, till, pressed, answer.as_ref());
    };
    let take = chance.happens(plan.takes_total);
    if chance.happens(TWO_DECIDE) {
        let (first, second) = (take, chance.happens(500));
        let [one, other] = &world.tills;
        tokio::join!(press(one, first), press(other, second));
    } else {
        press(till, take).await;
    }
    state()
}
