//! The books compared, once nothing goes wrong any more: the tills' with the provider's, to the minor unit.

use desk::domain::{
    link_life::LinkState, payment::PaymentStatus, refund_life::RefundState, sale_state::SaleState,
};
use ledger::{HoldEndRecord, LinkRecord, PaymentRecord, SaleRecord};

use crate::{
    gateway::{LinkStands, TheirLink, TheirPayment, Thing},
    history::Wrong,
    refund_audit,
    shop::{From, Made},
    world::World,
};

/// Compares all that there is.
pub(crate) fn audit(world: &World) {
    let audit = Audit {
        world,
        sales: world.records(),
        links: world.shop.gateway().links(),
        payments: world.shop.gateway().payments(),
        made: world.shop.witness().all(),
    };
    audit.nothing_is_open();
    audit.links();
    audit.addresses();
    audit.sums();
    audit.payments();
    audit.paid_twice();
    audit.offers();
    audit.what_each_key_made();
    for sale in &audit.sales {
        for payment in &sale.payments {
            refund_audit::refunds(&audit, payment);
            audit.hold_ends(payment);
        }
    }
    audit.states_of_links();
    if let Err(broken) = world.ledger.verify_chain() {
        audit.wrong(Wrong::Chain, broken);
    }
}

pub(crate) struct Audit<'a> {
    pub(crate) world: &'a World,
    sales: Vec<SaleRecord>,
    links: Vec<TheirLink>,
    payments: Vec<TheirPayment>,
    pub(crate) made: Vec<Made>,
}

