//! What the pages know of the till: the TypeScript of every type and command that crosses.

use std::fmt::Write;

use desk::{
    domain::{
        account::{Environment, ProviderId},
        amount_text::{AmountReading, DecimalMark},
        error::{AmountFault, Doubt, Fault, Field, Keychain, TillError},
        hold::HoldEndKind,
        link_kind::{LinkKind, LinkKindForm, Period, Schedule},
        money::MoneyWire,
        place::Region,
        refund::RefundReason,
        sale_state::{About, Mark, SaleState},
    },
    view::{
        AccountChange, AccountHealth, AccountView, CanDo, Candidate, CardView, ChangeForm,
        ConnectForm, ConnectedEnvironment, ConnectionReport, CopiedLink, CurrencyView,
        CustomerCard, CustomerForm, CustomerList, CustomerPage, CustomerQuery, CustomerRow,
        DaySpan, DayTotals, Decision, Found, HeldRight, HoldEndForm, HoldEndView, KeyKind,
        KeyState, KeyWarning, LinkView, LinkWish, NewKeyForm, NewSaleForm, NotificationSays,
        NotificationSigner, NotificationVerdict, PaymentView, PersonCase, RefundForm,
        RefundProgress, RefundTotal, RefundView, RightName, SaleFilter, SaleQuery, SaleRow,
        SaleView, StaffView, SubscriptionState, SubscriptionView, TextLimits, TillEvent, TillState,
        TimelineEntry, TimelineWhat,
    },
};
use ts_rs::{Config, TS};

use crate::{command_list::COMMANDS, practice_providers::PracticeTrouble, windows::CustomerScreen};

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

/// The text of `ui/src/contract.ts`.
pub fn typescript() -> String {
    let config = Config::default();
    let declarations = declarations!(
        &config,
        MoneyWire,
        CurrencyView,
        Environment,
        ProviderId,
        KeyState,
        TextLimits,
        Region,
        DaySpan,
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
    );
    let mut text = HEAD.to_owned();
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
