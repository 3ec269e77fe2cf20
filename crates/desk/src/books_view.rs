//! From the book's records to what the screens are told.

use domain::{
    account::Account, ids::StaffId, link_life::LinkState, refund_life::RefundState,
    sale_state::Moment,
};
use ledger::{LinkRecord, PaymentRecord, RefundRecord, SaleRecord, TimelineEntry};

use crate::{
    timeline,
    view::{
        CardView, CustomerPage, LinkView, PaymentView, RefundProgress, RefundView, SaleRow,
        SaleView,
    },
};

/// A sale as a list shows it.
pub(crate) fn row(record: &SaleRecord) -> SaleRow {
    let text = |of: fn(&ledger::SaleTexts) -> &String| {
        record.texts.as_ref().map(of).cloned().unwrap_or_default()
    };
    SaleRow {
        id: record.id.to_string(),
        at: Moment(record.started_at),
        amount: record.amount.money(),
        what_for: text(|texts| &texts.description),
        reference: text(|texts| &texts.reference),
        staff_note: text(|texts| &texts.staff_note),
        made_by: staff_name(record.started_by),
        environment: record.environment,
        state: record.state(),
    }
}

/// A sale with all that is known of it.
pub(crate) fn sale(
    record: &SaleRecord,
    account: Option<&Account>,
    story: &[TimelineEntry],
) -> SaleView {
    let row = row(record);
    let name = record.texts.as_ref().map(|texts| texts.name.clone()).unwrap_or_default();
    let link = record.link.as_ref().and_then(link_view);
    SaleView {
        customer: CustomerPage::of(&row, link.as_ref(), &name),
        row,
        account_id: record.account.to_string(),
        account_name: account.map(|account| account.name.clone()).unwrap_or_default(),
        name,
        our_reference: record
            .link
            .as_ref()
            .and_then(|link| link.our_reference.as_ref())
            .map(|reference| reference.as_str().to_owned())
            .unwrap_or_default(),
        press: record.link.as_ref().map(|link| link.press.to_string()).unwrap_or_default(),
        link,
        payments: record.payments.iter().map(payment_view).collect(),
        timeline: timeline::tell(record, story),
    }
}

/// What staff are called: the owner has no name of their own before staff are set up, and the page names them.
pub(crate) fn staff_name(staff: StaffId) -> String {
    if staff == StaffId::OWNER { String::new() } else { staff.to_string() }
}

/// A link whose address is in the book and may be shown; `None` for any other.
pub(crate) fn link_view(link: &LinkRecord) -> Option<LinkView> {
    let url = link.url.as_ref().filter(|_| link.state.is_shown())?;
    Some(LinkView {
        id: link.id.to_string(),
        url: url.as_str().to_owned(),
        host: url.host(),
        expires_at: link.ends_at.map(Moment),
        payable: link.state == LinkState::Active,
        last_checked: link.last_checked.map(Moment),
        cannot_check_since: link.cannot_check_since.map(Moment),
    })
}

fn payment_view(payment: &PaymentRecord) -> PaymentView {
    let facts = payment.facts();
    PaymentView {
        id: payment.id.to_string(),
        provider_id: payment.provider_id.to_string(),
        amount: payment.amount,
        at: Moment(payment.at),
        card: payment.card.as_ref().map(|card| CardView {
            brand: card.brand.clone(),
            last_four: card.last_four.as_str().to_owned(),
        }),
        paid: facts.is_paid(),
        refunded: facts.refunded(),
        on_its_way: facts.on_its_way(),
        left: facts.left(),
        refunds: payment.refunds.iter().map(refund_view).collect(),
    }
}

fn refund_view(refund: &RefundRecord) -> RefundView {
    RefundView {
        id: refund.id.to_string(),
        press: refund.press.to_string(),
        amount: refund.amount.money(),
        state: progress(refund.state),
        reason: refund.reason,
        note: refund.note.clone().unwrap_or_default(),
        made_at: Moment(refund.at),
        made_by: staff_name(refund.by),
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
