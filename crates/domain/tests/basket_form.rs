//! Sales of products: at the prices that staff were shown, with or without an amount beside them.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::time::Duration;

use domain::{
    Amount, Money, TillError, Timestamp,
    account::{Account, Environment, ProviderId},
    capabilities::{Capabilities, Changes, KeyPromise, MadeOf, RateLimit, Sweep, WriteRules},
    error::{AmountFault, Field, ProductFault},
    ids::{AccountId, ProductId},
    link_kind::LinkKindForm,
    money::LARGEST_AMOUNT,
    place::{Host, Place},
    product::{CatalogueId, Prices, Product, ProductDetails, ProductName},
    sale::{BasketLineForm, NewSale, SaleForm},
};
use uuid::Uuid;

const RULES: WriteRules = WriteRules {
    key: KeyPromise::None,
    key_window: None,
    late_bound: Duration::ZERO,
    read_lag: Duration::ZERO,
};

fn can(made_of: MadeOf) -> Capabilities {
    Capabilities {
        create: RULES,
        refund: None,
        capture: None,
        release: None,
        partial_refund: false,
        partial_capture: false,
        cancel: true,
        links_end: true,
        change: Changes::AllButAmount,
        most_uses: 1,
        shipping: false,
        reservations: false,
        card_checks: false,
        subscriptions: false,
        made_of,
        preview: false,
        own_pay_pages: false,
        needs_host: false,
        session_key: false,
        reports: false,
        payout_key: false,
        webhook_secret: false,
        confirms_pay_host: false,
        customers: false,
        refund_takes: None,
        customer_email: false,
        page_languages: &[],
        lists: false,
        sweep: Sweep::None,
        rate_live: RateLimit { per_minute: 60, burst: 10 },
        rate_test: RateLimit { per_minute: 60, burst: 10 },
        name_limit: 100,
        description_limit: 20,
        forbidden: &['|'],
    }
}

fn account() -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(1)),
        provider: ProviderId::MerchantDashboard,
        place: Place::Sandbox { host: Host::Global, extra_root: None },
        name: "High Street".into(),
        key_id: "token".into(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        country: String::from("IE").try_into().unwrap(),
        currencies: vec!["EUR".parse().unwrap(), "USD".parse().unwrap()],
        allowed_disputed: vec![],
        return_page: None,
        pay_host: None,
        pay_page: None,
        pricing: None,
        description: "Payment".into(),
        added_at: Timestamp::from_millis(0).unwrap(),
    }
}

const MUG: u128 = 10;
const SCARF: u128 = 11;

fn product(id: u128, name: &str, minor: u64, catalogue_id: Option<&str>) -> Product {
    let price = Amount::new(Money::new(minor, "EUR".parse().unwrap())).unwrap();
    Product {
        id: ProductId::from(Uuid::from_u128(id)),
        environment: Environment::Sandbox,
        details: ProductDetails {
            name: ProductName::try_from(name.to_owned()).unwrap(),
            category: None,
            barcode: None,
            catalogue_id: catalogue_id.map(|id| CatalogueId::try_from(id.to_owned()).unwrap()),
            prices: Prices::new([price]).unwrap(),
        },
        picture: None,
    }
}

fn shop() -> Vec<Product> {
    vec![product(MUG, "Blue mug", 1_250, Some("prod_mug")), product(SCARF, "Scarf", 990, None)]
}

fn line(id: u128, quantity: u32, unit: &str) -> BasketLineForm {
    BasketLineForm {
        product: ProductId::from(Uuid::from_u128(id)),
        quantity,
        unit_minor: unit.to_owned(),
    }
}

fn form(amount: &str, lines: Vec<BasketLineForm>) -> SaleForm {
    SaleForm {
        amount_minor: amount.into(),
        currency: "EUR".into(),
        reference: "INV-1043".into(),
        name: "Corner shop".into(),
        description: String::new(),
        staff_note: String::new(),
        payable_for: Duration::from_mins(15),
        use_limit: None,
        shipping_minor: None,
        kind: LinkKindForm::Payment,
        customer_email: String::new(),
        page_language: String::new(),
        customer: String::new(),
        lines,
    }
}

fn check(form: &SaleForm, made_of: MadeOf) -> Result<NewSale, TillError> {
    form.check(&account(), &can(made_of), &shop())
}

fn refused(id: u128, name: &str, fault: ProductFault) -> Result<NewSale, TillError> {
    let product = Uuid::from_u128(id).to_string();
    Err(TillError::ProductRefused { product, name: name.to_owned(), fault })
}

