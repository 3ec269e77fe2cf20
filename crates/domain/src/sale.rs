//! What staff take money for.

use std::time::Duration;

use crate::{
    TillError,
    account::Account,
    capabilities::Capabilities,
    customer_email::CustomerEmail,
    error::{AmountFault, Field},
    ids::ProviderCustomerId,
    link_kind::{LinkKind, LinkKindForm},
    money::{Amount, Currency, Money, NotAnAmount, minor_units},
    page_language::PageLanguage,
    reference::{self, LONGEST_STAFF_REFERENCE},
    text::{check_characters, check_text},
    usage::{Usage, UseLimit},
};

/// Longest note that only staff see, in characters.
pub const LONGEST_STAFF_NOTE: usize = 500;

/// Shortest time that a link may be payable.
pub const SHORTEST_PAYABLE: Duration = Duration::from_mins(1);

/// Longest time that a link may be payable.
pub const LONGEST_PAYABLE: Duration = Duration::from_hours(90 * 24);

/// How long the till counts on a link without an end: for that long one that may have been made is looked for, and one that
/// nobody saw is watched.
pub const COUNTED_ON: Duration = Duration::from_hours(30 * 24);

/// A sale as staff typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleForm {
    /// Minor units as text.
    pub amount_minor: String,
    /// ISO 4217.
    pub currency: String,
    /// The staff's own reference.
    pub reference: String,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
    /// A note that only staff see; may be empty.
    pub staff_note: String,
    /// How long the link is payable.
    pub payable_for: Duration,
    /// How many times the link can be paid at most; `None` for once.
    pub use_limit: Option<u32>,
    /// What shipping costs on top, minor units as text; `None` where nothing is shipped.
    pub shipping_minor: Option<String>,
    /// What the link is for.
    pub kind: LinkKindForm,
    /// The customer's e-mail address; may be empty.
    pub customer_email: String,
    /// The language of the page where the customer pays, `ka`; empty leaves it to the provider.
    pub page_language: String,
    /// Which of the shop's customers it is for, by the provider's id; may be empty.
    pub customer: String,
}

/// A sale that an account can make a link for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSale {
    /// What the customer pays.
    pub amount: Amount,
    /// The staff's own reference, whole.
    pub reference: String,
    /// The shop's name.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
    /// A note that only staff see.
    pub staff_note: String,
    /// How long the link is payable.
    pub payable_for: Duration,
    /// How often the link can be paid.
    pub usage: Usage,
    /// What shipping costs on top; `None` where nothing is shipped.
    pub shipping: Option<Money>,
    /// What the link is for.
    pub kind: LinkKind,
    /// Where the customer can be written to.
    pub customer_email: Option<CustomerEmail>,
    /// The language of the page where the customer pays; `None` leaves it to the provider.
    pub page_language: Option<PageLanguage>,
    /// Which of the shop's customers it is for, by the provider's id.
    pub customer: Option<ProviderCustomerId>,
}

impl SaleForm {
    /// Checks the form as the seed does, against the narrower limits of the provider where they are narrower.
    ///
    /// The order is the seed's: missing fields, amount, currency, texts.
    pub fn check(
        &self,
        account: &Account,
        capabilities: &Capabilities,
    ) -> Result<NewSale, TillError> {
        self.check_present()?;
        let currency = offered(&self.currency, account)?;
        let amount = amount(&self.amount_minor, currency)?;
        check_text(Field::Reference, self.reference.trim(), LONGEST_STAFF_REFERENCE)?;
        check_text(Field::Name, self.name.trim(), capabilities.name_limit)?;
        check_text(Field::Description, self.description.trim(), capabilities.description_limit)?;
        check_characters(Field::Description, &self.description, capabilities.forbidden)?;
        check_characters(Field::Name, &self.name, capabilities.forbidden)?;
        check_text(Field::StaffNote, self.staff_note.trim(), LONGEST_STAFF_NOTE)?;
        // Nobody is asked for how long where it does not matter.
        if capabilities.links_end
            && !(SHORTEST_PAYABLE..=LONGEST_PAYABLE).contains(&self.payable_for)
        {
            return Err(TillError::InvalidField { field: Field::PayableFor });
        }
        let payable_for = if capabilities.links_end { self.payable_for } else { COUNTED_ON };
        let usage = usage(self.use_limit, capabilities)?;
        let shipping = shipping(self.shipping_minor.as_deref(), amount, capabilities)?;
        let kind = self.kind.check(currency, capabilities)?;
        // A card is reserved, confirmed or charged again for one customer, and for one sum.
        if !kind.is_payment() && (!usage.is_single() || shipping.is_some()) {
            return Err(TillError::InvalidField { field: Field::LinkKind });
        }
        Ok(NewSale {
            amount,
            usage,
            shipping,
            kind,
            customer_email: CustomerEmail::typed(&self.customer_email, capabilities)?,
            page_language: PageLanguage::typed(&self.page_language, capabilities)?,
            customer: customer(&self.customer, capabilities)?,
            reference: self.reference.trim().to_owned(),
            name: self.name.trim().to_owned(),
            description: self.description.trim().to_owned(),
            staff_note: self.staff_note.trim().to_owned(),
            payable_for,
        })
    }

