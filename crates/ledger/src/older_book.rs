//! Books that earlier versions of this program wrote, opened by this one.

use std::{collections::BTreeMap, sync::atomic::AtomicU64};

use domain::{
    Timestamp,
    account::{Account, Environment},
    hold::HoldEndKind,
    ids::{AccountId, StaffId},
    link_kind::LinkKind,
    link_wish::Wish,
    place::{Host, Place, PracticeHost},
    refund_life::RefundState,
    sale::NewSale,
    sale_state::SaleState,
    usage::Usage,
};
use rusqlite::{Connection, params, types::Value};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    Ledger, LedgerError, SaleRecord, SaleSearch, chain,
    migrations::{self, Found, STEPS},
    shop::{Shop, at, basket, now, place, typed},
};

const ROWS: &str = include_str!("../tests/version_1.sql");

/// The tables of the first version that follow from the events, and what else it kept.
const TABLES: [&str; 13] = [
    "events",
    "accounts",
    "sales",
    "links",
    "payments",
    "refunds",
    "refunds_elsewhere",
    "sale_events",
    "sale_texts",
    "link_references",
    "refund_notes",
    "settings",
    "link_checks",
];

fn older_book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Connection::open(folder.path().join("till.db")).unwrap();
    migrations::migrate(&mut book, &Found::Empty, &STEPS[..1], folder.path()).unwrap();
    book.execute_batch(&format!("BEGIN; {ROWS} COMMIT;")).unwrap();
    folder
}

/// The columns of the first version, but for how long links are watched, which the second one tells in other words.
fn rows(folder: &TempDir) -> BTreeMap<&'static str, Vec<Vec<Value>>> {
    let file = |name| Connection::open(folder.path().join(name)).unwrap();
    let (older, book) = (file("till-before-1.db"), file("till.db"));
    TABLES
        .into_iter()
        .map(|table| {
            let columns: String = older
                .query_row(
                    "SELECT group_concat(name, ', ') FROM pragma_table_info(?1)
                     WHERE name NOT LIKE 'watch%'",
                    [table],
                    |row| row.get(0),
                )
                .unwrap();
            let sql = format!("SELECT {columns} FROM {table} ORDER BY 1, 2");
            let mut rows = book.prepare(&sql).unwrap();
            let width = rows.column_count();
            let rows = rows.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
            (table, rows.unwrap().map(Result::unwrap).collect())
        })
        .collect()
}

/// A shop that has the book, whose fresh ids are not in it.
fn go_on(folder: TempDir, ledger: Ledger) -> Shop {
    Shop { folder, ledger, account: Uuid::from_u128(1).into(), next: AtomicU64::new(1_000) }
}

fn sales(ledger: &Ledger, environment: Environment) -> Vec<SaleRecord> {
    ledger.find_sales(&SaleSearch::newest(environment, 50)).unwrap()
}

#[test]
fn every_row_is_kept_and_the_older_file_beside_it() {
    let folder = older_book();
    let before = {
        let file = folder.path().join("till.db");
        std::fs::copy(file, folder.path().join("till-before-1.db")).unwrap();
        rows(&folder)
    };
    std::fs::remove_file(folder.path().join("till-before-1.db")).unwrap();
    let ledger = Ledger::open(folder.path()).unwrap();
    ledger.verify_chain().unwrap();
    drop(ledger);
    assert!(folder.path().join("till-before-1.db").exists());
    let after = rows(&folder);
    for (table, rows) in before {
        assert!(!rows.is_empty(), "{table}");
        assert_eq!(rows, after[table], "{table}");
    }
}

#[test]
fn its_events_give_the_same_tables_as_its_migration() {
    let folder = older_book();
    let ledger = Ledger::open(folder.path()).unwrap();
    let shop = go_on(folder, ledger);
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    let after = shop.tables();
    for (table, rows) in before {
        assert_eq!(rows, after[&table], "{table}");
    }
}

