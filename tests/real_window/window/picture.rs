use fantoccini::{Client, error::CmdError};
use image::{DynamicImage, GrayImage, Rgb};

/// Has a corner of the page change for as long as a picture is taken: where the processor draws, the driver gives one after
/// the page's next change. One point changes, by a colour that nobody tells from the other.
const STIR: &str = "
    const corner = document.createElement('div');
    corner.id = 'stirred';
    corner.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 1px; height: 1px';
    document.body.append(corner);
    let tick = 0;
    const stir = () => {
        if (!corner.isConnected) return;
        corner.style.backgroundColor = `rgb(0 0 ${(tick += 1) % 2})`;
        setTimeout(stir, 20);
    };
    stir();";
const REST: &str = "document.querySelectorAll('#stirred').forEach((corner) => corner.remove());";

/// The chosen window as a PNG.
///
/// # Errors
/// The driver's, of a window that cannot be photographed any more.
pub(crate) async fn photograph(client: &Client) -> Result<Vec<u8>, CmdError> {
    // A page that runs no script any more is photographed as it is.
    let _ = client.execute(STIR, Vec::new()).await;
    let picture = client.screenshot().await;
    let _ = client.execute(REST, Vec::new()).await;
    picture
}

/// What a window shows, pixel by pixel.
pub(crate) struct Picture(DynamicImage);

impl Picture {
    pub(crate) fn of_png(bytes: &[u8]) -> Self {
        Self(image::load_from_memory(bytes).expect("the driver gives a PNG"))
    }

    /// The text of the one QR code in the picture; `None` while there is none, or one that no phone could read.
    pub(crate) fn code(&self) -> Option<String> {
        let grey: GrayImage = self.0.to_luma8();
        let mut prepared = rqrr::PreparedImage::prepare(grey);
        let grids = prepared.detect_grids();
        assert!(grids.len() < 2, "a screen shows one code at a time");
        let (_, text) = grids.first()?.decode().ok()?;
        Some(text)
    }

    /// How many of a hundred pixels have this colour, but for what rounding does to it. Each 31st is looked at.
    pub(crate) fn percent_of(&self, colour: [u8; 3]) -> usize {
        let picture = self.0.to_rgb8();
        let is_alike = |Rgb(pixel): &&Rgb<u8>| {
            let mut both = pixel.iter().zip(colour);
            both.all(|(one, other)| one.abs_diff(other) <= 2)
        };
        let seen = || picture.pixels().step_by(31);
        seen().filter(is_alike).count() * 100 / seen().count()
    }
}

mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, RgbImage, imageops};
    use qr::QrCode;

    use super::Picture;

    const GREEN: [u8; 3] = [14, 106, 78];

    fn screen_with(code: Option<&[u8]>) -> Picture {
        let mut screen = RgbImage::from_pixel(1280, 800, image::Rgb([245, 243, 238]));
        imageops::replace(&mut screen, &RgbImage::from_pixel(640, 800, image::Rgb(GREEN)), 0, 0);
        if let Some(code) = code {
            let code = image::load_from_memory(code).unwrap().to_rgb8();
            imageops::replace(&mut screen, &code, 700, 150);
        }
        let mut png = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(screen).write_to(&mut png, ImageFormat::Png).unwrap();
        Picture::of_png(png.get_ref())
    }

    #[test]
    fn a_code_is_read_from_a_screen_and_none_where_there_is_none() {
        let link = "http://127.0.0.1:40123/pay/LNK_4f9c2b7e1a";
        let code = QrCode::encode(link).unwrap().png(420).unwrap().into_bytes();
        assert_eq!(screen_with(Some(&code)).code().as_deref(), Some(link));
        assert_eq!(screen_with(None).code(), None);
    }

    #[test]
    fn the_share_of_a_colour_is_counted() {
        let screen = screen_with(None);
        // Every 31st pixel is looked at, so half a screen is half but for a rounding.
        assert!((49..=50).contains(&screen.percent_of(GREEN)));
        assert_eq!(screen.percent_of([180, 83, 10]), 0);
    }
}
