//! A few lines for a messenger.

use crate::invitation::Invitation;

impl Invitation {
    /// A few lines of plain text with the link on a line of its own, so that a messenger makes it one that can be tapped.
    pub fn message(&self) -> String {
        self.message_with(Some(self.link().what_for.clone()), self.until())
    }

    /// The same with these two lines.
    pub(crate) fn message_with(&self, what_for: Option<String>, until: Option<String>) -> String {
        let lines = self
            .mark()
            .map(str::to_owned)
            .into_iter()
            .chain([self.ask()])
            .chain(what_for)
            .chain(self.card_sentences())
            .chain([self.open_link().to_owned(), self.link().url.as_str().to_owned()])
            .chain(until);
        lines.collect::<Vec<_>>().join("\n")
    }
}
