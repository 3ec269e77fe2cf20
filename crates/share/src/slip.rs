//! A slip of paper with a link's code, for whoever can't point a phone at the screen.

use qr::{CheckedOutline, QUIET_ZONE_MODULES, QrCode};
use words::Key;

use crate::{
    ShareError,
    drawing::{Drawing, Drawn, Letters},
    fonts::{Weight, drawable},
    invitation::Invitation,
    lines::{broken, largest_size},
    paper::{Layout, Paper, dots, millimetres},
    shapes::Shape,
};

/// The fewest dots of a module that is still printed as a square.
const SMALLEST_MODULE: u32 = 3;

/// Most lines of a text on a slip.
const MOST_LINES: usize = 6;

/// Black, and a grey that a receipt printer prints as black.
const INK: &str = "#000000";

/// A slip whose code was read back, dot by dot.
pub struct Slip {
    drawn: Drawn,
    width: String,
    height: String,
}

impl Slip {
    /// The slip as a PDF file of one page, in its real size.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn pdf(&self) -> Result<Vec<u8>, ShareError> {
        self.drawn.pdf()
    }

    /// The slip as an SVG file in its real size, which needs no font.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn svg(&self) -> Result<String, ShareError> {
        self.drawn.svg(&format!("{}mm", self.width), &format!("{}mm", self.height))
    }

    /// The slip as filled shapes in its real size, for a printer that is drawn on.
    ///
    /// # Errors
    /// It is not made of such shapes alone.
    pub fn shapes(&self) -> Result<Vec<Shape>, ShareError> {
        self.drawn.shapes()
    }

    /// Its width in millimetres with three decimals.
    pub fn width(&self) -> &str {
        &self.width
    }

    /// Its height in millimetres with three decimals.
    pub fn height(&self) -> &str {
        &self.height
    }
}

impl Invitation {
    /// The slip for a paper.
    ///
    /// # Errors
    /// The code does not fit the paper, or the slip does not read back as the link.
    pub fn slip(&self, paper: Paper) -> Result<Slip, ShareError> {
        let layout = paper.layout();
        let url = self.link().url.as_str();
        let outline = QrCode::encode(url)?.outline()?;
        let module = module(&outline, layout).ok_or(ShareError::TooLargeForPaper)?;

        let mut page = Page::new(layout, self.language().is_right_to_left());
        if let Some(mark) = self.mark() {
            page.mark(mark);
        }
        page.own(&self.link().shop_name, layout.shop, Weight::Bold);
        page.own(&self.link().what_for, layout.text, Weight::Regular);
        if let Some(sum) = self.sum() {
            page.amount(&sum);
        }
        for sentence in self.card_sentences() {
            page.said(&sentence, layout.text, Weight::Regular);
        }
        page.code(&outline, module);
        page.said(self.words().text(Key::SlipScan), layout.text, Weight::Bold);
        if let Some(until) = self.until_here() {
            page.said(&until, layout.text, Weight::Regular);
        }
        page.gap();
        let host = ("host", &*self.link().url.host());
        page.said(&self.words().with(Key::SlipPageHost, &[host]), layout.small, Weight::Regular);
        page.address(url);
        page.said(&self.reference(), layout.small, Weight::Regular);
        page.finished(url)
    }
}

/// The dots of a module: as many as give the code, with its quiet zone, its room; a very large code may have its quiet zone
/// where nothing is printed.
fn module(outline: &CheckedOutline, layout: Layout) -> Option<u32> {
    let inner = outline.side() - 2 * QUIET_ZONE_MODULES;
    let module = match layout.code_room / outline.side() {
        0..=SMALLEST_MODULE => (layout.room / inner).min(layout.whole_width() / outline.side()),
        whole => whole,
    };
    (module >= SMALLEST_MODULE).then_some(module)
}

/// A slip that is being laid out from the top down.
struct Page {
    layout: Layout,
    right_to_left: bool,
    drawing: Drawing,
    /// Where the next line begins.
    y: u32,
}

impl Page {
    fn new(layout: Layout, right_to_left: bool) -> Self {
        Self { layout, right_to_left, drawing: Drawing::default(), y: layout.margin }
    }

    fn middle(&self) -> u32 {
        self.layout.whole_width() / 2
    }

    fn gap(&mut self) {
        self.y += self.layout.small;
    }

    /// What the till says, in its language.
    fn said(&mut self, text: &str, size: u32, weight: Weight) {
        self.text(text, self.letters(size, weight, INK), self.layout.room);
    }

    /// What staff wrote, in whatever language.
    fn own(&mut self, text: &str, size: u32, weight: Weight) {
        let letters = Letters { right_to_left: false, ..self.letters(size, weight, INK) };
        self.text(text, letters, self.layout.room);
    }

    fn letters(&self, size: u32, weight: Weight, color: &'static str) -> Letters {
        Letters { size, weight, color, right_to_left: self.right_to_left }
    }

    fn text(&mut self, text: &str, letters: Letters, room: u32) {
        for line in broken(&drawable(text), letters.size, letters.weight, room, MOST_LINES) {
            self.drawing.line(&line, letters, self.middle(), self.y + letters.size);
            self.y += letters.size * 5 / 4;
        }
        self.y += letters.size / 3;
    }

    fn amount(&mut self, amount: &str) {
        let Layout { amount: size, text, room, .. } = self.layout;
        let amount = drawable(amount);
        let size = largest_size(&amount, size, text, Weight::Bold, room);
        self.own(&amount, size, Weight::Bold);
    }

    /// The address, letter for letter: for whoever types it, or reads where it leads.
    fn address(&mut self, url: &str) {
        let Layout { small, room, .. } = self.layout;
        let letters = Letters { right_to_left: false, ..self.letters(small, Weight::Regular, INK) };
        // All of it, or it would lead nowhere.
        for line in broken(url, small, Weight::Regular, room, usize::MAX) {
            self.drawing.line(&line, letters, self.middle(), self.y + small);
            self.y += small * 5 / 4;
        }
        self.y += small / 3;
    }

    /// The word of practice and sandbox in its frame.
    fn mark(&mut self, mark: &str) {
        let Layout { text: size, room, mark: color, .. } = self.layout;
        let (thickness, top) = (size / 6, self.y);
        self.y += size / 2;
        self.text(mark, self.letters(size, Weight::Bold, color), room - 6 * thickness);
        self.y += size / 4;
        let left = self.middle() - room / 2;
        self.drawing.frame((left, top), (room, self.y - top), thickness, color);
        self.y += size / 2;
    }

    fn code(&mut self, outline: &CheckedOutline, module: u32) {
        let side = outline.side() * module;
        let left = (self.layout.whole_width() - side) / 2;
        self.drawing.code(outline, left, self.y, module);
        self.y += side;
    }

    fn finished(self, url: &str) -> Result<Slip, ShareError> {
        let layout = self.layout;
        let end = self.y + layout.margin;
        let (height, tall) = match layout.height {
            Some(sheet) => (dots(sheet), format!("{}.{:03}", sheet / 1_000, sheet % 1_000)),
            None => (end.to_string(), millimetres(end)),
        };
        let drawn = self.drawing.finished(&dots(layout.width), &height)?;
        drawn.pixels(url)?;
        let width = format!("{}.{:03}", layout.width / 1_000, layout.width % 1_000);
        Ok(Slip { drawn, width, height: tall })
    }
}
