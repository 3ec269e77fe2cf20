use secrecy::{ExposeSecret, SecretBox, SecretString};
use zeroize::{Zeroize, Zeroizing};

use super::error::UnreadableText;
use super::mac::mac;

/// 256 random bits that no other computer has. Every use has a key of its own, made of the pepper
/// and the name of the use, so that nothing made for one use fits another.
pub(super) struct Pepper(SecretBox<[u8; 32]>);

impl Pepper {
    pub(super) fn new(mut bytes: [u8; 32]) -> Self {
        let pepper = Self::filled(|place| place.copy_from_slice(&bytes));
        bytes.zeroize();
        pepper
    }

    /// Filled where it stays, so that no copy is left behind on the stack.
    pub(super) fn filled(fill: impl FnOnce(&mut [u8; 32])) -> Self {
        Self(SecretBox::init_with_mut(fill))
    }

    pub(super) fn from_hex(text: &SecretString) -> Result<Self, UnreadableText> {
        let mut decoded = Ok(());
        let pepper =
            Self::filled(|place| decoded = hex::decode_to_slice(text.expose_secret(), place));
        decoded.map(|()| pepper).map_err(|_| UnreadableText)
    }

    pub(super) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.expose_secret()))
    }

    /// The bytes themselves, to be encrypted.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }

    /// The key of the hashes of PINs.
    pub(super) fn pin_key(&self) -> Zeroizing<[u8; 32]> {
        mac(self.0.expose_secret(), b"Tillside staff: hash of a PIN, 1")
    }

    /// The key of the seal of the staff list.
    pub(super) fn seal_key(&self) -> Zeroizing<[u8; 32]> {
        mac(self.0.expose_secret(), b"Tillside staff: seal of the roll, 1")
    }
}

impl Clone for Pepper {
    fn clone(&self) -> Self {
        Self::filled(|place| place.copy_from_slice(self.0.expose_secret()))
    }
}

#[cfg(test)]
mod tests {
    use zeroize::ZeroizeOnDrop;

    use super::*;

    fn wipes_itself<T: ZeroizeOnDrop>(_: &T) {}

    #[test]
    fn the_pepper_and_its_keys_wipe_themselves() {
        let pepper = Pepper::new([7; 32]);
        wipes_itself(&pepper.0);
        wipes_itself(&pepper.pin_key());
        wipes_itself(&pepper.to_hex());
    }

    #[test]
    fn each_use_has_a_key_of_its_own() {
        let pepper = Pepper::new([7; 32]);
        let keys = [*pepper.pin_key(), *pepper.seal_key(), *pepper.bytes()];
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    }
}
