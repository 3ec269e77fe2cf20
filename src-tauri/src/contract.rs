//! What the pages know of the till: the TypeScript of every type and command that crosses.

use std::fmt::Write;

use desk::{
    domain::{
        account::{Environment, Pricing, ProviderId},
        amount_text::{AmountReading, DecimalMark},
        error::{
            AmountFault, BackupFault, Doubt, Fault, Field, Keychain, PictureFault, ProductFault,
            TillError,
        },
        hold::HoldEndKind,
        language::Language,
        link_kind::{LinkKind, LinkKindForm, Period, Schedule},
        money::MoneyWire,
        place::Region,
        product_form::{PriceForm, ProductForm},
        refund::RefundReason,
        rights::Right,
        sale_state::{About, Mark, SaleState},
        shared_link::ShareWay,
        staff::{PinFault, Role, StaffTile},
        till_rules::{ApprovalReason, RefundPin, TillRules},
        till_settings::{DisplayChoice, MonitorIdentity, Sounds, Theme, TillSettings},
    },
    view::{
        AccountChange, AccountHealth, AccountView, BackupAccount, BackupPreview, BackupReport,
        BackupRow, BasketLineForm, BasketLineView, BasketView, CanDo, Candidate, CardView,
        ChainReport, ChangeForm, ChangedProduct, Changes, ColumnChange, ConnectForm,
        ConnectedEnvironment, ConnectionReport, CopiedLink, CurrencyView, CustomerCard,
        CustomerCheck, CustomerForm, CustomerList, CustomerPage, CustomerQuery, CustomerRow,
        DaySpan, DayTotals, Decision, EarlierLink, EarlierLinkState, FirstPinForm, Found,
        FreshProduct, GoneReason, HeldRight, HistoryEntry, HistoryGroup, HistoryKind, HistoryPage,
        HistoryQuery, HoldEndForm, HoldEndView, IdKind, ImportFault, ImportFaultKind,
        ImportPreview, KeyKind, KeyState, KeyWarning, LinkView, LinkWish, LockScreen, Look,
        NewKeyForm, NewSaleForm, NewStaffForm, News, NotificationSays, NotificationSigner,
        NotificationVerdict, OtherAccount, OwnPinForm, PaymentView, PersonCase, PreviewLineView,
        ProductView, ProductsView, ProviderSaid, RecoverForm, RecoveryCodeView, RefundForm,
        RefundProgress, RefundProofForm, RefundTotal, RefundView, RefundsAt, RestoreForm,
        RestoreNeeds, RightName, SaidAbout, SaleDays, SaleFilter, SaleIdView, SaleQuery, SaleRow,
        SaleView, SessionView, SignInForm, StaffList, StaffMember, StaffView, SubscriptionState,
        SubscriptionView, TextLimits, TillEvent, TillState, TimelineEntry, TimelineWhat, TotalForm,
    },
};
use share::{Paper, PictureFormat};
use ts_rs::{Config, TS};

use crate::{
    backups::{BackupSource, BackupsView},
    command_list::COMMANDS,
    customer_scene::{CustomerScene, ScreenSize},
    displays::{CustomerScreen, DisplaysView, MonitorView},
    exported_log::LogPreview,
    manners::{ClosingWay, KeysState, ThisComputer, TrayState},
    practice_providers::PracticeTrouble,
    saved_files::SavedFile,
    slip_printer::SlipPrint,
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

/// The declaration of each type that crosses, but for staff, products and settings.
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
        IdKind,
        SaleIdView,
        SaidAbout,
        ProviderSaid,
        OtherAccount,
        EarlierLinkState,
        EarlierLink,
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
        SaleDays,
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
        ShareWay,
        PictureFormat,
        Paper,
        SlipPrint,
        ProductFault,
        PictureFault,
    )
}

/// The declaration of each type that is about the till's settings.
fn declarations_of_settings(config: &Config) -> impl IntoIterator<Item = String> {
    declarations!(
        config,
        News,
        TrayState,
        KeysState,
        ThisComputer,
        ClosingWay,
        Language,
        Theme,
        Sounds,
        MonitorIdentity,
        DisplayChoice,
        TillSettings,
        Look,
    )
}

/// The declaration of each type that is about the customer's window.
fn declarations_of_displays(config: &Config) -> impl IntoIterator<Item = String> {
    declarations!(config, CustomerScreen, MonitorView, DisplaysView, ScreenSize, CustomerScene,)
}

/// The declaration of each type that is about backups.
fn declarations_of_backups(config: &Config) -> impl IntoIterator<Item = String> {
    declarations!(
        config,
        BackupFault,
        BackupRow,
        BackupReport,
        BackupsView,
        BackupSource,
        BackupAccount,
        RestoreNeeds,
        BackupPreview,
        RestoreForm,
        LogPreview,
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
        .chain(declarations_of_products(&config))
        .chain(declarations_of_settings(&config))
        .chain(declarations_of_displays(&config))
        .chain(declarations_of_backups(&config));
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
