use domain::{account::Environment, language::Language};
use image::load_from_memory;
use mail_parser::{Message, MessageParser, MimeHeaders};

use crate::link::{URL, english, link, of};

fn parsed(file: &[u8]) -> Message<'_> {
    MessageParser::default().parse(file).unwrap()
}

#[test]
fn a_mail_program_opens_it_as_a_draft_to_the_customer() {
    let file = english(link()).eml().unwrap();
    let email = parsed(&file);
    assert_eq!(email.header_raw("X-Unsent").map(str::trim), Some("1"));
    assert_eq!(email.subject(), Some("Marlow & Daughters: €25.00 to pay"));
    let to = email.to().unwrap().first().unwrap();
    assert_eq!(to.address(), Some("kund.in@example.org"));
    assert!(email.from().is_none() && email.date().is_none(), "who sends it puts those in");

    let mut nobody = link();
    nobody.customer_email = None;
    let file = english(nobody).eml().unwrap();
    assert!(parsed(&file).to().is_none());
}

#[test]
fn it_carries_plain_text_html_and_the_code_inside() {
    let invitation = english(link());
    let file = invitation.eml().unwrap();
    let email = parsed(&file);
    let copied = invitation.email().unwrap();
    let text = email.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), copied.text);
    let html = email.body_html(0).unwrap();
    assert!(html.contains("src=\"cid:code@tillside\""), "{html}");
    let code = email
        .parts
        .iter()
        .find(|part| part.content_id() == Some("code@tillside"))
        .expect("the picture that the HTML names");
    assert!(code.content_disposition().unwrap().is_inline());
    let picture = load_from_memory(code.contents()).unwrap().into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    assert_eq!(qr::scan(picture.as_raw(), width, height, URL), Ok(()));
}

#[test]
fn letters_of_every_language_arrive() {
    let mut link = link();
    link.shop_name = "მაღაზია „ვარდი“".to_owned();
    link.what_for = "سترة زرقاء 25%".to_owned();
    for language in Language::ALL {
        let file = of(link.clone(), language).eml().unwrap();
        assert!(file.is_ascii(), "no server on the way may spoil it");
        let email = parsed(&file);
        assert!(email.subject().unwrap().contains("ვარდი"), "{language:?}");
        assert!(email.body_text(0).unwrap().contains("سترة زرقاء 25%"), "{language:?}");
        assert!(email.body_html(0).unwrap().contains("მაღაზია"), "{language:?}");
    }
}

#[test]
fn nobody_writes_a_header_by_what_they_type() {
    let mut link = link();
    link.shop_name = "Shop\r\nBcc: all@example.org".to_owned();
    let file = english(link).eml().unwrap();
    let email = parsed(&file);
    assert!(email.bcc().is_none());
    assert!(email.subject().unwrap().contains("Bcc"));
}

#[test]
fn the_subject_says_practice() {
    let mut link = link();
    link.environment = Environment::Practice;
    let file = english(link).eml().unwrap();
    assert!(parsed(&file).subject().unwrap().starts_with("[PRACTICE] "));
}
