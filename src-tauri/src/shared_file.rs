//! A file that carries a link to a customer: what it is called, and where it goes.

use std::sync::Arc;

use desk::domain::{TillError, account::Environment, shared_link::SharedLink};
use share::{Paper, PictureFormat};
use tauri::{AppHandle, Runtime};

use crate::{exported_list::folders, saved_files::SavedFile, till::Opened};

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SharedFile {
    /// An email to be sent.
    Email,
    /// The picture of the code.
    Code(PictureFormat),
    /// A slip for a paper.
    Slip(Paper),
}

impl SharedFile {
    /// Saves the file in the best folder that takes it.
    pub(crate) async fn save<R: Runtime>(
        self,
        app: &AppHandle<R>,
        opened: &Opened,
        link: &SharedLink,
        content: Vec<u8>,
    ) -> Result<SavedFile, TillError> {
        let (files, folders) = (Arc::clone(&opened.saved), folders(app));
        let (stem, ending) = (self.stem(link), self.ending());
        let saved = tauri::async_runtime::spawn_blocking(move || {
            files.save(&folders, &stem, ending, content)
        });
        // Each folder that takes no file is in the log.
        saved.await.ok().and_then(Result::ok).ok_or(TillError::FileNotSaved)
    }

    /// The file's name without its ending: by the reference, so that the shop finds it again.
    fn stem(self, link: &SharedLink) -> String {
        let what = match self {
            Self::Email => "payment-email",
            Self::Code(_) => "payment-code",
            Self::Slip(Paper::Roll58) => "payment-slip-58mm",
            Self::Slip(Paper::Roll80) => "payment-slip-80mm",
            Self::Slip(Paper::A4) => "payment-slip-A4",
        };
        let place = match link.environment {
            Environment::Live => "",
            Environment::Sandbox => "-SANDBOX",
            Environment::Practice => "-PRACTICE",
        };
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let reference: String = link.reference.chars().map(plain).collect();
        format!("{what}{place}-{reference}")
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Email => "eml",
            Self::Code(PictureFormat::Png) => "png",
            Self::Code(PictureFormat::Svg) => "svg",
            Self::Slip(_) => "pdf",
        }
    }
}

#[cfg(test)]
mod tests {
    use desk::domain::{Money, link_kind::LinkKind, pay_url::PayUrl};

    use super::*;

    #[test]
    fn a_file_is_named_by_the_reference_and_practice_says_so() {
        let mut link = SharedLink {
            shop_name: String::new(),
            amount: Money::new(1, "EUR".parse().unwrap()),
            what_for: String::new(),
            kind: LinkKind::Payment,
            url: PayUrl::stored(String::new()),
            ends_at: None,
            reference: "Order 7/../x-0123456789".to_owned(),
            environment: Environment::Live,
            customer_email: None,
        };
        let slip = SharedFile::Slip(Paper::Roll58);
        assert_eq!(slip.stem(&link), "payment-slip-58mm-Order-7----x-0123456789");
        link.environment = Environment::Practice;
        assert!(SharedFile::Email.stem(&link).starts_with("payment-email-PRACTICE-"));
        link.environment = Environment::Sandbox;
        let code = SharedFile::Code(PictureFormat::Svg);
        assert!(code.stem(&link).starts_with("payment-code-SANDBOX-"));
        assert_eq!((code.ending(), slip.ending()), ("svg", "pdf"));
    }
}
