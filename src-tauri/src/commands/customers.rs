use desk::{
    domain::TillError,
    view::{CustomerCard, CustomerForm, CustomerList, CustomerQuery, SaleView},
};
use tauri::State;

use crate::{gate::By, till::Till};

#[tauri::command]
pub(crate) async fn find_customers(
    till: State<'_, Till>,
    query: CustomerQuery,
) -> Result<CustomerList, TillError> {
    till.desk()?.find_customers(query).await
}

#[tauri::command]
pub(crate) async fn customer_card(
    till: State<'_, Till>,
    account: String,
    customer: String,
) -> Result<CustomerCard, TillError> {
    till.desk()?.customer_card(&account, &customer).await
}

#[tauri::command]
pub(crate) async fn save_customer(
    By(by): By,
    till: State<'_, Till>,
    form: CustomerForm,
) -> Result<CustomerCard, TillError> {
    till.desk()?.save_customer(by, form).await
}

#[tauri::command]
pub(crate) async fn delete_customer(
    By(by): By,
    till: State<'_, Till>,
    account: String,
    customer: String,
) -> Result<(), TillError> {
    till.desk()?.delete_customer(by, &account, &customer).await
}

#[tauri::command]
pub(crate) async fn choose_customer(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
    customer: String,
) -> Result<SaleView, TillError> {
    till.desk()?.choose_customer(by, &sale, customer).await
}
