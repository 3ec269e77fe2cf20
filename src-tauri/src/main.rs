#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
//! The Tillside program.

fn main() {
    tillside::run();
}
