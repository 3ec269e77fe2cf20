use desk::{
    Actor,
    domain::{
        TillError,
        shared_link::{ShareWay, SharedLink},
    },
    view::CopiedLink,
};
use share::{CodePicture, Invitation, Paper, PictureFormat, ShareError};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_opener::OpenerExt;

use crate::{
    clipboard,
    gate::By,
    saved_files::SavedFile,
    shared_file::SharedFile,
    slip_printer::{self, SlipPrint},
    spoken,
    till::{Opened, Till},
};

/// The room for the picture of a code that is copied or saved, in pixels.
const CODE_ROOM: u32 = 1_000;

#[tauri::command]
pub(crate) async fn copy_link<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
) -> Result<CopiedLink, TillError> {
    let shared = till.desk()?.link_to_share(by, &link).await?;
    let text = shared.url.as_str().to_owned();
    at_leisure(move || clipboard::copy(&app, &text)).await?;
    copied(&till, by, &link, &shared, ShareWay::Link).await
}

#[tauri::command]
pub(crate) async fn copy_for_email<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
) -> Result<CopiedLink, TillError> {
    let (shared, invitation) = invited(till.opened()?, by, &link).await?;
    at_leisure(move || {
        let email = invitation.email().map_err(|error| not_made(&error))?;
        clipboard::copy_email(&app, &email)
    })
    .await?;
    copied(&till, by, &link, &shared, ShareWay::Email).await
}

#[tauri::command]
pub(crate) async fn copy_message<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
) -> Result<CopiedLink, TillError> {
    let (shared, invitation) = invited(till.opened()?, by, &link).await?;
    at_leisure(move || clipboard::copy(&app, &invitation.message())).await?;
    copied(&till, by, &link, &shared, ShareWay::Message).await
}

#[tauri::command]
pub(crate) async fn copy_qr<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
    format: PictureFormat,
) -> Result<CopiedLink, TillError> {
    let (shared, invitation) = invited(till.opened()?, by, &link).await?;
    at_leisure(move || {
        let code = CodePicture::of(&invitation).map_err(|error| not_made(&error))?;
        match format {
            PictureFormat::Png => {
                let picture = code.pixels(CODE_ROOM).map_err(|error| not_made(&error))?;
                clipboard::copy_picture(&app, &picture)
            }
            PictureFormat::Svg => {
                let svg = code.svg().map_err(|error| not_made(&error))?;
                clipboard::copy(&app, &svg)
            }
        }
    })
    .await?;
    copied(&till, by, &link, &shared, ShareWay::Qr).await
}

#[tauri::command]
pub(crate) async fn open_in_mail<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
) -> Result<(), TillError> {
    let (_, invitation) = invited(till.opened()?, by, &link).await?;
    let opened = app.opener().open_url(invitation.mailto(), None::<&str>);
    opened.map_err(|error| {
        tracing::warn!(%error, "no mail program opened");
        TillError::MailFailed
    })?;
    till.desk()?.note_shared(by, &link, ShareWay::MailProgram).await
}

#[tauri::command]
pub(crate) async fn save_email<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let (shared, invitation) = invited(opened, by, &link).await?;
    let email = made(move || invitation.eml()).await?;
    let saved = SharedFile::Email.save(&app, opened, &shared, email).await?;
    opened.desk.note_shared(by, &link, ShareWay::EmailFile).await?;
    Ok(saved)
}

#[tauri::command]
pub(crate) async fn save_qr<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
    format: PictureFormat,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let (shared, invitation) = invited(opened, by, &link).await?;
    let picture = made(move || {
        let code = CodePicture::of(&invitation)?;
        match format {
            PictureFormat::Png => Ok(code.pixels(CODE_ROOM)?.png),
            PictureFormat::Svg => Ok(code.svg()?.into_bytes()),
        }
    })
    .await?;
    let saved = SharedFile::Code(format).save(&app, opened, &shared, picture).await?;
    opened.desk.note_shared(by, &link, ShareWay::Qr).await?;
    Ok(saved)
}

#[tauri::command]
pub(crate) async fn save_slip<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
    paper: Paper,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let (shared, invitation) = invited(opened, by, &link).await?;
    let slip = made(move || invitation.slip(paper)?.pdf()).await?;
    let saved = SharedFile::Slip(paper).save(&app, opened, &shared, slip).await?;
    opened.desk.note_shared(by, &link, ShareWay::Slip).await?;
    Ok(saved)
}

/// Opens the system's print dialog for the slip that the counter's page shows (`slip_pictures`). It closes when the link may
/// not leave the till any more.
#[tauri::command]
pub(crate) async fn print_slip<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    link: String,
    paper: Paper,
) -> Result<SlipPrint, TillError> {
    let opened = till.opened()?;
    let (shared, invitation) = invited(opened, by, &link).await?;
    let slip = made(move || invitation.slip(paper)).await?;
    let over = opened.desk.until_not_sharable(by, &link);
    let print = slip_printer::print(&app, paper, slip, shared.reference, over).await?;
    let way = match print {
        SlipPrint::Sent => Some(ShareWay::Slip),
        SlipPrint::Asked => Some(ShareWay::PrintDialog),
        SlipPrint::Left => None,
    };
    if let Some(way) = way {
        opened.desk.note_shared(by, &link, way).await?;
    }
    Ok(print)
}

/// A link that may leave the till, and the words around it in the customers' language.
pub(crate) async fn invited(
    opened: &Opened,
    by: Actor,
    link: &str,
) -> Result<(SharedLink, Invitation), TillError> {
    let desk = &opened.desk;
    let shared = desk.link_to_share(by, link).await?;
    let words = spoken::to_customers(&desk.settings().await?);
    let ends_at = match shared.ends_at {
        Some(ends_at) => Some(desk.shop_time(ends_at).await?),
        None => None,
    };
    Ok((shared.clone(), Invitation::new(shared, words, ends_at)))
}

/// Draws and writes beside the windows: it takes its time.
pub(crate) async fn made<T: Send + 'static>(
    make: impl FnOnce() -> Result<T, ShareError> + Send + 'static,
) -> Result<T, TillError> {
    let outcome = tauri::async_runtime::spawn_blocking(make).await;
    outcome.map_err(|_| TillError::QrFailed)?.map_err(|error| not_made(&error))
}

/// Waits for the clipboard beside the windows.
async fn at_leisure(
    copy: impl FnOnce() -> Result<(), TillError> + Send + 'static,
) -> Result<(), TillError> {
    tauri::async_runtime::spawn_blocking(copy).await.map_err(|_| TillError::ClipboardFailed)?
}

fn not_made(error: &ShareError) -> TillError {
    tracing::error!(%error, "a link could not be made ready to be sent");
    TillError::QrFailed
}

/// What the page says once the clipboard was read back.
async fn copied(
    till: &Till,
    by: Actor,
    link: &str,
    shared: &SharedLink,
    way: ShareWay,
) -> Result<CopiedLink, TillError> {
    till.desk()?.note_shared(by, link, way).await?;
    Ok(CopiedLink { url: shared.url.as_str().to_owned(), host: shared.url.host() })
}
