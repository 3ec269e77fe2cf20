//! The checks of the seed, against the narrower limits where a provider has them.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::time::Duration;

use domain::{
    TillError, Timestamp,
    account::{Account, Environment, ProviderId},
    capabilities::{Capabilities, Changes, KeyPromise, MadeOf, RateLimit, Sweep, WriteRules},
    customer_email::CustomerEmail,
    error::{AmountFault, Field},
    ids::AccountId,
    link_kind::{Day, LinkKind, LinkKindForm, Period, Schedule},
    page_language::PageLanguage,
    place::{Host, Place},
    sale::{COUNTED_ON, LONGEST_PAYABLE, NewSale, SaleForm},
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
    refund: Some(RULES),
    capture: Some(RULES),
    release: None,
    partial_refund: true,
    partial_capture: true,
    cancel: true,
    links_end: true,
    change: Changes::All,
    most_uses: 50,
    shipping: true,
    reservations: true,
    card_checks: true,
    subscriptions: true,
    made_of: MadeOf::Sum,
    preview: false,
    own_pay_pages: false,
    needs_host: false,
    session_key: false,
    reports: false,
    payout_key: false,
    webhook_secret: false,
    confirms_pay_host: false,
    customers: true,
    refund_takes: None,
    customer_email: true,
    page_languages: &["en", "ka"],
    lists: true,
    sweep: Sweep::Payments,
    rate_live: RateLimit { per_minute: 60, burst: 10 },
    rate_test: RateLimit { per_minute: 600, burst: 100 },
    name_limit: 100,
    description_limit: 250,
    forbidden: &['|'],
};

fn account() -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(1)),
        provider: ProviderId::GlobalPayments,
        place: Place::Sandbox { host: Host::Global, extra_root: None },
        name: "High Street".into(),
        key_id: "app".into(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        country: String::from("IE").try_into().unwrap(),
        currencies: vec!["EUR".parse().unwrap(), "JPY".parse().unwrap()],
        allowed_disputed: vec![],
        return_page: None,
        pay_host: None,
        pay_page: None,
        pricing: None,
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
        kind: LinkKindForm::Payment,
        customer_email: String::new(),
        page_language: String::new(),
        customer: String::new(),
        lines: vec![],
    }
}

fn check(form: &SaleForm) -> Result<NewSale, TillError> {
    form.check(&account(), &CAPABILITIES, &[])
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
    assert_eq!(sale.kind, LinkKind::Payment);
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
    assert_eq!(several.check(&account(), &once_only, &[]), invalid_field(Field::UseLimit));
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
    assert_eq!(form.check(&account(), &no_shipping, &[]), invalid_field(Field::Shipping));
}

#[test]
fn a_character_that_the_provider_refuses_is_named_with_its_field() {
    let piped = String::from("Blue | green jacket");
    for (form, field) in [
        (SaleForm { description: piped.clone(), ..form() }, Field::Description),
        (SaleForm { name: piped.clone(), ..form() }, Field::Name),
    ] {
        assert_eq!(check(&form), Err(TillError::ForbiddenCharacter { field, character: '|' }));
    }
    // What never goes to the provider, or goes without it, may hold it.
    let note = SaleForm { staff_note: piped.clone(), reference: "A|1".into(), ..form() };
    assert!(check(&note).is_ok());
    let takes_all = Capabilities { forbidden: &[], ..CAPABILITIES };
    let anything = SaleForm { description: piped, ..form() };
    assert!(anything.check(&account(), &takes_all, &[]).is_ok());
}

/// A subscription of 10.00 each month, six times, from the 21st on.
fn monthly() -> LinkKindForm {
    LinkKindForm::Subscription {
        each_minor: "1000".into(),
        every: 1,
        period: Period::Month,
        starts_on: "2026-12-21".into(),
        times: 6,
    }
}

fn of_kind(kind: LinkKindForm) -> SaleForm {
    SaleForm { kind, ..form() }
}

#[test]
fn a_link_may_reserve_confirm_a_card_or_begin_a_subscription() {
    let kind = |form| check(&of_kind(form)).unwrap().kind;
    assert_eq!(kind(LinkKindForm::Reservation), LinkKind::Reservation);
    assert_eq!(kind(LinkKindForm::CardCheck), LinkKind::CardCheck);
    let LinkKind::Subscription(schedule) = kind(monthly()) else {
        panic!("no subscription");
    };
    assert_eq!(schedule.each.to_string(), "EUR 10.00");
    assert_eq!((schedule.every.get(), schedule.times.get()), (1, 6));
    assert_eq!(
        (schedule.period, schedule.starts_on),
        (Period::Month, Day::parse("2026-12-21").unwrap())
    );
}

