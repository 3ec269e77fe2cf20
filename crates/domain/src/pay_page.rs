//! How the address of a pay page is made of a link's id, where a provider does not give it (fact sheet of the merchant
//! dashboard, 'Staff routes').

use serde::{Deserialize, Serialize};
use url::Url;

use crate::pay_url::{LONGEST_PAY_URL, PayHost};

/// What stands for the link's id.
const ID: &str = "{uuid}";

/// An `https` address with `{uuid}` once in its path or behind it, and nowhere in its host.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayPageTemplate(String);

/// Text that is no template of a pay page's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an https address with {{uuid}} in its path")]
pub struct NotATemplate;

impl PayPageTemplate {
    /// As the owner wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address for the link of that id, which must be one that needs no escaping.
    pub fn address_of(&self, id: &str) -> String {
        self.0.replacen(ID, id, 1)
    }

    /// The host of every address that it makes.
    pub fn host(&self) -> Option<PayHost> {
        PayHost::of_address(&self.address_of("0"))
    }
}

impl TryFrom<String> for PayPageTemplate {
    type Error = NotATemplate;

    fn try_from(text: String) -> Result<Self, NotATemplate> {
        let text = text.trim();
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>' | '@');
        if text.len() > LONGEST_PAY_URL || !text.chars().all(plain) || text.matches(ID).count() != 1
        {
            return Err(NotATemplate);
        }
        let template = Self(text.to_owned());
        let (one, other) = (template.address_of("0"), template.address_of("1"));
        let (one, other) = (Url::parse(&one), Url::parse(&other));
        let (Ok(one), Ok(other)) = (one, other) else {
            return Err(NotATemplate);
        };
        let is_told = one.origin() == other.origin() && one.fragment() == other.fragment();
        (is_told && template.host().is_some()).then_some(template).ok_or(NotATemplate)
    }
}

impl From<PayPageTemplate> for String {
    fn from(template: PayPageTemplate) -> Self {
        template.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_goes_into_the_path_or_the_query_of_an_https_address() {
        for (text, address) in [
            ("https://pay.example.com/l/{uuid}", "https://pay.example.com/l/7f"),
            (" https://pay.example.com:8443/{uuid}/ ", "https://pay.example.com:8443/7f/"),
            ("https://example.com/pay?link={uuid}", "https://example.com/pay?link=7f"),
        ] {
            let template = PayPageTemplate::try_from(text.to_owned()).unwrap();
            assert_eq!(template.address_of("7f"), address);
        }
        let template = PayPageTemplate::try_from("https://pay.example.com:8443/{uuid}".to_owned());
        assert_eq!(template.unwrap().host().unwrap().as_str(), "pay.example.com:8443");
    }

    #[test]
    fn nothing_else_is_a_template() {
        for text in [
            "",
            "https://pay.example.com/",
            "http://pay.example.com/{uuid}",
            "https://{uuid}.example.com/",
            "https://pay.example.com:{uuid}/",
            "https://pay.example.com/{uuid}/{uuid}",
            "https://pay.example.com/#{uuid}",
            "https://user@pay.example.com/{uuid}",
            "https://pay.example\\.com/{uuid}",
            "https://127.0.0.1/{uuid}",
            "javascript:alert({uuid})",
        ] {
            assert!(PayPageTemplate::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
