//! The shop's customers, whom the provider keeps: found, opened, made, changed, deleted, and chosen for a sale.

use desk::{
    domain::{TillError, error::Field},
    view::{CustomerCard, CustomerForm, CustomerQuery, NewSaleForm, TimelineWhat},
};
use practice::paymentflow::{AnswerTrouble, Customer};
use providers::TransportFault;
use serde_json::json;

use super::rig::PaymentFlowRig;
use crate::rig::{Call, Rig, Then, Trouble, answer, code, logged, press, word};

const NAME: &str = "Nino Canary-Person";
const EMAIL: &str = "nino.flowcanary@shop.example";
/// The same as a person may type it.
const TYPED: &str = "Nino.FlowCanary@shop.example";
const PHONE: &str = "+995 555 90 21 67";

fn form(rig: &Rig) -> CustomerForm {
    CustomerForm {
        press: press(),
        account: rig.account(),
        id: String::new(),
        email: format!(" {EMAIL} "),
        name: NAME.to_owned(),
        phone: PHONE.to_owned(),
    }
}

fn query(rig: &Rig, email: &str, after: &str) -> CustomerQuery {
    CustomerQuery { account: rig.account(), email: email.to_owned(), after: after.to_owned() }
}

async fn made(rig: &PaymentFlowRig) -> CustomerCard {
    rig.desk().save_customer(form(rig)).await.unwrap()
}

