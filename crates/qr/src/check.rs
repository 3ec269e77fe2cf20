use std::fmt;
use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::{ColorType, ImageDecoder};
use rqrr::Grid;

use crate::MAX_SIDE_PIXELS;
use crate::error::CheckFault;
use crate::modules::Modules;

/// A PNG file that was read back and holds exactly the text of its code. The check is the only way
/// to make one.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckedPng {
    bytes: Vec<u8>,
    side: u32,
    pixels_per_module: u32,
}

impl CheckedPng {
    /// Opens the file, takes the modules from its pixels, decodes them, and compares the text byte
    /// for byte.
    ///
    /// The search for a slanted code in a photograph is left out: it takes longer than all the
    /// rest, and a picture that passed [`Modules::read`] has no slant.
    pub(crate) fn check(bytes: Vec<u8>, text: &str) -> Result<Self, CheckFault> {
        let (pixels, side) = open(&bytes)?;
        let modules = Modules::read(&pixels, side as usize)?;
        let pixels_per_module =
            u32::try_from(modules.pixels_per_module()).map_err(|_| CheckFault::NotFound)?;
        let mut found = Vec::with_capacity(text.len());
        Grid::new(modules).decode_to(&mut found).map_err(|_| CheckFault::NotDecoded)?;
        if found != text.as_bytes() {
            return Err(CheckFault::OtherText);
        }
        Ok(Self { bytes, side, pixels_per_module })
    }

    /// The PNG file, 8-bit grayscale.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The PNG file, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The side of the square picture in device pixels, quiet zone included.
    pub const fn side(&self) -> u32 {
        self.side
    }

    /// The device pixels of one module.
    pub const fn pixels_per_module(&self) -> u32 {
        self.pixels_per_module
    }
}

impl fmt::Debug for CheckedPng {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedPng")
            .field("side", &self.side)
            .field("pixels_per_module", &self.pixels_per_module)
            .finish_non_exhaustive()
    }
}

/// The pixels of a square 8-bit grayscale PNG file, and its side.
fn open(png: &[u8]) -> Result<(Vec<u8>, u32), CheckFault> {
    let decoder = PngDecoder::new(Cursor::new(png)).map_err(|_| CheckFault::NotPng)?;
    let (width, height) = decoder.dimensions();
    if decoder.color_type() != ColorType::L8 || width != height || width > MAX_SIDE_PIXELS {
        return Err(CheckFault::NotPng);
    }
    let mut pixels = vec![0; width as usize * height as usize];
    decoder.read_image(&mut pixels).map_err(|_| CheckFault::NotPng)?;
    Ok((pixels, width))
}

