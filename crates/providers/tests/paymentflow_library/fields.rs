//! What is checked before anything is sent.

use providers::paymentflow::{
    CustomerChange, CustomersQuery, Fault, FieldFault, Metadata, NewCustomer, NewPayment,
    PaymentsQuery, RefundsQuery, customers, payments, refunds,
};

use crate::stage::{new_payment, pay};

#[track_caller]
fn refused<T>(asked: Result<T, FieldFault>, field: &str, fault: Fault) {
    assert_eq!(asked.err(), Some(FieldFault { field: field.to_owned(), fault }));
}

fn customer(email: &str) -> NewCustomer {
    NewCustomer { email: email.into(), name: None, phone: None, metadata: Metadata::default() }
}

#[test]
fn an_address_that_no_mail_server_has_is_named() {
    for email in ["x", "@b", "a@", "a@b@c", "a b@c", "a@b\n"] {
        let payment = NewPayment { customer_email: Some(email.into()), ..new_payment() };
        refused(payments::create(&payment), "customer_email", Fault::Malformed);
        let query =
            PaymentsQuery { customer_email: Some(email.into()), ..PaymentsQuery::default() };
        refused(payments::list(&query), "customer_email", Fault::Malformed);
        refused(customers::create(&customer(email)), "email", Fault::Malformed);
        let query = CustomersQuery { email: Some(email.into()), ..CustomersQuery::default() };
        refused(customers::list(&query), "email", Fault::Malformed);
    }
    refused(customers::create(&customer("")), "email", Fault::Missing);
}

#[test]
fn texts_have_a_length_in_characters() {
    let description =
        |length| NewPayment { description: Some("ქ".repeat(length).into()), ..new_payment() };
    assert!(payments::create(&description(500)).is_ok());
    let too_long = Fault::TooLong { limit: 500, length: 501 };
    refused(payments::create(&description(501)), "description", too_long);
    refused(payments::create(&description(0)), "description", Fault::Missing);

    let name = NewCustomer { name: Some("ქ".repeat(201).into()), ..customer("a@b") };
    refused(customers::create(&name), "name", Fault::TooLong { limit: 200, length: 201 });
    let phone = NewCustomer { phone: Some("1".repeat(41).into()), ..customer("a@b") };
    refused(customers::create(&phone), "phone", Fault::TooLong { limit: 40, length: 41 });
}

#[test]
fn a_page_has_one_to_a_hundred_rows() {
    let range = Fault::OutOfRange { least: 1, most: 100 };
    for limit in [0, 101, u32::MAX] {
        let limit = Some(limit);
        let query = PaymentsQuery { limit, ..PaymentsQuery::default() };
        refused(payments::list(&query), "limit", range);
        let query = RefundsQuery { payment_id: pay("pay_1"), limit, starting_after: None };
        refused(refunds::list(&query), "limit", range);
        let query = CustomersQuery { limit, ..CustomersQuery::default() };
        refused(customers::list(&query), "limit", range);
    }
    for limit in [1, 100] {
        let query = PaymentsQuery { limit: Some(limit), ..PaymentsQuery::default() };
        assert!(payments::list(&query).is_ok());
    }
}

#[test]
fn a_change_of_nothing_and_an_empty_address_are_refused() {
    let id = "cus_1".parse().unwrap();
    refused(customers::update(&id, &CustomerChange::default()), "customer", Fault::Missing);
    let empty = CustomerChange { email: Some("".into()), ..CustomerChange::default() };
    refused(customers::update(&id, &empty), "email", Fault::Missing);
}
