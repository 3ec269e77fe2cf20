use domain::{
    account::{Account, Environment},
    error::Doubt,
    event::Fact,
    hold::HoldEndKind,
    ids::LinkId,
    link::ProviderLinkState,
    link_life::{Absence, LinkEvent},
    payment::PaymentStatus,
    place::{ApiBase, Host, Place, PracticeHost, RootPem},
    refund_life::RefundEvent,
};
use ledger::{AddAccountError, ForgetAccountError, KnownApp, LedgerError, Started};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, now, place, typed};

fn end(shop: &Shop, link: LinkId) {
    let over = LinkEvent::Observed { state: ProviderLinkState::Expired };
    shop.ledger.link_event(now(), link, &over).unwrap();
}

#[test]
fn an_account_comes_back_as_it_was_added() {
    let shop = Shop::new();
    let account = shop.ledger.account(shop.account).unwrap().unwrap();
    assert_eq!(account.place, place(Environment::Practice));
    assert_eq!(account.country.as_str(), "IE");
    assert_eq!(account.currencies.len(), 2);
    assert_eq!(account.added_at, at(0));
    assert_eq!(shop.ledger.accounts().unwrap(), vec![account]);
}

#[test]
fn a_forgotten_account_takes_no_sales_and_keeps_those_it_has() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    end(&shop, link);
    shop.ledger.set_active_account(now(), shop.account).unwrap();
    shop.ledger.forget_account(now(), shop.account).unwrap();

    assert_eq!(shop.ledger.accounts().unwrap(), vec![]);
    assert_eq!(shop.ledger.active_account().unwrap(), None);
    assert!(shop.ledger.account(shop.account).unwrap().is_some());
    assert!(shop.ledger.sale(sale).unwrap().is_some());
    let new_sale = typed("Table 5");
    let refused = shop.ledger.start_sale(now(), &shop.start(&new_sale));
    assert!(matches!(refused, Err(LedgerError::NotFound)));
    let again = shop.ledger.forget_account(now(), shop.account);
    assert!(matches!(again, Err(ForgetAccountError::Ledger(LedgerError::NotFound))));
    let active = shop.ledger.set_active_account(now(), shop.account);
    assert!(matches!(active, Err(LedgerError::NotFound)));
}

#[test]
fn an_account_with_a_link_that_can_be_paid_is_not_forgotten() {
    let shop = Shop::new();
    let (_, first) = shop.waiting();
    let (_, second) = shop.waiting();
    let other = shop.add_account(Environment::Live);
    let events = shop.tables()["events"].len();
    let forget = || shop.ledger.forget_account(now(), shop.account);
    assert!(matches!(forget(), Err(ForgetAccountError::LinksStillOpen { count: 2 })));
    end(&shop, first);
    assert!(matches!(forget(), Err(ForgetAccountError::LinksStillOpen { count: 1 })));
    assert!(matches!(
        shop.ledger.may_forget_account(shop.account, now().at),
        Err(ForgetAccountError::LinksStillOpen { count: 1 })
    ));
    assert_eq!(shop.tables()["events"].len(), events + 1, "only the end of the first link");
    // Another account's links are no hindrance.
    shop.ledger.forget_account(now(), other).unwrap();
    end(&shop, second);
    forget().unwrap();
}

