use super::*;

#[test]
fn a_seal_fits_its_text_alone() {
    let text = br#"{"members":[{"id":"1","role":"OWNER"}]}"#;
    let seal = secret().seal(text);
    assert!(secret().seal_fits(text, &seal));
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut changed = text.to_vec();
            changed[at] ^= 1 << bit;
            assert!(!secret().seal_fits(&changed, &seal), "byte {at}, bit {bit}");
        }
        assert!(!secret().seal_fits(&text[..at], &seal), "cut at {at}");
    }
    assert!(!secret().seal_fits(&[text.as_slice(), b" "].concat(), &seal));
}

#[test]
fn nobody_seals_without_the_pepper() {
    let seal = StaffSecret::fresh([8; 32]).seal(b"roll");
    assert!(!secret().seal_fits(b"roll", &seal));
}

#[test]
fn a_seal_survives_the_book_and_no_changed_one_fits() {
    let text = secret().seal(b"roll").to_string();
    assert_eq!(text.len(), 64);
    assert!(secret().seal_fits(b"roll", &text.parse().unwrap()));
    for at in 0..text.len() {
        let digit = if &text[at..=at] == "0" { "1" } else { "0" };
        let changed = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
        assert!(!secret().seal_fits(b"roll", &changed.parse().unwrap()), "digit {at}");
    }
    for wrong in ["", &text[1..], &format!("{text}00"), &text.replace(&text[..1], "g")] {
        assert_eq!(wrong.parse::<Seal>().err(), Some(UnreadableText), "{wrong}");
    }
}
