//! Where requests go, where pay pages lie, and which host may get a key.

use domain::{
    pay_url::PayHosts,
    place::{Host, Place, PracticeHost},
};
use providers::{HostNotForEnvironment, TransportFault};

use crate::support::{ask, at, base, global_payments, key, play};

fn live(host: Host) -> Place {
    Place::Live { host }
}

fn test(host: Host) -> Place {
    Place::Sandbox { host, extra_root: None }
}

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

fn practice(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

fn below(domains: &[&str]) -> PayHosts {
    PayHosts::OneLabelBelow(domains.iter().map(|domain| (*domain).to_owned()).collect())
}

fn exactly(host: &str) -> PayHosts {
    PayHosts::Exactly(host.to_owned())
}

#[test]
fn each_place_has_its_own_host_and_pay_pages() {
    for (place, url, host, pay_hosts) in [
        (
            live(Host::Global),
            "https://apis.globalpay.com/ucp",
            "apis.globalpay.com",
            below(&["globalpay.com"]),
        ),
        (
            live(Host::Eu),
            "https://apis.eu.globalpay.com/ucp",
            "apis.eu.globalpay.com",
            below(&["eu.globalpay.com", "globalpay.com"]),
        ),
        (
            test(Host::Global),
            "https://apis.sandbox.globalpay.com/ucp",
            "apis.sandbox.globalpay.com",
            below(&["sandbox.globalpay.com"]),
        ),
        (
            test(Host::Eu),
            "https://apis.sandbox.eu.globalpay.com/ucp",
            "apis.sandbox.eu.globalpay.com",
            below(&["sandbox.eu.globalpay.com", "sandbox.globalpay.com"]),
        ),
        (
            live(custom("https://apis.eservicegateway.com/ucp")),
            "https://apis.eservicegateway.com/ucp",
            "apis.eservicegateway.com",
            below(&["eservicegateway.com"]),
        ),
        (
            test(custom("https://apis.sandbox.eservicegateway.com/ucp/")),
            "https://apis.sandbox.eservicegateway.com/ucp",
            "apis.sandbox.eservicegateway.com",
            below(&["sandbox.eservicegateway.com"]),
        ),
        (
            // Every host in the world lies below `example`.
            live(custom("https://payments.example/ucp")),
            "https://payments.example/ucp",
            "payments.example",
            exactly("payments.example"),
        ),
        (
            // Half of a country's companies lie below `co.uk`.
            live(custom("https://payments.co.uk/ucp")),
            "https://payments.co.uk/ucp",
            "payments.co.uk",
            exactly("payments.co.uk"),
        ),
        (
            live(custom("https://api.com.au/ucp")),
            "https://api.com.au/ucp",
            "api.com.au",
            exactly("api.com.au"),
        ),
        (
            live(custom("https://api.example/ucp")),
            "https://api.example/ucp",
            "api.example",
            exactly("api.example"),
        ),
        (
            live(custom("https://api.bank.co.uk/ucp")),
            "https://api.bank.co.uk/ucp",
            "api.bank.co.uk",
            below(&["bank.co.uk"]),
        ),
        (
            // It does not call itself the API of what it lies below.
            live(custom("https://bank.hosting.com/ucp")),
            "https://bank.hosting.com/ucp",
            "bank.hosting.com",
            exactly("bank.hosting.com"),
        ),
        (
            test(custom("https://test.payments.example:8443/ucp")),
            "https://test.payments.example:8443/ucp",
            "test.payments.example:8443",
            exactly("test.payments.example:8443"),
        ),
        (
            practice("https://practice.shop.example:7443/ucp"),
            "https://practice.shop.example:7443/ucp",
            "practice.shop.example:7443",
            exactly("practice.shop.example:7443"),
        ),
        (
            Place::Practice { host: PracticeHost::ThisComputer { port: 7701 } },
            "http://127.0.0.1:7701/ucp",
            "127.0.0.1:7701",
            PayHosts::Loopback,
        ),
    ] {
        let account = at(place);
        let create = global_payments().create_link(&account, ask(), key());
        let (_, sent) = play(create, vec![Err(TransportFault::TimedOut)]);
        assert_eq!(sent[0].url, format!("{url}/links"));
        assert_eq!(global_payments().api_host(&account), host);
        assert_eq!(global_payments().pay_hosts(&account), pay_hosts, "{host}");
    }
}

#[test]
fn a_key_goes_only_to_a_host_that_fits_its_environment() {
    let fits = |place: &Place| match global_payments().check_host(place) {
        Ok(()) => true,
        Err(HostNotForEnvironment { host }) => {
            assert_eq!(host, place.custom_base().unwrap().host());
            false
        }
    };
    // The host, and whether live, sandbox and practice keys may go there.
    for (host, expected) in [
        ("apis.eservicegateway.com", [true, false, false]),
        ("latest.example.com", [true, false, false]),
        ("notglobalpay.com", [true, false, false]),
        ("apis.sandbox.eservicegateway.com", [false, true, true]),
        ("apis-uat.example.com", [false, true, true]),
        ("qa-2.example.com", [false, true, true]),
        ("test1.example.com", [false, true, true]),
        ("cert.example.com", [false, true, true]),
        ("mock.example.com", [false, true, true]),
        ("staging.example.com", [false, true, true]),
        ("sandbox.example.com:8443", [false, true, true]),
        ("localhost", [false, true, true]),
        ("localhost:7701", [false, true, true]),
        ("practice.example.com", [false, false, true]),
        ("apis.example.com:8443", [false, false, false]),
        ("gateway", [false, false, false]),
        // The provider's own are chosen, never named.
        ("apis.globalpay.com", [false, false, false]),
        ("apis.sandbox.globalpay.com", [false, false, false]),
        ("practice.globalpay.com", [false, false, false]),
        ("globalpay.com", [false, false, false]),
    ] {
        let url = format!("https://{host}/ucp");
        let places = [live(custom(&url)), test(custom(&url)), practice(&url)];
        assert_eq!(places.each_ref().map(fits), expected, "{host}");
    }
}