#[test]
fn an_account_with_an_open_question_is_not_forgotten() {
    let shop = Shop::new();
    let settling = |ask: &str| {
        let forget = shop.ledger.forget_account(now(), shop.account);
        assert!(matches!(forget, Err(ForgetAccountError::StillSettling)), "{ask}: {forget:?}");
    };
    let (_, link) = shop.begin(&typed("Table 4"));
    settling("a link on its way");
    let doubt = Doubt::TimedOut;
    shop.ledger.link_event(now(), link, &LinkEvent::Unclear { doubt }).unwrap();
    settling("a link that nobody knows of");
    shop.ledger.link_event(now(), link, &LinkEvent::Absent(Absence::Proven)).unwrap();

    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    end(&shop, link);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    settling("a refund on its way");
    for (event, ask) in [
        (RefundEvent::Unclear { doubt }, "a refund that nobody knows of"),
        (RefundEvent::Contradicted, "a refund that a person must look for"),
    ] {
        shop.ledger.refund_event(now(), refund, &event).unwrap();
        settling(ask);
    }
    let none = RefundEvent::PersonFoundNone;
    shop.ledger.refund_event(now(), refund, &none).unwrap();

    let reserved = shop.reserve(link, 2_500);
    let capture = shop.begin_hold_end(reserved, HoldEndKind::Capture, 2_500).unwrap();
    settling("a capture on its way");
    for (event, ask) in [
        (RefundEvent::Unclear { doubt }, "a capture that nobody knows of"),
        (RefundEvent::Contradicted, "a capture that a person must look for"),
    ] {
        shop.ledger.hold_end_event(now(), capture, &event).unwrap();
        settling(ask);
    }
    shop.ledger.hold_end_event(now(), capture, &none).unwrap();
    shop.becomes(link, reserved, PaymentStatus::Reversed, 2_500);
    shop.ledger.may_forget_account(shop.account, now().at).unwrap();
    assert!(matches!(shop.ledger.accounts().unwrap().as_slice(), [_]));
}

#[test]
fn an_account_with_reserved_money_is_not_forgotten() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.reserve(link, 2_500);
    end(&shop, link);
    let forget = || shop.ledger.forget_account(now(), shop.account);
    assert!(matches!(forget(), Err(ForgetAccountError::MoneyReserved { count: 1 })));
    // It was taken, and the payment does not show it yet.
    let capture = shop.begin_hold_end(payment, HoldEndKind::Capture, 2_500).unwrap();
    let made = RefundEvent::Made { provider_id: String::from("TRN_C1").try_into().unwrap() };
    shop.ledger.hold_end_event(now(), capture, &made).unwrap();
    assert!(matches!(forget(), Err(ForgetAccountError::MoneyReserved { count: 1 })));
    shop.becomes(link, payment, PaymentStatus::Paid, 2_500);
    forget().unwrap();
}

#[test]
fn the_same_account_is_in_use_once() {
    let shop = Shop::new();
    let known = shop.ledger.account(shop.account).unwrap().unwrap();
    let again = |change: &dyn Fn(&mut Account)| {
        let mut account = known.clone();
        account.id = shop.fresh();
        change(&mut account);
        shop.ledger.add_account(now(), &account)
    };
    let before = shop.tables();
    assert!(matches!(again(&|_| {}), Err(AddAccountError::Known)));
    assert_eq!(shop.ledger.known_app(&known).unwrap(), KnownApp::Same);
    assert_eq!(shop.tables(), before);
    again(&|account| account.key_id = "another".into()).unwrap();
    shop.ledger.forget_account(now(), shop.account).unwrap();
    assert_eq!(shop.ledger.known_app(&known).unwrap(), KnownApp::No);
    again(&|_| {}).unwrap();
}

#[test]
fn an_app_is_in_use_at_one_place() {
    let shop = Shop::new();
    let known = shop.ledger.account(shop.account).unwrap().unwrap();
    let elsewhere = [
        place(Environment::Live),
        place(Environment::Sandbox),
        Place::Practice { host: PracticeHost::ThisComputer { port: 7_702 } },
    ];
    let before = shop.tables();
    for place in elsewhere.clone() {
        let account = Account { id: shop.fresh(), place, ..known.clone() };
        let expected = KnownApp::Elsewhere(Environment::Practice);
        assert_eq!(shop.ledger.known_app(&account).unwrap(), expected);
        let refused = shop.ledger.add_account(now(), &account);
        assert!(matches!(
            refused,
            Err(AddAccountError::UsedElsewhere { environment: Environment::Practice })
        ));
    }
    assert_eq!(shop.tables(), before);
    shop.ledger.forget_account(now(), shop.account).unwrap();
    let [live, ..] = elsewhere;
    let account = Account { id: shop.fresh(), place: live, ..known };
    shop.ledger.add_account(now(), &account).unwrap();
}

