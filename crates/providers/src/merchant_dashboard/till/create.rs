//! Making a link from products of the catalogue (seed, 'Create body').

use domain::{
    Outcome,
    account::Account,
    error::{Doubt, Field},
    link::NewLink,
    outcome::RejectionClass,
};

use super::{
    errors::{self, Failure},
    hosts,
    judge::{Judged, judge, tells_enough},
    marks, products, question,
    show::Unshown,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    merchant_dashboard::{self, Call, Link, LinkCurrency, links},
    not_offered::not_offered,
    provider::CreatedLink,
    transport::{Response, TransportFault},
};

/// Makes a link. There is no key: a repeat would make another one, so the till looks for the first one before.
pub(super) fn link(account: &Account, wanted: NewLink) -> BoxedExchange<CreatedLink> {
    let is_plain = wanted.kind.is_payment() && !wanted.lines.is_empty();
    let is_for_somebody = wanted.customer.is_some() || wanted.customer_email.is_some();
    if !is_plain || is_for_somebody || wanted.shipping.is_some() || wanted.page_language.is_some() {
        return not_offered();
    }
    Box::new(CreateLink { account: account.clone(), wanted, stage: Stage::Begin })
}

/// `POST /api/payment-links/`; `GET` of the link where that answer leaves open what a customer pays; and the customers'
/// preview where it gives no address.
struct CreateLink {
    account: Account,
    wanted: NewLink,
    stage: Stage,
}

enum Stage {
    Begin,
    /// The link is made.
    Making(Call<Link>),
    /// It is read by itself.
    Reading(Call<Link>),
    /// Customers look at it.
    Showing(Box<Unshown>),
}

impl CreateLink {
    fn begin(&mut self) -> Step<CreatedLink> {
        match call(&self.account, &self.wanted) {
            Ok(call) => {
                let request = question::request(&self.account, &call);
                self.stage = Stage::Making(call);
                question::send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn made(&mut self, link: &Link) -> Step<CreatedLink> {
        if tells_enough(link) {
            return self.judge(link);
        }
        let call = links::detail(&link.uuid);
        let request = question::request(&self.account, &call);
        self.stage = Stage::Reading(call);
        question::send(request)
    }

    fn judge(&mut self, link: &Link) -> Step<CreatedLink> {
        match judge(&self.account, &self.wanted, link) {
            Judged::Over(outcome) => Step::End(outcome),
            Judged::Unshown(unshown) => {
                let request = unshown.request(&self.account);
                self.stage = Stage::Showing(unshown);
                question::send(request)
            }
        }
    }
}

impl Exchange for CreateLink {
    type Output = CreatedLink;

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<CreatedLink> {
        let Some(answer) = answer else {
            return self.begin();
        };
        match std::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Making(call) => match errors::read_new(&call, answer) {
                Ok(link) => self.made(&link),
                Err(failure) => Step::End(failure.into()),
            },
            Stage::Reading(call) => match errors::read(&call, answer) {
                Ok(link) => self.judge(&link),
                // The link is there, so nothing of this makes it refused or unsent.
                Err(_) => Step::End(Outcome::Unclear(Doubt::SeenBefore)),
            },
            Stage::Showing(unshown) => Step::End(unshown.judge(answer, true)),
        }
    }
}

fn call(account: &Account, wanted: &NewLink) -> Result<Call<Link>, Failure> {
    // What could never be shown is not made.
    if !hosts::knows_pay_host(account) {
        let class = RejectionClass::Invalid(Field::PayHost);
        return Err(errors::refused_here(class, "PAY_HOST", ""));
    }
    let currency = LinkCurrency::try_from(wanted.currency()).map_err(|why| {
        let class = RejectionClass::Invalid(Field::Currency);
        errors::refused_here(class, "CURRENCY", &why.to_string())
    })?;
    Ok(links::create(&merchant_dashboard::NewLink {
        name: marks::label(&wanted.reference, &wanted.description),
        products: products::ordered(wanted)?,
        currency,
        pricing_mode: account.pricing.map(products::mode),
        expires_at: Some(wanted.expires_at),
        max_uses: Some(wanted.usage.limit()),
        metadata: marks::metadata(wanted)?,
    })?)
}
