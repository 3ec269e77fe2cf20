//! The shop's customers, where the provider keeps them: find, open, make, change, delete, and say whom a sale is for. The
//! till keeps nothing of them but the provider's id.

use domain::{
    Outcome, TillError,
    account::Account,
    customer::{CustomerChange, CustomerDetails, CustomerPhone, KeptCustomer},
    customer_email::CustomerEmail,
    error::Field,
    ids::{IdempotencyKey, ProviderCustomerId},
    outcome::RejectionClass,
};
use ledger::ChooseCustomerError;
use providers::{BoxedExchange, CustomersToFind, Lane, Provider};

use crate::{
    actor::Actor,
    book::till_error,
    desk::{Change, Desk, id},
    view::{CustomerCard, CustomerForm, CustomerList, CustomerQuery, CustomerRow, SaleView},
};

impl Desk {
    /// One page of the shop's customers, or the ones with an e-mail address.
    ///
    /// # Errors
    /// `NotOffered` where the provider keeps none, `InvalidField` where the address is none.
    pub async fn find_customers(&self, query: CustomerQuery) -> Result<CustomerList, TillError> {
        let (account, provider) = self.keeper(&query.account).await?;
        let email = CustomerEmail::typed(&query.email, provider.capabilities())?;
        let after = Some(query.after).filter(|after| !after.is_empty());
        let after = after.map(customer_id).transpose()?;
        let ask = CustomersToFind { email, after };
        let found = self.at_provider(&account, provider.find_customers(&account, ask)).await?;
        Ok(CustomerList {
            customers: found.customers.iter().map(row).collect(),
            more_after: found.more_after.map(String::from),
        })
    }

    /// A customer with all that the provider keeps of them.
    ///
    /// # Errors
    /// `NotFound` where the provider has no such customer (any more).
    pub async fn customer_card(
        &self,
        account: &str,
        customer: &str,
    ) -> Result<CustomerCard, TillError> {
        let (account, provider) = self.keeper(account).await?;
        let customer = customer_id(customer.to_owned())?;
        let read = provider.read_customer(&account, customer);
        self.of_customer(&account, read).await.map(|customer| card(&customer))
    }

    /// Makes a customer, or changes one. The same press never makes a second one, as long as the provider knows its key.
    ///
    /// # Errors
    /// The first field that can't be used; `NotFound` where the provider has no such customer any more; `UnclearOutcome` where
    /// the answer was lost: then staff look whether there is one, for the same press may go again only as long as the window
    /// is open.
    pub async fn save_customer(
        &self,
        by: Actor,
        form: CustomerForm,
    ) -> Result<CustomerCard, TillError> {
        let (account, provider) = self.keeper(&form.account).await?;
        let can = provider.capabilities();
        let details = CustomerDetails::typed(&form.email, &form.name, &form.phone, can)?;
        let entry = by.entry(self.clock.now());
        let (saved, account) = if form.id.is_empty() {
            let key: IdempotencyKey = id(&form.press)?;
            let create = provider.create_customer(&account, details, key);
            let made = self.at_provider(&account, create).await?;
            let (account, customer) = (account.id, made.id.clone());
            self.book.ask(move |ledger| ledger.customer_made(entry, account, customer)).await?;
            (made, account)
        } else {
            let read = provider.read_customer(&account, customer_id(form.id)?);
            let KeptCustomer { id, details: before } = self.of_customer(&account, read).await?;
            if before == details {
                return Ok(card(&KeptCustomer { id, details }));
            }
            let change = CustomerChange { id, before, after: details.clone() };
            let change = provider.change_customer(&account, change);
            let changed = self.of_customer(&account, change).await?;
            let (account, customer) = (account.id, changed.id.clone());
            self.book.ask(move |ledger| ledger.customer_changed(entry, account, customer)).await?;
            check_gone(&details, &changed.details)?;
            (changed, account)
        };
        tracing::info!(%account, customer = %saved.id, "a customer was saved");
        Ok(card(&saved))
    }

