//! Moments as each language writes them (Unicode CLDR).

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use domain::language::Language;

/// The short names of the months, from January on, as they stand between day and year.
fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::En => {
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
        }
        Language::De => [
            "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
            "Dez.",
        ],
        Language::Fr => [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
            "nov.", "déc.",
        ],
        Language::Es => {
            ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"]
        }
        Language::Pl => {
            ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"]
        }
        Language::Ka => {
            ["იან", "თებ", "მარ", "აპრ", "მაი", "ივნ", "ივლ", "აგვ", "სექ", "ოქტ", "ნოე", "დეკ"]
        }
        Language::Ar => [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
    }
}

/// Day, month, year, and the time of day by 24 hours.
pub(crate) fn written(language: Language, shop_time: DateTime<FixedOffset>) -> String {
    let month = months(language).into_iter().nth(shop_time.month0() as usize).unwrap_or_default();
    let (day, year) = (shop_time.day(), shop_time.year());
    let time = format!("{:02}:{:02}", shop_time.hour(), shop_time.minute());
    match language {
        Language::De => format!("{day}. {month} {year}, {time}"),
        Language::Ka => format!("{day} {month}. {year}, {time}"),
        Language::En | Language::Fr | Language::Es | Language::Pl => {
            format!("{day} {month} {year}, {time}")
        }
        Language::Ar => format!("{day} {month} {year}، {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers;

    #[test]
    fn moments_read_as_the_interface_writes_them() {
        for language in Language::ALL {
            let moments = answers::of(language).moments;
            assert_eq!(moments.len(), 12);
            for (at, reads) in moments {
                let shop_time = DateTime::parse_from_rfc3339(&at).unwrap();
                assert_eq!(written(language, shop_time), reads, "{at} in {}", language.code());
            }
        }
    }

    #[test]
    fn the_shops_own_clock_counts() {
        let shop_time = DateTime::parse_from_rfc3339("2026-11-30T23:30:00+04:00").unwrap();
        assert_eq!(written(Language::En, shop_time), "30 Nov 2026, 23:30");
    }
}
