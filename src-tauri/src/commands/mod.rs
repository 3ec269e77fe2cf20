//! What the pages may ask for. Each command only hands over to the desk.

mod accounts;
mod backups;
mod computer;
mod customers;
mod display;
mod history;
mod links;
mod log;
mod page;
mod practice;
mod products;
mod questions;
mod sales;
mod session;
mod settings;
mod share;
mod staff;

pub(crate) use accounts::*;
pub(crate) use backups::*;
pub(crate) use computer::*;
pub(crate) use customers::*;
pub(crate) use display::*;
pub(crate) use history::*;
pub(crate) use links::*;
pub(crate) use log::*;
pub(crate) use page::*;
pub(crate) use practice::*;
pub(crate) use products::*;
pub(crate) use questions::*;
pub(crate) use sales::*;
pub(crate) use session::*;
pub(crate) use settings::*;
pub(crate) use share::*;
pub(crate) use staff::*;
