//! The accounts that a sale's links were asked of: one, unless staff tried with another.

use std::collections::HashMap;

use domain::{account::Account, capabilities::Capabilities, ids::LinkId};
use ledger::{Ledger, LedgerError, PaymentRecord, SaleRecord};
use providers::Executor;

/// What is known of the account of each link.
pub(crate) struct Makers(HashMap<LinkId, Maker>);

struct Maker {
    account: Account,
    can: Option<&'static Capabilities>,
}

impl Makers {
    /// The accounts of a sale's links, in use or not.
    pub(crate) fn read(ledger: &Ledger, sale: &SaleRecord) -> Result<Self, LedgerError> {
        let own = sale.link.iter().map(|link| (link.id, sale.account));
        let others = sale.others.iter().map(|other| (other.link.id, other.account));
        let mut makers = HashMap::new();
        for (link, account) in own.chain(others) {
            if let Some(account) = ledger.account(account)? {
                makers.insert(link, Maker { account, can: None });
            }
        }
        Ok(Self(makers))
    }

    /// The same with what each account can do.
    #[must_use]
    pub(crate) fn able(mut self, executor: &Executor) -> Self {
        for maker in self.0.values_mut() {
            maker.can = Some(executor.provider(&maker.account).capabilities());
        }
        self
    }

    /// What the account of a link can do, where that is known.
    pub(crate) fn can(&self, link: LinkId) -> Option<&'static Capabilities> {
        self.0.get(&link)?.can
    }

    /// The account of a link; empty where it is not known.
    pub(crate) fn account(&self, link: LinkId) -> String {
        self.0.get(&link).map(|maker| maker.account.id.to_string()).unwrap_or_default()
    }

    /// The owner's name for the account of a link; empty where it is not known.
    pub(crate) fn name(&self, link: LinkId) -> String {
        self.0.get(&link).map(|maker| maker.account.name.clone()).unwrap_or_default()
    }

    /// What can be done with a payment: that of the link that it was made on.
    pub(crate) fn can_of(&self, payment: &PaymentRecord) -> Option<&'static Capabilities> {
        self.can(payment.link)
    }
}
