use std::fs;

use serde_json::{Value, json};

use super::{canary::Canary, home::Home, page::Page};

/// The keychain's name for the till's items, as the vault has it.
const SERVICE: &str = "app.tillside.till";

/// What a page holds where its own scripts would find it.
const HELD: &str = "
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
    const fields = [...document.querySelectorAll('input, select, textarea')];
    return [
        document.documentElement.outerHTML, location.href, document.cookie, window.name,
        JSON.stringify(history.state), ...stores, ...fields.map(({ value }) => value),
    ].join('\\n');";

const LISTEN: &str = "
    const [done] = arguments;
    window.heard = [];
    const channel = window.__TAURI_INTERNALS__.transformCallback((message) =>
        window.heard.push(message));
    window.__TAURI_INTERNALS__
        .invoke('watch_till', { events: `__CHANNEL__:${channel}` })
        .then(() => done('listening'), done);";

/// Puts `key` into the keychain in the place of a practice account's own.
pub(crate) async fn plant(account: &str, key: &str) {
    let user = format!("practice/{account}");
    let item = json!({ "key": key }).to_string();
    // The keychain's client waits with a runtime of its own.
    let planted = tokio::task::spawn_blocking(move || {
        let entry = keyring::Entry::new(SERVICE, &user).unwrap();
        let own = entry.get_secret().expect("the account's key is in the keychain");
        let own: Value = serde_json::from_slice(&own).unwrap();
        assert!(own["key"].is_string(), "the item is the one that is replaced");
        entry.set_secret(item.as_bytes()).unwrap();
    });
    planted.await.unwrap();
}

/// Takes what keys the PINs of a book out of the keychain, as a reset password does. The book is known by the fingerprint
/// of its first entry.
pub(crate) async fn lose_staff_secret(first_hash: &str) {
    let user = format!("staff/{}", &first_hash[..32]);
    let lost = tokio::task::spawn_blocking(move || {
        keyring::Entry::new(SERVICE, &user).unwrap().delete_credential()
    });
    lost.await.unwrap().expect("it was in the keychain");
}

/// What the till tells the counter window of its own accord.
pub(crate) struct Events<'page>(&'page Page);

impl<'page> Events<'page> {
    pub(crate) async fn listen(counter: &'page Page) -> Self {
        let begun = counter.script_until_done(LISTEN, Vec::new()).await;
        assert_eq!(begun, "listening");
        Self(counter)
    }

    /// All of it so far.
    pub(crate) async fn heard(&self) -> Value {
        self.0.script("return window.heard", Vec::new()).await
    }
}

/// What each command answers that reads something, for a sale whose link can be paid.
pub(crate) async fn answers(counter: &Page, account: &str, sale: &str) -> Vec<Value> {
    let detail = counter.ask("sale_detail", json!({ "sale": sale })).await;
    let (link, minute) = (&detail["link"]["id"], &detail["at"]);
    let query = json!({
        "text": "", "filter": "ALL", "days": null, "mine": false, "account": null, "before": null,
        "limit": 200,
    });
    let asked = [
        ("till_state", json!({})),
        ("planned_troubles", json!({ "account": account })),
        ("test_connection", json!({ "account": account })),
        ("prepare_account", json!({ "account": account })),
        ("choose_account", json!({ "account": account })),
        ("open_sales", json!({})),
        ("find_sales", json!({ "query": query })),
        ("link_status", json!({ "sale": sale })),
        ("day_totals", json!({ "from": minute, "to": minute })),
        ("copy_link", json!({ "link": link })),
    ];
    let mut answers = Vec::new();
    for (command, arguments) in asked {
        answers.push(counter.ask(command, arguments).await);
    }
    answers.push(detail);
    answers
}

/// What the page holds in its document, its fields and its stores.
pub(crate) async fn what_is_held(page: &Page) -> String {
    let held = page.script(HELD, Vec::new()).await;
    held.as_str().unwrap().to_owned()
}

/// Neither the book holds one of `keys`, nor the practice provider's books, nor the log, nor what the web view keeps.
pub(crate) fn no_file_holds(keys: &[&str], home: &Home) {
    let log = fs::read_to_string(home.log()).unwrap();
    assert!(log.contains("providers::executor"), "the log has every line");
    assert!(home.data().join("practice").is_dir(), "the books are among the files");
    for key in keys {
        assert_eq!(Canary::new(key).found_below(home.path()), []);
    }
    let marker = home.data().join("marker");
    fs::write(&marker, keys.concat()).unwrap();
    for key in keys {
        let found = Canary::new(key).found_below(home.path());
        assert_eq!(found, [(marker.clone(), "as it is")]);
    }
    fs::remove_file(marker).unwrap();
}
