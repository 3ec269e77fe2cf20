//! What staff may do. Which right each command of the till needs stands in the shell's list of commands.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::staff::Role;

macro_rules! rights {
    ($($least:ident: $($(#[doc = $doc:literal])+ $right:ident,)+)+) => {
        /// Something that not everybody may do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum Right {
            $($($(#[doc = $doc])+ $right,)+)+
        }

        impl Right {
            /// Every right, that of the least role first.
            pub const ALL: [Self; [$($(Self::$right),+),+].len()] = [$($(Self::$right),+),+];

            /// The least role that has it.
            pub fn least(self) -> Role {
                match self {
                    $($(Self::$right)|+ => Role::$least,)+
                }
            }
        }
    };
}

rights! {
    Cashier:
    /// Create, share and watch links, cancel and change one's own; see one's own sales, those of today, and open ones.
    TakePayments,
    /// Start a refund that somebody who may refund approves at the till.
    AskForRefunds,

    Manager:
    /// Give money back, and approve the refunds that others start.
    Refund,
    /// Cancel or change links that others made.
    CancelOthers,
    /// See every sale.
    SeeAllSales,
    /// See what the day brought.
    SeeFigures,
    /// Capture and release, stop charges and have them go on, decide what no provider could tell.
    DecideMoney,
    /// Delete what the provider keeps of a customer.
    ManageCustomers,
    /// Add, change, order and delete the shop's products.
    ManageProducts,
    /// Have the till work with live money, in the sandbox or in practice.
    SwitchEnvironment,

    Owner:
    /// Connect, change and forget accounts, and replace their keys.
    ManageAccounts,
    /// Add staff, retire them, set their roles and PINs.
    ManageStaff,
    /// Name the shop, and set the rules of the till.
    ChangeSettings,
    /// Read who did what, and check the book.
    ReadHistory,
    /// Take data out of the till as a file.
    Export,
    /// Make backups of the book, and see which there are.
    BackUp,
    /// Put a backup in the place of the book.
    Restore,
}