#[test]
fn each_part_of_a_subscription_is_checked() {
    type Change = fn(&mut String, &mut u32, &mut String, &mut u32);
    let changed = |change: Change| {
        let LinkKindForm::Subscription {
            mut each_minor,
            mut every,
            period,
            mut starts_on,
            mut times,
        } = monthly()
        else {
            unreachable!("a monthly link is a subscription");
        };
        change(&mut each_minor, &mut every, &mut starts_on, &mut times);
        check(&of_kind(LinkKindForm::Subscription { each_minor, every, period, starts_on, times }))
    };
    for (wrong, field) in [
        ((|each, _, _, _| *each = "0".into()) as Change, Field::EachCharge),
        (|each, _, _, _| *each = "-1000".into(), Field::EachCharge),
        (|each, _, _, _| *each = "10.00".into(), Field::EachCharge),
        (|each, _, _, _| *each = String::new(), Field::EachCharge),
        (|_, every, _, _| *every = 0, Field::Every),
        (|_, every, _, _| *every = 3_651, Field::Every),
        (|_, every, _, _| *every = 65_537, Field::Every),
        (|_, _, starts_on, _| *starts_on = "2026-02-30".into(), Field::StartsOn),
        (|_, _, starts_on, _| *starts_on = "21.12.2026".into(), Field::StartsOn),
        (|_, _, starts_on, _| *starts_on = String::new(), Field::StartsOn),
        (|_, _, _, times| *times = 0, Field::Times),
        (|_, _, _, times| *times = 3_651, Field::Times),
    ] {
        assert_eq!(changed(wrong), invalid_field(field), "{field:?}");
    }
    assert!(
        changed(|_, every, starts_on, times| {
            (*every, *times) = (3_650, 3_650);
            *starts_on = " 2026-12-21 ".into();
        })
        .is_ok()
    );
}

#[test]
fn a_kind_that_the_provider_does_not_have_is_not_offered() {
    let none = Capabilities {
        reservations: false,
        card_checks: false,
        subscriptions: false,
        ..CAPABILITIES
    };
    for kind in [LinkKindForm::Reservation, LinkKindForm::CardCheck, monthly()] {
        assert_eq!(of_kind(kind).check(&account(), &none, &[]), Err(TillError::NotOffered));
    }
    assert!(form().check(&account(), &none, &[]).is_ok());
}

#[test]
fn only_a_plain_payment_is_made_several_times_or_shipped() {
    for kind in [LinkKindForm::Reservation, LinkKindForm::CardCheck, monthly()] {
        let several = SaleForm { use_limit: Some(2), ..of_kind(kind.clone()) };
        assert_eq!(check(&several), invalid_field(Field::LinkKind));
        let shipped = SaleForm { shipping_minor: Some("350".into()), ..of_kind(kind) };
        assert_eq!(check(&shipped), invalid_field(Field::LinkKind));
    }
}

#[test]
fn a_kind_is_written_down_and_read_back_as_it_was() {
    let each = check(&form()).unwrap().amount;
    let kind = LinkKind::Subscription(Schedule {
        each,
        every: 2.try_into().unwrap(),
        period: Period::Week,
        starts_on: Day::parse("2026-12-01").unwrap(),
        times: 5.try_into().unwrap(),
    });
    let written = serde_json::to_value(kind).unwrap();
    assert_eq!(
        written,
        serde_json::json!({
            "kind": "SUBSCRIPTION",
            "each": { "minor": "2500", "currency": "EUR", "exponent": 2 },
            "every": 2,
            "period": "WEEK",
            "startsOn": "2026-12-01",
            "times": 5,
        })
    );
    assert_eq!(serde_json::from_value::<LinkKind>(written).unwrap(), kind);
}

#[test]
fn live_money_has_a_rate_of_its_own() {
    assert_eq!(CAPABILITIES.rate(Environment::Live).per_minute, 60);
    for test in [Environment::Sandbox, Environment::Practice] {
        assert_eq!(CAPABILITIES.rate(test).per_minute, 600);
    }
}

