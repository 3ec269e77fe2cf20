//! The documented records (3.2, 3.5, 4.1, 4.4).

use domain::{link::NewLink, usage::Usage};
use serde_json::{Value, json};

use crate::{
    answers::{Answer, json as answer, ok, with},
    asks::{REFERENCE, new_link},
};

pub(super) const LINK: &str = "LNK_Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op";
pub(super) const PAYMENT: &str = "TRN_Ab12Cd34Ef56Gh78Ij90Kl1_INV1001REF";
pub(super) const REFUND: &str = "TRN_Zz98Yy76Xx54Ww32Vv10Uu1_INV1001REF";

/// On the sandbox's pay page.
pub(super) const URL: &str =
    "https://apis.sandbox.globalpay.com/ucp/hpp/redirect/cb28ef61-0000-4000-8000-000000000001";

/// The link that was asked for.
pub(super) fn link() -> Value {
    link_for(&new_link(), "1999", URL)
}

pub(super) fn link_for(ask: &NewLink, units: &str, url: &str) -> Value {
    let (mode, limit) = match ask.usage {
        Usage::Single => ("SINGLE", 1),
        Usage::Multiple { limit } => ("MULTIPLE", limit.get()),
    };
    json!({
        "id": LINK,
        "merchant_id": "MER_00000000000000000000000000000001",
        "merchant_name": "Sandbox_merchant",
        "account_id": "TRA_2",
        "account_name": "paylink",
        "url": url,
        "status": "ACTIVE",
        "type": "PAYMENT",
        "usage_mode": mode,
        "usage_limit": limit.to_string(),
        "usage_count": "0",
        "reference": ask.reference.as_str(),
        "name": ask.name,
        "description": ask.description,
        "shippable": "NO",
        "shipping_amount": "",
        "viewed_count": "0",
        "expiration_date": ask.expires_at.rfc3339_seconds(),
        "images": [],
        "transactions": {
            "amount": units,
            "currency": ask.currency().code(),
            "channel": "CNP",
            "country": "GB",
            "allowed_payment_methods": ["CARD"],
            "transaction_list": [],
        },
        "action": {
            "id": "ACT_Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op",
            "type": "LINK_CREATE",
            "time_created": "2026-11-20T14:03:00.123Z",
            "result_code": "SUCCESS",
            "key_id": "stub_app_id",
            "app_name": "my_shop_app",
        },
    })
}

/// The payment of that link.
pub(super) fn sale() -> Value {
    sale_of("CAPTURED", "1999", "EUR")
}

pub(super) fn sale_of(status: &str, units: &str, currency: &str) -> Value {
    json!({
        "id": PAYMENT,
        "time_created": "2026-11-20T14:05:36.709Z",
        "time_last_updated": "",
        "status": status,
        "type": "SALE",
        "merchant_id": "MER_00000000000000000000000000000001",
        "merchant_name": "Sandbox_merchant",
        "account_id": "TRA_1",
        "account_name": "transaction_processing",
        "channel": "CNP",
        "amount": units,
        "currency": currency,
        "reference": REFERENCE,
        "description": "",
        "order_reference": "",
        "batch_id": "BAT_983471",
        "country": "GB",
        "ip_address": "203.0.113.7",
        "payment_method": {
            "result": "00",
            "message": "SUCCESS",
            "entry_mode": "ECOM",
            "name": "Jane Doe",
            "card": {
                "funding": "CREDIT",
                "brand": "VISA",
                "authcode": "12345",
                "masked_number_first6last4": "426397XXXXXX5262",
                "cvv_result": "MATCHED",
            },
        },
        "action_create_id": "ACT_Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op",
        "parent_resource_id": PAYMENT,
        "action": { "id": "ACT_2", "type": "TRANSACTION_SINGLE", "result_code": "SUCCESS" },
    })
}

/// The short form in which a link names it (3.7).
pub(super) fn row() -> Value {
    json!({
        "id": PAYMENT,
        "time_created": "2026-11-20T14:05:36.709Z",
        "status": "CAPTURED",
        "type": "SALE",
        "channel": "CNP",
        "amount": "1999",
        "currency": "EUR",
        "reference": "",
        "description": "",
        "payment_method": { "fingerprint": "", "fingerprint_presence_indicator": "" },
    })
}

/// The link that names its payment.
pub(super) fn link_with(rows: &[Value]) -> Value {
    with(link(), "transactions/transaction_list", rows)
}

/// The refund of five euros of it.
pub(super) fn refund() -> Value {
    refund_of("500", "EUR")
}

pub(super) fn refund_of(units: &str, currency: &str) -> Value {
    json!({
        "id": REFUND,
        "time_created": "2026-11-20T15:00:00.000Z",
        "status": "CAPTURED",
        "type": "REFUND",
        "channel": "CNP",
        "amount": units,
        "currency": currency,
        "reference": REFERENCE,
        "parent_resource_id": PAYMENT,
        "payment_method": { "result": "00", "message": "SUCCESS" },
        "action": { "type": "REFUND", "result_code": "SUCCESS" },
    })
}

/// A whole list.
pub(super) fn list(name: &str, rows: &[Value]) -> Answer {
    page(name, rows, rows.len())
}

/// A page of a list with so many rows.
pub(super) fn page(name: &str, rows: &[Value], total: usize) -> Answer {
    ok(&page_body(name, rows, total))
}

pub(super) fn page_body(name: &str, rows: &[Value], total: usize) -> Value {
    json!({
        "total_record_count": total,
        "current_page_size": rows.len(),
        "paging": { "page": 1, "page_size": 100, "order": "ASC", "order_by": "TIME_CREATED" },
        "filter": { "reference": REFERENCE },
        name: rows,
    })
}

/// A repeated key (5.4).
pub(super) fn seen_before(id: &str) -> Answer {
    let words = format!("Idempotency Key seen before: id={id}, status=ACTIVE");
    let body = json!({
        "error_code": "DUPLICATE_ACTION",
        "detailed_error_code": "40039",
        "detailed_error_description": words,
    });
    answer(409, &body)
}
