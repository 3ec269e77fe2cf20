//! The hosts: where requests go, where pay pages and reports lie, and which host may get which key (fact sheet, 1.1).

use domain::{
    pay_url::PayHosts,
    place::{ApiBase, Host, Place, PracticeHost},
};

use crate::{flitt::API, host_words, provider::HostNotForEnvironment};

/// The domain below which the provider's own hosts lie.
const OWN_DOMAIN: &str = "flitt.com";

/// The provider's own host of payments and pay pages, with real money and without.
const OWN_HOST: &str = "pay.flitt.com";

/// The provider's own host of reports.
const OWN_PORTAL: &str = "https://portal.flitt.com";

/// The address before every path, without a slash at its end. Live and sandbox share it: the merchant's number decides
/// whether money is real (fact sheet, 1.1).
pub(super) fn base(place: &Place) -> String {
    match place {
        Place::Practice { host: PracticeHost::ThisComputer { port } } => {
            format!("http://127.0.0.1:{port}/api")
        }
        _ => place.custom_base().map_or(API, ApiBase::as_str).to_owned(),
    }
}

/// The address before the paths of the reports, without a slash at its end.
///
/// A host that the owner named `pay.` of a domain has its reports beside it at `portal.`, as the provider's own hosts
/// do. Any other one serves them itself, and so does a practice provider on this computer.
pub(super) fn portal(place: &Place) -> String {
    if let Some(port) = place.practice_port() {
        return format!("http://127.0.0.1:{port}");
    }
    let Some(base) = place.custom_base() else {
        return OWN_PORTAL.to_owned();
    };
    let host = base.host();
    match host.split_once('.') {
        Some(("pay", domain)) if domain.contains('.') && !host.contains(':') => {
            format!("https://portal.{domain}")
        }
        _ => format!("https://{host}"),
    }
}

/// Where requests go: host, and port where there is one.
pub(super) fn api_host(place: &Place) -> String {
    base(place).split('/').nth(2).unwrap_or_default().to_owned()
}

/// Where pay pages lie: on the host that makes the links. A link that leads into a bank's app is never asked for.
pub(super) fn pay_hosts(place: &Place) -> PayHosts {
    match place {
        Place::Practice { host: PracticeHost::ThisComputer { .. } } => PayHosts::Loopback,
        _ => PayHosts::Exactly(place.custom_base().map_or(OWN_HOST, ApiBase::host).to_owned()),
    }
}

/// Whether a key of that place may be sent to its host.
///
/// The provider has one host for all the world, none of its own for the European Union, and it need not be named by
/// hand. A sandbox account may be on any other host, because real and test money share hosts here; a live one may not
/// be on a host that calls itself a test, and a practice one must be on a host that does.
pub(super) fn check(place: &Place) -> Result<(), HostNotForEnvironment> {
    let refused = |host: &str| Err(HostNotForEnvironment { host: host.to_owned() });
    if matches!(place, Place::Live { host: Host::Eu } | Place::Sandbox { host: Host::Eu, .. }) {
        return refused(OWN_HOST);
    }
    let Some(base) = place.custom_base() else {
        return Ok(());
    };
    let host = base.host();
    let name = host.split(':').next().unwrap_or_default();
    let fits = match place {
        Place::Live { .. } => host_words::may_be_live(host),
        Place::Sandbox { .. } => !host_words::says_practice(name),
        Place::Practice { .. } => host_words::is_practice(name),
    };
    if fits && !is_own(name) { Ok(()) } else { refused(host) }
}

fn is_own(name: &str) -> bool {
    name.strip_suffix(OWN_DOMAIN).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
