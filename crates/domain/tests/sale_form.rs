//! The checks of the seed, against the narrower limits where a provider has them.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::time::Duration;

use domain::{
    TillError, Timestamp,
    account::{Account, Environment, ProviderId},
    capabilities::{Capabilities, KeyPromise, RateLimit, WriteRules},
    error::{AmountFault, Field},
    ids::AccountId,
    place::{Host, Place},
    sale::{NewSale, SaleForm},
    usage::Usage,
};
use uuid::Uuid;

const RULES: WriteRules = WriteRules {
    key: KeyPromise::ConflictWithId,
    key_window: None,
    late_bound: Duration::ZERO,
    read_lag: Duration::ZERO,
};
const CAPABILITIES: Capabilities = Capabilities {
    create: RULES,
    refund: RULES,
    capture: Some(RULES),
    release: None,
    partial_refund: true,
    partial_capture: true,
    cancel: true,
    change: true,
    most_uses: 50,
    shipping: true,
    sweep: true,
    rate_live: RateLimit { per_minute: 60, burst: 10 },
    rate_test: RateLimit { per_minute: 600, burst: 100 },
    name_limit: 100,
    description_limit: 250,
};

fn account() -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(1)),
        provider: ProviderId::GlobalPayments,
        place: Place::Sandbox { host: Host::Global, extra_root: None },
        name: "High Street".into(),
        app_id: "app".into(),
        merchant: None,
        link_account: None,
        payment_account: None,
        country: String::from("IE").try_into().unwrap(),
        currencies: vec!["EUR".parse().unwrap(), "JPY".parse().unwrap()],
        allowed_disputed: vec![],
        return_page: None,
        description: "Payment".into(),
        added_at: Timestamp::from_millis(0).unwrap(),
    }
}

fn form() -> SaleForm {
    SaleForm {
        amount_minor: "2500".into(),
        currency: "eur".into(),
        reference: " INV-1043 ".into(),
        name: "Corner shop".into(),
        description: "Blue jacket".into(),
        staff_note: String::new(),
        payable_for: Duration::from_mins(15),
        use_limit: None,
        shipping_minor: None,
    }
}

fn check(form: &SaleForm) -> Result<NewSale, TillError> {
    form.check(&account(), &CAPABILITIES)
}

fn invalid(fault: AmountFault) -> Result<NewSale, TillError> {
    Err(TillError::InvalidAmount { fault })
}

#[test]
fn a_good_form_becomes_a_sale() {
    let sale = check(&form()).unwrap();
    assert_eq!(sale.amount.to_string(), "EUR 25.00");
    assert_eq!(sale.reference, "INV-1043");
    assert_eq!((sale.usage, sale.shipping), (Usage::Single, None));
}

#[test]
fn every_missing_field_is_named_at_once() {
    let empty = SaleForm {
        amount_minor: " ".into(),
        name: String::new(),
        reference: "€€".into(),
        ..form()
    };
    let fields = vec![Field::Amount, Field::Reference, Field::Name];
    assert_eq!(check(&empty), Err(TillError::MissingRequiredFields { fields }));
}

#[test]
fn an_amount_is_a_positive_whole_number_of_minor_units() {
    for (typed, fault) in [
        ("0", AmountFault::Zero),
        ("000", AmountFault::Zero),
        ("-5", AmountFault::Negative),
        ("25.00", AmountFault::NotANumber),
        ("1e3", AmountFault::NotANumber),
        ("ten", AmountFault::NotANumber),
        ("٢٥", AmountFault::NotANumber),
        ("100000000000", AmountFault::TooLarge),
        ("99999999999999999999999999", AmountFault::TooLarge),
    ] {
        assert_eq!(
            check(&SaleForm { amount_minor: typed.into(), ..form() }),
            invalid(fault),
            "{typed}"
        );
    }
}

