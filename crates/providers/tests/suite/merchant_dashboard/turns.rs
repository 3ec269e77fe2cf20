//! What is asked, each with its answer.

use super::records::LINK;
use crate::answers::Answer;

pub(super) const LINKS: &str = "GET /api/payment-links";
pub(super) const CREATE: &str = "POST /api/payment-links";

pub(super) fn get_link() -> String {
    format!("GET /api/payment-links/{LINK}")
}

pub(super) fn patch_link() -> String {
    format!("PATCH /api/payment-links/{LINK}")
}

pub(super) fn get_payments() -> String {
    format!("GET /api/payment-links/{LINK}/payments")
}

pub(super) fn get_preview() -> String {
    format!("GET /api/payment-links/public/{LINK}")
}

/// Questions and answers, one by one. Of the questions there may be more.
pub(super) fn turns<const N: usize>(
    asked: [impl Into<String>; N],
    answers: Vec<Answer>,
) -> Vec<(String, Answer)> {
    assert!(answers.len() <= N, "answers to nothing");
    asked.into_iter().map(Into::into).zip(answers).collect()
}
