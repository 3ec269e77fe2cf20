//! The auditor: compares the till's book with the provider's, and counts what each key did.

use std::{collections::HashMap, sync::Arc};

use desk::{
    domain::{
        Amount, Money, TillError,
        account::Account,
        hold::{HoldEndKind, NewHoldEnd},
        ids::{IdempotencyKey, RefundId},
        reference::OurReference,
        refund::{NewRefund, RefundReason},
    },
    seams::{Clock, Executor, HttpTransport, TimeLimits},
    view::{SaleQuery, SaleRow, SaleView},
};
use practice::global_payments::{Transaction, TransactionKind, TransactionState};
use providers::{Lane, provider};
use secrecy::SecretString;

use super::{CANARY, Rig, RigRandom, every_sale, payment};

impl Rig {
    /// Every sale of the till.
    pub(crate) async fn rows(&self) -> Vec<SaleRow> {
        let all = SaleQuery { limit: 200, ..every_sale() };
        self.desk().find_sales(all).await.unwrap()
    }

    /// What must hold at every moment, whatever went wrong.
    pub(crate) async fn audit(&self) {
        self.audit_keys();
        for row in self.rows().await {
            let sale = self.desk().sale(row.id.parse().unwrap()).await.unwrap();
            self.audit_links(&sale);
            self.audit_money(&sale);
        }
        assert_eq!(self.books().app_key_exposures(), 0);
    }

    /// What must hold once nothing is open: the till knows of exactly the money that the provider has.
    pub(crate) async fn audit_settled(&self) {
        self.audit().await;
        for row in self.rows().await {
            let sale = self.desk().sale(row.id.parse().unwrap()).await.unwrap();
            let sales = self.transactions_of(&sale, is_captured_sale);
            let refunds = self.transactions_of(&sale, is_refund);
            let came: u64 = paid_payments(&sale).map(|(paid, _, _)| paid).sum();
            let went: u64 = paid_payments(&sale).map(|(_, refunded, _)| refunded).sum();
            assert_eq!(came, sum(&sales), "what came for {}", sale.our_reference);
            assert_eq!(went, sum(&refunds), "what went for {}", sale.our_reference);
            for payment in &sale.payments {
                assert_eq!(payment.on_its_way.minor(), 0, "{payment:?}");
            }
        }
    }

    /// A key made something at most once, and what it was sent with never changed.
    fn audit_keys(&self) {
        let mut known = HashMap::new();
        for write in self.network.writes() {
            let executed = self.books().key_uses(&write.key).executed;
            assert!(executed <= 1, "a key made {executed} things: {write:?}");
            let first = known.entry(write.key.clone()).or_insert_with(|| write.clone());
            assert_eq!(*first, write, "a repeated request was changed");
        }
    }

    /// A sale has at most one link at the provider, and shows no other.
    fn audit_links(&self, sale: &SaleView) {
        let mut links = self.books().links();
        links.retain(|link| link.reference == sale.our_reference);
        assert!(links.len() <= 1, "{} has {links:?}", sale.our_reference);
        if let Some(shown) = &sale.link {
            assert!(shown.url.ends_with(links[0].page.as_str()), "{shown:?}");
        }
    }

    /// Never more went back than came, and the till holds back all that it does not know to be there.
    fn audit_money(&self, sale: &SaleView) {
        let came = sum(&self.transactions_of(sale, is_captured_sale));
        let went = sum(&self.transactions_of(sale, is_refund));
        assert!(went <= came, "{went} of {came} went back");
        for (paid, refunded, on_its_way) in paid_payments(sale) {
            assert!(refunded + on_its_way <= paid, "{sale:?}");
        }
    }

    /// The provider's transactions of a sale.
    fn transactions_of(
        &self,
        sale: &SaleView,
        wanted: fn(&Transaction) -> bool,
    ) -> Vec<Transaction> {
        let mut all = self.books().transactions();
        all.retain(|found| found.reference == sale.our_reference && wanted(found));
        all
    }

