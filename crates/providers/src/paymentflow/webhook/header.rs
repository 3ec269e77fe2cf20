//! The form of the signature header, `t=UNIX,v1=HEX`. Assumed, and read strictly.

/// Longest header, in bytes: room for some forty signatures.
const LONGEST: usize = 4096;

/// The most signatures that are looked at. Two stand there while a secret is rolled over; each costs a comparison.
const MOST_SIGNATURES: usize = 16;

/// Why a header is not in its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// It is no text, too long, has a part without `=`, or too many signatures.
    #[error("the signature header is not in its form")]
    Malformed,
    /// It names no time.
    #[error("the signature header lacks its time")]
    NoTime,
    /// It names more than one time, be they the same: which one was signed can't be told.
    #[error("the signature header has more than one time")]
    TimeTwice,
    /// The time is not written in digits alone.
    #[error("the time of the signature header is no number of seconds")]
    Time,
    /// There is no `v1` that could be a signature.
    #[error("the signature header lacks a signature")]
    NoSignature,
}

/// A header in its form.
///
/// - The parts stand between commas. Spaces and tabs around a part are left out, for a proxy may put them there; within
///   it there are none.
/// - A part whose name is neither `t` nor `v1` is passed over: another scheme may come to stand beside this one.
/// - A `v1` counts where it is 64 hex digits in lower case, which is how the provider writes it. An empty one, a short
///   one or one in upper case is no signature, and does not spoil the others.
#[derive(Debug)]
pub(super) struct SignatureHeader<'h> {
    time_as_written: &'h str,
    time: u64,
    signatures: Vec<[u8; 32]>,
}

impl<'h> SignatureHeader<'h> {
    pub(super) fn parse(header: &'h [u8]) -> Result<Self, HeaderFault> {
        let text = std::str::from_utf8(header).map_err(|_| HeaderFault::Malformed)?;
        if text.len() > LONGEST {
            return Err(HeaderFault::Malformed);
        }
        let mut time = None;
        let mut signatures = Vec::new();
        for part in text.split(',') {
            let part = part.trim_matches([' ', '\t']);
            match part.split_once('=').ok_or(HeaderFault::Malformed)? {
                ("t", _) if time.is_some() => return Err(HeaderFault::TimeTwice),
                ("t", seconds) => time = Some(seconds),
                ("v1", hex) => signatures.extend(signature(hex)),
                _ => {}
            }
        }
        let time_as_written = time.ok_or(HeaderFault::NoTime)?;
        let time = domain::money::minor_units(time_as_written).ok_or(HeaderFault::Time)?;
        match signatures.len() {
            0 => Err(HeaderFault::NoSignature),
            1..=MOST_SIGNATURES => Ok(Self { time_as_written, time, signatures }),
            _ => Err(HeaderFault::Malformed),
        }
    }

    /// The time as the provider wrote it, which is what was signed.
    pub(super) fn time_as_written(&self) -> &'h str {
        self.time_as_written
    }

    /// The time, in unix seconds.
    pub(super) fn time(&self) -> u64 {
        self.time
    }

    pub(super) fn signatures(&self) -> &[[u8; 32]] {
        &self.signatures
    }
}

fn signature(digits: &str) -> Option<[u8; 32]> {
    let lower = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mut bytes = [0; 32];
    (lower && hex::decode_to_slice(digits, &mut bytes).is_ok()).then_some(bytes)
}
