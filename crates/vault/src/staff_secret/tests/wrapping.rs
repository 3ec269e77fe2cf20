use super::*;

const NONCE: [u8; 24] = [5; 24];

fn same(one: &StaffSecret, other: &StaffSecret) -> bool {
    other.seal_fits(b"roll", &one.seal(b"roll"))
}

#[test]
fn the_code_opens_the_secret_that_was_wrapped_for_it() {
    let anchored = secret().with_anchor(Anchor::new(4, &"a".repeat(64)).unwrap());
    let text = anchored.wrap(&code(), NONCE).unwrap().to_string();
    let opened = StaffSecret::unwrap(&code(), &text.parse().unwrap()).unwrap();
    assert!(same(&opened, &anchored));
    assert_eq!(opened.anchor(), None);
}

#[test]
fn the_typed_code_opens_it_too() {
    use secrecy::ExposeSecret;
    let wrapped = secret().wrap(&code(), NONCE).unwrap();
    let typed = code().to_secret_text().expose_secret().to_lowercase().replace('-', " ");
    let opened = StaffSecret::unwrap(&RecoveryCode::parse(&typed).unwrap(), &wrapped).unwrap();
    assert!(same(&opened, &secret()));
}

#[test]
fn another_code_opens_nothing() {
    let wrapped = secret().wrap(&code(), NONCE).unwrap();
    let mut random = [3; 17];
    random[16] ^= 0x40;
    assert!(StaffSecret::unwrap(&RecoveryCode::fresh(random), &wrapped).is_none());
}

#[test]
fn a_changed_text_opens_nothing() {
    let text = secret().wrap(&code(), NONCE).unwrap().to_string();
    assert_eq!(text.len(), 144);
    for at in 0..text.len() {
        let digit = if &text[at..=at] == "0" { "1" } else { "0" };
        let changed = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
        let wrapped: WrappedSecret = changed.parse().unwrap();
        assert!(StaffSecret::unwrap(&code(), &wrapped).is_none(), "digit {at}");
    }
    for wrong in ["", &text[2..], &format!("{text}00"), &text.replace(&text[..1], "x")] {
        assert_eq!(wrong.parse::<WrappedSecret>().err(), Some(UnreadableText), "{wrong}");
    }
}

#[test]
fn the_book_does_not_hold_the_pepper_itself() {
    let text = secret().wrap(&code(), NONCE).unwrap().to_string();
    assert!(!text.contains(&hex::encode([7; 32])));
    assert!(!text.contains(&hex::encode([7; 4])));
}
