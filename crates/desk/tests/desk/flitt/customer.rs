//! What staff say of the customer: told to the gateway, kept where it can be erased, and shown whole on the sale alone.

use desk::{
    domain::{TillError, error::Field},
    view::{NewSaleForm, SaleQuery, SaleView},
};
use providers::{Lane, TransportFault};

use super::rig::FlittRig;
use crate::rig::{Call, Rig, Then, Trouble, every_sale, logged, word};

const EMAIL: &str = "nino.canary@shop.example";

fn told(rig: &Rig) -> NewSaleForm {
    NewSaleForm {
        customer_email: format!(" {EMAIL} "),
        page_language: "ka".to_owned(),
        ..rig.form("2500")
    }
}

fn shown(sale: &SaleView) -> (&str, &str, &str) {
    (&sale.customer_email, &sale.row.masked_email, &sale.page_language)
}

/// The sales that the address finds.
async fn found(rig: &Rig) -> Vec<String> {
    let query = SaleQuery { text: EMAIL.to_owned(), ..every_sale() };
    let rows = rig.desk().find_sales(query).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_to_the_gateway_with_the_id_of_our_link() {
    let rig = FlittRig::start().await;
    let sale = rig.desk().create_link(told(&rig)).await.unwrap();
    let terms = rig.order(&sale).terms;
    assert_eq!((terms.sender_email.as_str(), terms.language.as_str()), (EMAIL, "ka"));
    assert_eq!(terms.merchant_data, sale.link.as_ref().unwrap().id);
    assert_eq!(shown(&sale), (EMAIL, "n…@shop.example", "ka"));

    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    let terms = rig.order(&sale).terms;
    assert_eq!((terms.sender_email.as_str(), terms.language.as_str()), ("", "en"));
    assert_eq!(shown(&sale), ("", "", ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_attempt_tells_the_same() {
    let rig = FlittRig::start().await;
    rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    let form = told(&rig);
    let sale = rig.desk().create_link(form.clone()).await.unwrap();
    assert_eq!(word(&sale), "NOT_SENT");
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
    let terms = rig.order(&sale).terms;
    assert_eq!((terms.sender_email.as_str(), terms.language.as_str()), (EMAIL, "ka"));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_found_by_staff_and_no_more_once_it_was_erased() {
    let mut rig = FlittRig::start().await;
    let sale = rig.desk().create_link(told(&rig)).await.unwrap();
    rig.desk().create_link(rig.form("2500")).await.unwrap();
    assert_eq!(found(&rig).await, std::slice::from_ref(&sale.row.id));
    rig.erase_texts(&sale).await;
    assert_eq!(found(&rig).await, Vec::<String>::new());
    // The language is nobody's.
    assert_eq!(shown(&rig.sale(&sale).await), ("", "", "ka"));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_in_no_log() {
    let rig = FlittRig::start().await;
    rig.network.once(Call::CreateLink, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().create_link(told(&rig)).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    rig.desk().settle_all().await.unwrap();
    rig.desk().work_due(Lane::Settling).await;
    let log = logged();
    assert!(!log.is_empty());
    assert!(!log.windows(EMAIL.len()).any(|part| part == EMAIL.as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_told_is_refused_before_anything_is_sent() {
    let rig = FlittRig::start().await;
    let sent = rig.network.sent_in_all();
    for (form, field) in [
        (
            NewSaleForm { customer_email: "nino".to_owned(), ..rig.form("2500") },
            Field::CustomerEmail,
        ),
        (NewSaleForm { page_language: "hy".to_owned(), ..rig.form("2500") }, Field::PageLanguage),
    ] {
        let refused = rig.desk().create_link(form).await.unwrap_err();
        assert_eq!(refused, TillError::InvalidField { field });
    }
    assert_eq!(rig.network.sent_in_all(), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_whose_provider_takes_neither_drops_nothing_in_silence() {
    let rig = Rig::start().await;
    for (form, field) in [
        (NewSaleForm { page_language: String::new(), ..told(&rig) }, Field::CustomerEmail),
        (NewSaleForm { customer_email: String::new(), ..told(&rig) }, Field::PageLanguage),
    ] {
        let refused = rig.desk().create_link(form).await.unwrap_err();
        assert_eq!(refused, TillError::InvalidField { field });
    }
}
