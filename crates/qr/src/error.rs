use thiserror::Error;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QrError {
    /// There is no text to encode.
    #[error("there is no text to encode")]
    Empty,
    /// The text does not fit into the largest code at level M (2,331 bytes at most).
    #[error("the text is too long for a QR code")]
    TooLong,
    /// The space offered is too small for [`MIN_PIXELS_PER_MODULE`](crate::MIN_PIXELS_PER_MODULE).
    #[error(
        "a QR code of this text needs a side of at least {needed} device pixels, not {offered}"
    )]
    TooSmall {
        /// The smallest side that would do, in device pixels, quiet zone included.
        needed: u32,
        /// The side that was offered, in device pixels.
        offered: u32,
    },
    /// The PNG encoder refused the picture.
    #[error("the picture could not be written as PNG")]
    NotWritten,
    /// The picture was drawn and did not read back as the text. It must not be shown.
    #[error("the picture does not read back as its text: {0}")]
    Check(#[from] CheckFault),
}

/// What the check found wrong in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CheckFault {
    /// The bytes are not a grayscale PNG file.
    #[error("it is not a grayscale PNG file")]
    NotPng,
    /// No corner of a code was found in the pixels.
    #[error("no code was found")]
    NotFound,
    /// A module is not a plain square of whole pixels.
    #[error("a module is not a plain square of whole pixels")]
    NotSharp,
    /// The four modules around the code are not all white.
    #[error("the quiet zone is not white")]
    QuietZone,
    /// A module is neither black nor white.
    #[error("a module is neither black nor white")]
    NotBlackAndWhite,
    /// A code was found and could not be decoded.
    #[error("the code could not be decoded")]
    NotDecoded,
    /// The code was decoded and holds another text.
    #[error("the code holds another text")]
    OtherText,
}
