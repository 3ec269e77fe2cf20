//! Where requests go, and where customers pay.

use domain::{
    account::Account,
    error::Field,
    pay_url::PayHosts,
    place::{Host, Place, PracticeHost},
};

use crate::support::{PAY_HOST, at, base, live, paymentflow, practice, shop};

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

fn sandbox(text: &str) -> Place {
    Place::Sandbox { host: custom(text), extra_root: None }
}

fn practice_at(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

#[test]
fn each_environment_has_its_own_host() {
    let host = |account: &Account| paymentflow().api_host(account);
    assert_eq!(host(&live()), "api.paymentflow.com");
    assert_eq!(host(&shop()), "sandbox.paymentflow.com");
    assert_eq!(host(&practice()), "127.0.0.1:7703");
    assert_eq!(host(&at(sandbox("https://pf-test.example/v9"))), "pf-test.example");
}

#[test]
fn a_host_that_is_named_by_hand_shows_whether_its_money_is_real() {
    let check = |place: &Place| paymentflow().check_host(place).is_ok();
    let live = |host| Place::Live { host };
    for place in [
        live(Host::Global),
        Place::Sandbox { host: Host::Global, extra_root: None },
        live(custom("https://api.pay.example/v1")),
        sandbox("https://sandbox.pay.example/v1"),
        practice_at("https://practice.pay.example/v1"),
        practice_at("https://localhost:7703/v1"),
    ] {
        assert!(check(&place), "{place:?}");
    }
    for place in [
        live(Host::Eu),
        Place::Sandbox { host: Host::Eu, extra_root: None },
        live(custom("https://api.paymentflow.com/v1")),
        live(custom("https://sandbox.paymentflow.com/v1")),
        live(custom("https://test.pay.example/v1")),
        live(custom("https://practice.pay.example/v1")),
        live(custom("https://localhost/v1")),
        live(custom("https://pay.example:8443/v1")),
        sandbox("https://api.paymentflow.com/v1"),
        sandbox("https://sandbox.paymentflow.com/v1"),
        sandbox("https://api.pay.example/v1"),
        practice_at("https://sandbox.paymentflow.com/v1"),
        practice_at("https://api.pay.example/v1"),
    ] {
        assert!(!check(&place), "{place:?}");
    }
}

#[test]
fn a_live_account_sends_nobody_to_a_page_for_play_money() {
    let check = |account: Account, host: &str| {
        let pay_host = Some(host.to_owned().try_into().unwrap());
        paymentflow().check_account(&Account { pay_host, ..account })
    };
    for host in ["checkout.paymentflow.com", "pay.shop.example", "pay_page.example"] {
        assert_eq!(check(live(), host), Ok(()), "{host}");
    }
    for host in [
        "sandbox-checkout.paymentflow.com",
        "practice.pay.example",
        "pay.shop.example:8443",
        "localhost:7703",
        "checkout",
    ] {
        assert_eq!(check(live(), host), Err(Field::PayHost), "{host}");
        assert_eq!(check(shop(), host), Ok(()), "{host}");
    }
}

#[test]
fn customers_pay_where_the_owner_confirmed_it_or_on_this_computer() {
    let hosts = |account: &Account| paymentflow().pay_hosts(account);
    assert_eq!(hosts(&shop()), PayHosts::Exactly(PAY_HOST.to_owned()));
    assert_eq!(hosts(&practice()), PayHosts::Loopback);
    let unconfirmed = hosts(&Account { pay_host: None, ..live() });
    for address in ["https://checkout.paymentflow.com/c/1", "https://api.paymentflow.com/c/1"] {
        assert!(domain::pay_url::PayUrl::check(address, &unconfirmed).is_err(), "{address}");
    }
}
