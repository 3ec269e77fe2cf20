//! Every error that crosses to the interface, as `{ code, …data }`. The interface owns the words.

mod faults;
mod field;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    account::Environment,
    money::MoneyWire,
    rights::Right,
    staff::{PinFault, StaffTile},
    till_rules::ApprovalReason,
};

pub use faults::{AmountFault, BackupFault, Doubt, Fault, Keychain, PictureFault, ProductFault};
pub use field::Field;

/// An error that staff see. Each tells the page enough to say what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum TillError {
    /// Fields that must be filled are empty.
    #[error("fields are missing: {fields:?}")]
    MissingRequiredFields {
        /// Which.
        fields: Vec<Field>,
    },
    /// The amount can't be used.
    #[error("the amount can't be used: {fault:?}")]
    InvalidAmount {
        /// Why.
        fault: AmountFault,
    },
    /// The account does not offer this currency.
    #[error("the account does not offer {currency}")]
    CurrencyNotOffered {
        /// ISO 4217 code, or what was typed.
        currency: String,
        /// What the account offers.
        offered: Vec<String>,
    },
    /// The till can't take this currency with this provider: their ways of counting it may differ.
    #[error("the till can't take {currency} with this provider")]
    CurrencyNotCounted {
        /// What was typed, in upper case.
        currency: String,
    },
    /// The provider may count this currency in other minor units than the till does: a customer could be charged a
    /// hundredfold, or a hundredth. Only the owner may allow it.
    #[error("the provider may count {currency} with {theirs} digits, the till counts {ours}")]
    CurrencyDisputed {
        /// ISO 4217.
        currency: String,
        /// How many minor digits ISO 4217 gives it.
        ours: u8,
        /// How many the provider's table gives it.
        theirs: u8,
    },
    /// The account that was to be added is in use already.
    #[error("this account is in use already")]
    AccountKnown,
    /// The key is one of another environment: for real money where the account is for tests, or the other way round.
    #[error("the key is of another environment")]
    KeyForOtherEnvironment {
        /// True where the key is for real money.
        live: bool,
    },
    /// The key shows another merchant's books: the account's links are not in them.
    #[error("the key is another merchant's")]
    KeyOfOtherMerchant,
    /// The owner must say on which host customers pay: these are the ones that the provider's links lead to.
    #[error("the host of the pay pages is not confirmed")]
    ConfirmPayHost {
        /// What the provider showed; may be empty.
        hosts: Vec<String>,
    },
    /// The same app of the provider is in use in another environment or at another host: its keys belong there.
    #[error("this app is in use elsewhere")]
    AppUsedElsewhere {
        /// Where.
        environment: Environment,
    },
    /// The host does not fit the environment: a test host for live money, a live host for play, or a provider's own
    /// host named by hand.
    #[error("{host} is no host for this environment")]
    HostNotForEnvironment {
        /// The host.
        host: String,
    },
    /// The key may use several of the provider's accounts, and the owner must say which makes links; or the one that was
    /// named to refund is none of several that may.
    #[error("several accounts fit")]
    ChooseProviderAccount {
        /// Those that may make links.
        link_accounts: Vec<String>,
        /// Those that may refund.
        payment_accounts: Vec<String>,
    },
    /// This provider can't do that.
    #[error("the provider can't do that")]
    NotOffered,
    /// The link is over, so it can be neither cancelled nor changed, and nobody is sent it any more.
    #[error("the link is over")]
    LinkOver,
    /// The payment is not reserved (any more), so it can be neither captured nor released.
    #[error("the payment is not reserved")]
    NotReserved,
    /// The provider's records say something else than the person's answer.
    #[error("the evidence has changed")]
    EvidenceChanged,
    /// A text is longer than the provider takes.
    #[error("{field:?} has {length} characters, {limit} fit")]
    TextTooLong {
        /// Which.
        field: Field,
        /// In characters.
        limit: u32,
        /// In characters.
        length: u32,
    },
    /// A text looks like a card number, which the till never takes.
    #[error("{field:?} looks like a card number")]
    CardNumberInText {
        /// Which.
        field: Field,
    },
    /// A text holds a character that the provider refuses.
    #[error("{field:?} holds {character}")]
    ForbiddenCharacter {
        /// Which.
        field: Field,
        /// The character.
        character: char,
    },
    /// The provider makes links of products alone, and an amount was typed.
    #[error("the provider takes no free amount")]
    NoFreeAmount,
    /// A product can't be sold as it was chosen.
    #[error("product {product} can't be sold: {fault:?}")]
    ProductRefused {
        /// Its id.
        product: String,
        /// Its name, as far as it is known.
        name: String,
        /// Why.
        fault: ProductFault,
    },
    /// Staff did not take the sum that the provider's link asks for.
    #[error("the provider's sum was not taken")]
    TotalDeclined,
    /// The link asks for another sum than the one that staff took.
    #[error("the link asks for another sum")]
    TotalChanged,
    /// The price in this currency can't be used.
    #[error("the price in {currency} can't be used: {fault:?}")]
    InvalidPrice {
        /// ISO 4217.
        currency: String,
        /// Why.
        fault: AmountFault,
    },
    /// Another product has what stands in this field already.
    #[error("another product has this {field:?} already")]
    AlreadyInUse {
        /// Which.
        field: Field,
    },
    /// The file can't be a product's picture.
    #[error("the picture can't be used: {fault:?}")]
    PictureRefused {
        /// Why.
        fault: PictureFault,
    },
    /// What would be imported is not what was shown: the file or the products have changed since.
    #[error("the import is outdated")]
    ImportOutdated,
    /// A field holds something that can't be used there.
    #[error("{field:?} can't be used")]
    InvalidField {
        /// Which.
        field: Field,
    },
    /// The provider did not sign the till in; nothing was sent.
    #[error("sign-in failed: {detail}")]
    TokenGenerationError {
        /// The provider's own words, for the details.
        detail: String,
    },
    /// The provider refused the keys.
    #[error("the provider does not know these keys")]
    CredentialsRefused,
    /// The keys lack a permission that this needs.
    #[error("the account may not do this: {permission}")]
    PermissionMissing {
        /// The provider's name for the permission.
        permission: String,
    },
    /// The provider said no.
    #[error("the provider refused: {provider_code}")]
    ApiError {
        /// The provider's own code.
        provider_code: String,
        /// The provider's own words, for the details.
        detail: String,
    },
    /// The provider said no, because of what stands in this field.
    #[error("the provider refused {field:?}: {provider_code}")]
    FieldRefused {
        /// Which.
        field: Field,
        /// The provider's own code.
        provider_code: String,
        /// The provider's own words.
        detail: String,
    },
    /// The provider's answer made no sense.
    #[error("the answer could not be used")]
    InvalidResponse {
        /// In what way.
        doubt: Doubt,
    },
    /// The link leads to a host that is not the provider's pay page.
    #[error("the link leads to {host}")]
    ForeignHost {
        /// Where it leads.
        host: String,
    },
    /// The provider made the link, but its answer was lost, and the link's address with it: a new one may be made.
    #[error("the link's address was lost")]
    AddressLost,
    /// The sale began no subscription that charges, or charges again.
    #[error("there is no such subscription")]
    NoSubscription,
    /// The link was never made, and never will be: a new one may be.
    #[error("the link was never made")]
    LinkNeverMade,
    /// The request provably never left or was not acted on; the same one may go again.
    #[error("nothing was sent: {fault:?}")]
    NotSent {
        /// Why.
        fault: Fault,
    },
    /// Nobody knows yet whether the provider acted. The till finds out by itself.
    #[error("the outcome is not known yet: {doubt:?}")]
    UnclearOutcome {
        /// Why.
        doubt: Doubt,
    },
    /// The provider asks to wait.
    #[error("the provider asks to wait")]
    TooManyRequests {
        /// Seconds, when it said so.
        retry_after: Option<u32>,
    },
    /// The keychain is locked.
    #[error("the keychain is locked")]
    VaultLocked,
    /// The keychain holds no key for this account.
    #[error("the keychain has no key for this account")]
    VaultMissing,
    /// The computer has no keychain service.
    #[error("there is no keychain service")]
    VaultNoStore {
        /// What is needed.
        keychain: Keychain,
    },
    /// The keychain did not answer in time; a prompt may be waiting behind the window.
    #[error("the keychain did not answer")]
    VaultTimedOut,
    /// The keychain failed in another way.
    #[error("the keychain failed")]
    VaultFailed,
    /// The till may not write its book.
    #[error("the data folder can't be written")]
    LedgerReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    LedgerDiskFull,
    /// The book was written by a newer program.
    #[error("the book is newer than this program")]
    LedgerTooNew,
    /// The book is damaged.
    #[error("the book is damaged")]
    LedgerDamaged,
    /// The book was changed by something else than the till.
    #[error("the book was changed outside the till, first at row {row:?}")]
    LedgerChanged {
        /// The first event that is not as it was written, or is missing; `None` where the tables themselves are others than
        /// this program makes.
        #[ts(type = "number | null")]
        row: Option<u64>,
    },
    /// The book can't be opened or written for another reason.
    #[error("the book failed")]
    LedgerFailed,
    /// More than is left was to be given back.
    #[error("more than is left")]
    OverRefund {
        /// What is left.
        #[ts(as = "MoneyWire")]
        left: crate::Money,
    },
    /// This payment can't be refunded.
    #[error("this payment can't be refunded")]
    NotRefundable,
    /// The book was put back from a backup since the payment's link was made, and the provider does not tell what went
    /// back of it: some of it may have been refunded in between. Nothing was sent.
    #[error("nobody can tell what went back of this payment")]
    MayBeRefunded,
    /// The sale has an open question that the till is still settling.
    #[error("the sale is being settled")]
    StillSettling,
    /// Payments of the account are only reserved, so it can't be forgotten yet: nobody could take or release the money.
    #[error("{count} payments are reserved")]
    MoneyReserved {
        /// How many.
        count: u32,
    },
    /// Subscriptions of the account still charge customers, so it can't be forgotten yet: nobody could stop them.
    #[error("{count} subscriptions are running")]
    SubscriptionsRunning {
        /// How many.
        count: u32,
    },
    /// Links of the account can still be paid, so it can't be forgotten yet.
    #[error("{count} links can still be paid")]
    LinksStillOpen {
        /// How many.
        count: u32,
    },
    /// There is no such sale, link, payment or account.
    #[error("not found")]
    NotFound,
    /// The clipboard did not take the text, or gave back another.
    #[error("the clipboard did not take the link")]
    ClipboardFailed,
    /// The computer did not have the till start when somebody signs in, or did not leave it.
    #[error("the start at login could not be changed")]
    LoginStartFailed,
    /// The code could not be drawn so that it reads back as the link.
    #[error("the code could not be drawn")]
    QrFailed,
    /// Nothing on this computer opens web pages.
    #[error("the page could not be opened")]
    BrowserFailed,
    /// Nothing on this computer sends emails.
    #[error("no mail program opened")]
    MailFailed,
    /// The print dialog did not open, or the printer was not given what was to be printed.
    #[error("nothing was printed")]
    PrintFailed,
    /// No folder took the file.
    #[error("the file was not saved")]
    FileNotSaved,
    /// The practice provider could not start.
    #[error("practice could not start")]
    PracticeFailed,
    /// The till is locked: somebody must sign in.
    #[error("the till is locked")]
    TillLocked,
    /// Who is signed in may not do this.
    #[error("this needs the right {right:?}")]
    NotAllowed {
        /// What is missing.
        right: Right,
    },
    /// The PIN does not fit.
    #[error("the PIN does not fit")]
    WrongPin {
        /// How often another one may be tried before there is a wait.
        tries_left: u32,
    },
    /// Too many PINs or recovery codes were tried.
    #[error("the next try is in {seconds} s")]
    PinWait {
        /// When the next one may be tried.
        seconds: u32,
    },
    /// The PIN can't become somebody's.
    #[error("the new PIN can't be used: {fault:?}")]
    NewPinRefused {
        /// Why.
        fault: PinFault,
    },
    /// The member of staff has no PIN: the owner must set one.
    #[error("there is no PIN yet")]
    NoPinYet,
    /// The first owner must have a PIN before others join.
    #[error("the owner has no PIN yet")]
    FirstPinFirst,
    /// What the PINs are protected with is gone from the keychain. The recovery code brings it back.
    #[error("the keychain has lost what protects the PINs")]
    PinSecretMissing,
    /// The list of staff or the rules were changed by something else than the till. The recovery code mends them.
    #[error("the staff list was changed outside the till")]
    StaffChangedOutside,
    /// The book is not the one that this computer has last seen: an older copy of it, or one that was changed.
    #[error("the book is not the one that this computer knows, first at row {row}")]
    BookChangedOutside {
        /// The event that is missing or another one.
        #[ts(type = "number")]
        row: u64,
    },
    /// One owner must stay.
    #[error("this is the last owner")]
    LastOwner,
    /// Somebody else on the staff has this name.
    #[error("somebody else has this name")]
    StaffNameTaken,
    /// The member of staff has left.
    #[error("the member of staff has left")]
    StaffRetired,
    /// The refund needs a PIN, or a second person.
    #[error("the refund needs a PIN: {pin}, an approval: {approval:?}")]
    RefundNeeds {
        /// True where who started it must show their own PIN.
        pin: bool,
        /// Why a second person must approve it; `None` where nobody must.
        approval: Option<ApprovalReason>,
        /// Who may approve it.
        approvers: Vec<StaffTile>,
    },
    /// The recovery code is not this till's.
    #[error("the recovery code does not fit")]
    WrongRecoveryCode {
        /// How often another one may be tried before there is a wait.
        tries_left: u32,
    },
    /// What was typed can't be a recovery code: a character is wrong or missing.
    #[error("this is no recovery code")]
    RecoveryCodeTypo {
        /// The group of four that is wrong, from 1; `None` where that can't be told.
        group: Option<u32>,
    },
    /// The backup was not made, or can't be restored.
    #[error("the backup is refused: {fault:?}")]
    BackupRefused {
        /// Why.
        fault: BackupFault,
    },
    /// A backup is being laid ready, or was, to take the place of this book when the program starts next: nothing is
    /// written here meanwhile.
    #[error("a backup takes the place of this book")]
    RestoreLaidReady,
    /// Something that the till has no name for. The log has more.
    #[error("unknown error")]
    UnknownError,
}
