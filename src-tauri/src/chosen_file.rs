//! A file that somebody chose in the page: it crosses as base64 text, bare or as a data URL.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::domain::error::PictureFault;

/// The longest text that is decoded, in bytes: 16 MiB of base64 are 12 MiB of a file, more than any picture may have. The
/// desk decides what is too large; this keeps a much larger text from taking memory twice.
const LONGEST_TEXT: usize = 16 * 1024 * 1024;

/// What stands before the base64 text of a data URL (RFC 2397), `data:image/png;base64,`.
const BASE64_MARK: &str = ";base64,";

/// The bytes of a picture's file.
///
/// # Errors
/// `FileTooLarge` where the text is longer than any picture's, `Damaged` where it is no base64.
pub(crate) fn picture_bytes(text: &str) -> Result<Vec<u8>, PictureFault> {
    if text.len() > LONGEST_TEXT {
        return Err(PictureFault::FileTooLarge);
    }
    let encoded = match text.strip_prefix("data:") {
        Some(data) => data.split_once(BASE64_MARK).ok_or(PictureFault::Damaged)?.1,
        None => text,
    };
    STANDARD.decode(encoded).map_err(|_| PictureFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_text_and_a_data_url_give_the_same_bytes() {
        let bytes = b"\x89PNG\r\n".to_vec();
        assert_eq!(picture_bytes("iVBORw0K"), Ok(bytes.clone()));
        assert_eq!(picture_bytes("data:image/png;base64,iVBORw0K"), Ok(bytes.clone()));
        assert_eq!(picture_bytes("data:image/png;name=a.png;base64,iVBORw0K"), Ok(bytes));
    }

    #[test]
    fn what_is_no_base64_is_damaged() {
        for text in ["iVBORw0", "not a file!", "data:image/png,iVBORw0K", "data:"] {
            assert_eq!(picture_bytes(text), Err(PictureFault::Damaged), "{text}");
        }
    }

    #[test]
    fn a_text_longer_than_any_picture_is_not_decoded() {
        // Were it decoded, it would be damaged.
        let text = "!".repeat(LONGEST_TEXT + 1);
        assert_eq!(picture_bytes(&text), Err(PictureFault::FileTooLarge));
        assert_eq!(picture_bytes(&text[1..]), Err(PictureFault::Damaged));
    }
}
