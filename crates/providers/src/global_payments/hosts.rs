//! The provider's hosts: where requests go, where pay pages lie, and which host may get which key (fact sheet, 1.1).

use domain::{
    pay_url::PayHosts,
    place::{ApiBase, Host, Place, PracticeHost},
};

use crate::{host_words, provider::HostNotForEnvironment};

/// The domain below which the provider's own hosts lie, real and test ones side by side.
const OWN_DOMAIN: &str = "globalpay.com";

/// The address before every path, without a slash at its end.
pub(super) fn base(place: &Place) -> String {
    match place {
        Place::Live { host } => match host {
            Host::Global => "https://apis.globalpay.com/ucp".to_owned(),
            Host::Eu => "https://apis.eu.globalpay.com/ucp".to_owned(),
            Host::Custom(base) => base.as_str().to_owned(),
        },
        Place::Sandbox { host, .. } => match host {
            Host::Global => "https://apis.sandbox.globalpay.com/ucp".to_owned(),
            Host::Eu => "https://apis.sandbox.eu.globalpay.com/ucp".to_owned(),
            Host::Custom(base) => base.as_str().to_owned(),
        },
        Place::Practice { host } => match host {
            PracticeHost::ThisComputer { port } => format!("http://127.0.0.1:{port}/ucp"),
            PracticeHost::Custom { base, .. } => base.as_str().to_owned(),
        },
    }
}

/// Where requests go: host, and port where there is one.
pub(super) fn api_host(place: &Place) -> String {
    base(place).split('/').nth(2).unwrap_or_default().to_owned()
}

/// Where pay pages lie. Those of the European Union may stand beside the others.
pub(super) fn pay_hosts(place: &Place) -> PayHosts {
    let below = |domains: &[&str]| {
        PayHosts::OneLabelBelow(domains.iter().map(|domain| (*domain).to_owned()).collect())
    };
    match place {
        Place::Live { host: Host::Global } => below(&["globalpay.com"]),
        Place::Live { host: Host::Eu } => below(&["eu.globalpay.com", "globalpay.com"]),
        Place::Sandbox { host: Host::Global, .. } => below(&["sandbox.globalpay.com"]),
        Place::Sandbox { host: Host::Eu, .. } => {
            below(&["sandbox.eu.globalpay.com", "sandbox.globalpay.com"])
        }
        Place::Live { host: Host::Custom(base) }
        | Place::Sandbox { host: Host::Custom(base), .. } => beside(base),
        Place::Practice { host: PracticeHost::ThisComputer { .. } } => PayHosts::Loopback,
        Place::Practice { host: PracticeHost::Custom { base, .. } } => {
            PayHosts::Exactly(base.host().to_owned())
        }
    }
}

/// A white label's pay pages lie beside its API, as the provider's own do: one label below the same domain, where the
/// host calls itself the API of that domain. Any other host, or one with a port, stands for itself alone: what it lies
/// below may be everybody's, such as `co.uk`.
fn beside(base: &ApiBase) -> PayHosts {
    let host = base.host();
    match host.split_once('.') {
        Some(("api" | "apis", domain)) if is_somebodys(domain) && !host.contains(':') => {
            PayHosts::OneLabelBelow(vec![domain.to_owned()])
        }
        _ => PayHosts::Exactly(host.to_owned()),
    }
}

/// False for a domain of one label such as `com`, and for one of two that looks like a country's part for companies, such
/// as `co.uk` or `com.au`.
fn is_somebodys(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    match labels.as_slice() {
        [] | [_] => false,
        [kind, country] => kind.len() > 3 || country.len() > 2,
        _ => true,
    }
}

/// Whether a key of that place may be sent to its host.
///
/// Keys are bound to their host: those of the sandbox, of the European Union and of a white label mean nothing
/// elsewhere (fact sheet, 1.1), and a host that gets a foreign key has seen a secret. So a host that the owner names by
/// hand must show by its own name whether its money is real. The provider's own hosts are never named by hand: real
/// and test ones share one domain, and a slip of one label would mix them.
pub(super) fn check(place: &Place) -> Result<(), HostNotForEnvironment> {
    let Some(base) = place.custom_base() else {
        return Ok(());
    };
    let host = base.host();
    let name = host.split(':').next().unwrap_or_default();
    let fits = match place {
        Place::Live { .. } => host_words::may_be_live(host),
        Place::Sandbox { .. } => host_words::is_test(name),
        Place::Practice { .. } => host_words::is_practice(name),
    };
    if fits && !is_own(name) {
        Ok(())
    } else {
        Err(HostNotForEnvironment { host: host.to_owned() })
    }
}

fn is_own(name: &str) -> bool {
    name.strip_suffix(OWN_DOMAIN).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
