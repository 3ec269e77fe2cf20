//! From the book's records to what the screens are told.

use domain::{
    Amount, Money, Timestamp,
    basket::{Basket, BasketLine},
    capabilities::{Capabilities, Changes},
    customer_email::CustomerEmail,
    link_life::LinkState,
    link_wish::Wish,
    payment::PaymentStatus,
    refund_life::RefundState,
    sale_state::Moment,
    usage::Usage,
};
use ledger::{HoldEndRecord, LinkRecord, PaymentRecord, RefundRecord, SaleRecord, TimelineEntry};

use crate::{
    earlier_links,
    makers::Makers,
    staff_names::StaffNames,
    timeline, told,
    view::{
        BasketLineView, BasketView, CardView, CustomerPage, HoldEndView, LinkView, LinkWish,
        PaymentView, RefundProgress, RefundView, RefundsAt, SaleRow, SaleView, SubscriptionState,
        SubscriptionView,
    },
};

/// A sale as a list shows it.
pub(crate) fn row(record: &SaleRecord, names: &StaffNames) -> SaleRow {
    let text = |of: fn(&ledger::SaleTexts) -> &String| {
        record.texts.as_ref().map(of).cloned().unwrap_or_default()
    };
    SaleRow {
        id: record.id.to_string(),
        at: Moment(record.started_at),
        amount: record.amount.money(),
        shipping: record.shipping,
        use_limit: match record.usage {
            Usage::Single => None,
            Usage::Multiple { limit } => Some(limit.get()),
        },
        kind: record.kind,
        what_for: text(|texts| &texts.description),
        reference: text(|texts| &texts.reference),
        staff_note: text(|texts| &texts.staff_note),
        masked_email: customer_email(record).map(CustomerEmail::masked).unwrap_or_default(),
        made_by: names.of(record.started_by),
        made_by_id: record.started_by.to_string(),
        environment: record.environment,
        state: record.state(),
    }
}

fn customer_email(record: &SaleRecord) -> Option<&CustomerEmail> {
    record.texts.as_ref()?.customer_email.as_ref()
}

/// A sale with all that is known of it, but for the accounts that it could be taken to.
pub(crate) fn sale(
    record: &SaleRecord,
    makers: &Makers,
    story: &[TimelineEntry],
    names: &StaffNames,
    now: Timestamp,
) -> SaleView {
    let row = row(record, names);
    let name = record.texts.as_ref().map(|texts| texts.name.clone()).unwrap_or_default();
    let own = record.link.as_ref().map(|link| link.id);
    let can = own.and_then(|link| makers.can(link));
    let link = record.link.as_ref().and_then(|link| link_view(record, link, can));
    SaleView {
        customer: CustomerPage::of(&row, link.as_ref(), &name),
        row,
        account_id: record.account.to_string(),
        account_name: own.map(|link| makers.name(link)).unwrap_or_default(),
        name,
        customer_email: customer_email(record)
            .map(|email| email.as_str().to_owned())
            .unwrap_or_default(),
        customer_id: record
            .texts
            .as_ref()
            .and_then(|texts| texts.customer.clone())
            .map(String::from)
            .unwrap_or_default(),
        page_language: record.page_language.clone().map(String::from).unwrap_or_default(),
        our_reference: record
            .our_reference()
            .map(|reference| reference.as_str().to_owned())
            .unwrap_or_default(),
        press: record.link.as_ref().map(|link| link.press.to_string()).unwrap_or_default(),
        can_preview: can.is_some_and(|can| can.preview) && link.is_some(),
        link,
        basket: record.basket.as_ref().map(|basket| basket_view(record, basket)),
        subscription: subscription(record, now),
        payments: record
            .payments
            .iter()
            .filter(|payment| payment.status != PaymentStatus::NotBegun)
            .map(|payment| payment_view(payment, makers, names))
            .collect(),
        try_with: Vec::new(),
        earlier_links: earlier_links::views(record, makers),
        timeline: timeline::tell(record, story, names, makers),
        ids: told::ids(record),
        said: told::said(story),
    }
}

fn basket_view(sale: &SaleRecord, basket: &Basket) -> BasketView {
    let zero = Money::zero(sale.amount.currency());
    let line = |line: &BasketLine| BasketLineView {
        product: line.product.to_string(),
        name: line.name.as_str().to_owned(),
        quantity: line.quantity.get(),
        unit: line.unit.money(),
        total: line.total().unwrap_or(zero),
    };
    BasketView {
        lines: basket.lines.iter().map(line).collect(),
        free: basket.free.map(Amount::money),
        sum: basket.sum(sale.amount.currency()).unwrap_or(zero),
    }
}

/// The subscription that a sale's link began; `None` before its first charge.
fn subscription(sale: &SaleRecord, now: Timestamp) -> Option<SubscriptionView> {
    let schedule = *sale.kind.schedule()?;
    let link = sale.link.as_ref().filter(|link| link.state == LinkState::Paid)?;
    let state = match link.wish {
        Some(Wish::StopCharges) => SubscriptionState::Stopping,
        Some(Wish::ResumeCharges) => SubscriptionState::Resuming,
        _ if link.charges_stopped => SubscriptionState::Stopped,
        _ if schedule.is_over(now) => SubscriptionState::Over,
        _ => SubscriptionState::Charging,
    };
    Some(SubscriptionView { schedule, state, error: link.wish_error.clone() })
}

