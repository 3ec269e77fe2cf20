//! What the screens are told: plain data, drawn as it is. No rule about money lives behind these types.

mod account;
mod backup;
mod basket;
mod customer;
mod form;
mod history;
mod look;
mod notification;
mod person;
mod preview;
mod product;
mod sale;
mod shop_customer;
mod staff;
mod till;
mod timeline;

pub use account::{
    AccountHealth, AccountView, CanDo, Changes, ConnectionReport, CurrencyView, DaySpan, HeldRight,
    KeyState, KeyWarning, RightName, TextLimits,
};
pub use backup::{
    BackupAccount, BackupPreview, BackupReport, BackupRow, RestoreForm, RestoreNeeds,
};
pub use basket::{BasketLineView, BasketView};
pub use customer::CustomerPage;
pub use form::{
    AccountChange, BasketLineForm, ChangeForm, ConnectForm, ConnectedEnvironment, HoldEndForm,
    KeyKind, NewKeyForm, NewSaleForm, RefundForm, SaleDays, SaleFilter, SaleQuery, TotalForm,
};
pub use history::{
    ChainReport, HistoryEntry, HistoryGroup, HistoryKind, HistoryPage, HistoryQuery,
};
pub use look::Look;
pub use notification::{NotificationSays, NotificationSigner, NotificationVerdict};
pub use person::{Candidate, Decision, Found, PersonCase, RefundTotal};
pub use preview::{CustomerCheck, GoneReason, PreviewLineView};
pub use product::{
    ChangedProduct, ColumnChange, FreshProduct, ImportFault, ImportFaultKind, ImportPreview,
    ProductView, ProductsView,
};
pub use sale::{
    CardView, CopiedLink, EarlierLink, EarlierLinkState, HoldEndView, IdKind, LinkView, LinkWish,
    OtherAccount, PaymentView, ProviderSaid, RefundProgress, RefundView, RefundsAt, SaidAbout,
    SaleIdView, SaleRow, SaleView, SubscriptionState, SubscriptionView,
};
pub use shop_customer::{CustomerCard, CustomerForm, CustomerList, CustomerQuery, CustomerRow};
pub use staff::{
    FirstPinForm, LockScreen, NewStaffForm, OwnPinForm, RecoverForm, RecoveryCodeView,
    RefundProofForm, SessionView, SignInForm, StaffList, StaffMember,
};
pub use till::{DayTotals, News, StaffView, TillEvent, TillState};
pub use timeline::{TimelineEntry, TimelineWhat};
