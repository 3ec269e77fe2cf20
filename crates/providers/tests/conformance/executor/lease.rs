//! A request that an exchange allows only for a while.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{Outcome, error::Fault};
use providers::{
    BoxedExchange, CreatedLink, Exchange, Lane, Method, Request, Response, Scene, Step, TimeLimit,
    TransportFault,
};

use super::{InPocket, LINKS, Stage, TOKEN, over, stage, sunshine, token};
use crate::support::{
    Answer, Became, LINK, ask, became, global_payments, key, link, ok, path, sandbox, seen_before,
};

const HELD_UP: Option<Became> = Some(Became::NotSent(Fault::HeldUp));

/// An exchange that is allowed as long as a flag stands.
struct Leased<T> {
    exchange: BoxedExchange<T>,
    holds: Arc<AtomicBool>,
}

impl<T> Exchange for Leased<T> {
    type Output = T;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<T> {
        self.exchange.next(scene, answer)
    }

    fn still_allowed(&self) -> bool {
        self.holds.load(Ordering::SeqCst)
    }
}

/// A provider during whose answer to the request at `over_at` the lease ends.
fn ends_at(
    over_at: usize,
    answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static,
) -> (Stage, Arc<AtomicBool>) {
    let holds = Arc::new(AtomicBool::new(true));
    let (flag, count) = (Arc::clone(&holds), std::sync::atomic::AtomicUsize::new(0));
    let stage = stage(move |request, place| {
        if count.fetch_add(1, Ordering::SeqCst) + 1 == over_at {
            flag.store(false, Ordering::SeqCst);
        }
        answer(request, place)
    });
    (stage, holds)
}

async fn run<T>(stage: &Stage, holds: Arc<AtomicBool>, exchange: BoxedExchange<T>) -> Outcome<T>
where
    T: 'static,
{
    let leased = Box::new(Leased { exchange, holds });
    stage.executor.run(&sandbox(), &InPocket, Lane::Person, leased).await
}

fn create() -> BoxedExchange<CreatedLink> {
    global_payments().create_link(&sandbox(), ask(), key())
}

#[tokio::test]
async fn a_write_whose_sign_in_took_too_long_does_not_leave() {
    let (stage, holds) = ends_at(1, sunshine);
    assert_eq!(became(&run(&stage, holds, create()).await), HELD_UP);
    assert_eq!(stage.paths(), [TOKEN]);
}

/// The first send was refused unread, so nothing was acted on; the second would come too late.
#[tokio::test]
async fn a_write_is_asked_for_again_before_it_leaves_with_a_new_token() {
    let refused_once = |request: &Request, place| match (path(request).as_str(), place) {
        (TOKEN, place) => token(place),
        (LINKS, 1) => over(),
        _ => ok(&link()),
    };
    let (stage, holds) = ends_at(3, refused_once);
    assert_eq!(became(&run(&stage, holds, create()).await), HELD_UP);
    assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN]);
    let (stage, holds) = ends_at(4, refused_once);
    assert!(matches!(run(&stage, holds, create()).await, Outcome::Done(_)));
}

/// To give up now would call something unsent that may be there.
#[tokio::test]
async fn what_a_write_led_to_is_still_read() {
    let (stage, holds) = ends_at(2, |request, place| match path(request).as_str() {
        TOKEN => token(place),
        LINKS => seen_before(LINK),
        _ => ok(&link()),
    });
    let made = run(&stage, holds, create()).await;
    assert!(matches!(made, Outcome::Done(CreatedLink::Usable(_))), "{made:?}");
}

/// Reads what it then writes.
struct ReadThenWrite {
    has_read: bool,
}

impl Exchange for ReadThenWrite {
    type Output = ();

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<()> {
        let method = match answer {
            None => Method::Get,
            Some(_) if !self.has_read => {
                self.has_read = true;
                Method::Patch
            }
            Some(_) => return Step::End(Outcome::Done(())),
        };
        let url = "https://provider.example/ucp/links/1".to_owned();
        Step::Send(Request::new(method, url, None, TimeLimit::Write))
    }
}

#[tokio::test]
async fn a_write_that_follows_a_read_is_asked_for_too() {
    let read_then_write = || Box::new(ReadThenWrite { has_read: false });
    let good = |request: &Request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ => ok(&link()),
    };
    let (stage, holds) = ends_at(2, good);
    assert_eq!(became(&run(&stage, holds, read_then_write()).await), HELD_UP);
    assert_eq!(stage.paths().len(), 2);
    let (stage, holds) = ends_at(3, good);
    assert_eq!(run(&stage, holds, read_then_write()).await, Outcome::Done(()));
}
