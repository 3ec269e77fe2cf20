//! An email as a file that a mail program opens as a draft.

use mail_builder::{
    headers::{Header as _, content_type::ContentType, raw::Raw, text::Text},
    mime::MimePart,
};

use crate::{ShareError, html::escaped, invitation::Invitation};

/// The picture's name inside the email.
const CODE: &str = "code@tillside";

/// Boundaries that no encoded part can hold: neither quoted-printable nor base64 knows `=_` (RFC 2045, 6.7).
const BETWEEN_TEXTS: &str = "=_tillside-texts";
const BETWEEN_HTML_AND_CODE: &str = "=_tillside-html-and-code";

impl Invitation {
    /// The email as an `.eml` file. `X-Unsent: 1` has mail programs open it as a draft; who sends it, and when, they put in
    /// themselves.
    ///
    /// # Errors
    /// The code can't be drawn so that it reads back as the link.
    pub fn eml(&self) -> Result<Vec<u8>, ShareError> {
        let code = self.email_code()?;
        let subject = self.subject();
        let html = format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
             <body style=\"margin:16px\">{}</body></html>",
            self.language().code(),
            escaped(&subject),
            self.html_with(&code, &format!("cid:{CODE}")),
        );
        let mut file = Vec::new();
        if let Some(to) = &self.link().customer_email {
            header(&mut file, "To", |file| Raw::new(to.as_str()).write_header(file, 4));
        }
        header(&mut file, "Subject", |file| Text::new(subject).write_header(file, 9));
        header(&mut file, "X-Unsent", |file| Raw::new("1").write_header(file, 10));
        header(&mut file, "MIME-Version", |file| Raw::new("1.0").write_header(file, 14));
        let picture = MimePart::new("image/png", code.png).inline().cid(CODE);
        let html_and_code = MimePart::new(
            ContentType::new("multipart/related")
                .attribute("type", "text/html")
                .attribute("boundary", BETWEEN_HTML_AND_CODE),
            vec![MimePart::new("text/html", html), picture],
        );
        let texts = MimePart::new(
            ContentType::new("multipart/alternative").attribute("boundary", BETWEEN_TEXTS),
            vec![MimePart::new("text/plain", self.plain_text()), html_and_code],
        );
        texts.write_part(&mut file);
        Ok(file)
    }
}

fn header(file: &mut Vec<u8>, name: &str, value: impl FnOnce(&mut Vec<u8>)) {
    file.extend_from_slice(name.as_bytes());
    file.extend_from_slice(b": ");
    value(file);
}
