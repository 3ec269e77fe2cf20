//! The strip of open sales: what was left open is there when the till is started again.

use providers::TransportFault;

use crate::rig::{Call, Rig, Then, Trouble};

async fn open(rig: &Rig) -> Vec<String> {
    let sales = rig.desk().open_sales().await.unwrap();
    sales.into_iter().map(|sale| sale.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn open_sales_survive_a_restart_and_paid_ones_leave() {
    let mut rig = Rig::start().await;
    let paid = rig.waiting("1000").await;
    let waits = rig.waiting("1100").await;
    let lost = Trouble::Unheard(Then::Fault(TransportFault::TimedOut));
    rig.network.always(Call::CreateLink, lost);
    let unclear = rig.desk().create_link(rig.form("1200")).await.unwrap();
    rig.reopen_unsettled().await;
    assert_eq!(
        open(&rig).await,
        [unclear.row.id.clone(), waits.row.id.clone(), paid.row.id.clone()]
    );
    rig.pay(&paid);
    rig.desk().check_now(&paid.row.id).await.unwrap();
    assert_eq!(open(&rig).await, [unclear.row.id, waits.row.id]);
}