#[cfg(test)]
mod tests {
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder};
    use proptest::prelude::*;
    use rqrr::PreparedImage;

    use super::*;
    use crate::render::{BLACK, WHITE};
    use crate::{QUIET_ZONE_MODULES, QrCode};

    const LINK: &str = "https://pay.example/LNK_0123456789";
    /// How `rqrr` names error correction level M: by its two bits in the code.
    const LEVEL_M: u16 = 0b00;

    /// A picture that a test may spoil.
    struct Picture {
        pixels: Vec<u8>,
        side: usize,
        module: usize,
    }

    impl Picture {
        fn of(text: &str) -> Self {
            let png = QrCode::encode(text).unwrap().png(400).unwrap();
            let (pixels, side) = open(png.bytes()).unwrap();
            Self { pixels, side: side as usize, module: png.pixels_per_module() as usize }
        }

        /// Paints the modules of a rectangle, counted with the quiet zone.
        fn paint(
            &mut self,
            columns: std::ops::Range<usize>,
            rows: std::ops::Range<usize>,
            color: u8,
        ) {
            for y in rows.start * self.module..rows.end * self.module {
                let line = y * self.side;
                self.pixels[line + columns.start * self.module..line + columns.end * self.module]
                    .fill(color);
            }
        }

        fn check(&self) -> Result<CheckedPng, CheckFault> {
            let mut file = Vec::new();
            let side = u32::try_from(self.side).unwrap();
            PngEncoder::new(&mut file)
                .write_image(&self.pixels, side, side, ExtendedColorType::L8)
                .unwrap();
            CheckedPng::check(file, LINK)
        }
    }

    #[test]
    fn the_picture_as_drawn_passes() {
        let picture = Picture::of(LINK);
        let checked = picture.check().unwrap();
        assert_eq!(checked.side() as usize, picture.side);
        assert_eq!(checked.pixels_per_module() as usize, picture.module);
    }

    #[test]
    fn the_code_of_another_link_is_refused() {
        let other = Picture::of("https://pay.example/LNK_0123456780");
        assert_eq!(other.check().err(), Some(CheckFault::OtherText));
    }

    #[test]
    fn a_picture_with_its_middle_wiped_out_is_refused() {
        let mut picture = Picture::of(LINK);
        picture.paint(13..24, 13..24, WHITE);
        assert_eq!(picture.check().err(), Some(CheckFault::NotDecoded));
    }

    #[test]
    fn a_spot_in_the_quiet_zone_is_refused() {
        let mut picture = Picture::of(LINK);
        let modules = picture.side / picture.module;
        picture.paint(modules - 4..modules - 3, 20..21, BLACK);
        assert_eq!(picture.check().err(), Some(CheckFault::QuietZone));
    }

    #[test]
    fn one_wrong_pixel_is_refused() {
        let mut picture = Picture::of(LINK);
        let middle = picture.side / 2 * picture.side + picture.side / 2;
        picture.pixels[middle] = WHITE - picture.pixels[middle];
        assert_eq!(picture.check().err(), Some(CheckFault::NotSharp));
    }

    #[test]
    fn a_picture_scaled_to_broken_pixels_is_refused() {
        let mut picture = Picture::of(LINK);
        let shorter = picture.side - 1;
        picture.pixels = (0..shorter * shorter)
            .map(|at| picture.pixels[at / shorter * picture.side + at % shorter])
            .collect();
        picture.side = shorter;
        assert_eq!(picture.check().err(), Some(CheckFault::NotSharp));
    }

    #[test]
    fn a_gray_module_is_refused() {
        let mut picture = Picture::of(LINK);
        picture.paint(20..21, 20..21, 0x80);
        assert_eq!(picture.check().err(), Some(CheckFault::NotBlackAndWhite));
    }

    #[test]
    fn a_picture_without_a_code_is_refused() {
        let mut picture = Picture::of(LINK);
        picture.pixels.fill(WHITE);
        assert_eq!(picture.check().err(), Some(CheckFault::NotFound));
        picture.pixels.fill(BLACK);
        assert!(picture.check().is_err());
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let mut bytes = QrCode::encode(LINK).unwrap().png(400).unwrap().into_bytes();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        assert_eq!(CheckedPng::check(bytes, LINK).err(), Some(CheckFault::NotPng));
        assert_eq!(CheckedPng::check(Vec::new(), LINK).err(), Some(CheckFault::NotPng));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// What a phone does: it searches the picture for a code, with no idea of where and how
        /// large it is.
        #[test]
        fn a_search_of_the_picture_finds_the_one_code_at_level_m(
            link in "https://[a-z0-9-]{1,30}\\.[a-z]{2,8}/[A-Za-z0-9/_.~%?=&+-]{0,300}",
            room in 300_u32..900,
        ) {
            let png = QrCode::encode(&link)?.png(room)?;
            let (pixels, side) = open(png.bytes()).unwrap();
            let side = side as usize;
            let mut picture = PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
            let grids = picture.detect_grids();
            prop_assert_eq!(grids.len(), 1);
            let (meta, found) = grids[0].decode().unwrap();
            prop_assert_eq!(found, link);
            prop_assert_eq!(meta.ecc_level, LEVEL_M);
            let modules = u32::try_from(meta.version.to_size()).unwrap();
            prop_assert_eq!(png.side(), (modules + 2 * QUIET_ZONE_MODULES) * png.pixels_per_module());
        }

        /// Whatever a picture shows, it never passes for a text that it does not hold, and nothing
        /// panics.
        #[test]
        fn no_picture_passes_for_another_text(
            spots in prop::collection::vec((0_usize..36, 0_usize..36, any::<bool>()), 0..200),
            other in "https://pay\\.example/LNK_[0-9]{9}",
        ) {
            let mut picture = Picture::of(&other);
            for (column, row, black) in spots {
                picture.paint(column..column + 1, row..row + 1, if black { BLACK } else { WHITE });
            }
            prop_assert!(picture.check().is_err());
        }
    }
}
