//! Backups of the book, and the way back from one.

mod daily;
mod make;
mod preview;
mod refusal;
mod restore;
mod rows;

pub use restore::Restorer;
pub use rows::backups_in;
