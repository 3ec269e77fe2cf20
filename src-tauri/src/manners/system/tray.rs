//! The tray icon itself.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError, mpsc},
};

use desk::view::TillEvent;
use tauri::{
    AppHandle, Manager, Runtime,
    image::Image,
    menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use super::tray_place;
use crate::{
    manners::{
        computer::TrayState,
        tray::{TrayAct, TrayLine, TrayPicture},
    },
    till::Till,
    windows,
};

/// The diameter of the dot, as a part of the icon's width: 1 to this.
const DOT: u32 = 2;
/// The colour of what waits (the token `waiting`), red, green, blue, opaque.
const WAITING: [u8; 4] = [0x1f, 0x55, 0xc0, 0xff];

/// The icon. Once it was made it stays for the run, and is only hidden: `tauri` keeps it, and it is touched on the main
/// thread alone, where the systems want it.
#[derive(Default)]
pub(super) struct Tray(Mutex<Icon>);

#[derive(Default)]
enum Icon {
    #[default]
    None,
    Made {
        /// `None` while it is hidden.
        shown: Option<TrayPicture>,
    },
    /// The system could not make one. It is not asked again in this run.
    Refused,
}

impl Tray {
    /// Shows the icon like this, or hides it.
    pub(super) fn show<R: Runtime>(
        &self,
        app: &AppHandle<R>,
        picture: Option<&TrayPicture>,
    ) -> TrayState {
        let mut icon = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (&mut *icon, picture) {
            (Icon::Refused, _) => TrayState::NoLibrary,
            (Icon::Made { shown }, None) => {
                if shown.take().is_some() {
                    noted(on_main_thread(app, |app| made(app, |icon| icon.set_visible(false))));
                }
                tray_place::obstacle().unwrap_or(TrayState::Off)
            }
            (Icon::None, None) => tray_place::obstacle().unwrap_or(TrayState::Off),
            (Icon::Made { shown }, Some(picture)) => {
                if shown.as_ref() != Some(picture) {
                    draw(app, picture.clone());
                    *shown = Some(picture.clone());
                }
                TrayState::Shown
            }
            (Icon::None, Some(picture)) => {
                if let Some(obstacle) = tray_place::obstacle() {
                    return obstacle;
                }
                if !build(app) {
                    *icon = Icon::Refused;
                    return TrayState::NoLibrary;
                }
                draw(app, picture.clone());
                *icon = Icon::Made { shown: Some(picture.clone()) };
                TrayState::Shown
            }
        }
    }
}

const ID: &str = "till";

/// Makes the icon. A library that is there and can't be loaded ends the thread that asks for it: that is no reason for a
/// till to end.
fn build<R: Runtime>(app: &AppHandle<R>) -> bool {
    let built = on_main_thread(app, |app| {
        let built = catch_unwind(AssertUnwindSafe(|| {
            TrayIconBuilder::with_id(ID)
                .show_menu_on_left_click(false)
                .on_menu_event(|app, event| pressed(app, event.id().as_ref()))
                .on_tray_icon_event(|icon, event| {
                    if let TrayIconEvent::Click {
                        button: MouseButton::Left,
                        button_state: MouseButtonState::Up,
                        ..
                    } = event
                    {
                        windows::raise_counter(icon.app_handle());
                    }
                })
                .build(app)
                // What is drawn on it is asked of the app, which keeps it.
                .map(drop)
        }));
        built.unwrap_or_else(|_| {
            tracing::warn!("the library of the tray icon could not be loaded");
            Err(tauri::Error::FailedToReceiveMessage)
        })
    });
    if let Err(error) = &built {
        tracing::warn!(%error, "the tray icon could not be made");
    }
    built.is_ok()
}

/// Does it where the systems want tray icons to be touched, and waits until it is done. None of what it touches may be
/// dropped elsewhere.
fn on_main_thread<R: Runtime>(
    app: &AppHandle<R>,
    act: impl FnOnce(&AppHandle<R>) -> tauri::Result<()> + Send + 'static,
) -> tauri::Result<()> {
    let (answer, answered) = mpsc::channel();
    let handle = app.clone();
    app.run_on_main_thread(move || {
        // Nobody waits any more where the till has ended.
        let _ = answer.send(act(&handle));
    })?;
    answered.recv().unwrap_or(Err(tauri::Error::FailedToReceiveMessage))
}

/// Only on the main thread.
fn made<R: Runtime>(
    app: &AppHandle<R>,
    act: impl FnOnce(&TrayIcon<R>) -> tauri::Result<()>,
) -> tauri::Result<()> {
    app.tray_by_id(ID).map_or(Ok(()), |icon| act(&icon))
}

fn draw<R: Runtime>(app: &AppHandle<R>, picture: TrayPicture) {
    noted(on_main_thread(app, move |app| {
        made(app, |icon| {
            icon.set_visible(true)?;
            if let Some(image) = app.default_window_icon() {
                let image = if picture.open > 0 { with_dot(image) } else { image.clone() };
                icon.set_icon(Some(image))?;
            }
            icon.set_tooltip(Some(&picture.tip))?;
            // Beside the icon, where the system writes something there.
            icon.set_title((picture.open > 0).then(|| picture.open.to_string()))?;
            icon.set_menu(Some(menu(app, &picture.lines)?))
        })
    }));
}

fn menu<R: Runtime>(app: &AppHandle<R>, lines: &[TrayLine]) -> tauri::Result<Menu<R>> {
    let menu = Menu::new(app)?;
    for line in lines {
        let item: Box<dyn IsMenuItem<R>> = match line {
            TrayLine::Act(act, text) => {
                Box::new(MenuItem::with_id(app, id_of(act), plain(text), true, None::<&str>)?)
            }
            TrayLine::Says(text) => Box::new(MenuItem::new(app, plain(text), false, None::<&str>)?),
            TrayLine::Parting => Box::new(PredefinedMenuItem::separator(app)?),
        };
        menu.append(item.as_ref())?;
    }
    Ok(menu)
}

/// An ampersand marks a key in a menu; two of them are one.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

fn id_of(act: &TrayAct) -> String {
    match act {
        TrayAct::Open => "open".to_owned(),
        TrayAct::Sale(sale) => format!("sale:{sale}"),
        TrayAct::Lock => "lock".to_owned(),
        TrayAct::Quit => "quit".to_owned(),
    }
}

fn pressed<R: Runtime>(app: &AppHandle<R>, line: &str) {
    match line {
        "open" => windows::raise_counter(app),
        "lock" => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                if let Ok(desk) = app.state::<Till>().desk()
                    && let Err(error) = desk.lock().await
                {
                    tracing::warn!(%error, "the till was not locked from the tray");
                }
            });
        }
        "quit" => app.exit(0),
        other => {
            if let Some(sale) = other.strip_prefix("sale:") {
                windows::raise_counter(app);
                if let Ok(opened) = app.state::<Till>().opened() {
                    opened.manners.tell(TillEvent::Show { sale: sale.to_owned() });
                }
            }
        }
    }
}

