//! The JSON of every error, as the interface reads it.

use domain::{
    Money, TillError,
    account::Environment,
    error::{AmountFault, BackupFault, Doubt, Fault, Field, Keychain, PictureFault, ProductFault},
    rights::Right,
    staff::{PinFault, Role, StaffTile},
    till_rules::ApprovalReason,
};

#[test]
fn each_error_keeps_its_json() {
    let left = Money::new(1_000, "EUR".parse().unwrap());
    let errors = [
        TillError::MissingRequiredFields { fields: vec![Field::Amount, Field::StaffNote] },
        TillError::InvalidAmount { fault: AmountFault::NotANumber },
        TillError::CurrencyNotOffered { currency: "USD".into(), offered: vec!["EUR".into()] },
        TillError::CurrencyNotCounted { currency: "JPY".into() },
        TillError::CurrencyDisputed { currency: "JPY".into(), ours: 0, theirs: 2 },
        TillError::AccountKnown,
        TillError::KeyForOtherEnvironment { live: true },
        TillError::KeyOfOtherMerchant,
        TillError::ConfirmPayHost { hosts: vec!["pay.shop.example".into()] },
        TillError::AppUsedElsewhere { environment: Environment::Live },
        TillError::HostNotForEnvironment { host: "apis.sandbox.globalpay.com".into() },
        TillError::ChooseProviderAccount {
            link_accounts: vec!["paylink_1".into(), "paylink_2".into()],
            payment_accounts: vec!["processing".into()],
        },
        TillError::NotOffered,
        TillError::LinkOver,
        TillError::NotReserved,
        TillError::EvidenceChanged,
        TillError::TextTooLong { field: Field::Description, limit: 250, length: 251 },
        TillError::CardNumberInText { field: Field::Reference },
        TillError::ForbiddenCharacter { field: Field::Description, character: '|' },
        TillError::InvalidField { field: Field::PayableFor },
        TillError::NoFreeAmount,
        TillError::ProductRefused {
            product: "01928c7e-0000-7000-8000-000000000001".into(),
            name: "Blue mug".into(),
            fault: ProductFault::PriceChanged,
        },
        TillError::TotalDeclined,
        TillError::TotalChanged,
        TillError::InvalidPrice { currency: "USD".into(), fault: AmountFault::Zero },
        TillError::AlreadyInUse { field: Field::Barcode },
        TillError::PictureRefused { fault: PictureFault::TooManyPixels },
        TillError::BackupRefused { fault: BackupFault::WithoutPins },
        TillError::ImportOutdated,
        TillError::TokenGenerationError { detail: "App credentials not recognized".into() },
        TillError::CredentialsRefused,
        TillError::PermissionMissing { permission: "LNK_POST_Create".into() },
        TillError::ApiError {
            provider_code: "40041".into(),
            detail: "Merchant configuration".into(),
        },
        TillError::FieldRefused {
            field: Field::CustomerPhone,
            provider_code: "parameter_invalid".into(),
            detail: "phone is too short".into(),
        },
        TillError::InvalidResponse { doubt: Doubt::Different },
        TillError::ForeignHost { host: "evil.example".into() },
        TillError::AddressLost,
        TillError::NoSubscription,
        TillError::LinkNeverMade,
        TillError::NotSent { fault: Fault::Dns },
        TillError::UnclearOutcome { doubt: Doubt::TimedOut },
        TillError::UnclearOutcome { doubt: Doubt::InWork },
        TillError::TooManyRequests { retry_after: Some(30) },
        TillError::VaultLocked,
        TillError::VaultMissing,
        TillError::VaultNoStore { keychain: Keychain::SecretService },
        TillError::VaultTimedOut,
        TillError::VaultFailed,
        TillError::LedgerReadOnly,
        TillError::LedgerDiskFull,
        TillError::LedgerTooNew,
        TillError::LedgerDamaged,
        TillError::LedgerFailed,
        TillError::OverRefund { left },
        TillError::NotRefundable,
        TillError::MayBeRefunded,
        TillError::StillSettling,
        TillError::MoneyReserved { count: 2 },
        TillError::SubscriptionsRunning { count: 4 },
        TillError::LinksStillOpen { count: 3 },
        TillError::NotFound,
        TillError::ClipboardFailed,
        TillError::LoginStartFailed,
        TillError::QrFailed,
        TillError::BrowserFailed,
        TillError::MailFailed,
        TillError::PrintFailed,
        TillError::FileNotSaved,
        TillError::PracticeFailed,
        TillError::RestoreLaidReady,
        TillError::UnknownError,
    ];
    let lines: Vec<String> =
        errors.iter().map(|error| serde_json::to_string(error).unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn each_error_of_staff_keeps_its_json() {
    let errors = [
        TillError::LedgerChanged { row: Some(1_234) },
        TillError::TillLocked,
        TillError::NotAllowed { right: Right::Refund },
        TillError::WrongPin { tries_left: 3 },
        TillError::PinWait { seconds: 300 },
        TillError::NewPinRefused { fault: PinFault::TooShort { least: 6 } },
        TillError::NewPinRefused { fault: PinFault::Guessable },
        TillError::NoPinYet,
        TillError::FirstPinFirst,
        TillError::PinSecretMissing,
        TillError::StaffChangedOutside,
        TillError::BookChangedOutside { row: 1_234 },
        TillError::LastOwner,
        TillError::StaffNameTaken,
        TillError::StaffRetired,
        TillError::RefundNeeds {
            pin: true,
            approval: Some(ApprovalReason::Amount),
            approvers: vec![StaffTile {
                id: "01928c7e-0000-7000-8000-000000000002".into(),
                name: "Front desk".into(),
                role: Role::Manager,
                waits: 0,
                has_pin: true,
            }],
        },
        TillError::WrongRecoveryCode { tries_left: 3 },
        TillError::RecoveryCodeTypo { group: Some(3) },
    ];
    let lines: Vec<String> =
        errors.iter().map(|error| serde_json::to_string(error).unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
