//! Changing a link, or switching it off (fact sheet, 3.6).

use serde_json::Value;

use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::Gateway;
use super::link_fields::{
    LONGEST_DESCRIPTION, LONGEST_NAME, check_type, read_amount, read_expires, read_shipping,
    read_switched_off, read_usage,
};
use super::link_record::{Link, LinkStatus, Usage};
use super::links::{self, LinkForm};
use crate::call::Call;

/// `PATCH /links/{id}`.
///
/// Only the name is required; what is left out stays. An INACTIVE link can be changed, and be
/// switched on again. The fact sheet leaves both open.
pub(super) fn edit(gateway: &Gateway, id: &str, call: &Call) -> Result<Value, ApiError> {
    let now = gateway.now();
    let behaviour = gateway.behaviour();
    gateway.change(|books| {
        let link = books.link(id).ok_or_else(|| ApiError::link_not_editable("400"))?;
        match link.status(now) {
            LinkStatus::Active | LinkStatus::Inactive => {}
            over => return Err(ApiError::link_not_editable(over.word())),
        }
        let body = parse_body(&call.body)?;
        let edited = read_edit(Fields::of(&body), link)?;
        let cancelled = edited.switched_off && !link.switched_off;
        books.change_link(&edited.id, now, |link| *link = edited.clone());
        if cancelled {
            books.tell_of_cancel(&edited.id, now);
        }
        let view = books.seen_at(None);
        Ok(links::object(gateway, &behaviour, view, &edited, LinkForm::Edited))
    })
}

/// `link` as it shall be.
fn read_edit(fields: Fields<'_>, link: &Link) -> Result<Link, ApiError> {
    let transactions = fields.inside("transactions", "transactions.")?;
    refuse_present(fields, &["reference", "notifications"])?;
    let fixed = ["currency", "country", "channel", "allowed_payment_methods"];
    refuse_present(transactions, &fixed)?;
    if let Some(kind) = fields.text("type")? {
        check_type(kind)?;
    }
    let mut edited = link.clone();
    fields.required_text_up_to("name", LONGEST_NAME)?.clone_into(&mut edited.name);
    if fields.value("description").is_some() {
        let description = fields.required_text_up_to("description", LONGEST_DESCRIPTION)?;
        description.clone_into(&mut edited.description);
    }
    edited.usage = read_new_usage(fields, link)?;
    edited.shipping = read_shipping(fields, link.shipping)?;
    edited.expires = read_expires(fields)?.unwrap_or(link.expires);
    edited.switched_off = read_switched_off(fields)?.unwrap_or(link.switched_off);
    edited.amount = read_amount(transactions)?.unwrap_or(link.amount);
    Ok(edited)
}

fn refuse_present(fields: Fields<'_>, names: &[&str]) -> Result<(), ApiError> {
    match names.iter().find(|name| fields.value(name).is_some()) {
        Some(name) => Err(ApiError::field_not_editable(&fields.full_name(name))),
        None => Ok(()),
    }
}

/// A limit that is already used up is refused: the edit would end the link unseen.
fn read_new_usage(fields: Fields<'_>, link: &Link) -> Result<Usage, ApiError> {
    let limit_sent = fields.value("usage_limit").is_some();
    let usage = match (fields.text("usage_mode")?, link.usage) {
        (Some(mode), _) => read_usage(fields, mode)?,
        (None, Usage::Multiple { .. }) if limit_sent => read_usage(fields, "MULTIPLE")?,
        (None, usage) => usage,
    };
    if link.usage_count >= usage.limit() {
        return Err(ApiError::value_invalid("usage_limit"));
    }
    Ok(usage)
}
