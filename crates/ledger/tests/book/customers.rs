use domain::{
    account::Environment,
    error::{Doubt, Fault},
    event::Fact,
    ids::{ProviderCustomerId, SaleId},
    link::ProviderLinkState,
    link_life::LinkEvent,
    sale::NewSale,
};
use ledger::{ChooseCustomerError, LedgerError};
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, now, typed};

fn customer(id: &str) -> ProviderCustomerId {
    id.to_owned().try_into().unwrap()
}

fn of(shop: &Shop, sale: SaleId) -> Option<String> {
    let texts = shop.ledger.sale(sale).unwrap().unwrap().texts;
    texts.and_then(|texts| texts.customer).map(String::from)
}

fn facts(shop: &Shop) -> Vec<Fact> {
    let file = shop.file();
    let mut facts = file.prepare("SELECT fact FROM events ORDER BY seq").unwrap();
    let facts = facts.query_map([], |row| row.get::<_, String>(0)).unwrap();
    facts.map(|fact| serde_json::from_str(&fact.unwrap()).unwrap()).collect()
}

fn not_found(chosen: &Result<(), ChooseCustomerError>) -> bool {
    matches!(chosen, Err(ChooseCustomerError::Ledger(LedgerError::NotFound)))
}

/// A sale for `id`, begun so.
fn sale_for(shop: &Shop, id: &str) -> SaleId {
    let new_sale = NewSale { customer: Some(customer(id)), ..typed("Table 4") };
    let (sale, link) = shop.begin(&new_sale);
    shop.made(link);
    sale
}

#[test]
fn a_sale_is_for_the_customer_that_it_was_begun_with_until_staff_choose_another_or_none() {
    let shop = Shop::new();
    let sale = sale_for(&shop, "cus_1");
    let (plain, link) = shop.begin(&typed("Table 5"));
    shop.made(link);
    assert_eq!((of(&shop, sale).as_deref(), of(&shop, plain)), (Some("cus_1"), None));

    let chosen = |sale, id: Option<&str>| {
        let id = id.map(customer);
        shop.ledger.choose_customer(by_the_owner(at(5)), sale, id.as_ref()).unwrap();
    };
    let told = |sale| {
        let timeline = shop.ledger.timeline(sale).unwrap();
        let chosen = |fact: &Fact| match fact {
            Fact::SaleCustomerChosen { chosen, .. } => Some(*chosen),
            _ => None,
        };
        timeline.iter().filter_map(|line| chosen(&line.fact)).collect::<Vec<_>>()
    };
    chosen(sale, Some("cus_2"));
    assert_eq!(of(&shop, sale).as_deref(), Some("cus_2"));
    assert_eq!(told(sale), [true]);
    let before = shop.tables();
    chosen(sale, Some("cus_2"));
    chosen(plain, None);
    assert_eq!(shop.tables(), before, "what changes nothing is no event");
    chosen(sale, None);
    assert_eq!((of(&shop, sale), told(sale)), (None, vec![true, false]));
}

#[test]
fn a_deleted_customer_leaves_every_sale_of_the_account_and_no_other() {
    let mut shop = Shop::new();
    let gone = [sale_for(&shop, "cus_1"), sale_for(&shop, "cus_1")];
    let other_customer = sale_for(&shop, "cus_2");
    let account = shop.account;
    shop.account = shop.add_account(Environment::Sandbox);
    let other_account = sale_for(&shop, "cus_1");

    shop.ledger.customer_deleted(now(), account, customer("cus_1")).unwrap();
    for sale in gone {
        assert_eq!(of(&shop, sale), None);
    }
    assert_eq!(of(&shop, other_customer).as_deref(), Some("cus_2"));
    assert_eq!(of(&shop, other_account).as_deref(), Some("cus_1"));
    let deleted = Fact::CustomerDeleted { account, customer: customer("cus_1") };
    assert_eq!(facts(&shop).last(), Some(&deleted));
}

