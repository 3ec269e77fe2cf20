//! A book that was put back from a backup does not know what went back since, and must not act as if it did.

use desk::domain::{Currency, Money, TillError};
use practice::paymentflow::Behaviour;

use super::rig::PaymentFlowRig;
use crate::rig::{payment, refund_form, word};

/// There is no list of refunds, and payments may come without what went back of them.
fn telling(total: bool) -> Behaviour {
    Behaviour { refund_list_missing: true, amount_refunded_missing: !total, ..Behaviour::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_provider_tells_nothing_no_refund_follows_on_one_that_the_book_has_lost() {
    let mut rig = PaymentFlowRig::start().await;
    rig.behave(telling(false));
    let paid = rig.paid_at_flow("2500").await;
    let waiting = rig.waiting("1000").await;
    let backup = rig.back_up().await;
    rig.desk().refund(refund_form(&paid, "2500")).await.unwrap();
    rig.customer_pays(&waiting);
    let late = rig.look(&waiting).await;
    rig.desk().refund(refund_form(&late, "1000")).await.unwrap();

    rig.restore(&backup).await;
    let late = rig.look(&waiting).await;
    for sale in [&rig.sale(&paid).await, &late] {
        assert_eq!(word(sale), "PAID", "the book knows of no refund");
        let left = payment(sale).left.minor().to_string();
        let refused = rig.desk().refund(refund_form(sale, &left)).await;
        assert_eq!(refused, Err(TillError::MayBeRefunded));
    }
    assert_eq!((rig.refunds_sent(), rig.refunds_standing()), (2, 2));
    assert_eq!(word(&rig.look(&paid).await), "PAID", "a look is no error");

    // Of what was begun since, every refund is in the book.
    let since = rig.paid_at_flow("700").await;
    rig.desk().refund(refund_form(&since, "700")).await.unwrap();
    assert_eq!(rig.refunds_standing(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_provider_tells_the_sum_that_counts() {
    let mut rig = PaymentFlowRig::start().await;
    rig.behave(telling(true));
    let sale = rig.paid_at_flow("2500").await;
    let backup = rig.back_up().await;
    rig.desk().refund(refund_form(&sale, "2000")).await.unwrap();
    rig.restore(&backup).await;
    let refused = rig.desk().refund(refund_form(&sale, "2500")).await;
    let left = Money::new(500, "EUR".parse::<Currency>().unwrap());
    assert_eq!(refused, Err(TillError::OverRefund { left }));
    rig.desk().refund(refund_form(&sale, "500")).await.unwrap();
    assert_eq!(rig.refunds_standing(), 2);
}