/// The icon with a dot at its lower end: something is open.
fn with_dot(image: &Image<'_>) -> Image<'static> {
    let (width, height) = (image.width(), image.height());
    let mut pixels = image.rgba().to_vec();
    let diameter = width.min(height) / DOT;
    let (left, top) = (width - diameter, height - diameter);
    for y in 0..diameter {
        for x in 0..diameter {
            if is_in_circle(x, y, diameter) {
                let pixel = ((top + y) * width + left + x) as usize * WAITING.len();
                if let Some(pixel) = pixels.get_mut(pixel..pixel + WAITING.len()) {
                    pixel.copy_from_slice(&WAITING);
                }
            }
        }
    }
    Image::new_owned(pixels, width, height)
}

/// In half pixels, from the middle of each pixel.
fn is_in_circle(x: u32, y: u32, diameter: u32) -> bool {
    let off = |at: u32| (2 * at + 1).abs_diff(diameter);
    off(x).pow(2) + off(y).pow(2) <= diameter.pow(2)
}

fn noted(outcome: tauri::Result<()>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "the tray icon could not be drawn");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_lies_at_the_lower_end_and_leaves_the_rest() {
        let image = Image::new_owned(vec![7; 8 * 8 * 4], 8, 8);
        let dotted = with_dot(&image);
        let pixel = |x: usize, y: usize| &dotted.rgba()[(y * 8 + x) * 4..][..4];
        assert_eq!((dotted.width(), dotted.height()), (8, 8));
        assert_eq!(pixel(6, 6), WAITING);
        assert_eq!(pixel(4, 4), [7; 4], "the corner of its square is no part of the dot");
        for (x, y) in [(0, 0), (7, 3), (3, 7)] {
            assert_eq!(pixel(x, y), [7; 4], "{x}, {y}");
        }
    }

    #[test]
    fn an_ampersand_in_a_note_marks_no_key() {
        assert_eq!(plain("Marlow & Daughters"), "Marlow && Daughters");
    }
}
