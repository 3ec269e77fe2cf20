//! The checks of the seed, against the narrower limits where a provider has them.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::time::Duration;

use domain::{
    TillError, Timestamp,
    account::{Account, Environment, ProviderId},
    capabilities::{Capabilities, KeyPromise, LookUp, WriteRules},
    error::{AmountFault, Field},
    ids::AccountId,
    sale::{NewSale, SaleForm},
};
use uuid::Uuid;

const RULES: WriteRules = WriteRules {
    key: KeyPromise::ConflictWithId,
    key_window: None,
    look_up: LookUp::ByReference,
    late_bound: Duration::ZERO,
    read_lag: Duration::ZERO,
};
const CAPABILITIES: Capabilities = Capabilities {
    create: RULES,
    refund: RULES,
    partial_refund: true,
    name_limit: 100,
    description_limit: 250,
};

fn account() -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(1)),
        provider: ProviderId::GlobalPayments,
        environment: Environment::Sandbox,
        name: "High Street".into(),
        app_id: "app".into(),
        practice_port: None,
        country: String::from("IE").try_into().unwrap(),
        currencies: vec!["EUR".parse().unwrap(), "JPY".parse().unwrap()],
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
