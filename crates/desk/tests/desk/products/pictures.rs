//! A product's picture is made from what people have: large, sideways, in several formats; and what is no picture is
//! refused with a reason.

use std::io::Cursor;

use desk::domain::{TillError, error::PictureFault};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::{SHOP, form, saved};
use crate::rig::{Rig, press};

const RED: [u8; 3] = [220, 20, 20];
const GREEN: [u8; 3] = [20, 200, 20];
const BLUE: [u8; 3] = [20, 20, 220];

/// Three upright stripes, of which the outer two lie outside the middle square.
fn stripes() -> DynamicImage {
    RgbImage::from_fn(400, 200, |x, _| {
        Rgb(match x {
            0..100 => RED,
            100..300 => GREEN,
            _ => BLUE,
        })
    })
    .into()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture as the till shows it.
async fn shown(rig: &Rig, product: &str) -> RgbaImage {
    let bytes = rig.desk().product_picture(product).await.unwrap();
    image::load_from_memory_with_format(&bytes, ImageFormat::Png).unwrap().to_rgba8()
}

fn is_near(found: Rgba<u8>, wanted: [u8; 3]) -> bool {
    found.0.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 12)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_middle_of_a_picture_is_shown_small() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, form("Mug")).await;
    assert_eq!(rig.desk().product_picture(&mug.id).await, Err(TillError::NotFound));
    let mut before = mug.picture;
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let file = written(&stripes(), format);
        let list = rig.desk().set_product_picture(&mug.id, file).await.unwrap();
        let picture = &list.products[0].picture;
        assert!(picture.is_some() && *picture != before, "another picture has another name");
        before.clone_from(picture);
        let small = shown(&rig, &mug.id).await;
        assert_eq!(small.dimensions(), (256, 256));
        for (x, y) in [(4, 4), (128, 128), (251, 251)] {
            assert!(is_near(*small.get_pixel(x, y), GREEN), "{format:?} at {x}, {y}");
        }
    }
    let list = rig.desk().clear_product_picture(&mug.id).await.unwrap();
    assert_eq!(list.products[0].picture, None);
    assert_eq!(rig.desk().product_picture(&mug.id).await, Err(TillError::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_clear_stays_clear_and_what_is_small_grows() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, form("Mug")).await;
    let half = RgbaImage::from_fn(2, 2, |x, _| Rgba([20, 200, 20, if x == 0 { 0 } else { 255 }]));
    let file = written(&half.into(), ImageFormat::Png);
    rig.desk().set_product_picture(&mug.id, file).await.unwrap();
    let shown = shown(&rig, &mug.id).await;
    assert_eq!((shown.get_pixel(4, 128).0[3], shown.get_pixel(251, 128).0[3]), (0, 255));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_stands_upright_and_tells_nothing_of_the_camera() {
    let mut rig = Rig::without_account().await;
    let mug = saved(&rig, form("Mug")).await;
    let halves = RgbImage::from_fn(64, 64, |_, y| Rgb(if y < 32 { RED } else { BLUE }));
    let file = written(&halves.into(), ImageFormat::Jpeg);
    // Exif: little-endian, one entry, orientation (0x0112) 6, to be turned clockwise; and a few words.
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"canary-place");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let sideways = [&file[..2], &[0xFF, 0xE1], &length[..], &exif, &file[2..]].concat();
    rig.desk().set_product_picture(&mug.id, sideways).await.unwrap();
    let upright = shown(&rig, &mug.id).await;
    assert!(is_near(*upright.get_pixel(240, 128), RED), "what was above is on the right");
    assert!(is_near(*upright.get_pixel(16, 128), BLUE));
    rig.close().await;
    let book = std::fs::read(rig.folder().join("till.db")).unwrap();
    assert!(!book.windows(12).any(|part| part == b"canary-place"));
}

/// The start of a PNG file of such a size, whose pixels are missing.
fn png_header(side: u32, depth: u8, colours: u8) -> Vec<u8> {
    let side = side.to_be_bytes();
    let header = [&b"IHDR"[..], &side, &side, &[depth, colours, 0, 0, 0]].concat();
    let sum = !header.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 * (sum & 1)))
    });
    [
        &b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..],
        &header,
        &sum.to_be_bytes(),
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e",
    ]
    .concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_usable_picture_is_refused_with_a_reason() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, form("Mug")).await;
    let good = written(&stripes(), ImageFormat::Png);
    let kept = rig.desk().set_product_picture(&mug.id, good.clone()).await.unwrap();
    let cut = |format| {
        let file = written(&stripes(), format);
        file[..file.len() * 2 / 3].to_vec()
    };
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec();
    let huge = [&good[..], &vec![0; 10 * 1024 * 1024]].concat();
    for (name, file, fault) in [
        ("nothing", Vec::new(), PictureFault::OtherKind),
        ("an SVG", svg, PictureFault::OtherKind),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), PictureFault::OtherKind),
        ("a huge file", huge, PictureFault::FileTooLarge),
        ("20,000 pixels", png_header(20_000, 8, 2), PictureFault::TooManyPixels),
        ("8,001 pixels", png_header(8_001, 1, 0), PictureFault::TooManyPixels),
        ("deep pixels", png_header(8_000, 16, 6), PictureFault::TooManyPixels),
        ("a cut-off PNG", cut(ImageFormat::Png), PictureFault::Damaged),
        ("a cut-off JPEG", cut(ImageFormat::Jpeg), PictureFault::Damaged),
        ("a cut-off WebP", cut(ImageFormat::WebP), PictureFault::Damaged),
        ("a header alone", png_header(64, 8, 2), PictureFault::Damaged),
    ] {
        let refused = rig.desk().set_product_picture(&mug.id, file).await;
        assert_eq!(refused, Err(TillError::PictureRefused { fault }), "{name}");
    }
    assert_eq!(rig.desk().products(SHOP).await.unwrap(), kept);
    let gone = rig.desk().set_product_picture(&press(), good).await;
    assert_eq!(gone, Err(TillError::NotFound));
}
