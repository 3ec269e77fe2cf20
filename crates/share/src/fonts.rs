//! The letters of what is drawn: `DejaVu` Sans, which has those of every language that Tillside speaks. What it lacks comes
//! from the computer's own fonts.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use rustybuzz::{Face, UnicodeBuffer};

/// The family that is drawn with.
pub(crate) const FAMILY: &str = "DejaVu Sans";

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    fn file(self) -> &'static [u8] {
        match self {
            Self::Regular => dejavu::sans::regular(),
            Self::Bold => dejavu::sans::bold(),
        }
    }

    /// As SVG counts it.
    pub(crate) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }
}

fn own() -> Database {
    let mut fonts = Database::new();
    for weight in [Weight::Regular, Weight::Bold] {
        fonts.load_font_source(Source::Binary(Arc::new(weight.file())));
    }
    fonts
}

/// The fonts to draw `text` with. The computer's are looked for only where they are needed: that takes its time.
pub(crate) fn fonts_for(text: &str) -> Arc<Database> {
    static OWN: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(own()));
    static ALL: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = own();
        fonts.load_system_fonts();
        Arc::new(fonts)
    });
    if has_letters_of(text) { Arc::clone(&OWN) } else { Arc::clone(&ALL) }
}

fn has_letters_of(text: &str) -> bool {
    let Some(face) = Face::from_slice(Weight::Regular.file(), 0) else {
        return false;
    };
    text.chars().all(|letter| {
        letter.is_control() || is_unseen(letter) || face.glyph_index(letter).is_some()
    })
}

/// `text` as it can be drawn: the sign of the lari is younger than the font, so its code stands for it.
pub(crate) fn drawable(text: &str) -> String {
    text.replace('₾', "GEL")
}

/// Marks of direction and the like: they need no picture.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// How wide `text` is in letters of `size` dots, in whole dots. Letters that are not in the font count as its largest.
pub(crate) fn width(text: &str, size: u32, weight: Weight) -> u32 {
    let Some(face) = Face::from_slice(weight.file(), 0) else {
        return u32::MAX;
    };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(&face, &[], buffer);
    let units: i64 = shaped.glyph_positions().iter().map(|glyph| i64::from(glyph.x_advance)).sum();
    let dots = (units * i64::from(size)).div_euclid(i64::from(face.units_per_em())) + 1;
    u32::try_from(dots).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_the_letters_of_every_language_of_the_till() {
        for text in ["Grüße, où, ¿señor?, żółw", "გადაიხადეთ", "ادفع المبلغ", "€ £ zł ₾ ١٢٣ – ’…"]
        {
            assert!(has_letters_of(&drawable(text)), "{text}");
        }
        assert!(!has_letters_of("支払う"));
    }

    #[test]
    fn letters_take_room_by_their_shape() {
        let wide = width("mmm", 40, Weight::Regular);
        assert!(wide > 3 * width("i", 40, Weight::Regular));
        assert!(width("mmm", 40, Weight::Bold) > wide);
        assert_eq!(width("", 40, Weight::Regular), 1);
        // Joined Arabic letters are narrower than the same letters apart.
        assert!(width("سلم", 40, Weight::Regular) < width("س ل م", 40, Weight::Regular));
    }
}
