//! The shop's customers.

use domain::{
    Outcome,
    customer::{CustomerChange, CustomerDetails, CustomerPhone, KeptCustomer},
    customer_email::CustomerEmail,
    error::Field,
    ids::ProviderCustomerId,
    outcome::RejectionClass,
};
use providers::{Class, CustomersFound, CustomersToFind, Method, Request, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, UNREADABLE, became, body, header, key, list, no, ok, outcome, page, paths,
    paymentflow, play, response, shop, with, without,
};

fn id(text: &str) -> ProviderCustomerId {
    text.to_owned().try_into().unwrap()
}

fn email(text: &str) -> CustomerEmail {
    text.to_owned().try_into().unwrap()
}

fn details() -> CustomerDetails {
    CustomerDetails {
        email: email("nino@shop.example"),
        name: "Nino B.".to_owned(),
        phone: Some(CustomerPhone::try_from("+995 212 34 67".to_owned()).unwrap()),
    }
}

fn nino() -> KeptCustomer {
    KeptCustomer { id: id("cus_9"), details: details() }
}

fn record() -> Value {
    json!({
        "id": "cus_9",
        "email": "nino@shop.example",
        "name": "Nino B.",
        "phone": "+995 212 34 67",
        "metadata": {},
        "created": 1_795_183_000,
    })
}

fn find(ask: CustomersToFind, answer: Answer) -> (Outcome<CustomersFound>, Vec<Request>) {
    play(paymentflow().find_customers(&shop(), ask), vec![answer])
}

fn all() -> CustomersToFind {
    CustomersToFind { email: None, after: None }
}

#[test]
fn customers_are_found_page_by_page_or_by_their_address() {
    let other = with(with(record(), "id", "cus_8"), "email", "other@shop.example");
    let (came, sent) = find(all(), page(&[record(), other.clone()], true));
    assert_eq!(paths(&sent), ["/customers?limit=50"]);
    let Outcome::Done(found) = came else { panic!("{came:?}") };
    assert_eq!(found.customers.len(), 2);
    assert_eq!(found.customers[0], nino());
    assert_eq!(found.more_after, Some(id("cus_8")));

    let after = CustomersToFind { after: found.more_after, ..all() };
    assert_eq!(paths(&find(after, list(&[])).1), ["/customers?limit=50&starting_after=cus_8"]);

    // A provider that passes the filter over shows others, too; and it may write an address in its own way.
    let by_email = CustomersToFind { email: Some(email("Nino@Shop.example")), ..all() };
    let (came, sent) = find(by_email, list(&[other, record()]));
    assert_eq!(paths(&sent), ["/customers?limit=50&email=Nino%40Shop.example"]);
    let found = CustomersFound { customers: vec![nino()], more_after: None };
    assert_eq!(came, Outcome::Done(found));
}

#[test]
fn what_is_no_customer_is_left_out_and_a_list_that_leads_nowhere_is_none() {
    let rows = [
        json!("?"),
        without(record(), "email"),
        with(record(), "deleted", true),
        with(record(), "phone", "call me"),
    ];
    let (came, _) = find(all(), list(&rows));
    let Outcome::Done(found) = came else { panic!("{came:?}") };
    let quiet = CustomerDetails { phone: None, ..details() };
    assert_eq!(found.customers, [KeptCustomer { details: quiet, ..nino() }]);
    assert_eq!(became(&find(all(), page(&[], true)).0), UNREADABLE);
    assert_eq!(became(&find(all(), ok(&json!({}))).0), UNREADABLE);
}

#[test]
fn a_customer_is_read_made_and_changed() {
    let read = paymentflow().read_customer(&shop(), id("cus_9"));
    let (came, sent) = play(read, vec![ok(&record())]);
    assert_eq!((came, paths(&sent)), (Outcome::Done(nino()), vec!["/customers/cus_9"]));

    let (came, sent) =
        play(paymentflow().create_customer(&shop(), details(), key()), vec![ok(&record())]);
    assert_eq!((came, paths(&sent)), (Outcome::Done(nino()), vec!["/customers"]));
    assert_eq!((sent[0].method, sent[0].class), (Method::Post, Class::Writes));
    assert_eq!(header(&sent[0], "idempotency-key"), Some(key().to_string()));
    let due = json!({ "email": "nino@shop.example", "name": "Nino B.", "phone": "+995 212 34 67" });
    assert_eq!(body(&sent[0]), due);

    let (came, sent) = play(paymentflow().change_customer(&shop(), renamed()), vec![ok(&record())]);
    assert_eq!((came, paths(&sent)), (Outcome::Done(nino()), vec!["/customers/cus_9"]));
    // What did not change is not sent: somebody else may have changed it meanwhile.
    let due = json!({ "name": "Nino B." });
    assert_eq!((sent[0].method, body(&sent[0])), (Method::Patch, due));
}

