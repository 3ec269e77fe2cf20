//! Names that the owner typed must lead to the public internet: a till is no way into the shop's own network (RELIABILITY
//! 4.5, T12).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

/// Finds the addresses of a name, and gives those alone that anybody could reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct PublicOnly;

/// A name that leads nowhere but into private networks.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|found| is_public(found.ip())).collect();
            if public.is_empty() {
                tracing::warn!(host = name.as_str(), "the name leads to no public address");
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// All but what IANA's registry of special addresses keeps from the public internet.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_for_protocols = first == 192 && second == 0 && third == 0;
    let is_for_measuring = first == 198 && (18..20).contains(&second);
    let is_special = first == 0
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || is_shared
        || is_for_protocols
        || is_for_measuring
        || first >= 240;
    !is_special
}

/// The global unicast addresses, without those for documents; and those that stand for a public one of the older kind.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    if let Some(older) = address.to_ipv4_mapped() {
        return is_public_v4(older);
    }
    // 6to4: the four bytes after the first two are the address.
    if first == 0x2002 {
        let [a, b] = second.to_be_bytes();
        let [c, d] = third.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    // NAT64: the last four bytes are the address.
    if let [0x64, 0xff9b, 0, 0, 0, 0, ..] = address.segments() {
        let [.., a, b, c, d] = address.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let is_global_unicast = first & 0xe000 == 0x2000;
    let is_for_protocols = first == 0x2001 && second < 0x200;
    let is_for_documents = (first == 0x2001 && second == 0xdb8) || first & 0xfff0 == 0x3ff0;
    is_global_unicast && !is_for_protocols && !is_for_documents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_shops_own_network_is_not_public() {
        for (address, public) in [
            ("8.8.8.8", true),
            ("192.0.3.1", true),
            ("100.128.0.1", true),
            ("172.32.0.1", true),
            ("2606:4700::1111", true),
            ("64:ff9b::8.8.8.8", true),
            ("::ffff:8.8.8.8", true),
            ("127.0.0.1", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("192.0.0.8", false),
            ("198.18.0.1", false),
            ("203.0.113.7", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("::ffff:192.168.1.1", false),
            ("64:ff9b::10.0.0.1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("3fff::1", false),
            ("2001:0:4136:e378::1", false),
            ("2002:c0a8:101::1", false),
            ("2002:808:808::1", true),
            ("2001:4860:4860::8888", true),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_computer_alone_is_not_found() {
        let found = PublicOnly.resolve("localhost".parse().unwrap()).await;
        assert!(found.is_err());
    }
}
