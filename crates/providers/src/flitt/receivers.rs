//! The parts of a split: which merchant gets how much (fact sheet, 3.11).

use serde_json::{Map, Value, json};

use super::{
    merchant::MerchantId,
    params::{self, Fault, FieldFault, Params},
};

/// The parameter that holds the parts.
const FIELD: &str = "receiver";

/// Longest description of a part, in characters. The sources name no limit; this is that of an order's own.
const LONGEST_DESCRIPTION: usize = 1024;

/// One merchant's part. It can be sent in protocol 2.0 only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// Who gets it.
    pub merchant: MerchantId,
    /// How much, in minor units of the order's currency.
    pub amount: u64,
    /// What it is for.
    pub description: Option<String>,
    /// The partner's fee, in minor units.
    pub partner_fee: Option<u64>,
}

impl Receiver {
    fn json(&self) -> Result<Value, FieldFault> {
        let mut requisites = Map::new();
        requisites.insert("merchant_id".to_owned(), self.merchant.number().into());
        requisites.insert(
            "amount".to_owned(),
            params::checked_amount("receiver.amount", self.amount)?.into(),
        );
        let description = self.description.as_deref().unwrap_or_default();
        if !description.is_empty() {
            let name = "receiver.settlement_description";
            let checked = params::checked(name, description, LONGEST_DESCRIPTION)?;
            requisites.insert("settlement_description".to_owned(), checked.into());
        }
        if let Some(fee) = self.partner_fee {
            requisites.insert("fee_partner_amount".to_owned(), fee.into());
        }
        Ok(json!({ "type": "merchant", "requisites": requisites }))
    }
}

impl Params {
    /// `receiver`, if there are parts. They must add up to `total`, or the gateway answers 1120.
    pub(super) fn receivers(
        &mut self,
        receivers: &[Receiver],
        total: u64,
    ) -> Result<(), FieldFault> {
        if receivers.is_empty() {
            return Ok(());
        }
        let parts: Vec<_> = receivers.iter().map(Receiver::json).collect::<Result<_, _>>()?;
        let sum = receivers.iter().try_fold(0_u64, |sum, one| sum.checked_add(one.amount));
        if sum != Some(total) {
            return Err(params::fault(FIELD, Fault::DoesNotFit));
        }
        self.nested(FIELD, &Value::Array(parts))
    }
}
