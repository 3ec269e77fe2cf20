//! The picture that customers see while there is nothing to pay.

use domain::{TillError, error::PictureFault, ids::PictureId};
use image::imageops::FilterType;
use ledger::{Ledger, LedgerError};

use crate::{
    actor::Actor,
    desk::{Change, Desk},
    picture_file::{png, read_picture},
};

/// The longest side of the idle picture in pixels: sharp on most screens that face customers, and still small in a backup.
const LONGEST_SIDE: u32 = 1920;

impl Desk {
    /// The name of the idle picture; another picture has another one. `None` where there is none.
    pub async fn idle_picture(&self) -> Result<Option<PictureId>, TillError> {
        self.book.ask(Ledger::idle_picture).await
    }

    /// The bytes of the idle picture, a PNG file.
    ///
    /// # Errors
    /// `NotFound` where this is not its name (any more).
    pub async fn idle_picture_bytes(&self, name: &str) -> Result<Vec<u8>, TillError> {
        let name: PictureId = name.parse().map_err(|_| TillError::NotFound)?;
        self.book
            .ask(move |ledger| ledger.idle_picture_bytes(name)?.ok_or(LedgerError::NotFound))
            .await
    }

    /// Shows customers a picture while there is nothing to pay, made from the bytes of a PNG, JPEG or WebP file.
    ///
    /// # Errors
    /// `PictureRefused` where nothing can be made of the file.
    pub async fn set_idle_picture(&self, by: Actor, file: Vec<u8>) -> Result<(), TillError> {
        let png = tokio::task::spawn_blocking(move || made_from(&file)).await;
        let png = png.map_err(|error| {
            tracing::error!(panicked = error.is_panic(), "a picture was not made");
            TillError::UnknownError
        })?;
        let png = png.map_err(|fault| TillError::PictureRefused { fault })?;
        let now = self.clock.now();
        let (entry, name) = (by.entry(now), PictureId::fresh(now, &*self.random));
        self.book.ask(move |ledger| ledger.set_idle_picture(entry, name, &png)).await?;
        self.tell(Change::Till);
        Ok(())
    }

    /// Shows customers the shop's name alone while there is nothing to pay.
    pub async fn clear_idle_picture(&self, by: Actor) -> Result<(), TillError> {
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.clear_idle_picture(entry)).await?;
        self.tell(Change::Till);
        Ok(())
    }
}

/// Makes the bytes of a PNG file with no side over 1920 pixels. A small picture stays as it is: the page enlarges it better.
fn made_from(file: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let mut picture = read_picture(file)?;
    let longest = picture.pixels.width().max(picture.pixels.height());
    if longest > LONGEST_SIDE {
        picture.pixels = picture.pixels.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle);
    }
    picture.pixels.apply_orientation(picture.orientation);
    png(&picture.pixels)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

    use super::*;

    fn file(width: u32, height: u32, kind: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut file, kind).unwrap();
        file.into_inner()
    }

    fn size(png: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory_with_format(png, ImageFormat::Png).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_large_picture_keeps_its_shape_and_fits_a_screen() {
        let made = made_from(&file(3000, 1500, ImageFormat::Jpeg)).unwrap();
        assert_eq!(size(&made), (1920, 960));
        let made = made_from(&file(1000, 4000, ImageFormat::Png)).unwrap();
        assert_eq!(size(&made), (480, 1920));
    }

    #[test]
    fn a_small_picture_stays_as_it_is() {
        assert_eq!(size(&made_from(&file(320, 200, ImageFormat::Png)).unwrap()), (320, 200));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(made_from(b"a text"), Err(PictureFault::OtherKind));
        let cut = &file(40, 40, ImageFormat::Png)[..60];
        assert_eq!(made_from(cut), Err(PictureFault::Damaged));
    }
}
