//! Money as each language writes it (Unicode CLDR).

use domain::{Money, language::Language};

use crate::symbols::symbol;

const NO_BREAK_SPACE: char = '\u{a0}';
const RIGHT_TO_LEFT_MARK: char = '\u{200f}';
const GROUP: usize = 3;

/// How a language writes figures.
struct Figures {
    /// Between groups of three digits.
    group: &'static str,
    /// Between whole and fraction.
    mark: &'static str,
    /// From so many whole digits on there are groups.
    grouped_from: usize,
}

fn figures(language: Language) -> Figures {
    let (group, mark, grouped_from) = match language {
        Language::En | Language::Ar => (",", ".", 4),
        Language::De => (".", ",", 4),
        Language::Fr => ("\u{202f}", ",", 4),
        Language::Es => (".", ",", 5),
        Language::Pl | Language::Ka => ("\u{a0}", ",", 5),
    };
    Figures { group, mark, grouped_from }
}

/// An amount with its currency's sign.
pub(crate) fn written(language: Language, amount: Money) -> String {
    let figure = figure(&figures(language), amount);
    let symbol = symbol(language, amount.currency());
    match language {
        Language::En => {
            // A sign made of letters would run into the figure.
            let letters = symbol.ends_with(|last: char| last.is_alphanumeric() || last == '.');
            let gap = if letters { String::from(NO_BREAK_SPACE) } else { String::new() };
            format!("{symbol}{gap}{figure}")
        }
        Language::De | Language::Fr | Language::Es | Language::Pl | Language::Ka => {
            format!("{figure}{NO_BREAK_SPACE}{symbol}")
        }
        Language::Ar => format!("{RIGHT_TO_LEFT_MARK}{figure}{NO_BREAK_SPACE}{symbol}"),
    }
}

/// The bare figure: `1,234.50`.
fn figure(figures: &Figures, amount: Money) -> String {
    let exponent = usize::from(amount.currency().exponent());
    let digits = format!("{:0>least$}", amount.minor(), least = exponent + 1);
    let (whole, fraction) = digits.split_at(digits.len() - exponent);
    let mut written = String::new();
    for (place, digit) in whole.chars().enumerate() {
        let behind = whole.len() - place;
        if place > 0 && behind.is_multiple_of(GROUP) && whole.len() >= figures.grouped_from {
            written.push_str(figures.group);
        }
        written.push(digit);
    }
    if !fraction.is_empty() {
        written.push_str(figures.mark);
        written.push_str(fraction);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::answers;

    #[test]
    fn money_reads_as_the_interface_writes_it() {
        for language in Language::ALL {
            let mut compared = BTreeSet::new();
            for (asked, reads) in &answers::of(language).money {
                let (currency, minor) = asked.split_once(' ').unwrap();
                let Ok(currency) = currency.parse() else { continue };
                let amount = Money::new(minor.parse().unwrap(), currency);
                assert_eq!(&written(language, amount), reads, "{asked} in {}", language.code());
                compared.insert(currency.code());
            }
            assert!(compared.len() > 140, "the till counts most currencies: {}", compared.len());
        }
    }
}
