//! What was typed into the search box, as the full-text index takes it.

/// Words of a search that are looked at; the rest can't make it more exact.
const MOST_WORDS: usize = 16;

/// What stands between the whole units and the rest of a sum in the index. A letter, so that a sum is one word there, and
/// what follows the mark is no word of its own: who types `25` does not mean 7.25.
const DECIMAL_MARK: char = 'a';

/// The signs that people write between the digits of a sum.
const SEPARATORS: [char; 4] = ['.', ',', '\'', '\u{2019}'];

/// A sum as the index keeps it, made of `1234.50`.
pub(crate) fn indexed_sum(plain: &str) -> String {
    plain.replace('.', &DECIMAL_MARK.to_string())
}

/// Each typed word as a question to the index, quoted, so that no sign in it means anything, and as the beginning of a
/// word. Empty where there is no letter or digit.
pub(crate) fn questions(typed: &str) -> Vec<String> {
    typed
        .split(|c: char| c.is_whitespace() || c.is_control() || c == '"')
        .filter(|word| word.contains(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(question)
        .collect()
}

fn question(word: &str) -> String {
    let beginnings: Vec<String> = std::iter::once(word.to_owned())
        .chain(sums(word))
        .map(|beginning| format!("\"{beginning}\"*"))
        .collect();
    match &beginnings[..] {
        [only] => only.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}

/// The sums that a word may mean, as the index keeps them: `€1.284,50` is `1284a50`, and `1.284` may be `1284` and
/// `1a284`. None where it is no sum, or has no separator: then the word finds it as it is.
fn sums(word: &str) -> Vec<String> {
    let figure = word.trim_matches(|c: char| !c.is_alphanumeric());
    let parts: Vec<&str> = figure.split(SEPARATORS).collect();
    let all_digits = parts.iter().all(|part| is_digits(part));
    let [whole, groups @ ..] = &parts[..] else { return Vec::new() };
    let ([.., last], true) = (groups, all_digits) else { return Vec::new() };
    let is_group = |part: &&str| part.len() == 3;
    let grouped = groups.iter().all(is_group).then(|| parts.concat());
    let marked = groups[..groups.len() - 1].iter().all(is_group) && last.len() <= 3;
    let marked = marked
        .then(|| format!("{whole}{}{DECIMAL_MARK}{last}", groups[..groups.len() - 1].concat()));
    grouped.into_iter().chain(marked).collect()
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{questions, sums};

    #[test]
    fn every_word_is_quoted_and_signs_alone_are_dropped() {
        assert_eq!(questions("NEAR( \"a-b\" * -"), ["\"NEAR(\"*", "\"a-b\"*"]);
        assert_eq!(questions("\" * 🎉"), Vec::<String>::new());
        assert_eq!(questions("25,00"), ["(\"25,00\"* OR \"25a00\"*)"]);
    }

    #[test]
    fn a_sum_is_read_however_it_is_written() {
        for (written, meant) in [
            ("25.00", &["25a00"] as &[&str]),
            ("25,0", &["25a0"]),
            ("€25.00", &["25a00"]),
            ("25,00€", &["25a00"]),
            ("1.284,50", &["1284a50"]),
            ("1,284.50", &["1284a50"]),
            ("1'284", &["1284", "1a284"]),
            ("1,234,567", &["1234567", "1234a567"]),
            ("0.125", &["0125", "0a125"]),
            ("25", &[]),
            ("25.", &[]),
            ("a1.2", &[]),
            ("1.2.3", &[]),
            ("2026-11-20", &[]),
            ("25.0000", &[]),
        ] {
            assert_eq!(sums(written), meant, "{written}");
        }
    }
}
