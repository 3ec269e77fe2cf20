//! Reading transactions: one, or a list (fact sheet, 4.1 to 4.3).

use serde_json::{Value, json};

use super::accounts::{Account, MERCHANT_ID, STANDARD_ACCOUNTS};
use super::behaviour::Behaviour;
use super::errors::ApiError;
use super::gateway::{Gateway, timestamp};
use super::grant::Reach;
use super::listing::ListQuery;
use super::permission::Permission;
use super::transaction_record::{Card, Transaction, TransactionState};

/// Who pays in this shop.
const CARDHOLDER: &str = "Practice Customer";

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
const ENTRY_MODES: [&str; 10] = [
    "MOTO",
    "ECOM",
    "IN_APP",
    "CHIP",
    "SWIPE",
    "MANUAL",
    "CONTACTLESS_CHIP",
    "CONTACTLESS_SWIPE",
    "PHONE",
    "MAIL",
];

/// Filters on something that no transaction here has, so that nothing fits them.
const NOT_KEPT: [&str; 4] = ["token_first6", "token_last4", "brand_reference", "provider"];

/// Where a transaction object stands; the masked card number differs (fact sheet, 9.35).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TransactionForm {
    /// Answer to a POST.
    Posted,
    /// Answer to a GET, or in a list.
    Read,
}

/// The account that holds every transaction: the first one that can read them.
fn processing_account(behaviour: &Behaviour) -> &Account {
    let mut accounts = behaviour.accounts().iter();
    let reading = accounts.find(|account| account.holds(Permission::TransactionSingle));
    reading.unwrap_or(&STANDARD_ACCOUNTS[0])
}

/// `GET /transactions/{id}`.
pub(super) fn single(gateway: &Gateway, id: &str) -> Result<Value, ApiError> {
    let behaviour = gateway.behaviour();
    let books = gateway.books();
    let transaction = books
        .seen_at(gateway.horizon(&behaviour))
        .transaction(id)
        .ok_or_else(|| ApiError::not_found(&format!("/ucp/transactions/{id}")))?;
    let mut answer = object(gateway, &behaviour, transaction, TransactionForm::Read);
    answer["action"] = gateway.action("TRANSACTION_SINGLE");
    Ok(answer)
}

/// `GET /transactions`.
pub(super) fn list(gateway: &Gateway, reach: &Reach<'_>, query: &str) -> Result<Value, ApiError> {
    let behaviour = gateway.behaviour();
    let query = ListQuery::read(query, gateway.now())?;
    let holder = processing_account(&behaviour);
    let of_account = query.account(reach)?.is_none_or(|account| account.id == holder.id);
    query.check_word("type", &["SALE", "REFUND"])?;
    query.check_word("status", &STATUSES)?;
    query.check_word("channel", &["CP", "CNP"])?;
    query.check_word("brand", &BRANDS)?;
    query.check_word("entry_mode", &ENTRY_MODES)?;
    let amount = query.amount()?;

    let books = gateway.books();
    let mut found = books.seen_at(gateway.horizon(&behaviour)).transactions(query.reference());
    found.retain(|transaction| {
        of_account
            && query.covers(transaction.time_created)
            && query.is("id", transaction.id.as_str())
            && query.is("type", transaction.kind_word())
            && query.is("status", transaction.state.word())
            && query.is("channel", "CNP")
            && query.is("entry_mode", "ECOM")
            && query.is("currency", transaction.currency.code())
            && query.is("country", &transaction.country)
            && query.is("batch_id", transaction.batch.as_deref().unwrap_or_default())
            && amount.is_none_or(|amount| amount == transaction.amount)
            && card_fits(&query, &transaction.state)
            && NOT_KEPT.iter().all(|filter| query.is(filter, ""))
    });
    // The status and the deposit are taken as an order but do nothing (fact sheet, 4.2).
    match query.order_by() {
        "TIME_CREATED" | "STATUS" | "DEPOSIT_ID" => {
            found.sort_by_key(|transaction| transaction.time_created);
        }
        "ID" => found.sort_by_key(|transaction| transaction.id.as_str()),
        "TYPE" => found.sort_by_key(|transaction| transaction.kind_word()),
        _ => return Err(ApiError::filter_invalid("order_by")),
    }
    let (total, page) = query.page_of(found);
    let objects = page
        .into_iter()
        .map(|transaction| object(gateway, &behaviour, transaction, TransactionForm::Read))
        .collect();
    Ok(query.answer(gateway, Some(holder), "transactions", total, objects))
}

fn card_fits(query: &ListQuery, state: &TransactionState) -> bool {
    let card = state.card();
    let part = |read: fn(&Card) -> &str| card.map(read).unwrap_or_default();
    let authcode = state.approval().map(|(_, authcode)| authcode);
    let name = if card.is_some() { CARDHOLDER } else { "" };
    query.is("brand", part(|card| &card.brand))
        && query.is("number_first6", part(|card| &card.first6))
        && query.is("number_last4", part(|card| &card.last4))
        && query.is("authcode", authcode.unwrap_or_default())
        && query.is_part_of("name", name)
}

/// A transaction as an answer shows it, without its `action`. Absent text is `""`.
pub(super) fn object(
    gateway: &Gateway,
    behaviour: &Behaviour,
    transaction: &Transaction,
    form: TransactionForm,
) -> Value {
    let account = processing_account(behaviour);
    let status = behaviour.transaction_status_in_answer.as_deref();
    let kind = behaviour.transaction_type_in_answer.as_deref();
    json!({
        "id": transaction.id.as_str(),
        "time_created": timestamp(transaction.time_created),
        "time_last_updated": "",
        "status": status.unwrap_or(transaction.state.word()),
        "type": kind.unwrap_or(transaction.kind_word()),
        "merchant_id": MERCHANT_ID,
        "merchant_name": gateway.shop().merchant_name,
        "account_id": account.id,
        "account_name": account.name,
        "channel": "CNP",
        "amount": behaviour.shown_amount(transaction.amount),
        "currency": behaviour.shown_currency(&transaction.currency),
        "reference": transaction.reference,
        "description": transaction.description,
        "order_reference": "",
        "time_created_reference": "",
        "batch_id": transaction.batch.as_deref().unwrap_or_default(),
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
        TransactionState::Preauthorized { card, authcode }
        | TransactionState::Captured { card, authcode }
        | TransactionState::Batched { card, authcode }
        | TransactionState::Funded { card, authcode }
        | TransactionState::Reversed { card, authcode } => {
            (card, "00", "SUCCESS", authcode.as_str())
        }
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
        "name": CARDHOLDER,
        "card": {
            "funding": "CREDIT",
            "brand": brand,
            "authcode": authcode,
            masked_name: masked,
            "cvv_result": "MATCHED",
        },
    })
}
