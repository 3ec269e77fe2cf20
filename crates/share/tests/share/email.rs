use domain::{account::Environment, language::Language, link_kind::LinkKind};
use image::load_from_memory;
use quick_xml::{Reader, XmlVersion, escape::unescape, events::Event};

use crate::link::{URL, english, link, of};

/// The values of an attribute, and the text between the tags. Every tag must be closed.
fn read(html: &str, attribute: &str) -> (Vec<String>, String) {
    let html = html.replace("<br>", "<br/>");
    // An image has no end tag in HTML.
    let html = html.replace("border:0\"></p>", "border:0\"/></p>");
    let (mut values, mut text) = (Vec::new(), String::new());
    let mut reader = Reader::from_str(&html);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                for found in tag.attributes().map(Result::unwrap) {
                    if found.key.as_ref() == attribute {
                        values.push(
                            found.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned(),
                        );
                    }
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                text.push_str(&unescape(&name).unwrap());
            }
            Event::Eof => return (values, text),
            _ => {}
        }
    }
}

#[test]
fn both_texts_say_everything_also_without_the_picture() {
    let email = english(link()).email().unwrap();
    let (addresses, shown) = read(&email.html, "href");
    assert_eq!(addresses, [URL, URL], "the button and the address below it");
    let told = [
        "Marlow & Daughters",
        "€25.00",
        "Blue jacket, size M",
        "1 Dec 2026, 18:30",
        "UTC+04:00",
        "apis.globalpay.com",
        "JACKET-0123456789",
        URL,
    ];
    for said in told {
        assert!(shown.contains(said), "{said} is in the HTML: {shown}");
        assert!(email.text.contains(said), "{said} is in the text: {}", email.text);
    }
    assert!(shown.contains("Pay €25.00"));
    let (alternatives, _) = read(&email.html, "alt");
    assert_eq!(alternatives, ["Payment code for €25.00. It opens apis.globalpay.com."]);
    assert!(email.text.lines().any(|line| line == URL), "on a line of its own");
}

#[test]
fn the_picture_in_the_email_is_the_links_code() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    let email = english(link()).email().unwrap();
    let (sources, _) = read(&email.html, "src");
    let png = STANDARD.decode(sources[0].strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    let picture = load_from_memory(&png).unwrap().into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    assert_eq!(qr::scan(picture.as_raw(), width, height, URL), Ok(()));
}

#[test]
fn what_staff_typed_stays_text() {
    let mut link = link();
    link.what_for = "<script>alert(1)</script><img src=x onerror=\"y\">".to_owned();
    link.shop_name = "A \"B\" & <C>".to_owned();
    let email = english(link.clone()).email().unwrap();
    let (_, shown) = read(&email.html, "href");
    assert!(shown.contains(&link.what_for), "{shown}");
    assert!(!email.html.contains("<script") && !email.html.contains("<img src=x"));
    assert!(email.html.contains("A &quot;B&quot; &amp; &lt;C&gt;"));
    assert!(email.text.contains(&link.what_for), "plain text is as it was typed");
}

#[test]
fn practice_and_sandbox_say_so_first_and_live_says_nothing() {
    for (environment, mark) in
        [(Environment::Practice, "PRACTICE"), (Environment::Sandbox, "SANDBOX")]
    {
        let mut link = link();
        link.environment = environment;
        let invitation = english(link);
        let email = invitation.email().unwrap();
        let (_, shown) = read(&email.html, "href");
        assert!(shown.starts_with(mark), "{shown}");
        assert!(email.text.starts_with(mark));
        assert!(invitation.message().starts_with(mark));
    }
    let email = english(link()).email().unwrap();
    assert!(!email.html.contains("PRACTICE") && !email.html.contains("SANDBOX"));
}

#[test]
fn a_link_without_an_end_names_none_and_a_card_check_asks_for_no_payment() {
    let mut link = link();
    link.ends_at = None;
    link.kind = LinkKind::CardCheck;
    let email = english(link).email().unwrap();
    assert!(!email.text.contains("Payable until"));
    assert!(email.text.contains("asks you to confirm your card"));
    assert!(email.text.contains("Your card is only confirmed."));
    assert!(email.html.contains(">Open the pay page<"));
}

#[test]
fn a_language_from_right_to_left_sets_the_direction_and_the_address_keeps_its_own() {
    let email = of(link(), Language::Ar).email().unwrap();
    assert!(email.html.starts_with("<div lang=\"ar\" dir=\"rtl\""));
    assert!(email.html.contains("dir=\"ltr\" style=\"color:#1f55c0"));
    assert!(
        of(link(), Language::Ka).email().unwrap().html.starts_with("<div lang=\"ka\" dir=\"ltr\"")
    );
}
