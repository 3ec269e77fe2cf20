use desk::{
    domain::{TillError, account::Environment, product_form::ProductForm},
    view::{ImportPreview, ProductsView},
};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_opener::OpenerExt;

use crate::{
    chosen_file, exported_list::ExportedList, gate::By, saved_files::SavedFile, till::Till,
};

#[tauri::command]
pub(crate) async fn list_products(
    till: State<'_, Till>,
    environment: Environment,
) -> Result<ProductsView, TillError> {
    till.desk()?.products(environment).await
}

#[tauri::command]
pub(crate) async fn save_product(
    till: State<'_, Till>,
    form: ProductForm,
) -> Result<ProductsView, TillError> {
    till.desk()?.save_product(form).await
}

#[tauri::command]
pub(crate) async fn delete_product(
    till: State<'_, Till>,
    product: String,
) -> Result<ProductsView, TillError> {
    till.desk()?.delete_product(&product).await
}

#[tauri::command]
pub(crate) async fn order_products(
    till: State<'_, Till>,
    environment: Environment,
    products: Vec<String>,
) -> Result<ProductsView, TillError> {
    till.desk()?.order_products(environment, products).await
}

#[tauri::command]
pub(crate) async fn set_product_picture(
    till: State<'_, Till>,
    product: String,
    file: String,
) -> Result<ProductsView, TillError> {
    let desk = till.desk()?;
    let bytes =
        chosen_file::picture_bytes(&file).map_err(|fault| TillError::PictureRefused { fault })?;
    desk.set_product_picture(&product, bytes).await
}

#[tauri::command]
pub(crate) async fn clear_product_picture(
    till: State<'_, Till>,
    product: String,
) -> Result<ProductsView, TillError> {
    till.desk()?.clear_product_picture(&product).await
}

#[tauri::command]
pub(crate) async fn preview_product_import(
    till: State<'_, Till>,
    environment: Environment,
    text: String,
) -> Result<ImportPreview, TillError> {
    till.desk()?.preview_import(environment, text).await
}

#[tauri::command]
pub(crate) async fn import_products(
    till: State<'_, Till>,
    environment: Environment,
    text: String,
    fingerprint: String,
) -> Result<ProductsView, TillError> {
    till.desk()?.import_products(environment, text, fingerprint).await
}

#[tauri::command]
pub(crate) async fn export_products<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    environment: Environment,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let text = opened.desk.export_products(by, environment).await?;
    ExportedList::Products(environment).save(&app, opened, text).await
}

#[tauri::command]
pub(crate) async fn show_in_folder<R: Runtime>(
    app: AppHandle<R>,
    till: State<'_, Till>,
) -> Result<(), TillError> {
    let path = till.opened()?.saved.last().filter(|path| path.exists());
    let path = path.ok_or(TillError::NotFound)?;
    // Asks the system's file manager, and waits for it.
    let shown = tauri::async_runtime::spawn_blocking(move || app.opener().reveal_item_in_dir(path));
    match shown.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(%error, "no file manager showed the file");
            Err(TillError::UnknownError)
        }
        Err(_) => Err(TillError::UnknownError),
    }
}
