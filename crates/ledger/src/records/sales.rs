//! What comes out of the book: sales with all that belongs to them.

use std::mem;

use domain::{
    Amount, Money, TillError, Timestamp,
    account::{Environment, ProviderId},
    basket::Basket,
    charge_requests::ChargeRequests,
    customer_email::CustomerEmail,
    event::Fact,
    hold::HoldEndKind,
    ids::{
        AccountId, HoldEndId, IdempotencyKey, LinkId, PaymentId, PressId, ProviderCustomerId,
        ProviderLinkId, ProviderPaymentId, ProviderRefundId, RefundId, SaleId, StaffId,
    },
    link_kind::LinkKind,
    link_life::LinkState,
    link_wish::Wish,
    page_language::PageLanguage,
    pay_url::PayUrl,
    payment::{Card, PaymentStatus},
    reference::OurReference,
    refund::RefundReason,
    refund_life::RefundState,
    sale_state::{
        HoldEndFacts, LinkFacts, PaymentFacts, RefundFacts, SaleFacts, SaleState, sale_state,
    },
    usage::Usage,
};

/// A sale as a screen needs it, or as one of its links sees it: [`Ledger::sale_by_link`](crate::Ledger::sale_by_link).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRecord {
    /// Its id.
    pub id: SaleId,
    /// The account of `link`, which takes the money; it may be out of use by now.
    pub account: AccountId,
    /// The account's provider.
    pub provider: ProviderId,
    /// Live, sandbox or practice.
    pub environment: Environment,
    /// When staff began it.
    pub started_at: Timestamp,
    /// Who began it.
    pub started_by: StaffId,
    /// What each payment is asked to be of, as the link stands now, without shipping.
    pub amount: Amount,
    /// What shipping costs on top; `None` where nothing is shipped.
    pub shipping: Option<Money>,
    /// How often the link can be paid.
    pub usage: Usage,
    /// What the link is for.
    pub kind: LinkKind,
    /// The language of the page where the customer pays; `None` leaves it to the provider.
    pub page_language: Option<PageLanguage>,
    /// The products that it is for; `None` where staff chose none.
    pub basket: Option<Basket>,
    /// What staff wrote; `None` once it was erased.
    pub texts: Option<SaleTexts>,
    /// Its link: the newest, or the one that it is seen by.
    pub link: Option<LinkRecord>,
    /// Its other links, newest first. There are some only where staff tried with another account.
    pub others: Vec<OtherLink>,
    /// Every payment on it, oldest first.
    pub payments: Vec<PaymentRecord>,
}

/// What staff wrote for a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleTexts {
    /// The staff's own reference, whole.
    pub reference: String,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
    /// A note that only staff see.
    pub staff_note: String,
    /// Where the customer can be written to.
    pub customer_email: Option<CustomerEmail>,
    /// Which of the shop's customers it is for, by the provider's id.
    pub customer: Option<ProviderCustomerId>,
}

/// A link beside the one that a sale is seen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLink {
    /// The account that it was asked of.
    pub account: AccountId,
    /// The account's provider.
    pub provider: ProviderId,
    /// It.
    pub link: LinkRecord,
}

/// A link and its intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    /// Its id.
    pub id: LinkId,
    /// The press that asked for it.
    pub press: PressId,
    /// Its key, the same on every attempt.
    pub key: IdempotencyKey,
    /// Our reference at the provider; `None` once the sale's texts were erased.
    pub our_reference: Option<OurReference>,
    /// Where its intent stands.
    pub state: LinkState,
    /// The provider's id, once known.
    pub provider_id: Option<ProviderLinkId>,
    /// The address. Stored only for a link that may be shown.
    pub url: Option<PayUrl>,
    /// When the provider was asked to end it.
    pub expires_at: Timestamp,
    /// When the provider says that it ends.
    pub ends_at: Option<Timestamp>,
    /// Why it was refused or must not be used.
    pub error: Option<TillError>,
    /// What staff want of it and the provider has not shown yet.
    pub wish: Option<Wish>,
    /// Which wish that is; `None` where nothing is wished.
    pub wish_number: Option<WishNumber>,
    /// The words that the wished change brings; `None` where there is no such wish, or once they were erased.
    pub wished_description: Option<String>,
    /// Why the provider refused the last wish.
    pub wish_error: Option<TillError>,
    /// When staff cancelled it, by the provider's clock; `None` where the provider refused.
    pub cancelled_at: Option<Timestamp>,
    /// True where the subscription that it began was stopped.
    pub charges_stopped: bool,
    /// Which requests to stop or resume it may still be on their way.
    pub charge_requests: ChargeRequests,
    /// Since when looks have shown it over, or it is an orphan, by the till's clock; it stays once it was paid after all.
    pub over_since: Option<Timestamp>,
    /// When the first request that may have arrived left, by the provider's clock.
    pub first_sent: Option<Timestamp>,
    /// When the last one left, by the provider's clock.
    pub last_sent: Option<Timestamp>,
    /// When the provider was last reached about it, by the till's clock.
    pub last_checked: Option<Timestamp>,
    /// Since when the provider can't be reached about it, by the till's clock.
    pub cannot_check_since: Option<Timestamp>,
}

