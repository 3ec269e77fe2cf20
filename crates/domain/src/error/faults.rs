//! What went wrong, in the small: the reasons inside of errors.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a product can't be sold as staff chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProductFault {
    /// It has no price in the sale's currency.
    NoPrice,
    /// Its price is not the one that staff were shown.
    PriceChanged,
    /// The provider makes links of its own catalogue alone, and the product does not say which one it is there.
    NotInCatalogue,
    /// It is not in the shop's list any more.
    Gone,
}

/// What is wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AmountFault {
    /// Nothing was typed.
    Empty,
    /// It is zero.
    Zero,
    /// It is below zero.
    Negative,
    /// It is larger than the till takes.
    TooLarge,
    /// It holds letters or signs that no amount has.
    NotANumber,
    /// It has more digits behind the decimal mark than the currency.
    TooPrecise,
}

/// Why a file can't be a product's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PictureFault {
    /// It is no PNG, JPEG or WebP picture.
    OtherKind,
    /// The file is larger than the till takes.
    FileTooLarge,
    /// It has more pixels than the till takes.
    TooManyPixels,
    /// It is damaged or cut off.
    Damaged,
}

/// Why a request provably never reached the provider, or was provably not acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fault {
    /// The host's name could not be found: no network, or a wrong address.
    Dns,
    /// No connection could be opened.
    Connect,
    /// The connection was not safe.
    Tls,
    /// The provider asked to slow down, on the first attempt.
    TooManyRequests,
    /// Sign-in got no usable answer, so nothing else was sent.
    SignIn,
    /// The till was held up after it had written the request down, by sleep for example, and let it be.
    HeldUp,
}

/// Why nobody knows yet whether the provider acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Doubt {
    /// No answer came in time.
    TimedOut,
    /// The connection broke before a whole answer came.
    ConnectionLost,
    /// The provider had an error of its own (HTTP 5xx), or is still busy with the same thing (HTTP 409).
    ProviderError,
    /// The answer could not be read: HTML, half a body, a missing field.
    Unreadable,
    /// The answer names another amount, currency, reference or account than was asked.
    Different,
    /// The answer was larger than the till accepts, or tried to lead it elsewhere.
    Refused,
    /// The provider knows the key, but what it made could not be read.
    SeenBefore,
    /// The provider has it and is still working at it: its bank, for example, has not answered yet.
    InWork,
    /// The provider said no, but not on the first attempt: an earlier one may have worked.
    RefusedLater,
    /// The program ended while the request was on its way.
    Interrupted,
}

impl Doubt {
    /// True where the provider itself said that what was asked for is there, though not what became of it.
    pub fn proves_existence(self) -> bool {
        matches!(self, Self::SeenBefore | Self::InWork | Self::Different)
    }
}

/// What stands in the way of the operating system's keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Keychain {
    /// The Secret Service of a Linux desktop.
    SecretService,
    /// The keychain of macOS.
    MacosKeychain,
    /// The Credential Manager of Windows.
    WindowsCredentialManager,
}

/// Why a backup was not made, or can't be put in the place of the book. The book that is in use stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BackupFault {
    /// The file is none of this till's backups, or only the beginning of one.
    NotABackup,
    /// The file is not as it was written: a disk or a copy has spoiled it.
    Damaged,
    /// Something else than the till has changed it.
    Changed,
    /// A newer program made it.
    Newer,
    /// It has no PINs, and this computer has a till with PINs: who restored it would need none.
    WithoutPins,
    /// It is not the file that was looked into a moment ago.
    OtherFile,
    /// The folder can't be written or read, or has no room.
    FolderFailed,
}
