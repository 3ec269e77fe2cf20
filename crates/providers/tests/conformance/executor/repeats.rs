//! What is sent again, and what never is.

use domain::{
    Outcome,
    error::{Doubt, Fault},
};
use providers::{
    Exchange, Lane, Method, Request, Response, Scene, Step, TimeLimit, TransportFault,
};

use super::{InPocket, LINKS, Stage, TOKEN, at, look_in, stage, token, watch};
use crate::support::{
    Answer, Became, ask, became, global_payments, key, list, ok, path, refund, refund_of, response,
    sandbox, with,
};

#[tokio::test]
async fn a_refund_is_sent_once() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ => ok(&with(refund(), "amount", "700")),
    });
    let account = sandbox();
    let exchange = global_payments().refund(&account, refund_of(500), key());
    let outcome = stage.executor.run(&account, &InPocket, Lane::Person, exchange).await;
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
    assert_eq!(stage.paths().len(), 2);
}

/// A provider whose links can't be had before the `good`th request.
fn troubled(trouble: Answer, good: usize) -> Stage {
    stage(move |request: &Request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ if place < good => trouble.clone(),
        _ => list("links", &[]),
    })
}

#[tokio::test]
async fn a_read_that_somebody_waits_for_is_sent_again() {
    for trouble in [
        Err(TransportFault::Connect),
        Err(TransportFault::TimedOut),
        Err(TransportFault::ConnectionLost),
        Ok(response(502, "")),
    ] {
        let stage = troubled(trouble.clone(), 3);
        assert_eq!(look_in(Lane::Person, &stage, &InPocket).await, None, "{trouble:?}");
        assert_eq!(stage.paths(), [TOKEN, LINKS, LINKS, LINKS]);
        assert_eq!(stage.sent(1).url, stage.sent(3).url);
        let traffic = stage.executor.traffic(&sandbox());
        assert_eq!((traffic.requests, traffic.repeats), (4, 2));
    }
}

#[tokio::test]
async fn it_is_given_up_after_three_times() {
    let stage = troubled(Err(TransportFault::TimedOut), 4);
    let timed_out = Some(Became::Unclear(Doubt::TimedOut));
    assert_eq!(look_in(Lane::Person, &stage, &InPocket).await, timed_out);
    assert_eq!(stage.count(LINKS), 3);
}

#[tokio::test]
async fn what_the_till_asks_by_itself_is_not_sent_again() {
    for lane in [Lane::OnScreen, Lane::Settling, Lane::Sweep] {
        let stage = troubled(Err(TransportFault::Connect), 2);
        let unsent = Some(Became::NotSent(Fault::Connect));
        assert_eq!(look_in(lane, &stage, &InPocket).await, unsent);
        assert_eq!(stage.count(LINKS), 1);
        assert_eq!(look_in(lane, &stage, &InPocket).await, None);
    }
}

#[tokio::test]
async fn a_write_is_never_sent_again() {
    for trouble in [
        Err(TransportFault::Connect),
        Err(TransportFault::TimedOut),
        Err(TransportFault::ConnectionLost),
        Ok(response(500, "")),
    ] {
        let stage = troubled(trouble, 2);
        assert!(!matches!(stage.create().await, Outcome::Done(_)));
        assert_eq!(stage.paths(), [TOKEN, LINKS]);
        let account = sandbox();
        let refund = global_payments().refund(&account, refund_of(500), key());
        let _ = stage.executor.run(&account, &InPocket, Lane::Person, refund).await;
        assert_eq!(stage.paths().len(), 3);
    }
}

/// A question that is handed over by `POST`; it may read all the same.
struct Posted {
    reads: bool,
}

impl Exchange for Posted {
    type Output = ();

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<()> {
        if let Some(answer) = answer {
            return Step::End(answer.map_or_else(Outcome::from, |_| Outcome::Done(())));
        }
        let url = format!("https://apis.sandbox.globalpay.com{LINKS}");
        let request = Request::new(Method::Post, url, Some("{}".to_owned()), TimeLimit::Write);
        Step::Send(if self.reads { request.reading() } else { request })
    }
}

#[tokio::test]
async fn what_a_request_does_counts_and_not_its_method() {
    for (reads, sent) in [(true, 3), (false, 1)] {
        let stage = troubled(Err(TransportFault::ConnectionLost), 3);
        let posted = Box::new(Posted { reads });
        let outcome = stage.executor.run(&sandbox(), &InPocket, Lane::Person, posted).await;
        assert_eq!(matches!(outcome, Outcome::Done(())), reads, "{outcome:?}");
        assert_eq!(stage.count(LINKS), sent);
    }
}

#[tokio::test]
async fn where_all_fails_only_a_few_reads_are_sent_again() {
    let stage = troubled(Ok(response(500, "")), usize::MAX);
    for _ in 0..5 {
        let account = sandbox();
        let find = global_payments().find_link(&account, ask(), at());
        let _ = stage.executor.run(&account, &InPocket, Lane::Person, find).await;
    }
    assert_eq!(stage.count(LINKS), 5 + 4);
    // The till's own looks had no part in it.
    assert_eq!(watch(&stage, &InPocket).await, Some(Became::NotSent(Fault::TooManyRequests)));
}
