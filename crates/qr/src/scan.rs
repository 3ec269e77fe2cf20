//! Reads a picture as a phone does: with no idea of where the code is, and how large.

use rqrr::PreparedImage;

use crate::error::CheckFault;

/// Finds the one code in a picture of `width` by `height` pixels, 8-bit grayscale, row by row, and makes sure that it
/// holds `text`.
///
/// # Errors
/// [`CheckFault`]: there is no code or more than one, it can't be decoded, or it holds another text.
pub fn scan(pixels: &[u8], width: usize, height: usize, text: &str) -> Result<(), CheckFault> {
    if width.checked_mul(height) != Some(pixels.len()) {
        return Err(CheckFault::NotFound);
    }
    let pixel = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or_default();
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, pixel);
    let grids = picture.detect_grids();
    let [code] = grids.as_slice() else {
        return Err(CheckFault::NotFound);
    };
    let (_, found) = code.decode().map_err(|_| CheckFault::NotDecoded)?;
    if found == text { Ok(()) } else { Err(CheckFault::OtherText) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QrCode;

    const LINK: &str = "https://pay.example/LNK_0123456789";

    #[test]
    fn a_code_is_found_where_it_stands_and_no_other_text_passes() {
        let png = QrCode::encode(LINK).unwrap().png(300).unwrap();
        let code = image::load_from_memory(png.bytes()).unwrap().into_luma8();
        let (width, height) = (code.width() as usize + 120, code.height() as usize + 60);
        let mut pixels = vec![255; width * height];
        for (x, y, pixel) in code.enumerate_pixels() {
            pixels[(y as usize + 40) * width + x as usize + 90] = pixel.0[0];
        }
        assert_eq!(scan(&pixels, width, height, LINK), Ok(()));
        let other = "https://pay.example/LNK_0123456780";
        assert_eq!(scan(&pixels, width, height, other), Err(CheckFault::OtherText));
        assert_eq!(scan(&pixels, width, height + 1, LINK), Err(CheckFault::NotFound));
        pixels.fill(255);
        assert_eq!(scan(&pixels, width, height, LINK), Err(CheckFault::NotFound));
    }
}