    /// How many refunds the provider made.
    pub(crate) fn refunds_made(&self) -> usize {
        let all = self.books().transactions();
        all.iter().filter(|found| is_refund(found)).count()
    }

    /// The provider's ids of a sale's refunds, oldest first.
    pub(crate) fn refund_ids(&self, sale: &SaleView) -> Vec<String> {
        let refunds = self.transactions_of(sale, is_refund);
        refunds.iter().map(|refund| refund.id.as_str().to_owned()).collect()
    }

    /// How many links the provider made.
    pub(crate) fn links_made(&self) -> usize {
        self.books().links().len()
    }

    /// Gives money back without this till, as an owner can in the provider's own portal.
    pub(crate) async fn refund_elsewhere(&self, sale: &SaleView, minor: u64) {
        let (account, portal) = (self.account_record().await, self.portal());
        let paid = payment(sale);
        let ask = NewRefund {
            id: RefundId::fresh(self.clock.now(), &*self.random),
            payment: paid.provider_id.clone().try_into().unwrap(),
            reference: OurReference::stored(sale.our_reference.clone()),
            amount: Amount::new(Money::new(minor, paid.amount.currency())).unwrap(),
            reason: RefundReason::CustomerAsked,
            paid_at: paid.at.0,
        };
        let key = IdempotencyKey::fresh(&*self.random);
        let exchange = provider(account.provider).refund(&account, ask, key);
        portal.run(&account, &Portal, Lane::Person, exchange).await.into_result().unwrap();
    }

    /// Ends a reservation without this till.
    pub(crate) async fn end_hold_elsewhere(&self, sale: &SaleView, kind: HoldEndKind, minor: u64) {
        let (account, portal) = (self.account_record().await, self.portal());
        let held = payment(sale);
        let ask = NewHoldEnd {
            kind,
            payment: held.provider_id.clone().try_into().unwrap(),
            reference: OurReference::stored(sale.our_reference.clone()),
            amount: Amount::new(Money::new(minor, held.amount.currency())).unwrap(),
        };
        let key = IdempotencyKey::fresh(&*self.random);
        let exchange = provider(account.provider).end_hold(&account, ask, key);
        portal.run(&account, &Portal, Lane::Person, exchange).await.into_result().unwrap();
    }

    fn portal(&self) -> Executor {
        let transport = HttpTransport::new(TimeLimits::default()).unwrap();
        let random = Arc::new(RigRandom::default());
        Executor::new(Arc::new(transport), Arc::clone(&self.clock) as _, random)
    }

    /// The account as the book has it.
    pub(crate) async fn account_record(&self) -> Account {
        let accounts = self.desk().accounts().await.unwrap();
        accounts.into_iter().next().unwrap()
    }
}

struct Portal;

#[async_trait::async_trait]
impl providers::KeySource for Portal {
    async fn keys(&self, _: &Account) -> Result<providers::Keys, TillError> {
        Ok(providers::Keys::main(SecretString::from(CANARY)))
    }
}

/// Paid, refunded, and on its way, of each payment that is or was there.
fn paid_payments(sale: &SaleView) -> impl Iterator<Item = (u64, u64, u64)> {
    sale.payments.iter().filter(|payment| payment.paid).map(|payment| {
        (payment.amount.minor(), payment.refunded.minor(), payment.on_its_way.minor())
    })
}

fn sum(transactions: &[Transaction]) -> u64 {
    transactions.iter().map(|found| found.amount.get()).sum()
}

fn is_captured_sale(found: &Transaction) -> bool {
    matches!(found.kind, TransactionKind::Sale { .. })
        && matches!(found.state, TransactionState::Captured { .. })
}

fn is_refund(found: &Transaction) -> bool {
    matches!(found.kind, TransactionKind::Refund { .. })
}