fn with_email(text: &str) -> SaleForm {
    SaleForm { customer_email: text.into(), ..form() }
}

#[test]
fn an_email_of_the_customers_is_kept_as_it_was_typed() {
    for (typed, kept) in [
        ("", None),
        ("  ", None),
        (" nino@shop.example ", Some("nino@shop.example")),
        ("Nino.K+1@shop.example", Some("Nino.K+1@shop.example")),
    ] {
        let email = check(&with_email(typed)).unwrap().customer_email;
        assert_eq!(email.as_ref().map(CustomerEmail::as_str), kept, "{typed}");
    }
}

#[test]
fn an_email_that_can_not_be_one_is_refused_before_the_provider_sees_it() {
    let field = Field::CustomerEmail;
    for typed in ["nino", "nino@", "@shop.example", "ni no@shop.example", "nino@shop@example"] {
        assert_eq!(check(&with_email(typed)), Err(TillError::InvalidField { field }), "{typed}");
    }
    let long = format!("{}@shop.example", "n".repeat(242));
    let too_long = TillError::TextTooLong { field, limit: 254, length: 255 };
    assert_eq!(check(&with_email(&long)), Err(too_long));
    assert!(check(&with_email(&long[1..])).is_ok());
    let card = TillError::CardNumberInText { field };
    assert_eq!(check(&with_email("4242424242424242@shop.example")), Err(card));
    let forbidden = TillError::ForbiddenCharacter { field, character: '|' };
    assert_eq!(check(&with_email("ni|no@shop.example")), Err(forbidden));
}

#[test]
fn an_email_for_a_provider_that_takes_none_is_not_dropped_in_silence() {
    let none = Capabilities { customer_email: false, ..CAPABILITIES };
    let refused = with_email("nino@shop.example").check(&account(), &none, &[]);
    assert_eq!(refused, Err(TillError::InvalidField { field: Field::CustomerEmail }));
    assert_eq!(form().check(&account(), &none, &[]).unwrap().customer_email, None);
}

#[test]
fn the_page_speaks_a_language_that_the_provider_has() {
    let with_language = |text: &str| SaleForm { page_language: text.into(), ..form() };
    for (typed, kept) in [("", None), (" ", None), ("ka", Some("ka")), (" en ", Some("en"))] {
        let language = check(&with_language(typed)).unwrap().page_language;
        assert_eq!(language.as_ref().map(PageLanguage::as_str), kept, "{typed}");
    }
    let refused = TillError::InvalidField { field: Field::PageLanguage };
    for typed in ["fr", "KA", "kat", "k", "Georgian"] {
        assert_eq!(check(&with_language(typed)), Err(refused.clone()), "{typed}");
    }
    let none = Capabilities { page_languages: &[], ..CAPABILITIES };
    assert_eq!(with_language("ka").check(&account(), &none, &[]), Err(refused));
    assert_eq!(form().check(&account(), &none, &[]).unwrap().page_language, None);
}

#[test]
fn a_link_without_an_end_asks_nobody_how_long_it_can_be_paid() {
    let endless = Capabilities { links_end: false, ..CAPABILITIES };
    for typed in [Duration::ZERO, Duration::from_mins(15), 2 * LONGEST_PAYABLE] {
        let sale =
            SaleForm { payable_for: typed, ..form() }.check(&account(), &endless, &[]).unwrap();
        assert_eq!(sale.payable_for, COUNTED_ON, "{typed:?}");
    }
}

#[test]
fn a_sale_is_for_one_of_the_shops_customers_where_the_provider_keeps_them() {
    let for_customer = |id: &str| SaleForm { customer: id.into(), ..form() };
    let of = |sale: NewSale| sale.customer.map(String::from);
    assert_eq!(check(&form()).map(of), Ok(None));
    assert_eq!(check(&for_customer("cus_1")).map(of), Ok(Some("cus_1".to_owned())));
    assert_eq!(check(&for_customer("cus 1")), Err(TillError::NotFound));
    let none = Capabilities { customers: false, ..CAPABILITIES };
    let refused = for_customer("cus_1").check(&account(), &none, &[]);
    assert_eq!(refused, Err(TillError::NotFound), "it is not dropped in silence");
    assert_eq!(form().check(&account(), &none, &[]).map(of), Ok(None));
}
