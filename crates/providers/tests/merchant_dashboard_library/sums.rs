//! Decimals in major units, exactly.

use proptest::prelude::*;
use providers::merchant_dashboard::{Told, links};

use crate::stage::{UUID, money, response, uuid};

/// What is read of a total that stands there as `json` in an answer.
fn total(json: &str, currency: &str) -> Told<domain::Money> {
    let body = format!("{{\"uuid\":\"{UUID}\",\"currency\":\"{currency}\",\"total\":{json}}}");
    links::detail(&uuid()).read(Ok(&response(200, body))).unwrap().total
}

#[test]
fn each_currency_has_its_own_digits() {
    for (json, currency, minor) in [
        (r#""12.50""#, "EUR", 1_250),
        (r#""12.5""#, "EUR", 1_250),
        (r#""12""#, "EUR", 1_200),
        (r#""0.01""#, "USD", 1),
        (r#""12.5000""#, "USD", 1_250),
        (r#""0012.50""#, "USD", 1_250),
        (r#""2500""#, "JPY", 2_500),
        (r#""2500.00""#, "JPY", 2_500),
        (r#""2.500""#, "KWD", 2_500),
        (r#""184467440737095516.15""#, "EUR", u64::MAX),
    ] {
        assert_eq!(total(json, currency), Told::Is(money(minor, currency)), "{json} {currency}");
    }
}

#[test]
fn a_number_keeps_the_digits_that_were_written() {
    for (json, minor) in [("12.50", 1_250), ("12", 1_200), ("0.1", 10)] {
        assert_eq!(total(json, "EUR"), Told::Is(money(minor, "EUR")), "{json}");
    }
    // No floating-point number of the usual size holds it.
    let exact = "90071992547409.93";
    assert_eq!(total(exact, "EUR"), Told::Is(money(9_007_199_254_740_993, "EUR")));
}

#[test]
fn what_is_no_sum_of_the_currency_is_never_taken_for_one() {
    for (json, currency) in [
        (r#""12.505""#, "EUR"),
        (r#""2500.5""#, "JPY"),
        (r#""-12.50""#, "EUR"),
        (r#""+12.50""#, "EUR"),
        (r#""12,50""#, "EUR"),
        (r#""1,250.00""#, "EUR"),
        (r#"" 12.50""#, "EUR"),
        (r#""12.""#, "EUR"),
        (r#"".5""#, "EUR"),
        (r#"".""#, "EUR"),
        (r#""1.2.3""#, "EUR"),
        (r#""١٢""#, "EUR"),
        (r#""NaN""#, "EUR"),
        (r#""184467440737095516.16""#, "EUR"),
        ("1.25e1", "EUR"),
        ("-0.01", "EUR"),
        ("true", "EUR"),
        ("{}", "EUR"),
        ("[12.50]", "EUR"),
    ] {
        assert_eq!(total(json, currency), Told::Unreadable, "{json} {currency}");
    }
}

proptest! {
    #[test]
    fn a_sum_reads_back_as_itself(minor: u64, code in "(EUR|USD|JPY|KWD)") {
        let sum = money(minor, &code);
        prop_assert_eq!(total(&format!("\"{}\"", sum.plain()), &code), Told::Is(sum));
        prop_assert_eq!(total(&sum.plain(), &code), Told::Is(sum));
    }
}
