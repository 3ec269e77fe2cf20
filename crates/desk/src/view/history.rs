use domain::{
    Money, event::Fact, money::MoneyWire, sale_state::Moment, staff::Role, till_rules::TillRules,
    till_settings::TillSettings,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::StaffView;

macro_rules! kinds {
    ($($group:ident: $($(#[doc = $doc:literal])+ $kind:ident $word:literal,)+)+) => {
        /// What happened, in the book's own word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum HistoryKind {
            $($($(#[doc = $doc])+ $kind,)+)+
        }

        impl HistoryKind {
            /// That of a fact.
            pub fn of(fact: &Fact) -> Self {
                match fact {
                    $($(Fact::$kind { .. } => Self::$kind,)+)+
                }
            }

            /// As the book writes it.
            pub const fn word(self) -> &'static str {
                match self {
                    $($(Self::$kind => $word,)+)+
                }
            }
        }

        #[cfg(test)]
        const ALL: &[HistoryKind] = &[$($(HistoryKind::$kind),+),+];

        impl HistoryGroup {
            /// The words of all that belongs to it.
            pub(crate) fn words(self) -> &'static [&'static str] {
                match self {
                    $(Self::$group => &[$($word),+],)+
                }
            }
        }
    };
}

kinds! {
    Sales:
    /// A sale was started.
    SaleStarted "SALE_STARTED",
    /// A sale's customer was chosen.
    SaleCustomerChosen "SALE_CUSTOMER_CHOSEN",
    /// A customer was made at the provider.
    CustomerMade "CUSTOMER_MADE",
    /// What the provider keeps of a customer was changed.
    CustomerChanged "CUSTOMER_CHANGED",
    /// A customer was deleted at the provider.
    CustomerDeleted "CUSTOMER_DELETED",
    /// A link was asked for.
    LinkPlanned "LINK_PLANNED",
    /// Something happened to a link.
    Link "LINK",
    /// Something happened to what staff want of a link.
    Wish "WISH",
    /// A link was sent to a customer.
    LinkShared "LINK_SHARED",
    /// The provider told of a payment.
    PaymentSeen "PAYMENT_SEEN",
    /// A capture or a release was asked for.
    HoldEndPlanned "HOLD_END_PLANNED",
    /// Something happened to a capture or a release.
    HoldEnd "HOLD_END",

    Refunds:
    /// A refund was asked for.
    RefundPlanned "REFUND_PLANNED",
    /// Something happened to a refund.
    Refund "REFUND",
    /// The provider told of a refund that this till did not make.
    RefundElsewhere "REFUND_ELSEWHERE",
    /// The provider failed such a refund later.
    RefundElsewhereFailed "REFUND_ELSEWHERE_FAILED",
    /// A PIN was typed for a refund.
    PinProven "PIN_PROVEN",

    Staff:
    /// Somebody joined.
    StaffAdded "STAFF_ADDED",
    /// Somebody got another role.
    StaffRoleChanged "STAFF_ROLE_CHANGED",
    /// Somebody got another name.
    StaffRenamed "STAFF_RENAMED",
    /// Somebody left.
    StaffRetired "STAFF_RETIRED",
    /// Somebody got a PIN.
    PinSet "PIN_SET",
    /// A wrong PIN or recovery code was typed.
    PinRefused "PIN_REFUSED",
    /// Somebody signed in.
    SignedIn "SIGNED_IN",
    /// There is a new recovery code.
    RecoveryCodeMade "RECOVERY_CODE_MADE",
    /// The recovery code gave an owner a new PIN.
    Recovered "RECOVERED",

    Accounts:
    /// An account was added.
    AccountAdded "ACCOUNT_ADDED",
    /// An account was changed.
    AccountChanged "ACCOUNT_CHANGED",
    /// An account's key was replaced.
    AccountKeyReplaced "ACCOUNT_KEY_REPLACED",
    /// An account was taken out of use.
    AccountForgotten "ACCOUNT_FORGOTTEN",
    /// New sales went to another account.
    AccountChosen "ACCOUNT_CHOSEN",

    Settings:
    /// The rules of the till were changed.
    RulesChanged "RULES_CHANGED",
    /// The settings of the till were changed.
    SettingsChanged "SETTINGS_CHANGED",
    /// The shop got a name, or another one.
    ShopNamed "SHOP_NAMED",
    /// Customers see another picture while there is nothing to pay, or none.
    IdlePictureChanged "IDLE_PICTURE_CHANGED",
    /// This list left the till as a file.
    HistoryExported "HISTORY_EXPORTED",
    /// The products left the till as a file.
    ProductsExported "PRODUCTS_EXPORTED",
    /// A backup left the till as a file.
    BackedUp "BACKED_UP",
    /// The book was put back from a backup.
    BookRestored "BOOK_RESTORED",
    /// The program's log left the till as a file.
    LogExported "LOG_EXPORTED",
    /// A list of sales left the till as a file.
    SalesExported "SALES_EXPORTED",
}

/// What the list of who did what can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HistoryGroup {
    /// Sales, their links, payments and customers.
    Sales,
    /// Money that went back.
    Refunds,
    /// Who joined and left, and who signed in.
    Staff,
    /// The shop's accounts at providers.
    Accounts,
    /// The rules of the till, and what left it as a file.
    Settings,
}

/// Which part of the list of who did what the page wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HistoryQuery {
    /// Only what this member of staff did.
    pub by: Option<String>,
    /// Only this.
    pub group: Option<HistoryGroup>,
    /// Nothing that the till did by itself. A wrong PIN was typed by somebody.
    pub only_people: bool,
    /// Nothing earlier, RFC 3339.
    pub from: Option<String>,
    /// Only what is earlier, RFC 3339.
    pub to: Option<String>,
    /// Only what happened to this sale.
    pub sale: Option<String>,
    /// Only rows before this one: the last of the page above.
    #[ts(type = "number | null")]
    pub before: Option<u64>,
}

/// Some of what happened, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HistoryPage {
    /// The rows.
    pub entries: Vec<HistoryEntry>,
    /// True where there are older ones.
    pub more: bool,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// The number of the row in the book.
    #[ts(type = "number")]
    pub seq: u64,
    /// When, by the till's clock.
    #[ts(as = "String")]
    pub at: Moment,
    /// Who did it; `None` for the till itself.
    pub by: Option<StaffView>,
    /// Who approved it.
    pub approved_by: Option<StaffView>,
    /// What.
    pub kind: HistoryKind,
    /// What closer, in the book's own word; empty where there is nothing to add.
    pub detail: String,
    /// The role that somebody got.
    pub role: Option<Role>,
    /// To whom it was done, or whose PIN it was.
    pub member: Option<StaffView>,
    /// The owner's name for the account that it is about; empty for none.
    pub account: String,
    /// The rules of the till from then on.
    pub rules: Option<TillRules>,
    /// The settings of the till from then on.
    pub settings: Option<TillSettings>,
    /// The sale that it is about.
    pub sale: Option<String>,
    /// The staff's reference of that sale; empty for none, and where it was erased.
    pub reference: String,
    /// The sum that it is about.
    #[ts(as = "Option<MoneyWire>")]
    pub money: Option<Money>,
}

/// What a check of the whole book found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ChainReport {
    /// How many rows fit.
    #[ts(type = "number")]
    pub rows: u64,
    /// The first row that was changed, removed or put in by something else than the till; `None` where all fit.
    #[ts(type = "number | null")]
    pub broken: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_book_have_the_same_words() {
        for kind in ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
    }
}