/// Tells one wish from any other that was ever asked for, also where both want the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WishNumber(pub(crate) i64);

/// A payment and what went back of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRecord {
    /// Our id.
    pub id: PaymentId,
    /// The link that it was made on.
    pub link: LinkId,
    /// The provider's id.
    pub provider_id: ProviderPaymentId,
    /// How far it is.
    pub status: PaymentStatus,
    /// What came.
    pub amount: Money,
    /// When it was made, by the provider's clock, or first seen where the provider does not say.
    pub at: Timestamp,
    /// When it was made, by the provider's clock; `None` where the provider does not say.
    pub told_at: Option<Timestamp>,
    /// Since when its money is there, also where it went back since; `None` where it never was. Where it had been
    /// reserved, or the provider tells no moment, this is when the till learned that the money is there.
    pub came_at: Option<Timestamp>,
    /// The card.
    pub card: Option<Card>,
    /// This till's refunds of it, oldest first.
    pub refunds: Vec<RefundRecord>,
    /// What went back without this till, oldest first.
    pub elsewhere: Vec<ElsewhereRecord>,
    /// This till's captures and releases of it, oldest first.
    pub hold_ends: Vec<HoldEndRecord>,
}

/// A capture or a release, and its intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldEndRecord {
    /// Its id.
    pub id: HoldEndId,
    /// Its payment.
    pub payment: PaymentId,
    /// The press that asked for it.
    pub press: PressId,
    /// Its key, the same on every attempt.
    pub key: IdempotencyKey,
    /// Capture or release.
    pub kind: HoldEndKind,
    /// Where its intent stands: it takes the way of a refund.
    pub state: RefundState,
    /// How much is captured; the whole reservation where it is released.
    pub amount: Amount,
    /// When staff asked for it.
    pub at: Timestamp,
    /// Who asked for it.
    pub by: StaffId,
    /// Why it was refused, or why nobody can learn what became of it.
    pub error: Option<TillError>,
    /// When the first request that may have arrived left, by the provider's clock.
    pub first_sent: Option<Timestamp>,
    /// When the last one left, by the provider's clock.
    pub last_sent: Option<Timestamp>,
    /// When the till learned that it was done.
    pub confirmed_at: Option<Timestamp>,
}

/// A refund and its intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRecord {
    /// Its id.
    pub id: RefundId,
    /// The press that asked for it.
    pub press: PressId,
    /// Its key, the same on every attempt.
    pub key: IdempotencyKey,
    /// The provider's id, once known.
    pub provider_id: Option<ProviderRefundId>,
    /// Where its intent stands.
    pub state: RefundState,
    /// How much.
    pub amount: Amount,
    /// Why.
    pub reason: RefundReason,
    /// In the staff's words; `None` where there are none, or once they were erased.
    pub note: Option<String>,
    /// When staff asked for it.
    pub at: Timestamp,
    /// Who asked for it.
    pub by: StaffId,
    /// Who approved it at the till, where who asked for it could not by themselves.
    pub approved_by: Option<StaffId>,
    /// Why it was refused, or why nobody can learn what became of it.
    pub error: Option<TillError>,
    /// When the first request that may have arrived left, by the provider's clock.
    pub first_sent: Option<Timestamp>,
    /// When the last one left, by the provider's clock.
    pub last_sent: Option<Timestamp>,
    /// When the till learned that it was made.
    pub confirmed_at: Option<Timestamp>,
    /// True once the provider said that it has this very refund and is still working at it.
    pub in_work: bool,
}

