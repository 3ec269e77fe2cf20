//! Texts with placeholders, filled in.

/// First strong isolate: what follows has the direction of its own first letter (Unicode UAX #9).
const APART: char = '\u{2068}';
/// Pop directional isolate.
const TOGETHER: char = '\u{2069}';

/// `text` with each `{name}` replaced by its value.
pub(crate) fn plain(text: &str, values: &[(&str, &str)]) -> String {
    filled(text, values, String::push_str)
}

/// The same, and each value is set apart from the words around it.
pub(crate) fn apart(text: &str, values: &[(&str, &str)]) -> String {
    filled(text, values, |sentence, value| {
        sentence.push(APART);
        sentence.push_str(value);
        sentence.push(TOGETHER);
    })
}

/// Goes over `text` once, so that a brace in a value is a brace.
fn filled(text: &str, values: &[(&str, &str)], put: impl Fn(&mut String, &str)) -> String {
    let mut sentence = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        sentence.push_str(before);
        let found = behind.split_once('}').and_then(|(name, after)| {
            values.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value, after))
        });
        if let Some((value, after)) = found {
            put(&mut sentence, value);
            rest = after;
        } else {
            sentence.push('{');
            rest = behind;
        }
    }
    sentence.push_str(rest);
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_placeholder_gets_its_value() {
        let text = "{amount} paid – {what}, {amount}";
        assert_eq!(
            plain(text, &[("what", "blue jacket"), ("amount", "€25.00")]),
            "€25.00 paid – blue jacket, €25.00"
        );
    }

    #[test]
    fn a_brace_in_a_value_is_a_brace() {
        let values = [("what", "{amount} {"), ("amount", "€25.00")];
        assert_eq!(plain("{what}: {amount}", &values), "{amount} {: €25.00");
        assert_eq!(plain("{unknown} {", &values), "{unknown} {");
    }

    #[test]
    fn a_value_between_words_from_right_to_left_keeps_its_direction() {
        assert_eq!(
            apart("مدفوع {amount} اليوم", &[("amount", "25.00 €")]),
            "مدفوع \u{2068}25.00 €\u{2069} اليوم"
        );
    }
}
