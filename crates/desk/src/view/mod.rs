//! What the screens are told: plain data, drawn as it is. No rule about money lives behind these types.

mod account;
mod customer;
mod form;
mod sale;
mod till;

pub use account::{AccountView, ConnectionReport, CurrencyView, KeyState, TextLimits};
pub use customer::CustomerPage;
pub use form::{ConnectForm, ConnectedEnvironment, NewSaleForm, RefundForm, SaleFilter, SaleQuery};
pub use sale::{
    CardView, CopiedLink, LinkView, PaymentView, RefundProgress, RefundView, SaleRow, SaleView,
    TimelineEntry, TimelineWhat,
};
pub use till::{DayTotals, StaffView, TillEvent, TillState};
