use desk::{
    domain::TillError,
    view::{CustomerCard, CustomerForm, CustomerList, CustomerQuery, SaleView},
};
use tauri::State;

use crate::till::Till;

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
    till: State<'_, Till>,
    form: CustomerForm,
) -> Result<CustomerCard, TillError> {
    till.desk()?.save_customer(form).await
}

#[tauri::command]
pub(crate) async fn delete_customer(
    till: State<'_, Till>,
    account: String,
    customer: String,
) -> Result<(), TillError> {
    till.desk()?.delete_customer(&account, &customer).await
}

#[tauri::command]
pub(crate) async fn choose_customer(
    till: State<'_, Till>,
    sale: String,
    customer: String,
) -> Result<SaleView, TillError> {
    till.desk()?.choose_customer(&sale, customer).await
}
