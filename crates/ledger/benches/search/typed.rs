//! What is typed into the search box.

use ledger::SaleFilter;

/// Who types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Somebody who sees every sale.
    Owner,
    /// Somebody who sees their own, those of today and open ones.
    Cashier,
}

impl Asking {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Owner => "an owner",
            Self::Cashier => "a cashier",
        }
    }
}

/// One search: the words that are typed letter by letter, beside filters that are chosen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search {
    pub(crate) text: &'static str,
    pub(crate) filter: SaleFilter,
    /// How many days back, today alone being 1; `None` for ever.
    pub(crate) days: Option<u32>,
    pub(crate) mine: bool,
}

impl Search {
    const fn words(text: &'static str) -> Self {
        Self { text, filter: SaleFilter::All, days: None, mine: false }
    }

    const fn within(self, filter: SaleFilter) -> Self {
        Self { filter, ..self }
    }

    const fn since(self, days: u32) -> Self {
        Self { days: Some(days), ..self }
    }

    const fn of_ones_own(self) -> Self {
        Self { mine: true, ..self }
    }

    /// The text after each key, the empty one first.
    pub(crate) fn keys(self) -> impl Iterator<Item = &'static str> {
        let ends = self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]);
        ends.filter_map(move |end| self.text.get(..end))
    }

    pub(crate) fn name(self, typed: &str) -> String {
        let mine = if self.mine { " mine" } else { "" };
        let days = self.days.map(|days| format!(" {days} days")).unwrap_or_default();
        let filter = match self.filter {
            SaleFilter::All => String::new(),
            filter => format!(" {filter:?}"),
        };
        format!("{typed}{filter}{days}{mine}")
    }
}

/// What staff look for: sums, words that many sales have and words that few have, digits of cards, days and states.
pub(crate) const SEARCHES: [Search; 18] = [
    Search::words("25.00"),
    Search::words("€64,00"),
    Search::words("7"),
    Search::words("coffee"),
    Search::words("alteration blue"),
    Search::words("inv-0004711"),
    Search::words("4242"),
    Search::words("visa 4711"),
    Search::words("nobody wrote this"),
    Search::words("repair for walter"),
    Search::words("25").since(2),
    Search::words("coffee").since(7),
    Search::words("").since(31),
    Search::words("64").within(SaleFilter::Refunded),
    Search::words("alteration").within(SaleFilter::Open),
    Search::words("coffee").within(SaleFilter::NeedsPerson),
    Search::words("coffee").of_ones_own(),
    Search::words("").within(SaleFilter::Refunded).of_ones_own(),
];
