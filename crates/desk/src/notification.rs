//! Tell whether a provider wrote what a shop's own server received. What it says changes nothing: only the provider's answer
//! to the till's own question is proof of a payment. It is a hint to ask that question now.

use domain::{TillError, account::Account, ids::SaleId};
use providers::{Genuine, Notification, Received, Says, Signer};

use crate::{
    desk::{Desk, id},
    view::{NotificationSays, NotificationSigner, NotificationVerdict},
};

/// Longest message in bytes. Providers send a few thousand.
const LONGEST: usize = 64 * 1024;

impl Desk {
    /// Reads a message as it was received, and tells what it is worth. Where it is genuine, not old, and about a sale of the
    /// account, the till asks the provider about that sale before it answers. The same message may come any number of times.
    ///
    /// # Errors
    /// `NotOffered` where the account's provider signs none, or why the account's keys can't be read.
    pub async fn check_notification(
        &self,
        account: &str,
        body: &str,
        signature: &str,
    ) -> Result<NotificationVerdict, TillError> {
        let account = self.account_in_use(id(account)?).await?;
        if body.len() > LONGEST || signature.len() > LONGEST {
            return Ok(worthless(NotificationSays::Unreadable));
        }
        let keys = self.keys.read(&account).await?;
        // The provider's own clock signed it.
        let now = self.executor.provider_time(&account);
        let received = Received { body, signature, now };
        let read = self.executor.provider(&account).read_notification(&account, &keys, received);
        match read.ok_or(TillError::NotOffered)? {
            Notification::Unreadable => Ok(worthless(NotificationSays::Unreadable)),
            Notification::NotGenuine => Ok(worthless(NotificationSays::NotGenuine)),
            Notification::Genuine(genuine) => self.verdict(&account, genuine).await,
        }
    }

    async fn verdict(
        &self,
        account: &Account,
        genuine: Genuine,
    ) -> Result<NotificationVerdict, TillError> {
        let sale =
            if genuine.is_ours { self.sale_it_is_about(account, &genuine).await? } else { None };
        if let Some(sale) = sale.filter(|_| genuine.is_fresh)
            && let Err(error) = self.check_now(&sale.to_string()).await
        {
            tracing::warn!(%sale, %error, "the sale of a message could not be looked at");
        }
        Ok(NotificationVerdict {
            verdict: match genuine.says {
                _ if !genuine.is_ours => NotificationSays::OtherMerchant,
                Says::Approved => NotificationSays::Approved,
                Says::NotApproved => NotificationSays::NotApproved,
                Says::Refund => NotificationSays::Refund,
                Says::Other => NotificationSays::Other,
            },
            key: Some(match genuine.signed_by {
                Signer::Main => NotificationSigner::Main,
                Signer::Payout => NotificationSigner::Payout,
                Signer::Webhook => NotificationSigner::Webhook,
            }),
            old: !genuine.is_fresh,
            order_id: genuine.order,
            order_status: genuine.state,
            amount: genuine.amount,
            sale: sale.map(|sale| sale.to_string()),
        })
    }

    /// By our reference, or by the provider's id of the link where the message does not repeat that.
    async fn sale_it_is_about(
        &self,
        account: &Account,
        genuine: &Genuine,
    ) -> Result<Option<SaleId>, TillError> {
        let (account, order, link) = (account.id, genuine.order.clone(), genuine.link.clone());
        self.book
            .ask(move |ledger| {
                let by_reference = ledger.sale_of_reference(account, &order)?;
                match (by_reference, link) {
                    (None, Some(link)) => ledger.sale_of_provider_link(account, &link),
                    (found, _) => Ok(found),
                }
            })
            .await
    }
}

/// Nothing that such a message says is worth showing.
fn worthless(verdict: NotificationSays) -> NotificationVerdict {
    NotificationVerdict {
        verdict,
        key: None,
        old: false,
        order_id: String::new(),
        order_status: String::new(),
        amount: None,
        sale: None,
    }
}
