//! The whole program in its real windows: a real display, a real keychain, and the practice provider's hosted page.

#![cfg(test)]
#![cfg(target_os = "linux")]

mod bench;
mod drawing;
mod every_screen;
mod first_sale;
mod flitt;
mod memory;
mod merchant_dashboard;
mod other_ways;
mod page_process;
mod paymentflow;
mod print_dialog;
mod products;
mod staff;
mod tray;
mod window;
