//! A code as a shape: for print, where the device draws the modules in its own dots.

use std::fmt::{self, Write};

use rqrr::{BitGrid, Grid};

use crate::{QUIET_ZONE_MODULES, error::CheckFault};

/// The dark modules of a code as the data of one SVG path, in units of a module and with the quiet zone around them, that
/// was read back and holds exactly the text of its code.
///
/// One path, not many squares: where a device's dots are not whole modules, no light line shows between neighbours.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckedOutline {
    path: String,
    side: u32,
}

impl CheckedOutline {
    /// Writes the path of `dark`, rows of `modules` modules each, and reads it back.
    pub(crate) fn check(dark: &[bool], modules: u32, text: &str) -> Result<Self, CheckFault> {
        let outline = Self { path: path_of(dark, modules), side: modules + 2 * QUIET_ZONE_MODULES };
        let grid = DarkModules::read(&outline.path, modules).ok_or(CheckFault::NotSharp)?;
        let mut found = Vec::with_capacity(text.len());
        Grid::new(grid).decode_to(&mut found).map_err(|_| CheckFault::NotDecoded)?;
        if found == text.as_bytes() { Ok(outline) } else { Err(CheckFault::OtherText) }
    }

    /// The data of the path (`d` in SVG): moves, and lines to the side and down, in whole modules.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The side of the square in modules, quiet zone included.
    pub const fn side(&self) -> u32 {
        self.side
    }
}

impl fmt::Debug for CheckedOutline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedOutline").field("side", &self.side).finish_non_exhaustive()
    }
}

/// One rectangle for each run of dark modules in a row.
fn path_of(dark: &[bool], modules: u32) -> String {
    let mut path = String::new();
    for (y, row) in (QUIET_ZONE_MODULES..).zip(dark.chunks_exact(modules as usize)) {
        let mut x = QUIET_ZONE_MODULES;
        for run in row.chunk_by(|left, right| left == right) {
            let length = run.iter().map(|_| 1_u32).sum::<u32>();
            if run.first() == Some(&true) {
                // Writing into a text does not fail.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += length;
        }
    }
    path
}

/// The modules that a path paints.
struct DarkModules {
    dark: Vec<bool>,
    side: usize,
}

impl DarkModules {
    /// Reads a path of rectangles; `None` where it is another path, or paints outside the code.
    fn read(path: &str, modules: u32) -> Option<Self> {
        let side = usize::try_from(modules).ok()?;
        let quiet = usize::try_from(QUIET_ZONE_MODULES).ok()?;
        let mut dark = vec![false; side * side];
        for rectangle in path.split_terminator('z') {
            let (at, extent) = rectangle.strip_prefix('M')?.split_once('h')?;
            let (x, y) = at.split_once(' ')?;
            let (width, back) = extent.split_once("v1h-")?;
            let [x, y, width, back] = [x, y, width, back].map(str::parse::<usize>);
            let (x, y, width) =
                (x.ok()?.checked_sub(quiet)?, y.ok()?.checked_sub(quiet)?, width.ok()?);
            if width != back.ok()? || x + width > side {
                return None;
            }
            let start = y.checked_mul(side)? + x;
            dark.get_mut(start..start + width)?.fill(true);
        }
        Some(Self { dark, side })
    }
}

impl BitGrid for DarkModules {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark[y * self.side + x]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::QrCode;

    const LINK: &str = "https://pay.example/LNK_0123456789";

    #[test]
    fn the_path_starts_with_the_corner_square_inside_four_white_modules() {
        let outline = QrCode::encode(LINK).unwrap().outline().unwrap();
        assert!(outline.path().starts_with("M4 4h7v1h-7z"), "{}", outline.path());
        assert_eq!(outline.side(), QrCode::encode(LINK).unwrap().modules() + 8);
    }

    #[test]
    fn a_path_of_another_code_or_of_no_code_is_refused() {
        let code = QrCode::encode(LINK).unwrap();
        let path = code.outline().unwrap().path().to_owned();
        let read = |path: &str| DarkModules::read(path, code.modules());
        assert!(read(&path).is_some());
        assert!(read(&path.replacen("M4 4", "M3 4", 1)).is_none(), "outside the code");
        assert!(read(&path.replacen("h-7", "h-6", 1)).is_none(), "not a rectangle");
        let modules = code.modules();
        let light = vec![false; (modules * modules) as usize];
        let refused = CheckedOutline::check(&light, modules, LINK);
        assert_eq!(refused.err(), Some(CheckFault::NotDecoded));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_text_has_a_path_that_reads_back(text in "[ -~]{1,300}") {
            QrCode::encode(&text)?.outline()?;
        }
    }
}
