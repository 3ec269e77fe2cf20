//! What a key's prefix says, and how little of a key is shown.

use providers::paymentflow::{ApiKey, Environment, KeyKind, NotAKey, WrongEnvironment};

use crate::stage::{KEY, key};

fn made(text: &str) -> Result<ApiKey, NotAKey> {
    ApiKey::new(text.into())
}

#[test]
fn the_prefix_says_what_a_key_is_for() {
    for (text, kind, environment) in [
        ("sk_live_abc", KeyKind::Secret, Environment::Production),
        ("sk_test_abc", KeyKind::Secret, Environment::Sandbox),
        ("pk_live_abc", KeyKind::Publishable, Environment::Production),
        ("pk_test_abc", KeyKind::Publishable, Environment::Sandbox),
    ] {
        let key = made(text).unwrap();
        assert_eq!((key.kind(), key.environment()), (kind, environment), "{text}");
        assert_eq!(key.check(environment), Ok(()));
    }
}

#[test]
fn a_key_of_another_environment_is_refused() {
    let live = made("sk_live_abc").unwrap();
    let wrong = WrongEnvironment { key: Environment::Production };
    assert_eq!(live.check(Environment::Sandbox), Err(wrong));
    let wrong = WrongEnvironment { key: Environment::Sandbox };
    assert_eq!(key().check(Environment::Production), Err(wrong));
}

#[test]
fn what_does_not_say_its_environment_is_no_key() {
    for text in [
        "",
        "sk_",
        "sk_live",
        "sk_live_",
        "sk_prod_abc",
        "SK_LIVE_abc",
        " sk_live_abc",
        "whsec_abc",
        "rk_live_abc",
        "live_abc",
    ] {
        assert_eq!(made(text).err(), Some(NotAKey::Prefix), "{text}");
    }
    for text in ["sk_live_a b", "sk_live_abc\n", "sk_live_a\r\nx: y", "sk_live_é", "sk_live_\u{0}"]
    {
        assert_eq!(made(text).err(), Some(NotAKey::Character), "{text:?}");
    }
    let longest = format!("sk_live_{}", "a".repeat(504));
    assert!(made(&longest).is_ok());
    assert_eq!(made(&(longest + "a")).err(), Some(NotAKey::TooLong));
}

#[test]
fn a_log_shows_the_first_seven_and_the_last_four_characters() {
    assert_eq!(key().masked(), "sk_test...9Zq4");
    let shown = format!("{:?} {:#?}", key(), Some(key()));
    assert!(shown.contains("sk_test...9Zq4"), "{shown}");
    for hidden in [KEY, "sk_test_", "51H8x", "Canary", "q49", "s9Zq4"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[test]
fn of_a_short_key_the_end_is_hidden_as_well() {
    assert_eq!(made("sk_live_abc").unwrap().masked(), "sk_live...");
    assert_eq!(made("sk_live_1234567890").unwrap().masked(), "sk_live...");
    assert_eq!(made("sk_live_12345678901").unwrap().masked(), "sk_live...8901");
}
