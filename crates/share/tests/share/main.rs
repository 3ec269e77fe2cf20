//! What leaves the till is read by other programs: here by their libraries.
#![expect(clippy::unwrap_used, reason = "a test stops where something is missing")]

mod code_picture;
mod email;
mod eml;
mod kinds;
mod link;
mod mailto;
mod slip;
