//! What a customer sees of a link, and why there is nothing to see (seed, 'Customer-facing APIs').

use domain::{Money, Outcome, Timestamp, account::Account, error::Doubt};

use super::{
    errors::{self, Failure},
    marks, question,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    merchant_dashboard::{
        self, Call, CustomerCall, Link, LinkUuid, ProductLine, Told, Words, customer, gone_reason,
        links,
    },
    provider::{GoneReason, LinkToPreview, Preview, PreviewLine, PreviewPage},
    transport::{Response, TransportFault},
};

/// `GET /api/payment-links/public/{uuid}/` as anybody asks it; where customers find nothing, staff's look at the link tells
/// why.
pub(super) struct PreviewLink {
    account: Account,
    wanted: LinkToPreview,
    stage: Stage,
}

enum Stage {
    Begin,
    Public(LinkUuid, CustomerCall<merchant_dashboard::Preview>),
    Staff(Call<Link>),
}

impl PreviewLink {
    pub(super) fn new(account: &Account, wanted: LinkToPreview) -> Self {
        Self { account: account.clone(), wanted, stage: Stage::Begin }
    }

    fn begin(&mut self) -> Step<Preview> {
        match question::link(self.wanted.provider_id.as_str()) {
            Ok(uuid) => {
                let call = customer::preview(&uuid);
                let request = question::as_anyone(&self.account, &call);
                self.stage = Stage::Public(uuid, call);
                question::send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn shown(
        &mut self,
        uuid: &LinkUuid,
        preview: Result<merchant_dashboard::Preview, Failure>,
    ) -> Step<Preview> {
        match preview {
            Ok(preview) => Step::End(match self.page(&preview) {
                Ok(page) => Outcome::Done(Preview::Shown(page)),
                Err(doubt) => Outcome::Unclear(doubt),
            }),
            Err(failure) if failure.is_not_found() => {
                let call = links::detail(uuid);
                let request = question::request(&self.account, &call);
                self.stage = Stage::Staff(call);
                question::send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn page(&self, preview: &merchant_dashboard::Preview) -> Result<PreviewPage, Doubt> {
        let total: &Money = preview.total.known().ok_or(Doubt::Unreadable)?;
        if total.currency() != self.wanted.currency {
            return Err(Doubt::Different);
        }
        let lines = match &preview.products {
            Told::Is(lines) => lines.as_slice(),
            Told::NotTold | Told::Nothing => &[],
            Told::Unreadable => return Err(Doubt::Unreadable),
        };
        let lines =
            lines.iter().map(|line| shown_line(line.as_ref().map_err(|_| Doubt::Unreadable)?));
        Ok(PreviewPage {
            shop: text(preview.organization_name.as_ref()),
            lines: lines.collect::<Result<_, _>>()?,
            tax: preview.tax.known().copied(),
            total: *total,
        })
    }

    /// Customers do not find the link, whatever staff are told of it.
    fn gone(
        &self,
        call: &Call<Link>,
        answer: Result<Response, TransportFault>,
        now: Timestamp,
    ) -> Outcome<Preview> {
        let is_deleted = errors::is_absent(&answer);
        let Ok(link) = errors::read(call, answer) else {
            // To a customer a deletion is the same: somebody ended it.
            let reason = if is_deleted { GoneReason::SwitchedOff } else { GoneReason::Untold };
            return Outcome::Done(Preview::Gone(reason));
        };
        if !marks::may_be_ours(&link, &self.wanted.reference) {
            return Outcome::Unclear(Doubt::Different);
        }
        Outcome::Done(Preview::Gone(match gone_reason(Ok(&link), now) {
            merchant_dashboard::GoneReason::UsedUp => GoneReason::UsedUp,
            merchant_dashboard::GoneReason::Expired => GoneReason::Expired,
            merchant_dashboard::GoneReason::SwitchedOff
            | merchant_dashboard::GoneReason::Deleted => GoneReason::SwitchedOff,
            merchant_dashboard::GoneReason::Unknown => GoneReason::Untold,
        }))
    }
}

impl Exchange for PreviewLink {
    type Output = Preview;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Preview> {
        let Some(answer) = answer else {
            return self.begin();
        };
        match std::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Public(uuid, call) => self.shown(&uuid, errors::read_as_anyone(&call, answer)),
            Stage::Staff(call) => Step::End(self.gone(&call, answer, scene.now)),
        }
    }
}

/// A line without a number of pieces is one piece.
fn shown_line(line: &ProductLine) -> Result<PreviewLine, Doubt> {
    let quantity = match line.quantity {
        Told::Is(quantity) => u32::try_from(quantity).map_err(|_| Doubt::Unreadable)?,
        Told::NotTold | Told::Nothing => 1,
        Told::Unreadable => return Err(Doubt::Unreadable),
    };
    let name = text(line.name.as_ref());
    Ok(PreviewLine { name, quantity, total: line.total.known().copied() })
}

fn text(words: Option<&Words>) -> String {
    words.map(|words| words.as_str().to_owned()).unwrap_or_default()
}
