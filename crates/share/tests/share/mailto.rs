use domain::{account::Environment, language::Language, pay_url::PayUrl};

use crate::link::{URL, english, link, of};

/// The address, and each field of it as a mail program reads it.
fn read(mailto: &str) -> (String, Vec<(String, String)>) {
    let (to, fields) = mailto.strip_prefix("mailto:").unwrap().split_once('?').unwrap();
    let field = |field: &str| {
        let (name, value) = field.split_once('=').unwrap();
        (name.to_owned(), decoded(value))
    };
    (decoded(to), fields.split('&').map(field).collect())
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_mail_program_gets_the_address_the_subject_and_the_whole_text() {
    let invitation = english(link());
    let (to, fields) = read(&invitation.mailto());
    assert_eq!(to, "kund.in@example.org");
    assert_eq!(fields[0], ("subject".to_owned(), "Marlow & Daughters: €25.00 to pay".to_owned()));
    assert_eq!(fields[1].0, "body");
    assert_eq!(fields[1].1.replace("\r\n", "\n"), invitation.email().unwrap().text);
}

#[test]
fn nothing_that_was_typed_adds_a_field() {
    let mut link = link();
    link.what_for = "a&bcc=all@example.org?cc=b#c%0ABcc".to_owned();
    let (_, fields) = read(&english(link.clone()).mailto());
    assert_eq!(
        fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["subject", "body"]
    );
    assert!(fields[1].1.contains(&link.what_for));
}

#[test]
fn a_long_text_gives_way_and_the_link_stays_whole() {
    let mut shorter = link();
    shorter.what_for = "ლურჯი ქურთუკი ".repeat(12);
    let (_, fields) = read(&english(shorter.clone()).mailto());
    assert_eq!(fields[1].1.replace("\r\n", "\n"), english(shorter).message());
}

#[test]
fn however_long_it_is_practice_stays_said_with_the_subject_and_the_amount() {
    let mut link = link();
    link.what_for = "ლურჯი ქურთუკი ".repeat(18);
    link.environment = Environment::Practice;
    for language in Language::ALL {
        let invitation = of(link.clone(), language);
        let mailto = invitation.mailto();
        assert!(mailto.len() <= 1_900, "{language:?}: {}", mailto.len());
        let (_, fields) = read(&mailto);
        let message = invitation.message();
        let mut lines = message.lines();
        let (mark, ask) = (lines.next().unwrap(), lines.next().unwrap());
        assert_eq!(fields[0].0, "subject");
        assert!(fields[0].1.starts_with('['), "{}", fields[0].1);
        assert!(fields[1].1.starts_with(&format!("{mark}\r\n{ask}\r\n")), "{}", fields[1].1);
        assert!(fields[1].1.contains(&format!("\r\n{URL}")), "{}", fields[1].1);
        assert!(!fields[1].1.contains(&link.what_for), "it is what gives way");
    }
    let url = format!("https://pay.example/{}", "a1b2c3d4".repeat(215));
    link.url = PayUrl::stored(url.clone());
    let (_, fields) = read(&english(link).mailto());
    assert!(fields[0].1.contains("€25.00"), "{}", fields[0].1);
    assert_eq!(fields[1].1, format!("PRACTICE – no money moves\r\n{url}"));
}
