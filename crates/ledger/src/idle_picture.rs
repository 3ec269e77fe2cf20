//! The picture that customers see while there is nothing to pay: a PNG file that the desk has made. It stands among the
//! settings, as base64 text, so that a copy of the book has it, too.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{event::Fact, ids::PictureId};
use rusqlite::Connection;

use crate::{Ledger, error::LedgerError, records::Entry, settings};

const NAME: &str = "idle_picture";
const PNG: &str = "idle_picture_png";

impl Ledger {
    /// The name of the idle picture, if there is one.
    pub fn idle_picture(&self) -> Result<Option<PictureId>, LedgerError> {
        self.read(name)
    }

    /// The bytes of the idle picture, if this is its name.
    pub fn idle_picture_bytes(&self, asked: PictureId) -> Result<Option<Vec<u8>>, LedgerError> {
        self.read(|book| {
            if name(book)? != Some(asked) {
                return Ok(None);
            }
            // A picture that was changed by hand is none.
            Ok(settings::get(book, PNG)?.and_then(|text| STANDARD.decode(text).ok()))
        })
    }

    /// Sets the idle picture, in the place of the one before.
    pub fn set_idle_picture(
        &self,
        entry: Entry,
        name: PictureId,
        png: &[u8],
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            writing.append(entry, &Fact::IdlePictureChanged { picture: Some(name) })?;
            settings::set(&writing.book, NAME, &name.to_string())?;
            settings::set(&writing.book, PNG, &STANDARD.encode(png))
        })
    }

    /// Takes the idle picture away. Where there is none, nothing is written down.
    pub fn clear_idle_picture(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| {
            if name(&writing.book)?.is_none() {
                return Ok(());
            }
            writing.append(entry, &Fact::IdlePictureChanged { picture: None })?;
            writing.book.execute("DELETE FROM settings WHERE name IN (?1, ?2)", [NAME, PNG])?;
            Ok(())
        })
    }
}

/// A name that was changed by hand is none.
fn name(book: &Connection) -> Result<Option<PictureId>, LedgerError> {
    Ok(settings::get(book, NAME)?.and_then(|text| text.parse().ok()))
}
