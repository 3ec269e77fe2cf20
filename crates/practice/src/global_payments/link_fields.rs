//! Fields of a link that a create and an edit read alike (fact sheet, 3.1 and 3.6).

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::errors::ApiError;
use super::fields::Fields;
use super::link_record::Usage;
use crate::minor_units::MinorUnits;

/// The server's own limits are unknown (fact sheet, 7.3); these are the official client's.
pub(super) const LONGEST_NAME: usize = 120;
pub(super) const LONGEST_DESCRIPTION: usize = 250;
const USAGE_LIMITS: std::ops::RangeInclusive<u64> = 1..=1000;

/// An account without a hosted payment page answers so to the other kinds (fact sheet, 3.8).
pub(super) fn check_type(kind: &str) -> Result<(), ApiError> {
    match kind {
        "PAYMENT" => Ok(()),
        "HOSTED_PAYMENT_PAGE" | "THIRD_PARTY_PAGE" | "EXCHANGE_APP_CREDENTIALS" => {
            Err(ApiError::permission_missing())
        }
        _ => Err(ApiError::value_invalid("type")),
    }
}

/// Whether the field `status` switches the link off; `None` if it is absent.
pub(super) fn read_switched_off(fields: Fields<'_>) -> Result<Option<bool>, ApiError> {
    match fields.text("status")? {
        None => Ok(None),
        Some("ACTIVE") => Ok(Some(false)),
        Some("INACTIVE") => Ok(Some(true)),
        Some(_) => Err(ApiError::value_invalid("status")),
    }
}

/// The limit of a SINGLE link is 1, whatever is sent; the fact sheet calls it not needed there.
pub(super) fn read_usage(fields: Fields<'_>, mode: &str) -> Result<Usage, ApiError> {
    let limit = fields.whole_number("usage_limit")?;
    match (mode, limit) {
        ("SINGLE", _) => Ok(Usage::Single),
        ("MULTIPLE", None) => Err(ApiError::either_field_missing("usage_limit")),
        ("MULTIPLE", Some(limit)) => u32::try_from(limit)
            .ok()
            .filter(|_| USAGE_LIMITS.contains(&limit))
            .map(|limit| Usage::Multiple { limit })
            .ok_or_else(|| ApiError::value_invalid("usage_limit")),
        _ => Err(ApiError::value_invalid("usage_mode")),
    }
}

/// What shipping adds, if the link ships; `present` is what it was before, and stays if nothing is
/// said of it.
pub(super) fn read_shipping(
    fields: Fields<'_>,
    present: Option<MinorUnits>,
) -> Result<Option<MinorUnits>, ApiError> {
    match (fields.text("shippable")?, present) {
        (None, None) | (Some("NO"), _) => Ok(None),
        (None, Some(_)) => Ok(fields.minor_units("shipping_amount")?.or(present)),
        (Some("YES"), _) => {
            let amount = fields.minor_units("shipping_amount")?;
            amount.map(Some).ok_or_else(ApiError::shipping_amount_missing)
        }
        (Some(_), _) => Err(ApiError::value_invalid("shippable")),
    }
}

/// The field `expiration_date`. A time in the past is taken and gives an expired link; no refusal
/// is documented.
pub(super) fn read_expires(fields: Fields<'_>) -> Result<Option<DateTime<Utc>>, ApiError> {
    fields
        .text("expiration_date")?
        .map(|text| {
            read_expiration(text).ok_or_else(|| ApiError::unexpected_data("expiration_date"))
        })
        .transpose()
}

/// The field `amount`, which must not be zero.
pub(super) fn read_amount(transactions: Fields<'_>) -> Result<Option<MinorUnits>, ApiError> {
    match transactions.minor_units("amount")? {
        Some(amount) if amount.is_zero() => Err(ApiError::amount_zero()),
        amount => Ok(amount),
    }
}

/// A date-time with its offset, a date-time without one (read as UTC), or a date, which counts to
/// its end.
fn read_expiration(text: &str) -> Option<DateTime<Utc>> {
    let without_offset =
        |format| NaiveDateTime::parse_from_str(text, format).ok().map(|moment| moment.and_utc());
    let end_of_day = || {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let midnight = day.succ_opt()?.and_time(NaiveTime::MIN).and_utc();
        Some(midnight - TimeDelta::milliseconds(1))
    };
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|moment| moment.to_utc())
        .or_else(|| without_offset("%Y-%m-%dT%H:%M:%S%.f"))
        .or_else(|| without_offset("%Y-%m-%d %H:%M:%S"))
        .or_else(end_of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_documented_forms_of_an_expiration_are_read() {
        for (text, moment) in [
            ("2026-11-20T10:15:30Z", "2026-11-20T10:15:30+00:00"),
            ("2026-11-20T10:15:30.250Z", "2026-11-20T10:15:30.250+00:00"),
            ("2026-11-20T10:15:30+02:00", "2026-11-20T08:15:30+00:00"),
            ("2026-11-20T10:15:30", "2026-11-20T10:15:30+00:00"),
            ("2026-11-20 10:15:30", "2026-11-20T10:15:30+00:00"),
            ("2026-11-20", "2026-11-20T23:59:59.999+00:00"),
        ] {
            let read = read_expiration(text).map(|moment| moment.to_rfc3339());
            assert_eq!(read.as_deref(), Some(moment), "{text}");
        }
        for text in ["tomorrow", "20.11.2026", "2026-13-01", "1763633730"] {
            assert_eq!(read_expiration(text), None, "{text}");
        }
    }
}
