//! A product's picture, made from a file that somebody chose: the middle square, small.

use domain::error::PictureFault;
use image::{
    DynamicImage,
    imageops::{self, FilterType},
};

use crate::picture_file::{png, read_picture};

/// The side of a product's picture in pixels: sharp on a tile, also where the screen has two pixels for one.
const SIDE: u32 = 256;

/// Makes the bytes of a PNG file of 256 x 256 pixels from a PNG, JPEG or WebP file.
pub(super) fn made_from(file: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let picture = read_picture(file)?;
    let mut small = scaled(&picture.pixels);
    small.apply_orientation(picture.orientation);
    png(&small)
}

fn scaled(picture: &DynamicImage) -> DynamicImage {
    let side = picture.width().min(picture.height());
    let (left, top) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    let square = imageops::crop_imm(picture, left, top, side, side);
    DynamicImage::ImageRgba8(imageops::resize(&*square, SIDE, SIDE, FilterType::Triangle))
}
