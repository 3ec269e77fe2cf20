use desk::{
    domain::{
        TillError,
        account::Environment,
        amount_text::{AmountReading, DecimalMark, read_amount as read_text},
        ids::SaleId,
    },
    view::{CopiedLink, DayTotals, NewSaleForm, RefundForm, SaleQuery, SaleRow, SaleView},
};
use tauri::{AppHandle, Runtime, State};

use crate::{browser, clipboard, till::Till};

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
    till: State<'_, Till>,
    form: NewSaleForm,
) -> Result<SaleView, TillError> {
    let opened = till.opened()?;
    opened.practice.lock().await.serve_for(&opened.desk, &form.account).await?;
    opened.desk.create_link(form).await
}

#[tauri::command]
pub(crate) async fn link_status(
    till: State<'_, Till>,
    sale: String,
) -> Result<SaleView, TillError> {
    till.desk()?.check_now(&sale).await
}

#[tauri::command]
pub(crate) async fn refund_payment(
    till: State<'_, Till>,
    form: RefundForm,
) -> Result<SaleView, TillError> {
    till.desk()?.refund(form).await
}

#[tauri::command]
pub(crate) async fn open_sales(till: State<'_, Till>) -> Result<Vec<SaleRow>, TillError> {
    till.desk()?.open_sales().await
}

#[tauri::command]
pub(crate) async fn find_sales(
    till: State<'_, Till>,
    query: SaleQuery,
) -> Result<Vec<SaleRow>, TillError> {
    till.desk()?.find_sales(query).await
}

#[tauri::command]
pub(crate) async fn sale_detail(
    till: State<'_, Till>,
    sale: String,
) -> Result<SaleView, TillError> {
    let sale: SaleId = sale.parse().map_err(|_| TillError::NotFound)?;
    till.desk()?.sale(sale).await
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
pub(crate) async fn copy_link<R: Runtime>(
    app: AppHandle<R>,
    till: State<'_, Till>,
    link: String,
) -> Result<CopiedLink, TillError> {
    let link = till.desk()?.shown_link(&link).await?;
    let text = link.url.clone();
    let copied = tauri::async_runtime::spawn_blocking(move || clipboard::copy(&app, &text));
    copied.await.map_err(|_| TillError::ClipboardFailed)??;
    Ok(CopiedLink { url: link.url, host: link.host })
}

#[tauri::command]
pub(crate) async fn open_pay_page<R: Runtime>(
    app: AppHandle<R>,
    till: State<'_, Till>,
    link: String,
) -> Result<(), TillError> {
    let desk = till.desk()?;
    if desk.environment_of_link(&link).await? != Environment::Practice {
        return Err(TillError::NotFound);
    }
    let link = desk.shown_link(&link).await?;
    browser::open(&app, link.url)
}
