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
    if declined {
        pay(world, &link, Card::Declined);
        sleep(Duration::from_secs(40)).await;
    }
    for _ in 0..times {
        pay(world, &link, Card::Good);
        sleep(chance.span(Duration::ZERO..=Duration::from_mins(2))).await;
    }
}

fn pay(world: &World, link: &str, card: Card) {
    let what = world.shop.gateway().pay(link, card);
    world.history.tell("customer", what);
}
