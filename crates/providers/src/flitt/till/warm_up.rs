//! One cheap read that opens the connection.

use domain::{Outcome, account::Account};

use super::status;
use crate::{
    exchange::{Exchange, Scene, Step},
    transport::{Response, TransportFault},
};

/// An order that nobody makes: the till's own end in ten characters of an intent's id.
const NOBODYS_ORDER: &str = "tillside-warm-up";

/// The state of an order that is not there. Whatever is answered, the connection is open.
pub(super) struct WarmUp {
    account: Account,
}

impl WarmUp {
    pub(super) fn new(account: &Account) -> Self {
        Self { account: account.clone() }
    }
}

impl Exchange for WarmUp {
    type Output = ();

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<()> {
        if let Some(answer) = answer {
            return Step::End(answer.map_or_else(Outcome::from, |_| Outcome::Done(())));
        }
        let request = status::of_order(NOBODYS_ORDER)
            .and_then(|question| question.request(&self.account, scene.session));
        match request {
            Ok(request) => Step::Send(request),
            Err(failure) => Step::End(failure.into()),
        }
    }
}
