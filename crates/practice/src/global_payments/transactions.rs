//! Reading transactions: one, or a list (fact sheet, 4.1 to 4.3).

use serde_json::{Value, json};

use super::accounts::{Account, Grant, MERCHANT_ID, PROCESSING_ACCOUNT};
use super::books::{Card, Transaction, TransactionState};
use super::errors::ApiError;
use super::gateway::{Gateway, timestamp};
use super::listing::ListQuery;

/// The account that holds every transaction.
const TRANSACTION_ACCOUNT: &Account = &PROCESSING_ACCOUNT;

const STATUSES: [&str; 11] = [
    "INITIATED",
    "AUTHENTICATED",
    "SUCCESS_AUTHENTICATED",
    "PENDING",
    "DECLINED",
    "PREAUTHORIZED",
    "CAPTURED",
    "BATCHED",
    "REVERSED",
    "FUNDED",
    "REJECTED",
];
const BRANDS: [&str; 6] = ["VISA", "MASTERCARD", "AMEX", "DISCOVER", "DINERS", "JCB"];

/// Where a transaction object stands; the masked card number differs (fact sheet, 9.35).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TransactionForm {
    /// Answer to a POST.
    Posted,
    /// Answer to a GET, or in a list.
    Read,
}

/// `GET /transactions/{id}`.
pub(super) fn single(gateway: &Gateway, id: &str) -> Result<Value, ApiError> {
    let books = gateway.books();
    let transaction = books
        .transaction(id)
        .ok_or_else(|| ApiError::not_found(&format!("/ucp/transactions/{id}")))?;
    let mut answer = object(gateway, transaction, TransactionForm::Read);
    answer["action"] = gateway.action("TRANSACTION_SINGLE");
    Ok(answer)
}

/// `GET /transactions`.
pub(super) fn list(gateway: &Gateway, grant: &Grant, query: &str) -> Result<Value, ApiError> {
    let query = ListQuery::read(query, gateway.now())?;
    let of_account = query.reaches(grant, TRANSACTION_ACCOUNT)?;
    query.check_word("type", &["SALE", "REFUND"])?;
    query.check_word("status", &STATUSES)?;
    query.check_word("channel", &["CP", "CNP"])?;
    query.check_word("brand", &BRANDS)?;
    let amount = query.amount()?;

    let books = gateway.books();
    let mut found: Vec<&Transaction> = books
        .transactions
        .iter()
        .filter(|transaction| {
            of_account
                && query.covers(transaction.time_created)
                && query.is("id", transaction.id.as_str())
                && query.is("type", transaction.kind_word())
                && query.is("status", transaction.state.word())
                && query.is("channel", "CNP")
                && query.is("entry_mode", "ECOM")
                && query.is("currency", transaction.currency.code())
                && query.is("country", &transaction.country)
                && query.is_ignoring_case("reference", &transaction.reference)
                && amount.is_none_or(|amount| amount == transaction.amount)
                && card_fits(&query, transaction.state.card())
        })
        .collect();
    // The status and the deposit are taken as an order but do nothing (fact sheet, 4.2).
    match query.order_by() {
        "TIME_CREATED" | "STATUS" | "DEPOSIT_ID" => {}
        "ID" => found.sort_by_key(|transaction| transaction.id.as_str()),
        "TYPE" => found.sort_by_key(|transaction| transaction.kind_word()),
        _ => return Err(ApiError::filter_invalid("order_by")),
    }
    let (total, page) = query.page_of(found);
    let objects = page
        .into_iter()
        .map(|transaction| object(gateway, transaction, TransactionForm::Read))
        .collect();
    Ok(query.answer(gateway, TRANSACTION_ACCOUNT, "transactions", total, objects))
}

fn card_fits(query: &ListQuery, card: Option<&Card>) -> bool {
    let part = |read: fn(&Card) -> &str| card.map(read).unwrap_or_default();
    query.is("brand", part(|card| &card.brand))
        && query.is("number_first6", part(|card| &card.first6))
        && query.is("number_last4", part(|card| &card.last4))
}

/// A transaction as an answer shows it, without its `action`. Absent text is `""`.
pub(super) fn object(gateway: &Gateway, transaction: &Transaction, form: TransactionForm) -> Value {
    let behaviour = gateway.behaviour();
    json!({
        "id": transaction.id.as_str(),
        "time_created": timestamp(transaction.time_created),
        "time_last_updated": "",
        "status": transaction.state.word(),
        "type": transaction.kind_word(),
        "merchant_id": MERCHANT_ID,
        "merchant_name": gateway.shop().merchant_name,
        "account_id": TRANSACTION_ACCOUNT.id,
        "account_name": TRANSACTION_ACCOUNT.name,
        "channel": "CNP",
        "amount": behaviour.shown_amount(transaction.amount),
        "currency": behaviour.shown_currency(&transaction.currency),
        "reference": transaction.reference,
        "description": transaction.description,
        "order_reference": "",
        "time_created_reference": "",
        "batch_id": "",
        "initiator": "",
        "country": transaction.country,
        "language": "",
        "ip_address": "",
        "site_reference": "",
        "payment_method": payment_method(&transaction.state, form),
        "parent_resource_id": transaction.parent().as_str(),
    })
}

fn payment_method(state: &TransactionState, form: TransactionForm) -> Value {
    let (card, result, message, authcode) = match state {
        TransactionState::Initiated => {
            return json!({ "result": "", "message": "", "entry_mode": "ECOM", "name": "" });
        }
        TransactionState::Declined { card, result } => (card, result.as_str(), "DECLINED", ""),
        TransactionState::Captured { card, authcode } => (card, "00", "SUCCESS", authcode.as_str()),
    };
    let Card { brand, first6, last4 } = card;
    let (masked_name, masked) = match form {
        TransactionForm::Posted => ("masked_number_last4", format!("XXXXXXXXXXXX{last4}")),
        TransactionForm::Read => ("masked_number_first6last4", format!("{first6}XXXXXX{last4}")),
    };
    json!({
        "result": result,
        "message": message,
        "entry_mode": "ECOM",
        "name": "Practice Customer",
        "card": {
            "funding": "CREDIT",
            "brand": brand,
            "authcode": authcode,
            masked_name: masked,
            "cvv_result": "MATCHED",
        },
    })
}
