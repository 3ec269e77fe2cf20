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
        let plain = url.username().is_empty() && url.password().is_none() && url.path().len() > 1;
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
