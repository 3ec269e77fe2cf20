//! What is checked before anything is sent.

use domain::Timestamp;
use providers::merchant_dashboard::{
    Fault, FieldFault, LinkChange, NewLink, OrderedProduct, Replace, links,
};

use crate::stage::{at, new_link, product, uuid};

#[track_caller]
fn refused<T>(asked: Result<T, FieldFault>, field: &str, fault: Fault) {
    assert_eq!(asked.err(), Some(FieldFault { field: field.to_owned(), fault }));
}

fn named(name: &str) -> NewLink {
    NewLink { name: name.into(), ..new_link() }
}

fn selling(products: Vec<OrderedProduct>) -> NewLink {
    NewLink { products, ..new_link() }
}

#[test]
fn a_name_is_a_line_of_limited_length() {
    let rename = |name: &str| {
        links::change(&uuid(), &LinkChange { name: Some(name.into()), ..<_>::default() })
    };
    let longest = "ქ".repeat(200);
    assert!(links::create(&named(&longest)).is_ok() && rename(&longest).is_ok());
    let too_long = Fault::TooLong { limit: 200, length: 201 };
    for (name, fault) in [
        ("", Fault::Missing),
        (" \u{a0}", Fault::Missing),
        ("two\nlines", Fault::Control),
        ("a\0", Fault::Control),
        (&format!("{longest}x"), too_long),
    ] {
        refused(links::create(&named(name)), "name", fault);
        refused(rename(name), "name", fault);
    }
}

#[test]
fn a_link_sells_one_to_a_hundred_products_each_once() {
    let numbered = |count| (0..count).map(|n| product(&format!("p{n}"), 1)).collect();
    assert!(links::create(&selling(numbered(100))).is_ok());
    let too_many = Fault::TooMany { limit: 100, count: 101 };
    refused(links::create(&selling(numbered(101))), "products", too_many);
    refused(links::create(&selling(Vec::new())), "products", Fault::Missing);
    let twice = vec![product("a", 1), product("b", 1), product("a", 2)];
    refused(links::create(&selling(twice)), "products[2].product_id", Fault::Twice);
}

#[test]
fn there_are_one_to_999_pieces() {
    let pieces = |quantity| selling(vec![product("a", 1), product("b", quantity)]);
    for quantity in [1, 999] {
        assert!(links::create(&pieces(quantity)).is_ok());
    }
    for quantity in [0, 1_000, u32::MAX] {
        let range = Fault::OutOfRange { least: 1, most: 999 };
        refused(links::create(&pieces(quantity)), "products[1].quantity", range);
    }
}

#[test]
fn there_are_one_to_a_thousand_uses() {
    let new = |uses| links::create(&NewLink { max_uses: Some(uses), ..new_link() });
    let change = |uses| {
        let max_uses = Some(Replace::With(uses));
        links::change(&uuid(), &LinkChange { max_uses, ..<_>::default() })
    };
    for uses in [1, 1_000] {
        assert!(new(uses).is_ok() && change(uses).is_ok());
    }
    for uses in [0, 1_001, u32::MAX] {
        let range = Fault::OutOfRange { least: 1, most: 1_000 };
        refused(new(uses), "max_uses", range);
        refused(change(uses), "max_uses", range);
    }
}

#[test]
fn an_end_can_be_written_with_four_digits_of_a_year() {
    let new = |end| links::create(&NewLink { expires_at: Some(end), ..new_link() });
    let change = |end| {
        let expires_at = Some(Replace::With(end));
        links::change(&uuid(), &LinkChange { expires_at, ..<_>::default() })
    };
    for end in ["2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        assert!(new(at(end)).is_ok() && change(at(end)).is_ok());
    }
    let last = at("9999-12-31T23:59:59Z").millis();
    for millis in [0, at("1999-12-31T23:59:59Z").millis(), last + 1, last * 10] {
        let end = Timestamp::from_millis(millis).unwrap();
        refused(new(end), "expires_at", Fault::NoMoment);
        refused(change(end), "expires_at", Fault::NoMoment);
    }
}

#[test]
fn a_change_changes_something() {
    refused(links::change(&uuid(), &LinkChange::default()), "link", Fault::Missing);
}
