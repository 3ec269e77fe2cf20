//! Who did what, as the owner reads it, filters it and takes it along.

use std::time::Duration;

use desk::{
    domain::{
        TillError,
        event::Fact,
        ids::{AccountId, StaffId},
        staff::Role,
        till_rules::TillRules,
    },
    view::{HistoryEntry, HistoryGroup, HistoryKind, HistoryQuery},
};

use super::forger::Forger;
use super::rig::{CASHIER_PIN, OWNER_PIN, StaffTill, WRONG_PIN, everything, owner};

fn words(entries: &[HistoryEntry]) -> Vec<&'static str> {
    entries.iter().map(|entry| entry.kind.word()).collect()
}

#[tokio::test]
async fn every_step_says_who_took_it() {
    let (till, code, [_, cashier]) = StaffTill::with_staff().await;
    till.sign_in(&cashier, WRONG_PIN).await.unwrap_err();
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    till.recover(&code).await.unwrap();
    till.desk().retire_staff(till.by(), &cashier).await.unwrap();
    let entries = till.history().await;
    assert_eq!(
        words(&entries),
        [
            "STAFF_RETIRED",
            "PIN_SET",
            "RECOVERED",
            "SIGNED_IN",
            "PIN_REFUSED",
            "PIN_SET",
            "STAFF_ADDED",
            "PIN_SET",
            "STAFF_ADDED",
            "RECOVERY_CODE_MADE",
            "PIN_SET",
            "STAFF_ADDED"
        ]
    );
    let who =
        |staff: &Option<desk::view::StaffView>| staff.as_ref().map(|staff| staff.name.clone());
    assert_eq!(who(&entries[0].by).as_deref(), Some("Owner"));
    assert_eq!(who(&entries[0].member).as_deref(), Some("Front desk"));
    assert_eq!(who(&entries[3].by).as_deref(), Some("Front desk"));
    assert_eq!(entries[4].by, None, "nobody knows who typed it");
    assert_eq!(who(&entries[4].member).as_deref(), Some("Front desk"));
    assert_eq!(entries[6].role, Some(Role::Cashier));
}

#[tokio::test]
async fn it_is_narrowed_to_a_person_a_subject_and_a_time() {
    let (till, _, [manager, cashier]) = StaffTill::with_staff().await;
    till.clock.advance(Duration::from_mins(1));
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.desk()
        .change_rules(till.by(), TillRules { lock_after_sale: true, ..TillRules::default() })
        .await
        .unwrap();
    let find = async |query: HistoryQuery| {
        let page = till.desk().history(till.by(), query).await.unwrap();
        words(&page.entries)
    };
    let by = |member: &str| HistoryQuery { by: Some(member.to_owned()), ..everything() };
    assert_eq!(find(by(&cashier)).await, ["SIGNED_IN"]);
    assert!(find(by(&manager)).await.is_empty());
    assert_eq!(find(by(&StaffId::TILL.to_string())).await, ["STAFF_ADDED"]);
    let settings = HistoryQuery { group: Some(HistoryGroup::Settings), ..everything() };
    assert_eq!(find(settings).await, ["RULES_CHANGED"]);
    let refunds = HistoryQuery { group: Some(HistoryGroup::Refunds), ..everything() };
    assert!(find(refunds).await.is_empty());
    let late = HistoryQuery { from: Some("2026-11-20T11:01:00+01:00".to_owned()), ..everything() };
    assert_eq!(find(late).await, ["RULES_CHANGED", "SIGNED_IN", "SIGNED_IN"]);
    let early = HistoryQuery { to: Some("2026-11-20T10:01:00Z".to_owned()), ..everything() };
    assert_eq!(find(early).await.len(), 7);
    let people = HistoryQuery { only_people: true, ..everything() };
    assert_eq!(find(people).await.len(), 9);
    for nonsense in [
        HistoryQuery { from: Some("yesterday".to_owned()), ..everything() },
        HistoryQuery { by: Some("nobody".to_owned()), ..everything() },
        HistoryQuery { sale: Some("x".to_owned()), ..everything() },
    ] {
        let refused = till.desk().history(till.by(), nonsense).await.unwrap_err();
        assert_eq!(refused, TillError::NotFound);
    }
}

