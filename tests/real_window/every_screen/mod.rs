//! Every screen and dialog of both windows, once: it is there, axe finds nothing on it, and nothing of it has to be
//! scrolled sideways. What stands on it and what it does is the other tests' matter.

mod looks;
mod providers;
mod sales;
mod settings;
mod walk;

const SHOP: &str = "Quince & Sons";
