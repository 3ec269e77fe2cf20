use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The block of SHA-256 in bytes: a shorter key is filled up with zeros (RFC 2104, section 2).
const BLOCK: usize = 64;

/// HMAC-SHA256 of `text`.
pub(super) fn mac<const KEY: usize>(key: &[u8; KEY], text: &[u8]) -> Zeroizing<[u8; 32]> {
    const { assert!(KEY <= BLOCK, "a longer key would have to be hashed first") };
    let mut block = Zeroizing::new([0; BLOCK]);
    block[..KEY].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(text);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hmac_of_rfc_4231() {
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let made = mac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex::encode(*made), known);
    }
}