#[test]
fn products_and_a_typed_amount_are_one_sum_and_one_snapshot() {
    let both = form("05", vec![line(MUG, 2, "1250"), line(SCARF, 1, "990")]);
    let sale = check(&both, MadeOf::Sum).unwrap();
    assert_eq!(sale.amount.to_string(), "EUR 34.95");
    let basket = sale.basket.unwrap();
    assert_eq!(basket.free.map(Amount::minor), Some(5));
    let told: Vec<_> = basket
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.quantity.get(), line.unit.minor()))
        .collect();
    assert_eq!(told, [("Blue mug", 2, 1_250), ("Scarf", 1, 990)]);
    for nothing in ["", "0", " 000 "] {
        let sale = check(&form(nothing, vec![line(MUG, 1, "1250")]), MadeOf::Sum).unwrap();
        assert_eq!((sale.amount.minor(), sale.basket.unwrap().free), (1_250, None), "{nothing}");
    }
}

#[test]
fn without_products_a_sale_is_as_it_always_was() {
    let plain = SaleForm { description: "Repair".into(), ..form("2500", vec![]) };
    let sale = check(&plain, MadeOf::Sum).unwrap();
    assert_eq!((sale.amount.minor(), sale.basket), (2_500, None));
}

#[test]
fn the_products_say_what_is_paid_for_where_staff_say_nothing() {
    let lines = || vec![line(MUG, 2, "1250"), line(SCARF, 1, "990")];
    let described = |form: SaleForm| check(&form, MadeOf::Sum).unwrap().description;
    assert_eq!(described(form("", lines())), "2 × Blue mug, Scarf");
    let own = SaleForm { description: "Gift set".into(), ..form("", lines()) };
    assert_eq!(described(own), "Gift set");
}

#[test]
fn what_a_provider_refuses_in_words_that_nobody_typed_is_left_out() {
    let described = |name: &str| {
        let products = [product(MUG, name, 1_250, None)];
        let form = form("", vec![line(MUG, 2, "1250")]);
        form.check(&account(), &can(MadeOf::Sum), &products).map(|sale| sale.description)
    };
    assert_eq!(described("Mug|blue"), Ok("2 × Mug/blue".to_owned()));
    assert_eq!(described("|"), Ok("2 × /".to_owned()));
    assert_eq!(described("42424242|42424242"), Ok("2 × 42424242/424242…".to_owned()));
    // Neither a name nor what is cut from it may be taken for a card number.
    assert_eq!(described("42424242424242420000"), Ok("2 × 4242424242424…".to_owned()));
    let own = SaleForm { description: "Mug|blue".into(), ..form("", vec![line(MUG, 2, "1250")]) };
    let field = Field::Description;
    let typed = Err(TillError::ForbiddenCharacter { field, character: '|' });
    assert_eq!(check(&own, MadeOf::Sum), typed, "what staff typed is theirs to mend");
}

#[test]
fn what_staff_were_shown_is_what_is_charged() {
    let sum = MadeOf::Sum;
    let one = |id, quantity, unit: &str| form("", vec![line(id, quantity, unit)]);
    assert_eq!(
        check(&one(MUG, 1, "1200"), sum),
        refused(MUG, "Blue mug", ProductFault::PriceChanged)
    );
    assert_eq!(check(&one(99, 1, "1200"), sum), refused(99, "", ProductFault::Gone));
    let in_dollars = SaleForm { currency: "USD".into(), ..one(MUG, 1, "1250") };
    assert_eq!(check(&in_dollars, sum), refused(MUG, "Blue mug", ProductFault::NoPrice));
    let products = Err(TillError::InvalidField { field: Field::Products });
    for quantity in [0, 1_000] {
        assert_eq!(check(&one(MUG, quantity, "1250"), sum), products);
    }
    let twice = form("", vec![line(MUG, 1, "1250"), line(MUG, 1, "1250")]);
    assert_eq!(check(&twice, sum), products);
    let too_large = Err(TillError::InvalidAmount { fault: AmountFault::TooLarge });
    let most = form(&LARGEST_AMOUNT.to_string(), vec![line(MUG, 1, "1250")]);
    assert_eq!(check(&most, sum), too_large);
    let not_a_number = Err(TillError::InvalidAmount { fault: AmountFault::NotANumber });
    assert_eq!(check(&form("1.00", vec![line(MUG, 1, "1250")]), sum), not_a_number);
}

#[test]
fn a_provider_of_its_own_catalogue_takes_nothing_else() {
    let catalogue = MadeOf::Catalogue;
    let known = form("", vec![line(MUG, 1, "1250")]);
    let sale = check(&known, catalogue).unwrap();
    let id = &sale.basket.unwrap().lines[0].catalogue_id;
    assert_eq!(id.as_ref().map(CatalogueId::as_str), Some("prod_mug"));
    assert_eq!(
        check(&form("", vec![line(SCARF, 1, "990")]), catalogue),
        refused(SCARF, "Scarf", ProductFault::NotInCatalogue)
    );
    assert_eq!(
        check(&form("100", vec![line(MUG, 1, "1250")]), catalogue),
        Err(TillError::NoFreeAmount)
    );
    let amount_alone = SaleForm { description: "Repair".into(), ..form("2500", vec![]) };
    assert_eq!(
        check(&amount_alone, catalogue),
        Err(TillError::MissingRequiredFields { fields: vec![Field::Products] })
    );
}
