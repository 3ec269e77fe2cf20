use std::fmt;
use std::str::FromStr;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, AssociatedData, Error, Params, ParamsBuilder, Version,
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::error::{CalculationFailed, UnreadableText};

/// What a hash costs: OWASP's least for Argon2id, 19 MiB and two passes (design paper on
/// reliability, 4.7).
const OURS: Cost = Cost { memory: 19_456, passes: 2 };

/// The most that a hash in the book may ask for. A later version may raise the cost; a hash that
/// somebody put there to keep the till busy for hours or to eat its memory is refused.
const MOST: Cost = Cost { memory: 131_072, passes: 8 };

/// One lane: the till has no use for more threads in a hash.
const LANES: u32 = 1;

const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;

/// Memory in KiB, and passes over it.
#[derive(Clone, Copy)]
struct Cost {
    memory: u32,
    passes: u32,
}

/// The Argon2id hash of a PIN, in the PHC format, as the book keeps it. It is bound to the pepper and
/// to one member of the staff, and is never weaker than what this program makes.
#[derive(Clone)]
pub struct PinHash {
    text: String,
    cost: Cost,
    salt: [u8; SALT_BYTES],
    output: [u8; OUTPUT_BYTES],
}

impl PinHash {
    pub(super) fn make(
        key: &[u8; 32],
        member: &str,
        pin: &SecretString,
        salt: [u8; SALT_BYTES],
    ) -> Result<Self, CalculationFailed> {
        let output = output(key, member, pin, &salt, OURS).map_err(|_| CalculationFailed)?;
        let text = phc(OURS, &salt, &*output).ok_or(CalculationFailed)?;
        Ok(Self { text, cost: OURS, salt, output: *output })
    }

    pub(super) fn fits(&self, key: &[u8; 32], member: &str, pin: &SecretString) -> bool {
        output(key, member, pin, &self.salt, self.cost)
            .is_ok_and(|made| made.ct_eq(&self.output).into())
    }

    /// The hash in the PHC format: `$argon2id$v=19$m=…,t=…,p=1$salt$hash`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for PinHash {
    type Err = UnreadableText;

    /// Reads what [`PinHash::as_str`] gives. Refused is any other algorithm, version or length, and
    /// a cost below ours or out of all reason.
    fn from_str(text: &str) -> Result<Self, UnreadableText> {
        parse(text).ok_or(UnreadableText)
    }
}

impl fmt::Display for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinHash").finish_non_exhaustive()
    }
}

/// The member goes in as associated data, so that a hash in another member's row fits nobody. It is
/// hashed before, because an id may be longer than the 32 bytes that there is room for.
fn output(
    key: &[u8; 32],
    member: &str,
    pin: &SecretString,
    salt: &[u8; SALT_BYTES],
    cost: Cost,
) -> Result<Zeroizing<[u8; OUTPUT_BYTES]>, Error> {
    let params = ParamsBuilder::new()
        .m_cost(cost.memory)
        .t_cost(cost.passes)
        .p_cost(LANES)
        .output_len(OUTPUT_BYTES)
        .data(AssociatedData::new(&Sha256::digest(member))?)
        .build()?;
    let argon2 = Argon2::new_with_secret(key, Algorithm::Argon2id, Version::V0x13, params)?;
    let mut output = Zeroizing::new([0; OUTPUT_BYTES]);
    argon2.hash_password_into(pin.expose_secret().as_bytes(), salt, &mut *output)?;
    Ok(output)
}

fn phc(cost: Cost, salt: &[u8], output: &[u8]) -> Option<String> {
    let params = Params::new(cost.memory, cost.passes, LANES, Some(output.len())).ok()?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(output).ok()?),
    };
    Some(hash.to_string())
}

fn parse(text: &str) -> Option<PinHash> {
    let parsed = PasswordHash::new(text).ok()?;
    let params = Params::try_from(&parsed).ok()?;
    let cost = Cost { memory: params.m_cost(), passes: params.t_cost() };
    let reasonable = (OURS.memory..=MOST.memory).contains(&cost.memory)
        && (OURS.passes..=MOST.passes).contains(&cost.passes);
    let salt = <[u8; SALT_BYTES]>::try_from(parsed.salt?.as_ref()).ok()?;
    let output = <[u8; OUTPUT_BYTES]>::try_from(parsed.hash?.as_bytes()).ok()?;
    // Whatever else is in the text would not be in the one that these parts make.
    let ours = phc(cost, &salt, &output)? == text;
    (reasonable && ours).then(|| PinHash { text: text.to_owned(), cost, salt, output })
}
