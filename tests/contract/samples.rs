//! What the commands take, as the pages' types name it.

use serde_json::{Value, json};
use tillside::Command;

/// `form: NewSaleForm, note: string` as pairs of a name and a type.
pub(crate) fn arguments(command: &Command) -> impl Iterator<Item = (&'static str, &'static str)> {
    command.takes.split(", ").filter_map(|argument| argument.split_once(": "))
}

/// Something of a type that the pages' types name.
pub(crate) fn sample(kind: &str) -> Value {
    match kind {
        "boolean" => json!(true),
        "DecimalMark" => json!("POINT"),
        "ProviderId" => json!("FLITT"),
        "string | null" => Value::Null,
        "SaleQuery" => json!({
            "text": "", "filter": "ALL", "days": null, "mine": false, "account": null, "before": null,
            "limit": 1,
        }),
        "PracticeTrouble" => json!({ "kind": "PAYS_LATE" }),
        "Decision" => json!({ "subject": "", "found": { "kind": "NOTHING" } }),
        "AccountChange" => json!({
            "account": "", "name": "", "country": "", "currencies": [], "allowedDisputed": [],
            "description": "", "linkAccount": "", "paymentAccount": "", "returnPage": "",
            "payHost": "", "payPage": "", "pricing": null,
        }),
        "Environment" => json!("PRACTICE"),
        "PictureFormat" => json!("PNG"),
        "Paper" => json!("ROLL_58"),
        "ClosingWay" => json!("STAY"),
        "DisplayChoice" => json!({ "kind": "FIND" }),
        "Array<string>" => json!([]),
        "Role" => json!("CASHIER"),
        "TillRules" => json!({
            "refundPin": { "kind": "ALWAYS" }, "eachLimit": [], "dayLimit": [],
            "lockAfterIdle": 120, "lockAfterSale": false,
        }),
        "TillSettings" => json!({ "theme": "DARK", "dayEndsAt": 240 }),
        "HistoryQuery" => json!({
            "by": null, "group": "STAFF", "onlyPeople": true, "from": null, "to": null,
            "sale": null, "before": null,
        }),
        "BackupSource" => json!({ "kind": "DAILY", "name": "" }),
        "CustomerQuery" => json!({ "account": "", "email": "", "after": "" }),
        "SignInForm" | "RecoverForm" | "FirstPinForm" | "NewStaffForm" | "OwnPinForm"
        | "RefundProofForm" => staff_form(kind),
        kind if kind.ends_with("Form") => form(kind),
        kind if kind.starts_with("Channel") => json!("__CHANNEL__:1"),
        "string" => json!("00000000-0000-4000-8000-000000000000"),
        kind => panic!("no sample of {kind}"),
    }
}

/// A form of a type that the pages' types name.
fn form(kind: &str) -> Value {
    match kind {
        "RestoreForm" => json!({ "fingerprint": "", "pin": null, "code": null }),
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

/// A form about staff.
fn staff_form(kind: &str) -> Value {
    const MEMBER: &str = "00000000-0000-4000-8000-000000000000";
    match kind {
        "SignInForm" => json!({ "member": MEMBER, "pin": "739204" }),
        "RecoverForm" => json!({ "member": MEMBER, "code": "", "newPin": "739204" }),
        "FirstPinForm" => json!({ "name": "Front desk", "pin": "739204" }),
        "NewStaffForm" => json!({ "name": "Front desk", "role": "MANAGER", "pin": "739204" }),
        "OwnPinForm" => json!({ "old": "739204", "new": "918273" }),
        "RefundProofForm" => json!({
            "member": MEMBER, "pin": "739204", "press": "", "payment": "", "amountMinor": "250",
        }),
        kind => panic!("no sample of {kind}"),
    }
}
