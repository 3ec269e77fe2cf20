//! QR codes for payment links: encoded, drawn, and read back before anyone sees them.
//!
//! Every picture has error correction level M, a quiet zone of four white modules on each side,
//! black modules on white, and a whole number of device pixels per module, so that no edge is ever
//! blurred by scaling. There is no logo.
//!
//! [`QrCode::png`] hands out a [`CheckedPng`] and nothing else. It opens the finished PNG file,
//! looks at every pixel, decodes the code with a second library and compares the text byte for
//! byte. A picture that fails never leaves this crate. [`QrCode::outline`] does the same for a code that is drawn as a
//! shape, and [`scan`] reads a finished picture with more on it than the code, as a phone would.

mod check;
mod code;
mod error;
mod modules;
mod outline;
mod render;
mod scan;

pub use check::CheckedPng;
pub use code::QrCode;
pub use error::{CheckFault, QrError};
pub use outline::CheckedOutline;
pub use scan::scan;

/// White modules on each side of the code. ISO/IEC 18004 asks for four.
pub const QUIET_ZONE_MODULES: u32 = 4;

/// The fewest device pixels a module may have. With one pixel per module a camera cannot tell
/// neighbours apart.
pub const MIN_PIXELS_PER_MODULE: u32 = 2;

/// The longest side of a picture, in device pixels, however much room the caller offers. It bounds
/// the memory of one picture, and is enough for a print of 17 cm at 600 dots per inch.
pub const MAX_SIDE_PIXELS: u32 = 4_096;