    fn check_present(&self) -> Result<(), TillError> {
        let cleaned_reference = reference::clean(&self.reference);
        let required = [
            (Field::Amount, self.amount_minor.as_str()),
            (Field::Currency, &self.currency),
            (Field::Reference, &cleaned_reference),
            (Field::Name, &self.name),
            (Field::Description, &self.description),
        ];
        let fields: Vec<Field> = required
            .iter()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(field, _)| *field)
            .collect();
        if fields.is_empty() { Ok(()) } else { Err(TillError::MissingRequiredFields { fields }) }
    }
}

/// How often a link can be paid, if the provider has such links.
pub fn usage(limit: Option<u32>, capabilities: &Capabilities) -> Result<Usage, TillError> {
    let Some(limit) = limit else {
        return Ok(Usage::Single);
    };
    let limit =
        UseLimit::try_from(limit).ok().filter(|limit| limit.get() <= capabilities.most_uses);
    limit
        .map(|limit| Usage::Multiple { limit })
        .ok_or(TillError::InvalidField { field: Field::UseLimit })
}

/// The customer, if the provider keeps any.
fn customer(
    id: &str,
    capabilities: &Capabilities,
) -> Result<Option<ProviderCustomerId>, TillError> {
    if id.is_empty() {
        return Ok(None);
    }
    let known = id.to_owned().try_into().ok().filter(|_| capabilities.customers);
    known.map(Some).ok_or(TillError::NotFound)
}

/// What shipping costs beside `amount`, which may be nothing.
pub fn shipping(
    minor: Option<&str>,
    amount: Amount,
    capabilities: &Capabilities,
) -> Result<Option<Money>, TillError> {
    let Some(minor) = minor else {
        return Ok(None);
    };
    let invalid = TillError::InvalidField { field: Field::Shipping };
    let cost = minor_units(minor.trim()).filter(|_| capabilities.shipping);
    let cost = cost.map(|minor| Money::new(minor, amount.currency())).ok_or(invalid.clone())?;
    // What the customer pays in all must be an amount, too.
    let whole = amount.money().plus(cost).ok().and_then(|whole| Amount::new(whole).ok());
    whole.map(|_| Some(cost)).ok_or(invalid)
}

/// The currency, if the account offers it.
pub fn offered(code: &str, account: &Account) -> Result<Currency, TillError> {
    let code = code.trim().to_ascii_uppercase();
    let found = code.parse().ok().filter(|currency| account.currencies.contains(currency));
    found.ok_or_else(|| TillError::CurrencyNotOffered {
        currency: code,
        offered: account.currencies.iter().map(|currency| currency.code().to_owned()).collect(),
    })
}

/// Reads whole minor units as an amount.
pub fn amount(minor: &str, currency: Currency) -> Result<Amount, TillError> {
    let minor = minor.trim();
    let fault = |fault| TillError::InvalidAmount { fault };
    if minor.is_empty() {
        return Err(fault(AmountFault::Empty));
    }
    if minor.starts_with('-') {
        return Err(fault(AmountFault::Negative));
    }
    if !minor.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault(AmountFault::NotANumber));
    }
    let minor = minor_units(minor).ok_or(fault(AmountFault::TooLarge))?;
    Amount::new(Money::new(minor, currency)).map_err(|not| match not {
        NotAnAmount::Zero => fault(AmountFault::Zero),
        NotAnAmount::TooLarge => fault(AmountFault::TooLarge),
    })
}
