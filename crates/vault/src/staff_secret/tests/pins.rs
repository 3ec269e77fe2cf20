use super::*;

const SALT: [u8; 16] = [9; 16];
const ANNA: &str = "0197c3a0-0000-7000-8000-000000000001";
const BEN: &str = "0197c3a0-0000-7000-8000-000000000002";

/// A hash of Anna's PIN with other parameters, such as somebody with the book could write there.
fn with(from: &str, to: &str) -> Result<PinHash, UnreadableText> {
    let text = secret().hash_pin(ANNA, &pin("482915"), SALT).unwrap().to_string();
    assert!(text.contains(from), "{text}");
    text.replace(from, to).parse()
}

#[test]
fn a_pin_fits_its_member_alone() {
    let hash = secret().hash_pin(ANNA, &pin("482915"), SALT).unwrap();
    assert!(secret().fits(ANNA, &pin("482915"), &hash));
    assert!(!secret().fits(ANNA, &pin("482916"), &hash));
    assert!(!secret().fits(ANNA, &pin(""), &hash));
    assert!(!secret().fits(BEN, &pin("482915"), &hash), "a hash was moved to another member");
}

#[test]
fn a_copy_of_the_book_is_of_no_use_without_the_pepper() {
    let hash = secret().hash_pin(ANNA, &pin("482915"), SALT).unwrap();
    let elsewhere = StaffSecret::fresh([8; 32]);
    assert!(!elsewhere.fits(ANNA, &pin("482915"), &hash));
}

#[test]
fn the_hash_is_made_at_the_least_cost_of_owasp_and_survives_the_book() {
    let hash = secret().hash_pin(ANNA, &pin("482915"), SALT).unwrap();
    let text = hash.as_str();
    assert!(text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$CQkJCQkJCQkJCQkJCQkJCQ$"), "{text}");
    assert_eq!(hash.to_string(), text);
    let read: PinHash = text.parse().unwrap();
    assert_eq!(read.as_str(), text);
    assert!(secret().fits(ANNA, &pin("482915"), &read));
    assert!(!secret().fits(ANNA, &pin("000000"), &read));
}

#[test]
fn another_salt_makes_another_hash() {
    let one = secret().hash_pin(ANNA, &pin("482915"), SALT).unwrap();
    let other = secret().hash_pin(ANNA, &pin("482915"), [10; 16]).unwrap();
    assert_ne!(one.as_str().rsplit('$').next(), other.as_str().rsplit('$').next());
}

#[test]
fn a_hash_made_by_plain_argon2_does_not_fit() {
    use argon2::{Argon2, PasswordHasher};
    let plain = Argon2::default().hash_password_with_salt(b"482915", &SALT).unwrap().to_string();
    let hash: PinHash = plain.parse().unwrap();
    assert!(!secret().fits(ANNA, &pin("482915"), &hash));
}

#[test]
fn a_weakened_hash_is_refused() {
    let refused = [
        ("m=19456", "m=8"),
        ("m=19456", "m=19455"),
        ("t=2", "t=1"),
        ("argon2id", "argon2i"),
        ("argon2id", "argon2d"),
        ("v=19", "v=16"),
        ("$v=19", ""),
        ("$CQkJCQkJCQkJCQkJCQkJCQ$", "$CQkJCQkJCQk$"),
    ];
    for (from, to) in refused {
        assert_eq!(with(from, to).err(), Some(UnreadableText), "{from} -> {to}");
    }
}

#[test]
fn a_hash_that_would_eat_the_computer_is_refused_unmade() {
    let refused = [
        ("m=19456", "m=131073"),
        ("m=19456", "m=4194304"),
        ("m=19456", "m=4294967295"),
        ("m=19456", "m=99999999999"),
        ("t=2", "t=9"),
        ("t=2", "t=4294967295"),
        ("p=1", "p=2"),
        ("p=1", "p=16777215"),
        ("p=1", "p=1,keyid=AAAA"),
        ("p=1", "p=1,data=AAAA"),
    ];
    for (from, to) in refused {
        assert_eq!(with(from, to).err(), Some(UnreadableText), "{from} -> {to}");
    }
}

#[test]
fn a_hash_of_a_dearer_kind_is_read_and_does_not_fit_by_itself() {
    let dearer = with("m=19456", "m=19457").unwrap();
    assert!(!secret().fits(ANNA, &pin("482915"), &dearer));
}

#[test]
fn no_text_is_read_as_a_hash_by_chance() {
    for text in ["", "482915", "$", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1", "ä€"] {
        assert_eq!(text.parse::<PinHash>().err(), Some(UnreadableText), "{text}");
    }
    let hash = secret().hash_pin(ANNA, &pin("482915"), SALT).unwrap();
    for cut in 0..hash.as_str().len() {
        assert_eq!(hash.as_str()[..cut].parse::<PinHash>().err(), Some(UnreadableText), "{cut}");
    }
}
