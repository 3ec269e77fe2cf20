//! The handler, the permissions and the page's types say the same, and no window may call what is not its own.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};
use tauri::{
    WebviewWindow, WebviewWindowBuilder,
    http::HeaderMap,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tillside::{COMMANDS, Till, handler, typescript};

const WINDOWS: [&str; 2] = ["counter", "customer"];

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
    let app = mock_builder()
        .manage(Till::without_book(desk::domain::TillError::LedgerDamaged))
        .invoke_handler(handler())
        .build(tauri::generate_context!())
        .unwrap();
    for label in WINDOWS {
        let window =
            WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default()).build().unwrap();
        for command in COMMANDS {
            let answer = call(&window, command.name);
            let refusal = answer.as_ref().err().and_then(Value::as_str).unwrap_or_default();
            let denied = refusal.contains("not allowed");
            assert_eq!(
                denied,
                command.window != label,
                "{} from the {label} window: {refusal}",
                command.name
            );
        }
        for stranger in [
            "plugin:clipboard-manager|read_text",
            "plugin:opener|open_url",
            "plugin:event|listen",
            "made_up",
        ] {
            assert!(call(&window, stranger).is_err(), "{stranger} from the {label} window");
        }
    }
}

#[test]
fn a_command_takes_what_the_pages_types_say_and_a_closed_book_is_told() {
    let app = mock_builder()
        .manage(Till::without_book(desk::domain::TillError::LedgerDamaged))
        .invoke_handler(handler())
        .build(tauri::generate_context!())
        .unwrap();
    let window = |label| {
        WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default()).build().unwrap()
    };
    let windows = [window("counter"), window("customer")];
    for command in COMMANDS.iter().filter(|command| command.name != "raise_customer_display") {
        let window = windows.iter().find(|window| window.label() == command.window).unwrap();
        let refusal = call(window, command.name).unwrap_err();
        match command.takes.split(':').next().unwrap() {
            "" => assert_eq!(refusal, json!({ "code": "LEDGER_DAMAGED" }), "{}", command.name),
            first => {
                let text = refusal.as_str().unwrap_or_default();
                // An argument that may be left out is read as null, and the closed book answers.
                let may_be_null = command.takes.contains("| null");
                assert!(
                    text.contains(&format!("`{first}`")) || may_be_null,
                    "{}: {refusal}",
                    command.name
                );
            }
        }
    }
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }
            .parse()
            .unwrap(),
        body: InvokeBody::default(),
        headers: HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}
