//! A provider without a token, whose every request is signed, and that has its reports from another service.

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Outcome, TillError,
    account::{Account, ProviderId},
    error::{Doubt, Fault},
    outcome::RejectionClass,
    refund::NewRefund,
};
use providers::{
    Health, KeySource, Keys, Lane, MadeRefund, Provider, Request, Response, RetryAfter, SweepAsk,
    TransportFault, provider,
};
use serde_json::json;

use super::{Stage, at, stage};
use crate::support::{Answer, Became, ask, became, key, ok, path, refund_of, response, sandbox};

const STATUS: &str = "/api/status/order_id";
const REVERSE: &str = "/api/reverse/order_id";
const REPORTS_TOKEN: &str = "/authorizer/token/application/get";

struct BothKeys;

#[async_trait]
impl KeySource for BothKeys {
    async fn keys(&self, _account: &Account) -> Result<Keys, TillError> {
        Ok(Keys { reports: Some("stub_reports_key".into()), ..Keys::main("stub_key".into()) })
    }
}

fn flitt() -> &'static dyn Provider {
    provider(ProviderId::Flitt)
}

fn shop() -> Account {
    Account {
        provider: ProviderId::Flitt,
        key_id: "1549901".to_owned(),
        reports_id: Some("1019".to_owned()),
        merchant: None,
        link_account: None,
        payment_account: None,
        ..sandbox()
    }
}

fn refusal(code: &str) -> Answer {
    ok(&json!({ "response": {
        "response_status": "failure", "error_code": code, "error_message": "", "request_id": "1",
    }}))
}

fn no_order() -> Answer {
    refusal("1018")
}

/// Looks for a link by itself; `None` where it was answered.
async fn watch(stage: &Stage) -> Option<Became> {
    let account = shop();
    let find = flitt().find_link(&account, ask(), at());
    became(&stage.executor.run(&account, &BothKeys, Lane::Sweep, find).await)
}

async fn sweep(stage: &Stage) -> Option<Became> {
    let account = shop();
    let sweep = flitt().sweep(&account, SweepAsk { since: at(), page: 1, after: None });
    became(&stage.executor.run(&account, &BothKeys, Lane::Sweep, sweep).await)
}

async fn refund(stage: &Stage) -> Outcome<MadeRefund> {
    let account = shop();
    let ask: NewRefund = refund_of(500);
    let refund = flitt().refund(&account, ask, key());
    stage.executor.run(&account, &BothKeys, Lane::Person, refund).await
}

#[tokio::test]
async fn a_refused_key_is_tried_once_more_and_the_same_request_goes_again() {
    for code in ["1014", "1016"] {
        let stage = stage(move |request, place| match (path(request).as_str(), place) {
            (REVERSE, 1) => refusal(code),
            (REVERSE, _) => refusal("1023"),
            _ => no_order(),
        });
        // A refused key means that nothing was acted on.
        let became = became(&refund(&stage).await);
        assert_eq!(became, Some(Became::Rejected(RejectionClass::Refused)));
        assert_eq!(stage.paths(), [STATUS, REVERSE, STATUS, REVERSE]);
        assert_eq!(stage.sent(1).body, stage.sent(3).body);
        assert_eq!(stage.executor.health(&shop()), Health::Good);
    }
}

#[tokio::test]
async fn a_key_that_stays_refused_is_told_and_not_tried_again_and_again() {
    let stage = stage(|_, place| if place == 1 { no_order() } else { refusal("1014") });
    assert_eq!(watch(&stage).await, Some(Became::Rejected(RejectionClass::Credentials)));
    assert_eq!(stage.paths(), [STATUS, STATUS, STATUS]);
    assert_eq!(stage.executor.health(&shop()), Health::KeysRefused);
    for _ in 0..100 {
        assert_eq!(watch(&stage).await, Some(Became::NotSent(Fault::SignIn)));
    }
    assert_eq!(stage.count(STATUS), 3);
    // A person may try, and is told why nothing goes.
    let told = stage.executor.ready(&shop(), &BothKeys).await;
    assert_eq!(told, Err(TillError::CredentialsRefused));
    assert_eq!(stage.count(STATUS), 4);
}

/// A portal in this trouble, and a gateway without any.
fn with_a_portal(trouble: Answer) -> Stage {
    stage(move |request: &Request, _| match path(request).as_str() {
        STATUS => no_order(),
        _ => trouble.clone(),
    })
}

fn busy(status: u16) -> Response {
    let wait = Some(RetryAfter::Wait(Duration::from_mins(10)));
    Response { retry_after: wait, ..response(status, "") }
}

#[tokio::test]
async fn what_the_reports_wish_holds_the_reports_alone() {
    for trouble in [busy(429), busy(503)] {
        let stage = with_a_portal(Ok(trouble));
        sweep(&stage).await;
        assert_eq!(stage.count(REPORTS_TOKEN), 1);
        assert_eq!(sweep(&stage).await, Some(Became::NotSent(Fault::TooManyRequests)));
        assert_eq!(stage.count(REPORTS_TOKEN), 1, "asked before its time");
        assert_eq!(stage.executor.wait_for(&shop(), Lane::Sweep), Duration::ZERO);
        assert_eq!(stage.executor.health(&shop()), Health::Good);
        assert_eq!(watch(&stage).await, None);
        stage.clock.pass(Duration::from_mins(10));
        sweep(&stage).await;
        assert_eq!(stage.count(REPORTS_TOKEN), 2);
    }
}

#[tokio::test]
async fn reports_that_fail_leave_the_payments_alone() {
    for trouble in [Ok(response(500, "")), Err(TransportFault::TimedOut)] {
        let stage = with_a_portal(trouble);
        let failed =
            [Doubt::ProviderError, Doubt::TimedOut].map(|doubt| Some(Became::Unclear(doubt)));
        let mut failures = 0;
        while failed.contains(&sweep(&stage).await) {
            failures += 1;
            assert!(failures < 100, "it is never left alone");
        }
        assert_eq!(stage.executor.health(&shop()), Health::Good);
        assert_eq!(watch(&stage).await, None);
    }
}

/// Its own keys are none of the session's, and its own time is none of the gateway's.
#[tokio::test]
async fn what_the_reports_say_of_keys_and_time_says_nothing_of_the_payments() {
    let date = at().plus(Duration::from_hours(5));
    let refused = refusal("1014").map(|answer| Response { date: Some(date), ..answer });
    let stage = with_a_portal(refused);
    assert_eq!(watch(&stage).await, None);
    let told = stage.executor.provider_time(&shop());
    sweep(&stage).await;
    assert_eq!(stage.count(REPORTS_TOKEN), 1);
    assert_eq!(stage.count(STATUS), 2, "signed in anew");
    assert_eq!(stage.executor.provider_time(&shop()), told);
    assert_eq!(stage.executor.health(&shop()), Health::Good);
}