/// Nino was called otherwise.
fn renamed() -> CustomerChange {
    let before = CustomerDetails { name: "Nina".to_owned(), ..details() };
    CustomerChange { id: id("cus_9"), before, after: details() }
}

#[test]
fn what_staff_left_empty_is_not_sent() {
    let bare = CustomerDetails { name: String::new(), phone: None, ..details() };
    let due = json!({ "email": "nino@shop.example" });
    let create = paymentflow().create_customer(&shop(), bare.clone(), key());
    assert_eq!(body(&play(create, vec![ok(&record())]).1[0]), due);
}

#[test]
fn a_name_and_a_number_are_taken_away_by_an_empty_text() {
    let after = CustomerDetails { name: String::new(), phone: None, ..details() };
    let change = CustomerChange { id: id("cus_9"), before: details(), after: after.clone() };
    let kept = with(with(record(), "name", ""), "phone", "");
    let (came, sent) = play(paymentflow().change_customer(&shop(), change), vec![ok(&kept)]);
    assert_eq!(body(&sent[0]), json!({ "name": "", "phone": "" }));
    assert_eq!(came, Outcome::Done(KeptCustomer { details: after, ..nino() }));
}

#[test]
fn one_that_is_not_there_is_deleted_already() {
    let delete =
        |answer: Answer| play(paymentflow().delete_customer(&shop(), id("cus_9")), vec![answer]);
    let gone = |deleted: bool| ok(&json!({ "id": "cus_9", "deleted": deleted }));
    let (came, sent) = delete(gone(true));
    assert_eq!((came, paths(&sent)), (Outcome::Done(()), vec!["/customers/cus_9"]));
    assert_eq!((sent[0].method, sent[0].class), (Method::Delete, Class::Writes));
    assert_eq!(delete(no(404, "resource_missing", None)).0, Outcome::Done(()));
    for answer in [
        gone(false),
        ok(&json!({ "id": "cus_8", "deleted": true })),
        Ok(response(404, "<html>")),
        Ok(response(204, "")),
    ] {
        assert_eq!(became(&delete(answer).0), UNREADABLE);
    }
    let refused = delete(no(403, "", None)).0;
    assert_eq!(became(&refused), Became::Rejected(RejectionClass::Credentials));
    assert!(matches!(delete(Err(TransportFault::TimedOut)).0, Outcome::Unclear(_)));
}

#[test]
fn a_no_names_the_field_that_it_is_about() {
    for (field, due) in [
        ("email", Field::CustomerEmail),
        ("name", Field::CustomerName),
        ("phone", Field::CustomerPhone),
    ] {
        let create = paymentflow().create_customer(&shop(), details(), key());
        let came = outcome(create, vec![no(422, "parameter_invalid", Some(field))]);
        assert_eq!(became(&came), Became::Rejected(RejectionClass::Invalid(due)));
    }
}

#[test]
fn another_customer_or_a_deleted_one_is_not_taken_for_this_one() {
    let read = |answer: Value| {
        became(&outcome(paymentflow().read_customer(&shop(), id("cus_9")), vec![ok(&answer)]))
    };
    assert_eq!(read(with(record(), "id", "cus_8")), UNREADABLE);
    assert_eq!(read(without(record(), "email")), UNREADABLE);
    let deleted = with(record(), "deleted", true);
    assert_eq!(read(deleted), Became::Rejected(RejectionClass::NotFound));
    let change = paymentflow().change_customer(&shop(), renamed());
    assert_eq!(became(&outcome(change, vec![ok(&with(record(), "id", "cus_8"))])), UNREADABLE);
}
