//! What a product is made of, and what its form takes.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use domain::{
    Amount, Currency, Money, TillError,
    account::Environment,
    error::{AmountFault, Field},
    product::{Barcode, CatalogueId, Category, NotPrices, Prices, ProductName},
    product_form::{PriceForm, ProductForm},
};
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn amount(minor: u64, code: &str) -> Amount {
    Amount::new(Money::new(minor, currency(code))).unwrap()
}

fn price(minor: &str, code: &str) -> PriceForm {
    PriceForm { currency: code.to_owned(), minor: minor.to_owned() }
}

fn form() -> ProductForm {
    ProductForm {
        id: None,
        environment: Environment::Live,
        name: " Blue mug ".to_owned(),
        category: "Cups".to_owned(),
        barcode: "4006381333931".to_owned(),
        catalogue_id: "prod_mug".to_owned(),
        prices: vec![price("1400", "USD"), price(" 1250 ", "EUR")],
    }
}

fn refused(change: impl FnOnce(&mut ProductForm)) -> TillError {
    let mut form = form();
    change(&mut form);
    form.check().unwrap_err()
}

#[test]
fn a_form_says_what_was_typed_without_the_spaces_around_it() {
    let details = form().check().unwrap();
    assert_eq!(details.name.as_str(), "Blue mug");
    assert_eq!(details.category.as_ref().map(Category::as_str), Some("Cups"));
    assert_eq!(details.barcode.as_ref().map(Barcode::as_str), Some("4006381333931"));
    assert_eq!(details.catalogue_id.as_ref().map(CatalogueId::as_str), Some("prod_mug"));
    assert_eq!(details.prices.of(currency("EUR")), Some(amount(1_250, "EUR")));
    assert_eq!(details.prices.of(currency("JPY")), None);
    let in_order: Vec<Amount> = details.prices.iter().collect();
    assert_eq!(in_order, [amount(1_250, "EUR"), amount(1_400, "USD")]);

    let bare = ProductForm {
        category: " ".to_owned(),
        barcode: String::new(),
        catalogue_id: String::new(),
        ..form()
    };
    let details = bare.check().unwrap();
    assert_eq!((details.category, details.barcode, details.catalogue_id), (None, None, None));
}

#[test]
fn what_is_wrong_with_a_form_is_told_by_its_field() {
    let both = TillError::MissingRequiredFields { fields: vec![Field::ProductName, Field::Price] };
    let empty = refused(|form| {
        form.name = "  ".to_owned();
        form.prices.clear();
    });
    assert_eq!(empty, both);
    let invalid = |field| TillError::InvalidField { field };
    assert_eq!(refused(|form| form.name = "Mug\nblue".to_owned()), invalid(Field::ProductName));
    assert_eq!(refused(|form| form.name = "M\u{fffd}g".to_owned()), invalid(Field::ProductName));
    assert_eq!(refused(|form| form.category = "a\u{7}b".to_owned()), invalid(Field::Category));
    for barcode in ["123", "12 345", "12345\u{e9}", "1234\t5"] {
        let told = refused(|form| form.barcode = barcode.to_owned());
        assert_eq!(told, invalid(Field::Barcode), "{barcode}");
    }
    assert_eq!(refused(|form| form.catalogue_id = "a b".to_owned()), invalid(Field::CatalogueId));
    let long = |field, limit| TillError::TextTooLong { field, limit, length: limit + 1 };
    assert_eq!(refused(|form| form.name = "é".repeat(101)), long(Field::ProductName, 100));
    assert_eq!(refused(|form| form.category = "x".repeat(61)), long(Field::Category, 60));
    assert_eq!(refused(|form| form.barcode = "1".repeat(65)), long(Field::Barcode, 64));
    assert_eq!(refused(|form| form.catalogue_id = "x".repeat(101)), long(Field::CatalogueId, 100));
}

