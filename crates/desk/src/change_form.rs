//! What a link shall ask for from now on, checked before anybody is asked for it.

use std::time::Duration;

use domain::{
    Amount, Money, TillError, Timestamp,
    account::Account,
    capabilities::{Capabilities, Changes},
    error::Field,
    link_wish::LinkFigures,
    payment::PaymentStatus,
    sale::{LONGEST_PAYABLE, SHORTEST_PAYABLE, amount, offered, shipping, usage},
    text::check_characters,
    usage::Usage,
};
use ledger::{LinkRecord, PaymentRecord, SaleRecord};

use crate::{account_form::required, take_payment::whole_seconds, view::ChangeForm};

/// What a link shall ask for, checked as a new sale is.
#[derive(Debug)]
pub(crate) struct NewTerms {
    amount: Amount,
    usage: Usage,
    shipping: Option<Money>,
    payable_for: Option<Duration>,
    /// What the customer pays for.
    pub(crate) description: String,
}

impl NewTerms {
    /// Reads the form as a change of `sale`; the order of the checks is that of a new sale.
    pub(crate) fn read(
        form: &ChangeForm,
        sale: &SaleRecord,
        account: &Account,
        can: &Capabilities,
    ) -> Result<Self, TillError> {
        let invalid = |field| TillError::InvalidField { field };
        let currency = offered(sale.amount.currency().code(), account)?;
        let amount = amount(&form.amount_minor, currency)?;
        let description = required(Field::Description, &form.description, can.description_limit)?;
        check_characters(Field::Description, &description, can.forbidden)?;
        let payable_for = form.payable_for.map(|seconds| Duration::from_secs(seconds.into()));
        if payable_for.is_some_and(|time| !(SHORTEST_PAYABLE..=LONGEST_PAYABLE).contains(&time)) {
            return Err(invalid(Field::PayableFor));
        }
        let usage = usage(form.use_limit, can)?;
        // Money that is only reserved uses the link up, too.
        let times = holding_money(sale).count();
        if usize::try_from(usage.limit()).is_ok_and(|limit| limit <= times) {
            return Err(invalid(Field::UseLimit));
        }
        let shipping = shipping(form.shipping_minor.as_deref(), amount, can)?;
        if !sale.kind.is_payment() && (!usage.is_single() || shipping.is_some()) {
            return Err(invalid(Field::LinkKind));
        }
        if can.change == Changes::AllButAmount && amount != sale.amount {
            return Err(invalid(Field::Amount));
        }
        // What came was what was asked then; it must not be measured by another sum.
        if times > 0 && amount != sale.amount {
            return Err(invalid(Field::Amount));
        }
        if times > 0 && shipping != sale.shipping {
            return Err(invalid(Field::Shipping));
        }
        Ok(Self { amount, usage, shipping, payable_for, description })
    }

    /// The whole set of figures, from `now` on by the provider's clock.
    pub(crate) fn figures(&self, link: &LinkRecord, now: Timestamp) -> LinkFigures {
        let end_as_it_is = link.ends_at.unwrap_or(link.expires_at);
        let expires_at =
            self.payable_for.map_or(end_as_it_is, |time| whole_seconds(now.plus(time)));
        LinkFigures { amount: self.amount, usage: self.usage, shipping: self.shipping, expires_at }
    }
}

/// The payments whose money is there or reserved.
pub(crate) fn holding_money(sale: &SaleRecord) -> impl Iterator<Item = &PaymentRecord> {
    let holds =
        |status: &PaymentStatus| matches!(status, PaymentStatus::Paid | PaymentStatus::Reserved);
    sale.payments.iter().filter(move |payment| holds(&payment.status))
}