fn kept(rig: &PaymentFlowRig) -> Vec<Customer> {
    let mut customers = rig.gateway().customers();
    customers.retain(|customer| !customer.deleted);
    customers
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_made_found_opened_changed_and_deleted() {
    let rig = PaymentFlowRig::start().await;
    let card = made(&rig).await;
    assert_eq!((card.email.as_str(), card.phone.as_str()), (EMAIL, PHONE));
    assert_eq!(card.row.masked_email, "n…@shop.example");
    assert_eq!(card.row.masked_phone, "…67");
    let found = rig.desk().find_customers(query(&rig, EMAIL, "")).await.unwrap();
    assert_eq!(
        (found.customers.as_slice(), found.more_after),
        ([card.row.clone()].as_slice(), None)
    );
    let none = rig.desk().find_customers(query(&rig, "other@shop.example", "")).await.unwrap();
    assert_eq!(none.customers, []);
    let opened = rig.desk().customer_card(&rig.account(), &card.row.id).await.unwrap();
    assert_eq!(opened, card);

    let change = CustomerForm {
        id: card.row.id.clone(),
        email: "new@shop.example".to_owned(),
        name: "Nino B.".to_owned(),
        phone: "+995 555 00 00 01".to_owned(),
        ..form(&rig)
    };
    let changed = rig.desk().save_customer(change).await.unwrap();
    assert_eq!(changed.row.id, card.row.id);
    assert_eq!(
        (changed.email.as_str(), changed.row.name.as_str()),
        ("new@shop.example", "Nino B.")
    );
    assert_eq!(changed.phone, "+995 555 00 00 01");
    assert_eq!(kept(&rig)[0].email, "new@shop.example");

    rig.desk().delete_customer(&rig.account(), &card.row.id).await.unwrap();
    assert_eq!(kept(&rig).len(), 0);
    rig.desk().delete_customer(&rig.account(), &card.row.id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_deleted_elsewhere_is_not_found() {
    let rig = PaymentFlowRig::start().await;
    let card = made(&rig).await;
    rig.desk().delete_customer(&rig.account(), &card.row.id).await.unwrap();
    for id in [card.row.id.as_str(), "cus_nobody"] {
        let opened = rig.desk().customer_card(&rig.account(), id).await;
        assert_eq!(opened, Err(TillError::NotFound), "{id}");
        let change = CustomerForm { id: id.to_owned(), name: "Nino B.".into(), ..form(&rig) };
        assert_eq!(rig.desk().save_customer(change).await, Err(TillError::NotFound), "{id}");
    }
    // Deleted between the till's two requests.
    let there = made(&rig).await;
    let said = json!({ "error": { "type": "invalid_request", "code": "resource_missing", "message": "No." } });
    rig.network.once(Call::Customer, Trouble::Unheard(Then::Answer(answer(404, &said))));
    let change = CustomerForm { id: there.row.id, name: "Nino B.".into(), ..form(&rig) };
    assert_eq!(rig.desk().save_customer(change).await, Err(TillError::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_comes_page_by_page() {
    let rig = PaymentFlowRig::start().await;
    for number in 0..130 {
        let email = format!("guest{number}@shop.example");
        let form = CustomerForm { email, ..form(&rig) };
        if number % 60 == 59 {
            rig.clock.advance(std::time::Duration::from_mins(1));
        }
        rig.desk().save_customer(form).await.unwrap();
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = rig.desk().find_customers(query(&rig, "", &after)).await.unwrap();
        seen.extend(page.customers.into_iter().map(|customer| customer.id));
        match page.more_after {
            Some(more) => after = more,
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 130);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_makes_one_customer_also_where_the_answer_was_lost() {
    let rig = PaymentFlowRig::start().await;
    let again = form(&rig);
    let first = rig.desk().save_customer(again.clone()).await.unwrap();
    let second = rig.desk().save_customer(again).await.unwrap();
    assert_eq!((first.row.id, kept(&rig).len()), (second.row.id, 1));
    for trouble in [AnswerTrouble::DropsAnswer, AnswerTrouble::FailsBeforeActing] {
        let before = kept(&rig).len();
        rig.gateway().plan(trouble);
        let lost = form(&rig);
        let unclear = rig.desk().save_customer(lost.clone()).await.unwrap_err();
        assert_eq!(code(&unclear), "UNCLEAR_OUTCOME", "{trouble:?}");
        rig.rested();
        rig.desk().save_customer(lost).await.unwrap();
        assert_eq!(kept(&rig).len(), before + 1, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_used_names_its_field_and_is_not_sent() {
    let rig = PaymentFlowRig::start().await;
    let sent = rig.network.sent_in_all();
    let invalid = |field| TillError::InvalidField { field };
    let with = |change: fn(&mut CustomerForm)| {
        let mut form = form(&rig);
        change(&mut form);
        form
    };
    let missing = TillError::MissingRequiredFields { fields: vec![Field::CustomerEmail] };
    for (form, error) in [
        (with(|form| form.email.clear()), missing),
        (with(|form| form.email = "nino".into()), invalid(Field::CustomerEmail)),
        (with(|form| form.phone = "call me".into()), invalid(Field::CustomerPhone)),
        (with(|form| form.name = "Nino\u{7}".into()), invalid(Field::CustomerName)),
    ] {
        assert_eq!(rig.desk().save_customer(form).await, Err(error));
    }
    assert_eq!(rig.network.sent_in_all(), sent);
    // What the provider does not take names its field, too.
    let said = json!({ "error": {
        "type": "validation_error", "code": "parameter_invalid", "message": "No.", "field": "phone",
    }});
    rig.network.once(Call::MakeCustomer, Trouble::Unheard(Then::Answer(answer(422, &said))));
    let refused = rig.desk().save_customer(form(&rig)).await.unwrap_err();
    let TillError::FieldRefused { field: Field::CustomerPhone, .. } = refused else {
        panic!("{refused:?}")
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_for_one_of_them_until_they_are_deleted() {
    let rig = PaymentFlowRig::start().await;
    let (one, other) = (made(&rig).await, made(&rig).await);
    let form = NewSaleForm { customer: one.row.id.clone(), ..rig.form("2500") };
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(sale.customer_id, one.row.id);
    assert_eq!(rig.objects(&sale)[0].metadata["customer_id"], one.row.id);
    let chosen = rig.desk().choose_customer(&sale.row.id, other.row.id.clone()).await.unwrap();
    assert_eq!(chosen.customer_id, other.row.id);
    rig.desk().choose_customer(&sale.row.id, one.row.id.clone()).await.unwrap();
    rig.desk().choose_customer(&sale.row.id, String::new()).await.unwrap();
    let chosen = rig.desk().choose_customer(&sale.row.id, other.row.id.clone()).await.unwrap();
    let told: Vec<_> = chosen
        .timeline
        .iter()
        .filter_map(|line| match line.what {
            TimelineWhat::CustomerChosen { chosen } => Some((chosen, line.by.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(true, true), (true, true), (false, true), (true, true)]);
    rig.desk().delete_customer(&rig.account(), &one.row.id).await.unwrap();
    assert_eq!(rig.sale(&sale).await.customer_id, other.row.id);
    rig.desk().delete_customer(&rig.account(), &other.row.id).await.unwrap();
    assert_eq!(rig.sale(&sale).await.customer_id, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_keeps_none_offers_none() {
    let rig = Rig::start().await;
    let account = rig.account();
    let sale = rig.waiting("2500").await;
    let sent = rig.network.sent_in_all();
    let desk = rig.desk();
    let not_offered = TillError::NotOffered;
    assert_eq!(desk.find_customers(query(&rig, "", "")).await, Err(not_offered.clone()));
    assert_eq!(desk.customer_card(&account, "cus_1").await, Err(not_offered.clone()));
    assert_eq!(desk.save_customer(form(&rig)).await, Err(not_offered.clone()));
    assert_eq!(desk.delete_customer(&account, "cus_1").await, Err(not_offered.clone()));
    let chosen = desk.choose_customer(&sale.row.id, "cus_1".to_owned()).await;
    assert_eq!(chosen, Err(not_offered));
    assert_eq!(rig.network.sent_in_all(), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_them_stands_in_the_log_in_the_book_or_in_an_event() {
    let mut rig = PaymentFlowRig::start().await;
    let card = made(&rig).await;
    let lost = Trouble::Acted(Then::Fault(TransportFault::TimedOut));
    rig.network.once(Call::MakeCustomer, lost);
    let unclear = rig.desk().save_customer(form(&rig)).await.unwrap_err();
    let sale = rig.waiting("2500").await;
    rig.desk().choose_customer(&sale.row.id, card.row.id.clone()).await.unwrap();
    rig.desk().find_customers(query(&rig, EMAIL, "")).await.unwrap();
    rig.desk().find_customers(query(&rig, "", "")).await.unwrap();
    let change = CustomerForm { id: card.row.id.clone(), ..form(&rig) };
    rig.desk().save_customer(change).await.unwrap();
    // The provider repeats an address in what it says of a link that it does not make, in whatever letters.
    for (field, words) in [
        ("customer_email", "No mailbox n%69no.flowcanary%40shop.example."),
        ("amount", "nino.flowcanary@shop.example may not pay so much."),
        ("description", "'NINO.FLOWCANARY%40SHOP.EXAMPLE' is on a list."),
    ] {
        let said = json!({ "error": {
            "type": "validation_error", "code": "parameter_invalid", "field": field,
            "message": words,
        }});
        rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Answer(answer(422, &said))));
        let told = NewSaleForm { customer_email: TYPED.to_owned(), ..rig.form("2500") };
        let refused = rig.desk().create_link(told).await.unwrap();
        assert_eq!(word(&refused), "LINK_REFUSED");
        rig.erase_texts(&refused).await;
    }
    rig.desk().delete_customer(&rig.account(), &card.row.id).await.unwrap();
    rig.close().await;

    let mut places =
        vec![("the log", logged()), ("an error", format!("{unclear:?} {unclear}").into())];
    for file in ["till.db", "till.db-wal"] {
        if let Ok(bytes) = std::fs::read(rig.folder().join(file)) {
            places.push((file, bytes));
        }
    }
    for (place, bytes) in places {
        for word in [NAME, EMAIL, TYPED, PHONE, "Canary-Person", "flowcanary", "555 90"] {
            let matches = |part: &[u8]| part.eq_ignore_ascii_case(word.as_bytes());
            let found = bytes.windows(word.len()).any(matches);
            assert!(!found, "{word} stands in {place}");
        }
    }
    rig.reopen().await;
}