#[test]
fn money_that_was_taken_or_given_up_before_is_dated_as_its_events_tell() {
    for (became, status, paid) in
        [("PAID", r#"{"kind":"PAID"}"#, 1), ("REVERSED", r#"{"kind":"REVERSED"}"#, 0)]
    {
        let folder = older_book();
        let book = Connection::open(folder.path().join("till.db")).unwrap();
        // Three days after it was reserved.
        let (newest, previous) = chain::head(&book).unwrap();
        let (taken_at, staff, fact): (i64, String, String) = book
            .query_row(
                "SELECT at + 259200000, staff, json_set(fact, '$.seen.status.kind', ?1)
                 FROM events WHERE fact ->> '$.seen.provider_id' = 'TRN_2'",
                [became],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        let hash = chain::hash(&previous, newest + 1, taken_at, &staff, &fact);
        book.execute(
            "INSERT INTO events (seq, at, staff, fact, prev_hash, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![newest + 1, taken_at, staff, fact, previous, hash],
        )
        .unwrap();
        let changed = book.execute(
            "UPDATE payments SET status = ?1, paid = ?2 WHERE provider_id = 'TRN_2'",
            (status, paid),
        );
        assert_eq!(changed.unwrap(), 1);
        drop(book);
        let ledger = Ledger::open(folder.path()).unwrap();
        let shop = go_on(folder, ledger);
        let before = shop.tables();
        shop.ledger.rebuild().unwrap();
        assert_eq!(shop.tables()["payments"], before["payments"], "{became}");
        let came = sales(&shop.ledger, Environment::Practice)
            .into_iter()
            .flat_map(|sale| sale.payments)
            .find(|payment| payment.provider_id.as_str() == "TRN_2")
            .unwrap()
            .came_at;
        assert_eq!(came, (paid == 1).then(|| at(259_200)), "{became}");
    }
}

#[test]
fn its_accounts_say_where_their_requests_go() {
    let folder = older_book();
    let ledger = Ledger::open(folder.path()).unwrap();
    let accounts = ledger.accounts().unwrap();
    let places: Vec<&Place> = accounts.iter().map(|account| &account.place).collect();
    assert_eq!(
        places,
        [
            &Place::Practice { host: PracticeHost::ThisComputer { port: 7_701 } },
            &Place::Live { host: Host::Global },
            &Place::Sandbox { host: Host::Global, extra_root: None },
        ]
    );
    let practice: AccountId = Uuid::from_u128(1).into();
    assert_eq!(ledger.active_account().unwrap(), Some(practice));
    assert_eq!(
        accounts[0],
        Account {
            id: practice,
            provider: accounts[0].provider,
            place: place(Environment::Practice),
            name: "Counter".into(),
            key_id: format!("app-{practice}"),
            reports_id: None,
            merchant: None,
            link_account: None,
            payment_account: None,
            country: String::from("IE").try_into().unwrap(),
            currencies: vec!["EUR".parse().unwrap(), "JPY".parse().unwrap()],
            allowed_disputed: vec![],
            return_page: None,
            pay_host: None,
            pay_page: None,
            pricing: None,
            description: "Goods".into(),
            added_at: at(0),
        }
    );
}

#[test]
fn its_sales_stand_as_they_did_and_go_on() {
    let folder = older_book();
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(sales(&ledger, Environment::Live).len(), 1);
    let sales = sales(&ledger, Environment::Practice);
    assert!(sales.iter().all(|sale| sale.usage == Usage::Single && sale.shipping.is_none()));
    let states: Vec<SaleState> = sales.iter().rev().map(SaleRecord::state).collect();
    assert!(
        matches!(
            states.as_slice(),
            [
                SaleState::Waiting { .. },
                SaleState::PartlyRefunded { .. },
                SaleState::NotSure { .. },
                SaleState::Reserved,
                SaleState::LinkRefused { .. },
                SaleState::NotSure { .. },
            ]
        ),
        "{states:?}"
    );
    // A person found this refund before the till could note which one it was.
    let refund = &sales[4].payments[0].refunds[0];
    assert_eq!((refund.state, &refund.provider_id), (RefundState::Confirmed, &None));

    let watched = |now: Timestamp| ledger.watched_links(now).unwrap().len();
    // All but the one that nobody knows of; after a week those that can be paid, that lack a proof, or that hold money.
    assert_eq!(watched(at(0)), 6);
    assert_eq!(watched(at(400 * 86_400)), 4);

    let shop = go_on(folder, ledger);
    shop.begin(&typed("Table 7"));
    let reserved = sales[2].payments[0].id;
    let capture = shop.begin_hold_end(reserved, HoldEndKind::Capture, 2_500);
    assert!(capture.is_ok(), "{capture:?}");
    shop.ledger.key_replaced(now(), shop.account).unwrap();
    shop.ledger.verify_chain().unwrap();
}

/// The book of the first version as the second one took it over and went on with it: an owner who chose an account at the
/// provider, a page to return to, and a link that shall be cancelled.
fn second_book() -> TempDir {
    let folder = older_book();
    drop(Ledger::open_with(folder.path(), &STEPS[..2]).unwrap());
    std::fs::remove_file(folder.path().join("till-before-1.db")).unwrap();
    let book = Connection::open(folder.path().join("till.db")).unwrap();
    book.execute_batch(
        r#"UPDATE account_details SET link_account = 'paylink', return_page = 'https://shop.example/thanks';
           UPDATE links SET wish = '{"wish":"CANCEL"}', wish_number = 1
               WHERE state = '{"kind":"ACTIVE"}';"#,
    )
    .unwrap();
    folder
}

#[test]
fn a_book_of_the_second_version_keeps_every_row_of_every_table() {
    let folder = second_book();
    let every_row = |columns_of: &str| {
        let book = Connection::open(folder.path().join("till.db")).unwrap();
        let older = Connection::open(folder.path().join(columns_of)).unwrap();
        let mut tables = older
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table'
                 AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'sale_search%'",
            )
            .unwrap();
        let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
        tables
            .map(|table| {
                let table = table.unwrap();
                let columns: String = older
                    .query_row(
                        "SELECT group_concat(name, ', ') FROM pragma_table_info(?1)",
                        [&table],
                        |row| row.get(0),
                    )
                    .unwrap();
                // What named the app names the keys now.
                let renamed = columns_of != "till.db" && table == "account_details";
                let columns = if renamed { columns.replace("app_id", "key_id") } else { columns };
                let sql = format!("SELECT {columns} FROM {table} ORDER BY 1, 2");
                let mut rows = book.prepare(&sql).unwrap();
                let width = rows.column_count();
                let rows = rows.query_map([], |row| {
                    (0..width).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>()
                });
                (table, rows.unwrap().map(Result::unwrap).collect::<Vec<_>>())
            })
            .collect::<BTreeMap<_, _>>()
    };
    let before = every_row("till.db");
    let ledger = Ledger::open(folder.path()).unwrap();
    ledger.verify_chain().unwrap();
    drop(ledger);
    let after = every_row("till-before-2.db");
    assert!(!before["account_details"].is_empty() && !before["links"].is_empty());
    assert_eq!(before, after);
}

#[test]
fn every_sale_of_the_second_version_is_a_plain_payment_and_goes_on() {
    let folder = second_book();
    let ledger = Ledger::open(folder.path()).unwrap();
    let accounts = ledger.accounts().unwrap();
    assert!(accounts.iter().all(|account| {
        account.key_id == format!("app-{}", account.id)
            && account.reports_id.is_none()
            && account.link_account.as_deref() == Some("paylink")
    }));
    let sales = sales(&ledger, Environment::Practice);
    assert!(
        sales.iter().all(|sale| sale.kind == LinkKind::Payment && sale.page_language.is_none())
    );
    let texts = || sales.iter().filter_map(|sale| sale.texts.as_ref());
    assert!(texts().count() > 0 && texts().all(|texts| texts.customer_email.is_none()));
    let wished: Vec<_> = sales
        .iter()
        .filter_map(|sale| sale.link.as_ref())
        .inspect(|link| assert!(!link.charges_stopped))
        .filter(|link| link.wish == Some(Wish::Cancel))
        .map(|link| link.id)
        .collect();
    assert_eq!(ledger.wished_links().unwrap().len(), wished.len() + 1, "and the live one");

    let shop = go_on(folder, ledger);
    let kind = LinkKind::Reservation;
    let (sale, _) = shop.begin(&NewSale { kind, ..typed("Table 7") });
    assert_eq!(shop.ledger.sale(sale).unwrap().unwrap().kind, kind);
    shop.ledger.verify_chain().unwrap();
}

#[test]
fn the_events_of_the_second_version_give_the_same_tables_as_its_migration() {
    let folder = older_book();
    drop(Ledger::open_with(folder.path(), &STEPS[..2]).unwrap());
    let ledger = Ledger::open(folder.path()).unwrap();
    let shop = go_on(folder, ledger);
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_book_of_the_third_version_keeps_its_rows_and_may_say_whom_a_sale_is_for() {
    let folder = older_book();
    drop(Ledger::open_with(folder.path(), &STEPS[..3]).unwrap());
    let ledger = Ledger::open(folder.path()).unwrap();
    ledger.verify_chain().unwrap();
    assert!(folder.path().join("till-before-3.db").exists());
    let accounts = ledger.accounts().unwrap();
    assert!(accounts.len() == 3 && accounts.iter().all(|account| account.pay_host.is_none()));
    let sales = sales(&ledger, Environment::Practice);
    let texts = || sales.iter().filter_map(|sale| sale.texts.as_ref());
    assert!(texts().count() > 0 && texts().all(|texts| texts.customer.is_none()));

    let shop = go_on(folder, ledger);
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
    let customer = String::from("cus_1").try_into().unwrap();
    let is_made = |sale: &&SaleRecord| {
        let link = sale.link.as_ref();
        sale.texts.is_some() && link.is_some_and(|link| link.provider_id.is_some())
    };
    let older = sales.iter().find(is_made).unwrap().id;
    shop.ledger.choose_customer(now(), older, Some(&customer)).unwrap();
    let texts = shop.ledger.sale(older).unwrap().unwrap().texts.unwrap();
    assert_eq!(texts.customer, Some(customer));
    shop.ledger.verify_chain().unwrap();
}

#[test]
fn a_book_of_the_fourth_version_keeps_its_rows_and_may_sell_products() {
    let folder = older_book();
    drop(Ledger::open_with(folder.path(), &STEPS[..4]).unwrap());
    let ledger = Ledger::open(folder.path()).unwrap();
    ledger.verify_chain().unwrap();
    assert!(folder.path().join("till-before-4.db").exists());
    let accounts = ledger.accounts().unwrap();
    assert!(accounts.len() == 3 && accounts.iter().all(|account| account.pricing.is_none()));
    let sales = sales(&ledger, Environment::Practice);
    assert!(!sales.is_empty() && sales.iter().all(|sale| sale.basket.is_none()));

    let shop = go_on(folder, ledger);
    let (sale, _) = shop.begin(&NewSale { basket: Some(basket()), ..typed("Table 8") });
    assert_eq!(shop.ledger.sale(sale).unwrap().unwrap().basket, Some(basket()));
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
    shop.ledger.verify_chain().unwrap();
}

/// The book of the first version as the sixth one took it over, with a product that the owner put into the list.
fn sixth_book() -> TempDir {
    let folder = older_book();
    drop(Ledger::open_with(folder.path(), &STEPS[..6]).unwrap());
    std::fs::remove_file(folder.path().join("till-before-1.db")).unwrap();
    let book = Connection::open(folder.path().join("till.db")).unwrap();
    book.execute_batch(
        "INSERT INTO products (id, environment, position, name)
         VALUES ('00000000-0000-0000-0000-0000000000ff', 'PRACTICE', 0, 'Mug')",
    )
    .unwrap();
    folder
}

/// Every row of every table that the sixth version has, in its columns.
fn rows_of_the_sixth(folder: &TempDir, columns_of: &str) -> BTreeMap<String, Vec<Vec<Value>>> {
    let file = |name| Connection::open(folder.path().join(name)).unwrap();
    let (older, book) = (file(columns_of), file("till.db"));
    let mut tables = older
        .prepare(
            "SELECT name, (SELECT group_concat(name, ', ') FROM pragma_table_info(tables.name))
             FROM sqlite_schema AS tables WHERE type = 'table'
                 AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'sale_search%'",
        )
        .unwrap();
    let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    tables
        .map(|table| {
            let (table, columns): (String, String) = table.unwrap();
            let mut rows =
                book.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1, 2")).unwrap();
            let width = rows.column_count();
            let rows = rows.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
            (table, rows.unwrap().map(Result::unwrap).collect())
        })
        .collect()
}

#[test]
fn an_older_book_that_a_hand_has_changed_is_neither_copied_nor_migrated() {
    let folder = sixth_book();
    let book = Connection::open(folder.path().join("till.db")).unwrap();
    book.execute_batch("CREATE TRIGGER more AFTER INSERT ON refunds BEGIN SELECT 1; END").unwrap();
    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::ChangedOutside { seq: None })), "{refused:?}");
    assert!(!folder.path().join("till-before-6.db").exists());
    let version: u32 = book.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 6);
    book.execute_batch("DROP TRIGGER more").unwrap();
    drop(book);
    assert!(Ledger::open(folder.path()).is_ok());
}

#[test]
fn a_book_of_the_sixth_version_keeps_its_rows_and_gets_an_owner_and_staff() {
    let folder = sixth_book();
    let before = rows_of_the_sixth(&folder, "till.db");
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(ledger.verify_chain().unwrap(), 43);
    assert_eq!(rows_of_the_sixth(&folder, "till-before-6.db"), before);
    assert!(before.values().any(|rows| rows.len() == 43) && before["products"].len() == 1);
    let roll = ledger.staff_roll().unwrap();
    assert_eq!((roll.members.len(), roll.pins_set, roll.sealed), (0, false, None));

    ledger.ensure_owner(at(0)).unwrap();
    assert_eq!(ledger.staff_roll().unwrap().members[0].id, StaffId::OWNER);
    let refunds = |sale: &SaleRecord| sale.payments.iter().any(|one| !one.refunds.is_empty());
    let sales = sales(&ledger, Environment::Practice);
    let refunded = sales.iter().find(|sale| refunds(sale)).unwrap();
    assert_eq!(refunded.payments[0].refunds[0].approved_by, None);
    let shop = go_on(folder, ledger);
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}
