use domain::{account::Environment, event::Fact};
use ledger::{LedgerError, Started};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, now, typed};

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
    let (sale, _) = shop.waiting();
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
    assert!(matches!(again, Err(LedgerError::NotFound)));
    let active = shop.ledger.set_active_account(shop.account);
    assert!(matches!(active, Err(LedgerError::NotFound)));
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
