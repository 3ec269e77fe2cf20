use domain::{
    event::Fact, ids::StaffId, link_life::LinkEvent, link_life::LinkState,
    page_language::PageLanguage, sale::NewSale, sale_state::SaleState, usage::Usage,
};
use ledger::{Failure, LedgerError, Started};
use uuid::Uuid;

use crate::shop::{Shop, at, eur, figures, money, now, typed};

#[test]
fn a_begun_sale_holds_all_that_its_request_is_made_of() {
    let shop = Shop::new();
    let new_sale = typed("Table 4");
    let start = shop.start(&new_sale);
    assert_eq!(shop.ledger.start_sale(now(), &start).unwrap(), Started::Now);

    let sale = shop.ledger.sale(start.sale).unwrap().unwrap();
    assert_eq!(sale.amount, eur(2_500));
    assert_eq!((sale.started_at, sale.started_by), (at(0), StaffId::OWNER));
    let texts = sale.texts.as_ref().unwrap();
    assert_eq!(
        (
            texts.reference.as_str(),
            texts.name.as_str(),
            texts.description.as_str(),
            texts.staff_note.as_str()
        ),
        ("Table 4", "Corner Shop", "Two lamps", "blue coat")
    );
    assert_eq!(texts.customer_email.as_ref().unwrap().as_str(), "nino@shop.example");
    let link = sale.link.as_ref().unwrap();
    assert_eq!((link.id, link.press, link.key), (start.link, start.press, start.key));
    assert_eq!(link.our_reference.as_ref(), Some(&start.reference));
    assert_eq!(link.state, LinkState::Sending { attempt: 1, seen: false });
    assert_eq!(link.expires_at, start.expires_at);
    assert_eq!((link.first_sent, link.last_sent), (Some(at(1)), Some(at(1))));
    assert_eq!(sale.state(), SaleState::Making);
    assert_eq!(shop.ledger.sale_of_press(start.press).unwrap(), Some(start.sale));
}

#[test]
fn a_sale_keeps_its_shipping_and_how_often_it_can_be_paid() {
    let shop = Shop::new();
    let usage = Usage::Multiple { limit: 20.try_into().unwrap() };
    for shipping in [Some(money(0)), Some(money(350)), None] {
        let (sale, _) = shop.begin(&NewSale { usage, shipping, ..typed("Table 4") });
        let record = shop.ledger.sale(sale).unwrap().unwrap();
        assert_eq!((record.shipping, record.usage), (shipping, usage));
        let fact = shop.ledger.timeline(sale).unwrap().remove(0).fact;
        assert!(
            matches!(fact, Fact::SaleStarted { shipping: s, usage: u, .. } if s == shipping && u == usage)
        );
    }
}

#[test]
fn a_sale_keeps_the_language_of_its_page_also_where_the_tables_are_made_anew() {
    let shop = Shop::new();
    let chosen = PageLanguage::try_from("ka".to_owned()).unwrap();
    for page_language in [Some(chosen), None] {
        let new_sale = NewSale { page_language: page_language.clone(), ..typed("Table 4") };
        let (sale, _) = shop.begin(&new_sale);
        let kept = || shop.ledger.sale(sale).unwrap().unwrap().page_language;
        assert_eq!(kept(), page_language);
        shop.ledger.rebuild().unwrap();
        assert_eq!(kept(), page_language);
    }
}

#[test]
fn its_timeline_tells_what_happened_in_order() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let facts: Vec<Fact> =
        shop.ledger.timeline(sale).unwrap().into_iter().map(|line| line.fact).collect();
    assert!(
        matches!(
            facts.as_slice(),
            [
                Fact::SaleStarted { .. },
                Fact::LinkPlanned { .. },
                Fact::Link { event: LinkEvent::Begun { .. }, .. },
                Fact::Link { event: LinkEvent::Made(_), .. },
            ]
        ),
        "{facts:?}"
    );
    assert_eq!(shop.ledger.sale_of_link(link).unwrap(), Some(sale));
}

#[test]
fn the_same_press_begins_one_sale() {
    let shop = Shop::new();
    let new_sale = typed("Table 4");
    let first = shop.start(&new_sale);
    shop.ledger.start_sale(now(), &first).unwrap();
    let before = shop.tables();

    let mut second = shop.start(&new_sale);
    second.press = first.press;
    assert_eq!(shop.ledger.start_sale(now(), &second).unwrap(), Started::Before(first.sale));
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_key_never_serves_two_intents() {
    let shop = Shop::new();
    let new_sale = typed("Table 4");
    let first = shop.start(&new_sale);
    shop.ledger.start_sale(now(), &first).unwrap();
    let before = shop.tables();

    let mut second = shop.start(&new_sale);
    second.key = first.key;
    assert!(matches!(
        shop.ledger.start_sale(now(), &second),
        Err(LedgerError::Failed(Failure::Conflict))
    ));
    assert_eq!(shop.tables(), before);
}

#[test]
fn an_unknown_account_takes_no_sale() {
    let shop = Shop::new();
    let new_sale = typed("Table 4");
    let mut start = shop.start(&new_sale);
    start.account = Uuid::max().into();
    assert!(matches!(shop.ledger.start_sale(now(), &start), Err(LedgerError::NotFound)));
}

#[test]
fn events_hold_no_word_that_anybody_wrote() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    shop.begin_refund(payment, 1_000).unwrap();
    shop.ledger.ask_change(now(), link, figures(900), "Three vases", at(5)).unwrap();
    let facts: String = shop
        .file()
        .query_row("SELECT group_concat(fact) FROM events", [], |row| row.get(0))
        .unwrap();
    for word in ["Table", "Corner", "lamps", "coat", "came back", "Counter", "vases", "nino"] {
        assert!(!facts.contains(word), "{word}");
    }
}

#[test]
fn erased_words_are_gone_from_the_file_and_the_sale_stays() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    shop.begin_refund(payment, 1_000).unwrap();
    shop.ledger.ask_change(now(), link, figures(900), "Three vases", at(5)).unwrap();
    shop.ledger.erase_texts(sale).unwrap();

    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.texts, None);
    let link = record.link.as_ref().unwrap();
    assert_eq!((&link.our_reference, &link.wished_description), (&None, &None));
    assert_eq!(record.payments[0].refunds[0].note, None);
    assert_eq!(record.amount, eur(2_500));

    let folder = shop.folder.path().to_owned();
    let Shop { folder: _kept, ledger, .. } = shop;
    drop(ledger);
    let bytes = std::fs::read(folder.join("till.db")).unwrap();
    for word in ["Table 4", "lamps", "coat", "came back", "vases", "nino"] {
        let word = word.as_bytes();
        assert!(!bytes.windows(word.len()).any(|part| part == word));
    }
}
