//! What a customer will see of a link: asked of the provider as a customer asks, without any key.

use domain::{TillError, ids::SaleId, sale_state::Moment};
use ledger::SaleRecord;
use providers::{GoneReason, Lane, LinkToPreview, Preview, PreviewLine};

use crate::{
    desk::{Desk, id},
    view::{self, CustomerCheck, PreviewLineView},
};

impl Desk {
    /// Looks at a sale's link as a customer does.
    ///
    /// # Errors
    /// `NotOffered` where the provider shows no such thing, `NotFound` where there is no link to look at.
    pub async fn check_as_customer(&self, sale: &str) -> Result<CustomerCheck, TillError> {
        let sale: SaleId = id(sale)?;
        let record = self.record(sale).await?;
        let account = self.account_in_use(record.account).await?;
        let provider = self.executor.provider(&account);
        if !provider.capabilities().preview {
            return Err(TillError::NotOffered);
        }
        let exchange = provider.preview_link(&account, to_preview(&record)?);
        // A customer needs no session of the shop's, so neither does a look at what they see.
        let preview = match self.executor.ready(&account, &self.keys).await {
            Ok(()) => self.executor.run(&account, &self.keys, Lane::Person, exchange).await,
            Err(_) => self.executor.run_as_anyone(&account, exchange).await,
        };
        let preview = preview.into_result()?;
        let at = Moment(self.clock.now());
        Ok(match preview {
            Preview::Shown(page) => CustomerCheck::Page {
                as_asked: page.total == record.facts().each(),
                shop: page.shop,
                lines: page.lines.into_iter().map(line).collect(),
                tax: page.tax,
                total: page.total,
                at,
            },
            Preview::Gone(reason) => CustomerCheck::Gone { reason: gone(reason), at },
        })
    }
}

impl Desk {
    /// The page on which staff see an account at its provider.
    ///
    /// # Errors
    /// `NotOffered` where the till knows none.
    pub async fn dashboard_of(&self, account: &str) -> Result<String, TillError> {
        let account = self.account_in_use(id(account)?).await?;
        self.executor.provider(&account).dashboard(&account).ok_or(TillError::NotOffered)
    }
}

/// A link whose address may be shown: of any other, nobody may see anything.
fn to_preview(sale: &SaleRecord) -> Result<LinkToPreview, TillError> {
    let link =
        sale.link.as_ref().filter(|link| link.state.is_shown()).ok_or(TillError::NotFound)?;
    Ok(LinkToPreview {
        provider_id: link.provider_id.clone().ok_or(TillError::NotFound)?,
        reference: link.our_reference.clone().ok_or(TillError::NotFound)?,
        currency: sale.amount.currency(),
    })
}

fn line(line: PreviewLine) -> PreviewLineView {
    PreviewLineView { name: line.name, quantity: line.quantity, total: line.total }
}

fn gone(reason: GoneReason) -> view::GoneReason {
    match reason {
        GoneReason::Expired => view::GoneReason::Expired,
        GoneReason::UsedUp => view::GoneReason::UsedUp,
        GoneReason::SwitchedOff => view::GoneReason::SwitchedOff,
        GoneReason::Untold => view::GoneReason::Untold,
    }
}
