//! What the name of a host says by itself of the money behind it.

/// What hosts call themselves where no money is real.
const TEST_WORDS: [&str; 8] =
    ["sandbox", "uat", "qa", "cert", "test", "mock", "staging", "localhost"];

/// What a host of a practice provider calls itself beside those.
const PRACTICE_WORD: &str = "practice";

/// Ends of names that no public server has: names of this computer and of a network of one's own (RFC 6761, RFC 6762, RFC
/// 8375, and those that ICANN keeps free).
const PRIVATE_ENDS: [&str; 10] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "lan",
    "home",
    "corp",
    "arpa",
];

/// True for a host that may take real money: one in a domain, at the port of the web, that does not call itself a test one.
pub(crate) fn may_be_live(host: &str) -> bool {
    let is_plain = host.contains('.') && !host.contains(':');
    is_plain && !says(host, &TEST_WORDS) && !says_practice(host)
}

/// True for a name that says that no money is real there.
pub(crate) fn is_test(name: &str) -> bool {
    says(name, &TEST_WORDS)
}

/// True for a name that a practice provider may have.
pub(crate) fn is_practice(name: &str) -> bool {
    is_test(name) || says_practice(name)
}

/// True for a name that speaks of practice.
pub(crate) fn says_practice(name: &str) -> bool {
    says(name, &[PRACTICE_WORD])
}

/// True for a name that may be one of the public net. A key that went to any other would ask computers beside this one
/// what they are (RELIABILITY 4.1, T12).
pub(crate) fn is_public(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| !PRIVATE_ENDS.contains(&end))
}

fn says(name: &str, words: &[&str]) -> bool {
    name.split('.').any(|label| is_marked(label, words))
}

/// True where one of the words is the label, or a part of it between hyphens: `sandbox`, `pay-uat`, `test-2`, `qa1`.
fn is_marked(label: &str, words: &[&str]) -> bool {
    label
        .split('-')
        .map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()))
        .any(|part| words.contains(&part))
}
