//! Tell whether a provider wrote what a shop's own server received. It changes nothing: only the provider's answer to the
//! till's own question is proof of a payment.

use domain::{TillError, account::Account};
use providers::{Genuine, Notification, Says, Signer};

use crate::{
    desk::{Desk, id},
    view::{NotificationSays, NotificationSigner, NotificationVerdict},
};

/// Longest message in bytes. Providers send a few thousand.
const LONGEST: usize = 64 * 1024;

impl Desk {
    /// Reads a message as it was received, and tells what it is worth.
    ///
    /// # Errors
    /// `NotOffered` where the account's provider signs none, or why the account's keys can't be read.
    pub async fn check_notification(
        &self,
        account: &str,
        body: &str,
    ) -> Result<NotificationVerdict, TillError> {
        let account = self.account_in_use(id(account)?).await?;
        if body.len() > LONGEST {
            return Ok(worthless(NotificationSays::Unreadable));
        }
        let keys = self.keys.read(&account).await?;
        let read = self.executor.provider(&account).read_notification(&account, &keys, body);
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
        let sale = if genuine.is_ours {
            let (account, order) = (account.id, genuine.order.clone());
            self.book.ask(move |ledger| ledger.sale_of_reference(account, &order)).await?
        } else {
            None
        };
        Ok(NotificationVerdict {
            verdict: match genuine.says {
                _ if !genuine.is_ours => NotificationSays::OtherMerchant,
                Says::Approved => NotificationSays::Approved,
                Says::NotApproved => NotificationSays::NotApproved,
                Says::Refund => NotificationSays::Refund,
            },
            key: Some(match genuine.signed_by {
                Signer::Main => NotificationSigner::Main,
                Signer::Payout => NotificationSigner::Payout,
            }),
            order_id: genuine.order,
            order_status: genuine.state,
            amount: genuine.amount,
            sale: sale.map(|sale| sale.to_string()),
        })
    }
}

/// Nothing that such a message says is worth showing.
fn worthless(verdict: NotificationSays) -> NotificationVerdict {
    NotificationVerdict {
        verdict,
        key: None,
        order_id: String::new(),
        order_status: String::new(),
        amount: None,
        sale: None,
    }
}