#[test]
fn a_partner_s_app_serves_several_merchants_at_one_place() {
    let shop = Shop::new();
    let known = shop.ledger.account(shop.account).unwrap().unwrap();
    let of = |merchant: &str| Account {
        id: shop.fresh(),
        key_id: "partner".into(),
        merchant: Some(merchant.to_owned().try_into().unwrap()),
        ..known.clone()
    };
    for merchant in ["MER_1", "MER_2"] {
        shop.ledger.add_account(now(), &of(merchant)).unwrap();
    }
    for merchant in ["MER_1", "MER_2"] {
        assert_eq!(shop.ledger.known_app(&of(merchant)).unwrap(), KnownApp::Same, "{merchant}");
    }
    // Its key still belongs to one place.
    let live = Account { place: place(Environment::Live), ..of("MER_3") };
    let elsewhere = KnownApp::Elsewhere(Environment::Practice);
    assert_eq!(shop.ledger.known_app(&live).unwrap(), elsewhere);
}

#[test]
fn the_owner_changes_all_but_what_the_key_belongs_to() {
    let shop = Shop::new();
    let known = shop.ledger.account(shop.account).unwrap().unwrap();
    let changed = Account {
        name: "Market stall".into(),
        country: String::from("de").try_into().unwrap(),
        currencies: vec!["JPY".parse().unwrap()],
        allowed_disputed: vec!["JPY".parse().unwrap()],
        description: "Lamps".into(),
        link_account: Some("paylink".into()),
        payment_account: Some("processing".into()),
        return_page: Some("https://shop.example/thanks".to_owned().try_into().unwrap()),
        pay_host: Some("pay.shop.example".to_owned().try_into().unwrap()),
        pay_page: Some(String::from("https://pay.shop.example/{uuid}").try_into().unwrap()),
        pricing: Some(domain::account::Pricing::TaxExclusive),
        // A new key may bear another name.
        key_id: "another".into(),
        ..known.clone()
    };
    let asked = Account {
        place: place(Environment::Live),
        merchant: Some("MER_1".to_owned().try_into().unwrap()),
        ..changed.clone()
    };
    shop.ledger.change_account(now(), &asked).unwrap();
    assert_eq!(shop.ledger.account(shop.account).unwrap(), Some(changed));

    let before = shop.tables();
    shop.ledger.change_account(now(), &asked).unwrap();
    assert_eq!(shop.tables(), before, "the same again is no event");
    shop.ledger.change_account(now(), &known).unwrap();
    assert_eq!(shop.ledger.account(shop.account).unwrap(), Some(known.clone()));
    let facts: Vec<String> = facts(&shop);
    let told = Fact::AccountChanged { account: shop.account };
    let told = facts.iter().filter(|fact| serde_json::from_str::<Fact>(fact).unwrap() == told);
    assert_eq!(told.count(), 2);
    assert!(facts.iter().all(|fact| !fact.contains("stall")));

    shop.ledger.forget_account(now(), shop.account).unwrap();
    let forgotten = shop.ledger.change_account(now(), &known);
    assert!(matches!(forgotten, Err(LedgerError::NotFound)));
}

#[test]
fn a_partner_s_merchant_and_a_custom_place_come_back_as_they_were_added() {
    let shop = Shop::new();
    let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    let custom: ApiBase = "https://apis.example.com/ucp".to_owned().try_into().unwrap();
    let root: RootPem = pem.to_owned().try_into().unwrap();
    for place in [
        Place::Live { host: Host::Eu },
        Place::Live { host: Host::Custom(custom.clone()) },
        Place::Sandbox { host: Host::Custom(custom.clone()), extra_root: Some(root.clone()) },
        Place::Practice { host: PracticeHost::Custom { base: custom, extra_root: Some(root) } },
    ] {
        let id = shop.fresh();
        let account = Account {
            id,
            key_id: format!("app-{id}"),
            place,
            merchant: Some("MER_1".to_owned().try_into().unwrap()),
            ..shop.ledger.account(shop.account).unwrap().unwrap()
        };
        shop.ledger.add_account(now(), &account).unwrap();
        assert_eq!(shop.ledger.account(id).unwrap(), Some(account));
    }
}

