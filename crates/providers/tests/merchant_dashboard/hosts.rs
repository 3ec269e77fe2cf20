//! Where requests go, and where customers pay.

use domain::{
    account::Account,
    error::Field,
    pay_url::PayHosts,
    place::{Host, Place, PracticeHost},
};

use crate::support::{
    BASE, PAY_HOST, at, base, dashboard, live, pay_host, practice, shop, template,
};

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

fn sandbox(text: &str) -> Place {
    Place::Sandbox { host: custom(text), extra_root: None }
}

fn live_at(text: &str) -> Place {
    Place::Live { host: custom(text) }
}

fn practice_at(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

#[test]
fn the_owner_names_the_host() {
    let host = |account: &Account| dashboard().api_host(account);
    assert_eq!(host(&live()), "dash.example.com");
    assert_eq!(host(&shop()), "test.dash.example.com");
    assert_eq!(host(&practice()), "127.0.0.1:7704");
    assert_eq!(host(&at(practice_at("https://localhost:7704"))), "localhost:7704");
}

#[test]
fn a_host_shows_whether_its_money_is_real_and_lies_on_the_public_net() {
    let check = |place: &Place| dashboard().check_host(place).is_ok();
    for place in [
        live_at("https://dash.example.com"),
        sandbox("https://dash-test.example.com"),
        sandbox("https://staging.dash.example.com:8443"),
        practice_at("https://practice.dash.example.com"),
        practice_at("https://localhost:7704"),
        Place::Practice { host: PracticeHost::ThisComputer { port: 7704 } },
    ] {
        assert!(check(&place), "{place:?}");
    }
    for place in [
        Place::Live { host: Host::Global },
        Place::Live { host: Host::Eu },
        Place::Sandbox { host: Host::Global, extra_root: None },
        Place::Sandbox { host: Host::Eu, extra_root: None },
        live_at("https://test.dash.example.com"),
        live_at("https://practice.dash.example.com"),
        live_at("https://dash.example.com:8443"),
        live_at("https://dash"),
        live_at("https://localhost"),
        live_at("https://dash.local"),
        live_at("https://dash.internal"),
        live_at("https://dash.home.arpa"),
        sandbox("https://dash.example.com"),
        sandbox("https://practice.dash.example.com"),
        sandbox("https://localhost"),
        sandbox("https://test.dash.lan"),
        sandbox("https://test"),
        practice_at("https://dash.example.com"),
    ] {
        assert!(!check(&place), "{place:?}");
    }
}

#[test]
fn an_account_has_a_base_of_its_own_and_nothing_below_it() {
    let check = |account: Account| dashboard().check_account(&account);
    for account in [live(), shop(), practice()] {
        assert_eq!(check(account), Ok(()));
    }
    let named = || Some("a".to_owned());
    for (account, field) in [
        (at(sandbox("https://test.dash.example.com/v1")), Field::ApiBase),
        (at(Place::Live { host: Host::Global }), Field::ApiBase),
        (Account { reports_id: named(), ..shop() }, Field::ReportsId),
        (Account { merchant: Some("a".to_owned().try_into().unwrap()), ..shop() }, Field::Merchant),
        (Account { link_account: named(), ..shop() }, Field::LinkAccount),
        (Account { payment_account: named(), ..shop() }, Field::PaymentAccount),
    ] {
        assert_eq!(check(account), Err(field));
    }
}

#[test]
fn a_template_leads_to_the_pay_host() {
    let check = |account: &Account, confirmed: Option<&str>, text: &str| {
        let pay_host = confirmed.map(pay_host);
        let account = Account { pay_host, pay_page: Some(template(text)), ..account.clone() };
        dashboard().check_account(&account)
    };
    let page = "https://pay.dash.example.com/l/{uuid}";
    assert_eq!(check(&shop(), Some(PAY_HOST), page), Ok(()));
    assert_eq!(check(&shop(), None, page), Ok(()));
    let ported = "https://pay.dash.example.com:8443/l/{uuid}";
    let elsewhere = "https://evil.example/l/{uuid}";
    for other in [ported, elsewhere] {
        assert_eq!(check(&shop(), Some(PAY_HOST), other), Err(Field::PayPage), "{other}");
    }
    assert_eq!(check(&live(), None, "https://test.example.com/{uuid}"), Err(Field::PayPage));
    assert_eq!(check(&practice(), None, page), Err(Field::PayPage));
}

#[test]
fn a_live_account_sends_nobody_to_a_page_for_play_money() {
    let check = |account: Account, host: &str| {
        dashboard().check_account(&Account { pay_host: Some(pay_host(host)), ..account })
    };
    assert_eq!(check(live(), "pay.shop.example"), Ok(()));
    for host in ["sandbox-pay.example.com", "practice.pay.example", "pay.example:8443", "pay"] {
        assert_eq!(check(live(), host), Err(Field::PayHost), "{host}");
        assert_eq!(check(shop(), host), Ok(()), "{host}");
    }
}

#[test]
fn customers_pay_where_the_owner_confirmed_it_or_on_this_computer() {
    let hosts = |account: &Account| dashboard().pay_hosts(account);
    assert_eq!(hosts(&shop()), PayHosts::Exactly(PAY_HOST.to_owned()));
    assert_eq!(hosts(&practice()), PayHosts::Loopback);
    let unconfirmed = hosts(&Account { pay_host: None, ..live() });
    for address in ["https://dash.example.com/pay/1", "https://pay.dash.example.com/l/1"] {
        assert!(domain::pay_url::PayUrl::check(address, &unconfirmed).is_err(), "{address}");
    }
}

#[test]
fn staff_find_the_dashboard_where_its_api_lies() {
    let page = |account: &Account| dashboard().dashboard(account);
    assert_eq!(page(&shop()), Some(format!("{BASE}/")));
    assert_eq!(page(&live()).as_deref(), Some("https://dash.example.com/"));
    assert_eq!(page(&practice()).as_deref(), Some("http://127.0.0.1:7704/dashboard/"));
    assert_eq!(page(&at(Place::Live { host: Host::Global })), None);
}
