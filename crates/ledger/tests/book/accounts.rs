use domain::{
    account::Environment,
    error::Doubt,
    event::Fact,
    ids::LinkId,
    link::ProviderLinkState,
    link_life::{Absence, LinkEvent},
    refund_life::RefundEvent,
};
use ledger::{AddAccountError, ForgetAccountError, LedgerError, Started};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, now, typed};

fn end(shop: &Shop, link: LinkId) {
    let over = LinkEvent::Observed { state: ProviderLinkState::Expired };
    shop.ledger.link_event(now(), link, &over).unwrap();
}

#[test]
fn an_account_comes_back_as_it_was_added() {
    let shop = Shop::new();
    let account = shop.ledger.account(shop.account).unwrap().unwrap();
    assert_eq!(account.environment, Environment::Practice);
    assert_eq!(account.practice_port, Some(7_701));
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
    shop.ledger.set_active_account(shop.account).unwrap();
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
    let active = shop.ledger.set_active_account(shop.account);
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
        shop.ledger.may_forget_account(shop.account),
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
    assert!(matches!(shop.ledger.accounts().unwrap().as_slice(), [_]));
}

#[test]
fn the_same_account_is_in_use_once() {
    let shop = Shop::new();
    let known = shop.ledger.account(shop.account).unwrap().unwrap();
    let again = |change: &dyn Fn(&mut domain::account::Account)| {
        let mut account = known.clone();
        account.id = shop.fresh();
        change(&mut account);
        shop.ledger.add_account(now(), &account)
    };
    assert!(matches!(again(&|_| {}), Err(AddAccountError::Known)));
    assert!(shop.ledger.knows_account(&known).unwrap());
    again(&|account| account.environment = Environment::Sandbox).unwrap();
    again(&|account| account.app_id = "another".into()).unwrap();
    shop.ledger.forget_account(now(), shop.account).unwrap();
    assert!(!shop.ledger.knows_account(&known).unwrap());
    again(&|_| {}).unwrap();
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
    let fact: String = shop
        .file()
        .query_row("SELECT fact FROM events ORDER BY seq DESC", [], |row| row.get(0))
        .unwrap();
    let account = shop.account;
    let fact: Fact = serde_json::from_str(&fact).unwrap();
    assert_eq!(fact, Fact::AccountKeyReplaced { account });
    let unknown = shop.ledger.key_replaced(now(), Uuid::max().into());
    assert!(matches!(unknown, Err(LedgerError::NotFound)));
}

#[test]
fn settings_are_kept() {
    let shop = Shop::new();
    assert_eq!(shop.ledger.shop_name().unwrap(), None);
    shop.ledger.set_shop_name("Corner Shop").unwrap();
    shop.ledger.set_shop_name("Corner Shop & Sons").unwrap();
    shop.ledger.set_active_account(shop.account).unwrap();
    assert_eq!(shop.ledger.shop_name().unwrap().as_deref(), Some("Corner Shop & Sons"));
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
