//! Paying with a card's number, in one step or, with 3-D Secure, in two (fact sheet, 3.6).

use secrecy::{ExposeSecret, SecretString};

use crate::flitt::{
    call::{Call, Proof},
    errors::Unreadable,
    members::Members,
    new_order::NewOrder,
    order::Order,
    order_id::OrderId,
    params::{Fault, FieldFault, Params, fault},
};

/// A card. `Debug` shows none of it.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its number, at most 19 digits.
    pub number: SecretString,
    /// The code on its back, 3 or 4 digits.
    pub cvv2: SecretString,
    /// The month and year of its end, `MMYY`.
    pub expiry: SecretString,
}

/// Step 1: charges a card.
#[derive(Debug, Clone)]
pub struct CardPayment {
    /// What is to be paid.
    pub order: NewOrder,
    /// With which card.
    pub card: Card,
    /// The customer's address on the network, at most 15 characters.
    pub client_ip: Option<String>,
}

/// What step 1 led to.
#[derive(Debug, Clone)]
pub enum StepOne {
    /// The payment is over, one way or the other.
    Done(Box<Order>),
    /// The bank wants to see the customer.
    ThreeDs(ThreeDs),
}

/// Where the customer's browser posts `PaReq`, `MD` and `TermUrl` to.
#[derive(Debug, Clone)]
pub struct ThreeDs {
    /// The bank's page.
    pub acs_url: String,
    /// The value of `PaReq`.
    pub pareq: SecretString,
    /// The value of `MD`.
    pub md: SecretString,
}

/// Step 2: ends a payment after the customer came back from the bank.
#[derive(Debug, Clone)]
pub struct StepTwo {
    /// The order of step 1.
    pub order_id: OrderId,
    /// What the browser brought as `PaRes`.
    pub pares: SecretString,
    /// What it brought as `MD`.
    pub md: SecretString,
}

impl Card {
    fn put(&self, parameters: &mut Params) -> Result<(), FieldFault> {
        for (field, digits, limit) in [
            ("card_number", &self.number, 19),
            ("cvv2", &self.cvv2, 4),
            ("expiry_date", &self.expiry, 4),
        ] {
            let digits = digits.expose_secret();
            parameters.text(field, digits, limit)?;
            if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(fault(field, Fault::Malformed));
            }
        }
        Ok(())
    }
}

impl CardPayment {
    /// The call. An answer that ends the payment must be signed.
    pub fn call(&self) -> Result<Call<StepOne>, FieldFault> {
        let mut parameters = self.order.parameters()?;
        self.card.put(&mut parameters)?;
        parameters.optional("client_ip", self.client_ip.as_deref(), 15)?;
        Ok(Call::new("/3dsecure_step1", parameters, Proof::NeededWithout(ACS_URL), StepOne::read)
            .expecting("order_id", self.order.order_id.as_str()))
    }
}

/// The member that only an answer with 3-D Secure has.
const ACS_URL: &str = "acs_url";

impl StepOne {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        let Some(acs_url) = members.text(ACS_URL) else {
            return Order::read(members).map(Box::new).map(Self::Done);
        };
        Ok(Self::ThreeDs(ThreeDs {
            acs_url: acs_url.to_owned(),
            pareq: members.required("pareq")?.into(),
            md: members.required("md")?.into(),
        }))
    }
}

impl StepTwo {
    /// The call. Its answer must be signed.
    pub fn call(&self) -> Result<Call<Order>, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.text("pares", self.pares.expose_secret(), 20_480)?;
        parameters.text("md", self.md.expose_secret(), 1_024)?;
        Ok(Call::new("/3dsecure_step2", parameters, Proof::Needed, Order::read)
            .expecting("order_id", self.order_id.as_str()))
    }
}
