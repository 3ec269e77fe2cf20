use qrcode::bits::Bits;
use qrcode::types::QrError as EncodeError;
use qrcode::{Color, EcLevel, Version};

use crate::check::CheckedPng;
use crate::error::QrError;
use crate::outline::CheckedOutline;
use crate::render::{self, Scale};

/// The number that tells a reader that the bytes which follow are UTF-8 (AIM ECI specification,
/// assignment 26).
const ECI_UTF_8: u32 = 26;

/// The largest version of a QR code (177 modules a side).
const MAX_VERSION: i16 = 40;

/// A text as a square of black and white modules at error correction level M.
#[derive(Clone)]
pub struct QrCode {
    text: String,
    modules: u32,
    dark: Vec<bool>,
}

impl QrCode {
    /// Encodes `text`, byte for byte, into the smallest code at level M that holds it.
    ///
    /// # Errors
    /// [`QrError::Empty`] for an empty text and [`QrError::TooLong`] for one that no code can hold.
    pub fn encode(text: &str) -> Result<Self, QrError> {
        if text.is_empty() {
            return Err(QrError::Empty);
        }
        let code = if text.is_ascii() {
            qrcode::QrCode::with_error_correction_level(text, EcLevel::M)
        } else {
            encode_utf_8(text)
        }
        .map_err(|_| QrError::TooLong)?;
        let modules = u32::try_from(code.width()).map_err(|_| QrError::TooLong)?;
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { text: text.to_owned(), modules, dark })
    }

    /// The text that a phone reads from this code.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The modules on one side, without the quiet zone.
    pub const fn modules(&self) -> u32 {
        self.modules
    }

    /// The code as a picture that was read back and holds exactly [`Self::text`].
    ///
    /// The picture takes the largest whole number of device pixels per module with which it fits,
    /// quiet zone included, into a square of `max_device_pixels`. So its side is often a little
    /// smaller than the square.
    ///
    /// # Errors
    /// [`QrError::TooSmall`] if the square is too small for
    /// [`MIN_PIXELS_PER_MODULE`](crate::MIN_PIXELS_PER_MODULE), [`QrError::Check`] if the picture
    /// does not read back as its text.
    pub fn png(&self, max_device_pixels: u32) -> Result<CheckedPng, QrError> {
        let scale = Scale::largest_within(self.modules, max_device_pixels)?;
        let pixels = render::grayscale(&self.dark, scale);
        let png = render::png(&pixels, scale)?;
        Ok(CheckedPng::check(png, &self.text)?)
    }

    /// The code as a shape without a size, that was read back and holds exactly [`Self::text`].
    ///
    /// # Errors
    /// [`QrError::Check`] if the shape does not read back as its text.
    pub fn outline(&self) -> Result<CheckedOutline, QrError> {
        Ok(CheckedOutline::check(&self.dark, self.modules, &self.text)?)
    }
}

