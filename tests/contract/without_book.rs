//! What anybody may do at a till whose book can't be opened.

use std::fs;

use serde_json::{Map, Value, json};
use tillside::COMMANDS;

use crate::{
    ipc::{Window, ask, open, till_on},
    samples::{arguments, sample},
};

/// What looks into backups, and puts one in the place of the book.
const RESTORES: [&str; 3] = ["backups", "look_into_backup", "restore_backup"];

fn asked(window: &Window, name: &str) -> Result<Value, Value> {
    let command = COMMANDS.iter().find(|command| command.name == name).unwrap();
    let given: Map<String, Value> =
        arguments(command).map(|(name, kind)| (name.to_owned(), sample(kind))).collect();
    ask(window, name, Value::Object(given))
}

#[test]
fn a_damaged_book_lets_anybody_reach_the_backups_and_the_log_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("till.db"), "no book ".repeat(1_000)).unwrap();
    let till = till_on(folder.path());
    let window = open(&till, "counter");
    assert_eq!(asked(&window, "backups").unwrap()["daily"], json!([]));
    for restores in ["look_into_backup", "restore_backup"] {
        let refusal = asked(&window, restores).unwrap_err();
        assert_eq!(refusal, json!({ "code": "NOT_FOUND" }), "{restores}: there is no such backup");
    }
    let refusal = asked(&window, "export_log").unwrap_err();
    assert_eq!(refusal, json!({ "code": "NOT_FOUND" }), "only what was shown leaves");
    assert_eq!(asked(&window, "preview_log").unwrap(), json!({ "text": "", "lines": 0 }));
    for other in ["back_up", "export_sales", "change_settings", "sale_detail"] {
        let refusal = asked(&window, other).unwrap_err();
        assert_eq!(refusal, json!({ "code": "LEDGER_DAMAGED" }), "{other}");
    }
}

#[test]
fn a_book_that_another_till_has_open_is_replaced_by_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let _running = till_on(folder.path());
    let second = till_on(folder.path());
    let window = open(&second, "counter");
    for restores in RESTORES {
        let refusal = asked(&window, restores).unwrap_err();
        assert_eq!(refusal, json!({ "code": "LEDGER_FAILED" }), "{restores}");
    }
}
