//! What is asked, each with its answer (0.1).

use crate::answers::Answer;

pub(super) const CHECKOUT: &str = "POST /checkout/url";
pub(super) const STATUS: &str = "POST /status/order_id";
pub(super) const CAPTURE: &str = "POST /capture/order_id";
pub(super) const REVERSE: &str = "POST /reverse/order_id";
pub(super) const SUBSCRIPTION: &str = "POST /subscription";

/// Below the address of the reports.
pub(super) const REPORTS_TOKEN: &str = "POST /authorizer/token/application/get";
pub(super) const REPORT: &str = "POST /api/extend/company/report";

/// Questions and answers, one by one. Of the questions there may be more.
pub(super) fn turns<const N: usize>(
    asked: [&'static str; N],
    answers: Vec<Answer>,
) -> Vec<(String, Answer)> {
    assert!(answers.len() <= N, "answers to nothing");
    asked.into_iter().map(str::to_owned).zip(answers).collect()
}
