//! Spreadsheet programs run a text that begins like a formula. An export puts an apostrophe before such a text, and an
//! import takes it off again (OWASP, CSV injection).
//!
//! Where the list separator of a spreadsheet program is `;`, a text begins a cell of its own behind each `;`, whatever is
//! quoted: each of these parts is guarded as a text is.

/// What stands before a text that must not be run.
const GUARD: char = '\'';

/// What begins a formula; the last four are the wide forms of the first four.
const BEGINNINGS: [char; 10] =
    ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

const SEPARATOR: char = ';';

/// The text as it may stand in a file. A part that has the guard itself before such a beginning gets a second one, so that
/// every text comes back as it was.
pub(crate) fn guarded(text: &str) -> String {
    let guard = |part: &str| {
        if is_dangerous(part) { format!("{GUARD}{part}") } else { part.to_owned() }
    };
    of_parts(text, guard)
}

/// The text as it was before it was guarded.
pub(super) fn unguarded(text: &str) -> String {
    let unguard = |part: &str| {
        part.strip_prefix(GUARD).filter(|rest| is_dangerous(rest)).unwrap_or(part).to_owned()
    };
    of_parts(text, unguard)
}

fn of_parts(text: &str, change: impl FnMut(&str) -> String) -> String {
    let parts: Vec<String> = text.split(SEPARATOR).map(change).collect();
    parts.join(&SEPARATOR.to_string())
}

/// Spaces and quotes may be lost before a program looks for a formula.
fn is_dangerous(part: &str) -> bool {
    part.trim_start_matches([GUARD, '"', ' ']).starts_with(BEGINNINGS)
}