fn facts(shop: &Shop) -> Vec<String> {
    let file = shop.file();
    let mut facts = file.prepare("SELECT fact FROM events ORDER BY seq").unwrap();
    let facts = facts.query_map([], |row| row.get(0)).unwrap();
    facts.map(Result::unwrap).collect()
}

#[test]
fn new_sales_go_to_the_newest_account_and_then_to_the_oldest_that_is_left() {
    let shop = Shop::new();
    let active = || shop.ledger.active_account().unwrap();
    assert_eq!(active(), Some(shop.account));
    let live = shop.add_account(Environment::Live);
    let sandbox = shop.add_account(Environment::Sandbox);
    assert_eq!(active(), Some(sandbox));
    shop.ledger.forget_account(now(), live).unwrap();
    assert_eq!(active(), Some(sandbox), "one that was not active changes nothing");
    shop.ledger.forget_account(now(), sandbox).unwrap();
    assert_eq!(active(), Some(shop.account));
    let latest = || shop.ledger.latest_environment().unwrap();
    assert_eq!(latest(), Some(Environment::Practice));
    shop.ledger.forget_account(now(), shop.account).unwrap();
    assert_eq!((active(), latest()), (None, Some(Environment::Practice)));
}

#[test]
fn a_replaced_key_is_an_event_without_the_key() {
    let shop = Shop::new();
    let before = shop.tables()["events"].len();
    shop.ledger.key_replaced(by_the_owner(at(5)), shop.account).unwrap();
    assert_eq!(shop.tables()["events"].len(), before + 1);
    let account = shop.account;
    let fact: Fact = serde_json::from_str(facts(&shop).last().unwrap()).unwrap();
    assert_eq!(fact, Fact::AccountKeyReplaced { account });
    let unknown = shop.ledger.key_replaced(now(), Uuid::max().into());
    assert!(matches!(unknown, Err(LedgerError::NotFound)));
}

#[test]
fn settings_are_kept() {
    let shop = Shop::new();
    assert_eq!(shop.ledger.shop_name().unwrap(), None);
    shop.ledger.set_shop_name(now(), "Corner Shop").unwrap();
    shop.ledger.set_shop_name(now(), "Corner Shop & Sons").unwrap();
    shop.ledger.set_active_account(now(), shop.account).unwrap();
    assert_eq!(shop.ledger.shop_name().unwrap().as_deref(), Some("Corner Shop & Sons"));
    // An account that is added takes the new sales at once.
    let live = shop.add_account(Environment::Live);
    shop.ledger.set_active_account(by_the_owner(at(5)), live).unwrap();
    shop.ledger.set_active_account(by_the_owner(at(5)), shop.account).unwrap();
    shop.ledger.set_shop_name(now(), "Corner Shop & Sons").unwrap();
    let told: Vec<Fact> =
        facts(&shop).iter().map(|fact| serde_json::from_str(fact).unwrap()).collect();
    let named = told.iter().filter(|fact| **fact == Fact::ShopNamed).count();
    let chosen: Vec<_> =
        told.iter().filter(|fact| matches!(fact, Fact::AccountChosen { .. })).collect();
    assert_eq!((named, chosen), (2, vec![&Fact::AccountChosen { account: shop.account }]));
    assert_eq!(shop.ledger.active_account().unwrap(), Some(shop.account));
}

#[test]
fn a_sale_belongs_to_the_account_that_was_active_when_it_began() {
    let shop = Shop::new();
    let live = shop.add_account(Environment::Live);
    let new_sale = typed("Table 4");
    let mut start = shop.start(&new_sale);
    start.account = live;
    assert_eq!(shop.ledger.start_sale(now(), &start).unwrap(), Started::Now);
    let sale = shop.ledger.sale(start.sale).unwrap().unwrap();
    assert_eq!((sale.account, sale.environment), (live, Environment::Live));
}