    /// Deletes a customer at the provider. No sale is for them any more whose link is made or refused.
    pub async fn delete_customer(
        &self,
        by: Actor,
        account: &str,
        customer: &str,
    ) -> Result<(), TillError> {
        let (account, provider) = self.keeper(account).await?;
        let customer = customer_id(customer.to_owned())?;
        let delete = provider.delete_customer(&account, customer.clone());
        self.at_provider(&account, delete).await?;
        let (entry, account) = (by.entry(self.clock.now()), account.id);
        self.book.ask(move |ledger| ledger.customer_deleted(entry, account, customer)).await?;
        self.tell(Change::Till);
        Ok(())
    }

    /// Says which of the shop's customers a sale is for; empty for none of them.
    ///
    /// # Errors
    /// `StillSettling` while the sale's link may be asked for again: every request for it must say the same.
    pub async fn choose_customer(
        &self,
        by: Actor,
        sale: &str,
        customer: String,
    ) -> Result<SaleView, TillError> {
        let sale = self.see(by, sale).await?;
        self.check_alters(by, sale).await?;
        let account = self.account_in_use(self.record(sale).await?.account).await?;
        if !self.executor.provider(&account).capabilities().customers {
            return Err(TillError::NotOffered);
        }
        let customer = Some(customer).filter(|customer| !customer.is_empty());
        let customer = customer.map(customer_id).transpose()?;
        let entry = by.entry(self.clock.now());
        self.book
            .with(move |ledger| ledger.choose_customer(entry, sale, customer.as_ref()))
            .await?
            .map_err(not_chosen)?;
        self.tell(Change::Sale(sale));
        self.sale(sale).await
    }

    /// An account in use whose provider keeps customers.
    async fn keeper(&self, account: &str) -> Result<(Account, &'static dyn Provider), TillError> {
        let account = self.account_in_use(id(account)?).await?;
        let provider = self.executor.provider(&account);
        if !provider.capabilities().customers {
            return Err(TillError::NotOffered);
        }
        Ok((account, provider))
    }

    async fn at_provider<T: Send + 'static>(
        &self,
        account: &Account,
        exchange: BoxedExchange<T>,
    ) -> Result<T, TillError> {
        self.executor.run(account, &self.keys, Lane::Person, exchange).await.into_result()
    }

    /// The same where it names a customer: one that the provider no longer has is simply not found.
    async fn of_customer<T: Send + 'static>(
        &self,
        account: &Account,
        exchange: BoxedExchange<T>,
    ) -> Result<T, TillError> {
        match self.executor.run(account, &self.keys, Lane::Person, exchange).await {
            Outcome::Rejected(no) if no.class == RejectionClass::NotFound => {
                Err(TillError::NotFound)
            }
            outcome => outcome.into_result(),
        }
    }
}

/// Makes sure that what staff took away is gone: how a provider is told so is not sure. A text that it writes in a way of its
/// own is as good.
///
/// # Errors
/// `FieldRefused` of the first field that it kept.
fn check_gone(wished: &CustomerDetails, kept: &CustomerDetails) -> Result<(), TillError> {
    let field = if wished.name.is_empty() && !kept.name.is_empty() {
        Field::CustomerName
    } else if wished.phone.is_none() && kept.phone.is_some() {
        Field::CustomerPhone
    } else {
        return Ok(());
    };
    let (provider_code, detail) = (String::new(), String::new());
    Err(TillError::FieldRefused { field, provider_code, detail })
}

fn not_chosen(error: ChooseCustomerError) -> TillError {
    match error {
        ChooseCustomerError::StillSettling => TillError::StillSettling,
        ChooseCustomerError::Ledger(error) => till_error(&error),
    }
}

fn customer_id(text: String) -> Result<ProviderCustomerId, TillError> {
    text.try_into().map_err(|_| TillError::NotFound)
}

fn row(customer: &KeptCustomer) -> CustomerRow {
    let details = &customer.details;
    CustomerRow {
        id: customer.id.to_string(),
        name: details.name.clone(),
        masked_email: details.email.masked(),
        masked_phone: details.phone.as_ref().map(CustomerPhone::masked).unwrap_or_default(),
    }
}

fn card(customer: &KeptCustomer) -> CustomerCard {
    let details = &customer.details;
    let phone = details.phone.as_ref().map(CustomerPhone::as_str).unwrap_or_default();
    CustomerCard {
        row: row(customer),
        email: details.email.as_str().to_owned(),
        phone: phone.to_owned(),
    }
}
