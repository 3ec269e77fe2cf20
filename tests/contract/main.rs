//! The handler, the permissions and the page's types say the same, and no window may call what is not its own.

#![cfg(test)]

mod ipc;
mod rights;
mod samples;
mod without_book;

use std::{collections::BTreeSet, fs, path::Path};

use desk::domain::TillError;
use serde_json::{Map, Value, json};
use tillside::{COMMANDS, typescript};

use self::{
    ipc::{WINDOWS, ask, call, is_denied, open, till_on, till_without_book},
    samples::{arguments, sample},
};

#[test]
fn the_pages_types_are_the_tills_own() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/contract.ts");
    if std::env::var_os("TILLSIDE_WRITE_TYPES").is_some() {
        fs::write(&file, typescript()).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap();
    assert!(
        written == typescript(),
        "ui/src/contract.ts is not what the Rust types say: run TILLSIDE_WRITE_TYPES=1 cargo test --test contract"
    );
}

#[test]
fn a_number_is_one_that_json_brings() {
    assert!(!typescript().contains("bigint"), "ts-rs needs to be told of a u64");
}

#[test]
fn the_permissions_name_each_windows_commands() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/permissions/app.toml"),
    )
    .unwrap();
    let file: toml::Table = text.parse().unwrap();
    let permissions = file["permission"].as_array().unwrap();
    let identifiers: Vec<&str> =
        permissions.iter().map(|one| one["identifier"].as_str().unwrap()).collect();
    assert_eq!(identifiers, WINDOWS, "one permission for each window");
    for permission in permissions {
        let window = permission["identifier"].as_str().unwrap();
        let allowed = permission["commands"]["allow"].as_array().unwrap();
        let allowed: BTreeSet<&str> = allowed.iter().map(|name| name.as_str().unwrap()).collect();
        let listed: BTreeSet<&str> = COMMANDS
            .iter()
            .filter(|command| command.window == window)
            .map(|command| command.name)
            .collect();
        assert_eq!(
            allowed, listed,
            "the permission of the {window} window and the list of commands"
        );
    }
}

#[test]
fn a_window_has_its_own_permission_and_no_other() {
    for window in WINDOWS {
        let path = format!("src-tauri/capabilities/{window}.json");
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let capability: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(capability["windows"], json!([window]));
        assert_eq!(
            capability["permissions"],
            json!([window]),
            "nothing of Tauri's own is open to the {window} window"
        );
        assert!(capability.get("remote").is_none(), "no page from elsewhere may call");
    }
}

#[test]
fn each_window_calls_its_own_commands_and_is_denied_every_other() {
    let app = till_without_book(TillError::LedgerDamaged);
    for label in WINDOWS {
        let window = open(&app, label);
        for command in COMMANDS {
            let answer = call(&window, command.name);
            assert_eq!(
                is_denied(&answer),
                command.window != label,
                "{} from the {label} window: {answer:?}",
                command.name
            );
        }
        for stranger in [
            "plugin:clipboard-manager|read_text",
            "plugin:opener|open_url",
            "plugin:event|listen",
            "made_up",
        ] {
            let answer = call(&window, stranger);
            assert!(is_denied(&answer), "{stranger} from the {label} window: {answer:?}");
        }
    }
}

#[test]
fn a_closed_book_is_told_by_every_command() {
    for (error, told) in [
        (TillError::LedgerDamaged, json!({ "code": "LEDGER_DAMAGED" })),
        (TillError::LedgerChanged { row: Some(7) }, json!({ "code": "LEDGER_CHANGED", "row": 7 })),
        (TillError::LedgerChanged { row: None }, json!({ "code": "LEDGER_CHANGED", "row": null })),
    ] {
        let app = till_without_book(error);
        let windows = WINDOWS.map(|label| open(&app, label));
        // Reading an amount needs no book.
        for command in COMMANDS.iter().filter(|command| command.name != "read_amount") {
            let window = &windows[usize::from(command.window == "customer")];
            let given: Map<String, Value> =
                arguments(command).map(|(name, kind)| (name.to_owned(), sample(kind))).collect();
            let refusal = ask(window, command.name, Value::Object(given)).unwrap_err();
            assert_eq!(refusal, told, "{}", command.name);
        }
    }
}

#[test]
fn a_command_takes_each_argument_that_the_pages_types_name() {
    let folder = tempfile::tempdir().unwrap();
    let app = till_on(folder.path());
    let windows = WINDOWS.map(|label| open(&app, label));
    for command in COMMANDS {
        for (wrong, kind) in arguments(command) {
            // Not an empty list: settings that say nothing are those of a new till.
            let misfit = if kind.starts_with("Array") { json!({}) } else { json!([[]]) };
            let window = &windows[usize::from(command.window == "customer")];
            let given: Map<String, Value> = arguments(command)
                .map(|(name, kind)| {
                    (name.to_owned(), if name == wrong { misfit.clone() } else { sample(kind) })
                })
                .collect();
            let refusal = ask(window, command.name, Value::Object(given)).unwrap_err();
            let text = refusal.as_str().unwrap_or_default();
            assert!(
                text.contains(&format!("`{wrong}`")),
                "{} and its {wrong}: {refusal}",
                command.name
            );
        }
    }
}

#[test]
fn the_windows_security_is_as_narrow_as_it_was() {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tauri.conf.json")).unwrap();
    let app = &serde_json::from_str::<Value>(&text).unwrap()["app"];
    let expected = json!({
        "withGlobalTauri": false,
        "windows": [],
        "security": {
            "freezePrototype": true,
            "csp": {
                "default-src": "'none'",
                "script-src": "'self'",
                "style-src": "'self'",
                "font-src": "'self'",
                "img-src": "'self' qr: http://qr.localhost product: http://product.localhost idle: http://idle.localhost slip: http://slip.localhost",
                "connect-src": "ipc: http://ipc.localhost",
                "object-src": "'none'",
                "frame-src": "'none'",
                "base-uri": "'none'",
                "form-action": "'none'",
                "frame-ancestors": "'none'"
            },
            "capabilities": WINDOWS
        }
    });
    assert_eq!(*app, expected);
}
