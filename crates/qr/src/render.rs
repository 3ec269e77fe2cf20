use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::error::QrError;
use crate::{MAX_SIDE_PIXELS, MIN_PIXELS_PER_MODULE, QUIET_ZONE_MODULES};

/// A black pixel in 8-bit grayscale.
pub(crate) const BLACK: u8 = 0;
/// A white pixel in 8-bit grayscale.
pub(crate) const WHITE: u8 = u8::MAX;

/// How large a code is drawn: whole device pixels per module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    modules: u32,
    pixels_per_module: u32,
}

impl Scale {
    /// The largest scale with which a code of `modules` and its quiet zone fit into
    /// `max_device_pixels`.
    pub(crate) fn largest_within(modules: u32, max_device_pixels: u32) -> Result<Self, QrError> {
        let with_quiet_zone = modules + 2 * QUIET_ZONE_MODULES;
        let pixels_per_module = max_device_pixels.min(MAX_SIDE_PIXELS) / with_quiet_zone;
        if pixels_per_module < MIN_PIXELS_PER_MODULE {
            return Err(QrError::TooSmall {
                needed: with_quiet_zone * MIN_PIXELS_PER_MODULE,
                offered: max_device_pixels,
            });
        }
        Ok(Self { modules, pixels_per_module })
    }

    /// The side of the picture in device pixels, quiet zone included.
    pub(crate) const fn side(self) -> u32 {
        (self.modules + 2 * QUIET_ZONE_MODULES) * self.pixels_per_module
    }
}

/// Draws the modules row by row, black on white, with the quiet zone around them.
pub(crate) fn grayscale(dark: &[bool], scale: Scale) -> Vec<u8> {
    let pixel = scale.pixels_per_module as usize;
    let side = scale.side() as usize;
    let quiet = QUIET_ZONE_MODULES as usize * pixel;
    let mut pixels = vec![WHITE; side * side];
    for (row, modules) in dark.chunks_exact(scale.modules as usize).enumerate() {
        let start = (quiet + row * pixel) * side;
        let first_line = &mut pixels[start..start + side];
        for (column, _) in modules.iter().enumerate().filter(|(_, dark)| **dark) {
            let left = quiet + column * pixel;
            first_line[left..left + pixel].fill(BLACK);
        }
        for line in 1..pixel {
            pixels.copy_within(start..start + side, start + line * side);
        }
    }
    pixels
}

/// Writes 8-bit grayscale pixels as a PNG file.
pub(crate) fn png(pixels: &[u8], scale: Scale) -> Result<Vec<u8>, QrError> {
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Up)
        .write_image(pixels, scale.side(), scale.side(), ExtendedColorType::L8)
        .map_err(|_| QrError::NotWritten)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_drawn_in_whole_pixels_inside_four_white_modules() {
        let scale = Scale::largest_within(2, 25).unwrap();
        assert_eq!((scale.pixels_per_module, scale.side()), (2, 20));
        let pixels = grayscale(&[true, false, false, true], scale);
        let black: Vec<(usize, usize)> =
            (0..400).filter(|at| pixels[*at] == BLACK).map(|at| (at % 20, at / 20)).collect();
        assert_eq!(black, [(8, 8), (9, 8), (8, 9), (9, 9), (10, 10), (11, 10), (10, 11), (11, 11)]);
        assert!(pixels.iter().all(|pixel| [BLACK, WHITE].contains(pixel)));
    }
}
