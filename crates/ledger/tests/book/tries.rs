//! Wrong PINs and codes, counted so that nothing makes them fewer.

use domain::ids::StaffId;
use ledger::{Ledger, StaffChange, Tried};

use crate::{
    crew::{OWNER, by, change, nino, roll, staffed},
    shop::Shop,
};

const RECOVERY: Tried = Tried::Recovery;

fn of_nino() -> Tried {
    Tried::Member(nino())
}

/// A wrong PIN, or a wrong code.
fn miss(ledger: &Ledger, who: Tried) -> u32 {
    let count = ledger.count_try(who).unwrap();
    let member = match who {
        Tried::Member(member) => Some(member),
        Tried::Recovery => None,
    };
    ledger.pin_refused(by(StaffId::TILL), member).unwrap();
    count
}

#[test]
fn every_try_counts_before_it_is_decided() {
    let shop = staffed();
    assert_eq!(shop.ledger.tries(of_nino()).unwrap(), 0);
    assert_eq!(miss(&shop.ledger, of_nino()), 1);
    assert_eq!(miss(&shop.ledger, of_nino()), 2);
    // The program is stopped before it can tell whether this one was right.
    assert_eq!(shop.ledger.count_try(of_nino()).unwrap(), 3);
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(ledger.tries(of_nino()).unwrap(), 3);
    assert_eq!(miss(&ledger, of_nino()), 4);
    assert_eq!(ledger.staff_roll().unwrap().member(nino()).unwrap().failures, 4);
    // Everybody has a count of their own.
    assert_eq!(ledger.tries(Tried::Member(OWNER)).unwrap(), 0);
    assert_eq!(ledger.tries(RECOVERY).unwrap(), 0);
}

#[test]
fn a_right_pin_or_another_one_begins_anew() {
    let shop = staffed();
    let enter: [fn(&Shop); 3] = [
        |shop| shop.ledger.signed_in(by(nino())).unwrap(),
        |shop| shop.ledger.pin_proven(by(OWNER), nino(), shop.fresh()).unwrap(),
        |shop| {
            let hash = String::from("another");
            change(shop, &StaffChange::SetPin { member: nino(), hash }).unwrap();
        },
    ];
    for (number, enter) in enter.iter().enumerate() {
        miss(&shop.ledger, of_nino());
        miss(&shop.ledger, of_nino());
        miss(&shop.ledger, Tried::Member(OWNER));
        assert_eq!(shop.ledger.count_try(of_nino()).unwrap(), 3, "{number}");
        enter(&shop);
        assert_eq!(shop.ledger.tries(of_nino()).unwrap(), 0, "{number}");
        assert_eq!(roll(&shop).member(nino()).unwrap().failures, 0);
    }
    // Who signs in proves nothing of anybody else's PIN.
    assert_eq!(shop.ledger.tries(Tried::Member(OWNER)).unwrap(), 3);
}

#[test]
fn tries_that_were_never_decided_can_be_taken_back_and_wrong_ones_can_t() {
    let shop = staffed();
    miss(&shop.ledger, of_nino());
    shop.ledger.count_try(of_nino()).unwrap();
    shop.ledger.clear_tries(of_nino()).unwrap();
    assert_eq!(shop.ledger.tries(of_nino()).unwrap(), 1);
    assert_eq!(miss(&shop.ledger, of_nino()), 2);
}

#[test]
fn the_recovery_code_is_counted_until_it_is_used_or_made_anew() {
    let shop = staffed();
    for change_of in [
        StaffChange::Recover { member: OWNER, hash: "another".into(), distrusted: false },
        StaffChange::RecoveryCode,
    ] {
        assert_eq!(miss(&shop.ledger, RECOVERY), 1);
        assert_eq!(miss(&shop.ledger, RECOVERY), 2);
        miss(&shop.ledger, of_nino());
        shop.ledger.signed_in(by(OWNER)).unwrap();
        shop.ledger.signed_in(by(nino())).unwrap();
        assert_eq!(shop.ledger.tries(RECOVERY).unwrap(), 2);
        change(&shop, &change_of).unwrap();
        assert_eq!(shop.ledger.tries(RECOVERY).unwrap(), 0, "{change_of:?}");
    }
    // It gives the owner a PIN, and a new PIN has never been tried.
    miss(&shop.ledger, Tried::Member(OWNER));
    change(
        &shop,
        &StaffChange::Recover { member: OWNER, hash: "a third".into(), distrusted: false },
    )
    .unwrap();
    assert_eq!(shop.ledger.tries(Tried::Member(OWNER)).unwrap(), 0);
}

#[test]
fn a_change_to_the_file_makes_no_try_undone() {
    let shop = staffed();
    for _ in 0..6 {
        miss(&shop.ledger, of_nino());
    }
    miss(&shop.ledger, RECOVERY);
    shop.file().execute_batch("DELETE FROM pin_tries").unwrap();
    assert_eq!(shop.ledger.tries(of_nino()).unwrap(), 6);
    assert_eq!(miss(&shop.ledger, of_nino()), 7);
    assert_eq!(miss(&shop.ledger, RECOVERY), 2);
    shop.file().execute_batch("UPDATE pin_tries SET tries = 0").unwrap();
    shop.ledger.rebuild().unwrap();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(ledger.tries(of_nino()).unwrap(), 7);
    assert_eq!(ledger.staff_roll().unwrap().member(nino()).unwrap().failures, 7);
}
