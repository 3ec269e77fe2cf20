//! What the pages may ask for. Each command only hands over to the desk.

mod accounts;
mod display;
mod sales;

pub(crate) use accounts::*;
pub(crate) use display::*;
pub(crate) use sales::*;
