//! Crockford's base 32: digits and capital letters without those that are mistaken for others.

const CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The character of five bits.
pub(super) fn character(symbol: u8) -> char {
    char::from(CHARACTERS[usize::from(symbol & 31)])
}

/// The five bits of a character, as a person may write it.
pub(super) fn symbol(character: char) -> Option<u8> {
    let meant = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0..32).find(|symbol| self::character(*symbol) == meant)
}

/// What stands between groups, or crept in from a printed page.
pub(super) fn is_separator(character: char) -> bool {
    let dash = matches!(character, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    dash || character.is_whitespace()
}
