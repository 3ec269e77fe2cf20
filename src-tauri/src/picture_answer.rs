//! The answer to a window that asks for a picture.

use desk::domain::TillError;
use tauri::http::{HeaderValue, Response, StatusCode, header};

/// How long a window may keep a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// It asks again each time.
    Never,
    /// As long as it likes: another picture has another address.
    Always,
}

/// The picture, or that there is none.
pub(crate) fn picture_answer(picture: Result<Vec<u8>, TillError>, keep: Keep) -> Response<Vec<u8>> {
    let (status, kind, keep, body) = match picture {
        Ok(picture) => (StatusCode::OK, "image/png", keep, picture),
        Err(TillError::NotFound) => (StatusCode::NOT_FOUND, "text/plain", Keep::Never, Vec::new()),
        Err(TillError::TillLocked) => {
            (StatusCode::FORBIDDEN, "text/plain", Keep::Never, Vec::new())
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "text/plain", Keep::Never, Vec::new()),
    };
    let keep = match keep {
        Keep::Never => "no-store",
        Keep::Always => "private, max-age=31536000, immutable",
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_picture_that_is_there_is_kept() {
        let kept = |picture, keep| {
            let answer = picture_answer(picture, keep);
            let control = answer.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned();
            (answer.status().as_u16(), control)
        };
        let (there, gone) = (Ok(vec![1]), Err(TillError::NotFound));
        let always = "private, max-age=31536000, immutable".to_owned();
        assert_eq!(kept(there.clone(), Keep::Always), (200, always));
        assert_eq!(kept(there, Keep::Never), (200, "no-store".to_owned()));
        assert_eq!(kept(gone, Keep::Always), (404, "no-store".to_owned()));
        let locked = Err(TillError::TillLocked);
        assert_eq!(kept(locked, Keep::Always), (403, "no-store".to_owned()));
        let failed = Err(TillError::LedgerFailed);
        assert_eq!(kept(failed, Keep::Always), (500, "no-store".to_owned()));
    }
}
