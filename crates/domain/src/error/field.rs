use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Field {
    /// The amount of a sale or refund.
    Amount,
    /// The currency.
    Currency,
    /// The staff's reference.
    Reference,
    /// The link's name: the shop's.
    Name,
    /// What the customer pays for.
    Description,
    /// A note that only staff see.
    StaffNote,
    /// Where the customer can be written to.
    CustomerEmail,
    /// The language of the page where they pay.
    PageLanguage,
    /// How long the link is payable.
    PayableFor,
    /// The reason of a refund.
    Reason,
    /// The note of a refund.
    Note,
    /// The shop's name.
    ShopName,
    /// The owner's name for an account.
    AccountName,
    /// What names the keys at the provider.
    KeyId,
    /// The provider's key.
    Key,
    /// The provider's key for payouts.
    PayoutKey,
    /// The secret that the provider signs its messages with.
    WebhookSecret,
    /// The host of the pages where customers pay.
    PayHost,
    /// A customer's name.
    CustomerName,
    /// A customer's telephone number.
    CustomerPhone,
    /// What names the key of the provider's reports.
    ReportsId,
    /// The key of the provider's reports.
    ReportsKey,
    /// The merchant's country.
    Country,
    /// The currencies offered.
    Currencies,
    /// The address of the provider's API.
    ApiBase,
    /// The root certificate to trust beside the public ones.
    ExtraRoot,
    /// The merchant for whom a partner's key speaks.
    Merchant,
    /// The provider's account that makes links.
    LinkAccount,
    /// The provider's account that refunds.
    PaymentAccount,
    /// The shop's page that a customer may be sent to after paying.
    ReturnPage,
    /// How many times a link can be paid.
    UseLimit,
    /// What shipping costs.
    Shipping,
    /// What the link is for.
    LinkKind,
    /// How much each later charge of a subscription is of.
    EachCharge,
    /// How many periods lie between two charges.
    Every,
    /// The day of a subscription's first later charge.
    StartsOn,
    /// How many later charges there are.
    Times,
    /// The products that a sale is for, or the shop's list of them.
    Products,
    /// A product's name.
    ProductName,
    /// What a product is listed under.
    Category,
    /// What a scanner reads from a product.
    Barcode,
    /// What names a product in the provider's own catalogue.
    CatalogueId,
    /// What a product costs.
    Price,
    /// How the addresses of pay pages are made.
    PayPage,
    /// The name of a member of staff.
    StaffName,
    /// A PIN.
    Pin,
    /// A recovery code.
    RecoveryCode,
    /// The sum above which a second person approves a refund.
    RefundLimit,
    /// What one person gives back in a day without a second one.
    DayLimit,
    /// When a refund needs a PIN.
    PinLimit,
    /// After how long the till locks itself.
    LockAfter,
    /// The shop's time zone.
    TimeZone,
    /// When the shop's day ends.
    DayEnd,
    /// How long a link at the counter is payable.
    CounterLife,
    /// How long a link that is sent is payable.
    SentLife,
    /// How loud sounds are.
    SoundVolume,
    /// How long the paid screen stays.
    PaidScreen,
    /// The keys that take an amount from the clipboard.
    ClipboardKeys,
}
