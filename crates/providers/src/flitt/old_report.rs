//! The old report of payments (fact sheet, 3.12). Newer clients ask the portal instead: see [`portal`](super::portal).

use super::{
    call::{Call, Row},
    dates::ReportTime,
    errors::Unreadable,
    order::Order,
    params::{Fault, FieldFault, Params, fault},
};

/// Asks for all orders of a time.
#[derive(Debug, Clone)]
pub struct OldReport {
    /// From when.
    pub from: ReportTime,
    /// Until when, not before `from`.
    pub to: ReportTime,
}

impl OldReport {
    /// The call, in JSON only. Nothing proves its rows: they are not signed. One that can't be read stands as such among
    /// the others; a list with a row of another merchant is not ours. For wrong dates the gateway answers a general
    /// decline.
    pub fn call(&self) -> Result<Call<Vec<Result<Order, Unreadable>>>, FieldFault> {
        if self.to.rank() < self.from.rank() {
            return Err(fault("date_to", Fault::OutOfRange));
        }
        let mut parameters = Params::default();
        parameters.text("date_from", self.from.as_str(), 19)?;
        parameters.text("date_to", self.to.as_str(), 19)?;
        Ok(Call::listing("/reports", parameters, read))
    }
}

fn read(rows: Vec<Row>) -> Vec<Result<Order, Unreadable>> {
    rows.into_iter().map(|row| Order::read(&row?)).collect()
}
