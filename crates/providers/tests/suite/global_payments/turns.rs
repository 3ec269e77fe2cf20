//! What is asked, each with its answer.

use super::records::{LINK, PAYMENT};
use crate::answers::Answer;

pub(super) const LINKS: &str = "GET /links";
pub(super) const TRANSACTIONS: &str = "GET /transactions";

pub(super) fn get_link() -> String {
    format!("GET /links/{LINK}")
}

pub(super) fn patch_link() -> String {
    format!("PATCH /links/{LINK}")
}

pub(super) fn get_transaction(id: &str) -> String {
    format!("GET /transactions/{id}")
}

/// Something that is done with the payment.
pub(super) fn post_to_payment(action: &str) -> String {
    format!("POST /transactions/{PAYMENT}/{action}")
}

/// Questions and answers, one by one. Of the questions there may be more.
pub(super) fn turns<const N: usize>(
    asked: [impl Into<String>; N],
    answers: Vec<Answer>,
) -> Vec<(String, Answer)> {
    assert!(answers.len() <= N, "answers to nothing");
    asked.into_iter().map(Into::into).zip(answers).collect()
}
