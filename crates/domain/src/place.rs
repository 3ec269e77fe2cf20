//! Where an account's requests go, so that credentials of one environment never meet another's host.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::{Host as UrlHost, Url};

use crate::account::Environment;

/// Where an account's money is and where its requests go: one fact, so that the two can't contradict each other. An
/// extra root certificate has no place beside live money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "environment", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Place {
    /// Real money.
    Live {
        /// Where.
        host: Host,
    },
    /// The provider's own test system.
    Sandbox {
        /// Where.
        host: Host,
        /// A root certificate to trust beside the public ones, PEM text.
        extra_root: Option<RootPem>,
    },
    /// A practice provider.
    Practice {
        /// Where.
        host: PracticeHost,
    },
}

/// A provider's host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "host", content = "base", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Host {
    /// The provider's own, for most of the world.
    Global,
    /// The provider's own in the European Union.
    Eu,
    /// One that the owner named, such as a white label's.
    Custom(ApiBase),
}

/// Where a practice provider serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "host", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PracticeHost {
    /// On this computer, over plain HTTP.
    ThisComputer {
        /// The port on loopback.
        port: u16,
    },
    /// Over TLS, wherever the owner says.
    Custom {
        /// Where.
        base: ApiBase,
        /// A root certificate to trust beside the public ones, PEM text.
        extra_root: Option<RootPem>,
    },
}

/// Which of a provider's hosts an account uses, as a screen names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Region {
    /// The provider's own, for most of the world.
    Global,
    /// The provider's own in the European Union.
    Eu,
    /// One that the owner named.
    Custom,
}

/// The address below which a provider's API lies: `https`, a host's name, and a path without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiBase(String);

/// The text of one PEM certificate. That it is one is checked where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RootPem(String);

/// Text that is no base of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an https address with a host's name")]
pub struct NotABase;

/// Text that is no PEM certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one PEM certificate")]
pub struct NotAPem;

/// Longest base, in characters.
const LONGEST_BASE: usize = 200;

/// Longest certificate, in characters: several times that of any root in use.
const LONGEST_PEM: usize = 16 * 1024;

const PEM_BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const PEM_END: &str = "-----END CERTIFICATE-----";

impl Place {
    /// Live, sandbox or practice.
    pub fn environment(&self) -> Environment {
        match self {
            Self::Live { .. } => Environment::Live,
            Self::Sandbox { .. } => Environment::Sandbox,
            Self::Practice { .. } => Environment::Practice,
        }
    }

    /// The root certificate to trust beside the public ones.
    pub fn extra_root(&self) -> Option<&RootPem> {
        match self {
            Self::Live { .. } | Self::Practice { host: PracticeHost::ThisComputer { .. } } => None,
            Self::Sandbox { extra_root, .. }
            | Self::Practice { host: PracticeHost::Custom { extra_root, .. } } => {
                extra_root.as_ref()
            }
        }
    }

    /// The base that the owner named.
    pub fn custom_base(&self) -> Option<&ApiBase> {
        match self {
            Self::Live { host: Host::Custom(base) }
            | Self::Sandbox { host: Host::Custom(base), .. }
            | Self::Practice { host: PracticeHost::Custom { base, .. } } => Some(base),
            _ => None,
        }
    }

    /// The port on loopback of a practice provider on this computer.
    pub fn practice_port(&self) -> Option<u16> {
        match self {
            Self::Practice { host: PracticeHost::ThisComputer { port } } => Some(*port),
            _ => None,
        }
    }
}

impl ApiBase {
    /// As it is put before a request's path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host's name, with its port where it has one.
    pub fn host(&self) -> &str {
        self.0.split('/').nth(2).unwrap_or_default()
    }
}

impl TryFrom<String> for ApiBase {
    type Error = NotABase;

    fn try_from(text: String) -> Result<Self, NotABase> {
        let text = text.trim().trim_end_matches('/');
        if text.len() > LONGEST_BASE || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotABase);
        }
        let url = Url::parse(text).map_err(|_| NotABase)?;
        let named = matches!(url.host(), Some(UrlHost::Domain(name)) if !name.ends_with('.'));
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if url.scheme() != "https" || !named || !plain {
            return Err(NotABase);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl From<ApiBase> for String {
    fn from(base: ApiBase) -> Self {
        base.0
    }
}

impl RootPem {
    /// The PEM text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RootPem {
    type Error = NotAPem;

    /// Accepts exactly one certificate, with white space around it.
    fn try_from(text: String) -> Result<Self, NotAPem> {
        let text = text.trim();
        let one = text.matches(PEM_BEGIN).count() == 1
            && text.starts_with(PEM_BEGIN)
            && text.ends_with(PEM_END);
        if text.len() > LONGEST_PEM || !one {
            return Err(NotAPem);
        }
        Ok(Self(text.to_owned()))
    }
}

impl From<RootPem> for String {
    fn from(pem: RootPem) -> Self {
        pem.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Result<ApiBase, NotABase> {
        text.to_owned().try_into()
    }

    #[test]
    fn a_base_is_https_with_a_name_and_no_slash_at_its_end() {
        let written = base(" https://APIS.sandbox.eservicegateway.com/ucp/ ").unwrap();
        assert_eq!(written.as_str(), "https://apis.sandbox.eservicegateway.com/ucp");
        assert_eq!(written.host(), "apis.sandbox.eservicegateway.com");
        assert_eq!(base("https://localhost:7701").unwrap().host(), "localhost:7701");
    }

    #[test]
    fn what_could_lead_elsewhere_is_no_base() {
        for text in [
            "http://apis.example.com/ucp",
            "https://127.0.0.1/ucp",
            "https://[::1]/ucp",
            "https://user@apis.example.com/ucp",
            "https://apis.example.com/ucp?x=1",
            "https://apis.example.com/ucp#x",
            "https://apis.example.com./ucp",
            "apis.example.com",
            "",
        ] {
            assert_eq!(base(text), Err(NotABase), "{text}");
        }
    }

    #[test]
    fn exactly_one_certificate_is_one() {
        let pem = format!("{PEM_BEGIN}\nMIIB\n{PEM_END}");
        assert!(RootPem::try_from(format!("  {pem}\n")).is_ok());
        for text in [String::new(), format!("{pem}\n{pem}"), "-----BEGIN PRIVATE KEY-----".into()] {
            assert_eq!(RootPem::try_from(text), Err(NotAPem));
        }
    }
}