#[test]
fn what_a_link_is_asked_for_does_not_change_while_it_may_be_asked_for_again() {
    let shop = Shop::new();
    let new_sale = NewSale { customer: Some(customer("cus_1")), ..typed("Table 4") };
    let (sale, link) = shop.begin(&new_sale);
    let not_sent = LinkEvent::NotSent { fault: Fault::Connect };
    let unclear = LinkEvent::Unclear { doubt: Doubt::TimedOut };
    let begun = LinkEvent::Begun { provider_time: at(2) };
    for event in [None, Some(not_sent), Some(begun), Some(unclear)] {
        if let Some(event) = &event {
            shop.ledger.link_event(now(), link, event).unwrap();
        }
        for other in [Some(customer("cus_2")), None] {
            let chosen = shop.ledger.choose_customer(now(), sale, other.as_ref());
            assert!(matches!(chosen, Err(ChooseCustomerError::StillSettling)), "{event:?}");
        }
        shop.ledger.customer_deleted(now(), shop.account, customer("cus_1")).unwrap();
        assert_eq!(of(&shop, sale).as_deref(), Some("cus_1"), "{event:?}");
    }
    shop.made(link);
    shop.ledger.choose_customer(now(), sale, Some(&customer("cus_2"))).unwrap();
    assert_eq!(of(&shop, sale).as_deref(), Some("cus_2"));
    shop.ledger.customer_deleted(now(), shop.account, customer("cus_2")).unwrap();
    assert_eq!(of(&shop, sale), None);
}

#[test]
fn what_staff_did_to_a_customer_is_an_event_with_nothing_of_them_but_the_id() {
    let shop = Shop::new();
    let (account, customer) = (shop.account, customer("cus_1"));
    shop.ledger.customer_made(now(), account, customer.clone()).unwrap();
    shop.ledger.customer_changed(now(), account, customer.clone()).unwrap();
    let facts = facts(&shop);
    assert_eq!(
        facts[facts.len() - 2..],
        [
            Fact::CustomerMade { account, customer: customer.clone() },
            Fact::CustomerChanged { account, customer },
        ]
    );
    shop.ledger.verify_chain().unwrap();
}

#[test]
fn a_sale_whose_texts_were_erased_is_for_nobody_and_stays_so() {
    let shop = Shop::new();
    let sale = sale_for(&shop, "cus_canary");
    shop.ledger.erase_texts(sale).unwrap();
    let chosen = shop.ledger.choose_customer(now(), sale, Some(&customer("cus_2")));
    assert!(not_found(&chosen), "{chosen:?}");
    shop.ledger.customer_deleted(now(), shop.account, customer("cus_2")).unwrap();
    assert_eq!(of(&shop, sale), None);
    let folder = shop.folder.path().to_owned();
    let Shop { folder: _kept, ledger, .. } = shop;
    drop(ledger);
    let bytes = std::fs::read(folder.join("till.db")).unwrap();
    assert!(!bytes.windows(10).any(|part| part == b"cus_canary"));
}

#[test]
fn nobody_chooses_a_customer_where_the_account_is_not_in_use_or_there_is_no_sale() {
    let shop = Shop::new();
    let sale = sale_for(&shop, "cus_1");
    let link = shop.ledger.sale(sale).unwrap().unwrap().link.unwrap().id;
    let over = LinkEvent::Observed { state: ProviderLinkState::Closed };
    shop.ledger.link_event(now(), link, &over).unwrap();
    shop.ledger.forget_account(now(), shop.account).unwrap();
    for sale in [sale, Uuid::max().into()] {
        let chosen = shop.ledger.choose_customer(now(), sale, Some(&customer("cus_2")));
        assert!(not_found(&chosen), "{chosen:?}");
    }
    assert_eq!(of(&shop, sale).as_deref(), Some("cus_1"));
}

#[test]
fn a_rebuild_keeps_whom_a_sale_is_for() {
    let shop = Shop::new();
    let (kept, gone) = (sale_for(&shop, "cus_1"), sale_for(&shop, "cus_2"));
    let (chosen, link) = shop.begin(&typed("Table 5"));
    shop.made(link);
    shop.ledger.choose_customer(now(), chosen, Some(&customer("cus_3"))).unwrap();
    shop.ledger.customer_made(now(), shop.account, customer("cus_3")).unwrap();
    shop.ledger.customer_deleted(now(), shop.account, customer("cus_2")).unwrap();
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
    assert_eq!(of(&shop, kept).as_deref(), Some("cus_1"));
    assert_eq!((of(&shop, gone), of(&shop, chosen).as_deref()), (None, Some("cus_3")));
}
