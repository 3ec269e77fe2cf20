//! What a client signs in with, and what webhooks are signed with (fact sheet, Accounts and
//! Webhooks).

use std::fmt;

use crate::random::Random;

/// The characters behind the prefix of a key that is made here.
const KEY_LENGTH: usize = 24;

macro_rules! secret_text {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Takes any text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself, to hand to the one who needs it.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    };
}

secret_text! {
    /// A key such as `sk_test_…`. `Debug` does not show it.
    ApiKey
}
secret_text! {
    /// A secret such as `whsec_…`. `Debug` does not show it.
    WebhookSecret
}

/// The credentials of the practice merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFlowCredentials {
    /// `sk_test_…`, which a good client uses.
    pub secret_key: ApiKey,
    /// `pk_test_…`, which is accepted, too.
    pub publishable_key: ApiKey,
    /// Signs webhooks.
    pub webhook_secret: WebhookSecret,
    /// The secret before, which signs them, too, while keys are rolled over.
    pub former_webhook_secret: Option<WebhookSecret>,
}

impl PaymentFlowCredentials {
    /// New credentials, with no roll-over going on.
    pub fn generate(random: &Random) -> Self {
        let made = |prefix: &str| format!("{prefix}{}", random.alphanumeric(KEY_LENGTH));
        Self {
            secret_key: ApiKey(made("sk_test_")),
            publishable_key: ApiKey(made("pk_test_")),
            webhook_secret: WebhookSecret(made("whsec_")),
            former_webhook_secret: None,
        }
    }

    /// Whether somebody with this key may ask. Practice is no place for a live key, so that one is
    /// refused whatever it is.
    pub(super) fn admits(&self, key: &str) -> bool {
        let live = key.starts_with("sk_live_") || key.starts_with("pk_live_");
        !live && (key == self.secret_key.0 || key == self.publishable_key.0)
    }

    /// The secrets that sign, the newest first.
    pub(super) fn webhook_secrets(&self) -> impl Iterator<Item = &WebhookSecret> {
        [Some(&self.webhook_secret), self.former_webhook_secret.as_ref()].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_credentials_have_their_prefixes_and_debug_hides_them() {
        let made = PaymentFlowCredentials::generate(&Random::from_seed(3));
        let shown = format!("{made:?}");
        for (text, prefix) in [
            (made.secret_key.expose(), "sk_test_"),
            (made.publishable_key.expose(), "pk_test_"),
            (made.webhook_secret.expose(), "whsec_"),
        ] {
            assert!(text.starts_with(prefix) && text.len() == prefix.len() + KEY_LENGTH, "{text}");
            assert!(!shown.contains(text), "{shown}");
        }
    }
}