#[test]
fn a_currency_that_the_account_lacks_is_named_with_those_it_has() {
    for typed in ["USD", "XXX", "dollars"] {
        let expected = TillError::CurrencyNotOffered {
            currency: typed.to_ascii_uppercase(),
            offered: vec!["EUR".into(), "JPY".into()],
        };
        assert_eq!(check(&SaleForm { currency: typed.into(), ..form() }), Err(expected));
    }
}

#[test]
fn the_providers_narrower_limits_hold() {
    let too_long = |field, limit, length| Err(TillError::TextTooLong { field, limit, length });
    let name = SaleForm { name: "n".repeat(101), ..form() };
    assert_eq!(check(&name), too_long(Field::Name, 100, 101));
    let description = SaleForm { description: "é".repeat(251), ..form() };
    assert_eq!(check(&description), too_long(Field::Description, 250, 251));
    assert!(check(&SaleForm { description: "é".repeat(250), ..form() }).is_ok());
}

#[test]
fn a_card_number_is_refused_in_every_text() {
    let card = String::from("paid with 4242 4242 4242 4242");
    for (form, field) in [
        (SaleForm { reference: card.clone(), ..form() }, Field::Reference),
        (SaleForm { description: card.clone(), ..form() }, Field::Description),
        (SaleForm { staff_note: card.clone(), ..form() }, Field::StaffNote),
    ] {
        assert_eq!(check(&form), Err(TillError::CardNumberInText { field }));
    }
}

#[test]
fn a_link_is_payable_for_a_minute_to_ninety_days() {
    for seconds in [59, 90 * 24 * 3_600 + 1] {
        let form = SaleForm { payable_for: Duration::from_secs(seconds), ..form() };
        assert_eq!(check(&form), Err(TillError::InvalidField { field: Field::PayableFor }));
    }
}

fn invalid_field(field: Field) -> Result<NewSale, TillError> {
    Err(TillError::InvalidField { field })
}

#[test]
fn a_link_is_paid_as_often_as_the_provider_allows() {
    let uses = |limit| check(&SaleForm { use_limit: Some(limit), ..form() });
    for limit in [2, 50] {
        let usage = Usage::Multiple { limit: limit.try_into().unwrap() };
        assert_eq!(uses(limit).unwrap().usage, usage);
    }
    for limit in [0, 1, 51, 1_001] {
        assert_eq!(uses(limit), invalid_field(Field::UseLimit), "{limit}");
    }
    let once_only = Capabilities { most_uses: 1, ..CAPABILITIES };
    let several = SaleForm { use_limit: Some(2), ..form() };
    assert_eq!(several.check(&account(), &once_only), invalid_field(Field::UseLimit));
}

#[test]
fn shipping_costs_nothing_or_something_beside_the_amount() {
    let shipped = |minor: &str| {
        let form = SaleForm { shipping_minor: Some(minor.into()), ..form() };
        check(&form).map(|sale| sale.shipping.map(domain::Money::minor))
    };
    assert_eq!(shipped("0"), Ok(Some(0)));
    assert_eq!(shipped(" 350 "), Ok(Some(350)));
    // 25.00 and this make one more than the largest amount.
    for minor in ["", "-1", "3.50", "99999997500"] {
        let refused = shipped(minor);
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::Shipping }), "{minor}");
    }
    assert_eq!(shipped("99999997499"), Ok(Some(99_999_997_499)));
    let no_shipping = Capabilities { shipping: false, ..CAPABILITIES };
    let form = SaleForm { shipping_minor: Some("350".into()), ..form() };
    assert_eq!(form.check(&account(), &no_shipping), invalid_field(Field::Shipping));
}

#[test]
fn live_money_has_a_rate_of_its_own() {
    assert_eq!(CAPABILITIES.rate(Environment::Live).per_minute, 60);
    for test in [Environment::Sandbox, Environment::Practice] {
        assert_eq!(CAPABILITIES.rate(test).per_minute, 600);
    }
}
