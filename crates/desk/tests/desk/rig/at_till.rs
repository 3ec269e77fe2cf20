//! The desk in the hands of whoever is signed in.

use std::{ops::Deref, sync::Arc};

use desk::{
    Actor, Desk, NewAccount, SalesFile,
    domain::{TillError, account::Environment, ids::AccountId},
    view::{
        AccountChange, ChangeForm, CustomerCard, CustomerForm, Decision, HoldEndForm, NewKeyForm,
        NewSaleForm, RefundForm, SaleQuery, SaleRow, SaleView, TillState, TotalForm,
    },
};

/// A desk whose use cases are asked for by who is signed in at that moment, as the shell does it.
#[derive(Clone)]
pub(crate) struct AtTill(pub(crate) Arc<Desk>);

impl Deref for AtTill {
    type Target = Arc<Desk>;

    fn deref(&self) -> &Arc<Desk> {
        &self.0
    }
}

impl AtTill {
    fn by(&self) -> Result<Actor, TillError> {
        self.0.actor()
    }

    pub(crate) async fn till_state(&self) -> Result<TillState, TillError> {
        self.0.till_state(self.by()?).await
    }

    pub(crate) async fn create_link(&self, form: NewSaleForm) -> Result<SaleView, TillError> {
        self.0.create_link(self.by()?, form).await
    }

    pub(crate) async fn refund(&self, form: RefundForm) -> Result<SaleView, TillError> {
        self.0.refund(self.by()?, form).await
    }

    pub(crate) async fn try_with(
        &self,
        sale: &str,
        account: &str,
        press: &str,
    ) -> Result<SaleView, TillError> {
        self.0.try_with(self.by()?, sale, account, press).await
    }

    pub(crate) async fn cancel_link(&self, sale: &str) -> Result<SaleView, TillError> {
        self.0.cancel_link(self.by()?, sale).await
    }

    pub(crate) async fn change_link(&self, form: ChangeForm) -> Result<SaleView, TillError> {
        self.0.change_link(self.by()?, form).await
    }

    pub(crate) async fn set_charges(&self, sale: &str, stop: bool) -> Result<SaleView, TillError> {
        self.0.set_charges(self.by()?, sale, stop).await
    }

    pub(crate) async fn end_hold(&self, form: HoldEndForm) -> Result<SaleView, TillError> {
        self.0.end_hold(self.by()?, form).await
    }

    pub(crate) async fn decide_case(&self, decision: Decision) -> Result<SaleView, TillError> {
        self.0.decide_case(self.by()?, decision).await
    }

    pub(crate) async fn settle_total(&self, form: TotalForm) -> Result<SaleView, TillError> {
        self.0.settle_total(self.by()?, form).await
    }

    pub(crate) async fn save_customer(
        &self,
        form: CustomerForm,
    ) -> Result<CustomerCard, TillError> {
        self.0.save_customer(self.by()?, form).await
    }

    pub(crate) async fn delete_customer(
        &self,
        account: &str,
        customer: &str,
    ) -> Result<(), TillError> {
        self.0.delete_customer(self.by()?, account, customer).await
    }

    pub(crate) async fn choose_customer(
        &self,
        sale: &str,
        customer: String,
    ) -> Result<SaleView, TillError> {
        self.0.choose_customer(self.by()?, sale, customer).await
    }

    pub(crate) async fn add_account(&self, new: NewAccount) -> Result<AccountId, TillError> {
        self.0.add_account(self.by()?, new).await
    }

    pub(crate) async fn replace_key(&self, form: NewKeyForm) -> Result<(), TillError> {
        self.0.replace_key(self.by()?, form).await
    }

    pub(crate) async fn change_account(&self, change: AccountChange) -> Result<(), TillError> {
        self.0.change_account(self.by()?, change).await
    }

    pub(crate) async fn forget_account(&self, account: &str) -> Result<(), TillError> {
        self.0.forget_account(self.by()?, account).await
    }

    pub(crate) async fn export_products(
        &self,
        environment: Environment,
    ) -> Result<String, TillError> {
        self.0.export_products(self.by()?, environment).await
    }

    pub(crate) async fn find_sales(&self, query: SaleQuery) -> Result<Vec<SaleRow>, TillError> {
        self.0.find_sales(self.by()?, query).await
    }

    pub(crate) async fn sales_file(&self, query: SaleQuery) -> Result<SalesFile, TillError> {
        self.0.sales_file(self.by()?, query).await
    }
}
