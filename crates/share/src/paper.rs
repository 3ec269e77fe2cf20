//! The papers that a slip is for. Everything on them is counted in dots of 203 to the inch: what receipt printers print
//! with, so that each module of a code is whole dots there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Dots in an inch.
pub(crate) const DOTS_PER_INCH: u32 = 203;

/// Micrometres in an inch.
const INCH: u32 = 25_400;

/// A paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Paper {
    /// A roll 58 mm wide.
    #[serde(rename = "ROLL_58")]
    Roll58,
    /// A roll 80 mm wide.
    #[serde(rename = "ROLL_80")]
    Roll80,
    /// A sheet of A4.
    #[serde(rename = "A4")]
    A4,
}

/// How a slip is laid out on a paper, in dots but for the two that say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The paper's width in micrometres.
    pub(crate) width: u32,
    /// The sheet's height in micrometres; `None` for a roll, which is cut where the slip ends.
    pub(crate) height: Option<u32>,
    /// How wide the printer prints, in the middle of the paper.
    pub(crate) room: u32,
    /// White above and below.
    pub(crate) margin: u32,
    /// The room that the code may take, with its quiet zone.
    pub(crate) code_room: u32,
    /// Sizes of the letters: the amount, the shop, the text, and what is small.
    pub(crate) amount: u32,
    pub(crate) shop: u32,
    pub(crate) text: u32,
    pub(crate) small: u32,
    /// The colour of the frame that practice and sandbox wear: a receipt printer has but one.
    pub(crate) mark: &'static str,
}

impl Paper {
    pub(crate) fn layout(self) -> Layout {
        match self {
            // 48 mm in the middle are printed on.
            Self::Roll58 => Layout {
                width: 58_000,
                height: None,
                room: 384,
                margin: 24,
                code_room: 384,
                amount: 66,
                shop: 34,
                text: 26,
                small: 20,
                mark: "#000000",
            },
            // 72 mm in the middle are printed on.
            Self::Roll80 => Layout {
                width: 80_000,
                height: None,
                room: 576,
                margin: 24,
                code_room: 480,
                amount: 84,
                shop: 42,
                text: 30,
                small: 22,
                mark: "#000000",
            },
            Self::A4 => Layout {
                width: 210_000,
                height: Some(297_000),
                room: 1_280,
                margin: 180,
                code_room: 720,
                amount: 144,
                shop: 68,
                text: 42,
                small: 30,
                mark: "#b4530a",
            },
        }
    }
}

impl Layout {
    /// The paper's width in whole dots.
    pub(crate) fn whole_width(self) -> u32 {
        self.width * DOTS_PER_INCH / INCH
    }
}

/// A length in micrometres as dots with three decimals: `463.551`.
pub(crate) fn dots(micrometres: u32) -> String {
    let thousandths = u64::from(micrometres) * u64::from(DOTS_PER_INCH) * 1_000 / u64::from(INCH);
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

/// A length in dots as millimetres with three decimals.
pub(crate) fn millimetres(dots: u32) -> String {
    let micrometres = u64::from(dots) * u64::from(INCH) / u64::from(DOTS_PER_INCH);
    format!("{}.{:03}", micrometres / 1_000, micrometres % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_dots_of_203_to_the_inch() {
        assert_eq!(dots(25_400), "203.000");
        assert_eq!(dots(58_000), "463.543");
        assert_eq!(millimetres(203), "25.400");
        assert_eq!(Paper::Roll80.layout().whole_width(), 639);
    }
}
