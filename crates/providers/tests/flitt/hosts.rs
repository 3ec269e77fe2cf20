//! Where requests, pay pages and reports lie, and which host may get which key.

use domain::{
    account::Account,
    pay_url::PayHosts,
    place::{Host, Place, PracticeHost},
};
use providers::SweepAsk;

use crate::support::{NoRandom, at, base, flitt, keys, now, play, unsigned};

fn live(host: Host) -> Place {
    Place::Live { host }
}

fn sandbox(host: Host) -> Place {
    Place::Sandbox { host, extra_root: None }
}

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

fn practice(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

/// Where a sweep asks for its token.
fn portal(place: Place) -> String {
    let account = Account { reports_id: Some("1019".to_owned()), ..at(place) };
    let ask = SweepAsk { since: now(), page: 1, after: None };
    let no = unsigned(&serde_json::json!({}));
    let (_, sent) = play(&account, flitt().sweep(&account, ask), vec![no]);
    sent[0].url.strip_suffix("/authorizer/token/application/get").unwrap().to_owned()
}

#[test]
fn each_place_has_its_addresses() {
    let exactly = |host: &str| PayHosts::Exactly(host.to_owned());
    let here = Place::Practice { host: PracticeHost::ThisComputer { port: 7702 } };
    for (place, api, host, pay, reports) in [
        (
            live(Host::Global),
            "https://pay.flitt.com/api",
            "pay.flitt.com",
            exactly("pay.flitt.com"),
            "https://portal.flitt.com",
        ),
        (
            sandbox(Host::Global),
            "https://pay.flitt.com/api",
            "pay.flitt.com",
            exactly("pay.flitt.com"),
            "https://portal.flitt.com",
        ),
        (
            live(custom("https://pay.fondy.eu/api")),
            "https://pay.fondy.eu/api",
            "pay.fondy.eu",
            exactly("pay.fondy.eu"),
            "https://portal.fondy.eu",
        ),
        (
            sandbox(custom("https://sandbox.pay.flitt.dev/api")),
            "https://sandbox.pay.flitt.dev/api",
            "sandbox.pay.flitt.dev",
            exactly("sandbox.pay.flitt.dev"),
            "https://sandbox.pay.flitt.dev",
        ),
        (
            here,
            "http://127.0.0.1:7702/api",
            "127.0.0.1:7702",
            PayHosts::Loopback,
            "http://127.0.0.1:7702",
        ),
        (
            practice("https://practice.example:7702/api"),
            "https://practice.example:7702/api",
            "practice.example:7702",
            exactly("practice.example:7702"),
            "https://practice.example:7702",
        ),
    ] {
        let account = at(place.clone());
        let sign_in = flitt().sign_in(&account, &keys(), &NoRandom);
        assert_eq!(sign_in.url, format!("{api}/status/order_id"));
        assert_eq!(flitt().api_host(&account), host);
        assert_eq!(flitt().pay_hosts(&account), pay);
        assert_eq!(portal(place), reports);
    }
}

#[test]
fn a_host_with_a_port_or_of_one_label_serves_its_own_reports() {
    for host in ["https://pay.localhost:7702", "https://pay.localhost", "https://api.fondy.eu"] {
        assert_eq!(portal(sandbox(custom(host))), host);
    }
}

#[test]
fn a_key_goes_to_no_host_of_another_environment() {
    let fits = |place: &Place| flitt().check_host(place).is_ok();
    for good in [
        live(Host::Global),
        sandbox(Host::Global),
        live(custom("https://pay.fondy.eu/api")),
        // Test money shares its host with real money.
        sandbox(custom("https://pay.fondy.eu/api")),
        sandbox(custom("https://sandbox.pay.flitt.dev/api")),
        sandbox(custom("https://localhost:7702/api")),
        practice("https://practice.example/api"),
        practice("https://localhost:7702/api"),
    ] {
        assert!(fits(&good), "{good:?}");
    }
    for bad in [
        live(Host::Eu),
        sandbox(Host::Eu),
        live(custom("https://sandbox.pay.flitt.dev/api")),
        live(custom("https://pay-uat.example.com/api")),
        live(custom("https://practice.example/api")),
        live(custom("https://pay.fondy.eu:8443/api")),
        live(custom("https://localhost/api")),
        live(custom("https://pay.flitt.com/api")),
        sandbox(custom("https://portal.flitt.com/api")),
        sandbox(custom("https://flitt.com/api")),
        sandbox(custom("https://practice.example/api")),
        practice("https://pay.fondy.eu/api"),
        practice("https://sandbox.flitt.com/api"),
    ] {
        assert!(!fits(&bad), "{bad:?}");
    }
    // A domain that only looks like the provider's own is somebody else's, and may be named.
    assert!(fits(&live(custom("https://notflitt.com/api"))));
}
