use domain::{language::Language, link_kind::LinkKind};
use mail_parser::MessageParser;

use crate::link::{english, link, of};

/// All that is sent for a link of this kind: the subject, both texts of the email, the message.
fn sent(kind: LinkKind) -> [String; 4] {
    let mut link = link();
    link.kind = kind;
    let invitation = english(link);
    let file = invitation.eml().unwrap();
    let subject = MessageParser::default().parse(&file).unwrap().subject().unwrap().to_owned();
    let email = invitation.email().unwrap();
    [subject, email.text, email.html, invitation.message()]
}

#[test]
fn whoever_only_shows_a_card_is_told_nowhere_to_pay() {
    let money = ["to pay", "you pay", "payment", "Payment", "Payable", "Pay €"];
    for kind in [LinkKind::Reservation, LinkKind::CardCheck] {
        for text in sent(kind) {
            for word in money {
                assert!(!text.contains(word), "{kind:?}: {word:?} in {text}");
            }
        }
    }
    for text in sent(LinkKind::Payment) {
        assert!(money.iter().any(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn a_reservation_says_its_sum_and_a_card_check_says_it_only_as_what_is_held() {
    let [subject, text, html, message] = sent(LinkKind::Reservation);
    assert_eq!(subject, "Marlow & Daughters: reserve €25.00 on your card");
    for text in [text, html, message] {
        assert!(text.contains("asks you to have €25.00 reserved on your card."), "{text}");
        assert!(text.contains("The link works until 1 Dec 2026, 18:30"), "{text}");
    }
    let [subject, text, html, message] = sent(LinkKind::CardCheck);
    assert_eq!(subject, "Marlow & Daughters: please confirm your card");
    for text in [text, html, message] {
        assert!(text.contains("€25.00 is held, and given back by itself."), "{text}");
        assert_eq!(text.matches("€25.00").count(), 1, "{text}");
    }
}

#[test]
fn each_language_tells_the_kinds_apart() {
    for language in Language::ALL {
        let mut messages: Vec<String> = Vec::new();
        for kind in [LinkKind::Payment, LinkKind::Reservation, LinkKind::CardCheck] {
            let mut link = link();
            link.kind = kind;
            messages.extend(of(link, language).message().lines().map(str::to_owned));
        }
        let count = |line: &String| messages.iter().filter(|other| *other == line).count();
        // What it is for and the address are the same in all three; the two lines around the address in two of them.
        let alone = messages.iter().filter(|line| count(line) == 1).count();
        assert_eq!(alone, 7, "{language:?}: {messages:?}");
    }
}
