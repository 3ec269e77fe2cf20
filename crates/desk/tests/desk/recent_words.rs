//! What staff lately typed that customers paid for.

use std::time::Duration;

use crate::rig::{CASHIER_PIN, Rig};

async fn sold(rig: &Rig, what_for: &str) {
    let mut form = rig.form("1000");
    what_for.clone_into(&mut form.description);
    let sale = rig.desk().create_link(form).await.unwrap();
    rig.pay(&sale);
    rig.desk().check_now(&sale.row.id).await.unwrap();
}

async fn words(rig: &Rig) -> Vec<String> {
    let desk = rig.desk();
    desk.recent_words(desk.actor().unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_newest_words_come_first_each_once_and_at_most_eight() {
    let rig = Rig::start().await;
    assert_eq!(words(&rig).await, [""; 0]);
    for what_for in ["Tea", "Coffee", "Tea"] {
        sold(&rig, what_for).await;
    }
    assert_eq!(words(&rig).await, ["Tea", "Coffee"]);
    for cake in 1..=8 {
        sold(&rig, &format!("Cake {cake}")).await;
    }
    let words = words(&rig).await;
    assert_eq!((words.len(), words[0].as_str(), words[7].as_str()), (8, "Cake 8", "Cake 1"));
}

#[tokio::test]
async fn nobody_reads_words_of_sales_that_are_not_for_them_to_see() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    sold(&rig, "Of yesterday").await;
    rig.clock.advance(Duration::from_hours(24));
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    sold(&rig, "My own").await;
    assert_eq!(words(&rig).await, ["My own"]);
}
