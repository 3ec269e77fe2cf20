//! The hosts: where requests go, where pay pages lie, and which host may get a token. The platform has no host of its own
//! in its documents: the owner names it (fact sheet, its head).

use domain::{
    account::Account,
    pay_url::{PayHost, PayHosts},
    place::{Host, Place, PracticeHost},
};

use crate::{
    host_words,
    merchant_dashboard::{ApiBase, LinkUuid, NotABase},
    provider::HostNotForEnvironment,
};

/// The address before every path, without a slash at its end. Empty where no host is named, which is none.
pub(super) fn address(place: &Place) -> String {
    match place {
        Place::Practice { host: PracticeHost::ThisComputer { port } } => {
            format!("http://127.0.0.1:{port}")
        }
        Place::Live { host: Host::Custom(base) }
        | Place::Sandbox { host: Host::Custom(base), .. }
        | Place::Practice { host: PracticeHost::Custom { base, .. } } => base.as_str().to_owned(),
        Place::Live { host: Host::Global | Host::Eu }
        | Place::Sandbox { host: Host::Global | Host::Eu, .. } => String::new(),
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

/// Where staff see the account: the dashboard's first page, and the sign-in page of a practice provider on this computer.
pub(super) fn dashboard(place: &Place) -> Option<String> {
    let base = base(place).ok()?;
    let page = if place.practice_port().is_some() { "/dashboard/" } else { "/" };
    Some(format!("{}{page}", base.as_str()))
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

/// The address of a link's pay page where the dashboard does not give it: the account's template, or the usual one
/// ([A], fact sheet, 'Staff routes').
pub(super) fn pay_page(account: &Account, link: &LinkUuid) -> String {
    match &account.pay_page {
        Some(template) => template.address_of(link.as_str()),
        None => format!("{}/pay/{link}", address(&account.place)),
    }
}

/// The host of the addresses that [`pay_page`] makes, where it can be that of a pay page.
pub(super) fn likely_pay_host(account: &Account) -> Option<PayHost> {
    match &account.pay_page {
        Some(template) => template.host(),
        None => PayHost::of_address(&address(&account.place)),
    }
}

/// Whether a token of that place may be sent to its host.
///
/// Every host must be named, and must show by its own name whether its money is real. Where it is not this computer's own
/// practice, it must be one of the public net.
pub(super) fn check(place: &Place) -> Result<(), HostNotForEnvironment> {
    let refused = |host: &str| Err(HostNotForEnvironment { host: host.to_owned() });
    let Some(base) = place.custom_base() else {
        return if place.practice_port().is_some() { Ok(()) } else { refused("") };
    };
    let host = base.host();
    let name = host.split(':').next().unwrap_or_default();
    let fits = match place {
        Place::Live { .. } => host_words::may_be_live(host) && host_words::is_public(name),
        Place::Sandbox { .. } => host_words::is_test(name) && host_words::is_public(name),
        Place::Practice { .. } => host_words::is_practice(name),
    };
    if fits { Ok(()) } else { refused(host) }
}

/// Whether customers of the account may pay there. Where money is real, not on a host whose own name says that it is none.
/// The other way round no name says anything: a provider can have one page for real and for test payments.
pub(super) fn may_be_pay_host(place: &Place, host: &PayHost) -> bool {
    !matches!(place, Place::Live { .. }) || host_words::may_be_live(host.as_str())
}
