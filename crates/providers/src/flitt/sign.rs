//! Signatures of protocol 1.0, of protocol 2.0, and of the reports portal (fact sheet, 2 and 3.12).
//!
//! The secret stands first and nothing is keyed: that is what the protocol demands. The operation is not signed, nor
//! are the names, and the separator is not escaped (fact sheet, section 8, traps 1 and 2). So a signed text is never
//! kept, shown or logged: it goes into the hash piece by piece.

use std::fmt;

use secrecy::ExposeSecret;
use sha1::Sha1;
use sha2::{Digest, Sha512};
use subtle::ConstantTimeEq;

use super::{
    members::{Members, Value},
    merchant::Key,
};

/// What stands between the values. Never inside one that is sent.
pub const SEPARATOR: char = '|';

/// The member that holds the signature.
pub const SIGNATURE: &str = "signature";

/// A hint for developers in answers to test merchants. It takes no part and is not to be trusted (fact sheet, 2.6).
pub const HINT: &str = "response_signature_string";

/// A signature: hex digits in lower case, 40 of them, or 128 for the reports portal.
#[derive(Clone)]
pub struct Signature(String);

impl Signature {
    /// The digits, to be sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where `received` is this signature, digit for digit. Takes the same time wherever they differ.
    pub fn is(&self, received: &str) -> bool {
        self.0.as_bytes().ct_eq(received.as_bytes()).into()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// A value for whose signature in protocol 1.0 no rule is known, so it can't be sent (fact sheet, 2.3).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} has a value that protocol 1.0 has no rule for")]
pub struct NoRule {
    /// The member.
    pub name: String,
}

/// Signs what is sent in protocol 1.0 (fact sheet, 2.1). Only texts and whole numbers can be signed.
pub fn sign(key: &Key, members: &Members) -> Result<Signature, NoRule> {
    let lawless = members.iter().find(|(_, value)| match value {
        Value::Text(_) | Value::Null => false,
        Value::Number(digits) => !is_whole(digits),
        Value::Truth(_) | Value::Nested(_) => true,
    });
    match lawless {
        None => Ok(over(key, members)),
        Some((name, _)) => Err(NoRule { name: name.to_owned() }),
    }
}

/// True where the `signature` that stands in `members` is the right one for them, in protocol 1.0. `None` where there
/// is none.
///
/// It runs over all that was received, known or not, with each value just as it was written.
pub fn verifies(key: &Key, members: &Members) -> Option<bool> {
    match members.get(SIGNATURE).filter(|value| !value.is_absent())? {
        Value::Text(received) | Value::Number(received) => Some(over(key, members).is(received)),
        Value::Truth(_) | Value::Null | Value::Nested(_) => Some(false),
    }
}

/// The signature of protocol 2.0: over the base64 text as it travels (fact sheet, 2.2).
pub fn sign_data(key: &Key, data: &str) -> Signature {
    let mut hash = begin::<Sha1>(key);
    add(&mut hash, data);
    Signature(hex::encode(hash.finalize()))
}

/// The signature of the reports portal: SHA-512 over key, application and date text (fact sheet, 2.4).
pub fn sign_for_portal(key: &Key, application: &str, date: &str) -> Signature {
    let mut hash = begin::<Sha512>(key);
    add(&mut hash, application);
    add(&mut hash, date);
    Signature(hex::encode(hash.finalize()))
}

fn over(key: &Key, members: &Members) -> Signature {
    let mut hash = begin::<Sha1>(key);
    // The members come in the byte order of their names, which is the order of the protocol.
    for (_, value) in members.iter().filter(|(name, value)| takes_part(name, value)) {
        add(&mut hash, value.as_written());
    }
    Signature(hex::encode(hash.finalize()))
}

fn takes_part(name: &str, value: &Value) -> bool {
    !matches!(name, SIGNATURE | HINT) && !value.is_absent()
}

fn begin<D: Digest>(key: &Key) -> D {
    D::new_with_prefix(key.secret().expose_secret())
}

fn add<D: Digest>(hash: &mut D, value: &str) {
    hash.update("|");
    hash.update(value);
}

fn is_whole(digits: &str) -> bool {
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
