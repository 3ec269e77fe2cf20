use domain::{Amount, account::Environment, money::MoneyWire};
use serde::Serialize;
use ts_rs::TS;

/// What the shop sells in one environment, in the shop's own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductsView {
    /// Whose list it is.
    pub environment: Environment,
    /// They.
    pub products: Vec<ProductView>,
    /// What they are listed under, in the order in which the list has them first.
    pub categories: Vec<String>,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is listed under.
    pub category: Option<String>,
    /// What a scanner reads from it.
    pub barcode: Option<String>,
    /// What names it in the provider's own catalogue.
    pub catalogue_id: Option<String>,
    /// What one piece costs, at least in one currency, in the order of the currencies' codes.
    #[ts(as = "Vec<MoneyWire>")]
    pub prices: Vec<Amount>,
    /// Names its picture, if it has one: another picture has another name.
    pub picture: Option<String>,
}

/// What a file of products would change. Nothing has been changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// Products that are not in the list yet.
    pub fresh: Vec<FreshProduct>,
    /// Products that would be changed.
    pub changed: Vec<ChangedProduct>,
    /// How many products the file names without changing them.
    pub unchanged: u32,
    /// What is wrong with the file, in the order of its lines. Where anything is, nothing of it can be imported.
    pub faults: Vec<ImportFault>,
    /// How many more there are: no more than the first 200 are told.
    pub faults_left_out: u32,
    /// What the import must be confirmed with; `None` where there are faults.
    pub fingerprint: Option<String>,
}

/// A product that a file would add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreshProduct {
    /// The line of the file, counted from 1.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// What it is listed under.
    pub category: Option<String>,
    /// What a scanner reads from it.
    pub barcode: Option<String>,
    /// What names it in the provider's own catalogue.
    pub catalogue_id: Option<String>,
    /// What one piece costs.
    #[ts(as = "Vec<MoneyWire>")]
    pub prices: Vec<Amount>,
}

/// A product that a file would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangedProduct {
    /// The line of the file, counted from 1.
    pub line: u32,
    /// Its id.
    pub id: String,
    /// Its name now.
    pub name: String,
    /// What would change, in the order of the columns of an export.
    pub changes: Vec<ColumnChange>,
}

/// A change of what stands in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnChange {
    /// The column: `name`, `category`, `barcode`, `product_id`, `price_EUR`, …
    pub column: String,
    /// What the list has; empty for nothing. A price has a point, and as many digits behind it as its currency.
    pub before: String,
    /// What the file has; empty for nothing.
    pub after: String,
}

/// What is wrong with one place of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportFault {
    /// The line of the file, counted from 1. A row that holds line breaks is at its first line.
    pub line: u32,
    /// The column, as the till writes it; one that the till does not know, as the file does. `None` for the whole row.
    pub column: Option<String>,
    /// What.
    pub fault: ImportFaultKind,
    /// What stands there, cut to 60 characters; may be empty.
    pub text: String,
}

/// What can be wrong with a file of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportFaultKind {
    /// The file is larger than 2 MB.
    FileTooLarge,
    /// There is no row with the names of the columns.
    NoHeader,
    /// There is no row below the names of the columns.
    NoRows,
    /// There are more than 5,000 rows. It stands at the first one too many.
    TooManyRows,
    /// The column is none that the till knows.
    UnknownColumn,
    /// The column is a price in a currency that the till can't count.
    UnknownCurrency,
    /// The column is there twice.
    ColumnTwice,
    /// The row has more or fewer cells than there are columns.
    CellCount,
    /// A quote is opened and not closed.
    OpenQuote,
    /// The text was not UTF-8 once: letters are lost.
    LostLetters,
    /// A spreadsheet program took the code for a number, and did not keep all of its digits.
    NumberCutShort,
    /// The cell is no id of this till's.
    NotAnId,
    /// A product needs a name.
    NoName,
    /// The text is too long.
    TooLong,
    /// The text holds what can't stand there, such as a line break in a name, or a space in a code; or a barcode is too
    /// short.
    NotAllowed,
    /// The text looks like a card number.
    CardNumber,
    /// The price is no number, or has a mark between thousands.
    NotAPrice,
    /// The price has more digits behind the mark than the currency.
    TooPrecise,
    /// The price is nothing.
    PriceZero,
    /// The price is below nothing.
    PriceNegative,
    /// The price is larger than the till takes.
    PriceTooLarge,
    /// The product would have no price at all.
    NoPrice,
    /// The product would have prices in more than ten currencies.
    TooManyPrices,
    /// An earlier row is about the same product.
    SameProduct,
    /// Several products have this name, and nothing else in the row tells which one is meant.
    SeveralWithName,
    /// Another product has this barcode or this id in the provider's catalogue.
    AlreadyInUse,
}
