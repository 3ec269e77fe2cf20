//! The till behind windows that nobody sees, asked as a page asks.

use std::path::Path;

use desk::{
    domain::TillError,
    seams::{SessionStore, Vault},
};
use serde_json::{Value, json};
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    http::HeaderMap,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tillside::{Till, handler};

/// The labels of the windows.
pub(crate) const WINDOWS: [&str; 2] = ["counter", "customer"];

/// A window of the till.
pub(crate) type Window = WebviewWindow<MockRuntime>;

/// A till whose book can't be opened.
pub(crate) fn till_without_book(error: TillError) -> App<MockRuntime> {
    app(Till::without_book(error))
}

/// A till with a book in `folder` and a keychain of its own, which ends with it.
pub(crate) fn till_on(folder: &Path) -> App<MockRuntime> {
    app(Till::on_book(folder, Vault::at_once(SessionStore::new())))
}

fn app(till: Till) -> App<MockRuntime> {
    mock_builder().manage(till).invoke_handler(handler()).build(tauri::generate_context!()).unwrap()
}

pub(crate) fn open(app: &App<MockRuntime>, label: &str) -> Window {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default())
        // A web view that keeps nothing has a folder made for it all the same: not among the person's own.
        .data_directory(std::env::temp_dir())
        .build()
        .unwrap()
}

/// Calls a command without anything that it takes.
pub(crate) fn call(window: &Window, command: &str) -> Result<Value, Value> {
    ask(window, command, json!({}))
}

/// Calls a command.
///
/// # Errors
/// What the till or the shell answers when it refuses.
pub(crate) fn ask(window: &Window, command: &str, given: Value) -> Result<Value, Value> {
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

/// True where the shell itself does not let the window call the command.
pub(crate) fn is_denied(answer: &Result<Value, Value>) -> bool {
    let refusal = answer.as_ref().err().and_then(Value::as_str);
    refusal.is_some_and(|text| text.contains("not allowed"))
}
