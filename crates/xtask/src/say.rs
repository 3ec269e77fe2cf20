//! The one place that writes to the terminal.

use std::io::{self, Write};

/// One line on standard output.
#[expect(clippy::print_stdout, reason = "these are commands for a terminal")]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// One line on standard error.
#[expect(clippy::print_stderr, reason = "these are commands for a terminal")]
pub(crate) fn trouble(text: &str) {
    eprintln!("xtask: {text}");
}

/// A question at the end of a line; the answer follows it.
#[expect(clippy::print_stdout, reason = "these are commands for a terminal")]
pub(crate) fn question(text: &str) {
    print!("{text} ");
    // A terminal that cannot be written to gets no question, and so no yes.
    let _ = io::stdout().flush();
}
