//! What the lists of links and of transactions have in common (fact sheet, 3.5).

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::accounts::{Account, MERCHANT_ID};
use super::errors::ApiError;
use super::gateway::Gateway;
use super::grant::Reach;
use crate::minor_units::MinorUnits;

/// Filled in when no date is sent. Old records silently drop out of the list.
const DEFAULT_WINDOW: Days = Days::new(30);
const DEFAULT_PAGE_SIZE: usize = 5;
const LARGEST_PAGE: usize = 1000;

/// Parameters that steer the list and are not filters.
const STEERING: [&str; 4] = ["page", "page_size", "order", "order_by"];

/// The query of a list.
#[derive(Debug)]
pub(super) struct ListQuery {
    values: BTreeMap<String, String>,
    from: NaiveDate,
    to: NaiveDate,
    page: usize,
    page_size: usize,
    descending: bool,
    order_by: String,
}

impl ListQuery {
    pub(super) fn read(query: &str, now: DateTime<Utc>) -> Result<Self, ApiError> {
        let values = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let mut read = Self {
            values,
            from: NaiveDate::MIN,
            to: now.date_naive(),
            page: 1,
            page_size: DEFAULT_PAGE_SIZE,
            descending: false,
            order_by: "TIME_CREATED".to_owned(),
        };
        read.to = read.date("to_time_created")?.unwrap_or(read.to);
        read.from = read
            .date("from_time_created")?
            .unwrap_or_else(|| read.to.checked_sub_days(DEFAULT_WINDOW).unwrap_or(NaiveDate::MIN));
        read.page = read.count("page", usize::MAX)?.unwrap_or(read.page);
        read.page_size = read.count("page_size", LARGEST_PAGE)?.unwrap_or(read.page_size);
        read.check_word("order", &["ASC", "DESC"])?;
        read.descending = read.value("order") == Some("DESC");
        if let Some(order_by) = read.value("order_by") {
            read.order_by = order_by.to_uppercase();
        }
        Ok(read)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    fn count(&self, name: &str, most: usize) -> Result<Option<usize>, ApiError> {
        self.value(name)
            .map(|text| {
                let count = text.parse().ok().filter(|count| (1..=most).contains(count));
                count.ok_or_else(|| ApiError::filter_invalid(name))
            })
            .transpose()
    }

    /// A filter that is a day.
    pub(super) fn date(&self, name: &str) -> Result<Option<NaiveDate>, ApiError> {
        self.value(name)
            .map(|text| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d")
                    .map_err(|_| ApiError::filter_invalid(name))
            })
            .transpose()
    }

    /// The filter `amount`, in minor units.
    pub(super) fn amount(&self) -> Result<Option<MinorUnits>, ApiError> {
        self.value("amount")
            .map(|text| MinorUnits::parse(text).ok_or_else(|| ApiError::filter_invalid("amount")))
            .transpose()
    }

    /// Refuses a filter whose value is none of `words`.
    pub(super) fn check_word(&self, name: &str, words: &[&str]) -> Result<(), ApiError> {
        match self.value(name) {
            Some(value) if !words.contains(&value) => Err(if name == "brand" {
                ApiError::brand_unknown()
            } else {
                ApiError::filter_invalid(name)
            }),
            _ => Ok(()),
        }
    }

    /// The account whose records are asked for, if only those of one. An account that the token
    /// does not reach is refused (fact sheet, 4.2).
    pub(super) fn account<'a>(&self, reach: &Reach<'a>) -> Result<Option<&'a Account>, ApiError> {
        self.value("account_name")
            .map(|name| {
                let mut accounts = reach.accounts();
                let named = accounts.find(|account| account.name == name);
                named.ok_or_else(ApiError::outside_token_scope)
            })
            .transpose()
    }

    /// The reference that is asked for.
    pub(super) fn reference(&self) -> Option<&str> {
        self.value("reference")
    }

    /// The dates count as whole UTC days.
    pub(super) fn covers(&self, moment: DateTime<Utc>) -> bool {
        (self.from..=self.to).contains(&moment.date_naive())
    }

    /// Whether the filter `name` is absent or exactly `truth`.
    pub(super) fn is(&self, name: &str, truth: &str) -> bool {
        self.value(name).is_none_or(|wanted| wanted == truth)
    }

    pub(super) fn is_part_of(&self, name: &str, truth: &str) -> bool {
        self.value(name).is_none_or(|part| truth.to_lowercase().contains(&part.to_lowercase()))
    }

    /// What to sort by, in upper case.
    pub(super) fn order_by(&self) -> &str {
        &self.order_by
    }

    /// How many were found, and the page that was asked for. `found` is in ascending order.
    pub(super) fn page_of<T>(&self, mut found: Vec<T>) -> (usize, Vec<T>) {
        if self.descending {
            found.reverse();
        }
        let total = found.len();
        let skipped = (self.page - 1).saturating_mul(self.page_size);
        (total, found.into_iter().skip(skipped).take(self.page_size).collect())
    }

    /// The answer around the records. The reference comes back in upper case, as it was seen in a
    /// live answer (fact sheet, 3.5).
    pub(super) fn answer(
        &self,
        gateway: &Gateway,
        account: Option<&Account>,
        name: &'static str,
        total: usize,
        records: Vec<Value>,
    ) -> Value {
        let mut filter: BTreeMap<&str, String> = self
            .values
            .iter()
            .filter(|(name, _)| !STEERING.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        if let Some(reference) = filter.get_mut("reference") {
            *reference = reference.to_uppercase();
        }
        filter.insert("from_time_created", format!("{}T00:00:00.000Z", self.from));
        filter.insert("to_time_created", format!("{}T23:59:59.999Z", self.to));
        let size = records.len();
        let action = if name == "links" { "LINK_LIST" } else { "TRANSACTION_LIST" };
        json!({
            "total_record_count": total,
            "current_page_size": size,
            "merchant_id": MERCHANT_ID,
            "merchant_name": gateway.shop().merchant_name,
            "account_id": account.map(|account| &account.id),
            "account_name": account.map(|account| &account.name),
            "filter": filter,
            "paging": {
                "page_size": self.page_size,
                "page": self.page,
                "order": if self.descending { "DESC" } else { "ASC" },
                "order_by": self.order_by,
            },
            name: Value::Array(records),
            "action": gateway.action(action),
        })
    }
}
