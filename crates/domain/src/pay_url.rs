//! The address that a customer opens to pay: shown, encoded and copied exactly as the provider gave it, or not at all.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Longest address that the till shows, in characters.
pub const LONGEST_PAY_URL: usize = 2_048;

/// The hosts on which an account's pay pages lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayHosts {
    /// Hosts with exactly one label before one of these domains.
    OneLabelBelow(Vec<String>),
    /// Exactly this host, with its port where it has one, over TLS.
    Exactly(String),
    /// This computer, over plain HTTP: practice accounts only.
    Loopback,
}

/// The host of an account's pay pages, with its port where it has one: a name in lower case, never a bare address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayHost(String);

/// Text that is no host of a pay page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the host of a pay page")]
pub struct NotAPayHost;

/// Longest host, in characters: what a name can have, and a port.
const LONGEST_PAY_HOST: usize = 253 + 6;

impl PayHost {
    /// As it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host of an address that a provider gave; `None` where it can't be that of a pay page.
    pub fn of_address(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok().filter(|url| url.scheme() == "https")?;
        let named = matches!(url.host(), Some(Host::Domain(name)) if !name.ends_with('.'));
        let host = url.host_str().filter(|_| named)?;
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        host.try_into().ok()
    }
}

impl TryFrom<String> for PayHost {
    type Error = NotAPayHost;

    /// Accepts a host as a browser shows it, with white space around it.
    fn try_from(text: String) -> Result<Self, NotAPayHost> {
        let text = text.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if text.len() > LONGEST_PAY_HOST || !text.chars().all(plain) {
            return Err(NotAPayHost);
        }
        let url = Url::parse(&format!("https://{text}/")).map_err(|_| NotAPayHost)?;
        match url.host() {
            Some(Host::Domain(name)) if !name.ends_with('.') => {}
            _ => return Err(NotAPayHost),
        }
        let host = url.host_str().ok_or(NotAPayHost)?;
        Ok(Self(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))))
    }
}

impl From<PayHost> for String {
    fn from(host: PayHost) -> Self {
        host.0
    }
}

/// Why an address is not shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPayUrl {
    /// It can't be read as an address, or has parts that no pay page has.
    #[error("not an address of a pay page")]
    Malformed,
    /// It leads to a host that is not the provider's.
    #[error("leads to {host}")]
    ForeignHost {
        /// Where it leads.
        host: String,
    },
}

/// An address on one of an account's pay hosts. It is read back only from the ledger, which takes checked ones alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PayUrl(String);

