//! Text inside HTML and SVG.

/// `text` as it may stand between tags and inside quoted attributes. Characters that no such file may hold become spaces.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            character if character.is_control() => safe.push(' '),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_is_taken_for_a_tag() {
        assert_eq!(
            escaped("<b onclick=\"x('y')\">&\u{1}"),
            "&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;&amp; "
        );
        assert_eq!(escaped("Käse – ყველი"), "Käse – ყველი");
    }
}
