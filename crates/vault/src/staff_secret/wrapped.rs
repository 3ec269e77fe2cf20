use std::fmt;
use std::str::FromStr;

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use zeroize::Zeroizing;

use super::error::{CalculationFailed, UnreadableText};
use super::mac::mac;
use super::pepper::Pepper;
use crate::recovery_code::RecoveryCode;

const NONCE_BYTES: usize = 24;
const PEPPER_BYTES: usize = 32;
const TAG_BYTES: usize = 16;

/// The pepper under a lock that only one [`RecoveryCode`] opens: XChaCha20-Poly1305. The book keeps
/// it in 144 hex digits: nonce, encrypted pepper, tag.
#[derive(Clone)]
pub struct WrappedSecret {
    nonce: [u8; NONCE_BYTES],
    sealed: [u8; PEPPER_BYTES],
    tag: [u8; TAG_BYTES],
}

impl WrappedSecret {
    pub(super) fn make(
        pepper: &Pepper,
        code: &RecoveryCode,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Self, CalculationFailed> {
        // What the cipher leaves of it if it fails must not stay in memory.
        let mut sealed = Zeroizing::new(*pepper.bytes());
        let tag = cipher(code)
            .encrypt_inout_detached(&nonce.into(), &[], sealed.as_mut_slice().into())
            .map_err(|_| CalculationFailed)?;
        Ok(Self { nonce, sealed: *sealed, tag: tag.into() })
    }

    pub(super) fn open(&self, code: &RecoveryCode) -> Option<Pepper> {
        let mut opened = Err(chacha20poly1305::Error);
        let pepper = Pepper::filled(|place| {
            place.copy_from_slice(&self.sealed);
            opened = cipher(code).decrypt_inout_detached(
                &self.nonce.into(),
                &[],
                place.as_mut_slice().into(),
                &self.tag.into(),
            );
        });
        opened.ok().map(|()| pepper)
    }
}

/// The code has 130 random bits, so one round of a keyed hash makes a good key of it; a slow hash is
/// for what people choose themselves.
fn cipher(code: &RecoveryCode) -> XChaCha20Poly1305 {
    let key = mac(code.symbols(), b"Tillside staff: key of the recovery code, 1");
    XChaCha20Poly1305::new((&*key).into())
}

impl FromStr for WrappedSecret {
    type Err = UnreadableText;

    fn from_str(text: &str) -> Result<Self, UnreadableText> {
        let mut bytes = [0; NONCE_BYTES + PEPPER_BYTES + TAG_BYTES];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| UnreadableText)?;
        let (nonce, rest) = bytes.split_first_chunk().ok_or(UnreadableText)?;
        let (sealed, rest) = rest.split_first_chunk().ok_or(UnreadableText)?;
        let tag = rest.first_chunk().ok_or(UnreadableText)?;
        Ok(Self { nonce: *nonce, sealed: *sealed, tag: *tag })
    }
}

impl fmt::Display for WrappedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [self.nonce.as_slice(), &self.sealed, &self.tag] {
            f.write_str(&hex::encode(part))?;
        }
        Ok(())
    }
}

impl fmt::Debug for WrappedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrappedSecret").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use zeroize::ZeroizeOnDrop;

    use super::*;

    fn wipes_itself<T: ZeroizeOnDrop>(_: &T) {}

    #[test]
    fn the_key_of_a_code_wipes_itself() {
        wipes_itself(&cipher(&RecoveryCode::fresh([1; 17])));
    }
}
