//! From the pixels of a picture to its modules, without knowing how it was drawn.

use rqrr::BitGrid;

use crate::QUIET_ZONE_MODULES;
use crate::error::CheckFault;
use crate::render::{BLACK, WHITE};

/// The modules across the outer square in three corners of every code.
const FINDER_MODULES: usize = 7;

/// The modules that stand in a picture. Every pixel was looked at: each module is one plain square
/// of black or white, and the quiet zone is white.
pub(crate) struct Modules {
    black: Vec<bool>,
    side: usize,
    pixels_per_module: usize,
}

impl Modules {
    /// Reads a square picture of `side` pixels. The size of a module is taken from the picture
    /// itself: the first black pixels belong to the upper edge of a corner square, which is seven
    /// modules wide.
    pub(crate) fn read(pixels: &[u8], side: usize) -> Result<Self, CheckFault> {
        let first = pixels.iter().position(|pixel| *pixel == BLACK).ok_or(CheckFault::NotFound)?;
        let edge = pixels[first..].iter().take_while(|pixel| **pixel == BLACK).count();
        let pixels_per_module = edge / FINDER_MODULES;
        if pixels_per_module == 0 || !edge.is_multiple_of(FINDER_MODULES) {
            return Err(CheckFault::NotFound);
        }
        let quiet_modules = QUIET_ZONE_MODULES as usize;
        let all_modules = side / pixels_per_module;
        if !side.is_multiple_of(pixels_per_module) || all_modules <= 2 * quiet_modules {
            return Err(CheckFault::NotSharp);
        }
        let code_modules = quiet_modules..all_modules - quiet_modules;

        let mut black = Vec::with_capacity(code_modules.len() * code_modules.len());
        for (row, lines) in pixels.chunks_exact(side * pixels_per_module).enumerate() {
            let (line, repeats) = lines.split_at(side);
            if repeats.chunks_exact(side).any(|repeat| repeat != line) {
                return Err(CheckFault::NotSharp);
            }
            for (column, module) in line.chunks_exact(pixels_per_module).enumerate() {
                let color = module[0];
                if module.iter().any(|pixel| *pixel != color) {
                    return Err(CheckFault::NotSharp);
                }
                if code_modules.contains(&row) && code_modules.contains(&column) {
                    black.push(is_black(color)?);
                } else if color != WHITE {
                    return Err(CheckFault::QuietZone);
                }
            }
        }
        Ok(Self { black, side: code_modules.len(), pixels_per_module })
    }

    /// The device pixels of one module, as measured in the picture.
    pub(crate) const fn pixels_per_module(&self) -> usize {
        self.pixels_per_module
    }
}

impl BitGrid for Modules {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.black[y * self.side + x]
    }
}

fn is_black(color: u8) -> Result<bool, CheckFault> {
    match color {
        BLACK => Ok(true),
        WHITE => Ok(false),
        _ => Err(CheckFault::NotBlackAndWhite),
    }
}