/// A link whose address is in the book and may be shown; `None` for any other. One that staff have cancelled, or that was
/// used as often as it may be, is not payable, whatever the provider shows of it: its state there may lag or never move.
pub(crate) fn link_view(
    sale: &SaleRecord,
    link: &LinkRecord,
    can: Option<&Capabilities>,
) -> Option<LinkView> {
    let url = link.url.as_ref().filter(|_| link.state.is_shown())?;
    let alterable = is_alterable(sale, link);
    Some(LinkView {
        id: link.id.to_string(),
        url: url.as_str().to_owned(),
        host: url.host(),
        expires_at: link.ends_at.map(Moment),
        payable: link.state == LinkState::Active
            && link.cancelled_at.is_none()
            && times_used(sale) < sale.usage.limit(),
        wish: match link.wish {
            Some(Wish::Cancel) => Some(LinkWish::Cancel),
            Some(Wish::Change { .. }) => Some(LinkWish::Change),
            // Those show beside the subscription.
            Some(Wish::StopCharges | Wish::ResumeCharges) | None => None,
        },
        wish_error: link.wish_error.clone().filter(|_| link.state != LinkState::Paid),
        can_cancel: alterable && can.is_some_and(|can| can.cancel),
        can_change: alterable && can.is_some_and(|can| can.change != Changes::None),
        last_checked: link.last_checked.map(Moment),
        cannot_check_since: link.cannot_check_since.map(Moment),
        look_refused: false,
    })
}

/// True where a link can still be cancelled or changed: it can be paid, and nobody has cancelled it yet.
pub(crate) fn is_alterable(sale: &SaleRecord, link: &LinkRecord) -> bool {
    link.state == LinkState::Active
        && link.wish != Some(Wish::Cancel)
        && times_paid(sale) < sale.usage.limit()
}

/// How many customers have done what the sale's link is for: money that is only reserved uses it too, and so does a card
/// that was confirmed.
fn times_used(sale: &SaleRecord) -> u32 {
    use PaymentStatus::{CardConfirmed, Paid, Reserved, Taken};

    let used = sale
        .payments
        .iter()
        .filter(|payment| matches!(payment.status, Paid | Reserved | Taken | CardConfirmed));
    u32::try_from(used.count()).unwrap_or(u32::MAX)
}

/// How many times the sale's link was paid.
pub(crate) fn times_paid(sale: &SaleRecord) -> u32 {
    let paid = sale.payments.iter().filter(|payment| payment.status == PaymentStatus::Paid);
    u32::try_from(paid.count()).unwrap_or(u32::MAX)
}

fn payment_view(payment: &PaymentRecord, makers: &Makers, names: &StaffNames) -> PaymentView {
    let (facts, can) = (payment.facts(), makers.can_of(payment));
    let ends_holds = can.is_some_and(|can| can.capture.is_some() || can.release.is_some());
    PaymentView {
        id: payment.id.to_string(),
        provider_id: payment.provider_id.to_string(),
        account_id: makers.account(payment.link),
        account_name: makers.name(payment.link),
        // Money goes back where it came in.
        refunds_at: match can {
            Some(can) if can.refund.is_none() => RefundsAt::Dashboard,
            _ => RefundsAt::Till,
        },
        amount: payment.amount,
        at: Moment(payment.moment()),
        card: payment.card.as_ref().map(|card| CardView {
            brand: card.brand.clone(),
            last_four: card.last_four.as_str().to_owned(),
        }),
        paid: facts.is_paid(),
        reserved: payment.status == PaymentStatus::Reserved,
        can_end_hold: ends_holds && facts.can_end_hold(),
        hold_ends: payment.hold_ends.iter().map(|end| hold_end_view(end, names)).collect(),
        refunded: facts.refunded(),
        on_its_way: facts.on_its_way(),
        left: facts.left(),
        refunds: payment.refunds.iter().map(|refund| refund_view(refund, names)).collect(),
    }
}

fn hold_end_view(end: &HoldEndRecord, names: &StaffNames) -> HoldEndView {
    HoldEndView {
        id: end.id.to_string(),
        press: end.press.to_string(),
        kind: end.kind,
        amount: end.amount.money(),
        state: progress(end.state),
        made_at: Moment(end.at),
        made_by: names.of(end.by),
        error: end.error.clone(),
    }
}

fn refund_view(refund: &RefundRecord, names: &StaffNames) -> RefundView {
    RefundView {
        id: refund.id.to_string(),
        press: refund.press.to_string(),
        amount: refund.amount.money(),
        state: progress(refund.state),
        reason: refund.reason,
        note: refund.note.clone().unwrap_or_default(),
        made_at: Moment(refund.at),
        made_by: names.of(refund.by),
        approved_by: refund.approved_by.map(|approver| names.of(approver)),
        error: refund.error.clone(),
    }
}

fn progress(state: RefundState) -> RefundProgress {
    match state {
        RefundState::Reserved => RefundProgress::NotSent,
        RefundState::Sending { .. } => RefundProgress::Running,
        RefundState::Unknown { .. } => RefundProgress::NotSure,
        RefundState::Confirmed => RefundProgress::Done,
        RefundState::Rejected => RefundProgress::Refused,
        RefundState::AbsentConfirmed | RefundState::Withdrawn => RefundProgress::NotMade,
        RefundState::NeedsPerson => RefundProgress::NeedsPerson,
        RefundState::FailedLate => RefundProgress::FailedLate,
    }
}
