use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{page::Page, staff::open_settings, until::until};

/// A PIN for each role.
pub(crate) const OWNER_PIN: &str = "739204";
pub(crate) const MANAGER_PIN: &str = "918273";
pub(crate) const CASHIER_PIN: &str = "604729";

/// All that the dialog shows of a recovery code.
const GROUPS: &str = "
    return [...document.querySelectorAll('[data-test=\"code-group\"]')]
        .map(({ textContent }) => textContent.trim()).join(' ');";

/// Somebody on the staff.
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) pin: &'static str,
}

/// In *Settings*: the owner sets the first PIN and types the recovery code back from their note. Gives the code.
pub(crate) async fn set_first_pin(counter: &Page, name: &str) -> String {
    open_settings(counter, "STAFF").await;
    counter.click("first-pin-open").await;
    counter.fill("first-pin-name", name).await;
    counter.click("first-pin-next").await;
    type_pin(counter, "first-pin", OWNER_PIN).await;
    type_pin(counter, "first-pin-again", OWNER_PIN).await;
    counter.see("code-group").await;
    let code = counter.script(GROUPS, Vec::new()).await.as_str().unwrap().to_owned();
    counter.click("code-written").await;
    // As people copy it: small letters, and their own spaces.
    counter.fill("code-typed", &code.to_lowercase()).await;
    counter.click("code-prove-submit").await;
    counter.see("rail-lock").await;
    code
}

/// In *Settings*: the owner adds somebody.
pub(crate) async fn add_by_hand(
    counter: &Page,
    name: &str,
    role: &str,
    pin: &'static str,
) -> Member {
    counter.click("staff-add").await;
    counter.fill("staff-name", name).await;
    counter.choose(&format!("role-{role}")).await;
    counter.click("staff-add-next").await;
    type_pin(counter, "staff-pin", pin).await;
    type_pin(counter, "staff-pin-again", pin).await;
    until(&format!("{name} is on the staff"), async || {
        member(&counter.ask("staff_list", json!({})).await, name, pin)
    })
    .await
}

/// The same past the page, for a test that is about something else: the till has an owner, a manager and a cashier. Gives
/// the recovery code, too.
pub(crate) async fn crew(counter: &Page) -> ([Member; 3], String) {
    let form = json!({ "name": "Shop owner", "pin": OWNER_PIN });
    let shown = counter.ask("plan_first_pin", json!({ "form": form })).await;
    counter.ask("prove_recovery_code", json!({ "code": shown["code"] })).await;
    for (name, role, pin) in
        [("Floor manager", "MANAGER", MANAGER_PIN), ("Front desk", "CASHIER", CASHIER_PIN)]
    {
        let form = json!({ "name": name, "role": role, "pin": pin });
        counter.ask("add_staff", json!({ "form": form })).await;
    }
    let list = counter.ask("staff_list", json!({})).await;
    let members =
        [("Shop owner", OWNER_PIN), ("Floor manager", MANAGER_PIN), ("Front desk", CASHIER_PIN)]
            .map(|(name, pin)| member(&list, name, pin).unwrap());
    (members, shown["code"].as_str().unwrap().to_owned())
}

fn member(list: &Value, name: &str, pin: &'static str) -> Option<Member> {
    let listed = list["members"].as_array()?.iter().find(|member| member["name"] == name)?;
    Some(Member { id: listed["id"].as_str()?.to_owned(), pin })
}

/// Locks by the keyboard.
pub(crate) async fn lock(counter: &Page) {
    counter.type_with_control('l').await;
    counter.see("lock-screen").await;
}

/// Touches somebody's tile and types a PIN.
pub(crate) async fn try_pin(counter: &Page, member: &Member, pin: &str) {
    counter.click_on(&format!("[data-test=\"staff-tile\"][data-member=\"{}\"]", member.id)).await;
    type_pin(counter, "pin", pin).await;
}

/// Signs in, and waits for the till.
pub(crate) async fn sign_in(counter: &Page, member: &Member) {
    try_pin(counter, member, member.pin).await;
    counter.see("signed-in").await;
}

/// Types a PIN on a pad, and Enter.
pub(crate) async fn type_pin(counter: &Page, pad: &str, pin: &str) {
    counter.see(&format!("{pad}-input")).await;
    counter.type_keys(pin.chars().chain([char::from(Key::Enter)])).await;
}
