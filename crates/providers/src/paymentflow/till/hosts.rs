//! The hosts: where requests go, where pay pages lie, and which host may get which key (fact sheet, 'Accounts').

use domain::{
    account::Account,
    pay_url::{PayHost, PayHosts},
    place::{Host, Place, PracticeHost},
};

use crate::{
    host_words,
    paymentflow::{ApiBase, NotABase},
    provider::HostNotForEnvironment,
};

/// The domain below which the provider's own hosts lie, real and test ones side by side ([A]).
const OWN_DOMAIN: &str = "paymentflow.com";

/// The address before every path, without a slash at its end.
pub(super) fn address(place: &Place) -> String {
    match place {
        Place::Practice { host: PracticeHost::ThisComputer { port } } => {
            format!("http://127.0.0.1:{port}/v1")
        }
        Place::Live { host: Host::Custom(base) }
        | Place::Sandbox { host: Host::Custom(base), .. }
        | Place::Practice { host: PracticeHost::Custom { base, .. } } => base.as_str().to_owned(),
        Place::Live { host: Host::Global | Host::Eu } => ApiBase::PRODUCTION.as_str().to_owned(),
        Place::Sandbox { host: Host::Global | Host::Eu, .. } => {
            ApiBase::SANDBOX.as_str().to_owned()
        }
    }
}

/// Where the account's API lies.
pub(super) fn base(place: &Place) -> Result<ApiBase, NotABase> {
    ApiBase::new(&address(place))
}

/// Where requests go: host, and port where there is one.
pub(super) fn api_host(place: &Place) -> String {
    address(place).split('/').nth(2).unwrap_or_default().to_owned()
}

/// Where pay pages lie: on the host that the owner confirmed, or on this computer. Without either nothing is a pay page,
/// for no host has an empty name.
pub(super) fn pay_hosts(account: &Account) -> PayHosts {
    match (&account.place, &account.pay_host) {
        (Place::Practice { host: PracticeHost::ThisComputer { .. } }, _) => PayHosts::Loopback,
        (_, host) => {
            let name = host.as_ref().map_or("", PayHost::as_str);
            PayHosts::Exactly(name.to_owned())
        }
    }
}

/// True where it is known on which host customers pay, so that what is made can be shown.
pub(super) fn knows_pay_host(account: &Account) -> bool {
    account.pay_host.is_some() || account.place.practice_port().is_some()
}

/// Whether a key of that place may be sent to its host.
///
/// The provider has no hosts of its own for the European Union, and those it has are never named by hand: real and test
/// ones share one domain, and a slip of one label would mix them. Any other host must show by its own name whether its
/// money is real.
pub(super) fn check(place: &Place) -> Result<(), HostNotForEnvironment> {
    let refused = |host: &str| Err(HostNotForEnvironment { host: host.to_owned() });
    if matches!(place, Place::Live { host: Host::Eu } | Place::Sandbox { host: Host::Eu, .. }) {
        return refused(&api_host(place));
    }
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
    if fits && !is_own(name) { Ok(()) } else { refused(host) }
}

/// Whether customers of the account may pay there. Where money is real, not on a host whose own name says that it is none.
/// The other way round no name says anything: a provider can have one page for real and for test payments.
pub(super) fn may_be_pay_host(place: &Place, host: &PayHost) -> bool {
    !matches!(place, Place::Live { .. }) || host_words::may_be_live(host.as_str())
}

fn is_own(name: &str) -> bool {
    name.strip_suffix(OWN_DOMAIN).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
