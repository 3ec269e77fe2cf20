//! What is asked, each with its answer.

use super::records::PAYMENT;
use crate::{answers::Answer, asks::CUSTOMER_ID};

pub(super) const PAYMENTS: &str = "GET /payments";
pub(super) const REFUNDS: &str = "GET /refunds";
pub(super) const CUSTOMERS: &str = "GET /customers";

pub(super) fn get_payment() -> String {
    format!("GET /payments/{PAYMENT}")
}

pub(super) fn cancel() -> String {
    format!("POST /payments/{PAYMENT}/cancel")
}

pub(super) fn of_customer(method: &str) -> String {
    format!("{method} /customers/{CUSTOMER_ID}")
}

/// Questions and answers, one by one. Of the questions there may be more.
pub(super) fn turns<const N: usize>(
    asked: [impl Into<String>; N],
    answers: Vec<Answer>,
) -> Vec<(String, Answer)> {
    assert!(answers.len() <= N, "answers to nothing");
    asked.into_iter().map(Into::into).zip(answers).collect()
}
