//! A payment link as it leaves the till, for a customer who is not at the counter: an email, a few lines for a messenger, a
//! picture of its code, a slip of paper.
//!
//! Pure: a link and the words of a language go in, text and pictures come out. Whatever carries a code is drawn, looked at
//! as a phone would, and handed out only if exactly the link was read from it. Whatever belongs to a practice or sandbox
//! account says so.

mod code_picture;
mod drawing;
mod email;
mod eml;
mod fonts;
mod html;
mod invitation;
mod lines;
mod mailto;
mod message;
mod paper;
mod shapes;
mod slip;

use qr::{CheckFault, QrError};

pub use code_picture::{CodePicture, PictureFormat, PixelPicture};
pub use email::Email;
pub use invitation::Invitation;
pub use paper::Paper;
pub use shapes::{Point, Shape, Step};
pub use slip::Slip;

/// Why something can't leave the till.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// The link has no code that can be drawn.
    #[error(transparent)]
    Code(#[from] QrError),
    /// The link is so long that its code does not fit the paper in modules that a printer can draw.
    #[error("the code does not fit the paper")]
    TooLargeForPaper,
    /// The drawing can't be made, or not be written as a file.
    #[error("the drawing can't be made: {0}")]
    NotDrawn(String),
    /// The finished drawing does not read back as the link.
    #[error("the drawing does not read back as the link: {0}")]
    NotRead(#[from] CheckFault),
}
