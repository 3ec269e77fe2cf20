//! The two check characters: a Reed-Solomon code over the field of 32 elements.
//!
//! All 28 symbols together fulfil two equations: their sum is zero, and so is the sum of each symbol
//! times its weight, 2 to the power of its place. One wrong symbol breaks both in a way that tells its
//! place; two wrong ones, such as neighbours that changed places, always break at least one.

use zeroize::Zeroizing;

/// Symbols with random bits, two that check them, and both together.
pub(super) const DATA: usize = 26;
const CHECK: usize = 2;
pub(super) const CHARACTERS: usize = DATA + CHECK;

/// The data, followed by the two symbols that fulfil the equations.
pub(super) fn with_check(data: &[u8; DATA]) -> Zeroizing<[u8; CHARACTERS]> {
    let mut symbols = Zeroizing::new([0; CHARACTERS]);
    symbols[..DATA].copy_from_slice(data);
    let (sum, weighted) = sums(&symbols);
    // With a + b = sum and w·a + v·b = weighted: a = (weighted + v·sum) / (w + v).
    let (first, second) = (weight(DATA), weight(DATA + 1));
    let product = weighted ^ times(second, sum);
    let a = (0..32).find(|a| times(*a, first ^ second) == product).unwrap_or_default();
    symbols[DATA] = a;
    symbols[DATA + 1] = sum ^ a;
    symbols
}

/// # Errors
/// The place of the mistake, from 0 on, if one wrong symbol or one swap within a group explains it.
pub(super) fn verify(symbols: &[u8; CHARACTERS]) -> Result<(), Option<usize>> {
    match sums(symbols) {
        (0, 0) => Ok(()),
        (0, weighted) => Err(swapped(symbols, weighted)),
        (sum, weighted) => Err((0..CHARACTERS).find(|at| times(sum, weight(*at)) == weighted)),
    }
}

/// The place of two neighbours whose swap explains the mistake. Other neighbours may explain it as
/// well; then the place is known only if all of them lie in one group.
fn swapped(symbols: &[u8; CHARACTERS], weighted: u8) -> Option<usize> {
    let explains = |at: &usize| {
        let difference = symbols[*at] ^ symbols[at + 1];
        times(difference, weight(*at) ^ weight(at + 1)) == weighted
    };
    let mut places = (0..CHARACTERS - 1).filter(explains);
    let first = places.next()?;
    let group = first / super::GROUP;
    let within = |at: usize| at / super::GROUP == group && (at + 1) / super::GROUP == group;
    (within(first) && places.all(within)).then_some(first)
}

fn sums(symbols: &[u8; CHARACTERS]) -> (u8, u8) {
    symbols.iter().enumerate().fold((0, 0), |(sum, weighted), (at, symbol)| {
        (sum ^ symbol, weighted ^ times(*symbol, weight(at)))
    })
}

/// 2 to the power of `at` in the field. Powers repeat only after 31, more than there are places.
fn weight(at: usize) -> u8 {
    (0..at).fold(1, |power, _| double(power))
}

fn times(left: u8, right: u8) -> u8 {
    (0..5).rev().fold(0, |product, bit| {
        let added = if right >> bit & 1 == 1 { left } else { 0 };
        double(product) ^ added
    })
}

/// Times x, modulo x⁵ + x² + 1.
fn double(symbol: u8) -> u8 {
    let shifted = symbol << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}