impl PayUrl {
    /// Checks what a provider gave against the account's hosts.
    pub fn check(text: &str, hosts: &PayHosts) -> Result<Self, NotAPayUrl> {
        // Only printable ASCII: no control, direction or zero-width character, and no look-alike letter in the host.
        if text.len() > LONGEST_PAY_URL || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotAPayUrl::Malformed);
        }
        let url = Url::parse(text).map_err(|_| NotAPayUrl::Malformed)?;
        let leads_on = url.path().len() > 1 || url.query().is_some() || url.fragment().is_some();
        let plain = leads_on && names_its_host_plainly(text, &url);
        let host = url.host().filter(|_| plain).ok_or(NotAPayUrl::Malformed)?;
        let (at_home, scheme) = match hosts {
            PayHosts::OneLabelBelow(domains) => {
                (is_one_label_below(&host, domains) && url.port().is_none(), "https")
            }
            PayHosts::Exactly(home) => (is_exactly(&url, home), "https"),
            PayHosts::Loopback => (is_loopback(&host), "http"),
        };
        if !at_home {
            return Err(NotAPayUrl::ForeignHost { host: host.to_string() });
        }
        if url.scheme() != scheme {
            return Err(NotAPayUrl::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// An address that was checked before it was stored.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// Exactly what the provider gave.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, with its port where it has one: what staff and customers are shown.
    pub fn host(&self) -> String {
        let Ok(url) = Url::parse(&self.0) else {
            return String::new();
        };
        let host = url.host_str().unwrap_or_default();
        url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

impl fmt::Display for PayUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// True where the host stands in `text` as it was read from there, and nothing but its port beside it. Not every reader
/// mends what a browser mends: `https://pay.example\@evil.example` is a page of the first host to the one, and of the second
/// to the other.
fn names_its_host_plainly(text: &str, url: &Url) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    let is_host = |written: &str| written.eq_ignore_ascii_case(host);
    let has_port = |(written, port): (&str, &str)| {
        is_host(written)
            && url.port_or_known_default().is_some_and(|known| port == known.to_string())
    };
    scheme.eq_ignore_ascii_case(url.scheme())
        && !text.contains('\\')
        && (is_host(authority) || authority.rsplit_once(':').is_some_and(has_port))
}

fn is_exactly(url: &Url, home: &str) -> bool {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => home.strip_prefix(host) == Some(format!(":{port}").as_str()),
        None => host == home,
    }
}

fn is_one_label_below(host: &Host<&str>, domains: &[String]) -> bool {
    let Host::Domain(host) = host else {
        return false;
    };
    host.split_once('.').is_some_and(|(label, domain)| {
        !label.is_empty() && domains.iter().any(|home| home == domain)
    })
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => IpAddr::V4(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::V6(*address).is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pay_host_is_a_name_as_a_browser_shows_it() {
        let host = |text: &str| PayHost::try_from(text.to_owned()).map(String::from);
        assert_eq!(host(" Pay.PaymentFlow.com "), Ok("pay.paymentflow.com".to_owned()));
        assert_eq!(host("localhost:7703"), Ok("localhost:7703".to_owned()));
        assert_eq!(host("pay_page.example"), Ok("pay_page.example".to_owned()));
        for text in [
            "",
            "https://pay.example",
            "pay.example/x",
            "127.0.0.1",
            "[::1]",
            "a@b",
            "pay.example.",
            "pay example",
        ] {
            assert_eq!(host(text), Err(NotAPayHost), "{text}");
        }
    }

    #[test]
    fn the_host_of_an_address_is_taken_only_from_a_safe_one() {
        let of = |text| PayHost::of_address(text).map(String::from);
        assert_eq!(of("https://pay.example/c/1"), Some("pay.example".to_owned()));
        assert_eq!(of("https://pay.example:8443/c"), Some("pay.example:8443".to_owned()));
        for text in ["http://pay.example/c/1", "https://127.0.0.1/c", "javascript:alert(1)", ""] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    fn live() -> PayHosts {
        PayHosts::OneLabelBelow(vec!["globalpay.com".to_owned(), "eu.globalpay.com".to_owned()])
    }

    #[test]
    fn an_address_on_a_pay_host_is_kept_to_the_letter() {
        let text = "https://apis.globalpay.com/ucp/hpp/redirect/CB28ef61?x=%C3%A9#top";
        let url = PayUrl::check(text, &live()).unwrap();
        assert_eq!((url.as_str(), url.host().as_str()), (text, "apis.globalpay.com"));
    }

    #[test]
    fn an_address_may_be_written_in_any_way_that_leads_to_one_place() {
        for text in [
            "HTTPS://Apis.GlobalPay.com/x",
            "https://apis.globalpay.com:443/x",
            "https://apis.globalpay.com/a/../b?t='|'&u=a@b://c",
            "https://apis.globalpay.com?session=1",
            "https://apis.globalpay.com/#1",
        ] {
            assert_eq!(
                PayUrl::check(text, &live()).map(|url| url.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn an_address_elsewhere_names_where_it_leads() {
        for (text, host) in [
            ("https://apis.globalpay.com.evil.example/x", "apis.globalpay.com.evil.example"),
            ("https://globalpay.com/x", "globalpay.com"),
            ("https://apis.sandbox.globalpay.com/x", "apis.sandbox.globalpay.com"),
            ("https://apis.globalpay.com:8443/x", "apis.globalpay.com"),
            ("https://127.0.0.1/x", "127.0.0.1"),
            ("https://evilglobalpay.com/x", "evilglobalpay.com"),
        ] {
            assert_eq!(
                PayUrl::check(text, &live()),
                Err(NotAPayUrl::ForeignHost { host: host.into() }),
                "{text}"
            );
        }
    }

    #[test]
    fn an_address_that_no_pay_page_has_is_refused() {
        for text in [
            "http://apis.globalpay.com/x",
            "javascript:alert(1)",
            "https://user@apis.globalpay.com/x",
            "https://apis.globalpay.com/",
            "https://apis.globalpay.com/\u{202e}x",
            "https://аpis.globalpay.com/x",
            r"https://apis.globalpay.com\@evil.example/x",
            r"https:\\apis.globalpay.com\x",
            r"https://apis.globalpay.com/x\y",
            "https:/apis.globalpay.com/x",
            "https:///apis.globalpay.com/x",
            "https://@apis.globalpay.com/x",
            "https://apis%2Eglobalpay.com/x",
            "https://apis.globalpay.com:/x",
            " https://apis.globalpay.com/x",
            "",
        ] {
            assert_eq!(PayUrl::check(text, &live()), Err(NotAPayUrl::Malformed), "{text}");
        }
    }

    #[test]
    fn a_named_host_is_meant_to_the_port() {
        let home = PayHosts::Exactly("localhost:7701".to_owned());
        assert!(PayUrl::check("https://localhost:7701/ucp/hpp/redirect/1", &home).is_ok());
        for text in
            ["https://localhost/ucp/1", "https://localhost:7702/ucp/1", "https://local:7701/1"]
        {
            assert!(PayUrl::check(text, &home).is_err(), "{text}");
        }
        assert!(PayUrl::check("http://localhost:7701/ucp/1", &home).is_err());
    }

    #[test]
    fn plain_http_is_for_practice_on_this_computer_alone() {
        assert!(
            PayUrl::check("http://127.0.0.1:7701/ucp/hpp/redirect/1", &PayHosts::Loopback).is_ok()
        );
        assert!(
            PayUrl::check("http://192.168.1.5/ucp/hpp/redirect/1", &PayHosts::Loopback).is_err()
        );
        assert!(PayUrl::check("http://127.0.0.1:7701/ucp/hpp/redirect/1", &live()).is_err());
    }
}
