//! The handler, the permissions and the page's types say the same, and no window may call what is not its own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it can't go on")]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value, json};
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    http::HeaderMap,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tillside::{COMMANDS, Command, Till, handler, typescript};

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
    let app = till_without_book();
    for label in WINDOWS {
        let window = open(&app, label);
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
            let refusal = call(&window, stranger).unwrap_err();
            let denied = refusal.as_str().is_some_and(|text| text.contains("not allowed"));
            assert!(denied, "{stranger} from the {label} window: {refusal}");
        }
    }
}

#[test]
fn a_closed_book_is_told_by_every_command() {
    let app = till_without_book();
    let windows = WINDOWS.map(|label| open(&app, label));
    for command in COMMANDS {
        if ["raise_customer_display", "read_amount"].contains(&command.name) {
            // These need no book.
            continue;
        }
        let window = &windows[usize::from(command.window == "customer")];
        let given: Map<String, Value> =
            arguments(command).map(|(name, kind)| (name.to_owned(), sample(kind))).collect();
        let refusal = ask(window, command.name, Value::Object(given)).unwrap_err();
        assert_eq!(refusal, json!({ "code": "LEDGER_DAMAGED" }), "{}", command.name);
    }
}

#[test]
fn a_command_takes_each_argument_that_the_pages_types_name() {
    let app = till_without_book();
    let windows = WINDOWS.map(|label| open(&app, label));
    for command in COMMANDS {
        for (wrong, kind) in arguments(command) {
            let misfit = if kind.starts_with("Array") { json!({}) } else { json!([]) };
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
                "img-src": "'self' qr: http://qr.localhost product: http://product.localhost",
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

/// `form: NewSaleForm, note: string` as pairs of a name and a type.
fn arguments(command: &Command) -> impl Iterator<Item = (&'static str, &'static str)> {
    command.takes.split(", ").filter_map(|argument| argument.split_once(": "))
}

/// Something of a type that the pages' types name.
fn sample(kind: &str) -> Value {
    match kind {
        "boolean" => json!(true),
        "DecimalMark" => json!("POINT"),
        "ProviderId" => json!("FLITT"),
        "string | null" => Value::Null,
        "SaleQuery" => json!({ "text": "", "filter": "ALL", "before": null, "limit": 1 }),
        "PracticeTrouble" => json!({ "kind": "PAYS_LATE" }),
        "Decision" => json!({ "subject": "", "found": { "kind": "NOTHING" } }),
        "AccountChange" => json!({
            "account": "", "name": "", "country": "", "currencies": [], "allowedDisputed": [],
            "description": "", "linkAccount": "", "paymentAccount": "", "returnPage": "",
            "payHost": "", "payPage": "", "pricing": null,
        }),
        "Environment" => json!("PRACTICE"),
        "Array<string>" => json!([]),
        "CustomerQuery" => json!({ "account": "", "email": "", "after": "" }),
        kind if kind.ends_with("Form") => form(kind),
        kind if kind.starts_with("Channel") => json!("__CHANNEL__:1"),
        "string" => json!("00000000-0000-4000-8000-000000000000"),
        kind => panic!("no sample of {kind}"),
    }
}

/// A form of a type that the pages' types name.
fn form(kind: &str) -> Value {
    match kind {
        "NewSaleForm" => json!({
            "press": "", "account": "", "amountMinor": "250", "currency": "EUR", "reference": "", "name": "",
            "description": "", "staffNote": "", "payableFor": 900, "useLimit": null,
            "shippingMinor": null, "kind": { "kind": "PAYMENT" }, "customerEmail": "",
            "pageLanguage": "", "customer": "",
            "lines": [{ "product": "", "quantity": 2, "unitMinor": "1100" }],
        }),
        "TotalForm" => json!({ "sale": "", "totalMinor": "2450", "take": true }),
        "ChangeForm" => json!({
            "sale": "", "amountMinor": "", "description": "", "payableFor": 900, "useLimit": null,
            "shippingMinor": null,
        }),
        "RefundForm" => json!({
            "press": "", "payment": "", "amountMinor": "", "reason": "OTHER", "note": "",
        }),
        "HoldEndForm" => {
            json!({ "press": "", "payment": "", "kind": "CAPTURE", "amountMinor": "" })
        }
        "CustomerForm" => json!({
            "press": "", "account": "", "id": "", "email": "", "name": "", "phone": "",
        }),
        "ConnectForm" => json!({
            "provider": "MERCHANT_DASHBOARD", "environment": "SANDBOX", "name": "", "keyId": "",
            "key": "", "payoutKey": "", "reportsId": "", "reportsKey": "", "webhookSecret": "",
            "payHost": "", "payPage": "https://pay.example/{uuid}", "pricing": "TAX_EXCLUSIVE",
            "country": "", "currencies": [], "allowedDisputed": [], "description": "",
            "region": "CUSTOM", "apiBase": "", "extraRoot": "", "merchant": "", "linkAccount": "",
            "paymentAccount": "", "returnPage": "", "sessionOnly": false,
        }),
        "NewKeyForm" => json!({
            "account": "", "which": "MAIN", "reportsId": "", "key": "", "sessionOnly": false,
        }),
        "ProductForm" => json!({
            "id": null, "environment": "PRACTICE", "name": "", "category": "", "barcode": "",
            "catalogueId": "", "prices": [{ "currency": "EUR", "minor": "1100" }],
        }),
        kind => panic!("no sample of {kind}"),
    }
}

fn till_without_book() -> App<MockRuntime> {
    mock_builder()
        .manage(Till::without_book(desk::domain::TillError::LedgerDamaged))
        .invoke_handler(handler())
        .build(tauri::generate_context!())
        .unwrap()
}

fn open(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default()).build().unwrap()
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str) -> Result<Value, Value> {
    ask(window, command, json!({}))
}

fn ask(window: &WebviewWindow<MockRuntime>, command: &str, given: Value) -> Result<Value, Value> {
    let page = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: page.parse().unwrap(),
        body: InvokeBody::Json(given),
        headers: HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}