#[test]
fn what_is_wrong_with_a_price_is_told_by_its_currency() {
    for (minor, fault) in [
        ("", AmountFault::Empty),
        ("0", AmountFault::Zero),
        ("-5", AmountFault::Negative),
        ("12.50", AmountFault::NotANumber),
        ("100000000000", AmountFault::TooLarge),
        ("99999999999999999999999", AmountFault::TooLarge),
    ] {
        let told = refused(|form| form.prices[0].minor = minor.to_owned());
        assert_eq!(told, TillError::InvalidPrice { currency: "USD".to_owned(), fault }, "{minor}");
    }
    let unusable = TillError::InvalidField { field: Field::Price };
    assert_eq!(refused(|form| form.prices[0].currency = "XXX".to_owned()), unusable);
    assert_eq!(refused(|form| form.prices[0].currency = "EUR".to_owned()), unusable);
}

#[test]
fn card_numbers_are_refused_and_the_codes_of_goods_are_not() {
    let card = |field| TillError::CardNumberInText { field };
    let number = "4242424242424242";
    assert_eq!(refused(|form| form.name = format!("Mug {number}")), card(Field::ProductName));
    assert_eq!(refused(|form| form.category = number.to_owned()), card(Field::Category));
    assert_eq!(refused(|form| form.barcode = number.to_owned()), card(Field::Barcode));
    assert_eq!(refused(|form| form.catalogue_id = number.to_owned()), card(Field::CatalogueId));
    // Each of them passes the check of card numbers, too.
    for code in ["4006381330060", "10614141000477", "106141412345678991"] {
        assert!(Barcode::typed(code).is_ok(), "{code}");
    }
}

#[test]
fn a_product_has_one_to_ten_prices_each_in_its_own_currency() {
    let codes = ["EUR", "USD", "JPY", "KWD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK"];
    let all = codes.map(|code| amount(1, code));
    assert_eq!(Prices::new([]), Err(NotPrices::None));
    assert_eq!(Prices::new(all), Err(NotPrices::TooMany));
    assert_eq!(Prices::new(all[..10].iter().copied()).unwrap().iter().count(), 10);
    let twice = Prices::new([amount(1, "EUR"), amount(2, "EUR")]);
    assert_eq!(twice, Err(NotPrices::Twice(currency("EUR"))));
}

proptest! {
    #[test]
    fn a_name_is_one_line_of_its_length_and_reads_back_as_itself(text in "\\PC{0,110}|[ \\t\\n\u{e9}a]{0,8}") {
        if let Ok(Some(name)) = ProductName::typed(&text) {
            let length = name.as_str().chars().count();
            prop_assert!((1..=100).contains(&length));
            prop_assert_eq!(name.as_str(), text.trim());
            prop_assert!(!name.as_str().chars().any(char::is_control));
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<ProductName>(&json).unwrap(), name);
        } else {
            let trimmed = text.trim();
            let card = domain::text::holds_card_number(trimmed);
            let control = trimmed.chars().any(|c| c.is_control() || c == '\u{fffd}');
            prop_assert!(trimmed.is_empty() || trimmed.chars().count() > 100 || control || card);
        }
    }

    #[test]
    fn a_code_is_printable_ascii_without_spaces(text in "[ -~\u{e9}\\t]{0,70}") {
        let length = text.trim().len();
        let printable = text.trim().chars().all(|c| c.is_ascii_graphic());
        let barcode = Barcode::typed(&text).ok().flatten();
        prop_assert_eq!(barcode.is_some(), printable && (4..=64).contains(&length));
        let catalogue_id = CatalogueId::typed(&text).ok().flatten();
        prop_assert_eq!(catalogue_id.is_some(), printable && (1..=100).contains(&length));
    }

    #[test]
    fn prices_keep_what_they_were_made_of(minors in prop::collection::vec(1_u64..1_000_000, 1..=4)) {
        let codes = ["USD", "EUR", "KWD", "JPY"];
        let given: Vec<Amount> = minors.iter().zip(codes).map(|(minor, code)| amount(*minor, code)).collect();
        let prices = Prices::new(given.iter().copied()).unwrap();
        prop_assert_eq!(prices.iter().count(), given.len());
        for price in given {
            prop_assert_eq!(prices.of(price.currency()), Some(price));
        }
    }
}