impl Audit<'_> {
    pub(crate) fn wrong(&self, wrong: Wrong, how: impl std::fmt::Display) {
        self.world.history.wrong(wrong, how);
    }

    /// No question is older than the calm, and nothing waits for a person who has decided. What provably never left may
    /// wait: it is for staff to send it or to take it back.
    fn nothing_is_open(&self) {
        for question in self.world.ledger.open_questions().unwrap() {
            self.wrong(Wrong::Stuck, format_args!("{question:?} is still open"));
        }
        for sale in &self.sales {
            if let Some(wish) = sale.links().find_map(|link| link.wish.as_ref()) {
                self.wrong(Wrong::Stuck, format_args!("{} still waits for {wish:?}", sale.id));
            }
            for payment in &sale.payments {
                let refunds = payment.refunds.iter().map(|refund| (refund.key, refund.state));
                let ends = payment.hold_ends.iter().map(|end| (end.key, end.state));
                for (key, state) in refunds.chain(ends) {
                    if state == RefundState::NeedsPerson {
                        self.wrong(Wrong::Stuck, format_args!("{key} still waits for a person"));
                    }
                }
            }
        }
    }

    /// Each link that a till made is in the book, by its id or as an orphan by its reference; and no reference has two.
    fn links(&self) {
        for link in &self.links {
            let twins = self.links.iter().filter(|twin| twin.reference == link.reference).count();
            if twins > 1 {
                let how = format_args!("{twins} links with the reference {}", link.reference);
                self.wrong(Wrong::DoubleLink, how);
            }
            if self.record_of(link).is_none() {
                self.wrong(Wrong::Lost, format_args!("the book does not know {}", link.id));
            }
        }
    }

    /// What a customer was shown is a link of the sale, and no orphan.
    fn addresses(&self) {
        for (sale, address) in self.world.all_shown() {
            let reference = self.world.shop.gateway().link_at(&address);
            let record = self.world.record(sale);
            let is_it = |link: &&LinkRecord| {
                let ours = link.our_reference.as_ref();
                ours.is_some_and(|ours| Some(ours.as_str()) == reference.as_deref())
            };
            let shown = record.links().find(is_it);
            if shown.is_none_or(|link| link.state == LinkState::Orphan) {
                let how = format_args!("{sale} has shown {address}, in the book {shown:?}");
                self.wrong(Wrong::TwoAddresses, how);
            }
        }
    }

    /// Each link that was shown asks for what its sale is of.
    fn sums(&self) {
        for link in &self.links {
            let is_it = |own: &&LinkRecord| {
                let reference = own.our_reference.as_ref();
                reference.is_some_and(|ours| ours.as_str() == link.reference)
            };
            let its = |sale: &'_ SaleRecord| Some((sale.amount, sale.links().find(is_it)?.state));
            let Some((amount, state)) = self.sales.iter().find_map(its) else { continue };
            if state.is_shown() && amount.minor() != link.minor {
                let how = format_args!("{} asks for {}, {amount} of it", link.id, link.minor);
                self.wrong(Wrong::OtherSum, how);
            }
        }
    }

    /// Where no till can refund, none has begun to; and no secret went where it does not belong.
    fn offers(&self) {
        let payments = self.sales.iter().flat_map(|sale| &sale.payments);
        let begun = payments.flat_map(|payment| &payment.refunds).next();
        if let Some(refund) = begun.filter(|_| !self.world.refunds_here()) {
            self.wrong(Wrong::NotOffered, format_args!("the refund {} was begun", refund.id));
        }
        let leaks = self.world.shop.gateway().leaks();
        if leaks > 0 {
            self.wrong(Wrong::Leak, format_args!("{leaks} requests held a secret elsewhere"));
        }
    }

    fn record_of(&self, link: &TheirLink) -> Option<&LinkRecord> {
        self.sales.iter().flat_map(SaleRecord::links).find(|record| {
            let by_id = record.provider_id.as_ref().is_some_and(|id| id.as_str() == link.id);
            let reference = record.our_reference.as_ref();
            let by_reference = record.state == LinkState::Orphan
                && reference.is_some_and(|ours| ours.as_str() == link.reference);
            by_id || by_reference
        })
    }

    /// Each link stands at the provider as the book says: nobody can pay what was cancelled, nor what was set aside, nor
    /// what nobody ever saw, if anything but its own end can keep them from it.
    fn states_of_links(&self) {
        let now = self.world.time.passed();
        for link in &self.links {
            let Some(record) = self.record_of(link) else { continue };
            let theirs = link.state;
            let fits = match record.state {
                LinkState::Active | LinkState::ToConfirm { .. } => theirs == LinkStands::Payable,
                LinkState::Paid => theirs == LinkStands::Paid,
                LinkState::Expired => theirs == LinkStands::Expired,
                LinkState::Closed => theirs == LinkStands::Ended,
                LinkState::Orphan => {
                    theirs != LinkStands::Payable
                        || link.ends.is_some_and(|ends| now < ends)
                        || !link.is_named
                }
                _ => false,
            };
            if !fits {
                let ours = record.state;
                let how = format_args!("{} is {theirs:?}, in the book {ours:?}", link.id);
                self.wrong(Wrong::LinkState, how);
            }
            let is_set_aside = self.sales.iter().flat_map(|sale| &sale.others);
            let is_set_aside = is_set_aside.map(|other| other.link.id).any(|id| id == record.id);
            if is_set_aside && theirs == LinkStands::Payable && link.ends.is_none() {
                let how = format_args!("{} was set aside and can be paid", link.id);
                self.wrong(Wrong::LinkState, how);
            }
            let (theirs, stopped) = (link.charges, record.charges_stopped);
            if theirs.is_some_and(|charges| charges == stopped) {
                let how = format_args!("{} charges: {theirs:?}, in the book {stopped}", link.id);
                self.wrong(Wrong::Charges, how);
            }
        }
    }

    /// Each payment is in the book as it is, and the book has no other money. Nobody but the gateway's own pretend customers
    /// pays a link that was never shown; where nothing tells whose that is, no till can find it.
    fn payments(&self) {
        for theirs in self.payments.iter().filter(|theirs| self.can_be_found(theirs)) {
            let ours = self.payment(&theirs.id);
            let same = ours.is_some_and(|ours| {
                ours.status == theirs.status && ours.amount.minor() == theirs.minor
            });
            if !same {
                let ours = ours.map(|ours| (&ours.status, ours.amount));
                let TheirPayment { id, status, minor, .. } = theirs;
                let how = format_args!("{id} is {status:?} of {minor}, in the book {ours:?}");
                self.wrong(Wrong::Divergence, how);
            }
        }
        for ours in self.sales.iter().flat_map(|sale| &sale.payments) {
            let holds_money = matches!(ours.status, PaymentStatus::Paid | PaymentStatus::Reserved);
            if holds_money && self.their_payment(ours).is_none() {
                let how = format_args!("{} never came", ours.provider_id);
                self.wrong(Wrong::Divergence, how);
            }
        }
    }

    /// Where two links of a sale, at two accounts, were both paid, staff are told so for as long as all of it is there.
    fn paid_twice(&self) {
        for sale in self.sales.iter().filter(|sale| !sale.others.is_empty()) {
            let is_there = |payment: &&PaymentRecord| {
                let went = self.their_payment(payment).is_none_or(|theirs| theirs.refunded > 0);
                let begun = !payment.refunds.is_empty() || !payment.elsewhere.is_empty();
                payment.status == PaymentStatus::Paid && !went && !begun
            };
            let there = sale.payments.iter().filter(is_there).count();
            let state = sale.state();
            if there > 1 && !matches!(state, SaleState::PaidTwice { .. }) {
                let how = format_args!("{} was paid {there} times and is {state:?}", sale.id);
                self.wrong(Wrong::Divergence, how);
            }
        }
    }

    fn can_be_found(&self, theirs: &TheirPayment) -> bool {
        let is_lost = |link: &&TheirLink| {
            let is_orphan = |record: &LinkRecord| record.state == LinkState::Orphan;
            link.id == theirs.id && !link.is_named && self.record_of(link).is_some_and(is_orphan)
        };
        !self.links.iter().any(|link| is_lost(&link))
    }

    pub(crate) fn their_payment(&self, ours: &PaymentRecord) -> Option<&TheirPayment> {
        self.payments.iter().find(|theirs| theirs.id == ours.provider_id.as_str())
    }

    fn payment(&self, provider_id: &str) -> Option<&PaymentRecord> {
        let mut payments = self.sales.iter().flat_map(|sale| &sale.payments);
        payments.find(|payment| payment.provider_id.as_str() == provider_id)
    }

    /// A capture or a release was made exactly where the book says so.
    fn hold_ends(&self, payment: &PaymentRecord) {
        for end in &payment.hold_ends {
            let key = self.world.shop.gateway().key_of_hold_end(payment, end);
            let made = self.made.iter().find(|made| made.key == key);
            let fits = match end.state {
                RefundState::Confirmed => {
                    made.is_some_and(|made| made_as_asked(made, payment, end))
                }
                RefundState::Reserved
                | RefundState::Rejected
                | RefundState::AbsentConfirmed
                | RefundState::Withdrawn
                | RefundState::FailedLate => made.is_none() || self.is_anothers(payment, end, &key),
                // What is still open is told by `nothing_is_open`.
                RefundState::Sending { .. }
                | RefundState::Unknown { .. }
                | RefundState::NeedsPerson => true,
            };
            if !fits {
                let (kind, state) = (end.kind, end.state);
                let made = made.map(|made| &made.thing);
                let how = format_args!("{kind:?} {} is {state:?} and made {made:?}", end.id);
                self.wrong(Wrong::Divergence, how);
            }
        }
    }

    /// True where the provider can't tell two presses apart, and what was made is the other one's.
    fn is_anothers(&self, payment: &PaymentRecord, end: &HoldEndRecord, key: &str) -> bool {
        let gateway = self.world.shop.gateway();
        payment.hold_ends.iter().any(|other| {
            other.id != end.id
                && other.state == RefundState::Confirmed
                && gateway.key_of_hold_end(payment, other) == key
        })
    }

    /// A key made one thing at most.
    fn what_each_key_made(&self) {
        for made in &self.made {
            let same = self.made.iter().filter(|other| other.key == made.key).count();
            if same > 1 {
                let wrong = match made.thing {
                    Thing::Link => Wrong::DoubleLink,
                    Thing::Refund { .. } => Wrong::DoubleRefund,
                    Thing::HoldEnd { .. } => Wrong::DoubleHold,
                };
                self.wrong(wrong, format_args!("the key {} made {same} things", made.key));
            }
        }
    }
}

fn made_as_asked(made: &Made, payment: &PaymentRecord, end: &HoldEndRecord) -> bool {
    let asked = Thing::HoldEnd { payment: payment.provider_id.as_str().to_owned(), kind: end.kind };
    made.from == From::Till && made.thing == asked
}
