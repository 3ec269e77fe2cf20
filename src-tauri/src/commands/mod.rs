//! What the pages may ask for. Each command only hands over to the desk.

mod accounts;
mod customers;
mod display;
mod links;
mod practice;
mod products;
mod questions;
mod sales;

pub(crate) use accounts::*;
pub(crate) use customers::*;
pub(crate) use display::*;
pub(crate) use links::*;
pub(crate) use practice::*;
pub(crate) use products::*;
pub(crate) use questions::*;
pub(crate) use sales::*;
