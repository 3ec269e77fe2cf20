//! An email with a link: the same in HTML and in plain text.

use std::fmt::Write;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use words::Key;

use crate::{
    ShareError,
    code_picture::{CodePicture, PixelPicture},
    html::escaped,
    invitation::Invitation,
};

/// The room for the picture of the code, in pixels of the file. It is shown at half that size, so that it is sharp on
/// screens with twice the pixels.
const CODE_ROOM: u32 = 480;

const TEXT: &str = "margin:0 0 16px";
const SMALL: &str = "margin:0 0 8px;font-size:13px;color:#545b64";

/// An email with a link, for the clipboard: mail programs take the HTML, and others the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// One piece of HTML, with the picture of the code inside. It says everything also where a program drops the picture.
    pub html: String,
    /// The same in plain text.
    pub text: String,
}

impl Invitation {
    /// The email as it is copied.
    ///
    /// # Errors
    /// The code can't be drawn so that it reads back as the link.
    pub fn email(&self) -> Result<Email, ShareError> {
        let code = self.email_code()?;
        let source = format!("data:image/png;base64,{}", STANDARD.encode(&code.png));
        Ok(Email { html: self.html_with(&code, &source), text: self.plain_text() })
    }

    pub(crate) fn email_code(&self) -> Result<PixelPicture, ShareError> {
        CodePicture::of(self)?.pixels(CODE_ROOM)
    }

    /// The email's text in plain lines.
    pub(crate) fn plain_text(&self) -> String {
        let link = self.link();
        let mark = self.mark().map(str::to_owned);
        let what = [self.ask(), link.what_for.clone()];
        let open = [self.open_link(), link.url.as_str()].join("\n");
        let end = [self.page_host(), self.reference(), self.unexpected()];
        let parts = mark
            .into_iter()
            .chain(what)
            .chain(self.card_sentences())
            .chain([open])
            .chain(self.until())
            .chain([end.join("\n")]);
        parts.collect::<Vec<_>>().join("\n\n")
    }

    /// The email's HTML; the picture of the code comes from `source`.
    pub(crate) fn html_with(&self, code: &PixelPicture, source: &str) -> String {
        let (link, words) = (self.link(), self.words());
        let direction = if self.language().is_right_to_left() { "rtl" } else { "ltr" };
        let mut html = format!(
            "<div lang=\"{}\" dir=\"{direction}\" style=\"max-width:520px;font-family:Arial,Helvetica,sans-serif;\
             font-size:16px;line-height:1.5;color:#15181c;background:#ffffff\">",
            self.language().code()
        );
        if let Some(mark) = self.mark() {
            let style = "margin:0 0 16px;padding:8px 12px;border:3px solid #b4530a;color:#b4530a;font-weight:bold";
            paragraph(&mut html, style, &escaped(mark));
        }
        paragraph(&mut html, TEXT, &escaped(&self.ask()));
        if let Some(sum) = self.sum() {
            let large = "margin:0;font-size:34px;line-height:1.3;font-weight:bold";
            paragraph(&mut html, large, &format!("<bdi>{}</bdi>", escaped(&sum)));
        }
        paragraph(&mut html, TEXT, &format!("<bdi>{}</bdi>", escaped(&link.what_for)));
        for sentence in self.card_sentences() {
            paragraph(&mut html, TEXT, &escaped(&sentence));
        }
        let address = escaped(link.url.as_str());
        // Writing into a text does not fail.
        let _ = write!(
            html,
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px\">\
             <tr><td bgcolor=\"#0e6a4e\" style=\"border-radius:8px;background:#0e6a4e\">\
             <a href=\"{address}\" style=\"display:inline-block;padding:14px 28px;font-size:18px;font-weight:bold;\
             color:#ffffff;text-decoration:none\">{}</a></td></tr></table>",
            escaped(&self.button())
        );
        if let Some(until) = self.until() {
            paragraph(&mut html, TEXT, &format!("<strong>{}</strong>", escaped(&until)));
        }
        paragraph(&mut html, "margin:0 0 8px", &escaped(words.text(Key::ShareScanToo)));
        let _ = write!(
            html,
            "<p style=\"{TEXT}\"><img src=\"{}\" alt=\"{}\" width=\"{}\" height=\"{}\" style=\"display:block;border:0\"></p>",
            escaped(source),
            escaped(&self.code_alt()),
            code.width / 2,
            code.height / 2,
        );
        let below = escaped(words.text(Key::ShareLinkBelow));
        let shown = format!(
            "{below}<br><a href=\"{address}\" dir=\"ltr\" style=\"color:#1f55c0;word-break:break-all\">{address}</a>"
        );
        paragraph(&mut html, TEXT, &shown);
        for line in [self.page_host(), self.reference(), self.unexpected()] {
            paragraph(&mut html, SMALL, &escaped(&line));
        }
        html.push_str("</div>");
        html
    }
}

fn paragraph(html: &mut String, style: &str, inner: &str) {
    // Writing into a text does not fail.
    let _ = write!(html, "<p style=\"{style}\">{inner}</p>");
}
