//! The longest read there is.

use domain::Outcome;
use providers::Lane;
use serde_json::{Value, json};

use super::{InPocket, TOKEN, stage, token};
use crate::support::{LINK, global_payments, link, link_to_read, ok, path, sale, sandbox, with};

#[tokio::test]
async fn a_link_that_was_paid_a_thousand_times_is_read_to_its_end() {
    let rows: Vec<Value> = (0..1_000)
        .map(|place| json!({ "id": format!("TRN_{place}"), "type": "SALE", "status": "CAPTURED" }))
        .collect();
    let link = with(link(), "transactions/transaction_list", rows);
    let stage = stage(move |request, place| {
        let path = path(request);
        match path.rsplit('/').next().unwrap() {
            _ if path == TOKEN => token(place),
            LINK => ok(&link),
            payment => ok(&with(sale(), "id", payment)),
        }
    });
    let account = sandbox();
    let read = global_payments().read_link(&account, link_to_read());
    match stage.executor.run(&account, &InPocket, Lane::Person, read).await {
        Outcome::Done(report) => assert_eq!(report.payments.len(), 1_000),
        other => panic!("no report: {other:?}"),
    }
}
