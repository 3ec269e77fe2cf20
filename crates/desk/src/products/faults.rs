//! What is wrong with a file of products: the first of it, and how much more there is.

use std::collections::BTreeMap;

use crate::view::{ImportFault, ImportFaultKind};

/// The most faults that are told. Who has that many mends the file as a whole.
const MOST_TOLD: usize = 200;

/// The most characters of a cell that a fault repeats.
const SHOWN: usize = 60;

/// The faults of a file, found in any order.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Those of the first lines, by their line and the order in which they were found.
    first: BTreeMap<(u32, u32), ImportFault>,
    found: u32,
}

impl Faults {
    /// Notes a fault of a place.
    pub(super) fn add(
        &mut self,
        line: u32,
        column: Option<&str>,
        fault: ImportFaultKind,
        text: &str,
    ) {
        let shown = |text: &str| text.chars().take(SHOWN).collect();
        let column = column.map(shown);
        let fault = ImportFault { line, column, fault, text: shown(text) };
        self.first.insert((line, self.found), fault);
        self.found = self.found.saturating_add(1);
        if self.first.len() > MOST_TOLD {
            self.first.pop_last();
        }
    }

    /// How many there are.
    pub(super) fn found(&self) -> u32 {
        self.found
    }

    /// How many there are beside those that are told.
    pub(super) fn left_out(&self) -> u32 {
        self.found.saturating_sub(u32::try_from(self.first.len()).unwrap_or(u32::MAX))
    }

    /// Those that are told, in the order of their lines.
    pub(super) fn told(self) -> Vec<ImportFault> {
        self.first.into_values().collect()
    }
}
