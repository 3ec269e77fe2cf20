use keyring_core::Error;
use secrecy::zeroize::Zeroize;

use crate::error::FailureKind;
use crate::store::{MAX_SECRET_BYTES, StoreError};

/// What an error of the keychain means to the till. Texts and bytes of the error go no further: two
/// variants carry what was read, which may be a key.
pub(super) fn of_call(error: Error) -> StoreError {
    match error {
        Error::NoEntry => StoreError::NotFound,
        Error::NoDefaultStore => StoreError::NoStore(crate::Remedy::of_this_system()),
        Error::NoStorageAccess(cause) => system::of_no_access(cause.as_ref()),
        Error::PlatformFailure(cause) => system::of_failure(cause.as_ref()),
        // Our own limit is the lowest of all systems, so the name cannot be meant.
        Error::TooLong(..) => StoreError::TooLarge { bytes: MAX_SECRET_BYTES },
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            StoreError::Refused(FailureKind::NotText)
        }
        Error::Ambiguous(_) => StoreError::Refused(FailureKind::Ambiguous),
        Error::NotSupportedByStore(_) | Error::Invalid(..) => {
            StoreError::Refused(FailureKind::Unsupported)
        }
        _ => StoreError::Refused(FailureKind::System),
    }
}

type Cause<'a> = &'a (dyn std::error::Error + Send + Sync + 'static);

#[cfg(target_os = "macos")]
mod system {
    use security_framework::base::Error;

    use super::Cause;
    use crate::error::{FailureKind, Remedy};
    use crate::store::StoreError;

    // Status codes of Security.framework, `SecBase.h`.
    const USER_CANCELED: i32 = -128;
    const NOT_AVAILABLE: i32 = -25_291;
    const AUTH_FAILED: i32 = -25_293;
    const NO_SUCH_KEYCHAIN: i32 = -25_294;
    const NO_DEFAULT_KEYCHAIN: i32 = -25_307;
    const INTERACTION_NOT_ALLOWED: i32 = -25_308;

    pub(super) fn of_no_access(cause: Cause<'_>) -> StoreError {
        known(cause).unwrap_or(StoreError::Locked)
    }

    pub(super) fn of_failure(cause: Cause<'_>) -> StoreError {
        known(cause).unwrap_or(StoreError::Refused(FailureKind::System))
    }

    fn known(cause: Cause<'_>) -> Option<StoreError> {
        match cause.downcast_ref::<Error>()?.code() {
            USER_CANCELED | AUTH_FAILED | INTERACTION_NOT_ALLOWED => Some(StoreError::Locked),
            NOT_AVAILABLE | NO_SUCH_KEYCHAIN | NO_DEFAULT_KEYCHAIN => {
                Some(StoreError::NoStore(Remedy::CreateKeychain))
            }
            _ => None,
        }
    }
}

#[cfg(target_os = "windows")]
mod system {
    use super::Cause;
    use crate::error::{FailureKind, Remedy};
    use crate::store::StoreError;

    /// `ERROR_NO_SUCH_LOGON_SESSION`: the Credential Manager belongs to a signed-in user and knows
    /// no lock of its own.
    pub(super) fn of_no_access(_cause: Cause<'_>) -> StoreError {
        StoreError::NoStore(Remedy::SignIn)
    }

    pub(super) fn of_failure(_cause: Cause<'_>) -> StoreError {
        StoreError::Refused(FailureKind::System)
    }
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
mod system {
    use super::Cause;
    use crate::error::FailureKind;
    use crate::store::StoreError;

    /// The collection is locked, its prompt was dismissed, or the user has none yet and must unlock
    /// one for the first time.
    pub(super) fn of_no_access(_cause: Cause<'_>) -> StoreError {
        StoreError::Locked
    }

    pub(super) fn of_failure(_cause: Cause<'_>) -> StoreError {
        StoreError::Refused(FailureKind::System)
    }
}
