//! The program in its real windows: started, looked at, used, and ended as on a shop's counter.

mod axe;
mod canary;
mod close;
mod crew;
mod foreign;
mod home;
mod http;
mod memory;
mod own_certificate;
mod page;
mod payer;
mod picture;
mod program;
mod sales;
mod secret;
mod staff;
mod stage;
mod tray;
mod trouble;
mod until;

pub(crate) use axe::Axe;
pub(crate) use canary::Canary;
pub(crate) use close::{close, is_seen};
pub(crate) use crew::{
    CASHIER_PIN, MANAGER_PIN, OWNER_PIN, add_by_hand, crew, lock, set_first_pin, sign_in, try_pin,
    type_pin,
};
pub(crate) use foreign::{is_allowed, runs_nothing_foreign, stays_on_the_app};
pub(crate) use http::http;
pub(crate) use memory::{Mapping, Memory, mappings};
pub(crate) use own_certificate::OwnCertificate;
pub(crate) use page::Page;
pub(crate) use payer::{agree, finds_cancelled, offer_declined_card, pay};
pub(crate) use program::kill;
pub(crate) use sales::{both_turn_green, detail, state_becomes};
pub(crate) use secret::{Events, answers, lose_staff_secret, no_file_holds, plant, what_is_held};
pub(crate) use staff::{
    ask_for, capture, connected, create, create_again, find_sale, monthly, open_settings,
    plan_trouble, practise, refund, refund_by_script, start_practice, start_practice_at, take,
    take_as, take_for_several, take_with, tap, waiting,
};
pub(crate) use stage::{Stage, Windows, on_stage, on_stage_for};
pub(crate) use tray::TrayPlace;
pub(crate) use trouble::trouble;
pub(crate) use until::until;
