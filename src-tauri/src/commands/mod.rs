//! What the pages may ask for. Each command only hands over to the desk.

mod accounts;
mod customers;
mod display;
mod history;
mod links;
mod practice;
mod products;
mod questions;
mod sales;
mod session;
mod staff;

pub(crate) use accounts::*;
pub(crate) use customers::*;
pub(crate) use display::*;
pub(crate) use history::*;
pub(crate) use links::*;
pub(crate) use practice::*;
pub(crate) use products::*;
pub(crate) use questions::*;
pub(crate) use sales::*;
pub(crate) use session::*;
pub(crate) use staff::*;