#[tokio::test]
async fn long_lists_come_in_pages_without_a_gap() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    for number in 0..110 {
        let name = format!("Front desk {number}");
        till.desk().rename_staff(till.by(), &cashier, &name).await.unwrap();
    }
    let first = till.desk().history(till.by(), everything()).await.unwrap();
    assert!(first.more);
    let before = first.entries.last().map(|entry| entry.seq);
    let rest = HistoryQuery { before, ..everything() };
    let second = till.desk().history(till.by(), rest).await.unwrap();
    assert!(!second.more);
    let numbers: Vec<_> =
        first.entries.iter().chain(&second.entries).map(|entry| entry.seq).collect();
    let expected: Vec<_> = (1..=numbers.len() as u64).rev().collect();
    assert_eq!((numbers, expected.len()), (expected.clone(), 117));
}

#[tokio::test]
async fn the_file_holds_what_was_asked_for_and_that_it_was_taken() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    till.desk().rename_staff(till.by(), &cashier, "=1+1;-2").await.unwrap();
    let staff = HistoryQuery { group: Some(HistoryGroup::Staff), ..everything() };
    let file = till.desk().history_file(till.by(), staff).await.unwrap();
    let text = file.strip_prefix('\u{feff}').expect("spreadsheet programs must know it for UTF-8");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let names = rows.headers().unwrap().clone();
    let column = |row: &csv::StringRecord, name: &str| {
        let at = names.iter().position(|known| known == name).unwrap();
        row[at].to_owned()
    };
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 8);
    assert_eq!(column(&rows[0], "what"), "STAFF_RENAMED");
    assert_eq!(column(&rows[0], "member"), "'=1+1;'-2");
    assert_eq!(column(&rows[0], "staff"), "Owner");
    assert_eq!(column(&rows[0], "time"), "2026-11-20T10:00:00.000Z");
    assert_eq!(column(&rows[0], "hash").len(), 64);
    assert_eq!(till.history().await[0].kind, HistoryKind::HistoryExported);
}

#[tokio::test]
async fn no_file_leaves_that_the_book_does_not_tell_of() {
    let (till, _) = StaffTill::with_owner().await;
    till.disturb(
        "CREATE TRIGGER full BEFORE INSERT ON events WHEN new.fact LIKE '%HISTORY_EXPORTED%'
         BEGIN SELECT RAISE(ABORT, ''); END",
    );
    till.desk().history_file(till.by(), everything()).await.unwrap_err();
}

#[tokio::test]
async fn the_whole_chain_is_checked_and_the_first_broken_row_named() {
    let (till, _, _) = StaffTill::with_staff().await;
    let rows = u64::from(till.figure("SELECT count(*) FROM events"));
    let report = till.desk().verify_history(till.by()).await.unwrap();
    assert_eq!((report.rows, report.broken), (rows, None));
    let book = Forger::open(&till.file());
    book.run("UPDATE events SET at = at + 1 WHERE seq = 4");
    drop(book);
    let report = till.desk().verify_history(till.by()).await.unwrap();
    assert_eq!((report.rows, report.broken), (3, Some(4)));
}

#[test]
fn every_fact_has_its_own_word() {
    let member = StaffId::OWNER;
    let facts = [
        Fact::StaffAdded { member, role: Role::Owner },
        Fact::StaffRoleChanged { member, role: Role::Owner },
        Fact::StaffRenamed { member },
        Fact::StaffRetired { member },
        Fact::PinSet { member },
        Fact::PinRefused { member: None },
        Fact::SignedIn,
        Fact::RecoveryCodeMade,
        Fact::Recovered { member },
        Fact::RulesChanged { rules: TillRules::default() },
        Fact::ShopNamed,
        Fact::IdlePictureChanged { picture: None },
        Fact::AccountChosen { account: AccountId::from(uuid::Uuid::nil()) },
        Fact::HistoryExported,
        Fact::ProductsExported,
        Fact::SalesExported,
    ];
    for fact in facts {
        let kind = HistoryKind::of(&fact);
        let written = serde_json::to_value(&fact).unwrap();
        assert_eq!(written["fact"], kind.word());
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
    }
}
