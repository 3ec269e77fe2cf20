//! What holds for any bytes at all. The fuzz targets look for the same, longer.

use proptest::prelude::*;
use providers::paymentflow::{
    ApiBase, Call, CustomerChange, Metadata, NewCustomer, PaymentFlowError, PaymentId,
    RefundsQuery, Words, customers, payments, refunds,
    webhook::{WebhookFault, verify},
};

use crate::{
    stage::{new_payment, new_refund, pay, response},
    webhooks::{NOW, SECRET, secret, sign},
};

/// Bytes that look like an answer as far as they go.
fn like_json() -> impl Strategy<Value = Vec<u8>> {
    let start = prop_oneof![
        Just(r#"{"id":"pay_1","#),
        Just(r#"{"data":[{"id":"pay_1","#),
        Just(r#"{"id":"evt_1","type":"payment.succeeded","data":{"#),
        Just(r#"{"error":{"#),
        Just(""),
    ];
    let inside = "[\\{\\}\\[\\]\",:a-z0-9_\\\\.<>&;/!=%\\-ქ😀 ]{0,80}";
    (start, inside).prop_map(|(start, inside)| format!("{start}{inside}").into_bytes())
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..200), like_json()]
}

/// Reads `body` as the answer of `call`: a success is read or unreadable, and nothing else is.
fn read<A>(call: &Call<A>, status: u16, body: &[u8]) {
    let success = (200..=299).contains(&status);
    match call.read(Ok(&response(status, body))) {
        Ok(_) => assert!(success),
        Err(error) => {
            assert_eq!(success, matches!(error, PaymentFlowError::Unreadable(_)), "{error:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_fall_over(
        body in any_body(),
        status in prop_oneof![Just(200_u16), 100..600_u16],
    ) {
        let customer = "cus_1".parse().unwrap();
        let new = NewCustomer {
            email: "a@b".into(), name: None, phone: None, metadata: Metadata::default(),
        };
        let change = CustomerChange { name: Some("N".into()), ..CustomerChange::default() };
        let query = RefundsQuery { payment_id: pay("pay_1"), limit: None, starting_after: None };
        read(&payments::create(&new_payment()).unwrap(), status, &body);
        read(&payments::retrieve(&pay("pay_1")), status, &body);
        read(&payments::cancel(&pay("pay_1")), status, &body);
        read(&payments::list(&<_>::default()).unwrap(), status, &body);
        read(&refunds::create(&new_refund()), status, &body);
        read(&refunds::retrieve(&"ref_1".parse().unwrap()), status, &body);
        read(&refunds::list(&query).unwrap(), status, &body);
        read(&customers::create(&new).unwrap(), status, &body);
        read(&customers::retrieve(&customer), status, &body);
        read(&customers::update(&customer, &change).unwrap(), status, &body);
        read(&customers::delete(&customer), status, &body);
        read(&customers::list(&<_>::default()).unwrap(), status, &body);
    }

    #[test]
    fn what_we_did_not_sign_is_never_taken(header in any_body(), payload in any_body()) {
        let read = verify(&payload, &header, &[secret(SECRET)], NOW);
        prop_assert!(matches!(read, Err(WebhookFault::InvalidSignature(_))), "{:?}", read);
    }

    #[test]
    fn what_was_signed_is_proven_and_one_bit_makes_it_a_strangers(
        payload in any_body(),
        place in any::<prop::sample::Index>(),
    ) {
        let signature = sign(SECRET, &NOW.to_string(), &payload);
        let header = format!("t={NOW},v1={signature}").into_bytes();
        let proven = |payload: &[u8], header: &[u8]| {
            let read = verify(payload, header, &[secret(SECRET)], NOW);
            !matches!(read, Err(WebhookFault::InvalidSignature(_)))
        };
        prop_assert!(proven(&payload, &header));
        prop_assert!(!proven(&payload, &flipped(&header, place)));
        if !payload.is_empty() {
            prop_assert!(!proven(&flipped(&payload, place), &header));
        }
    }

    #[test]
    fn an_id_is_one_segment_or_none(text in "\\PC{0,20}|[./\\\\?#%\\x00-\\x1f a-z]{0,8}") {
        if let Ok(id) = PaymentId::new(&text) {
            let request = payments::retrieve(&id).unsigned(&ApiBase::PRODUCTION);
            let url = url::Url::parse(&request.url).unwrap();
            prop_assert_eq!(url.path_segments().unwrap().count(), 3);
            prop_assert_eq!((url.query(), url.fragment()), (None, None));
            prop_assert!(url.as_str().starts_with("https://api.paymentflow.com/v1/payments/"));
        }
    }

    #[test]
    fn no_words_are_longer_than_people_read(text in "(?s).{0,300}") {
        prop_assert!(Words::new(&text).as_str().chars().count() <= 200);
    }

    #[test]
    fn metadata_that_is_taken_keeps_the_rules(
        pairs in proptest::collection::vec(("\\PC{0,42}", "\\PC{0,30}"), 0..60),
    ) {
        if let Ok(metadata) = Metadata::new(pairs) {
            prop_assert!(metadata.iter().count() <= 50);
            for (name, value) in metadata.iter() {
                prop_assert!((1..=40).contains(&name.chars().count()));
                prop_assert!(value.chars().count() <= 500);
            }
        }
    }
}

fn flipped(bytes: &[u8], place: prop::sample::Index) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let bit = place.index(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}
