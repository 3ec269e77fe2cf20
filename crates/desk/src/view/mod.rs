//! What the screens are told: plain data, drawn as it is. No rule about money lives behind these types.

mod account;
mod customer;
mod form;
mod notification;
mod person;
mod sale;
mod shop_customer;
mod till;

pub use account::{
    AccountHealth, AccountView, CanDo, ConnectionReport, CurrencyView, DaySpan, HeldRight,
    KeyState, KeyWarning, RightName, TextLimits,
};
pub use customer::CustomerPage;
pub use form::{
    AccountChange, ChangeForm, ConnectForm, ConnectedEnvironment, HoldEndForm, KeyKind, NewKeyForm,
    NewSaleForm, RefundForm, SaleFilter, SaleQuery,
};
pub use notification::{NotificationSays, NotificationSigner, NotificationVerdict};
pub use person::{Candidate, Decision, Found, PersonCase, RefundTotal};
pub use sale::{
    CardView, CopiedLink, HoldEndView, LinkView, LinkWish, PaymentView, RefundProgress, RefundView,
    SaleRow, SaleView, SubscriptionState, SubscriptionView, TimelineEntry, TimelineWhat,
};
pub use shop_customer::{CustomerCard, CustomerForm, CustomerList, CustomerQuery, CustomerRow};
pub use till::{DayTotals, StaffView, TillEvent, TillState};
