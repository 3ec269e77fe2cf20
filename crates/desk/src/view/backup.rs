use domain::{
    account::{Environment, ProviderId},
    sale_state::Moment,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A backup as it was when it was made: the copy was opened again, and all of it was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRow {
    /// The name of its file.
    pub name: String,
    /// When it was made.
    #[ts(as = "String")]
    pub made_at: Moment,
    /// How many sales are in it, those of practice included.
    #[ts(type = "number")]
    pub sales: u64,
    /// When the last of them was started.
    #[ts(as = "Option<String>")]
    pub last_sale: Option<Moment>,
    /// How large the book in it is, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A backup that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BackupReport {
    /// What is in it.
    pub backup: BackupRow,
    /// The folder, as the system writes it.
    pub folder: String,
}

/// What is in a backup that was looked into: all of it was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupPreview {
    /// What the file says of itself, found to be so.
    pub backup: BackupRow,
    /// What tells the file from another one: the form brings it back.
    pub fingerprint: String,
    /// The shop's name.
    pub shop_name: String,
    /// The accounts in use in it.
    pub accounts: Vec<BackupAccount>,
    /// True where it is the book that is open here, at an earlier time.
    pub is_this_book: bool,
    /// How many sales of the book that is open here were begun after the backup; `None` where it is another one's.
    #[ts(type = "number | null")]
    pub sales_since: Option<u64>,
    /// What must be typed to restore it.
    pub needs: RestoreNeeds,
}

/// An account in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupAccount {
    /// The owner's name for it.
    pub name: String,
    /// Its provider.
    pub provider: ProviderId,
    /// Its environment.
    pub environment: Environment,
    /// True where this computer's keychain has its key; without one, the owner types it again.
    pub has_key: bool,
}

/// What must be typed to restore a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RestoreNeeds {
    /// Nothing: nobody has a PIN.
    Nothing,
    /// The PIN of the owner who is signed in.
    Pin,
    /// The recovery code of the till in the backup.
    RecoveryCode,
    /// Both: the till in the backup is another one than the one that is open here.
    PinAndRecoveryCode,
}

/// The backup that was looked into is to take the place of the book.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreForm {
    /// That of the preview: another file is not restored.
    pub fingerprint: String,
    /// The owner's PIN, where it is needed.
    #[ts(as = "Option<String>")]
    pub pin: Option<SecretString>,
    /// The recovery code of the till in the backup, where it is needed.
    #[ts(as = "Option<String>")]
    pub code: Option<SecretString>,
}
