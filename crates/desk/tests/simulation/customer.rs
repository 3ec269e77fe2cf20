//! Customers: they pay what they were shown, in time, late, twice, or something else.

use std::time::Duration;

use desk::domain::ids::SaleId;
use tokio::time::sleep;

use crate::{
    chance::Chance,
    gateway::Card,
    plan::{Customer, SalePlan},
    world::World,
};

/// Pays the address that a sale has shown.
pub(crate) async fn pays(world: &World, sale: SaleId, plan: &SalePlan, mut chance: Chance) {
    let (times, after, declined) = match plan.customer {
        Customer::Pays { times, after } => (times, after, false),
        Customer::DeclinedFirst { after } => (1, after, true),
        _ => return,
    };
    let Some(url) = world.shown(&sale.to_string()) else { return };
    let gateway = world.shop.gateway();
    let Some(link) = gateway.link_at(&url) else { return };
    gateway.open_page(&link);
    sleep(after).await;
    if !declined {
        return pay_often(world, &link, times, &mut chance).await;
    }
    pay(world, &link, Card::Declined);
    sleep(chance.span(Duration::from_secs(40)..=Duration::from_mins(10))).await;
    // Staff may have taken the sale elsewhere. The first page stands open on the customer's phone.
    let now = world.shown(&sale.to_string()).and_then(|url| gateway.link_at(&url));
    for link in [Some(link), now].into_iter().flatten() {
        if chance.happens(600) {
            pay_often(world, &link, times, &mut chance).await;
        }
    }
}

async fn pay_often(world: &World, link: &str, times: u32, chance: &mut Chance) {
    for _ in 0..times {
        pay(world, link, Card::Good);
        sleep(chance.span(Duration::ZERO..=Duration::from_mins(2))).await;
    }
}

fn pay(world: &World, link: &str, card: Card) {
    let what = world.shop.gateway().pay(link, card);
    world.history.tell("customer", what);
}
