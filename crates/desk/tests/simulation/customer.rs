//! Customers: they pay what they were shown, in time, late, twice, or something else.

use std::time::Duration;

use desk::domain::ids::SaleId;
use practice::global_payments::{APPROVED_CARDS, CustomerTrouble, DECLINED_CARD, LinkId};
use tokio::time::sleep;

use crate::{
    chance::Chance,
    plan::{Customer, SalePlan},
    world::World,
};

/// Tells the provider of a customer of the next link who does what no page allows.
pub(crate) fn plan_trouble(world: &World, plan: &SalePlan) {
    let trouble = match plan.customer {
        Customer::Pays { .. } | Customer::DeclinedFirst { .. } => return,
        Customer::PaysLate => CustomerTrouble::PaysLate { seconds: 60 },
        Customer::PaysCancelled => CustomerTrouble::PaysAfterCancel { seconds: 30 },
        Customer::PaysTwice => CustomerTrouble::PaysTwice { seconds: 45 },
        Customer::PaysOther(difference) => {
            CustomerTrouble::PaysAnotherAmount { difference, seconds: 30 }
        }
    };
    world.shop.books().plan(trouble);
}

/// Pays the address that a sale has shown.
pub(crate) async fn pays(world: &World, sale: SaleId, plan: &SalePlan, mut chance: Chance) {
    let (times, after, declined) = match plan.customer {
        Customer::Pays { times, after } => (times, after, false),
        Customer::DeclinedFirst { after } => (1, after, true),
        _ => return,
    };
    let Some(url) = world.shown(&sale.to_string()) else { return };
    let books = world.shop.books();
    let links = books.links();
    let Some(link) = links.iter().find(|link| url.ends_with(link.page.as_str())) else { return };
    // A page that can't be opened can't be paid either, and that is told below.
    let _ = books.open_page(&link.id);
    sleep(after).await;
    if declined {
        pay(world, &link.id, DECLINED_CARD);
        sleep(Duration::from_secs(40)).await;
    }
    for _ in 0..times {
        pay(world, &link.id, APPROVED_CARDS[0]);
        sleep(chance.span(Duration::ZERO..=Duration::from_mins(2))).await;
    }
}

fn pay(world: &World, link: &LinkId, card: &str) {
    match world.shop.books().pay(link, card) {
        Ok(paid) => {
            let (state, minor) = (paid.state.word(), paid.amount.get());
            world.history.tell("customer", format_args!("pays {minor}: {state} {}", paid.id));
        }
        Err(refusal) => world.history.tell("customer", format_args!("can't pay: {refusal}")),
    }
}
