//! One press of a button does its work once, however often and however quickly it comes.

use providers::TransportFault;

use crate::rig::{Call, Rig, Then, Trouble, payment, progress, refund, refund_form, word};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_twice_gives_the_same_link() {
    let rig = Rig::start().await;
    let form = rig.form("2500");
    let first = rig.desk().create_link(form.clone()).await.unwrap();
    let second = rig.desk().create_link(form).await.unwrap();
    assert_eq!(first, second);
    assert_eq!((rig.links_made(), rig.rows().await.len()), (1, 1));
    assert_eq!(rig.network.sent(Call::CreateLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_at_the_same_time_gives_one_sale_and_one_link() {
    let rig = Rig::start().await;
    let (form, desk) = (rig.form("2500"), rig.desk());
    let (one, two, three) = tokio::join!(
        desk.create_link(form.clone()),
        desk.create_link(form.clone()),
        desk.create_link(form.clone()),
    );
    let one = one.unwrap();
    assert_eq!(one.row.id, two.unwrap().row.id);
    assert_eq!(one.row.id, three.unwrap().row.id);
    assert_eq!(word(&rig.sale(&one).await), "WAITING");
    assert_eq!((rig.links_made(), rig.rows().await.len()), (1, 1));
    assert_eq!(rig.network.sent(Call::CreateLink), 1);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_presses_are_two_sales() {
    let rig = Rig::start().await;
    let (one, two) = (rig.waiting("2500").await, rig.waiting("2500").await);
    assert_ne!(one.row.id, two.row.id);
    assert_ne!(one.our_reference, two.our_reference);
    assert_eq!(rig.links_made(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_not_sent_the_same_press_sends_the_same_intent_with_the_same_key() {
    let rig = Rig::start().await;
    let form = rig.form("2500");
    rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    let first = rig.desk().create_link(form.clone()).await.unwrap();
    assert_eq!(word(&first), "NOT_SENT");
    let desk = rig.desk();
    let (one, two) = tokio::join!(desk.create_link(form.clone()), desk.create_link(form));
    assert_eq!(one.unwrap().row.id, first.row.id);
    assert_eq!(two.unwrap().row.id, first.row.id);

    assert_eq!(word(&rig.sale(&first).await), "WAITING");
    let writes = rig.network.writes();
    assert_eq!(writes.len(), 2, "one that was not sent and one that was");
    assert_eq!(writes[0], writes[1]);
    assert_eq!((rig.links_made(), rig.rows().await.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_that_was_never_sent_survives_the_program() {
    let mut rig = Rig::start().await;
    let form = rig.form("2500");
    rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Fault(TransportFault::Dns)));
    let first = rig.desk().create_link(form.clone()).await.unwrap();
    rig.reopen().await;
    // Nobody pressed again, so nothing was sent.
    assert_eq!(word(&rig.sale(&first).await), "NOT_SENT");
    assert_eq!(rig.links_made(), 0);
    let again = rig.desk().create_link(form).await.unwrap();
    assert_eq!((word(&again).as_str(), again.row.id), ("WAITING", first.row.id));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_refunds_once_also_at_the_same_time() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let (form, desk) = (refund_form(&sale, "500"), rig.desk());
    let (one, two, three) = tokio::join!(
        desk.refund(form.clone()),
        desk.refund(form.clone()),
        desk.refund(form.clone()),
    );
    for answer in [one, two, three, desk.refund(form).await] {
        let sale = answer.unwrap();
        assert_eq!(progress(refund(&sale)), "DONE");
        assert_eq!(payment(&sale).refunded.minor(), 500);
    }
    assert_eq!(rig.refunds_made(), 1);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_never_sent_goes_again_with_the_same_key() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let form = refund_form(&sale, "500");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::Tls)));
    let sale = rig.desk().refund(form.clone()).await.unwrap();
    assert_eq!(progress(refund(&sale)), "NOT_SENT");
    let sale = rig.desk().refund(form).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    let mut refunds = rig.network.writes();
    refunds.retain(|write| write.url.ends_with("/refund"));
    assert_eq!(refunds.len(), 2);
    assert_eq!(refunds[0], refunds[1]);
    assert_eq!(rig.refunds_made(), 1);
    rig.audit_settled().await;
}
