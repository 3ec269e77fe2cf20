//! Typed values in SQLite's columns.

use std::{error::Error as StdError, str::FromStr};

use domain::{Amount, Currency, Money, Timestamp};
use rusqlite::{Error, Result, Row, types::Type};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error::{Failure, LedgerError};

/// What a column should hold and does not.
#[derive(Debug, thiserror::Error)]
#[error("the column does not hold what it should")]
struct Unfit;

fn unfit(row: &Row<'_>, column: &str, kind: Type, why: Box<dyn StdError + Send + Sync>) -> Error {
    row.as_ref()
        .column_index(column)
        .map_or_else(|problem| problem, |at| Error::FromSqlConversionFailure(at, kind, why))
}

fn read<S, T>(
    row: &Row<'_>,
    column: &str,
    kind: Type,
    convert: impl FnOnce(S) -> Option<T>,
) -> Result<Option<T>>
where
    S: rusqlite::types::FromSql,
{
    let stored: Option<S> = row.get(column)?;
    stored
        .map(|stored| convert(stored).ok_or_else(|| unfit(row, column, kind, Box::new(Unfit))))
        .transpose()
}

fn present<T>(row: &Row<'_>, column: &str, kind: Type, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| unfit(row, column, kind, Box::new(Unfit)))
}

/// A text, if there is one. What a hand made unreadable in it is replaced, so that the rest can still be read.
pub(crate) fn lossy(row: &Row<'_>, column: &str) -> Result<Option<String>> {
    let stored = row.get_ref(column)?.as_bytes_or_null()?;
    Ok(stored.map(|text| String::from_utf8_lossy(text).into_owned()))
}

/// An id, a key, a currency: anything that has one text form, if there is one.
pub(crate) fn maybe_parsed<T: FromStr>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    read(row, column, Type::Text, |text: String| text.parse().ok())
}

/// An id, a key, a currency: anything that has one text form.
pub(crate) fn parsed<T: FromStr>(row: &Row<'_>, column: &str) -> Result<T> {
    let value = maybe_parsed(row, column)?;
    present(row, column, Type::Text, value)
}

/// A text that is checked as it is read, such as a provider's id, if there is one.
pub(crate) fn checked<T: TryFrom<String>>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    read(row, column, Type::Text, |text: String| T::try_from(text).ok())
}

/// A provider's id.
pub(crate) fn required<T: TryFrom<String>>(row: &Row<'_>, column: &str) -> Result<T> {
    let value = checked(row, column)?;
    present(row, column, Type::Text, value)
}

/// A value that is stored as its one word, if there is one.
pub(crate) fn maybe_word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    read(row, column, Type::Text, |text: String| serde_json::from_value(Value::String(text)).ok())
}

/// A value that is stored as its one word.
pub(crate) fn word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T> {
    let value = maybe_word(row, column)?;
    present(row, column, Type::Text, value)
}

/// A value that is stored as JSON, if there is one.
pub(crate) fn maybe_json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    read(row, column, Type::Text, |text: String| serde_json::from_str(&text).ok())
}

/// A value that is stored as JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T> {
    let value = maybe_json(row, column)?;
    present(row, column, Type::Text, value)
}

/// A moment, if there is one.
pub(crate) fn maybe_moment(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>> {
    read(row, column, Type::Integer, Timestamp::from_millis)
}

/// A moment.
pub(crate) fn moment(row: &Row<'_>, column: &str) -> Result<Timestamp> {
    let value = maybe_moment(row, column)?;
    present(row, column, Type::Integer, value)
}

/// The sum in the columns `minor` and `currency`.
pub(crate) fn money(row: &Row<'_>) -> Result<Money> {
    sum(row, "minor")
}

/// The sum in the column `minor` and the currency beside it.
pub(crate) fn sum(row: &Row<'_>, minor: &str) -> Result<Money> {
    let value = maybe_sum(row, minor)?;
    present(row, minor, Type::Integer, value)
}

/// The sum in the column `minor`, if there is one, and the currency beside it.
pub(crate) fn maybe_sum(row: &Row<'_>, minor: &str) -> Result<Option<Money>> {
    let currency: Currency = parsed(row, "currency")?;
    let value = read(row, minor, Type::Integer, |stored: i64| u64::try_from(stored).ok())?;
    Ok(value.map(|minor| Money::new(minor, currency)))
}

/// The amount in the columns `minor` and `currency`.
pub(crate) fn amount(row: &Row<'_>) -> Result<Amount> {
    Amount::new(money(row)?).map_err(|why| unfit(row, "minor", Type::Integer, Box::new(why)))
}

/// A value as JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|_| Failure::Misuse.into())
}

/// A value as its one word.
pub(crate) fn to_word<T: Serialize>(value: &T) -> Result<String, LedgerError> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        _ => Err(Failure::Misuse.into()),
    }
}

/// Minor units as SQLite counts.
pub(crate) fn minor(money: Money) -> Result<i64, LedgerError> {
    i64::try_from(money.minor()).map_err(|_| Failure::TooLarge.into())
}

/// A moment as SQLite counts.
pub(crate) fn millis(moment: Option<Timestamp>) -> Option<i64> {
    moment.map(Timestamp::millis)
}
