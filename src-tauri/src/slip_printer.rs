//! Slips on paper, through the system's print dialog.
//!
//! What is printed is the counter's page: for paper it shows the slip that it was told to draw and nothing else. Where the
//! web view prints by its own page set-up, the page's style names the paper; where it does not, the paper is named here.

use desk::domain::TillError;
use share::{Paper, Slip};
use tauri::{AppHandle, Manager, Runtime};

use crate::windows;

/// Opens the print dialog. It does not wait for what staff do there: the dialog says itself whether something was printed.
#[cfg(target_os = "linux")]
pub(crate) fn ask<R: Runtime>(
    app: &AppHandle<R>,
    paper: Paper,
    slip: &Slip,
) -> Result<(), TillError> {
    use gtk::{PageSetup, PaperSize, PrintSettings, Unit, prelude::*};
    use webkit2gtk::{PrintOperation, PrintOperationExt as _};

    let window = app.get_webview_window(windows::COUNTER).ok_or(TillError::UnknownError)?;
    let size = |millimetres: &str| millimetres.parse::<f64>().map_err(|_| TillError::UnknownError);
    let (width, height) = (size(slip.width())?, size(slip.height())?);
    let name = match paper {
        Paper::Roll58 => "tillside-roll-58",
        Paper::Roll80 => "tillside-roll-80",
        Paper::A4 => "iso_a4",
    };
    window
        .with_webview(move |view| {
            let view = view.inner();
            let setup = PageSetup::new();
            setup.set_paper_size(&match paper {
                Paper::A4 => PaperSize::new(Some(name)),
                Paper::Roll58 | Paper::Roll80 => {
                    PaperSize::new_custom(name, name, width, height, Unit::Mm)
                }
            });
            // The slip has its own margins, and every dot of it its place.
            for set in [
                PageSetup::set_top_margin,
                PageSetup::set_bottom_margin,
                PageSetup::set_left_margin,
                PageSetup::set_right_margin,
            ] {
                set(&setup, 0.0, Unit::Mm);
            }
            let settings = PrintSettings::new();
            settings.set_paper_size(&setup.paper_size());
            settings.set_scale(100.0);
            let print = PrintOperation::new(&view);
            print.set_page_setup(&setup);
            print.set_print_settings(&settings);
            let over = view.toplevel().and_then(|top| top.downcast::<gtk::Window>().ok());
            print.run_dialog(over.as_ref());
        })
        .map_err(|error| not_opened(&error))
}

/// Opens the print dialog. It does not wait for what staff do there: the dialog says itself whether something was printed.
#[cfg(not(target_os = "linux"))]
pub(crate) fn ask<R: Runtime>(
    app: &AppHandle<R>,
    _paper: Paper,
    _slip: &Slip,
) -> Result<(), TillError> {
    let window = app.get_webview_window(windows::COUNTER).ok_or(TillError::UnknownError)?;
    window.print().map_err(|error| not_opened(&error))
}

fn not_opened(error: &tauri::Error) -> TillError {
    tracing::warn!(%error, "no print dialog opened");
    TillError::UnknownError
}
