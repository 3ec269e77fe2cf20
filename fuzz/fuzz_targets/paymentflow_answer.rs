//! Answers of strangers: none makes a reader fall over, none about something else is taken, and no id that it names leads
//! out of its place in an address. And no key is shown, whatever they put into it.
//!
//! The input is a byte that picks the HTTP status, and a body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use providers::{
    Response,
    paymentflow::{
        ApiBase, Call, CustomerChange, CustomersQuery, Metadata, NewCustomer, NewPayment,
        NewRefund, Page, PaymentFlowError, PaymentsQuery, RefundsQuery, Row, Words, customers,
        payments, refunds,
    },
};
use url::Url;
use uuid::Uuid;

const STATUSES: [u16; 12] = [200, 201, 204, 299, 302, 400, 401, 404, 409, 422, 429, 500];

fn read<A>(call: &Call<A>, answer: &Response) -> Option<A> {
    let success = (200..=299).contains(&answer.status);
    match call.read(Ok(answer)) {
        Ok(read) => {
            assert!(success);
            Some(read)
        }
        Err(error) => {
            let _ = (error.to_string(), format!("{error:?}"));
            assert_eq!(success, matches!(error, PaymentFlowError::Unreadable(_)), "{error:?}");
            None
        }
    }
}

/// An address below the API's, of exactly two segments more.
fn stays_in_place<A>(call: &Call<A>) {
    let url = Url::parse(&call.unsigned(&ApiBase::SANDBOX).url).expect("an address");
    assert_eq!(url.host_str(), Some("sandbox.paymentflow.com"));
    assert_eq!(url.path_segments().map(Iterator::count), Some(3), "{url}");
    assert_eq!((url.query(), url.fragment()), (None, None), "{url}");
}

fn look_at_page<R: Row>(page: Option<Page<R>>, look: impl Fn(&R)) {
    if let Some(page) = page {
        page.rows().for_each(look);
        assert_eq!(page.is_whole(), page.rows().count() == page.data.len());
    }
}

/// A key that an error repeats ends where a word does, and nowhere before.
fn shows_no_key(body: &[u8]) {
    let strange = String::from_utf8_lossy(body);
    let ends = |c: char| c.is_whitespace() || "\"'<>,;()".contains(c);
    let within: String = strange.chars().filter(|c| !ends(*c)).collect();
    let said = Words::new(&format!("no such key: sk_live_{within}51H8xTnot, {strange}"));
    // The strange text may say so by itself, also in pieces that what is left out held apart.
    let says_it = Words::new(&strange).as_str().contains("51H8xTnot");
    assert!(says_it || !said.as_str().contains("51H8xTnot"), "{said}");
}

fuzz_target!(|data: &[u8]| {
    let Some((pick, body)) = data.split_first() else { return };
    shows_no_key(body);
    let status = STATUSES[usize::from(*pick) % STATUSES.len()];
    let answer = Response { status, date: None, retry_after: None, body: body.to_vec() };
    let key = Uuid::nil().into();
    let metadata = Metadata::default();

    let payment_id = "pay_1".parse().expect("an id");
    let amount = domain::Money::new(2_500, "USD".parse().expect("a currency"));
    let new = NewPayment {
        amount: domain::Amount::new(amount).expect("an amount"),
        customer_email: None,
        description: None,
        metadata: metadata.clone(),
        key,
    };
    if let Some(payment) = read(&payments::create(&new).expect("valid"), &answer) {
        stays_in_place(&payments::retrieve(&payment.id));
        let _ = payment.metadata.named("intent_id");
    }
    for call in [payments::retrieve(&payment_id), payments::cancel(&payment_id)] {
        assert!(read(&call, &answer).is_none_or(|payment| payment.id == payment_id));
    }
    let list = payments::list(&PaymentsQuery::default()).expect("valid");
    look_at_page(read(&list, &answer), |payment| stays_in_place(&payments::retrieve(&payment.id)));

    let new = NewRefund {
        payment_id: payment_id.clone(),
        amount: None,
        reason: None,
        metadata: metadata.clone(),
        key,
    };
    let refund_id = "ref_1".parse().expect("an id");
    if let Some(refund) = read(&refunds::create(&new), &answer) {
        assert_eq!(refund.payment_id, payment_id);
        stays_in_place(&refunds::retrieve(&refund.id));
    }
    assert!(read(&refunds::retrieve(&refund_id), &answer).is_none_or(|it| it.id == refund_id));
    let query = RefundsQuery { payment_id: payment_id.clone(), limit: None, starting_after: None };
    let list = refunds::list(&query).expect("valid");
    look_at_page(read(&list, &answer), |refund| assert_eq!(refund.payment_id, payment_id));

    let new = NewCustomer { email: "a@b".into(), name: None, phone: None, metadata };
    let customer_id = "cus_1".parse().expect("an id");
    if let Some(customer) = read(&customers::create(&new).expect("valid"), &answer) {
        stays_in_place(&customers::retrieve(&customer.id));
    }
    let change = CustomerChange { name: Some("N".into()), ..CustomerChange::default() };
    let changes = customers::update(&customer_id, &change).expect("valid");
    for call in [customers::retrieve(&customer_id), changes] {
        assert!(read(&call, &answer).is_none_or(|customer| customer.id == customer_id));
    }
    let gone = read(&customers::delete(&customer_id), &answer);
    assert!(gone.is_none_or(|gone| gone.id == customer_id));
    let list = customers::list(&CustomersQuery::default()).expect("valid");
    look_at_page(read(&list, &answer), |it| stays_in_place(&customers::retrieve(&it.id)));
});
