use domain::{
    TillError,
    account::Environment,
    rights::Right,
    sale_state::Moment,
    staff::{Role, StaffTile},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Look, StaffView};

/// Who is at the till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum SessionView {
    /// Nobody: it is locked.
    Locked {
        /// What is shown meanwhile.
        screen: LockScreen,
        /// How the till looks and speaks.
        look: Look,
    },
    /// Somebody.
    Open {
        /// Who.
        staff: StaffView,
        /// What they are in the shop.
        role: Role,
        /// What they may do.
        rights: Vec<Right>,
        /// True where nobody has a PIN yet, so that the till can't be locked.
        pinless: bool,
        /// After how many seconds without a touch the till locks; `None` for never.
        lock_after_idle: Option<u32>,
        /// True where it locks whenever a sale is left.
        lock_after_sale: bool,
        /// How the till looks and speaks.
        look: Look,
    },
}

/// What is shown while the till is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LockScreen {
    /// The shop's name.
    pub shop_name: String,
    /// Where the till works; `None` before its first account.
    pub environment: Option<Environment>,
    /// Who may sign in.
    pub staff: Vec<StaffTile>,
    /// How many sales wait for something: they are watched all the while.
    pub open_sales: u32,
    /// Why nobody can sign in with a PIN.
    pub problem: Option<TillError>,
    /// True where there is a recovery code.
    pub can_recover: bool,
}

/// The staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StaffList {
    /// Everybody, also who left, in the order in which they joined.
    pub members: Vec<StaffMember>,
    /// When the recovery code was made that holds now; `None` where there is none.
    #[ts(as = "Option<String>")]
    pub recovery_code_made_at: Option<Moment>,
    /// True where nobody has a PIN yet.
    pub pinless: bool,
}

/// A member of staff, as the owner sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StaffMember {
    /// Their id.
    pub id: String,
    /// Their name; empty for an owner without one, whom the page names.
    pub name: String,
    /// What they are in the shop.
    pub role: Role,
    /// True where they can sign in.
    pub has_pin: bool,
    /// When they joined.
    #[ts(as = "String")]
    pub added_at: Moment,
    /// When they left.
    #[ts(as = "Option<String>")]
    pub retired_at: Option<Moment>,
    /// Seconds until a PIN of theirs may be tried again; 0 where it may be tried now.
    pub waits: u32,
}

/// A new recovery code, to be written down. The till keeps nothing that it could be shown from again.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct RecoveryCodeView {
    /// Seven groups of four characters, with dashes between.
    pub code: String,
}

impl std::fmt::Debug for RecoveryCodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecoveryCodeView").finish_non_exhaustive()
    }
}

/// Somebody signs in, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInForm {
    /// Who.
    pub member: String,
    /// Their PIN.
    #[ts(as = "String")]
    pub pin: SecretString,
}

/// An owner comes back by the recovery code, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecoverForm {
    /// Which owner; empty for the first one, where the page can't tell who is one.
    pub member: String,
    /// The code, as it was typed.
    #[ts(as = "String")]
    pub code: SecretString,
    /// The PIN that they have from now on.
    #[ts(as = "String")]
    pub new_pin: SecretString,
}

/// The first PIN of a till, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FirstPinForm {
    /// The owner's name.
    pub name: String,
    /// Their PIN.
    #[ts(as = "String")]
    pub pin: SecretString,
}

/// Somebody who joins, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewStaffForm {
    /// Their name.
    pub name: String,
    /// What they are in the shop.
    pub role: Role,
    /// Their PIN.
    #[ts(as = "String")]
    pub pin: SecretString,
}

/// Another PIN for who is at the till, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnPinForm {
    /// The PIN as it was.
    #[ts(as = "String")]
    pub old: SecretString,
    /// The PIN as it is from now on.
    #[ts(as = "String")]
    pub new: SecretString,
}

/// A PIN typed for one refund, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefundProofForm {
    /// Whose PIN: that of who starts the refund, or of who approves it.
    pub member: String,
    /// The PIN.
    #[ts(as = "String")]
    pub pin: SecretString,
    /// The press of the button that starts the refund.
    pub press: String,
    /// The payment.
    pub payment: String,
    /// How much goes back, minor units of the payment's currency as text.
    pub amount_minor: String,
}
