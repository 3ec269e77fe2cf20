//! Which provider is asked, and whom the connection trusts.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    account::{Account, ProviderId},
    error::Fault,
    place::{Host, Place, RootPem},
};
use providers::{ExtraRoot, Lane, provider};

use super::{InPocket, stage, stage_with, sunshine};
use crate::support::{Became, ask, became, global_payments, key, sandbox};

#[tokio::test]
async fn a_simulation_brings_its_own_providers() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let stage = stage_with(sunshine, move |executor| {
        executor.with_providers(move |id: ProviderId| {
            counter.fetch_add(1, Ordering::SeqCst);
            provider(id)
        })
    });
    assert_eq!(
        stage.executor.provider(&sandbox()).api_host(&sandbox()),
        global_payments().api_host(&sandbox())
    );
    let before = asked.load(Ordering::SeqCst);
    assert_eq!(before, 1);
    stage.create().await;
    assert!(asked.load(Ordering::SeqCst) > before, "the executor asked somebody else");
}

fn trusting(root: Option<&str>) -> Account {
    let extra_root = root.map(|pem| RootPem::try_from(pem.to_owned()).unwrap());
    Account { place: Place::Sandbox { host: Host::Global, extra_root }, ..sandbox() }
}

#[tokio::test]
async fn every_request_of_an_account_trusts_its_root_and_no_other_does() {
    let pem = rcgen::generate_simple_self_signed(["root".to_owned()]).unwrap().cert.pem();
    for (root, expected) in [(Some(pem.as_str()), ExtraRoot::from_pem(&pem).ok()), (None, None)] {
        let stage = stage(sunshine);
        let account = trusting(root);
        let create = global_payments().create_link(&account, ask(), key());
        let made = stage.executor.run(&account, &InPocket, Lane::Person, create).await;
        assert_eq!(became(&made), None);
        assert_eq!(stage.paths().len(), 2);
        for place in 0..2 {
            assert_eq!(stage.sent(place).extra_root, expected);
        }
    }
}

#[tokio::test]
async fn a_root_that_can_not_be_read_lets_nothing_leave() {
    let stage = stage(sunshine);
    let account = trusting(Some("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"));
    let create = global_payments().create_link(&account, ask(), key());
    let outcome = stage.executor.run(&account, &InPocket, Lane::Person, create).await;
    assert_eq!(became(&outcome), Some(Became::NotSent(Fault::Tls)));
    assert!(stage.paths().is_empty());
}
