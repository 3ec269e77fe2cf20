//! Messages of strangers: none makes the reader fall over, and none is taken that was not signed with our secret.
//!
//! The input is a header, a line break, and a payload.
#![no_main]

use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::fuzz_target;
use providers::paymentflow::webhook::{WebhookFault, WebhookSecret, verify};
use sha2::Sha256;

const SECRET: &str = "whsec_of_the_fuzz_target";
const NOW: u64 = 1_767_225_600;

/// The header that the provider would send, made without the library.
fn header(payload: &[u8]) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length will do");
    hmac.update(format!("{NOW}.").as_bytes());
    hmac.update(payload);
    format!("t={NOW},v1={}", hex::encode(hmac.finalize().into_bytes())).into_bytes()
}

/// `bytes` with one bit turned over that `place` picks.
fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let bit = place % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

fuzz_target!(|data: &[u8]| {
    let secrets = [WebhookSecret::new(SECRET.into()).expect("it has the prefix")];
    let refused = |payload: &[u8], header: &[u8], now: u64| {
        let read = verify(payload, header, &secrets, now);
        assert!(matches!(read, Err(WebhookFault::InvalidSignature(_))), "{read:?}");
    };

    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let strange = parts.next().unwrap_or_default();
    let payload = parts.next().unwrap_or_default();
    refused(payload, strange, NOW);

    let ours = header(payload);
    let taken = verify(payload, &ours, &secrets, NOW);
    assert!(!matches!(taken, Err(WebhookFault::InvalidSignature(_))), "{taken:?}");
    refused(payload, &ours, NOW + 301);
    refused(payload, &ours, NOW - 301);

    let place = strange
        .iter()
        .fold(strange.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    refused(payload, &flipped(&ours, place), NOW);
    if payload.is_empty() {
        refused(b" ", &ours, NOW);
    } else {
        refused(&flipped(payload, place), &ours, NOW);
    }
});
