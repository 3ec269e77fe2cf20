//! An email that the system's mail program is asked to begin (RFC 6068).

use std::fmt::Write;

use crate::invitation::Invitation;

/// The longest address that is handed to the system, in bytes: Windows takes 2,083 characters, and not every mail program
/// takes as many.
const LONGEST: usize = 1_900;

impl Invitation {
    /// The address that opens the mail program with the email begun: the whole text where it fits, else the few lines of a
    /// message, then those without what the link is for and until when it works, at last the link alone. The subject stays,
    /// and so does the line that no real money moves. Letters beyond ASCII take up to nine characters each here.
    pub fn mailto(&self) -> String {
        let to = self.link().customer_email.as_ref().map_or("", |email| email.as_str());
        let to = percent_encoded(to).replace("%40", "@");
        let subject = percent_encoded(&self.subject());
        let address = |text: &str| {
            let body = percent_encoded(&text.replace('\n', "\r\n"));
            format!("mailto:{to}?subject={subject}&body={body}")
        };
        let texts = [
            self.plain_text(),
            self.message(),
            self.message_with(None, self.until()),
            self.message_with(None, None),
        ];
        let link = self.mark().into_iter().chain([self.link().url.as_str()]);
        texts
            .iter()
            .map(|text| address(text))
            .find(|address| address.len() <= LONGEST)
            .unwrap_or_else(|| address(&link.collect::<Vec<_>>().join("\n")))
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
