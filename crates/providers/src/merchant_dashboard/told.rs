//! What an answer says of one thing, without taking any of four things for another.

/// What an answer says of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Told<T> {
    /// Its member is absent: nobody knows.
    NotTold,
    /// Its member is null or empty: there is none.
    Nothing,
    /// It is this.
    Is(T),
    /// It is there and can't be read. It must not be taken for nothing.
    Unreadable,
}

impl<T> Told<T> {
    /// What it is, where it can be read.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::NotTold | Self::Nothing | Self::Unreadable => None,
        }
    }
}
