use domain::{
    Money,
    account::Environment,
    link_kind::LinkKind,
    money::MoneyWire,
    sale_state::{Mark, Moment, SaleState},
};
use serde::Serialize;
use ts_rs::TS;

use super::{LinkView, SaleRow};

/// What the customer display draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum CustomerPage {
    /// Nothing to pay.
    Idle {
        /// The shop's name.
        shop_name: String,
        /// Of the active account; none before the first start is done.
        environment: Option<Environment>,
    },
    /// A code to point a phone at.
    Pay {
        /// The shop's name.
        shop_name: String,
        /// Live, sandbox or practice.
        environment: Environment,
        /// How much in all, with what shipping costs.
        #[ts(as = "MoneyWire")]
        amount: Money,
        /// What for.
        what_for: String,
        /// What the link is for: the customer must know what becomes of the card.
        link_kind: LinkKind,
        /// The link whose code is drawn.
        link: String,
        /// The host of the page that opens.
        host: String,
        /// When the provider says that the link ends; `None` for no end.
        #[ts(as = "Option<String>")]
        ends_at: Option<Moment>,
        /// True where a card was declined and the link is still good.
        card_refused: bool,
    },
    /// The customer has confirmed the payment, and the provider is at it.
    Paying {
        /// The shop's name.
        shop_name: String,
        /// Live, sandbox or practice.
        environment: Environment,
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The money is there.
    Paid {
        /// The shop's name.
        shop_name: String,
        /// Live, sandbox or practice.
        environment: Environment,
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
        /// When.
        #[ts(as = "String")]
        at: Moment,
        /// The same mark as the counter's.
        mark: Mark,
    },
    /// The customer's card was confirmed; nothing was taken.
    CardConfirmed {
        /// The shop's name.
        shop_name: String,
        /// Live, sandbox or practice.
        environment: Environment,
    },
    /// The till is busy with this sale, or it can no longer be paid: ask staff.
    Over {
        /// The shop's name.
        shop_name: String,
        /// Live, sandbox or practice.
        environment: Environment,
    },
}

impl CustomerPage {
    /// What the customer sees of a sale; `shop_name` is the name on its pay page.
    pub fn of(sale: &SaleRow, link: Option<&LinkView>, shop_name: &str) -> Self {
        let (shop_name, environment) = (shop_name.to_owned(), sale.environment);
        match (&sale.state, link) {
            (
                SaleState::Waiting { .. }
                | SaleState::CardRefused { .. }
                | SaleState::Collecting { .. },
                Some(link),
            ) => Self::Pay {
                shop_name,
                environment,
                amount: sale.each(),
                what_for: sale.what_for.clone(),
                link_kind: sale.kind,
                link: link.id.clone(),
                host: link.host.clone(),
                ends_at: link.expires_at,
                card_refused: matches!(sale.state, SaleState::CardRefused { .. }),
            },
            (
                SaleState::Paid { at, paid, mark }
                | SaleState::PaidLate { at, paid, mark }
                | SaleState::PaidAfterCancel { at, paid, mark },
                _,
            ) => Self::Paid { shop_name, environment, amount: *paid, at: *at, mark: *mark },
            (SaleState::Paying, _) => Self::Paying { shop_name, environment, amount: sale.each() },
            (SaleState::CardConfirmed { .. }, _) => Self::CardConfirmed { shop_name, environment },
            _ => Self::Over { shop_name, environment },
        }
    }
}
