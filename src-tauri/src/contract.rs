//! What the pages know of the till: the TypeScript of every type and command that crosses.

use std::fmt::Write;

use desk::{
    domain::{
        account::{Environment, Pricing, ProviderId},
        amount_text::{AmountReading, DecimalMark},
        error::{
            AmountFault, Doubt, Fault, Field, Keychain, PictureFault, ProductFault, TillError,
        },
        hold::HoldEndKind,
        link_kind::{LinkKind, LinkKindForm, Period, Schedule},
        money::MoneyWire,
        place::Region,
        product_form::{PriceForm, ProductForm},
        refund::RefundReason,
        rights::Right,
        sale_state::{About, Mark, SaleState},
        staff::{PinFault, Role, StaffTile},
        till_rules::{ApprovalReason, RefundPin, TillRules},
    },
    view::{
        AccountChange, AccountHealth, AccountView, BasketLineForm, BasketLineView, BasketView,
        CanDo, Candidate, CardView, ChainReport, ChangeForm, ChangedProduct, Changes, ColumnChange,
        ConnectForm, ConnectedEnvironment, ConnectionReport, CopiedLink, CurrencyView,
        CustomerCard, CustomerCheck, CustomerForm, CustomerList, CustomerPage, CustomerQuery,
        CustomerRow, DaySpan, DayTotals, Decision, FirstPinForm, Found, FreshProduct, GoneReason,
        HeldRight, HistoryEntry, HistoryGroup, HistoryKind, HistoryPage, HistoryQuery, HoldEndForm,
        HoldEndView, ImportFault, ImportFaultKind, ImportPreview, KeyKind, KeyState, KeyWarning,
        LinkView, LinkWish, LockScreen, NewKeyForm, NewSaleForm, NewStaffForm, NotificationSays,
        NotificationSigner, NotificationVerdict, OwnPinForm, PaymentView, PersonCase,
        PreviewLineView, ProductView, ProductsView, RecoverForm, RecoveryCodeView, RefundForm,
        RefundProgress, RefundProofForm, RefundTotal, RefundView, RefundsAt, RightName, SaleFilter,
        SaleQuery, SaleRow, SaleView, SessionView, SignInForm, StaffList, StaffMember, StaffView,
        SubscriptionState, SubscriptionView, TextLimits, TillEvent, TillState, TimelineEntry,
        TimelineWhat, TotalForm,
    },
};
use ts_rs::{Config, TS};

use crate::{
    command_list::COMMANDS, practice_providers::PracticeTrouble, saved_files::SavedFile,
    windows::CustomerScreen,
};

const HEAD: &str = "\
// Made from the Rust types by `TILLSIDE_WRITE_TYPES=1 cargo test --test contract`. Do not edit: the same test compares them.

/** What a command tells as it happens: made by the page, handed over with the call. */
export type Channel<Message> = { onmessage: (message: Message) => void };

";

macro_rules! declarations {
    ($config:expr, $($type:ty),* $(,)?) => {
        [$(<$type as TS>::decl($config)),*]
    };
}

/// The declaration of each type that crosses, but for staff and products.
fn declarations(config: &Config) -> impl IntoIterator<Item = String> {
    declarations!(
        config,
        MoneyWire,
        CurrencyView,
        Environment,
        ProviderId,
        Pricing,
        KeyState,
        TextLimits,
        Region,
        DaySpan,
        Changes,
        KeyWarning,
        CanDo,
        AccountHealth,
        AccountView,
        StaffView,
        TillState,
        Mark,
        About,
        HoldEndKind,
        SaleState,
        Period,
        Schedule,
        LinkKind,
        LinkKindForm,
        LinkWish,
        LinkView,
        BasketLineView,
        BasketView,
        RefundsAt,
        SubscriptionState,
        SubscriptionView,
        CardView,
        RefundReason,
        RefundProgress,
        RefundView,
        HoldEndView,
        PaymentView,
        TimelineWhat,
        TimelineEntry,
        SaleRow,
        SaleView,
        NewSaleForm,
        BasketLineForm,
        TotalForm,
        ChangeForm,
        RefundForm,
        HoldEndForm,
        Candidate,
        RefundTotal,
        PersonCase,
        Found,
        Decision,
        ConnectedEnvironment,
        ConnectForm,
        KeyKind,
        NewKeyForm,
        AccountChange,
        RightName,
        HeldRight,
        ConnectionReport,
        NotificationSays,
        NotificationSigner,
        NotificationVerdict,
        DecimalMark,
        AmountReading,
        SaleFilter,
        SaleQuery,
        CustomerQuery,
        CustomerRow,
        CustomerList,
        CustomerCard,
        CustomerForm,
        DayTotals,
        CopiedLink,
        PreviewLineView,
        GoneReason,
        CustomerCheck,
        CustomerScreen,
        PracticeTrouble,
        TillEvent,
        CustomerPage,
        Field,
        AmountFault,
        Fault,
        Doubt,
        Keychain,
        TillError,
    )
}

/// The declaration of each type that is about the shop's list of products.
fn declarations_of_products(config: &Config) -> impl IntoIterator<Item = String> {
    declarations!(
        config,
        ProductView,
        ProductsView,
        PriceForm,
        ProductForm,
        FreshProduct,
        ColumnChange,
        ChangedProduct,
        ImportFaultKind,
        ImportFault,
        ImportPreview,
        SavedFile,
        ProductFault,
        PictureFault,
    )
}

/// The declaration of each type that is about staff.
fn declarations_of_staff(config: &Config) -> impl IntoIterator<Item = String> {
    declarations!(
        config,
        Role,
        Right,
        StaffTile,
        LockScreen,
        SessionView,
        SignInForm,
        RecoverForm,
        FirstPinForm,
        RecoveryCodeView,
        StaffMember,
        StaffList,
        NewStaffForm,
        OwnPinForm,
        PinFault,
        RefundPin,
        TillRules,
        ApprovalReason,
        RefundProofForm,
        HistoryGroup,
        HistoryKind,
        HistoryQuery,
        HistoryEntry,
        HistoryPage,
        ChainReport,
    )
}

/// The text of `ui/src/contract.ts`.
pub fn typescript() -> String {
    let mut text = HEAD.to_owned();
    let config = Config::default();
    let declarations = declarations(&config)
        .into_iter()
        .chain(declarations_of_staff(&config))
        .chain(declarations_of_products(&config));
    for declaration in declarations {
        // Writing into a text does not fail.
        let _ = writeln!(text, "export {declaration}\n");
    }
    text.push_str(
        "/** Every command: what it takes and what it gives. */\nexport type Commands = {\n",
    );
    for command in COMMANDS {
        let _ = writeln!(
            text,
            "  {}: {{ takes: {{ {} }}; gives: {} }};",
            command.name, command.takes, command.gives
        );
    }
    text.push_str("};\n");
    text
}
