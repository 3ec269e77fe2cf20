//! The slip is drawn for the printer. The web view's own dialog would stop both windows for as long as it is open.

use std::{
    cell::Cell,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use desk::domain::TillError;
use gtk::{
    PageSetup, PaperSize, PrintOperation, PrintOperationAction, PrintOperationResult,
    PrintSettings, PrintStatus, Unit,
    cairo::{self, Context, FillRule},
    glib,
    prelude::*,
};
use share::{Paper, Shape, Slip, Step};
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::oneshot::{self, Sender};

use super::SlipPrint;
use crate::windows;

/// How long the print system may take to say whether it took the slip. After it nobody knows.
const LONGEST_SENDING: Duration = Duration::from_secs(30);

/// What GTK calls its print dialog (`GtkPrintUnixDialog`), which the bindings do not know.
const DIALOG: &str = "GtkPrintUnixDialog";

/// Opens the print dialog and waits for what staff do there. The windows go on meanwhile. Once `over` tells why the slip
/// may not leave the till any more, the dialog is closed.
///
/// # Errors
/// `PrintFailed` where no dialog opens, or the slip does not get to the printer; what `over` tells, where it came first.
pub(crate) async fn print<R: Runtime>(
    app: &AppHandle<R>,
    paper: Paper,
    slip: Slip,
    name: String,
    over: impl Future<Output = TillError> + Send,
) -> Result<SlipPrint, TillError> {
    let window = app.get_webview_window(windows::COUNTER).ok_or(TillError::PrintFailed)?;
    let shapes = slip.shapes().map_err(|error| {
        tracing::error!(%error, "a slip could not be made ready to be printed");
        TillError::PrintFailed
    })?;
    let size = |millimetres: &str| millimetres.parse::<f64>().map_err(|_| TillError::PrintFailed);
    let sheet = Sheet { paper, width: size(slip.width())?, height: size(slip.height())? };
    let (tell, mut told) = oneshot::channel();
    let stands = Arc::new(Stands::default());
    let asked = Arc::clone(&stands);
    let opened = window.with_webview(move |view| {
        let above = view.inner().toplevel().and_then(|top| top.downcast::<gtk::Window>().ok());
        open(above.as_ref(), &sheet, &name, Drawing { shapes, stands: asked }, tell);
    });
    opened.map_err(|error| {
        tracing::warn!(%error, "no print dialog opened");
        TillError::PrintFailed
    })?;
    // The dialog tells nothing where it went without a word.
    let failed = || Err(TillError::PrintFailed);
    let why = tokio::select! {
        print = &mut told => return print.unwrap_or_else(|_| failed()),
        why = over => why,
    };
    stands.is_over.store(true, Ordering::Release);
    let closing = Arc::clone(&stands);
    let asked = app.run_on_main_thread(move || {
        // Once it is drawn its dialog is closed, and one that is open is another slip's.
        if !closing.is_drawn.load(Ordering::Acquire) {
            close_dialogs();
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the print dialog could not be closed");
    }
    match told.await.unwrap_or_else(|_| failed()) {
        Ok(SlipPrint::Left) => {
            tracing::warn!(%why, "the print dialog was closed");
            Err(why)
        }
        printed_before => printed_before,
    }
}

/// Leaves every open print dialog as staff do who cancel it. Only on the main thread.
fn close_dialogs() {
    let windows = gtk::Window::list_toplevels().into_iter();
    for window in windows.filter(|window| window.type_().name() == DIALOG) {
        if let Ok(dialog) = window.downcast::<gtk::Dialog>() {
            dialog.response(gtk::ResponseType::Cancel);
        }
    }
}

/// What is drawn, unless it may not leave the till any more.
struct Drawing {
    shapes: Vec<Shape>,
    stands: Arc<Stands>,
}

/// How far a slip is.
#[derive(Default)]
struct Stands {
    /// It may not leave the till any more.
    is_over: AtomicBool,
    is_drawn: AtomicBool,
}

/// The paper that a slip is made for, and the slip's size in millimetres.
struct Sheet {
    paper: Paper,
    width: f64,
    height: f64,
}

impl Sheet {
    /// The slip has its own margins, and every dot of it its place.
    fn setup(&self) -> PageSetup {
        let setup = PageSetup::new();
        let roll = |name| PaperSize::new_custom(name, name, self.width, self.height, Unit::Mm);
        setup.set_paper_size(&match self.paper {
            Paper::Roll58 => roll("tillside-roll-58"),
            Paper::Roll80 => roll("tillside-roll-80"),
            Paper::A4 => PaperSize::new(Some("iso_a4")),
        });
        for set in [
            PageSetup::set_top_margin,
            PageSetup::set_bottom_margin,
            PageSetup::set_left_margin,
            PageSetup::set_right_margin,
        ] {
            set(&setup, 0.0, Unit::Mm);
        }
        setup
    }
}

/// Opens the dialog over the window. Only on the main thread.
fn open(
    above: Option<&gtk::Window>,
    sheet: &Sheet,
    name: &str,
    drawing: Drawing,
    tell: Sender<Result<SlipPrint, TillError>>,
) {
    let setup = sheet.setup();
    let settings = PrintSettings::new();
    settings.set_paper_size(&setup.paper_size());
    settings.set_scale(100.0);
    let operation = PrintOperation::new();
    operation.set_default_page_setup(Some(&setup));
    operation.set_print_settings(Some(&settings));
    operation.set_job_name(name);
    operation.set_n_pages(1);
    operation.set_use_full_page(true);
    operation.set_unit(Unit::Points);
    // It returns at once. A dialog that is waited for here would wait in a loop of its own, and nobody would hand over what
    // the windows are told.
    operation.set_allow_async(true);
    let answer =
        Answer(Rc::new(Waiting { tell: Cell::new(Some(tell)), was_looked_at: Cell::new(false) }));
    // The dialog's own picture of it: with that the operation ends as if it had printed.
    let looked = answer.clone();
    operation.connect_preview(move |_, _, _, _| {
        looked.0.was_looked_at.set(true);
        false
    });
    let drawer = answer.clone();
    operation.connect_draw_page(move |operation, context, _| {
        if drawing.stands.is_over.load(Ordering::Acquire) {
            drawer.is(Ok(SlipPrint::Left));
            return operation.cancel();
        }
        drawing.stands.is_drawn.store(true, Ordering::Release);
        let drawn = context.cairo_context().map(|onto| draw(&onto, &drawing.shapes));
        if !matches!(drawn, Some(Ok(()))) {
            tracing::warn!(?drawn, "the slip could not be drawn for the printer");
            drawer.is(Err(TillError::PrintFailed));
            operation.cancel();
        }
    });
    operation.connect_done(move |operation, result| answer.is_after(operation, result));
    if let Err(error) = operation.run(PrintOperationAction::PrintDialog, above) {
        tracing::warn!(%error, "no print dialog opened");
    }
}

/// What is told to whoever asked, once.
#[derive(Clone)]
struct Answer(Rc<Waiting>);

struct Waiting {
    tell: Cell<Option<Sender<Result<SlipPrint, TillError>>>>,
    was_looked_at: Cell<bool>,
}

impl Answer {
    /// The dialog is closed. An asynchronous operation is `Apply` as soon as the slip is drawn: whether the print system
    /// took it, its status tells later.
    fn is_after(&self, operation: &PrintOperation, result: PrintOperationResult) {
        match result {
            PrintOperationResult::Apply if self.0.was_looked_at.get() => {
                self.is(Ok(SlipPrint::Left));
            }
            PrintOperationResult::Apply if operation.is_finished() => {
                self.is(sent(operation.status()));
            }
            PrintOperationResult::Apply => self.waits_for(operation),
            PrintOperationResult::Cancel => {
                self.is(Ok(SlipPrint::Left));
            }
            result => {
                tracing::warn!(?result, error = ?operation.error(), "the slip was not printed");
                self.is(Err(TillError::PrintFailed));
            }
        }
    }

    fn waits_for(&self, operation: &PrintOperation) {
        let answer = self.clone();
        operation.connect_status_changed(move |operation| {
            if operation.is_finished() {
                answer.is(sent(operation.status()));
            }
        });
        // It also keeps the operation for as long.
        let (answer, operation) = (self.clone(), operation.clone());
        glib::timeout_add_local_once(LONGEST_SENDING, move || {
            if answer.is(Ok(SlipPrint::Asked)) {
                tracing::warn!(status = ?operation.status(), "the print system does not tell");
            }
        });
    }

    /// Tells it. False where something was told before.
    fn is(&self, done: Result<SlipPrint, TillError>) -> bool {
        let Some(tell) = self.0.tell.take() else { return false };
        // Nobody waits any more where the till is ending.
        let _ = tell.send(done);
        true
    }
}

/// What the status of an operation that has ended says.
fn sent(status: PrintStatus) -> Result<SlipPrint, TillError> {
    if status == PrintStatus::FinishedAborted {
        tracing::warn!("the print system did not take the slip");
        return Err(TillError::PrintFailed);
    }
    Ok(SlipPrint::Sent)
}

/// Draws the shapes in points from the paper's upper left corner.
fn draw(onto: &Context, shapes: &[Shape]) -> Result<(), cairo::Error> {
    for shape in shapes {
        let [red, green, blue] = shape.color.map(part);
        onto.set_source_rgb(red, green, blue);
        let is_even_odd = shape.is_even_odd;
        onto.set_fill_rule(if is_even_odd { FillRule::EvenOdd } else { FillRule::Winding });
        onto.new_path();
        for step in &shape.steps {
            let at = |point: share::Point| (f64::from(point.x), f64::from(point.y));
            match *step {
                Step::Move(to) => onto.move_to(at(to).0, at(to).1),
                Step::Line(to) => onto.line_to(at(to).0, at(to).1),
                Step::Curve(first, second, to) => {
                    let ((first_x, first_y), (second_x, second_y)) = (at(first), at(second));
                    onto.curve_to(first_x, first_y, second_x, second_y, at(to).0, at(to).1);
                }
                Step::Close => onto.close_path(),
            }
        }
        onto.fill()?;
    }
    Ok(())
}

#[expect(clippy::float_arithmetic, reason = "cairo counts a colour from 0 to 1")]
fn part(color: u8) -> f64 {
    f64::from(color) / 255.0
}

#[cfg(test)]
mod tests {
    use desk::domain::{
        Money, account::Environment, language::Language, link_kind::LinkKind, pay_url::PayUrl,
        shared_link::SharedLink,
    };
    use gtk::cairo::{Format, ImageSurface};
    use share::Invitation;
    use words::Words;

    use super::*;

    const URL: &str = "https://pay.example/l/0123456789abcdef";

    fn slip(paper: Paper) -> Slip {
        let link = SharedLink {
            shop_name: "Marlow & Daughters".to_owned(),
            amount: Money::new(2_500, "EUR".parse().unwrap()),
            what_for: "Blue jacket".to_owned(),
            kind: LinkKind::Payment,
            url: PayUrl::stored(URL.to_owned()),
            ends_at: None,
            reference: "JACKET-0123456789".to_owned(),
            environment: Environment::Practice,
            customer_email: None,
        };
        Invitation::new(link, Words::of(Language::En), None).slip(paper).unwrap()
    }

    /// A page of A4 and less as a printer of 144 dpi prints it, in greys from the top down.
    fn printed(paper: Paper) -> (Vec<u8>, usize, usize) {
        let mut page = ImageSurface::create(Format::Rgb24, 1_200, 1_700).unwrap();
        {
            let onto = Context::new(&page).unwrap();
            onto.scale(2.0, 2.0);
            onto.set_source_rgb(1.0, 1.0, 1.0);
            onto.paint().unwrap();
            draw(&onto, &slip(paper).shapes().unwrap()).unwrap();
        }
        let (width, height) = (1_200, 1_700);
        let row = usize::try_from(page.stride()).unwrap();
        let data = page.data().unwrap();
        let gray = (0..height)
            .flat_map(|y| (0..width).map(move |x| y * row + x * 4 + 1))
            .map(|green| data[green])
            .collect();
        (gray, width, height)
    }

    #[test]
    fn what_is_drawn_for_the_printer_reads_as_the_link() {
        for paper in [Paper::Roll58, Paper::Roll80, Paper::A4] {
            let (gray, width, height) = printed(paper);
            assert_eq!(qr::scan(&gray, width, height, URL), Ok(()), "{paper:?}");
        }
    }
}
