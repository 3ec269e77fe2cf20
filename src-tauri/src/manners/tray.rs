//! What the tray icon shows.

use desk::{domain::account::Environment, view::SaleRow};
use words::{Key, Words};

use super::notice::{environment_word, label_of};

/// How many open sales the menu names.
const MOST_SALES: usize = 5;
/// How much of a sale's label stands in the menu, in characters.
const LABEL_LENGTH: usize = 40;

/// The tray icon with its menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrayPicture {
    /// What the pointer is told over the icon.
    pub(crate) tip: String,
    /// How many sales wait for something. The icon wears a dot where there are any.
    pub(crate) open: usize,
    /// The lines of the menu, from the top.
    pub(crate) lines: Vec<TrayLine>,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayLine {
    /// Does something.
    Act(TrayAct, String),
    /// Says something.
    Says(String),
    /// Parts two groups of lines.
    Parting,
}

/// What a line of the menu does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayAct {
    /// Brings the counter to the front.
    Open,
    /// Brings the counter to the front, on this sale.
    Sale(String),
    /// Locks the till.
    Lock,
    /// Ends the program.
    Quit,
}

/// Who is at the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtTill {
    /// Nobody: nothing of a sale is told but that it is there.
    Nobody,
    /// Somebody who signed in.
    SignedIn,
    /// The owner of a till without PINs: there is nothing to lock.
    Pinless,
}

/// The tray as it is to look: `open` are the sales that wait for something, newest first.
pub(crate) fn picture(
    open: &[SaleRow],
    environment: Option<Environment>,
    at_till: AtTill,
    words: Words,
) -> TrayPicture {
    let says = if open.is_empty() {
        words.text(Key::TrayNoneOpen).to_owned()
    } else {
        words.with(Key::TrayOpenSales, &[("count", &open.len().to_string())])
    };
    let word = environment.and_then(|environment| environment_word(environment, words));
    let mut tip = vec!["Tillside"];
    tip.extend(word);
    tip.push(&says);
    let tip = tip.join(" · ");

    let mut lines = vec![act(TrayAct::Open, Key::TrayOpen, words), TrayLine::Parting];
    lines.extend(word.map(|word| TrayLine::Says(word.to_owned())));
    lines.push(TrayLine::Says(says));
    if at_till != AtTill::Nobody {
        lines.extend(open.iter().take(MOST_SALES).map(|sale| sale_line(sale, words)));
    }
    lines.push(TrayLine::Parting);
    if at_till == AtTill::SignedIn {
        lines.push(act(TrayAct::Lock, Key::TrayLock, words));
    }
    lines.push(act(TrayAct::Quit, Key::TrayQuit, words));
    TrayPicture { tip, open: open.len(), lines }
}

fn act(act: TrayAct, key: Key, words: Words) -> TrayLine {
    TrayLine::Act(act, words.text(key).to_owned())
}

fn sale_line(sale: &SaleRow, words: Words) -> TrayLine {
    let amount = words.money(sale.each());
    let label = shortened(label_of(sale));
    let text = words.with(Key::TraySale, &[("amount", &amount), ("label", &label)]);
    TrayLine::Act(TrayAct::Sale(sale.id.clone()), text)
}

/// A menu is narrow.
fn shortened(label: &str) -> String {
    let mut characters = label.chars();
    let mut short: String = characters.by_ref().take(LABEL_LENGTH).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use desk::domain::language::Language;

    use super::*;
    use crate::manners::sample::{practice_sale, sale};

    fn english() -> Words {
        Words::of(Language::En)
    }

    /// The menu as it is read, with what a press on each line does.
    fn read(picture: &TrayPicture) -> Vec<String> {
        let line = |line: &TrayLine| match line {
            TrayLine::Act(TrayAct::Sale(id), text) => format!("{text} -> {id}"),
            TrayLine::Act(act, text) => format!("{text} -> {act:?}"),
            TrayLine::Says(text) => text.clone(),
            TrayLine::Parting => "-".to_owned(),
        };
        picture.lines.iter().map(line).collect()
    }

    #[test]
    fn open_sales_stand_in_the_menu_by_amount_and_label() {
        let open = [sale("1", "Coffee", "blue jacket"), sale("2", "Repair", "")];
        let shown = picture(&open, Some(Environment::Live), AtTill::SignedIn, english());
        assert_eq!(
            read(&shown),
            [
                "Open Tillside -> Open",
                "-",
                "Open sales: 2",
                "€25.00 – blue jacket -> 1",
                "€25.00 – Repair -> 2",
                "-",
                "Lock the till -> Lock",
                "Quit -> Quit",
            ]
        );
        assert_eq!((shown.tip.as_str(), shown.open), ("Tillside · Open sales: 2", 2));
    }

    #[test]
    fn a_locked_till_tells_the_number_and_no_name() {
        let open = [sale("1", "Coffee", "blue jacket")];
        let shown = picture(&open, Some(Environment::Live), AtTill::Nobody, english());
        assert_eq!(
            read(&shown),
            ["Open Tillside -> Open", "-", "Open sales: 1", "-", "Quit -> Quit"]
        );
    }

    #[test]
    fn without_pins_there_is_nothing_to_lock() {
        let shown = picture(&[], None, AtTill::Pinless, english());
        assert_eq!(
            read(&shown),
            ["Open Tillside -> Open", "-", "No open sales", "-", "Quit -> Quit"]
        );
    }

    #[test]
    fn practice_says_so_over_the_icon_and_in_the_menu() {
        let open = [practice_sale("1", "Coffee")];
        let shown = picture(&open, Some(Environment::Practice), AtTill::Pinless, english());
        let word = english().text(Key::PracticeWord);
        assert_eq!(shown.tip, format!("Tillside · {word} · Open sales: 1"));
        assert!(read(&shown).contains(&word.to_owned()));
    }

    #[test]
    fn a_long_day_and_a_long_note_leave_the_menu_short() {
        let open: Vec<_> =
            (0..9).map(|number| sale(&number.to_string(), &"ż".repeat(90), "")).collect();
        let shown = picture(&open, Some(Environment::Live), AtTill::SignedIn, english());
        let named = read(&shown).into_iter().filter(|line| line.contains("ż"));
        let named: Vec<_> = named.collect();
        assert_eq!(named.len(), 5);
        assert_eq!(named[0], format!("€25.00 – {}… -> 0", "ż".repeat(40)));
        assert!(read(&shown).contains(&"Open sales: 9".to_owned()));
    }
}
