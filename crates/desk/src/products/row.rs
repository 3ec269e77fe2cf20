//! What one row of a file says of a product.

use std::collections::BTreeMap;

use domain::{
    Amount, Currency, Money, TillError,
    ids::ProductId,
    money::NotAnAmount,
    product::{
        Barcode, CatalogueId, Category, NotPrices, Prices, Product, ProductDetails, ProductName,
    },
};

use super::{column::Column, faults::Faults, file::FileRow, formula::unguarded, number};
use crate::view::ImportFaultKind;

/// What a row says of one thing.
#[derive(Debug, Clone)]
enum Said<T> {
    /// Nothing: the file has no such column.
    Unsaid,
    /// That there is none.
    Nothing,
    /// This.
    This(T),
}

impl<T: Clone> Said<T> {
    fn get(&self) -> Option<&T> {
        match self {
            Self::This(said) => Some(said),
            Self::Unsaid | Self::Nothing => None,
        }
    }

    fn over(&self, before: Option<&T>) -> Option<T> {
        match self {
            Self::Unsaid => before.cloned(),
            Self::Nothing => None,
            Self::This(said) => Some(said.clone()),
        }
    }
}

/// What a row says.
#[derive(Debug)]
pub(super) struct Row {
    /// Its line, counted from 1.
    pub(super) line: u32,
    /// The till's own id.
    pub(super) id: Option<ProductId>,
    name: Said<ProductName>,
    category: Said<Category>,
    barcode: Said<Barcode>,
    catalogue_id: Said<CatalogueId>,
    prices: Vec<(Currency, Option<Amount>)>,
}

impl Row {
    /// Reads the cells of a row. What is wrong with them goes into `faults`, all of it; such a row says nothing.
    pub(super) fn read(columns: &[Column], row: &FileRow, faults: &mut Faults) -> Option<Self> {
        let mut said = Self {
            line: row.line,
            id: None,
            name: Said::Unsaid,
            category: Said::Unsaid,
            barcode: Said::Unsaid,
            catalogue_id: Said::Unsaid,
            prices: Vec::new(),
        };
        let faults_before = faults.found();
        for (column, cell) in columns.iter().zip(&row.cells) {
            if let Err(kind) = said.take(*column, &unguarded(cell)) {
                faults.add(row.line, Some(&column.name()), kind, cell);
            }
        }
        (faults.found() == faults_before).then_some(said)
    }

    fn take(&mut self, column: Column, cell: &str) -> Result<(), ImportFaultKind> {
        if cell.contains(char::REPLACEMENT_CHARACTER) {
            return Err(ImportFaultKind::LostLetters);
        }
        match column {
            Column::Id if cell.is_empty() => {}
            Column::Id => self.id = Some(cell.parse().map_err(|_| ImportFaultKind::NotAnId)?),
            Column::Name => match text(ProductName::typed(cell))? {
                Said::Nothing => return Err(ImportFaultKind::NoName),
                name => self.name = name,
            },
            Column::Barcode | Column::CatalogueId if number::is_shortened(cell) => {
                return Err(ImportFaultKind::NumberCutShort);
            }
            Column::Category => self.category = text(Category::typed(cell))?,
            Column::Barcode => self.barcode = text(Barcode::typed(cell))?,
            Column::CatalogueId => self.catalogue_id = text(CatalogueId::typed(cell))?,
            Column::Price(currency) => self.prices.push((currency, price(cell, currency)?)),
        }
        Ok(())
    }

    /// Its name, if it says one.
    pub(super) fn name(&self) -> Option<&ProductName> {
        self.name.get()
    }

    /// Its barcode, if it says one.
    pub(super) fn barcode(&self) -> Option<&Barcode> {
        self.barcode.get()
    }

    /// Its id in the provider's catalogue, if it says one.
    pub(super) fn catalogue_id(&self) -> Option<&CatalogueId> {
        self.catalogue_id.get()
    }

    /// What shall be said of the product: what the row says, and where it says nothing, what was said before.
    pub(super) fn over(&self, before: Option<&Product>) -> Result<ProductDetails, ImportFaultKind> {
        let before = before.map(|product| &product.details);
        let name = self.name.over(before.map(|details| &details.name));
        Ok(ProductDetails {
            name: name.ok_or(ImportFaultKind::NoName)?,
            category: self.category.over(before.and_then(|details| details.category.as_ref())),
            barcode: self.barcode.over(before.and_then(|details| details.barcode.as_ref())),
            catalogue_id: self
                .catalogue_id
                .over(before.and_then(|details| details.catalogue_id.as_ref())),
            prices: self.prices_over(before.map(|details| &details.prices))?,
        })
    }

    fn prices_over(&self, before: Option<&Prices>) -> Result<Prices, ImportFaultKind> {
        let before = before.into_iter().flat_map(Prices::iter);
        let mut prices: BTreeMap<&str, Amount> =
            before.map(|price| (price.currency().code(), price)).collect();
        for (currency, price) in &self.prices {
            match price {
                Some(price) => prices.insert(currency.code(), *price),
                None => prices.remove(currency.code()),
            };
        }
        Prices::new(prices.into_values()).map_err(|not| match not {
            NotPrices::None => ImportFaultKind::NoPrice,
            // No currency is there twice.
            NotPrices::TooMany | NotPrices::Twice(_) => ImportFaultKind::TooManyPrices,
        })
    }
}

fn text<T>(typed: Result<Option<T>, TillError>) -> Result<Said<T>, ImportFaultKind> {
    match typed {
        Ok(None) => Ok(Said::Nothing),
        Ok(Some(text)) => Ok(Said::This(text)),
        Err(TillError::TextTooLong { .. }) => Err(ImportFaultKind::TooLong),
        Err(TillError::CardNumberInText { .. }) => Err(ImportFaultKind::CardNumber),
        Err(_) => Err(ImportFaultKind::NotAllowed),
    }
}

/// Reads a price: digits, and a point or a comma before its minor digits. There is no mark between thousands, so that no
/// file is read a thousandfold. `None` for an empty cell.
fn price(cell: &str, currency: Currency) -> Result<Option<Amount>, ImportFaultKind> {
    if cell.is_empty() {
        return Ok(None);
    }
    if cell.starts_with(['-', '\u{2212}']) {
        return Err(ImportFaultKind::PriceNegative);
    }
    let (whole, part) = match cell.split_once(['.', ',']) {
        Some((_, "")) => return Err(ImportFaultKind::NotAPrice),
        Some((whole, part)) => (whole, part),
        None => (cell, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return Err(ImportFaultKind::NotAPrice);
    }
    let exponent = usize::from(currency.exponent());
    if part.len() > exponent {
        return Err(ImportFaultKind::TooPrecise);
    }
    let minor = format!("{whole}{part:0<exponent$}");
    let minor = minor.parse().map_err(|_| ImportFaultKind::PriceTooLarge)?;
    Amount::new(Money::new(minor, currency)).map(Some).map_err(|not| match not {
        NotAnAmount::Zero => ImportFaultKind::PriceZero,
        NotAnAmount::TooLarge => ImportFaultKind::PriceTooLarge,
    })
}
