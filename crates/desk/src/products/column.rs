//! The columns of a file of products.

use domain::{Amount, Currency, product::ProductDetails};

use crate::view::ImportFaultKind;

/// A column of a file of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// The till's own id.
    Id,
    /// The name.
    Name,
    /// What it is listed under.
    Category,
    /// What a scanner reads from it.
    Barcode,
    /// What names it in the provider's own catalogue.
    CatalogueId,
    /// What it costs in one currency.
    Price(Currency),
}

const PRICE: &str = "price_";

impl Column {
    /// Those that every export has, in its order; the prices follow.
    pub(super) const ALWAYS: [Self; 5] =
        [Self::Id, Self::Name, Self::Category, Self::Barcode, Self::CatalogueId];

    /// The column with this name, in whatever letters.
    pub(super) fn named(name: &str) -> Result<Self, ImportFaultKind> {
        let name = name.to_lowercase();
        let always = Self::ALWAYS.into_iter().find(|column| column.name() == name);
        match (always, name.strip_prefix(PRICE)) {
            (Some(column), _) => Ok(column),
            (None, Some(currency)) => currency
                .to_uppercase()
                .parse()
                .map(Self::Price)
                .map_err(|_| ImportFaultKind::UnknownCurrency),
            (None, None) => Err(ImportFaultKind::UnknownColumn),
        }
    }

    /// Its name, as an export writes it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Id => "id".to_owned(),
            Self::Name => "name".to_owned(),
            Self::Category => "category".to_owned(),
            Self::Barcode => "barcode".to_owned(),
            Self::CatalogueId => "product_id".to_owned(),
            Self::Price(currency) => format!("{PRICE}{currency}"),
        }
    }

    /// What the column says of a product, as an export writes it; empty for nothing, and for the id, which is not part of
    /// what is said of a product.
    pub(super) fn text(self, of: &ProductDetails) -> String {
        fn or_nothing<T: ToString>(text: Option<&T>) -> String {
            text.map(ToString::to_string).unwrap_or_default()
        }
        match self {
            Self::Id => String::new(),
            Self::Name => of.name.to_string(),
            Self::Category => or_nothing(of.category.as_ref()),
            Self::Barcode => or_nothing(of.barcode.as_ref()),
            Self::CatalogueId => or_nothing(of.catalogue_id.as_ref()),
            Self::Price(currency) => {
                of.prices.of(currency).map(|price| price.money().plain()).unwrap_or_default()
            }
        }
    }
}

/// A column for each currency in which one of the products has a price, in the order of the currencies' codes.
pub(super) fn prices<'a>(of: impl IntoIterator<Item = &'a ProductDetails>) -> Vec<Column> {
    let all = of.into_iter().flat_map(|details| details.prices.iter());
    let mut currencies: Vec<Currency> = all.map(Amount::currency).collect();
    currencies.sort_by_key(|currency| currency.code());
    currencies.dedup();
    currencies.into_iter().map(Column::Price).collect()
}
