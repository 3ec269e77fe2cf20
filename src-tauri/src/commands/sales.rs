use desk::{
    SalesFile,
    domain::{
        TillError,
        account::Environment,
        amount_text::{AmountReading, DecimalMark, read_amount as read_text},
    },
    view::{DayTotals, NewSaleForm, RefundForm, SaleQuery, SaleRow, SaleView},
};
use tauri::{AppHandle, Runtime, State};

use crate::{
    browser, clipboard, exported_list::ExportedList, gate::By, saved_files::SavedFile, till::Till,
};

#[tauri::command]
pub(crate) async fn read_amount(
    text: String,
    currency: String,
    decimal_mark: DecimalMark,
) -> Result<AmountReading, TillError> {
    let offered = Vec::new();
    let currency =
        currency.parse().map_err(|_| TillError::CurrencyNotOffered { currency, offered })?;
    read_text(&text, currency, decimal_mark).map_err(|fault| TillError::InvalidAmount { fault })
}

#[tauri::command]
pub(crate) async fn create_link(
    By(by): By,
    till: State<'_, Till>,
    form: NewSaleForm,
) -> Result<SaleView, TillError> {
    let opened = till.opened()?;
    opened.practice.lock().await.serve_for(&opened.desk, &form.account).await?;
    opened.desk.create_link(by, form).await
}

#[tauri::command]
pub(crate) async fn link_status(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
) -> Result<SaleView, TillError> {
    let desk = till.desk()?;
    desk.see(by, &sale).await?;
    desk.check_now(&sale).await
}

#[tauri::command]
pub(crate) async fn refund_payment(
    By(by): By,
    till: State<'_, Till>,
    form: RefundForm,
) -> Result<SaleView, TillError> {
    till.desk()?.refund(by, form).await
}

#[tauri::command]
pub(crate) async fn open_sales(till: State<'_, Till>) -> Result<Vec<SaleRow>, TillError> {
    till.desk()?.open_sales().await
}

#[tauri::command]
pub(crate) async fn find_sales(
    By(by): By,
    till: State<'_, Till>,
    query: SaleQuery,
) -> Result<Vec<SaleRow>, TillError> {
    till.desk()?.find_sales(by, query).await
}

#[tauri::command]
pub(crate) async fn sale_detail(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
) -> Result<SaleView, TillError> {
    let desk = till.desk()?;
    let sale = desk.see(by, &sale).await?;
    desk.sale(sale).await
}

#[tauri::command]
pub(crate) async fn day_totals(
    till: State<'_, Till>,
    from: String,
    to: String,
) -> Result<DayTotals, TillError> {
    till.desk()?.day_totals(&from, &to).await
}

#[tauri::command]
pub(crate) async fn open_pay_page<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
) -> Result<(), TillError> {
    let desk = till.desk()?;
    desk.see_link(by, &link).await?;
    if desk.environment_of_link(&link).await? != Environment::Practice {
        return Err(TillError::NotFound);
    }
    let link = desk.shown_link(&link).await?;
    browser::open(&app, link.url)
}

#[tauri::command]
pub(crate) async fn export_sales<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    query: SaleQuery,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let SalesFile { environment, text } = opened.desk.sales_file(by, query).await?;
    ExportedList::Sales(environment).save(&app, opened, text).await
}

/// Only a name that the sale has: the page can put nothing else on the clipboard.
#[tauri::command]
pub(crate) async fn copy_id<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    sale: String,
    id: String,
) -> Result<(), TillError> {
    let desk = till.desk()?;
    let sale = desk.see(by, &sale).await?;
    let ids = desk.sale(sale).await?.ids;
    let known = ids
        .into_iter()
        .map(|known| known.id)
        .find(|known| *known == id)
        .ok_or(TillError::NotFound)?;
    let copied = tauri::async_runtime::spawn_blocking(move || clipboard::copy(&app, &known));
    copied.await.map_err(|_| TillError::ClipboardFailed)?
}
