//! The keys that take an amount from the clipboard, wherever the cursor is.

/// The longest text that may be an amount with what stands around it, in characters.
const LONGEST: usize = 200;

/// What of the clipboard's text goes to the page, which shows it before it counts. A longer text goes whole or not at
/// all: half of an amount is another amount.
pub(super) fn offered(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= LONGEST;
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_goes_to_the_page_as_it_stands_on_the_clipboard() {
        assert_eq!(offered("  1.250,00 €\n").as_deref(), Some("1.250,00 €"));
    }

    #[test]
    fn nothing_and_far_too_much_are_no_amounts() {
        assert_eq!(offered(" \n"), None);
        let longest = "é".repeat(LONGEST);
        assert_eq!(offered(&longest), Some(longest.clone()));
        assert_eq!(offered(&format!("{longest}1")), None);
    }
}
