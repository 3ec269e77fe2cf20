//! A drawing in dots: texts, frames and a code, as SVG, as PDF, as shapes and as pixels.

use std::{fmt::Write, sync::Arc};

use qr::CheckedOutline;
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree, WriteOptions},
};
use svg2pdf::{ConversionOptions, PageOptions};

use crate::{
    ShareError,
    code_picture::PixelPicture,
    fonts::{self, FAMILY, Weight},
    html::escaped,
    paper::DOTS_PER_INCH,
    shapes::{self, Shape},
};

/// The dots of an inch, as the libraries take them.
const RESOLUTION: f32 = 203.0;

/// Text with the direction of its own first letter (Unicode UAX #9).
const BY_FIRST_LETTER: char = '\u{2068}';
/// Text from right to left.
const RIGHT_TO_LEFT: char = '\u{2067}';
/// The end of either.
const TOGETHER: char = '\u{2069}';

/// A drawing that is being made.
#[derive(Default)]
pub(crate) struct Drawing {
    elements: String,
    letters: String,
}

/// Letters of a line: how large, how heavy, in which colour, and which way they run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letters {
    pub(crate) size: u32,
    pub(crate) weight: Weight,
    pub(crate) color: &'static str,
    /// True for a line of a language that is written from right to left; any other takes its way from its first letter.
    pub(crate) right_to_left: bool,
}

impl Drawing {
    /// A line of text around the middle `x`, standing on `baseline`.
    pub(crate) fn line(&mut self, text: &str, letters: Letters, x: u32, baseline: u32) {
        self.letters.push_str(text);
        let start = if letters.right_to_left { RIGHT_TO_LEFT } else { BY_FIRST_LETTER };
        // Writing into a text does not fail.
        let _ = write!(
            self.elements,
            "<text x=\"{x}\" y=\"{baseline}\" font-family=\"{FAMILY}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{}\" \
             text-anchor=\"middle\">{start}{}{TOGETHER}</text>",
            letters.size,
            letters.weight.number(),
            letters.color,
            escaped(text),
        );
    }

    /// A frame of `thickness` inside the rectangle.
    pub(crate) fn frame(&mut self, at: (u32, u32), size: (u32, u32), thickness: u32, color: &str) {
        let ((x, y), (width, height)) = (at, size);
        let (inner_x, inner_y) = (x + thickness, y + thickness);
        let (inner_width, inner_height) = (width - 2 * thickness, height - 2 * thickness);
        let _ = write!(
            self.elements,
            "<path fill=\"{color}\" fill-rule=\"evenodd\" d=\"M{x} {y}h{width}v{height}h-{width}z\
             M{inner_x} {inner_y}h{inner_width}v{inner_height}h-{inner_width}z\"/>"
        );
    }

    /// A code with its quiet zone; each module is a square of `module` dots.
    pub(crate) fn code(&mut self, outline: &CheckedOutline, x: u32, y: u32, module: u32) {
        let _ = write!(
            self.elements,
            "<path fill=\"#000000\" shape-rendering=\"crispEdges\" transform=\"translate({x} {y}) scale({module})\" d=\"{}\"/>",
            outline.path()
        );
    }

    /// The drawing on white, `width` by `height` dots, which may have decimals.
    pub(crate) fn finished(self, width: &str, height: &str) -> Result<Drawn, ShareError> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
             <path fill=\"#ffffff\" d=\"M0 0H{width}V{height}H0z\"/>{}</svg>",
            self.elements
        );
        let options = Options {
            dpi: RESOLUTION,
            font_family: FAMILY.to_owned(),
            fontdb: fonts::fonts_for(&self.letters),
            ..Options::default()
        };
        let tree = Tree::from_str(&svg, &options)
            .map_err(|error| ShareError::NotDrawn(error.to_string()))?;
        Ok(Drawn { tree: Arc::new(tree), width: width.to_owned(), height: height.to_owned() })
    }
}

/// A finished drawing.
#[derive(Clone)]
pub(crate) struct Drawn {
    tree: Arc<Tree>,
    width: String,
    height: String,
}

impl Drawn {
    /// The drawing as an SVG file that needs no font, `width` by `height` with their units.
    pub(crate) fn svg(&self, width: &str, height: &str) -> Result<String, ShareError> {
        let written = self.tree.to_string(&WriteOptions::default());
        // The size that is written is in dots, which nobody else counts in.
        let (_, inner) = written
            .split_once('>')
            .ok_or_else(|| ShareError::NotDrawn("the file has no beginning".to_owned()))?;
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\">{inner}",
            self.width, self.height
        ))
    }

    /// The drawing as a PDF file of one page, in its real size.
    pub(crate) fn pdf(&self) -> Result<Vec<u8>, ShareError> {
        svg2pdf::to_pdf(&self.tree, ConversionOptions::default(), PageOptions { dpi: RESOLUTION })
            .map_err(|error| ShareError::NotDrawn(error.to_string()))
    }

    /// The drawing as filled shapes, in its real size.
    pub(crate) fn shapes(&self) -> Result<Vec<Shape>, ShareError> {
        shapes::shapes(&self.tree)
    }

    /// The drawing in pixels, one for each dot, read back: the one code on it holds `text`.
    pub(crate) fn pixels(&self, text: &str) -> Result<PixelPicture, ShareError> {
        let size = self.tree.size().to_int_size();
        let mut pixmap = Pixmap::new(size.width(), size.height())
            .ok_or_else(|| ShareError::NotDrawn("the picture has no size".to_owned()))?;
        pixmap.fill(Color::WHITE);
        resvg::render(&self.tree, Transform::identity(), &mut pixmap.as_mut());
        PixelPicture::checked(pixmap.take(), size.width(), size.height(), text)
    }
}

const _: () = assert!(DOTS_PER_INCH == 203, "both say the same");
