//! People at the tills: they take payments, give money back, cancel, capture and release, often two at once and often
//! again when nothing seems to have happened.

use std::{sync::Arc, time::Duration};

use desk::{
    domain::{
        Money, TillError,
        hold::HoldEndKind,
        ids::{PressId, SaleId},
        link_life::LinkState,
        payment::PaymentStatus,
        refund::RefundReason,
    },
    view::{
        BasketLineForm, CustomerCheck, HoldEndForm, NewSaleForm, RefundForm, RefundProgress,
        SaleView,
    },
};
use ledger::PaymentRecord;
use tokio::time::sleep;
use uuid::Uuid;

use crate::{
    chance::Chance,
    confirming, customer, elsewhere,
    plan::{Piece, RefundPlan, SalePlan, Share, Who},
    portal,
    till::Till,
    world::World,
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How often somebody tries to get what they want.
const PATIENCE: usize = 6;

/// A sale from its first press to its last refund.
pub(crate) async fn sell(world: Arc<World>, number: usize) {
    let plan = world.plan.sales[number].clone();
    let mut chance = world.chance(&format!("sale {number}"));
    sleep(plan.starts).await;
    world.shop.gateway().expect(plan.customer);
    if let Some(what) = plan.befalls {
        world.shop.gateway().befall(what);
    }
    let Some(sale) = take_payment(&world, &plan, &mut chance).await else { return };
    if world.shown(&sale.to_string()).is_some() {
        let customer = world.chance(&format!("customer {number}"));
        tokio::join!(
            customer::pays(&world, sale, &plan, customer),
            look_for_money(&world, sale, &plan, number),
            cancel(&world, sale, &plan),
            set_charges(&world, sale, &plan),
            serve_payments(&world, sale, &plan, number),
        );
    }
}

/// Presses Create until there is a link, or there will be none.
async fn take_payment(world: &World, plan: &SalePlan, chance: &mut Chance) -> Option<SaleId> {
    let mut form = sale_form(world, plan, chance);
    for _ in 0..PATIENCE {
        let till = world.till_in_use(chance).await;
        world.agreed_to(&form.press, world.asks(plan));
        let pressed = press_create(world, till, &form, plan.double_press).await;
        // After a crash staff find the sale in the list, or press anew because there is none.
        let press: PressId = form.press.parse::<Uuid>().unwrap().into();
        match world.ledger.sale_of_press(press).unwrap() {
            Some(sale) => {
                elsewhere::try_with(world, till, sale, plan, chance).await;
                let state = confirming::decide(world, till, sale, plan, chance).await;
                if state.is_some_and(LinkState::is_shown) {
                    if let Some(Ok(view)) =
                        till.does(|desk| async move { desk.sale(sale).await }).await
                    {
                        world.saw(&view);
                        return Some(sale);
                    }
                } else if state.is_some_and(|state| is_over(state, pressed)) {
                    form = sale_form(world, plan, chance);
                }
            }
            None => form.press = chance.press(),
        }
        sleep(chance.span(2 * SECOND..=2 * MINUTE)).await;
    }
    let press: PressId = form.press.parse::<Uuid>().unwrap().into();
    world.ledger.sale_of_press(press).unwrap()
}

/// True where nothing comes of a link any more that was never shown: then staff make a new one. What provably never left
/// they send again, unless the till refuses that.
fn is_over(state: LinkState, pressed: bool) -> bool {
    match state {
        LinkState::Failed | LinkState::Orphan => true,
        // It waits for them.
        LinkState::ToConfirm { .. } => false,
        state => !state.is_open_question() && !pressed,
    }
}

/// True where the till took the press without an error.
async fn press_create(world: &World, till: &Till, form: &NewSaleForm, twice: bool) -> bool {
    let press = async |till: &Till| {
        let form = form.clone();
        world.history.tell(till.name, format_args!("Create, press {}", short(&form.press)));
        let answer =
            till.does(|desk| async move { desk.create_link(desk.actor()?, form).await }).await;
        tell(world, till, "Create", answer.as_ref());
        matches!(answer, Some(Ok(_)))
    };
    if twice { tokio::join!(press(till), press(till)).0 } else { press(till).await }
}

fn sale_form(world: &World, plan: &SalePlan, chance: &mut Chance) -> NewSaleForm {
    NewSaleForm {
        press: chance.press(),
        account: world.account.id.to_string(),
        amount_minor: if plan.minor == 0 { String::new() } else { plan.minor.to_string() },
        currency: "EUR".to_owned(),
        reference: "Table 7".to_owned(),
        name: "Corner shop".to_owned(),
        description: "Two chairs".to_owned(),
        staff_note: String::new(),
        payable_for: plan.payable_for,
        use_limit: plan.uses,
        shipping_minor: None,
        kind: plan.kind.clone(),
        customer_email: String::new(),
        page_language: String::new(),
        customer: String::new(),
        lines: plan.pieces.iter().map(|piece| line(world, piece)).collect(),
    }
}

fn line(world: &World, piece: &Piece) -> BasketLineForm {
    let product = &world.products[piece.product];
    BasketLineForm {
        product: product.id.clone(),
        quantity: piece.quantity,
        unit_minor: product.unit.to_string(),
    }
}

async fn cancel(world: &World, sale: SaleId, plan: &SalePlan) {
    let Some(after) = plan.cancelled else { return };
    sleep(after).await;
    let till = &world.tills[0];
    world.history.tell(till.name, "Cancel");
    let id = sale.to_string();
    let answer = till.does(|desk| async move { desk.cancel_link(desk.actor()?, &id).await }).await;
    tell(world, till, "Cancel", answer.as_ref());
}

/// Presses Stop charges and Resume, at one till and the other.
async fn set_charges(world: &World, sale: SaleId, plan: &SalePlan) {
    let mut presses = plan.charges.clone();
    presses.sort_unstable();
    let began = world.time.passed();
    for (place, (at, stop)) in presses.into_iter().enumerate() {
        sleep((began + at).saturating_sub(world.time.passed())).await;
        let till = &world.tills[place % 2];
        let what = if stop { "Stop charges" } else { "Resume charges" };
        world.history.tell(till.name, what);
        let id = sale.to_string();
        let answer =
            till.does(|desk| async move { desk.set_charges(desk.actor()?, &id, stop).await }).await;
        tell(world, till, what, answer.as_ref());
    }
}

/// Presses Check now a few times while the customer pays.
async fn look_for_money(world: &World, sale: SaleId, plan: &SalePlan, number: usize) {
    let mut chance = world.chance(&format!("checks of {number}"));
    for _ in 0..4 {
        sleep(chance.span(30 * SECOND..=8 * MINUTE)).await;
        if world.record(sale).payments.iter().any(|payment| payment.status == PaymentStatus::Paid) {
            return;
        }
        let till = world.till_in_use(&mut chance).await;
        check(world, till, sale).await;
        elsewhere::try_with(world, till, sale, plan, &mut chance).await;
        if chance.happens(300) {
            look_as_customer(world, till, sale).await;
        }
    }
}

/// Presses Check as customer. What the till shows there is what the link's customer sees.
async fn look_as_customer(world: &World, till: &Till, sale: SaleId) {
    if !world.plan.kind.provider().capabilities().preview {
        return;
    }
    let id = sale.to_string();
    let answer = till.does(|desk| async move { desk.check_as_customer(&id).await }).await;
    world.history.tell(till.name, format_args!("Check as customer: {answer:?}"));
    if let Some(Ok(CustomerCheck::Page { total, as_asked, .. })) = answer {
        world.previewed(sale, total.minor(), as_asked);
    }
}

/// Presses Check now.
pub(crate) async fn check(world: &World, till: &Till, sale: SaleId) {
    let id = sale.to_string();
    let answer = till.does(|desk| async move { desk.check_now(&id).await }).await;
    tell(world, till, "Check now", answer.as_ref());
}

/// Waits for each payment of a sale, and does with it what is planned.
async fn serve_payments(world: &Arc<World>, sale: SaleId, plan: &SalePlan, number: usize) {
    let until =
        world.time.passed() + Duration::from_secs(plan.payable_for.into()).min(2 * HOUR) + HOUR;
    let mut served = Vec::new();
    let mut work = tokio::task::JoinSet::new();
    let mut pause = 20 * SECOND;
    while world.time.passed() < until && !world.is_over() {
        for payment in world.record(sale).payments {
            if served.contains(&payment.id) {
                continue;
            }
            match payment.status {
                PaymentStatus::Paid => {
                    served.push(payment.id);
                    for (place, refund) in plan.refunds.iter().enumerate() {
                        let chance =
                            world.chance(&format!("refund {number} {place} {}", served.len()));
                        work.spawn(give_back(
                            Arc::clone(world),
                            sale,
                            payment.clone(),
                            *refund,
                            chance,
                        ));
                    }
                }
                PaymentStatus::Reserved if !plan.hold_ends.is_empty() => {
                    // Served once it is captured.
                    for (place, (after, kind)) in plan.hold_ends.iter().enumerate() {
                        let chance =
                            world.chance(&format!("hold {number} {place} {}", served.len()));
                        let (after, till) = (*after, place % 2);
                        let (world, payment) = (Arc::clone(world), payment.clone());
                        work.spawn(end_hold(world, sale, payment, (after, *kind, till), chance));
                    }
                    sleep(30 * MINUTE).await;
                }
                _ => {}
            }
        }
        sleep(pause).await;
        pause = (pause * 3 / 2).min(10 * MINUTE);
    }
    work.join_all().await;
}

async fn give_back(
    world: Arc<World>,
    sale: SaleId,
    payment: PaymentRecord,
    plan: RefundPlan,
    mut chance: Chance,
) {
    sleep(plan.after).await;
    let minor = match plan.share {
        Share::Full => payment.amount.minor(),
        Share::Percent(percent) => (payment.amount.minor() * percent / 100).max(1),
    };
    if plan.who == Who::Portal {
        portal::refund(&world, sale, &payment, minor).await;
        return;
    }
    let mut till: &Till = &world.tills[plan.till];
    let mut form = refund_form(&world, &payment, minor, &mut chance);
    for _ in 0..PATIENCE {
        if world.is_over() {
            return;
        }
        press_refund(&world, till, &form).await;
        sleep(chance.span(SECOND..=20 * MINUTE)).await;
        till = world.till_in_use(&mut chance).await;
        let progress = refund_progress(&world, till, sale, &form.press).await;
        match progress {
            // Nobody knows of it: the page that held the press is gone with the program, or the till said no.
            Some(None) if chance.happens(500) => return,
            Some(None) => form = refund_form(&world, &payment, minor, &mut chance),
            Some(Some(RefundProgress::NotMade)) => {
                if chance.happens(400) {
                    return;
                }
                // Refund again: a new intent, with the evidence shown.
                world.history.tell(till.name, "Refund again");
                form = refund_form(&world, &payment, minor, &mut chance);
            }
            Some(Some(
                RefundProgress::Done
                | RefundProgress::Refused
                | RefundProgress::NeedsPerson
                | RefundProgress::FailedLate,
            )) => return,
            Some(Some(
                RefundProgress::NotSent | RefundProgress::NotSure | RefundProgress::Running,
            ))
            | None => {}
        }
    }
}

async fn press_refund(world: &World, till: &Till, form: &RefundForm) {
    let pressed = format!("Refund {}, press {}", form.amount_minor, short(&form.press));
    world.history.tell(till.name, &pressed);
    let form = form.clone();
    let answer = till.does(|desk| async move { desk.refund(desk.actor()?, form).await }).await;
    tell(world, till, &pressed, answer.as_ref());
}

/// How far the refund of a press is; `None` where the till can't say, and nothing where it knows of none.
async fn refund_progress(
    world: &World,
    till: &Till,
    sale: SaleId,
    press: &str,
) -> Option<Option<RefundProgress>> {
    let view = till.does(|desk| async move { desk.sale(sale).await }).await?.ok()?;
    world.saw(&view);
    let mut refunds = view.payments.iter().flat_map(|payment| &payment.refunds);
    Some(refunds.find(|refund| refund.press == press).map(|refund| refund.state))
}

fn refund_form(
    world: &World,
    payment: &PaymentRecord,
    minor: u64,
    chance: &mut Chance,
) -> RefundForm {
    world.shop.witness().refund_asked(payment.provider_id.as_str(), minor);
    RefundForm {
        press: chance.press(),
        payment: payment.id.to_string(),
        amount_minor: minor.to_string(),
        reason: RefundReason::CustomerAsked,
        note: String::new(),
    }
}

async fn end_hold(
    world: Arc<World>,
    sale: SaleId,
    payment: PaymentRecord,
    (after, kind, till): (Duration, HoldEndKind, usize),
    mut chance: Chance,
) {
    sleep(after).await;
    let part = kind == HoldEndKind::Capture && chance.happens(300);
    let minor = if part { payment.amount.minor() / 2 } else { payment.amount.minor() };
    let form = HoldEndForm {
        press: chance.press(),
        payment: payment.id.to_string(),
        kind,
        amount_minor: minor.to_string(),
    };
    for _ in 0..3 {
        let till = &world.tills[till];
        let pressed = format!("{kind:?} {minor}, press {}", short(&form.press));
        world.history.tell(till.name, &pressed);
        let form = form.clone();
        let answer =
            till.does(|desk| async move { desk.end_hold(desk.actor()?, form).await }).await;
        tell(&world, till, &pressed, answer.as_ref());
        sleep(chance.span(10 * SECOND..=3 * MINUTE)).await;
        let ended = world
            .record(sale)
            .payments
            .iter()
            .any(|found| found.id == payment.id && found.status != PaymentStatus::Reserved);
        if ended {
            return;
        }
    }
}

/// Writes down how the till answered.
pub(crate) fn tell(
    world: &World,
    till: &Till,
    what: &str,
    answer: Option<&Result<SaleView, TillError>>,
) {
    match answer {
        None => world.history.tell(till.name, format_args!("  no answer to {what}")),
        Some(Err(error)) => world.history.tell(till.name, format_args!("  {error} to {what}")),
        Some(Ok(view)) => {
            world.saw(view);
            let refunds: Vec<(String, RefundProgress)> = view
                .payments
                .iter()
                .flat_map(|payment| &payment.refunds)
                .map(|refund| (short(&refund.press), refund.state))
                .collect();
            let left: Vec<Money> = view.payments.iter().map(|payment| payment.left).collect();
            let state = &view.row.state;
            world.history.tell(
                till.name,
                format_args!("  {state:?} to {what}; left {left:?}, refunds {refunds:?}"),
            );
        }
    }
}

/// Enough of an id to tell it from the others of a run.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}
