//! How deep an answer is nested, before anything reads it: a reader that follows it down may run
//! out of stack.

/// How deep an answer may be nested (RELIABILITY 4.4).
const DEEPEST: u32 = 32;

/// True where the body is JSON with more levels of arrays and objects than the till accepts. What
/// is no JSON is not judged: nothing reads it.
pub(crate) fn is_too_deep(body: &[u8]) -> bool {
    if !matches!(body.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return false;
    }
    let mut depth = 0_u32;
    let mut in_text = false;
    let mut escaped = false;
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}1{}", "{\"a\":[".repeat(levels / 2), "]}".repeat(levels / 2))
    }

    #[test]
    fn thirty_two_levels_are_read_and_more_are_not() {
        assert!(!is_too_deep(nested(32).as_bytes()));
        assert!(is_too_deep(nested(34).as_bytes()));
        assert!(is_too_deep(format!(" \r\n{}", "[".repeat(33)).as_bytes()));
        assert!(!is_too_deep("[".repeat(32).as_bytes()));
    }

    #[test]
    fn what_lies_side_by_side_is_not_deep() {
        assert!(!is_too_deep(format!("[{}[]]", "[{}],".repeat(1_000)).as_bytes()));
    }

    #[test]
    fn brackets_within_text_are_text() {
        let brackets = "[{".repeat(100);
        assert!(!is_too_deep(format!(r#"{{"a":"{brackets}"}}"#).as_bytes()));
        assert!(!is_too_deep(format!(r#"{{"a":"\"{brackets}\\"}}"#).as_bytes()));
        assert!(is_too_deep(format!(r#"{{"a":"\\",{brackets}"#).as_bytes()));
    }

    #[test]
    fn a_page_is_not_judged() {
        assert!(!is_too_deep(format!("<script>{}", "{[".repeat(100)).as_bytes()));
    }
}
