//! The table of error codes.

use providers::flitt::{CODES, ErrorCode, Fixer};

#[test]
fn the_table_is_in_order_and_complete() {
    assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
    assert_eq!(CODES.len(), 101);
    assert!(CODES.iter().all(|entry| !entry.meaning.is_empty()));
    for entry in CODES {
        assert_eq!(ErrorCode::new(&entry.code.to_string()).entry(), Some(entry));
    }
}

/// Every code and who can fix it, as the documentation lists them.
const DOCUMENTED: &str = include_str!("fixtures/codes.csv");

#[test]
fn the_table_is_the_documented_one() {
    let rows = CODES.iter().map(|entry| {
        let fixer = match entry.fixer {
            Some(Fixer::Merchant) => "merchant",
            Some(Fixer::IssuingBank) => "bank",
            Some(Fixer::Gateway) => "gateway",
            None => "nobody",
        };
        format!("{},{fixer}", entry.code)
    });
    assert!(rows.eq(DOCUMENTED.lines().skip(1)));
}

#[test]
fn a_code_says_who_can_fix_it() {
    let fixer = |code| ErrorCode::new(code).entry().unwrap().fixer;
    assert_eq!(fixer("1013"), Some(Fixer::Merchant));
    assert_eq!(fixer("1004"), Some(Fixer::IssuingBank));
    assert_eq!(fixer("1016"), Some(Fixer::Gateway));
    assert_eq!(fixer("1117"), None);
    // Two codes that share a row of the documentation.
    assert_eq!((fixer("1062"), fixer("1063")), (Some(Fixer::Gateway), Some(Fixer::Merchant)));
}

#[test]
fn an_unknown_code_stays_as_it_is() {
    for code in ["1001", "99999999", "E-77", ""] {
        assert_eq!(ErrorCode::new(code).as_str(), code);
        assert_eq!(ErrorCode::new(code).entry(), None);
    }
}
