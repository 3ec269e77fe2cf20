//! Text broken into lines.

use crate::fonts::{Weight, width};

/// `text` in at most `most` lines of `room` dots. A word that is wider is broken; what is left over after the last line ends
/// in an ellipsis.
pub(crate) fn broken(text: &str, size: u32, weight: Weight, room: u32, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= room;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && !fits(&format!("{last}…")) {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// The largest size, from `size` down to `smallest`, in which `text` fits one line of `room` dots.
pub(crate) fn largest_size(text: &str, size: u32, smallest: u32, weight: Weight, room: u32) -> u32 {
    (smallest..=size).rev().find(|size| width(text, *size, weight) <= room).unwrap_or(smallest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_full_and_none_is_too_long() {
        let lines = broken("one two three four five six", 20, Weight::Regular, 120, 9);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), "one two three four five six");
        assert!(lines.iter().all(|line| width(line, 20, Weight::Regular) <= 120), "{lines:?}");
        let first = format!("{} {}", lines[0], lines[1].split(' ').next().unwrap());
        assert!(width(&first, 20, Weight::Regular) > 120, "the first line has no room left");
    }

    #[test]
    fn an_address_is_broken_and_nothing_of_it_is_lost() {
        let address = "https://pay.example/ucp/hpp/redirect/CB28ef61?session=0123456789";
        let lines = broken(address, 20, Weight::Regular, 200, 9);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), address);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = broken(&"word ".repeat(50), 20, Weight::Regular, 120, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…'));
        assert!(width(&lines[2], 20, Weight::Regular) <= 120);
    }

    #[test]
    fn an_amount_shrinks_until_it_fits() {
        let size = |text| largest_size(text, 60, 20, Weight::Bold, 200);
        assert_eq!(size("€5.00"), 60);
        let shrunk = size("€999,999,999.00");
        assert!(shrunk < 60 && width("€999,999,999.00", shrunk, Weight::Bold) <= 200);
    }
}
