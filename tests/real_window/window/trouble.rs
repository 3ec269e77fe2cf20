use reqwest::header;
use serde_json::{Value, json};

use super::{http::http, page::Page};

/// Plans what goes wrong next at a provider to practise with, in the provider's own words: the till's have figures of
/// their own, such as how long a slow bank takes.
pub(crate) async fn trouble(counter: &Page, provider: &str, planned: Value) {
    let till = counter.ask("till_state", json!({})).await;
    let accounts = till["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["provider"] == provider);
    let host = account.unwrap_or_else(|| panic!("{provider} is practised with"))["host"].as_str();
    let asked = http()
        .build()
        .unwrap()
        .post(format!("http://{}/practice/trouble", host.unwrap()))
        .header(header::CONTENT_TYPE, "application/json")
        .body(planned.to_string());
    let answer = asked.send().await.unwrap();
    assert!(answer.status().is_success(), "{planned}: {}", answer.text().await.unwrap());
}
