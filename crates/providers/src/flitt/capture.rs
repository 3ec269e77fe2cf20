//! Taking money that is held (fact sheet, 3.8).

use domain::Money;

use super::{
    additional_info::CaptureStatus,
    call::{Call, Proof},
    errors::{ErrorCode, Unreadable},
    members::Members,
    order_id::OrderId,
    params::{FieldFault, Params},
    words::Words,
};

/// Takes money that is held, all of it or a part. It works once: what is not taken returns to the card by itself, and
/// another amount answers 1109. The same amount again is safe and tells the present state.
#[derive(Debug, Clone)]
pub struct Capture {
    /// Which order.
    pub order_id: OrderId,
    /// How much. All of it is the order's actual amount.
    pub money: Money,
}

/// What became of a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// How far it is. `Hold` is made and not yet confirmed: keep asking for the order's state.
    pub status: CaptureStatus,
    /// Why it was refused: a refusal can come as a success with a code (fact sheet, 5.1).
    pub response_code: Option<ErrorCode>,
    /// The same in words.
    pub response_description: Words,
}

impl Captured {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        members.required("order_id")?;
        let status = members.plain("capture_status")?;
        let response_code = ErrorCode::read(members, "response_code")?;
        if status.is_none() && response_code.is_none() {
            return Err(Unreadable::Missing { name: "capture_status" });
        }
        Ok(Self {
            status: CaptureStatus::from_word(status.unwrap_or_default()),
            response_code,
            response_description: members.reason("response_description"),
        })
    }
}

impl Capture {
    /// The call. Its answer is not signed: the order's state is (fact sheet, 3.8). It must name the order.
    pub fn call(&self) -> Result<Call<Captured>, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.money(self.money)?;
        Ok(Call::new("/capture/order_id", parameters, Proof::Optional, Captured::read)
            .expecting("order_id", self.order_id.as_str()))
    }
}