/// A refund that this till did not make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElsewhereRecord {
    /// The provider's id.
    pub provider_id: ProviderRefundId,
    /// How much.
    pub amount: Amount,
    /// When the till learned of it.
    pub seen_at: Timestamp,
}

/// One line of what happened to a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: StaffId,
    /// What.
    pub fact: Fact,
}

impl SaleRecord {
    /// What decides the sale's one word.
    pub fn facts(&self) -> SaleFacts {
        SaleFacts {
            asked: self.amount,
            shipping: self.shipping,
            usage: self.usage,
            link: self.link.as_ref().map(LinkRecord::facts),
            earlier: self.others.iter().map(|other| other.link.facts()).collect(),
            payments: self.payments.iter().map(PaymentRecord::facts).collect(),
        }
    }

    /// Every link of it: the one that is its own now, and those whose place it took.
    pub fn links(&self) -> impl Iterator<Item = &LinkRecord> {
        self.link.iter().chain(self.others.iter().map(|other| &other.link))
    }

    /// The same sale as its link `link` sees it; as before where it has no such link.
    #[must_use]
    pub fn seen_by(mut self, link: LinkId) -> Self {
        let place = self.others.iter_mut().find(|other| other.link.id == link);
        if let (Some(other), Some(own)) = (place, &mut self.link) {
            mem::swap(&mut other.account, &mut self.account);
            mem::swap(&mut other.provider, &mut self.provider);
            mem::swap(&mut other.link, own);
        }
        self
    }

    /// The same sale as the link sees it that `payment` was made on.
    #[must_use]
    pub fn seen_by_payment(self, payment: PaymentId) -> Self {
        match self.payment(payment).map(|payment| payment.link) {
            Some(link) => self.seen_by(link),
            None => self,
        }
    }

    /// What the sale is to staff.
    pub fn state(&self) -> SaleState {
        sale_state(&self.facts())
    }

    /// The reference of its link, which the provider sees; gone once the sale's texts were erased.
    pub fn our_reference(&self) -> Option<&OurReference> {
        self.link.as_ref()?.our_reference.as_ref()
    }

    /// One of its payments.
    pub fn payment(&self, id: PaymentId) -> Option<&PaymentRecord> {
        self.payments.iter().find(|payment| payment.id == id)
    }

    /// One of its refunds, with the payment that goes back.
    pub fn refund(&self, id: RefundId) -> Option<(&PaymentRecord, &RefundRecord)> {
        self.payments.iter().find_map(|payment| {
            let refund = payment.refunds.iter().find(|refund| refund.id == id)?;
            Some((payment, refund))
        })
    }

    /// One of its captures and releases, with the payment whose reservation it ends.
    pub fn hold_end(&self, id: HoldEndId) -> Option<(&PaymentRecord, &HoldEndRecord)> {
        self.payments.iter().find_map(|payment| {
            let end = payment.hold_ends.iter().find(|end| end.id == id)?;
            Some((payment, end))
        })
    }
}

impl LinkRecord {
    fn facts(&self) -> LinkFacts {
        LinkFacts {
            id: self.id,
            state: self.state,
            expires_at: self.ends_at,
            error: self.error.clone(),
            cancelled_at: self.cancelled_at,
            // An orphan may be paid, and is given up by the till alone.
            over_since: self.over_since.filter(|_| self.state != LinkState::Orphan),
        }
    }
}

impl PaymentRecord {
    /// When it was made. Where the provider does not say, when the till learned that its money is there, or first saw it.
    pub fn moment(&self) -> Timestamp {
        self.told_at.or(self.came_at).unwrap_or(self.at)
    }

    /// What decides how much of it may still be refunded.
    pub fn facts(&self) -> PaymentFacts {
        let currency = self.amount.currency();
        PaymentFacts {
            id: self.id,
            link: self.link,
            status: self.status.clone(),
            amount: self.amount,
            at: self.moment(),
            told_at: self.told_at,
            was_paid: self.came_at.is_some(),
            refunds: self
                .refunds
                .iter()
                .map(|refund| RefundFacts { state: refund.state, amount: refund.amount })
                .collect(),
            hold_ends: self
                .hold_ends
                .iter()
                .map(|end| HoldEndFacts { kind: end.kind, state: end.state, amount: end.amount })
                .collect(),
            elsewhere: self
                .elsewhere
                .iter()
                .try_fold(Money::zero(currency), |sum, refund| sum.plus(refund.amount.money()))
                .unwrap_or(Money::zero(currency)),
        }
    }
}
