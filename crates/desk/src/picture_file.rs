//! A picture that somebody chose as a file: PNG, JPEG or WebP. What is made of it has its pixels and nothing else: what
//! cameras write beside them, the place where it was taken for example, is not in it.

use std::io::Cursor;

use domain::error::PictureFault;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, guess_format,
    metadata::Orientation,
};

/// The largest file, in bytes.
const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// The longest side of a picture that is read, in pixels.
const LONGEST_SIDE: u32 = 8_000;

/// The most bytes that the pixels of a picture may take: the largest square with four bytes for each.
const MOST_BYTES: u64 = 4 * LONGEST_SIDE as u64 * LONGEST_SIDE as u64;

/// What a picture's file holds.
pub(crate) struct ReadPicture {
    /// Its pixels, as they stand in the file.
    pub(crate) pixels: DynamicImage,
    /// How the camera was held: what is made of the pixels is turned by it.
    pub(crate) orientation: Orientation,
}

/// Reads a picture's file.
pub(crate) fn read_picture(file: &[u8]) -> Result<ReadPicture, PictureFault> {
    if file.len() > LARGEST_FILE {
        return Err(PictureFault::FileTooLarge);
    }
    let kind = guess_format(file).map_err(|_| PictureFault::OtherKind)?;
    match kind {
        ImageFormat::Png | ImageFormat::WebP => {}
        ImageFormat::Jpeg if is_whole_jpeg(file) => {}
        ImageFormat::Jpeg => return Err(PictureFault::Damaged),
        _ => return Err(PictureFault::OtherKind),
    }
    let (pixels, orientation) = read(file, kind).map_err(|error| match error {
        ImageError::Limits(_) => PictureFault::TooManyPixels,
        ImageError::Unsupported(_) => PictureFault::OtherKind,
        _ => PictureFault::Damaged,
    })?;
    Ok(ReadPicture { pixels: pixels.ok_or(PictureFault::TooManyPixels)?, orientation })
}

/// Writes a picture as a PNG file.
pub(crate) fn png(picture: &DynamicImage) -> Result<Vec<u8>, PictureFault> {
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).map_err(|_| PictureFault::Damaged)?;
    Ok(png.into_inner())
}

/// The pixels, and how the camera was held; no pixels where they would take too much memory.
fn read(file: &[u8], kind: ImageFormat) -> Result<(Option<DynamicImage>, Orientation), ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    if decoder.total_bytes() > MOST_BYTES {
        return Ok((None, Orientation::NoTransforms));
    }
    // A picture that can be read is not refused for what stands beside its pixels.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((Some(DynamicImage::from_decoder(decoder)?), orientation))
}

/// True where the last scan has an end. The decoder fills up with grey what a cut-off file lacks.
fn is_whole_jpeg(file: &[u8]) -> bool {
    const SCAN: [u8; 2] = [0xFF, 0xDA];
    const END: [u8; 2] = [0xFF, 0xD9];
    let last_scan = file.windows(2).rposition(|marker| marker == SCAN);
    last_scan.is_some_and(|scan| file[scan..].windows(2).any(|marker| marker == END))
}
