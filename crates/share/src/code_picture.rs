//! A link's code as a picture of its own.

use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use qr::{CheckedOutline, MAX_SIDE_PIXELS, MIN_PIXELS_PER_MODULE, QrCode, QrError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ShareError,
    drawing::{Drawing, Drawn, Letters},
    fonts::{Weight, width},
    invitation::Invitation,
};

/// How thick the frame of practice and sandbox is, and how high the band with the word, in modules.
const FRAME: u32 = 1;
const BAND: u32 = 5;
const MARK: &str = "#b4530a";

/// As what a picture leaves the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PictureFormat {
    /// Pixels: for documents and messengers.
    Png,
    /// Lines: for print in any size.
    Svg,
}

/// A link's code, black on white. That of a practice or sandbox account wears a frame and the word.
pub struct CodePicture {
    outline: CheckedOutline,
    url: String,
    mark: Option<&'static str>,
    right_to_left: bool,
}

impl CodePicture {
    /// The code of an invitation's link.
    ///
    /// # Errors
    /// The link has no code.
    pub fn of(invitation: &Invitation) -> Result<Self, ShareError> {
        let url = invitation.link().url.as_str().to_owned();
        Ok(Self {
            outline: QrCode::encode(&url)?.outline()?,
            url,
            mark: invitation.mark(),
            right_to_left: invitation.language().is_right_to_left(),
        })
    }

    /// The picture in pixels, at most `room` wide, each module of as many whole ones as that allows.
    ///
    /// # Errors
    /// There is too little room, or the picture does not read back as the link.
    pub fn pixels(&self, room: u32) -> Result<PixelPicture, ShareError> {
        let pixel = room.min(MAX_SIDE_PIXELS) / self.modules_across();
        if pixel < MIN_PIXELS_PER_MODULE {
            let needed = self.modules_across() * MIN_PIXELS_PER_MODULE;
            return Err(QrError::TooSmall { needed, offered: room }.into());
        }
        self.drawn(pixel)?.pixels(&self.url)
    }

    /// The picture as an SVG file, which has no size of its own: 60 mm wide where nobody asks for another.
    ///
    /// # Errors
    /// The picture does not read back as the link.
    pub fn svg(&self) -> Result<String, ShareError> {
        let drawn = self.drawn(PIXELS_OF_SVG)?;
        let (across, down) = (self.modules_across(), self.modules_down());
        let picture = drawn.pixels(&self.url)?;
        debug_assert_eq!(picture.width, across * PIXELS_OF_SVG);
        let height = 60_000 * down / across;
        drawn.svg("60mm", &format!("{}.{:03}mm", height / 1_000, height % 1_000))
    }

    fn modules_across(&self) -> u32 {
        self.outline.side() + if self.mark.is_some() { 2 * FRAME } else { 0 }
    }

    fn modules_down(&self) -> u32 {
        self.outline.side() + if self.mark.is_some() { 2 * FRAME + BAND } else { 0 }
    }

    fn drawn(&self, pixel: u32) -> Result<Drawn, ShareError> {
        let (across, down) = (self.modules_across() * pixel, self.modules_down() * pixel);
        let mut drawing = Drawing::default();
        match self.mark {
            None => drawing.code(&self.outline, 0, 0, pixel),
            Some(word) => {
                let frame = FRAME * pixel;
                drawing.frame((0, 0), (across, down), frame, MARK);
                drawing.code(&self.outline, frame, frame, pixel);
                let room = across - 6 * frame;
                let size = (1..=3 * pixel)
                    .rev()
                    .find(|size| width(word, *size, Weight::Bold) <= room)
                    .unwrap_or(pixel);
                let letters = Letters {
                    size,
                    weight: Weight::Bold,
                    color: MARK,
                    right_to_left: self.right_to_left,
                };
                let baseline = frame + (self.outline.side() + BAND / 2) * pixel;
                drawing.line(word, letters, across / 2, baseline);
            }
        }
        drawing.finished(&across.to_string(), &down.to_string())
    }
}

/// The dots of a module while an SVG file is made.
const PIXELS_OF_SVG: u32 = 10;

/// A picture in pixels, whose code was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PixelPicture {
    /// The picture as a PNG file.
    pub png: Vec<u8>,
    /// The same pixels, row by row: red, green, blue, and no transparency.
    pub rgba: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    url: String,
}

impl PixelPicture {
    /// Reads the code in the pixels back and writes the file.
    pub(crate) fn checked(
        rgba: Vec<u8>,
        width: u32,
        height: u32,
        text: &str,
    ) -> Result<Self, ShareError> {
        qr::scan(&gray(&rgba), width as usize, height as usize, text)?;
        let rgb: Vec<[u8; 3]> =
            rgba.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let mut png = Vec::new();
        PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Up)
            .write_image(rgb.as_flattened(), width, height, ExtendedColorType::Rgb8)
            .map_err(|error| ShareError::NotDrawn(error.to_string()))?;
        Ok(Self { png, rgba, width, height, url: text.to_owned() })
    }

    /// True where `rgba` is this picture as another program kept it: of the same size, and its code holds the same link.
    /// Colours may come back a shade lighter or darker.
    pub fn came_back(&self, rgba: &[u8], width: u32, height: u32) -> bool {
        (width, height) == (self.width, self.height)
            && qr::scan(&gray(rgba), width as usize, height as usize, &self.url).is_ok()
    }
}

/// How light each pixel is: the mean of red, green and blue.
fn gray(rgba: &[u8]) -> Vec<u8> {
    let mean = |pixel: &[u8]| {
        let sum: u16 = pixel.iter().take(3).map(|part| u16::from(*part)).sum();
        u8::try_from(sum / 3).unwrap_or(u8::MAX)
    };
    rgba.chunks_exact(4).map(mean).collect()
}
