//! What an operation tells, whichever it is.

use std::time::Duration;

use domain::{
    Money,
    customer::KeptCustomer,
    ids::ProviderPaymentId,
    link::{MadeLink, ProviderLinkState},
    payment::{PaymentStatus, SeenPayment},
};
use providers::{
    Altered, CreatedLink, CustomersFound, LinkReport, Listed, ListedLink, ListedTransaction,
    MadeHoldEnd, MadeRefund, Preview, RefundsSeen, Session, SessionReport, SignedIn, Swept,
};

/// What a look at a link tells that came to its end, where nothing went back.
pub(crate) fn link_report(
    state: impl Into<Option<ProviderLinkState>>,
    payments: Vec<SeenPayment>,
) -> LinkReport {
    LinkReport {
        state: state.into(),
        payments,
        went_back: Vec::new(),
        broke_off: None,
        is_deleted: false,
    }
}

/// The same as an operation tells it.
pub(crate) fn report(
    state: impl Into<Option<ProviderLinkState>>,
    payments: Vec<SeenPayment>,
) -> Told {
    Told::Report(link_report(state, payments))
}

/// The result of any operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    SignedIn {
        report: SessionReport,
        lifetime: Duration,
    },
    Opened,
    Link(CreatedLink),
    Found(Option<CreatedLink>),
    Report(LinkReport),
    Altered(Altered),
    Links(Listed<ListedLink>),
    Transactions(Listed<ListedTransaction>),
    Swept(Swept),
    Preview(Preview),
    Payment(SeenPayment),
    HoldEnd(MadeHoldEnd),
    Refund(MadeRefund),
    Refunds(RefundsSeen),
    /// Whether a subscription charges now.
    Charges(bool),
    Customers(CustomersFound),
    Customer(KeptCustomer),
    CustomerDeleted,
}

impl Told {
    pub(crate) fn signed_in(signed_in: SignedIn) -> Self {
        let lifetime = signed_in.lifetime;
        Self::SignedIn { report: Session::new(signed_in, Duration::ZERO).report(), lifetime }
    }

    /// The payments that are told to be paid, each with its sum. What lists tell is a hint, and not among them.
    pub(crate) fn paid(&self) -> Vec<(&ProviderPaymentId, Money)> {
        let payments: &[SeenPayment] = match self {
            Self::Report(report) => &report.payments,
            Self::Payment(payment) | Self::HoldEnd(MadeHoldEnd::Done(payment)) => {
                std::slice::from_ref(payment)
            }
            _ => &[],
        };
        payments
            .iter()
            .filter(|payment| payment.status == PaymentStatus::Paid)
            .map(|payment| (&payment.provider_id, payment.amount))
            .collect()
    }

    /// The address that may be shown. One of a link for another total than was asked waits for staff's word.
    pub(crate) fn shown(&self) -> Option<&str> {
        self.made().filter(|link| link.total.is_none()).map(|link| link.url.as_str())
    }

    /// The link that can be paid.
    pub(crate) fn made(&self) -> Option<&MadeLink> {
        match self {
            Self::Link(CreatedLink::Usable(link))
            | Self::Found(Some(CreatedLink::Usable(link))) => Some(link),
            _ => None,
        }
    }

    /// Every sum that went back, as far as it is told.
    pub(crate) fn gone(&self) -> Vec<Money> {
        match self {
            Self::Refunds(RefundsSeen::Each(refunds)) => {
                refunds.iter().filter(|refund| refund.stands).map(|refund| refund.amount).collect()
            }
            Self::Refunds(RefundsSeen::Total(total)) => vec![total.gone],
            _ => Vec::new(),
        }
    }

    /// True where it says that something was done, or is there.
    pub(crate) fn vouches(&self) -> bool {
        let done = matches!(
            self,
            Self::Altered(Altered::AsWished(_))
                | Self::HoldEnd(MadeHoldEnd::Done(_))
                | Self::Refund(MadeRefund::Stands(_))
                | Self::Charges(_)
                | Self::Preview(Preview::Shown(_))
                | Self::Customer(_)
                | Self::CustomerDeleted
        );
        done || self.shown().is_some() || !self.paid().is_empty()
    }
}
