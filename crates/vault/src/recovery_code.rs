mod alphabet;
mod check;

use std::fmt;

use secrecy::{ExposeSecret, SecretBox, SecretString};
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use check::{CHARACTERS, DATA};

/// Characters of one group of the written code.
const GROUP: usize = 4;

/// The owner's way back in: 130 random bits, written with two check characters in seven groups of
/// four, such as `7KQ2-…`. It is shown once and never kept; it is overwritten in memory when it goes.
///
/// Two codes are compared in constant time.
pub struct RecoveryCode(SecretBox<[u8; DATA]>);

/// What was typed can be no recovery code of any till: the check characters do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the recovery code has a mistake in typing")]
pub struct RecoveryTypo {
    /// The group that the mistake is in, from 1 to 7, if one wrong character or one swap of two
    /// neighbours explains it. More than one mistake may point to a group that is right.
    pub group: Option<u32>,
}

impl RecoveryCode {
    /// A new code out of 17 bytes of the system's randomness, of which 130 bits are used.
    pub fn fresh(mut random: [u8; 17]) -> Self {
        let code = SecretBox::init_with_mut(|symbols: &mut [u8; DATA]| {
            for (at, symbol) in symbols.iter_mut().enumerate() {
                let (byte, bit) = (at * 5 / 8, at * 5 % 8);
                let two = u16::from_be_bytes([random[byte], random[byte + 1]]);
                let [_, five] = ((two << bit) >> 11).to_be_bytes();
                *symbol = five;
            }
        });
        random.zeroize();
        Self(code)
    }

    /// The code that a person typed. Small letters, spaces and dashes of any kind do not matter; `O`
    /// counts as `0`, and `I` and `L` as `1`.
    ///
    /// # Errors
    /// [`RecoveryTypo`] if that can be no code: it is not the one that was meant, and trying it
    /// would be of no use.
    pub fn parse(typed: &str) -> Result<Self, RecoveryTypo> {
        let symbols = read(typed)?;
        check::verify(&symbols).map_err(|at| RecoveryTypo { group: at.map(group_of) })?;
        Ok(Self(SecretBox::init_with_mut(|data: &mut [u8; DATA]| {
            data.copy_from_slice(&symbols[..DATA]);
        })))
    }

    /// The code as it is shown: 28 characters in seven groups with dashes between.
    pub fn to_secret_text(&self) -> SecretString {
        let symbols = check::with_check(self.symbols());
        let mut text = Zeroizing::new(String::with_capacity(2 * CHARACTERS));
        for (at, symbol) in symbols.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(alphabet::character(*symbol));
        }
        SecretString::from(text.as_str())
    }

    /// Five random bits each.
    pub(crate) fn symbols(&self) -> &[u8; DATA] {
        self.0.expose_secret()
    }
}

impl PartialEq for RecoveryCode {
    fn eq(&self, other: &Self) -> bool {
        self.symbols().ct_eq(other.symbols()).into()
    }
}

impl Eq for RecoveryCode {}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecoveryCode").finish_non_exhaustive()
    }
}

fn read(typed: &str) -> Result<Zeroizing<[u8; CHARACTERS]>, RecoveryTypo> {
    let groups: Vec<&str> =
        typed.split(alphabet::is_separator).filter(|group| !group.is_empty()).collect();
    let lengths = || groups.iter().map(|group| group.chars().count());
    if lengths().sum::<usize>() != CHARACTERS {
        // Whoever kept the seven groups apart can be told which one is too short or too long.
        let seven = groups.len() == CHARACTERS / GROUP;
        let odd = lengths().position(|length| length != GROUP).filter(|_| seven);
        return Err(RecoveryTypo { group: odd.map(|group| group_of(group * GROUP)) });
    }
    let mut symbols = Zeroizing::new([0; CHARACTERS]);
    let characters = groups.iter().flat_map(|group| group.chars());
    for (at, (symbol, character)) in symbols.iter_mut().zip(characters).enumerate() {
        let known = alphabet::symbol(character);
        *symbol = known.ok_or_else(|| RecoveryTypo { group: Some(group_of(at)) })?;
    }
    Ok(symbols)
}

/// The group, from 1 on, of the character at the place `at`, from 0 on.
fn group_of(at: usize) -> u32 {
    (0..=at).step_by(GROUP).fold(0, |group, _| group + 1)
}

#[cfg(test)]
mod tests;
