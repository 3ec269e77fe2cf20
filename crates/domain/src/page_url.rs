//! A page of the shop's own.

use serde::{Deserialize, Serialize};
use url::Url;

/// Longest address of a page, in characters.
const LONGEST: usize = 500;

/// An `https` address of a page of the shop's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageUrl(String);

/// Text that is no `https` address of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an https address")]
pub struct NotAPage;

impl PageUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PageUrl {
    type Error = NotAPage;

    fn try_from(text: String) -> Result<Self, NotAPage> {
        let text = text.trim();
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(text).map_err(|_| NotAPage)?;
        let plain = url.username().is_empty() && url.password().is_none();
        if url.scheme() != "https" || !printable || !plain || text.len() > LONGEST {
            return Err(NotAPage);
        }
        Ok(Self(url.into()))
    }
}

impl From<PageUrl> for String {
    fn from(page: PageUrl) -> Self {
        page.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_address_without_a_password_is_a_page() {
        assert!(PageUrl::try_from(" https://shop.example/thanks ".to_owned()).is_ok());
        for text in ["http://shop.example/", "https://me:pw@shop.example/", "thanks", ""] {
            assert_eq!(PageUrl::try_from(text.to_owned()), Err(NotAPage), "{text}");
        }
    }
}
