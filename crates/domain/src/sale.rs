//! What staff take money for.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    TillError,
    account::Account,
    basket::{Basket, BasketLine, MOST_LINES},
    capabilities::{Capabilities, MadeOf},
    customer_email::CustomerEmail,
    error::{AmountFault, Field, ProductFault},
    ids::{ProductId, ProviderCustomerId},
    link_kind::{LinkKind, LinkKindForm},
    money::{Amount, Currency, Money, NotAnAmount, minor_units},
    page_language::PageLanguage,
    product::Product,
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
    /// The products that it is for; the amount is what staff typed beside them, and may be empty then.
    pub lines: Vec<BasketLineForm>,
}

/// Some pieces of one product, as staff were shown them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketLineForm {
    /// The product.
    pub product: ProductId,
    /// How many pieces.
    pub quantity: u32,
    /// The price of one piece, minor units of the sale's currency as text.
    pub unit_minor: String,
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
    /// The products that it is for; `None` where staff chose none.
    pub basket: Option<Basket>,
}

impl SaleForm {
    /// Checks the form as the seed does, against the narrower limits of the provider where they are narrower.
    ///
    /// The order is the seed's: missing fields, amount, currency, texts. `products` are those of the form's lines that are
    /// in the shop's list for the account's environment.
    pub fn check(
        &self,
        account: &Account,
        capabilities: &Capabilities,
        products: &[Product],
    ) -> Result<NewSale, TillError> {
        self.check_present(capabilities.made_of)?;
        let currency = offered(&self.currency, account)?;
        let basket = self.basket(currency, capabilities.made_of, products)?;
        let amount = match &basket {
            Some(basket) => sum_of(basket, currency)?,
            None => amount(&self.amount_minor, currency)?,
        };
        let described = self.description.trim();
        let description = match &basket {
            Some(basket) if described.is_empty() => {
                basket.in_words(capabilities.description_limit, capabilities.forbidden)
            }
            _ => described.to_owned(),
        };
        check_text(Field::Reference, self.reference.trim(), LONGEST_STAFF_REFERENCE)?;
        check_text(Field::Name, self.name.trim(), capabilities.name_limit)?;
        check_text(Field::Description, &description, capabilities.description_limit)?;
        check_characters(Field::Description, &description, capabilities.forbidden)?;
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
            description,
            staff_note: self.staff_note.trim().to_owned(),
            payable_for,
            basket,
        })
    }

    /// Products stand for the amount, and for what the customer pays for.
    fn check_present(&self, made_of: MadeOf) -> Result<(), TillError> {
        let cleaned_reference = reference::clean(&self.reference);
        let has_products = !self.lines.is_empty();
        let is_missing = |text: &str| text.trim().is_empty();
        let sum = match made_of {
            MadeOf::Sum => (Field::Amount, !has_products && is_missing(&self.amount_minor)),
            MadeOf::Catalogue => (Field::Products, !has_products),
        };
        let required = [
            sum,
            (Field::Currency, is_missing(&self.currency)),
            (Field::Reference, is_missing(&cleaned_reference)),
            (Field::Name, is_missing(&self.name)),
            (Field::Description, !has_products && is_missing(&self.description)),
        ];
        let missing = required.iter().filter(|(_, missing)| *missing);
        let fields: Vec<Field> = missing.map(|(field, _)| *field).collect();
        if fields.is_empty() { Ok(()) } else { Err(TillError::MissingRequiredFields { fields }) }
    }

    /// The products at the prices that staff were shown, and what they typed beside them.
    fn basket(
        &self,
        currency: Currency,
        made_of: MadeOf,
        products: &[Product],
    ) -> Result<Option<Basket>, TillError> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let typed = self.amount_minor.trim();
        let is_nothing = typed.bytes().all(|digit| digit == b'0');
        let free = if is_nothing { None } else { Some(amount(typed, currency)?) };
        if free.is_some() && made_of == MadeOf::Catalogue {
            return Err(TillError::NoFreeAmount);
        }
        let distinct: BTreeSet<ProductId> = self.lines.iter().map(|line| line.product).collect();
        if self.lines.len() > MOST_LINES || distinct.len() != self.lines.len() {
            return Err(TillError::InvalidField { field: Field::Products });
        }
        let lines = self.lines.iter().map(|line| line.check(currency, made_of, products));
        Ok(Some(Basket { lines: lines.collect::<Result<_, _>>()?, free }))
    }
}

impl BasketLineForm {
    fn check(
        &self,
        currency: Currency,
        made_of: MadeOf,
        products: &[Product],
    ) -> Result<BasketLine, TillError> {
        let refused = |name: &str, fault| TillError::ProductRefused {
            product: self.product.to_string(),
            name: name.to_owned(),
            fault,
        };
        let known = products.iter().find(|product| product.id == self.product);
        let details = &known.ok_or_else(|| refused("", ProductFault::Gone))?.details;
        let refused = |fault| refused(details.name.as_str(), fault);
        let unit = details.prices.of(currency).ok_or_else(|| refused(ProductFault::NoPrice))?;
        if minor_units(self.unit_minor.trim()) != Some(unit.minor()) {
            return Err(refused(ProductFault::PriceChanged));
        }
        if made_of == MadeOf::Catalogue && details.catalogue_id.is_none() {
            return Err(refused(ProductFault::NotInCatalogue));
        }
        let quantity = self.quantity.try_into();
        Ok(BasketLine {
            product: self.product,
            name: details.name.clone(),
            catalogue_id: details.catalogue_id.clone(),
            unit,
            quantity: quantity.map_err(|_| TillError::InvalidField { field: Field::Products })?,
        })
    }
}

/// What a basket costs, if that can be asked for. It is more than nothing: every price is.
fn sum_of(basket: &Basket, currency: Currency) -> Result<Amount, TillError> {
    let sum = basket.sum(currency).ok().and_then(|sum| Amount::new(sum).ok());
    sum.ok_or(TillError::InvalidAmount { fault: AmountFault::TooLarge })
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