/// Encodes text beyond ASCII as plain bytes that are marked as UTF-8. The automatic choice would
/// take some UTF-8 bytes for Shift JIS characters, and phones would show other text.
fn encode_utf_8(text: &str) -> Result<qrcode::QrCode, EncodeError> {
    for version in (1..=MAX_VERSION).map(Version::Normal) {
        let mut bits = Bits::new(version);
        bits.push_eci_designator(ECI_UTF_8)?;
        let fits =
            bits.push_byte_data(text.as_bytes()).and_then(|()| bits.push_terminator(EcLevel::M));
        match fits {
            Ok(()) => return qrcode::QrCode::with_bits(bits, EcLevel::M),
            Err(EncodeError::DataTooLong) => {}
            Err(other) => return Err(other),
        }
    }
    Err(EncodeError::DataTooLong)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{MAX_SIDE_PIXELS, MIN_PIXELS_PER_MODULE, QUIET_ZONE_MODULES};

    const LINK: &str = "https://apis.sandbox.globalpay.com/ucp/postlinks/LNK_0123456789abcdef";

    fn sides(code: &QrCode, png: &CheckedPng) -> (u32, u32) {
        (code.modules() + 2 * QUIET_ZONE_MODULES, png.pixels_per_module())
    }

    #[test]
    fn an_empty_text_has_no_code() {
        assert_eq!(QrCode::encode("").err(), Some(QrError::Empty));
    }

    #[test]
    fn level_m_holds_2331_bytes_and_not_one_more() {
        let longest = "a".repeat(2_331);
        assert_eq!(QrCode::encode(&longest).unwrap().modules(), 177);
        assert_eq!(QrCode::encode(&format!("{longest}a")).err(), Some(QrError::TooLong));
        assert_eq!(QrCode::encode(&"\u{20ac}".repeat(800)).err(), Some(QrError::TooLong));
    }

    #[test]
    fn the_picture_is_the_largest_that_fits() {
        let code = QrCode::encode(LINK).unwrap();
        let png = code.png(480).unwrap();
        let (with_quiet_zone, pixels) = sides(&code, &png);
        assert_eq!(png.side(), with_quiet_zone * pixels);
        assert!(png.side() <= 480);
        assert!(with_quiet_zone * (pixels + 1) > 480);
    }

    #[test]
    fn a_square_one_pixel_too_small_is_refused() {
        let code = QrCode::encode(LINK).unwrap();
        let needed = (code.modules() + 2 * QUIET_ZONE_MODULES) * MIN_PIXELS_PER_MODULE;
        assert_eq!(code.png(needed).unwrap().side(), needed);
        let offered = needed - 1;
        assert_eq!(code.png(offered).err(), Some(QrError::TooSmall { needed, offered }));
        assert_eq!(code.png(0).err(), Some(QrError::TooSmall { needed, offered: 0 }));
    }

    #[test]
    fn an_endless_square_gives_a_bounded_picture_for_codes_of_every_size() {
        for length in [1, 20, 68, 200, 600, 1_200, 2_331] {
            let code = QrCode::encode(&"x".repeat(length)).unwrap();
            let png = code.png(u32::MAX).unwrap();
            assert!(png.side() <= MAX_SIDE_PIXELS);
            assert!(png.side() > MAX_SIDE_PIXELS - code.modules() - 2 * QUIET_ZONE_MODULES);
        }
    }

    #[test]
    fn text_beyond_ascii_is_marked_as_utf_8() {
        // These bytes look like Shift JIS to the automatic choice of modes.
        let text = "https://例え.example/あア";
        let code = encode_utf_8(text).unwrap();
        assert_eq!(code.error_correction_level(), EcLevel::M);
        let mut bits = Bits::new(code.version());
        bits.push_eci_designator(ECI_UTF_8).unwrap();
        bits.push_byte_data(text.as_bytes()).unwrap();
        bits.push_terminator(EcLevel::M).unwrap();
        let by_hand = qrcode::QrCode::with_bits(bits, EcLevel::M).unwrap();
        let dark: Vec<bool> = by_hand.into_colors().iter().map(|c| *c == Color::Dark).collect();
        assert!(QrCode::encode(text).unwrap().dark == dark);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn every_link_reads_back_at_every_size(
            host in "[a-z0-9-]{1,30}(\\.[a-z]{2,8}){1,2}",
            path in "[A-Za-z0-9/_.~%+-]{0,400}",
            query in "(\\?[A-Za-z0-9=&_%-]{1,80})?",
            room in 300_u32..1_000,
        ) {
            let link = format!("https://{host}/{path}{query}");
            let code = QrCode::encode(&link)?;
            let png = code.png(room)?;
            let (with_quiet_zone, pixels) = sides(&code, &png);
            prop_assert_eq!(png.side(), with_quiet_zone * pixels);
            prop_assert!(png.side() <= room);
            prop_assert!(pixels >= MIN_PIXELS_PER_MODULE);
        }

        #[test]
        fn every_text_reads_back(text in "\\PC{1,120}", room in 300_u32..800) {
            QrCode::encode(&text)?.png(room)?;
        }
    }
}
